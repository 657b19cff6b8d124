"""The compiled engine against C: the inner work of a run, in the same amounts, built with the system's compiler."""

import os
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.plain import Worker

SOURCE = Path(__file__).resolve().parent / "inner.c"
FLAGS = ("-O3", "-march=native")
SCENARIO, N_ACCOUNTS = "baton_pass", 200


def run(quick: bool = False) -> dict[str, Any]:
    """Return CPU time of one run in C and compiled, their ratio (1: as fast as C; median of rounds) and the amounts."""
    from benchmarks.threads import one_run

    compiler = os.environ.get("CC") or shutil.which("cc")
    if compiler is None:
        return {"left_out": "there is no C compiler"}
    amounts = inner_work(SCENARIO, N_ACCOUNTS)
    work = one_run(SCENARIO, N_ACCOUNTS, folded=False)
    work(0)
    with tempfile.TemporaryDirectory() as folder:
        program = str(Path(folder) / "inner")
        subprocess.run([compiler, *FLAGS, "-o", program, str(SOURCE), "-lm"], check=True)
        rounds = [_round(program, amounts, work) for _ in range(5 if quick else 15)]
    return {
        "compiled_over_c": round(statistics.median(c / compiled for c, compiled in rounds), 3),
        "best_over_best": round(min(c for c, _ in rounds) / min(compiled for _, compiled in rounds), 3),
        "c_ms": round(1000 * min(c for c, _ in rounds), 2),
        "compiled_ms": round(1000 * min(compiled for _, compiled in rounds), 2),
        "built_with": " ".join(FLAGS),
        "amounts": {name: round(value) for name, value in amounts.items()},
    }


def inner_work(name: str, n_accounts: int) -> dict[str, float]:
    """Return how much of what a run does, counted in the plain engine; the order is that of ``inner.c``."""
    worker = Worker()
    counts = worker.ask("count", name, n_accounts)
    worker.close()
    luck = sum(count for purpose, count in counts.items() if purpose.isupper())
    apart = counts["NEED"] + counts["CHANNEL"] + counts["SIGNAL"] + counts["LUCK_OF_VISIT"]
    normals = counts["normal"] - counts["SIGNAL"]
    return {
        "plans": counts["plan"],
        "needs": counts["NEED"],
        "channels": counts["CHANNEL"],
        "visits": counts["finish_visit"],
        "signals": counts["SIGNAL"],
        "other_draws": luck - apart - normals - counts["exponential"],
        "normals": normals,
        "exponentials": counts["exponential"],
        "meetings": counts["meet"],
        "people_in_a_meeting": counts["ATTEND"] / counts["meet"] + 1,
        "rows": counts["rows"],
        "people": counts["people"],
        "coverages": counts["covered"],
    }


def _round(program: str, amounts: dict[str, float], work: Any) -> tuple[float, float]:
    """Return CPU seconds of one run in C and compiled, each the best of a few in turn."""
    words = [program, "6", *(str(value) for value in amounts.values())]
    in_c = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()
    compiled = []
    for replication in [0] * 6:
        start = time.thread_time()
        work(replication)
        compiled.append(time.thread_time() - start)
    return min(float(seconds) for seconds in in_c), min(compiled)
