"""Sweeps: pace against bare runs, a hundred thousand points stored and read back, kills that must not matter."""

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

from benchmarks import alone

LINE = "from buyermaze.experiments.commands.main import main; main()"
STUDY = {
    "schema_version": 1,
    "changes": alone(30),
    "factors": [{"path": "market.offer.complexity", "low": 0.5, "high": 1.5}],
    "design": {"kind": "latin_hypercube", "n": 150},
    "outcomes": ["p_win", "days_to_decision", "cost_total"],
    "replications": 4,
}


def run(kills: int = 3, points: int = 10_000) -> dict[str, float | int | bool]:
    """Return pace, storage figures and whether a sweep killed at random moments gives the undisturbed table."""
    return {**pace(), **storage(points), **killed(kills)}


def pace() -> dict[str, float]:
    """Return runs per second of a sweep and of the bare simulator on the same scenario."""
    from buyermaze.experiments.plans.plan import planned
    from buyermaze.experiments.sweeps.run import sweep
    from buyermaze.simulator.runs.batch import outcome_table

    plan = planned(STUDY)
    outcome_table(plan.model.scenarios, range(2))  # type: ignore[attr-defined]
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        sweep(plan, folder)
        swept = plan.n_runs / (time.perf_counter() - started)
    started = time.perf_counter()
    outcome_table(plan.model.scenarios, range(300))  # type: ignore[attr-defined]
    return {"sweep_runs_per_s": round(swept, 1), "bare_runs_per_s": round(600 / (time.perf_counter() - started), 1)}


def storage(points: int) -> dict[str, float]:
    """Store a function's values at many points x 20 replications and read one column back."""
    import resource

    from buyermaze.experiments.sweeps.run import sweep

    study = {
        "schema_version": 1,
        "model": "ishigami",
        "factors": [{"path": f"x{i}", "low": -3.1, "high": 3.1} for i in (1, 2, 3)],
        "design": {"kind": "latin_hypercube", "n": points},
        "replications": 20,
    }
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        found = sweep(study, folder)
        stored = time.perf_counter() - started
        started = time.perf_counter()
        rows = found.column("y")
        read = time.perf_counter() - started
        size = sum(path.stat().st_size for path in Path(folder).iterdir()) / 1e6
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return {
            "stored_rows": len(rows),
            "store_seconds": round(stored, 1),
            "read_column_seconds": round(read, 3),
            "megabytes": round(size, 1),
            "peak_megabytes": round(peak),
        }


def killed(kills: int) -> dict[str, int | bool]:
    """Kill a sweep at random moments, go on each time, and compare with an undisturbed one to the bit."""
    from buyermaze.experiments.sweeps.results import Sweep
    from buyermaze.experiments.sweeps.run import sweep

    root = Path(__file__).resolve().parents[1]
    luck = random.Random(1)
    done = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        study = {**STUDY, "replications": 4 + kills}
        (folder / "study.yaml").write_text(yaml.safe_dump(study), encoding="utf-8")
        line = [
            sys.executable,
            "-c",
            LINE,
            "sweep",
            str(folder / "study.yaml"),
            "--out",
            str(folder / "killed"),
            "--quiet",
        ]
        while done < kills:
            process = subprocess.Popen(line, env=os.environ | {"PYTHONPATH": str(root)})
            try:
                process.wait(1.2 + 3 * luck.random())
                break
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                done += 1
        subprocess.run(line, env=os.environ | {"PYTHONPATH": str(root)}, check=True)
        whole, found = sweep(folder / "study.yaml", folder / "whole").rows(), Sweep(folder / "killed").rows()
        same = whole.equals(found) and not found.duplicated(["point", "scenario", "replication"]).any()
    return {"kills": done, "same_to_the_bit": bool(same)}


if __name__ == "__main__":
    print(run(*map(int, sys.argv[1:])))
