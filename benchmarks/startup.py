"""Start-up: importing, a first run on an empty cache, a comparison from the command line on a warm one."""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
COMPARE = "from buyermaze.experiments.commands import main; main(['compare', 'baton_pass', 'merged'])"
FIRST_RUN = "from benchmarks.threads import one_run; one_run('baton_pass', 50)(0)"
SIMULATION = """
import time
from buyermaze.simulator.runs.batch import totals_table
from buyermaze.simulator.inputs.reading.loading import load
scenarios = [load("baton_pass"), load("merged")]
totals_table(scenarios, range(1))
start = time.perf_counter()
totals_table(scenarios, range(scenarios[0].run.n_replications))
print(time.perf_counter() - start)
"""


def run(quick: bool = False) -> dict[str, Any]:
    """Return seconds: cold compile, warm comparison and the part of it that simulates, import; medians of several."""
    repetitions = 3 if quick else 7
    with tempfile.TemporaryDirectory() as folder:
        cold_wall, cold_cpu = _timed(FIRST_RUN, BUYERMAZE_CACHE=folder)
        _timed(COMPARE, BUYERMAZE_CACHE=folder)
        compared = [_timed(COMPARE, BUYERMAZE_CACHE=folder) for _ in range(repetitions)]
        simulated = [float(_output(SIMULATION, BUYERMAZE_CACHE=folder)) for _ in range(repetitions)]
    bare = [_timed("pass")[0] for _ in range(repetitions)]
    imported = [_timed("import simulator")[0] for _ in range(repetitions)]
    warm = statistics.median(wall for wall, _ in compared)
    return {
        "cold_compile_cpu_s": round(cold_cpu, 1),
        "cold_compile_wall_s": round(cold_wall, 1),
        "warm_compare_s": round(warm, 2),
        "warm_compare_best_s": round(min(wall for wall, _ in compared), 2),
        "warm_compare_cpu_s": round(min(cpu for _, cpu in compared), 2),
        "of_which_simulation_s": round(statistics.median(simulated), 2),
        "share_simulation": round(statistics.median(simulated) / warm, 3),
        "import_simulator_ms": round(1000 * (statistics.median(imported) - statistics.median(bare))),
        "heavy_modules_imported": json.loads(_output(HEAVY)),
        "load_average": round(os.getloadavg()[0], 2),
    }


HEAVY = """
import json, sys
import buyermaze
print(json.dumps([name for name in ("numba", "mesa", "simpy", "pandas", "scipy", "numpy") if name in sys.modules]))
"""


def _timed(code: str, **environment: str) -> tuple[float, float]:
    """Return wall and CPU seconds of a Python process."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    _output(code, **environment)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _output(code: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout
