"""The champion carries the group's choice up the approval chain."""

from buyermaze.simulator.core.vocabulary import Draw, Job, Kind, Reason, Status
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.journey.decision import case_strength
from buyermaze.simulator.model.rules.luck.draws import draw, exponential, normal
from buyermaze.simulator.model.state import World
from buyermaze.simulator.model.steps.books.account_state import PROOF, fade_evidence
from buyermaze.simulator.model.steps.books.journal_row import write
from buyermaze.simulator.model.steps.journey.arrival import meeting_gap, rest
from buyermaze.simulator.model.steps.journey.closing import close

HARDER_WHEN_NEW = 0.3  # value units by which full novelty raises what a case must show; assumption
WAKES_BY_REFUSAL = 1000  # occurrences of waking up from here on follow refusals, lower ones meetings


@rule
def hours_until_judged(w: World, g: int, now: float) -> float:
    """Return how long the next level takes to look at the case."""
    q = w.params[0]
    a = w.accounts[g]
    mean = q.approval_wait[a.level] * a.pace * (1.0 if a.kit == 1 else 1.0 + q.group_how_to_buy)
    frozen = max(0.0, max(a.frozen_until, a.held_until) - now)
    if mean <= 0.0:
        return frozen
    return frozen + exponential(draw(a.key, Draw.APPROVAL_TIME, a.level, a.n_refusals), mean)


@rule
def judge(w: World, g: int, now: float) -> None:
    """Let one level judge the case unless it is frozen or held: it goes up, is signed, comes back, or is turned down for good.

    Afterwards an account still ``approving`` waits for the next level; one that is open and no longer approving meets
    again after ``hours_pause`` and its members wake as told.
    """
    q = w.params[0]
    a = w.accounts[g]
    if now < max(a.frozen_until, a.held_until):
        return
    luck = q.approval_noise_sd * normal(draw(a.key, Draw.APPROVAL, a.level, a.n_refusals))
    strength = case_strength(
        a.conviction, a.level + 1, a.kit == 1, q.approval_kit_bonus, q.approval_seniority_gap / a.skill, luck
    )
    granted = strength > q.approval_threshold[a.level] + HARDER_WHEN_NEW * q.offer_novelty
    a.level += 1
    verdict = Reason.GRANTED if granted else Reason.REFUSED
    write(
        w,
        now,
        a.id,
        Kind.APPROVAL,
        reason=verdict,
        job=Job.CONSENSUS,
        vendor=a.leader,
        value=strength,
        detail=float(a.level),
    )
    if granted:
        if a.level >= int(q.n_levels):
            a.approving = 0
            close(w, g, now, Status.WON if a.leader == 0 else Status.LOST, Reason.BOUGHT)
        return
    a.approving = 0
    a.n_refusals += 1
    if a.n_refusals >= int(q.approval_n_refusals_max):
        close(w, g, now, Status.NO_DECISION, Reason.APPROVAL)
        return
    a.last_meeting = now
    a.hours_pause = meeting_gap(q, a, a.n_meetings)
    for i in range(a.n_people):
        p = w.people[g, i]
        p.wakes = 0
        if q.needs_justification[p.persona] > 0.0 or i == 0:
            fade_evidence(p, a.leader, PROOF, 1.0 - q.group_share_lost_on_loop)
        if p.idle == 1:
            p.idle = 0
            p.wakes = 1
            p.hours_pause = rest(q, a, p, Draw.WAKE, WAKES_BY_REFUSAL + int(a.n_refusals))
