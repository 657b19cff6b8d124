"""Many runs at once: scenarios by replications, outcomes only, memory flat however long the runs are.

Threads work on whole runs; every run sums in its own order and results are stored by place, so the table is the same to
the last bit whatever the number of threads.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Any

import numpy as np

from buyermaze.simulator.inputs.sheets.own_moments import own_moments
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.model.parameters import pack
from buyermaze.simulator.model.rules.luck.draws import run_key
from buyermaze.simulator.outcomes.batches import batch_sums
from buyermaze.simulator.outcomes.books.accumulate import settle
from buyermaze.simulator.outcomes.definitions import OUTCOMES, run_outcomes
from buyermaze.simulator.outcomes.own import own_outcomes
from buyermaze.simulator.runs.kept import Ledger, Past
from buyermaze.simulator.runs.run import simulate

if TYPE_CHECKING:
    from buyermaze.simulator.engines.compiled.driver import Watch

Progress = Callable[[int, int], None]


def outcome_table(
    scenarios: Sequence[Scenario], replications: range, progress: Progress | None = None, n_threads: int | None = None
) -> np.ndarray:
    """Return outcomes of every scenario in every replication.

    Parameters
    ----------
    scenarios : sequence of Scenario
        What to run.
    replications : range
        Which replications; any part of the whole can be computed separately.
    progress : callable (done, total), optional
        Told after every finished run.
    n_threads : int, optional
        Threads of the compiled engine; default: one per core.

    Returns
    -------
    ndarray of float64, shape (len(scenarios), len(replications), len(OUTCOMES))
        In the order of ``outcomes.OUTCOMES``; NaN where an outcome is undefined in a run.
    """
    totals = totals_table(scenarios, replications, progress, n_threads)
    table = np.empty((len(scenarios), len(replications), len(OUTCOMES)))
    for s, scenario in enumerate(scenarios):
        for r in range(len(replications)):
            table[s, r] = run_outcomes(totals[s][r], scenario)
    return table


def sum_table(
    scenarios: Sequence[Scenario], replications: range, progress: Progress | None = None, n_threads: int | None = None
) -> np.ndarray:
    """Return what intervals are made of: both sums of every outcome in every batch of every replication.

    The scenarios must have the same number of batches.

    Returns
    -------
    ndarray of float64, shape (len(scenarios), len(replications) * n_batches, 2, len(OUTCOMES))
        As ``outcomes.batch_sums`` has them; entries of the same place are of the same luck.
    """
    totals = totals_table(scenarios, replications, progress, n_threads)
    return np.array([batch_sums(runs.ravel(), scenario) for runs, scenario in zip(totals, scenarios, strict=True)])


def totals_table(
    scenarios: Sequence[Scenario],
    replications: range,
    progress: Progress | None = None,
    n_threads: int | None = None,
    pasts: "Sequence[Past | None] | None" = None,
) -> list[np.ndarray]:
    """Return the totals of every scenario, each of shape (replications, batches), dtype ``tallies.TOTALS``.

    Lives that are kept in a scenario's past, where one is given, go on from there; the totals are the same to the bit.
    """
    totals: list[Any] = [[None] * len(replications) for _ in scenarios]
    lives = [(s, replication) for replication in replications for s in range(len(scenarios))]
    done = 0

    def lived(s: int, replication: int, runs: np.ndarray) -> None:
        nonlocal done
        done += 1
        totals[s][replications.index(replication)] = runs
        if progress:
            progress(done, len(lives))

    live_each(scenarios, lives, lived, n_threads, pasts)
    return [np.array(runs) for runs in totals]


def live_each(
    scenarios: Sequence[Scenario],
    lives: Iterable[tuple[int, int]],
    lived: Callable[[int, int, np.ndarray], None],
    n_threads: int | None = None,
    pasts: "Sequence[Past | None] | None" = None,
) -> None:
    """Live any lives of some scenarios side by side, each told of as soon as it is over.

    Parameters
    ----------
    scenarios : sequence of Scenario
        Whose lives.
    lives : iterable of (int, int)
        Which ones: place in ``scenarios`` and replication.
    lived : callable (place, replication, totals)
        Told of one life after the other, in the order in which they are over; it may raise to stop.
    n_threads : int, optional
        Threads of the compiled engine; default: one per core.
    pasts : sequence of Past, optional
        One for each scenario, or None: lives that are kept go on from there.
    """
    packed = [pack(scenario) for scenario in scenarios]
    given = zip(pasts or [None] * len(packed), packed, strict=True)
    known = [past if past and past.holds(params) else None for past, params in given]

    def work(life: tuple[int, int]) -> tuple[int, int, np.ndarray]:
        s, replication = life
        return s, replication, _totals_of(scenarios[s], packed[s], replication, past=known[s])

    with ThreadPoolExecutor(n_threads or os.cpu_count() or 1) as pool:
        waiting = iter(lives)
        running: set[Future[tuple[int, int, np.ndarray]]] = set()
        try:
            while True:
                while len(running) < 4 * pool._max_workers and (life := next(waiting, None)) is not None:
                    running.add(pool.submit(work, life))
                if not running:
                    break
                finished, running = wait(running, return_when=FIRST_COMPLETED)
                for future in finished:
                    lived(*future.result())
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def replicator(scenario: Scenario, watch: "Watch | None" = None) -> Callable[[int], np.ndarray]:
    """Return what computes the batch sums of one replication of a scenario, in as many threads at once as one likes.

    ``watch`` is told inside a run, every few milliseconds, how many events have happened; it may raise to stop.
    """
    packed = pack(scenario)

    def sums(replication: int) -> np.ndarray:
        return batch_sums(_totals_of(scenario, packed, replication, watch), scenario)

    return sums


def _totals_of(
    scenario: Scenario, params: Any, replication: int, watch: "Watch | None" = None, past: Past | None = None
) -> np.ndarray:
    if scenario.run.engine == "reference" or own_outcomes():  # outcomes of one's own look at whole journals
        return simulate(scenario, replication, watch=watch).totals
    from buyermaze.simulator.engines.compiled.driver import run

    books, key = Ledger(scenario), run_key(scenario.run.seed, replication)
    begin = past.begin(replication, params, books) if past else None
    run(params, key, books.flush, own_moments(scenario), watch, **({"begin": begin} if begin else {}))
    settle(books.journeys, books.totals)
    return books.totals
