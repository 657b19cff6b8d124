"""Runs for the pages: each replication of each scenario is computed once for all visitors, in fair turns."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from itertools import count
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.screens.engine.cache import kept, mark
from buyermaze.screens.engine.queue import Line, look
from buyermaze.simulator.comparison.comparison import Comparison
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.scenario import Scenario
from buyermaze.simulator.inputs.timeline import n_simulated
from buyermaze.simulator.outcomes.batches import batch_values

if TYPE_CHECKING:
    from buyermaze.simulator.runs.run import Run

MOST_KEPT: Final = 2000  # scenarios
MOST_ANALYSES: Final = 48
MOST_BYTES: Final = 400_000_000  # of journals kept
MOST_EVENTS_PER_RUN: Final = 2_000_000  # over a second of one core and 150 MB of journal; usual runs take 30,000
MOST_EVENTS: Final = 110_000_000  # of all runs that one answer may ask for, about a minute of one core
USUAL_EVENTS: Final = 150  # per account of the shipped organisations in the reference market
LEAST_REPLICATIONS: Final = 2
READY: Final = threading.Event()  # the engine is compiled and the first page's answer at hand
_line: Final = Line()
_books = threading.Lock()
SECONDS_PER_TRIED_ACCOUNT: Final = 1e-4
_events: "OrderedDict[str, float]" = OrderedDict()  # per account, by fingerprint
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

        asked = {s for s, _ in wanted}
        each = _seconds([scenarios[s] for s in asked])
        computed = {s: replicator(scenarios[s], look) for s in asked}

        def work(s: int, r: int) -> None:
            if r not in books[s]:  # another visitor may have asked for the same
                books[s][r] = computed[s](r)

        def report() -> None:
            if tick:
                tick(sum(min(n, len(rows)) for rows in books), n * len(books))

        work_in_all = sum(each[scenarios[s].fingerprint] for s, _ in wanted)
        _line.serve([partial(work, s, r) for s, r in wanted], work_in_all, report)
    return np.array([np.concatenate([rows[r] for r in range(n)]) for rows in books])


def affordable(scenarios: Sequence[Scenario], n: int) -> tuple[int, float]:
    """Return how many of ``n`` replications one answer may ask for, and how many times the usual an account costs.

    Raises
    ------
    InputProblem
        If a single run of a scenario asks for too much.
    """
    counted = _counted(scenarios)
    per_account = max(counted[scenario.fingerprint] for scenario in scenarios)
    together = sum(n_simulated(scenario) * counted[scenario.fingerprint] for scenario in scenarios)
    return max(LEAST_REPLICATIONS, min(n, int(MOST_EVENTS / max(1.0, together)))), per_account / USUAL_EVENTS


def seconds(scenario: Scenario, n: int) -> float:
    """Return about how long ``n`` replications of a scenario take on one core."""
    return n * _seconds([scenario])[scenario.fingerprint]


def _seconds(scenarios: Sequence[Scenario]) -> dict[str, float]:
    """Return about how long one run of each scenario takes on one core, by fingerprint."""
    from buyermaze.simulator.runs.cost import SECONDS_PER_EVENT

    counted = _counted(scenarios)
    return {s.fingerprint: n_simulated(s) * counted[s.fingerprint] * SECONDS_PER_EVENT for s in scenarios}


def _counted(scenarios: Sequence[Scenario]) -> dict[str, float]:
    """Return events per account by fingerprint, counted in the first accounts where nobody did before.

    Raises
    ------
    InputProblem
        If a single run of a scenario asks for too much.
    """
    from buyermaze.simulator.runs.cost import events_per_account

    found = {}
    with _books:
        missing = {s.fingerprint: s for s in scenarios if s.fingerprint not in _events}

    def count_events(scenario: Scenario) -> None:
        n_events = events_per_account(scenario)
        with _books:
            _events[scenario.fingerprint] = n_events
            while len(_events) > 2 * MOST_KEPT:
                _events.popitem(last=False)

    trial = 10 * len(missing) * SECONDS_PER_TRIED_ACCOUNT
    _line.serve([partial(count_events, scenario) for scenario in missing.values()], trial)
    for scenario in scenarios:
        n_events = found[scenario.fingerprint] = _events.get(scenario.fingerprint, 0.0)
        n_in_a_run = n_events * n_simulated(scenario)
        if n_in_a_run > MOST_EVENTS_PER_RUN:
            raise InputProblem(
                f"'{scenario.name}' is too costly to run here: an account takes about {n_events:,.0f} events, usual are "
                f"{USUAL_EVENTS}; a run of {n_simulated(scenario)} accounts takes {n_in_a_run:,.0f}, allowed are "
                f"{MOST_EVENTS_PER_RUN:,}; move its levers back, or run it on the command line"
            )
    return found


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


@kept(40, lambda run: run.journal.nbytes, MOST_BYTES)
def _run(scenario: Scenario, replication: int) -> "Run":
    from buyermaze.simulator.runs.run import simulate

    found: list[Run] = []
    _line.serve([lambda: found.append(simulate(scenario, replication, watch=look))], seconds(scenario, 1))
    return found[0]


_analyses: "OrderedDict[tuple[Any, ...], Any]" = OrderedDict()


def analysis(
    function: Callable[..., Any], scenario: Scenario, *arguments: Any, tick: Tick | None = None, **options: Any
) -> Any:
    """Return what an analysis of the library says of a scenario; the last few dozen answers are kept."""

    def work_out() -> Any:
        found, done = [], [0, 1]

        def report(n_done: int, of: int) -> None:
            done[:] = n_done, of
            look()

        def work() -> None:
            found.append(function(scenario, *arguments, progress=report, **options))

        n_runs = max((argument for argument in arguments if isinstance(argument, int)), default=1)
        _line.serve([work], seconds(scenario, n_runs), lambda: tick(*done) if tick else None)
        return found[0]

    return remembered(work_out, function, scenario, *arguments, *sorted(options.items()))


def in_turn(work: Callable[[], Any], seconds_of_work: float, tick: Callable[[], None]) -> Any:
    """Return what a long piece of work returns, done when its turn comes and after everything shorter.

    ``tick`` is called every now and then where the visitor waits; the work itself calls ``look``.
    """
    found: list[Any] = []
    _line.serve([lambda: found.append(work())], seconds_of_work, tick)
    return found[0]


def remembered(work_out: Callable[[], Any], function: Callable[..., Any], *arguments: Any) -> Any:
    """Return what was worked out of a function and its arguments before, or work it out; a few dozen answers are kept."""
    key = _mark(function, arguments)
    with _books:
        if key in _analyses:
            _analyses.move_to_end(key)
            return _analyses[key]
    found = work_out()
    with _books:
        _analyses[key] = found
        while len(_analyses) > MOST_ANALYSES:
            _analyses.popitem(last=False)
    return found


def is_at_hand(function: Callable[..., Any], *arguments: Any) -> bool:
    """Say whether the answer of a function to its arguments is kept."""
    with _books:
        return _mark(function, arguments) in _analyses


def _mark(function: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    return (function.__module__, function.__name__, *mark(arguments))


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
    from buyermaze.simulator.comparison.what_would_change import candidates, lives

    stretch, n = limits().usual
    scenarios = default_scenarios(stretch)
    try:
        comparison(scenarios, scenarios[0].name, "p_win", n)
    finally:
        READY.set()
    first, second = scenarios
    answers([life for turn in candidates(first, second) for life in lives(turn, first, second)], n)
