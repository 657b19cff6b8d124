"""From interest to a lead, through the gate, to sales."""

from buyermaze.simulator.core.agenda import Errand
from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.vocabulary import Cover, Draw, Gate, Kind, Reason
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.luck.draws import draw, exponential, normal
from buyermaze.simulator.model.rules.marketing.qualification import looks_real, p_followed_up
from buyermaze.simulator.model.state import World
from buyermaze.simulator.model.steps.books.account_state import covered_by
from buyermaze.simulator.model.steps.books.journal_row import write


@rule
def note_lead(w: World, g: int, now: float, reason: int) -> None:
    """Mark the account as a marketing-qualified lead and leave the errand it causes: a check, or work for a rep."""
    q = w.params[0]
    a = w.accounts[g]
    if now < a.recycle_at:
        return
    ours = covered_by(q, a) == Cover.REPS  # nobody of ours works or checks leads of others
    if a.is_mql == 0:
        a.is_mql = 1
        a.hot_at = now
        write(w, now, a.id, Kind.LEAD, reason=reason, vendor=0, seen=1, value=a.score)
        if ours and q.gate_closed == 0.0 and q.selling_hours_per_lead > 0.0:
            a.errand = Errand.WORK_LEAD
    if ours and a.gate == Gate.SHUT:
        a.gate = Gate.QUEUED
        a.n_tries += 1
        a.errand = Errand.CHECK_LEAD


@rule
def begin_check(w: World, g: int, now: float, hours_queued: float) -> float:
    """Start checking a lead; return how long it takes."""
    q = w.params[0]
    a = w.accounts[g]
    a.gate = Gate.CHECKING
    hours = exponential(draw(a.key, Draw.CHECK_TIME, 0, a.n_tries), q.gate_hours_check)
    write(w, now, a.id, Kind.CHECKED, vendor=0, hours=hours, value=hours_queued)
    return hours


@rule
def drop_lead(w: World, g: int, now: float) -> None:
    """Drop a lead that waited too long at the qualification desk."""
    _reject(w, g, now, Reason.DESK_FULL)


@rule
def finish_check(w: World, g: int, now: float) -> bool:
    """Judge a lead; return whether sales accepts it and follows it up."""
    q = w.params[0]
    a = w.accounts[g]
    m = w.market[0]
    luck = normal(draw(a.key, Draw.FILTER, 0, a.n_tries))
    if not looks_real(a.serious == 1, luck, q.gate_discernment, q.gate_strictness):
        _reject(w, g, now, Reason.FILTERED)
        return False
    m.leads_accepted += 1.0
    m.leads_real += float(a.serious)
    if draw(a.key, Draw.FOLLOW_UP, 0, a.n_tries) >= p_followed_up(q.handoff_distrust, m.leads_real, m.leads_accepted):
        _reject(w, g, now, Reason.NOT_FOLLOWED_UP)
        return False
    a.gate = Gate.HANDING_OVER
    a.gate_at = now
    write(w, now, a.id, Kind.ACCEPTED, vendor=0, seen=1, value=float(a.n_tries))
    return True


@rule
def hours_handoff(w: World, g: int) -> float:
    """Return the delay between acceptance of a lead and sales having it."""
    a = w.accounts[g]
    mean = w.params[0].handoff_delay_hours
    if mean <= 0.0:
        return 0.0
    return exponential(draw(a.key, Draw.HANDOFF, 0, a.n_tries), mean)


@rule
def open_gate(w: World, g: int, now: float) -> None:
    """Hand the account to sales: requests to reps now go straight to their queue.

    The engine sees to those who have waited (``released``).
    """
    a = w.accounts[g]
    a.gate = Gate.OPEN
    a.released = 1
    write(w, now, a.id, Kind.OPENED, vendor=0, seen=1, value=now - a.gate_at)


@rule
def _reject(w: World, g: int, now: float, reason: int) -> None:
    a = w.accounts[g]
    a.gate = Gate.SHUT
    a.is_mql = 0
    a.score = 1.0
    a.recycle_at = now + HOURS_PER_DAY * w.params[0].gate_days_recycle
    write(w, now, a.id, Kind.REJECTED, reason=reason, vendor=0, seen=1, value=float(a.n_tries))
