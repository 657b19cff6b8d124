"""Mending for good: what somebody noticed finds an owner, or does not, and the fix goes live for everybody after a while."""

from buyermaze.simulator.core.agenda import Issue
from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.vocabulary import Channel, Draw, Kind, Reason
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.buyers.content import (
    gap_issue,
    gap_job,
    gap_persona,
    hours_to_session,
    issue_number,
)
from buyermaze.simulator.model.rules.luck.draws import draw, exponential
from buyermaze.simulator.model.state import World
from buyermaze.simulator.model.steps.books.journal_row import write


@rule
def hours_until_fixed(w: World, g: int, now: float) -> float:
    """Return when the gap the last step had noticed will be closed for everybody; below 0 when nobody takes it on.

    An issue besides content that is in hand already is not taken on a second time before it is mended.
    """
    q = w.params[0]
    a = w.accounts[g]
    m = w.market[0]
    issue = gap_issue(a.fix)
    if issue >= 0 and now < m.mended_at[issue]:
        return -1.0
    if draw(a.key, Draw.FIX, a.fix, 0) >= q.governance_p_fixed:
        return -1.0
    wait = hours_to_session(now, HOURS_PER_DAY * q.governance_days_between_sessions)
    wait += exponential(draw(a.key, Draw.FIX, a.fix, 1), HOURS_PER_DAY * q.governance_days_to_fix)
    if issue >= 0:
        m.noticed_at[issue] = now
        m.mended_at[issue] = now + wait
    return wait


@rule
def notice(w: World, g: int, issue: int, luck: float) -> None:
    """Have an issue besides content noticed, or not, where somebody mends such; a gap the same step noticed goes first."""
    a = w.accounts[g]
    if a.fix == 0 and luck < w.params[0].voice_p_noticed:
        a.fix = issue_number(issue)


@rule
def _mend(w: World, issue: int, now: float) -> None:
    m = w.market[0]
    m.unmended[issue] *= 1.0 - w.params[0].governance_share_closed
    reason = Reason.UNANSWERED if issue == Issue.WAITS else Reason.FOUND_OUT if issue == Issue.CLAIMS else Reason.RECOVERED
    write(w, now, -1, Kind.FIXED, reason=reason, vendor=0, value=m.unmended[issue], detail=now - m.noticed_at[issue])


@rule
def fix(w: World, gap: int, now: float) -> None:
    """Put a fix live: part of the gap or issue (``content.gap_number``, ``issue_number``) is gone for all from now on."""
    issue = gap_issue(gap)
    if issue >= 0:
        _mend(w, issue, now)
        return
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
