"""From interest to a lead, through the gate, to sales."""

from typing import Any

from buyermaze.simulator.core.vocabulary import Door, Draw, Errand, Kind, Reason
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.draws import draw, exponential, normal
from buyermaze.simulator.model.rules.qualification import looks_real, p_followed_up
from buyermaze.simulator.model.steps.journal_row import write, write_work


@rule
def note_lead(w: Any, g: int, now: float, reason: int) -> None:
    """Mark the account as a marketing-qualified lead and leave the errand it causes: a check, or work for a rep."""
    q = w.params[0]
    a = w.accounts[g]
    if now < a.recycle_at:
        return
    if a.hot == 0:
        a.hot = 1
        write_work(w, now, a.id, -1, Kind.LEAD.value, reason, -1, -1, -1, 0, 1, 0.0, a.score, 0.0)
        if q.gate_closed == 0.0 and q.selling_hours_per_lead > 0.0:
            a.errand = Errand.WORK_LEAD.value
    if a.door == Door.SHUT.value:
        a.door = Door.QUEUED.value
        a.n_tries += 1
        a.errand = Errand.CHECK_LEAD.value


@rule
def begin_check(w: Any, g: int, now: float, hours_queued: float) -> float:
    """Start checking a lead; return how long it takes."""
    q = w.params[0]
    a = w.accounts[g]
    a.door = Door.CHECKING.value
    hours = exponential(draw(a.key, Draw.CHECK_TIME.value, 0, a.n_tries), q.gate_hours_check)
    write(w, now, a.id, -1, Kind.CHECKED.value, 0, -1, -1, 0, hours, hours_queued, 0.0)
    return hours


@rule
def drop_lead(w: Any, g: int, now: float) -> None:
    """Drop a lead that waited too long at the qualification desk."""
    _reject(w, g, now, Reason.DESK_FULL.value)


@rule
def finish_check(w: Any, g: int, now: float) -> bool:
    """Judge a lead; return whether sales accepts it and follows it up."""
    q = w.params[0]
    a = w.accounts[g]
    m = w.market[0]
    luck = normal(draw(a.key, Draw.FILTER.value, 0, a.n_tries))
    if not looks_real(a.serious == 1, luck, q.gate_discernment, q.gate_strictness):
        _reject(w, g, now, Reason.FILTERED.value)
        return False
    m.leads_accepted += 1.0
    m.leads_real += float(a.serious)
    if draw(a.key, Draw.FOLLOW_UP.value, 0, a.n_tries) >= p_followed_up(
        q.handoff_distrust, m.leads_real, m.leads_accepted
    ):
        _reject(w, g, now, Reason.NOT_FOLLOWED_UP.value)
        return False
    a.door = Door.HANDING_OVER.value
    a.door_at = now
    write_work(w, now, a.id, -1, Kind.ACCEPTED.value, 0, -1, -1, -1, 0, 1, 0.0, float(a.n_tries), 0.0)
    return True


@rule
def hours_handoff(w: Any, g: int) -> float:
    """Return the delay between acceptance of a lead and sales having it."""
    a = w.accounts[g]
    mean = w.params[0].handoff_delay_hours
    if mean <= 0.0:
        return 0.0
    return exponential(draw(a.key, Draw.HANDOFF.value, 0, a.n_tries), mean)


@rule
def open_door(w: Any, g: int, now: float) -> None:
    """Hand the account to sales: requests to reps now go straight to their queue."""
    a = w.accounts[g]
    a.door = Door.OPEN.value
    write_work(w, now, a.id, -1, Kind.OPENED.value, 0, -1, -1, -1, 0, 1, 0.0, now - a.door_at, 0.0)


@rule
def _reject(w: Any, g: int, now: float, reason: int) -> None:
    a = w.accounts[g]
    a.door = Door.SHUT.value
    a.hot = 0
    a.score = 1.0
    a.recycle_at = now + 8.0 * w.params[0].gate_days_recycle
    write_work(w, now, a.id, -1, Kind.REJECTED.value, reason, -1, -1, -1, 0, 1, 0.0, float(a.n_tries), 0.0)
