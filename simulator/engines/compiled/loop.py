"""The event loop: takes the next event off the agenda, lets the steps act, and puts on the agenda what follows.

No Python object is touched and the interpreter lock is released. When an array runs out of room the loop returns a
``Halt`` before doing anything, so that the caller can enlarge it and call again.
"""

from typing import Final, NamedTuple

from buyermaze.simulator.core.agenda import WORK_OF_REPS, Errand, Event
from buyermaze.simulator.core.calendar import HOURS_PER_WEEK
from buyermaze.simulator.core.records import Long, Real, Records, dtype_of
from buyermaze.simulator.core.vocabulary import N_PEOPLE, Gate, Move, Status
from buyermaze.simulator.engines.compiled.event_heap import Entry, pop, push, replace_first
from buyermaze.simulator.engines.compiled.halt import Halt
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.luck.event_order import account_of, event_of, rank, seat_of
from buyermaze.simulator.model.state import ROWS_PER_EVENT, World
from buyermaze.simulator.model.steps.books.observation import is_over, still_arriving
from buyermaze.simulator.model.steps.customers.after_sale import hours_until_next, live
from buyermaze.simulator.model.steps.dated_changes import take_effect
from buyermaze.simulator.model.steps.environment.shocks import strike
from buyermaze.simulator.model.steps.journey.approval import hours_until_judged, judge
from buyermaze.simulator.model.steps.journey.arrival import arrive, hours_until_arrival
from buyermaze.simulator.model.steps.journey.choice import (
    ANY,
    give_up,
    hours_patience,
    hours_response,
    is_followed_up,
    plan,
)
from buyermaze.simulator.model.steps.journey.closing import hours_until_stopped, leave, stop
from buyermaze.simulator.model.steps.journey.meeting import meet
from buyermaze.simulator.model.steps.journey.visit import finish_visit
from buyermaze.simulator.model.steps.marketing.campaign import hours_until_campaign, joins_campaign, run_campaign
from buyermaze.simulator.model.steps.marketing.nurture import hours_until_mail, joins_mailing, leaves_mailing, send_mail
from buyermaze.simulator.model.steps.marketing.outbound import (
    call,
    hours_until_outbound,
    is_to_call,
    joins_outbound,
    look,
)
from buyermaze.simulator.model.steps.marketing.qualification import (
    begin_check,
    drop_lead,
    finish_check,
    hours_handoff,
    open_gate,
)
from buyermaze.simulator.model.steps.sales.governance import fix, hours_until_fixed
from buyermaze.simulator.model.steps.sales.selling import (
    begin_meeting,
    free_rep,
    is_employed,
    is_warm,
    n_reps_free,
    recover,
    take_rep,
    work_lead,
)
from buyermaze.simulator.model.steps.sales.staffing import staff_week

UNDECIDED: Final = -3  # beside the wishes of steps.choice
EVENTS_PER_EVENT: Final = 32  # more entries than any single event but a dated change can add to the agenda or a queue
EVENTS_PER_ACCOUNT: Final = N_PEOPLE + 3  # entries a dated change can add for an account: requests, a mail, a step and a look
EVENTS_OF_DESKS: Final = 256  # and for people it sets free to work


class Desk:
    """What the loop itself keeps in mind."""

    now: Real
    n_arrived: Long
    n_agenda: Long
    done: Long  # 1 when the first entry of the agenda is the event that is happening or has happened
    n_requests: Long
    n_checks: Long
    n_reps_free: Long
    n_checkers_free: Long
    n_events: Long  # that have happened
    n_events_until_look: Long
    played_account: Long  # whose seat is played from outside; -1: nobody's
    played_seat: Long
    wish_job: Long
    wish_channel: Long  # what the player wants; UNDECIDED: has to be asked


DESK: Final = dtype_of(Desk)


class Office(NamedTuple):
    """The world and what is pending in it: agenda, requests waiting for reps, leads waiting for a check, counters."""

    world: World
    agenda: Records[Entry]
    requests: Records[Entry]
    checks: Records[Entry]
    desk: Records[Desk]


@rule
def advance(o: Office, until: float) -> int:
    """Process events up to and including time ``until``; return a ``Halt``."""
    w = o.world
    d = o.desk[0]
    while True:
        if d.done == 1:
            d.done = 0
            d.n_agenda = pop(o.agenda, d.n_agenda)
        if d.n_agenda == 0:
            return Halt.FINISHED
        first = o.agenda[0]
        now = first.time
        if is_over(w, now):
            return Halt.FINISHED
        if now > until:
            return Halt.TIME_UP
        if d.n_events >= d.n_events_until_look:
            return Halt.LOOK
        place, token = first.rank, first.token
        event = event_of(place)
        account = account_of(place)
        if event == Event.WAKE and account == d.played_account and seat_of(place) == d.played_seat:
            if d.wish_channel == UNDECIDED:
                return Halt.CHOICE
        g = account % w.accounts.shape[0]
        for_all = event == Event.SHOCK or event == Event.CHANGE or event == Event.STAFF
        room = ROWS_PER_EVENT + (w.accounts.shape[0] if for_all else 0)
        entries = EVENTS_PER_EVENT
        if event == Event.CHANGE or event == Event.STAFF:
            entries += EVENTS_OF_DESKS + EVENTS_PER_ACCOUNT * w.accounts.shape[0]
        if w.market[0].n_rows + room > w.journal.shape[0]:
            return Halt.JOURNAL_FULL
        if d.n_agenda + entries > o.agenda.shape[0]:
            return Halt.AGENDA_FULL
        if max(d.n_requests, d.n_checks) + EVENTS_PER_EVENT > o.requests.shape[0]:
            return Halt.QUEUE_FULL
        if event == Event.ARRIVE and w.accounts[g].alive == 1:
            return Halt.SLOTS_FULL
        d.done = 1
        d.n_events += 1
        d.now = now
        if event == Event.ARRIVE:
            _arrive(o, g, account, now)
        elif event == Event.FREE_REP:
            free_rep(w, account)
            if is_employed(w, account):
                d.n_reps_free += 1
                _serve_requests(o, now)
        elif event == Event.CHECK_DONE:
            _check_done(o, g, account, token, now)
        elif event == Event.SHOCK:
            strike(w, account, d.n_arrived, now)
            if w.params[0].shock_period[account] > 0.0:
                _schedule(o, now + w.params[0].shock_period[account], Event.SHOCK, account, 0, 0)
        elif event == Event.FIX:
            fix(w, seat_of(place), now)
        elif event == Event.CHANGE:
            _change(o, account, now)
        elif event == Event.STAFF:
            staff_week(w, account, d.n_arrived, now)
            _schedule(o, now + HOURS_PER_WEEK, Event.STAFF, account + 1, 0, 0)
            d.n_reps_free = n_reps_free(w)
            _serve_requests(o, now)
        elif w.accounts[g].id == account and w.accounts[g].alive == 1:
            if event == Event.LIVE:
                live(w, g, now)
                _run_errand(o, g, now)
                _take_on_gap(o, g, account, now)
                if w.accounts[g].alive == 1:
                    _schedule(o, now + hours_until_next(w, g), Event.LIVE, account, 0, 0)
            elif w.accounts[g].status == Status.OPEN:
                _happen(o, event, g, account, seat_of(place), token, now)


@rule
def _happen(o: Office, event: int, g: int, account: int, i: int, token: int, now: float) -> None:
    """Let an event of an open purchase happen."""
    w = o.world
    if event == Event.WAKE:
        _wake(o, g, account, i, now)
    elif event == Event.DONE:
        finish_visit(w, g, i, now)
        _run_errand(o, g, now)
        _take_on_gap(o, g, account, now)
        if w.accounts[g].status == Status.OPEN:
            _schedule(o, now + w.people[g, i].hours_pause, Event.WAKE, account, i, 0)
    elif event == Event.REQUEST:
        if _still_waiting(w, g, i, token) and is_followed_up(w, g, i, now):
            _join_queue(o, g, Event.REQUEST, account, i, token, now)
    elif event == Event.GIVE_UP:
        if _still_waiting(w, g, i, token):
            give_up(w, g, i, now)
            _take_on_gap(o, g, account, now)
            _schedule(o, now + w.people[g, i].hours_pause, Event.WAKE, account, i, 0)
    elif event == Event.MEET:
        meet(w, g, now)
        _after_gathering(o, g, account, now)
    elif event == Event.JUDGE:
        judge(w, g, now)
        _after_gathering(o, g, account, now)
    elif event == Event.NURTURE:
        if not leaves_mailing(w, g):
            send_mail(w, g, now)
            _schedule(o, now + hours_until_mail(w), Event.NURTURE, account, 0, 0)
    elif event == Event.OUTBOUND:
        if look(w, g, now):
            _run_errand(o, g, now)
            _schedule(o, now + hours_until_outbound(w, g), Event.OUTBOUND, account, 0, 0)
    elif event == Event.CAMPAIGN:
        if run_campaign(w, g, now):
            _schedule(o, now + hours_until_campaign(w, g), Event.CAMPAIGN, account, 0, 0)
        _run_errand(o, g, now)
    elif event == Event.STOP:
        stop(w, g, now)
    elif event == Event.CHECK_EXPIRES:
        if w.accounts[g].gate == Gate.QUEUED and w.accounts[g].n_tries == token:
            drop_lead(w, g, now)
    elif event == Event.HANDED_OVER:
        if w.accounts[g].gate == Gate.HANDING_OVER:
            open_gate(w, g, now)
            _let_in(o, g, account, now)


@rule
def _schedule(o: Office, time: float, event: int, account: int, seat: int, token: int) -> None:
    """Put an event on the agenda; the first one to follow from the present event takes its place there."""
    d = o.desk[0]
    if d.done == 1:
        d.done = 0
        replace_first(o.agenda, d.n_agenda, 0, time, rank(event, account, seat), token)
    else:
        d.n_agenda = push(o.agenda, d.n_agenda, 0, time, rank(event, account, seat), token)


@rule
def _schedule_request(o: Office, g: int, account: int, i: int, now: float) -> None:
    _schedule(o, now + hours_response(o.world, g, i), Event.REQUEST, account, i, o.world.people[g, i].n_plans)


@rule
def _let_in(o: Office, g: int, account: int, now: float) -> None:
    """Take up the requests of those who waited before the gate, if the last step has opened it."""
    if o.world.accounts[g].released == 0:
        return
    o.world.accounts[g].released = 0
    for person in range(o.world.accounts[g].n_people):
        if o.world.people[g, person].waiting == 1:
            _schedule_request(o, g, account, person, now)


@rule
def _schedule_unasked(o: Office, g: int, account: int, now: float) -> None:
    """Begin with what nobody asked for: mail, looks at whom to call, and a campaign."""
    if joins_mailing(o.world, g):
        _schedule(o, now + hours_until_mail(o.world), Event.NURTURE, account, 0, 0)
    if joins_outbound(o.world, g):
        _schedule(o, now + hours_until_outbound(o.world, g), Event.OUTBOUND, account, 0, 0)
    if joins_campaign(o.world, g):
        _schedule(o, now + hours_until_campaign(o.world, g), Event.CAMPAIGN, account, 0, 0)


@rule
def _change(o: Office, k: int, now: float) -> None:
    """Let a dated change take effect, and the desks and those who wait for them find out."""
    w = o.world
    d = o.desk[0]
    n_checkers = int(w.params[0].team_n_qualifiers)
    take_effect(w, k, d.n_arrived, now)
    n_slots = w.accounts.shape[0]
    for account in range(max(0, d.n_arrived - n_slots), d.n_arrived):
        g = account % n_slots
        a = w.accounts[g]
        if a.id != account or a.alive == 0 or a.status != Status.OPEN:
            continue
        _schedule_unasked(o, g, account, now)
        _let_in(o, g, account, now)
    d.n_checkers_free += int(w.params[0].team_n_qualifiers) - n_checkers
    _serve_checks(o, now)
    d.n_reps_free = n_reps_free(w)
    _serve_requests(o, now)


@rule
def _take_on_gap(o: Office, g: int, account: int, now: float) -> None:
    """Schedule the fix of a gap or issue the last step had noticed, if somebody takes it on."""
    a = o.world.accounts[g]
    if a.fix > 0:
        hours = hours_until_fixed(o.world, g, now)
        if hours >= 0.0:
            _schedule(o, now + hours, Event.FIX, account, a.fix, 0)
        a.fix = 0


@rule
def _arrive(o: Office, g: int, account: int, now: float) -> None:
    w = o.world
    arrive(w, g, account, now)
    o.desk[0].n_arrived = account + 1
    _schedule_wakes(o, g, account, now)
    _schedule_unasked(o, g, account, now)
    a = w.accounts[g]
    if a.serious == 1:
        _schedule(o, now + a.hours_pause, Event.MEET, account, 0, 0)
        _schedule(o, now + hours_until_stopped(w, g), Event.STOP, account, 0, 0)
    next_arrival = now + hours_until_arrival(w, account + 1, now)
    if still_arriving(w, next_arrival):
        _schedule(o, next_arrival, Event.ARRIVE, account + 1, 0, 0)


@rule
def _schedule_wakes(o: Office, g: int, account: int, now: float) -> None:
    w = o.world
    for i in range(w.accounts[g].n_people):
        p = w.people[g, i]
        if p.wakes == 1:
            p.wakes = 0
            _schedule(o, now + p.hours_pause, Event.WAKE, account, i, 0)


@rule
def _wake(o: Office, g: int, account: int, i: int, now: float) -> None:
    w = o.world
    p = w.people[g, i]
    d = o.desk[0]
    job, channel = ANY, ANY
    if account == d.played_account and i == d.played_seat:
        job, channel = d.wish_job, d.wish_channel
        d.wish_channel = UNDECIDED
    move = plan(w, g, i, now, job, channel)
    if move == Move.VISIT:
        _schedule(o, now + p.hours_task, Event.DONE, account, i, 0)
    elif move == Move.STALL:
        _schedule(o, now + p.hours_pause, Event.WAKE, account, i, 0)
    elif move == Move.LEAVE:
        leave(w, g, now)
    elif move == Move.ASK_REP:
        _run_errand(o, g, now)
        _schedule(o, now + hours_patience(w, g, i), Event.GIVE_UP, account, i, p.n_plans)
        if w.accounts[g].gate == Gate.OPEN:
            _schedule_request(o, g, account, i, now)


@rule
def _after_gathering(o: Office, g: int, account: int, now: float) -> None:
    """Schedule what a meeting or a judgement leads to."""
    w = o.world
    a = w.accounts[g]
    if a.status != Status.OPEN:
        if a.alive == 1:
            _schedule(o, now + hours_until_next(w, g), Event.LIVE, account, 0, 0)
        return
    _schedule_wakes(o, g, account, now)
    if a.approving == 1:
        _schedule(o, now + hours_until_judged(w, g, now), Event.JUDGE, account, 0, 0)
    else:
        _schedule(o, now + a.hours_pause, Event.MEET, account, 0, 0)


@rule
def _run_errand(o: Office, g: int, now: float) -> None:
    """Hand the errand the last step left to the desk it belongs to; errands of closed accounts lapse."""
    w = o.world
    d = o.desk[0]
    a = w.accounts[g]
    errand = a.errand
    a.errand = Errand.NONE
    if errand == Errand.NONE or a.alive == 0:
        return
    if WORK_OF_REPS[errand] >= 0:
        _join_queue(o, g, WORK_OF_REPS[errand], a.id, 0, a.n_periods, now)
    elif d.n_checkers_free > 0:
        d.n_checkers_free -= 1
        _schedule(o, now + begin_check(w, g, now, 0.0), Event.CHECK_DONE, a.id, 0, a.n_tries)
    else:
        d.n_checks = push(o.checks, d.n_checks, 0, now, rank(Event.CHECK_DONE, a.id, 0), a.n_tries)
        _schedule(o, now + w.params[0].gate_hours_queue, Event.CHECK_EXPIRES, a.id, 0, a.n_tries)


@rule
def _check_done(o: Office, g: int, account: int, token: int, now: float) -> None:
    """Judge a checked lead, then let the qualifier take the next one still there."""
    w = o.world
    a = w.accounts[g]
    if a.id == account and a.status == Status.OPEN and a.gate == Gate.CHECKING and a.n_tries == token:
        if finish_check(w, g, now):
            _schedule(o, now + hours_handoff(w, g), Event.HANDED_OVER, account, 0, 0)
    o.desk[0].n_checkers_free += 1
    _serve_checks(o, now)


@rule
def _serve_checks(o: Office, now: float) -> None:
    """Give free qualifiers the next leads still there."""
    w = o.world
    d = o.desk[0]
    while d.n_checkers_free > 0 and d.n_checks > 0:
        first = o.checks[0]
        since, place, token = first.time, first.rank, first.token
        d.n_checks = pop(o.checks, d.n_checks)
        waiting = account_of(place)
        slot = waiting % w.accounts.shape[0]
        a = w.accounts[slot]
        if a.id == waiting and a.status == Status.OPEN and a.gate == Gate.QUEUED and a.n_tries == token:
            d.n_checkers_free -= 1
            _schedule(o, now + begin_check(w, slot, now, now - since), Event.CHECK_DONE, waiting, 0, token)


@rule
def _still_waiting(w: World, g: int, i: int, token: int) -> bool:
    p = w.people[g, i]
    return p.waiting == 1 and p.n_plans == token


@rule
def _join_queue(o: Office, g: int, event: int, account: int, i: int, token: int, now: float) -> None:
    """Put work for a rep in the queue, which is served at once when a rep is free."""
    d = o.desk[0]
    priority = 0 if is_warm(o.world, g) else 1
    d.n_requests = push(o.requests, d.n_requests, priority, now, rank(event, account, i), token)
    _serve_requests(o, now)


@rule
def _serve_requests(o: Office, now: float) -> None:
    """Give free reps the next work in the queue that is still wanted."""
    w = o.world
    d = o.desk[0]
    while d.n_reps_free > 0 and d.n_requests > 0:
        first = o.requests[0]
        since, place, token = first.time, first.rank, first.token
        d.n_requests = pop(o.requests, d.n_requests)
        event = event_of(place)
        account = account_of(place)
        i = seat_of(place)
        g = account % w.accounts.shape[0]
        a = w.accounts[g]
        if a.id != account or a.alive == 0:
            continue
        busy = 0.0
        if event == Event.RECOVER:
            r = take_rep(w, a.owner)
            busy = recover(w, g, r, since, now)
        elif a.status != Status.OPEN:
            continue
        elif event == Event.WORK_LEAD:
            r = take_rep(w, a.owner)
            busy = work_lead(w, g, r, now)
        elif event == Event.OUTBOUND:
            if not is_to_call(w, g):
                continue
            r = take_rep(w, a.owner)
            busy = call(w, g, r, now)
            _let_in(o, g, account, now)
        elif _still_waiting(w, g, i, token):
            r = take_rep(w, a.owner)
            busy = begin_meeting(w, g, i, r, since, now)
            _schedule(o, now + w.people[g, i].hours_task, Event.DONE, account, i, 0)
        else:
            continue
        d.n_reps_free -= 1
        _schedule(o, now + busy, Event.FREE_REP, r, 0, 0)
