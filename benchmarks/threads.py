"""One thread against two: the same runs, wall time, in pairs; the machine's load beside it."""

import os
import statistics
import time
from collections.abc import Callable
from typing import Any


def one_run(name: str, n_accounts: int, folded: bool = True) -> Callable[[int], Any]:
    """Return a function that does one replication on the calling thread; not ``folded``: the engine alone, no sums."""
    from simulator.batch import _totals_of
    from simulator.engines.compiled.run import run as run_engine
    from simulator.inputs.files import load
    from simulator.packing import pack
    from simulator.simulation import run_key

    scenario = load(name).with_changes({"run.n_accounts": n_accounts})
    params, team = pack(scenario.market, scenario.programme), scenario.programme.team

    def fold_too(replication: int) -> Any:
        return _totals_of(scenario, params, replication)

    def engine_alone(replication: int) -> Any:
        key = run_key(scenario, replication)
        run_engine(params, key, n_accounts, team.n_reps, team.n_qualifiers, lambda rows, n_rows: None)

    return fold_too if folded else engine_alone


def run(quick: bool = False) -> dict[str, Any]:
    """Return how much faster two threads are than one: best and median of pairs measured one after the other."""
    from simulator.batch import totals_table
    from simulator.inputs.files import load

    scenario = load("baton_pass").with_changes({"run.n_accounts": 1000})
    totals_table([scenario], range(2), n_threads=2)
    replications = range(8 if quick else 16)

    def seconds(n_threads: int) -> float:
        start = time.perf_counter()
        totals_table([scenario], replications, n_threads=n_threads)
        return time.perf_counter() - start

    before = os.getloadavg()[0]
    ratios = [seconds(1) / seconds(2) for _ in range(3 if quick else 9)]
    return {
        "speed_up_best": round(max(ratios), 3),
        "speed_up_median": round(statistics.median(ratios), 3),
        "pairs": len(ratios),
        "cores": os.cpu_count(),
        "load_average_before": round(before, 2),
        "load_average_after": round(os.getloadavg()[0], 2),
    }
