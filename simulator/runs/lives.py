"""Many lives of one deal: as it stood on a day, with other luck from there on, with or without one change."""

import threading
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.records import records
from buyermaze.simulator.core.vocabulary import Status
from buyermaze.simulator.inputs.sheets.own_moments import refuse_parts
from buyermaze.simulator.model.parameters import pack
from buyermaze.simulator.model.rules.luck.draws import child_key, run_key
from buyermaze.simulator.model.state import ROW
from buyermaze.simulator.runs.interventions import Intervention, apply

if TYPE_CHECKING:
    from buyermaze.simulator.engines.compiled.driver import Watch
    from buyermaze.simulator.engines.compiled.loop import Office
    from buyermaze.simulator.inputs.sheets.scenario import Scenario

SALT: Final = np.uint64(0x1F83D9ABFB41BD6B)  # root of the luck of other lives; any number
N_ROWS: Final = 4096  # rows of a journal that nobody reads
STATE: Final = ("accounts", "people", "reps", "market", "talk", "firms")
PENDING: Final = ("agenda", "requests", "checks", "desk")
DAYS_BETWEEN_LOOKS: Final = 20.0  # working days a life goes on before it is asked whether the deal is decided


_kept = threading.local()  # the memory of this thread's last life; new memory costs more than living


def standing(
    scenario: "Scenario", replication: int, days: Sequence[float], watch: "Watch | None" = None
) -> "Iterator[Office]":
    """Live one replication and stop on some days, in order.

    Parameters
    ----------
    scenario, replication
        What to simulate, with which luck.
    days : sequence of float
        Working days since the start of the run, rising.
    watch : callable (events so far), optional
        Told every few milliseconds; it may raise to stop.

    Yields
    ------
    Office
        The whole world as it stands once everything up to and including the first moment of the day has happened, in
        memory of its own; its journal holds nothing.
    """
    refuse_parts(scenario, "living on from a day")
    from buyermaze.simulator.engines.compiled.driver import N_SLOTS as n_slots
    from buyermaze.simulator.engines.compiled.driver import advanced, open_office
    from buyermaze.simulator.model.state import new_world

    world = new_world(pack(scenario), run_key(scenario.run.seed, replication), n_slots, N_ROWS)
    office = open_office(world)
    for day in days:
        office = advanced(office, day * HOURS_PER_DAY, _forget, watch)
        yield copied(office)


def ending(
    office: "Office", account: int, life: int, change: Intervention | None = None, watch: "Watch | None" = None
) -> Status:
    """Live on from where a world stands until an account has decided, and return how.

    Parameters
    ----------
    office : Office
        As ``standing`` gives it; it is left as it is.
    account : int
        Arrival ordinal of an account whose purchase is open.
    life : int
        Which luck, from 1: everything drawn from here on is drawn anew, for everybody; the same number gives the same luck
        with and without a change. 0 is the luck of the run itself. What is under way already (appointments, the day on
        which outside reasons stop a project) stays.
    change : Intervention, optional
        Made first, as ``interventions.checked`` returns it.
    watch : callable (events so far), optional
        Told every few milliseconds; it may raise to stop.

    Raises
    ------
    InputProblem
        If the change cannot be made here.
    """
    from buyermaze.simulator.engines.compiled.driver import advanced, finished

    room, _kept.office = getattr(_kept, "office", None), None  # in use until the life is over: it may give way to another
    here = copied(office, room)
    _reshuffle(here.world, life)
    if change is not None:
        apply(here.world, change)
    until = float(here.desk[0].now)
    while True:
        a = here.world.accounts[account % len(here.world.accounts)]
        if a.id != account:  # its life is over, after a purchase nobody remembers here
            raise RuntimeError(f"account {account} left its slot before anybody asked how it ended")
        if a.status != Status.OPEN or finished(here):
            _kept.office = here
            return Status(int(a.status))
        until += DAYS_BETWEEN_LOOKS * HOURS_PER_DAY
        here = advanced(here, until, _forget, watch)


def makes_a_difference(office: "Office", change: Intervention) -> bool:
    """Say whether a change changes anything at all in a world as it stands."""
    here = copied(office)
    apply(here.world, change)
    before, after = office.world, here.world
    return before.accounts.tobytes() != after.accounts.tobytes() or before.people.tobytes() != after.people.tobytes()


def copied(office: "Office", room: "Office | None" = None) -> "Office":
    """Return the same office in memory of its own, with an empty journal; in that of another one where it fits."""
    world = office.world
    if room is None or any(a.shape != b.shape for a, b in zip(_parts(office), _parts(room), strict=True)):
        fresh = {name: np.empty_like(getattr(world, name)) for name in STATE}
        fresh["journal"] = records(max(N_ROWS, len(world.journal)), ROW)
        pending = {name: np.empty_like(getattr(office, name)) for name in PENDING}
        room = office._replace(world=world._replace(**fresh), **pending)
    for there, here in zip(_parts(room), _parts(office), strict=True):
        _bytes(there)[:] = _bytes(here)
    params = world.params.copy() if len(world.params) > 1 else world.params  # a run writes what is in force
    room = room._replace(world=room.world._replace(params=params))
    room.world.market[0].n_rows = 0
    return room


def _bytes(array: Any) -> Any:
    """Return the memory of an array, gaps between fields included, which copying field by field would leave out."""
    return array.reshape(-1).view(np.ndarray).view(np.uint8)


def _parts(office: "Office") -> list[Any]:
    """Return all that a life changes, but its journal and what is in force."""
    return [*(getattr(office.world, name) for name in STATE), *(getattr(office, name) for name in PENDING)]


def _reshuffle(world: Any, life: int) -> None:
    """Give everybody other luck from here on; life 0 leaves it as it is."""
    if life:
        salt = np.uint64(child_key(SALT, life))
        for keys in (world.market.key, world.accounts.key, world.people.key):
            keys ^= salt


def _forget(rows: Any, n_rows: int) -> None:
    """Let a full journal go."""
