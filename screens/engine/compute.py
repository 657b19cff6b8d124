"""What pages ask of the engine: each replication of each scenario is computed once for all visitors, in fair turns."""

import threading
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache, partial, wraps
from importlib import import_module
from itertools import count
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.screens.engine.apart import look, report
from buyermaze.screens.engine.queue import LONG, Line
from buyermaze.screens.engine.store import STORE, kept, marked
from buyermaze.simulator.comparison.comparison import Comparison
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.outcomes.batches import batch_values
from buyermaze.simulator.outcomes.own import own_outcomes
from buyermaze.simulator.runs import cost

if TYPE_CHECKING:
    from buyermaze.experiments.sweeps.run import Progress
    from buyermaze.simulator.engines.compiled.driver import Watch
    from buyermaze.simulator.runs.run import Run

LEAST_REPLICATIONS: Final = 2
MOST_TIMES_EXPECTED: Final = 2  # those allowed that a run may take where its first accounts told too little
SECONDS_PER_TRIAL: Final = 0.01
FEW: Final = 4  # scenarios tried where the page is drawn; it takes no longer than to wait for a turn at the engine
LOOKED_FOR: Final = "pandas"  # by Altair among the modules that are loaded, at every picture: half loaded it makes pictures fail
ON_OTHER_PAGES: Final = "scipy.stats"  # hundreds of modules, half a second of the interpreter
READY: Final = threading.Event()  # the engine is compiled and the first page's answer at hand
_line: Final = Line()
Tick = Callable[[int, int], None]


class _Sums:
    """Batch sums of a scenario by replication; what they are computed from is packed once, wherever that is."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario

    @cached_property
    def _of(self) -> Callable[[int], np.ndarray]:
        from buyermaze.simulator.runs.batch import replicator

        return replicator(self._scenario, watch_of(self._scenario))

    def __call__(self, replication: int) -> np.ndarray:
        found = STORE.find(_place(self._scenario, replication))  # somebody else may have waited for the same
        return self._of(replication) if found is None else found

    def __reduce__(self) -> "tuple[type[_Sums], tuple[Scenario]]":
        return _Sums, (self._scenario,)


def available(scenario: Scenario) -> int:
    """Return how many replications of a scenario, counted from the first, are at hand."""
    return next(r for r in count() if _place(scenario, r) not in STORE)


def outcomes(scenario: Scenario, n: int, tick: Tick | None = None) -> np.ndarray:
    """Return outcomes of the first ``n`` replications of one scenario, shape (n * batches, outcomes)."""
    return batch_values(answers([scenario], n, tick)[0])


def answers(
    scenarios: Sequence[Scenario], n: int, tick: Tick | None = None, firsts: Sequence[int] | None = None
) -> np.ndarray:
    """Return batch sums of ``n`` replications of scenarios, shape (scenarios, n * batches, 2, outcomes).

    They are the first ones, or those from ``firsts`` on, one for each scenario.

    What is at hand is not computed again. ``tick`` is called every now and then with (runs at hand, runs wanted) and may
    raise to stop; what was computed by then stays at hand.
    """
    from_ = firsts or [0] * len(scenarios)
    runs = [(s, from_[s] + r) for r in range(n) for s in range(len(scenarios))]
    rows = {(s, r): STORE.find(_place(scenarios[s], r)) for s, r in runs}
    wanted = [run for run in runs if rows[run] is None]
    if wanted:
        each = _seconds([scenarios[s] for s in {s for s, _ in wanted}])
        sums = {s: _Sums(scenarios[s]) for s, _ in wanted}

        def keep(k: int, found: np.ndarray) -> None:
            s, r = wanted[k]
            rows[s, r] = found
            STORE.keep(_place(scenarios[s], r), found)

        def say(*_: int) -> None:
            if tick:
                tick(sum(row is not None for row in rows.values()), len(rows))

        work_in_all = sum(each[scenarios[s].fingerprint] for s, _ in wanted)
        _line.serve([partial(sums[s], r) for s, r in wanted], work_in_all, say, keep, at_home=_is_at_home(*scenarios))
    return np.array([np.concatenate([rows[s, from_[s] + r] for r in range(n)]) for s in range(len(scenarios))])


def _place(scenario: Scenario, replication: int) -> tuple[str, str, int]:
    """Return where in the store the batch sums of a replication are kept."""
    return "sums", scenario.fingerprint, replication


def _is_at_home(*scenarios: Scenario) -> bool:
    """Say whether scenarios use parts of one's own, which may be known in this process alone."""
    return bool(own_outcomes()) or any(scenario.parts for scenario in scenarios)


def affordable(scenarios: Sequence[Scenario], n: int) -> tuple[int, float]:
    """Return how many of ``n`` replications one answer may ask for, and how many times the usual an account costs.

    Raises
    ------
    InputProblem
        If a single run of a scenario asks for too much.
    """
    counted = _counted(scenarios)
    per_account = max(counted[scenario.fingerprint] for scenario in scenarios)
    together = sum(cost.events_per_run(scenario, counted[scenario.fingerprint]) for scenario in scenarios)
    return max(LEAST_REPLICATIONS, min(n, int(cost.MOST_EVENTS / max(1.0, together)))), per_account / cost.USUAL_EVENTS


def seconds(scenario: Scenario, n: int) -> float:
    """Return about how long ``n`` replications of a scenario take on one core."""
    return n * _seconds([scenario])[scenario.fingerprint]


def _seconds(scenarios: Sequence[Scenario]) -> dict[str, float]:
    """Return about how long one run of each scenario takes on one core, by fingerprint."""
    counted = _counted(scenarios)
    return {s.fingerprint: cost.events_per_run(s, counted[s.fingerprint]) * cost.SECONDS_PER_EVENT for s in scenarios}


def _counted(scenarios: Sequence[Scenario]) -> dict[str, float]:
    """Return events per account by fingerprint, counted in the first accounts where nobody did before.

    Raises
    ------
    InputProblem
        If a single run of a scenario asks for too much.
    """
    places = {s.fingerprint: ("events", s.fingerprint) for s in scenarios}
    found = {fingerprint: STORE.find(place) for fingerprint, place in places.items()}
    missing = list({s.fingerprint: s for s in scenarios if found[s.fingerprint] is None}.values())

    def keep(k: int, n_events: float) -> None:
        found[missing[k].fingerprint] = n_events
        STORE.keep(places[missing[k].fingerprint], n_events)

    if len(missing) <= FEW and not any(scenario.timeline for scenario in missing):
        for k, scenario in enumerate(missing):
            keep(k, _tried(scenario))
    else:
        _line.serve([partial(_tried, scenario) for scenario in missing], len(missing) * SECONDS_PER_TRIAL, keep=keep)
    for scenario in scenarios:
        cost.check_cost(scenario, found[scenario.fingerprint])
    return found


def _tried(scenario: Scenario) -> float:
    """Return events per account; scenarios that differ in luck and size only share a trial."""

    def counted(trial: Scenario) -> float:
        text = trial.model_dump_json().encode()  # a plan has a dozen trials: their fingerprints would take as long as a look at it
        return float(remembered(lambda: cost.events_in(trial), cost.events_in, text))

    return cost.events_per_account(scenario, counted)


def watch_of(scenario: Scenario) -> "Watch":
    """Return what is told inside a run how many events have happened: it ends a run nobody waits for, and one too costly."""

    def watch(n_events: int) -> None:
        look()
        if n_events > MOST_TIMES_EXPECTED * cost.MOST_EVENTS_PER_RUN:
            raise InputProblem(
                f"'{scenario.name}' is too costly to run here: one run of it takes more than "
                f"{MOST_TIMES_EXPECTED * cost.MOST_EVENTS_PER_RUN:,} events; move its levers back, or run it on the command line"
            )

    return watch


def comparison(
    scenarios: Sequence[Scenario], baseline: str, outcome: str, n: int, tick: Tick | None = None, any_time: bool = False
) -> Comparison:
    """Compare scenarios exactly as ``compare`` of the library does, from replications at hand where possible."""
    answers(scenarios, n, tick)
    return _compared(tuple(scenarios), baseline, outcome, n, any_time)


@kept
def _compared(scenarios: tuple[Scenario, ...], baseline: str, outcome: str, n: int, any_time: bool) -> Comparison:
    return Comparison(scenarios, baseline, outcome, answers(scenarios, n), any_time=any_time)


@kept
def lives_tried(first: Scenario, second: Scenario) -> tuple[Scenario, ...]:
    """Return what is lived to find out what would turn a comparison of two."""
    from buyermaze.simulator.comparison.what_would_change import candidates, lives

    return tuple(one for turn in candidates(first, second) for one in lives(turn, first, second))


def run(scenario: Scenario, replication: int = 0) -> "Run":
    """Return one replication with its journal."""
    return _run(scenario, replication)


@kept
def _run(scenario: Scenario, replication: int) -> "Run":
    found: Run = in_turn(
        partial(_simulated, scenario, replication), seconds(scenario, 1), at_home=_is_at_home(scenario)
    )
    return found


def _simulated(scenario: Scenario, replication: int) -> "Run":
    from buyermaze.simulator.runs.run import simulate

    return simulate(scenario, replication, watch=watch_of(scenario))


def analysis(
    function: Callable[..., Any], scenario: Scenario, *arguments: Any, tick: Tick | None = None, **options: Any
) -> Any:
    """Return what an analysis of the library says of a scenario; it is long work, and its answer is kept."""
    n_runs = max((argument for argument in arguments if isinstance(argument, int)), default=1)
    work = partial(function, scenario, *arguments, progress=report, **options)
    return remembered(
        lambda: in_turn(work, seconds(scenario, n_runs), tick, long=True, at_home=_is_at_home(scenario)),
        function, scenario, *arguments, *sorted(options.items()),
    )  # fmt: skip


def in_turn(
    work: Callable[[], Any],
    seconds_of_work: float,
    tick: Tick | None = None,
    long: bool = False,
    at_home: bool = False,
) -> Any:
    """Return what a piece of work returns, done when its turn comes.

    Parameters
    ----------
    work : callable
        What is long is done in a process apart where it can be sent there: a function of a module with plain arguments, which
        calls ``look`` or ``report`` every now and then.
    seconds_of_work : float
        About how long it takes.
    tick : callable (done, of), optional
        Called every now and then where the visitor waits, with what the work reported; it may raise to stop.
    long, at_home : bool
        Whether it is long whatever it takes, and whether it can be done nowhere but here.
    """
    found: list[Any] = []
    _line.serve([work], seconds_of_work, tick, lambda _, answer: found.append(answer), long, at_home)
    return found[0]


def report_chunks(progress: "Progress") -> None:
    """Say how far a sweep is whose visitor waits in ``in_turn``."""
    report(progress.done, progress.n_chunks)


def remembered(work_out: Callable[[], Any], function: Callable[..., Any], *arguments: Any) -> Any:
    """Return what was worked out of a function and its arguments before, or work it out."""
    key = marked(function, *arguments)
    if (found := STORE.find(key)) is None:
        STORE.keep(key, found := work_out())
    return found


def is_at_hand(function: Callable[..., Any], *arguments: Any) -> bool:
    """Say whether the answer of a function to its arguments is kept."""
    return marked(function, *arguments) in STORE


def cached(function: Callable[..., Any]) -> Callable[..., Any]:
    """Remember what a function of (run, plain arguments) returned; call it with (scenario, replication, ...).

    Of a run that is long it is worked out where the run was made.
    """

    @kept
    @wraps(function)
    def of_run(scenario: Scenario, replication: int, *arguments: Any) -> Any:
        if function.__module__ == "__main__" or seconds(scenario, 1) <= LONG or _is_at_home(scenario):
            return function(run(scenario, replication), *arguments)
        return in_turn(partial(_of_run, function, scenario, replication, *arguments), seconds(scenario, 1), long=True)

    return of_run


def _of_run(function: Callable[..., Any], scenario: Scenario, replication: int, *arguments: Any) -> Any:
    return function(_last(scenario, replication), *arguments)


@kept
def _last(scenario: Scenario, replication: int) -> "Run":
    return _simulated(scenario, replication)


@lru_cache(maxsize=1)
def start_warming() -> None:
    """Compute what the first page shows, once and beside everything else."""
    threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()


def _warm_up() -> None:
    """Compile the engine and compute what the first page shows, so that the first visitor need not wait."""
    from buyermaze.screens.settings import limits
    from buyermaze.screens.sidebar.choices import default_scenarios
    stretch, n = limits().usual
    scenarios = default_scenarios(stretch)
    try:
        import_module(LOOKED_FOR)
        comparison(scenarios, scenarios[0].name, "p_win", n)
    finally:
        READY.set()
    _try_ahead(scenarios, n)


def _try_ahead(scenarios: Sequence[Scenario], n: int) -> None:
    """Load what other pages need, and live what would change the first page's answer, before anybody asks."""
    import_module(ON_OTHER_PAGES)  # whoever came to another page first would keep everybody waiting with it
    answers(lives_tried(*scenarios), n)
