"""Closing gaps for good: a content gap somebody noticed finds an owner, or does not, and the fix goes live after a while."""

from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.vocabulary import Channel, Draw, Kind
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.content import gap_job, gap_persona, hours_to_session
from buyermaze.simulator.model.rules.draws import draw, exponential
from buyermaze.simulator.model.state import World
from buyermaze.simulator.model.steps.journal_row import write


@rule
def hours_until_fixed(w: World, g: int, now: float) -> float:
    """Return when the gap the last step had noticed will be closed for everybody; below 0 when nobody takes it on."""
    q = w.params[0]
    a = w.accounts[g]
    if draw(a.key, Draw.FIX, a.fix, 0) >= q.governance_p_fixed:
        return -1.0
    wait = hours_to_session(now, HOURS_PER_DAY * q.governance_days_between_sessions)
    return wait + exponential(draw(a.key, Draw.FIX, a.fix, 1), HOURS_PER_DAY * q.governance_days_to_fix)


@rule
def fix(w: World, gap: int, now: float) -> None:
    """Put a fix live: part of the gap (``content.gap_number``) is closed for all readers from now on."""
    persona = gap_persona(gap)
    job = gap_job(gap)
    m = w.market[0]
    m.missing[persona, job] *= 1.0 - w.params[0].governance_share_closed
    write(
        w,
        now,
        -1,
        Kind.FIXED,
        job=job,
        channel=Channel.CONTENT,
        vendor=0,
        value=m.missing[persona, job],
        detail=float(persona),
    )
