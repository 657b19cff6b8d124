"""One replication on the compiled engine: allocate, loop, enlarge what ran out of room, loop on."""

import math
import threading
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from buyermaze.simulator.core.agenda import Event
from buyermaze.simulator.core.calendar import HOURS_PER_WEEK
from buyermaze.simulator.core.records import records
from buyermaze.simulator.engines.compiled.event_heap import ENTRY, push
from buyermaze.simulator.engines.compiled.halt import Halt
from buyermaze.simulator.engines.compiled.loop import DESK, Office, advance
from buyermaze.simulator.model.rules.luck.event_order import rank
from buyermaze.simulator.model.state import (
    ROWS_PER_EVENT,
    World,
    n_firms_most,
    n_reps_most,
    new_world,
    restarted,
    with_longer_journal,
    with_more_slots,
)
from buyermaze.simulator.model.steps.books.observation import is_over, still_arriving
from buyermaze.simulator.model.steps.journey.arrival import hours_until_arrival
from buyermaze.simulator.model.steps.sales.selling import hire, n_reps_free
from buyermaze.simulator.model.steps.sales.staffing import people_leave

BUFFER_ROWS = 8192  # journal rows kept between two flushes
N_SLOTS = 512  # accounts held at first; doubled whenever that is too few
N_ROWS = 65_536  # journal rows held at first where all are kept
MOST_SLOTS_KEPT = 8192  # a world with more is not kept for the next run
EVENTS_BETWEEN_LOOKS = 10_000  # about ten milliseconds of work
Flush = Callable[[Any, int], None]
Watch = Callable[[int], None]
Change = Callable[[World], None]
Begin = Callable[[World], Office]


def open_office(world: World) -> Office:
    """Return an office at the start of its first day: reps hired, the first arrival and all changes on the agenda."""
    hire(world)
    params = world.params[0]
    desk = records(1, DESK)
    d = desk[0]
    d.n_reps_free = n_reps_free(world)
    d.n_checkers_free = int(params.team_n_qualifiers)
    d.n_events_until_look = EVENTS_BETWEEN_LOOKS
    d.played_account = -1
    agenda = records(1024 + len(world.params), ENTRY)
    first_arrival = hours_until_arrival(world, 0, 0.0)
    if still_arriving(world, first_arrival):
        d.n_agenda = push(agenda, 0, 0, first_arrival, rank(Event.ARRIVE, 0, 0), 0)
    for shock in range(int(params.n_shocks)):
        d.n_agenda = push(agenda, d.n_agenda, 0, params.shock_hours[shock], rank(Event.SHOCK, shock, 0), 0)
    for epoch, moment in enumerate(world.params.epoch_from[1:].tolist(), start=1):
        d.n_agenda = push(agenda, d.n_agenda, 0, moment, rank(Event.CHANGE, epoch, 0), 0)
    if people_leave(world):
        d.n_agenda = push(agenda, d.n_agenda, 0, HOURS_PER_WEEK, rank(Event.STAFF, 1, 0), 0)
    return Office(world, agenda, records(256, ENTRY), records(256, ENTRY), desk)


def run(
    params: Any,
    run_key: np.uint64,
    flush: Flush | None = None,
    pauses: Iterable[tuple[float, Change]] = (),
    watch: Watch | None = None,
    begin: Begin = open_office,
) -> Any:
    """Run one replication to its end.

    Without ``flush`` the whole journal is kept and returned. With it, the journal is a short buffer: every time it is
    full, and at the end, ``flush(rows, n_rows)`` is called and the buffer starts again, so memory stays flat however
    many accounts there are. At each of ``pauses``, moments in working hours in order, each with a function, the run stops once
    everything up to and including that moment has happened, hands its world to the function, and goes on.
    ``watch`` is told, every few milliseconds and at the end, how many events have happened; it may raise to stop.
    ``begin`` makes an office of an empty world: at the start of its first day, or of a later one that was kept.
    """
    world = _fresh_world(params, run_key) if flush else new_world(params, run_key, N_SLOTS, N_ROWS)
    office = begin(world)
    for hours, change in pauses:
        office = advanced(office, hours, flush, watch)
        if finished(office):
            break
        change(office.world)
    office = advanced(office, math.inf, flush, watch)
    world = office.world
    if watch:
        watch(int(office.desk[0].n_events))
    if flush:
        _kept.world = world
    n_written = int(world.market[0].n_rows)
    if flush:
        flush(world.journal, n_written)
        return None
    return world.journal[:n_written]


def run_until(
    params: Any, run_key: np.uint64, until: float, flush: Flush, begin: Begin = open_office, watch: Watch | None = None
) -> Office:
    """Return one replication at the end of all that happens before a moment (working hours), every row of its journal flushed.

    Its memory is that of this thread's next run: take from it what is to be kept before that.
    """
    office = advanced(begin(_fresh_world(params, run_key)), float(np.nextafter(until, 0.0)), flush, watch)
    flush(office.world.journal, int(office.world.market[0].n_rows))
    office.world.market[0].n_rows = 0
    _kept.world = office.world
    return office


def advanced(office: Office, until: float, flush: Flush | None = None, watch: Watch | None = None) -> Office:
    """Let everything happen up to and including a moment (working hours), enlarging whatever runs out of room.

    It stops earlier where a seat is played (``runs.played``) and its next choice is not known yet.
    """
    while True:
        halt = advance(office, until)
        world = office.world
        if halt in (Halt.FINISHED, Halt.TIME_UP, Halt.CHOICE):
            return office
        if halt == Halt.JOURNAL_FULL:
            if flush:
                flush(world.journal, int(world.market[0].n_rows))
                world.market[0].n_rows = 0
            if not flush or len(world.journal) < len(world.accounts) + 2 * ROWS_PER_EVENT:
                office = office._replace(world=with_longer_journal(world, 2 * len(world.journal)))
        elif halt == Halt.LOOK:
            office.desk[0].n_events_until_look += EVENTS_BETWEEN_LOOKS
            if watch:
                watch(int(office.desk[0].n_events))
        elif halt == Halt.AGENDA_FULL:
            office = office._replace(agenda=_longer(office.agenda))
        elif halt == Halt.QUEUE_FULL:
            office = office._replace(requests=_longer(office.requests), checks=_longer(office.checks))
        elif halt == Halt.SLOTS_FULL:
            office = office._replace(world=with_more_slots(world))


def branched(office: Office, params: Any, now: float) -> Office:
    """Return a copy of an office whose future is another one, as ``turned`` has it."""
    desk = office.desk.copy()
    pending = office.agenda[int(desk[0].done) : int(desk[0].n_agenda)].copy()
    desk[0].done, desk[0].n_agenda = 0, len(pending)
    world = World._make(map(_copied, office.world))
    return turned(Office(world, pending, office.requests.copy(), office.checks.copy(), desk), params, now)


def turned(office: Office, params: Any, now: float) -> Office:
    """Give an office another future: the same people and luck, other dated changes and shocks to come, another end.

    Parameters
    ----------
    office : Office
        Everything before ``now`` has happened in it, and nothing later; no event is happening.
    params : record array
        As ``pack`` returns it. Before ``now`` the same must have been in force, and accounts have arrived.
    now : float
        Working hours since the start of the run.
    """
    epoch, present = in_force(params, np.nextafter(now, 0.0))
    world, desk = office.world._replace(params=present), office.desk[0]
    pending = office.agenda[: int(desk.n_agenda)]
    kinds = pending["rank"] // rank(1, 0, 0)
    come = [(moment, rank(Event.CHANGE, k, 0)) for k, moment in enumerate(params.epoch_from.tolist()) if k > epoch]
    shocks = params[0].shock_hours[: int(params[0].n_shocks)].tolist()
    come += [(moment, rank(Event.SHOCK, k, 0)) for k, moment in enumerate(shocks) if moment >= now]
    struck = [rank(Event.SHOCK, k, 0) for k, moment in enumerate(shocks) if moment < now]  # and may strike again
    if people_leave(world):
        week = max(1, math.ceil(now / HOURS_PER_WEEK))
        come.append((week * HOURS_PER_WEEK, rank(Event.STAFF, week, 0)))
    account = int(desk.n_arrived)
    before = world.accounts[(account - 1) % len(world.accounts)].arrived if account else 0.0
    then = world._replace(params=in_force(params, before)[1])  # what has changed since is told by the later records
    arrival = before + hours_until_arrival(then, account, before)
    if still_arriving(world, arrival):
        come.append((arrival, rank(Event.ARRIVE, account, 0)))
    stays = ~np.isin(kinds, (Event.ARRIVE, Event.CHANGE, Event.STAFF, Event.SHOCK)) | np.isin(pending["rank"], struck)
    later = np.zeros(len(come), ENTRY)
    later["time"], later["rank"] = [moment for moment, _ in come], [place for _, place in come]
    entries = np.concatenate([pending[stays], later])
    agenda = records(len(entries) + 1024, ENTRY)
    agenda[: len(entries)] = np.sort(entries, order=["priority", "time", "rank"])  # what is sorted is a heap
    desk.n_agenda = len(entries)
    return office._replace(world=world, agenda=agenda)


def in_force(params: Any, now: float) -> tuple[int, Any]:
    """Return which epoch a moment lies in, and parameters as they stand then."""
    epoch = max(0, int(np.searchsorted(params.epoch_from, now, side="right")) - 1)
    present = _copied(params)
    present.view(np.uint8)[: params.itemsize] = params.view(np.uint8)[epoch * params.itemsize : (epoch + 1) * params.itemsize]
    return epoch, present


def _copied(part: Any) -> Any:
    """Return a copy of a part of a world; byte by byte, as numpy copies records field by field, ten times slower."""
    if part.dtype.names is None:
        return part.copy()
    copy = np.empty_like(part)
    copy.view(np.uint8)[...] = part.view(np.uint8)
    return copy


def finished(office: Office) -> bool:
    """Return whether nothing more will happen in an office, or to nobody who counts."""
    pending = office.agenda[int(office.desk[0].done) : int(office.desk[0].n_agenda)]
    return not len(pending) or bool(is_over(office.world, pending.time.min()))


_kept = threading.local()


def _fresh_world(params: Any, run_key: np.uint64) -> World:
    """Return an empty world with a short journal, in the memory of this thread's last one where it fits.

    Arrivals set every field of their slot, so old contents cannot be seen; page faults of new memory cost a tenth of a run.
    """
    last = getattr(_kept, "world", None)
    _kept.world = None  # in use until the run is over: it may give way to another run of this thread
    sizes = (n_reps_most(params), n_firms_most(params))
    if last is None or (len(last.reps), len(last.firms)) != sizes or len(last.accounts) > MOST_SLOTS_KEPT:
        last = new_world(params, run_key, N_SLOTS, BUFFER_ROWS)
    return restarted(last, params, run_key)


def _longer(heap: Any) -> Any:
    longer = records(2 * len(heap), ENTRY)
    longer[: len(heap)] = heap
    return longer
