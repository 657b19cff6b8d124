"""A Sobol design over every programme lever, timed; N is small unless asked for, and the full time is worked out."""

import os
import tempfile
import time
from pathlib import Path

import yaml

from benchmarks import alone

N_FULL = 1024


def run(n: int = 8) -> dict[str, float | int | str]:
    """Run ``n`` base rows over all levers of the default study and return what N = 1024 takes at that pace."""
    from buyermaze.experiments.answers.sensitivity import sensitivity
    from buyermaze.experiments.studies.example import EXAMPLE
    from buyermaze.experiments.sweeps.run import sweep

    study = yaml.safe_load(EXAMPLE)
    study |= {
        "scenarios": ["merged"],
        "changes": alone(60),
        "factors": [{"path": "programme.*", "without": ["*.library.assets.*", "*.cost_*", "*.n_reps"]},
                    {"path": "programme.team.n_reps", "low": 2, "high": 12}],
        "design": {"kind": "sobol", "n": n},
        "replications": 1,
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        sweep({**study, "design": {"kind": "sobol", "n": 1}}, Path(folder) / "warm")
        started, used = time.perf_counter(), time.process_time()
        found = sweep(study, Path(folder) / "sweep")
        wall, cpu = time.perf_counter() - started, time.process_time() - used
        began = time.perf_counter()
        strongest = str(sensitivity(found).table["factor"].iloc[0]) if n >= 8 else ""
        asked = time.perf_counter() - began
        n_runs = found.n_points
        levers = len(found.axes)
    full = n_runs / n * N_FULL
    cores = os.cpu_count() or 1
    return {
        "levers": levers,
        "runs": n_runs,
        "wall_seconds": round(wall, 1),
        "cpu_ms_per_run": round(1000 * cpu / n_runs, 2),
        "answer_seconds": round(asked, 2),
        "runs_at_1024": int(full),
        "minutes_at_1024_by_wall": round(full / n_runs * wall / 60, 1),
        "minutes_at_1024_by_cpu_on_all_cores": round(full / n_runs * cpu / cores / 60, 1),
        "strongest": strongest,
    }


if __name__ == "__main__":
    import sys

    print(run(int(sys.argv[1]) if len(sys.argv) > 1 else 8))
