"""Runs for the pages: each replication of each scenario is computed once for all visitors, in fair turns."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simulator.comparison import Comparison
from simulator.inputs.scenario import Scenario

if TYPE_CHECKING:
    from simulator.simulation import Run

WARM_UP: Final = "warm-up"
BLOCK: Final = 8  # replications computed in one turn; a waiting visitor gets the next turn
MOST_KEPT: Final = 2000  # scenarios
_kept: "OrderedDict[str, np.ndarray]" = OrderedDict()
READY: Final = threading.Event()  # the engine is compiled and the first page's answer at hand
_turn = threading.Lock()
_books = threading.Lock()
_waiting: set[int] = set()  # threads of visitors whose answers are being computed
Tick = Callable[[int, int], None]


def crowded() -> bool:
    """Say whether another visitor is waiting for an answer right now, so that what can wait should."""
    with _books:
        return bool(_waiting - {threading.get_ident()})


def available(scenario: Scenario) -> int:
    """Return how many replications of a scenario are at hand."""
    with _books:
        return len(_kept.get(scenario.fingerprint, ()))


def outcomes(scenario: Scenario, n: int, tick: Tick | None = None) -> np.ndarray:
    """Return outcomes of the first ``n`` replications, shape (n, outcomes); what is at hand is not computed again.

    ``tick`` is called before every turn with (replications at hand, replications wanted) and may raise to stop.
    """
    from simulator.batch import outcome_table

    key = scenario.fingerprint
    while True:
        with _books:
            found = _kept.get(key)
            if found is not None:
                _kept.move_to_end(key)
                if len(found) >= n:
                    return found[:n]
        if tick:
            tick(0 if found is None else len(found), n)
        with _turn_of_a_visitor():
            done = available(scenario)
            if done >= n:
                continue
            block = outcome_table([scenario], range(done, min(n, done + BLOCK)))[0]
            with _books:
                before = _kept.get(key)
                _kept[key] = block if before is None or not done else np.concatenate([before, block])
                while len(_kept) > MOST_KEPT:
                    _kept.popitem(last=False)


@contextmanager
def _turn_of_a_visitor() -> Iterator[None]:
    """Wait for a turn, and be counted as waiting; warming up is nobody's wait."""
    me = threading.get_ident()
    if threading.current_thread().name != WARM_UP:
        with _books:
            _waiting.add(me)
    try:
        with _turn:
            yield
    finally:
        with _books:
            _waiting.discard(me)


def comparison(
    scenarios: Sequence[Scenario], baseline: str, outcome: str, n: int, tick: Tick | None = None
) -> Comparison:
    """Compare scenarios exactly as ``simulator.comparison.compare`` does, from replications at hand where possible."""
    values = []
    for s, scenario in enumerate(scenarios):
        report = None
        if tick:

            def report(done: int, of: int, s: int = s) -> None:
                tick(s * of + done, len(scenarios) * of)

        values.append(outcomes(scenario, n, report))
    return _compared(_Key(tuple(scenarios), np.stack(values)), baseline, outcome)


class _Key:
    """Scenarios and their values, hashed by what makes them: fingerprints, names and size."""

    def __init__(self, scenarios: tuple[Scenario, ...], values: np.ndarray) -> None:
        self.scenarios, self.values = scenarios, values
        self.mark = (*((s.fingerprint, s.name) for s in scenarios), values.shape[1])

    def __hash__(self) -> int:
        return hash(self.mark)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.mark == other.mark


@lru_cache(maxsize=256)
def _compared(key: _Key, baseline: str, outcome: str) -> Comparison:
    return Comparison(key.scenarios, baseline, outcome, key.values)


class _Named:
    """A scenario hashed by its fingerprint."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario

    def __hash__(self) -> int:
        return hash(self.scenario.fingerprint)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Named) and self.scenario.fingerprint == other.scenario.fingerprint


def run(scenario: Scenario, replication: int = 0) -> "Run":
    """Return one replication with its journal."""
    return _run(_Named(scenario), replication)


@lru_cache(maxsize=40)
def _run(key: _Named, replication: int) -> "Run":
    from simulator.simulation import simulate

    with _turn:
        return simulate(key.scenario, replication)


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
    """Remember what a function of (scenario, replication, plain arguments) returned."""

    @lru_cache(maxsize=64)
    def remembered(key: _Named, replication: int, *arguments: Any) -> Any:
        return function(_run(key, replication), *arguments)

    def call(scenario: Scenario, replication: int, *arguments: Any) -> Any:
        return remembered(_Named(scenario), replication, *arguments)

    return call


@lru_cache(maxsize=1)
def start_warming() -> None:
    """Compute what the first page shows, once and beside everything else."""
    threading.Thread(target=_warm_up, name=WARM_UP, daemon=True).start()


def _warm_up() -> None:
    """Compile the engine and compute what the first page shows, so that the first visitor need not wait."""
    from screens.choices import default_scenarios
    from screens.settings import limits
    from simulator.flip import edges

    n_accounts, n = limits().usual
    scenarios = default_scenarios(n_accounts)
    try:
        comparison(scenarios, scenarios[0].name, "p_win", n)
    finally:
        READY.set()
    plan = edges(scenarios[0], scenarios[1])
    for scenario in (*plan.by_skill, *plan.by_share):
        outcomes(scenario, n)
