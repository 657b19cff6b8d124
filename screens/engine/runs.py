"""Runs for the pages: each replication of each scenario is computed once for all visitors, in fair turns."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from itertools import count
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.screens.engine.cache import kept
from buyermaze.screens.engine.queue import Line
from buyermaze.simulator.comparison.comparison import Comparison
from buyermaze.simulator.inputs.scenario import Scenario
from buyermaze.simulator.inputs.timeline import n_simulated
from buyermaze.simulator.outcomes.definitions import batch_values

if TYPE_CHECKING:
    from buyermaze.simulator.runs.run import Run

MOST_KEPT: Final = 2000  # scenarios
SECONDS_PER_ACCOUNT: Final = 80e-6  # of one run, about
READY: Final = threading.Event()  # the engine is compiled and the first page's answer at hand
_line: Final = Line()
_books = threading.Lock()
_kept: "OrderedDict[str, dict[int, np.ndarray]]" = OrderedDict()  # batch sums by fingerprint and replication
Tick = Callable[[int, int], None]


def available(scenario: Scenario) -> int:
    """Return how many replications of a scenario, counted from the first, are at hand."""
    rows = _rows(scenario)
    return next(r for r in count() if r not in rows)


def outcomes(scenario: Scenario, n: int, tick: Tick | None = None) -> np.ndarray:
    """Return outcomes of the first ``n`` replications of one scenario, shape (n * batches, outcomes)."""
    return batch_values(answers([scenario], n, tick)[0])


def answers(scenarios: Sequence[Scenario], n: int, tick: Tick | None = None) -> np.ndarray:
    """Return batch sums of the first ``n`` replications of scenarios, shape (scenarios, n * batches, 2, outcomes).

    What is at hand is not computed again. ``tick`` is called every now and then with (runs at hand, runs wanted) and may
    raise to stop; what was computed by then stays at hand.
    """
    books = [_rows(scenario) for scenario in scenarios]
    wanted = [(s, r) for r in range(n) for s in range(len(scenarios)) if r not in books[s]]
    if wanted:
        from buyermaze.simulator.runs.batch import replicator

        computed = {s: replicator(scenarios[s]) for s in {s for s, _ in wanted}}

        def work(s: int, r: int) -> None:
            if r not in books[s]:  # another visitor may have asked for the same
                books[s][r] = computed[s](r)

        def report() -> None:
            if tick:
                tick(sum(min(n, len(rows)) for rows in books), n * len(books))

        seconds = sum(seconds_of(scenarios[s]) for s, _ in wanted)
        _line.serve([partial(work, s, r) for s, r in wanted], seconds, report)
    return np.array([np.concatenate([rows[r] for r in range(n)]) for rows in books])


def seconds_of(scenario: Scenario) -> float:
    """Return about how long one run takes on one core."""
    return n_simulated(scenario) * SECONDS_PER_ACCOUNT


def _rows(scenario: Scenario) -> dict[int, np.ndarray]:
    """Return the batch sums at hand of a scenario by replication."""
    with _books:
        rows = _kept.setdefault(scenario.fingerprint, {})
        _kept.move_to_end(scenario.fingerprint)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return rows


def comparison(
    scenarios: Sequence[Scenario], baseline: str, outcome: str, n: int, tick: Tick | None = None
) -> Comparison:
    """Compare scenarios exactly as ``compare`` of the library does, from replications at hand where possible."""
    answers(scenarios, n, tick)
    return _compared(tuple(scenarios), baseline, outcome, n)


@kept(256)
def _compared(scenarios: tuple[Scenario, ...], baseline: str, outcome: str, n: int) -> Comparison:
    return Comparison(scenarios, baseline, outcome, answers(scenarios, n))


def run(scenario: Scenario, replication: int = 0) -> "Run":
    """Return one replication with its journal."""
    return _run(scenario, replication)


@kept(40)
def _run(scenario: Scenario, replication: int) -> "Run":
    from buyermaze.simulator.runs.run import simulate

    found: list[Run] = []
    _line.serve([lambda: found.append(simulate(scenario, replication))], seconds_of(scenario))
    return found[0]


_analyses: "OrderedDict[tuple[Any, ...], Any]" = OrderedDict()


def analysis(function: Callable[..., Any], scenario: Scenario, *arguments: Any, tick: Tick | None = None) -> Any:
    """Return what an analysis of the library says of a scenario; the last few dozen answers are kept."""
    mark = (function.__module__, function.__name__, scenario.fingerprint, *arguments)
    with _books:
        if mark in _analyses:
            _analyses.move_to_end(mark)
            return _analyses[mark]
    found = function(scenario, *arguments, progress=tick)
    with _books:
        _analyses[mark] = found
        while len(_analyses) > 48:
            _analyses.popitem(last=False)
    return found


def cached(function: Callable[..., Any]) -> Callable[..., Any]:
    """Remember what a function of (run, plain arguments) returned; call it with (scenario, replication, ...)."""

    @kept(64)
    def remembered(scenario: Scenario, replication: int, *arguments: Any) -> Any:
        return function(run(scenario, replication), *arguments)

    return remembered


@lru_cache(maxsize=1)
def start_warming() -> None:
    """Compute what the first page shows, once and beside everything else."""
    threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()


def _warm_up() -> None:
    """Compile the engine and compute what the first page shows, so that the first visitor need not wait."""
    from buyermaze.screens.settings import limits
    from buyermaze.screens.sidebar.levers import default_scenarios
    from buyermaze.simulator.comparison.break_even_map import edges

    stretch, n = limits().usual
    scenarios = default_scenarios(stretch)
    try:
        comparison(scenarios, scenarios[0].name, "p_win", n)
    finally:
        READY.set()
    plan = edges(scenarios[0], scenarios[1])
    answers((*plan.by_skill, *plan.by_share), n)
