"""One thread against two: the same runs, wall time, in pairs; the machine's load beside it."""

import os
import statistics
import time
from collections.abc import Callable
from typing import Any

from benchmarks import alone


def one_run(name: str, n_accounts: int, folded: bool = True) -> Callable[[int], Any]:
    """Return a function that does one replication on the calling thread; not ``folded``: the engine alone, no sums."""
    from buyermaze.simulator.engines.compiled.driver import run as run_engine
    from buyermaze.simulator.inputs.reading.loading import load
    from buyermaze.simulator.model.parameters import pack
    from buyermaze.simulator.model.rules.luck.draws import run_key
    from buyermaze.simulator.runs.batch import _totals_of

    scenario = load(name).with_changes(alone(n_accounts))
    params = pack(scenario)

    def fold_too(replication: int) -> Any:
        return _totals_of(scenario, params, replication)

    def engine_alone(replication: int) -> Any:
        key = run_key(scenario.run.seed, replication)
        run_engine(params, key, lambda rows, n_rows: None)

    return fold_too if folded else engine_alone


def run(quick: bool = False) -> dict[str, Any]:
    """Return how much faster two threads are than one: of the best times, and the median of pairs measured in turn.

    On a busy machine a second thread gets no core of its own. Two more figures tell what is the program's doing: the
    CPU time of two threads over that of one for the same work, and the share of a run spent without the interpreter
    lock. From the first follows what the speed-up would be if both cores were free.
    """
    from buyermaze.simulator.inputs.reading.loading import load
    from buyermaze.simulator.runs.batch import totals_table

    scenario = load("baton_pass").with_changes(alone(1000))
    totals_table([scenario], range(2), n_threads=2)
    replications = range(8 if quick else 16)

    def measured(n_threads: int) -> tuple[float, float]:
        wall, cpu = time.perf_counter(), time.process_time()
        totals_table([scenario], replications, n_threads=n_threads)
        return time.perf_counter() - wall, time.process_time() - cpu

    before = os.getloadavg()[0]
    pairs = [(measured(1), measured(2)) for _ in range(3 if quick else 9)]
    ratios = [one[0] / two[0] for one, two in pairs]
    cpu = statistics.median(two[1] / one[1] for one, two in pairs)
    return {
        "speed_up_of_best_times": round(min(one[0] for one, _ in pairs) / min(two[0] for _, two in pairs), 3),
        "speed_up_median": round(statistics.median(ratios), 3),
        "pairs": len(ratios),
        "cpu_time_two_over_one": round(cpu, 3),
        "speed_up_if_cores_were_free": round(2 / max(1.0, cpu), 3),
        "cores_got_by_two": round(statistics.median(two[1] / two[0] for _, two in pairs), 2),
        "share_without_lock": round(_share_without_lock(), 3),
        "cores": os.cpu_count(),
        "load_average_before": round(before, 2),
        "load_average_after": round(os.getloadavg()[0], 2),
    }


def _share_without_lock() -> float:
    """Return the part of a run's CPU time that is spent in compiled code, where other threads can go on."""
    import buyermaze.simulator.engines.compiled.driver as running
    import buyermaze.simulator.runs.kept as kept

    spent = 0.0

    def timed(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any) -> Any:
            nonlocal spent
            start = time.thread_time()
            answer = function(*given)
            spent += time.thread_time() - start
            return answer

        return call

    originals = vars(running)["advance"], vars(kept)["fold"]
    work = one_run("baton_pass", 1000)
    work(0)
    vars(running)["advance"], vars(kept)["fold"] = (timed(function) for function in originals)
    try:
        start = time.thread_time()
        for replication in range(5):
            work(replication)
        whole = time.thread_time() - start
    finally:
        vars(running)["advance"], vars(kept)["fold"] = originals
    return spent / whole
