"""Several futures of one past: plans that begin alike are run together until they part."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np

from buyermaze.simulator.core.calendar import HOURS_PER_WEEK
from buyermaze.simulator.core.vocabulary import N_REPS
from buyermaze.simulator.inputs.dates.timeline import timeline, weeks_observed
from buyermaze.simulator.model.parameters import pack
from buyermaze.simulator.model.rules.luck.draws import run_key
from buyermaze.simulator.outcomes.books.periods import MEASURES, period_table
from buyermaze.simulator.runs.run import simulate

if TYPE_CHECKING:
    from buyermaze.simulator.inputs.sheets.scenario import Scenario

Progress = Callable[[int, int], None]
MOST_BYTES = 120_000_000  # of pasts that are kept, some seven megabytes each; of 200,000 firms, forty
N_ROWS_SPARE = 1024  # of a journal, beyond what is written when a past is kept
# what tells epochs apart that are otherwise alike
OF_EPOCH = ("epoch_number", "epoch_from", "epoch_entry", "epoch_hand_over", "epoch_handed_over")


class Past:
    """A company's first weeks without any plan, kept for every replication, so that plans branch off and need not run them.

    Parameters
    ----------
    scenario : Scenario
        The company without a plan, made by ``lasting``.
    """

    def __init__(self, scenario: "Scenario") -> None:
        self.params = pack(scenario)
        self.hours = timeline(scenario).window_from  # until when it is kept: plans begin in the window
        self._offices: dict[int, Any] = {}

    def holds(self, params: Any) -> bool:
        """Return whether a run with these parameters has this past: nothing is different until it ends."""
        return self.hours > 0.0 and parting(self.params, params) >= self.hours

    def office(self, key: np.uint64, params: Any) -> Any:
        """Return a run of these parameters at the end of this past, with the luck of a replication."""
        from buyermaze.simulator.engines.compiled.driver import N_ROWS, N_SLOTS, advanced, branched, open_office
        from buyermaze.simulator.model.state import new_world

        found = self._offices.get(int(key))
        if found is None:
            world = new_world(_roomy(self.params), key, N_SLOTS, N_ROWS)
            office = open_office(world._replace(params=self.params.copy()))
            office = advanced(office, np.nextafter(self.hours, 0.0))
            n_rows = int(office.world.market[0].n_rows)
            short = office.world._replace(journal=office.world.journal[: n_rows + N_ROWS_SPARE].copy())
            found = office._replace(world=short)
            if (len(self._offices) + 1) * _n_bytes(found) <= MOST_BYTES:
                self._offices[int(key)] = found
        return branched(found, params, self.hours)


def _n_bytes(office: Any) -> int:
    """Return how many bytes an office holds, its world included."""
    return sum(int(part.nbytes) for part in (*office.world, *office[1:]))


def _roomy(params: Any) -> Any:
    """Return parameters under which as many reps have a desk as any plan may hire."""
    most = params[:1].copy()
    most.team_n_reps = N_REPS
    return np.concatenate([params, most]).view(np.recarray)


def lasting(scenario: "Scenario", until: float) -> "Scenario":
    """Return a scenario whose window reaches a moment (working hours since the start), with arrivals all the time."""
    weeks = max(weeks_observed(scenario), (until - timeline(scenario).window_from) / HOURS_PER_WEEK)
    return scenario.with_changes({"run.n_accounts": 0, "run.weeks": weeks, "run.arrivals_continue": True})


def futures_table(
    scenarios: Sequence["Scenario"],
    replications: range,
    edges: np.ndarray,
    progress: Progress | None = None,
    n_threads: int | None = None,
    past: Past | None = None,
    watch: Callable[[int], None] | None = None,
) -> np.ndarray:
    """Return what several plans come to, period by period, under the same luck.

    What is the same in all of them up to some moment is run once: the first scenario's run goes on from parting to
    parting, and the others branch off. The results are those of separate runs, to the bit. Plans with parts of one's own are
    run one by one.

    Parameters
    ----------
    scenarios : sequence of Scenario
        Made by ``lasting`` for the last edge; of the same seed and sizes.
    replications : range
        Which luck.
    edges : ndarray, shape (n_periods + 1,)
        As ``period_edges`` has them; the runs end with the last.
    progress : callable (done, total), optional
        Told after every replication.
    n_threads : int, optional
        Threads; default: one per core.
    past : Past, optional
        What all of them have in common, if it is kept; where it is not theirs it is left alone.
    watch : callable (events), optional
        Told inside a run every now and then how many events have happened in it; it may raise to stop. Not asked by plans with
        parts of one's own.

    Returns
    -------
    ndarray of float64, shape (len(scenarios), len(replications), n_periods, len(MEASURES))
    """
    has_parts = any(scenario.parts for scenario in scenarios)
    packed = [] if has_parts else [pack(scenario) for scenario in scenarios]
    partings = [parting(packed[0], other) for other in packed]
    table = np.empty((len(scenarios), len(replications), len(edges) - 1, len(MEASURES)))

    def work(r: int) -> None:
        key = run_key(scenarios[0].run.seed, replications[r])
        if has_parts:  # what they have done so far cannot be handed on to a plan that branches off
            journals = [simulate(scenario, replications[r]).journal for scenario in scenarios]
        else:
            journals = _journals(packed, partings, key, float(edges[-1]), past, watch)
        for s, journal in enumerate(journals):
            table[s, r] = period_table(journal, scenarios[s], edges)

    with ThreadPoolExecutor(n_threads or os.cpu_count() or 1) as pool:
        for done, _ in enumerate(pool.map(work, range(len(replications))), start=1):
            if progress:
                progress(done, len(replications))
    return table


def parting(first: Any, second: Any) -> float:
    """Return the first moment from which on different parameters are in force in two runs; infinite if there is none."""
    if first.dtype != second.dtype:
        return 0.0
    bare = [_bare(params) for params in (first, second)]
    for hours in np.unique(np.concatenate([first.epoch_from, second.epoch_from])):
        places = [int(np.searchsorted(params.epoch_from, hours, side="right")) - 1 for params in (first, second)]
        if bare[0][places[0]] != bare[1][places[1]]:
            return float(hours)
        begun = [params.epoch_from == hours for params in (first, second)]
        handed = [
            float(params.epoch_handed_over[here].sum()) for params, here in zip((first, second), begun, strict=True)
        ]
        if handed[0] != handed[1]:
            return float(hours)
    return np.inf


def _bare(params: Any) -> list[bytes]:
    """Return each record without what tells epochs apart that are otherwise alike."""
    bare = params.copy()
    for name in OF_EPOCH:
        bare[name] = 0.0
    return [record.tobytes() for record in bare]


def _journals(
    packed: Sequence[Any],
    partings: Sequence[float],
    key: np.uint64,
    until: float,
    past: Past | None,
    watch: Callable[[int], None] | None,
) -> list[Any]:
    """Return the journal of every plan up to a moment, the first one's run being what the others branch off from."""
    from buyermaze.simulator.engines.compiled.driver import N_ROWS, N_SLOTS, advanced, branched, open_office
    from buyermaze.simulator.model.state import new_world

    together = np.concatenate(packed).view(np.recarray)  # so that there is room for the largest desk of them all

    def opened(params: Any) -> Any:
        world = new_world(together, key, N_SLOTS, N_ROWS)
        return open_office(world._replace(params=params.copy()))

    def journal(office: Any) -> Any:
        return office.world.journal[: int(office.world.market[0].n_rows)]

    found: dict[int, Any] = {}
    shared = past if past and past.hours <= until and all(past.holds(params) for params in packed) else None
    trunk = shared.office(key, packed[0]) if shared else opened(packed[0])
    for s in sorted(range(1, len(packed)), key=lambda s: partings[s]):
        if partings[s] <= 0.0:
            found[s] = journal(advanced(opened(packed[s]), until, watch=watch))
        elif partings[s] <= until:
            trunk = advanced(trunk, np.nextafter(partings[s], 0.0), watch=watch)
            found[s] = journal(advanced(branched(trunk, packed[s], partings[s]), until, watch=watch))
    found[0] = journal(advanced(trunk, until, watch=watch))
    return [found.get(s, found[0]) for s in range(len(packed))]
