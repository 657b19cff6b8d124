"""The compiled engine against Mesa and SimPy and against C; growth, threads, start-up; goals beside figures."""

import statistics
import time
from collections.abc import Callable
from typing import Any

from benchmarks import alone

SCENARIO, N_ACCOUNTS = "baton_pass", 100


def run(quick: bool = False) -> dict[str, Any]:
    """Return all figures, and a table of goals."""
    from benchmarks import c_loop, growth, startup, threads

    figures: dict[str, Any] = {"start": startup.run(quick)}
    figures["engines"] = against_python(3 if quick else 7)
    figures["c"] = c_loop.run(quick)
    figures["threads"] = threads.run(quick)
    figures["growth"] = growth.run(quick)
    figures["goals"] = goals(figures)
    return figures


def against_python(rounds: int) -> dict[str, Any]:
    """Return CPU time of one run and the ratios between engines, median of rounds in which each takes its turn."""
    import hashlib

    from benchmarks.plain import Worker
    from benchmarks.threads import one_run
    from buyermaze.simulator.inputs.reading.loading import load
    from buyermaze.simulator.runs.run import simulate

    scenario = load(SCENARIO).with_changes(alone(N_ACCOUNTS))
    compiled_run = one_run(SCENARIO, N_ACCOUNTS, folded=False)
    journal = simulate(scenario, 0, "compiled").journal
    simulate(scenario, 0, "reference")
    worker = Worker()
    times = []
    for _ in range(rounds):
        compiled = min(_cpu(lambda: compiled_run(0)) for _ in range(10))
        reference = _cpu(lambda: simulate(scenario, 0, "reference"))
        plain, n_rows, mark = worker.ask("run", SCENARIO, N_ACCOUNTS)
        if mark != hashlib.sha256(journal.tobytes()).hexdigest():
            raise RuntimeError("the plain engine wrote another journal")
        times.append((compiled, reference, plain))
    worker.close()
    return {
        "compiled_over_reference": round(statistics.median(r / c for c, r, _ in times), 1),
        "compiled_over_plain_python": round(statistics.median(p / c for c, _, p in times), 1),
        "compiled_ms": round(1000 * statistics.median(c for c, _, _ in times), 2),
        "reference_ms": round(1000 * statistics.median(r for _, r, _ in times), 1),
        "plain_python_ms": round(1000 * statistics.median(p for _, _, p in times), 1),
        "journal_rows": n_rows,
        "compiled_rows_per_second": round(n_rows / statistics.median(c for c, _, _ in times)),
        "same_journal": True,
    }


def goals(figures: dict[str, Any]) -> dict[str, str]:
    """Return every goal with the figure found."""
    start, growth = figures["start"], figures["growth"]
    found = [
        ("compiled / plain Mesa+SimPy, one thread", figures["engines"]["compiled_over_plain_python"], ">=", 100),
        ("compiled / C of the same inner work", figures["c"].get("compiled_over_c"), ">=", 0.7),
        ("two threads / one, best times", figures["threads"]["speed_up_of_best_times"], ">=", 1.9),
        ("the same, had both cores been free", figures["threads"]["speed_up_if_cores_were_free"], ">=", 1.9),
        ("time exponent of accounts", growth["exponent"], "<=", 1.1),
        ("peak memory, most over fewest accounts", growth["memory_last_over_first"], "<=", 1.1),
        ("warm compare, s", start["warm_compare_s"], "<=", 2),
        ("share of simulation in it", start["share_simulation"], "<=", 0.334),
        ("cold compile, s of CPU", start["cold_compile_cpu_s"], "<=", 30),
    ]
    return {name: _verdict(value, sign, goal) for name, value, sign, goal in found}


def _verdict(value: float | None, sign: str, goal: float) -> str:
    if value is None:
        return "not measured"
    met = value >= goal if sign == ">=" else value <= goal
    return f"{value:g} (goal {sign} {goal:g}: {'met' if met else 'not met'})"


def _cpu(work: Callable[[], Any]) -> float:
    start = time.thread_time()
    work()
    return time.thread_time() - start
