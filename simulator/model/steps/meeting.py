"""The group meets: what it knows is pooled, opinions are discussed, vendors ranked, jobs checked, a vote perhaps held."""

import math
from typing import Any

from buyermaze.simulator.core.vocabulary import (
    ABOUT_VENDOR,
    EVIDENCE,
    N_EVIDENCE,
    N_GENERAL,
    N_INFO_JOBS,
    N_VENDORS,
    Draw,
    Job,
    Kind,
    Reason,
    Status,
)
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.decision import belief_sd, loss_averse, p_give_up, rank_value, terms_of_choice
from buyermaze.simulator.model.rules.draws import draw
from buyermaze.simulator.model.rules.influence import discussed
from buyermaze.simulator.model.rules.learning import covered, p_mentioned, share_remembered, speaks_up
from buyermaze.simulator.model.steps.account_state import job_covered, known_price, pleasantness
from buyermaze.simulator.model.steps.arrival import meeting_gap, rest
from buyermaze.simulator.model.steps.closing import close
from buyermaze.simulator.model.steps.journal_row import write

N_ROUNDS = 3  # rounds of talk in one meeting
WELL_INFORMED = 0.6  # share of a need above which a member can speak to it


@rule
def meet(w: Any, g: int, now: float) -> None:
    """Hold a meeting.

    Afterwards members with ``wakes`` set turn to the purchase after ``hours_pause``; an account still open meets again
    after its own ``hours_pause``, unless ``approving`` says that its case went up for approval.
    """
    q = w.params[0]
    a = w.accounts[g]
    if now < a.frozen_until:  # no budget, no meeting
        a.hours_pause = a.frozen_until - now + meeting_gap(q, a, a.n_meetings)
        return
    a.n_meetings += 1
    elapsed = now - a.last_meeting
    a.last_meeting = now
    weight = w.talk[0]
    hours = _gather(w, g, elapsed, weight)
    _pool(w, g)
    _discuss(w, g, weight)
    _rank(w, g, now, weight)
    _sum_up_expectations(w, g, weight)
    write(
        w,
        now,
        a.id,
        Kind.MEETING,
        job=Job.CONSENSUS,
        channel=10,
        vendor=a.leader,
        hours=hours,
        value=a.spread,
        detail=a.outlook,
    )
    complete, early = _check_jobs(w, g, now, weight)
    everybody = _let_join(w, g, now, early)
    if a.leader >= 0:
        _decide(w, g, now, weight, complete and everybody)
    if a.status == Status.OPEN:
        a.hours_pause = meeting_gap(q, a, a.n_meetings)
        if a.approving == 0:
            for i in range(a.n_people):
                p = w.people[g, i]
                if p.active == 1 and p.idle == 1:
                    p.idle = 0
                    p.wakes = 1
                    p.hours_pause = rest(q, a, p, Draw.WAKE, a.n_meetings)


@rule
def _gather(w: Any, g: int, elapsed: float, weight: Any) -> float:
    """See who comes, and let knowledge fade since the last meeting; return the person-hours of the meeting."""
    q = w.params[0]
    a = w.accounts[g]
    hours = 0.0
    kept = share_remembered(elapsed, q.hours_memory)
    for i in range(a.n_people):
        p = w.people[g, i]
        p.wakes = 0
        p.attends = 0
        weight[i] = 0.0
        if p.active == 0:
            continue
        weight[i] = q.weight[p.persona]
        for job in range(N_GENERAL):
            p.known[job] *= kept
        for k in range(N_VENDORS):
            for part in range(N_EVIDENCE):
                p.evidence[k, part] *= kept
        if i == 0 or draw(p.key, Draw.ATTEND, 0, a.n_meetings) < q.group_p_attend:
            p.attends = 1
            if a.n_people > 1:
                p.hours_spent += q.group_hours_meeting
                hours += q.group_hours_meeting
    return hours


@rule
def _pool(w: Any, g: int) -> None:
    """Share what some members know: the more know it, the likelier it is said, and the listeners catch part of it."""
    a = w.accounts[g]
    for item in range(N_INFO_JOBS + 1):  # the last item is selection evidence on the second vendor of the short list
        job = Job.SELECTION if item == N_INFO_JOBS else item
        vendor = a.leader
        if item == Job.SELECTION:
            vendor = a.short[0]
        elif item == N_INFO_JOBS:
            vendor = a.short[1]
        if ABOUT_VENDOR[job] == 1 and vendor < 0:
            continue
        _pool_item(w, g, item, job, vendor)


@rule
def _pool_item(w: Any, g: int, item: int, job: int, vendor: int) -> None:
    q = w.params[0]
    a = w.accounts[g]
    n_informed = 0
    best = 0.0
    n_attending = 0
    for i in range(a.n_people):
        p = w.people[g, i]
        if p.attends == 1:
            n_attending += 1
            if p.need[job] > 0.0:
                share = covered(_gained(p, job, vendor), p.need[job])
                best = max(best, share)
                if share > WELL_INFORMED:
                    n_informed += 1
    if n_attending < 2 or n_informed == 0:
        return
    chance = p_mentioned(speaks_up(q.group_p_mention, a.kit == 1, q.group_share_kit_speaks), n_informed)
    if draw(a.key, Draw.MENTION, item, a.n_meetings) >= chance:
        return
    for i in range(a.n_people):
        p = w.people[g, i]
        if p.attends == 1 and p.need[job] > 0.0:
            gap = best * p.need[job] - _gained(p, job, vendor)
            if gap > 0.0:
                if ABOUT_VENDOR[job] == 0:
                    p.known[job] += q.group_share_absorbed * gap
                else:
                    p.evidence[vendor, EVIDENCE[job]] += q.group_share_absorbed * gap


@rule
def _gained(p: Any, job: int, vendor: int) -> float:
    if ABOUT_VENDOR[job] == 0:
        return p.known[job]
    return p.evidence[vendor, EVIDENCE[job]]


@rule
def _discuss(w: Any, g: int, weight: Any) -> None:
    """Talk about every vendor and about change itself; what is voiced moves, private beliefs stay private."""
    q = w.params[0]
    n = w.accounts[g].n_people
    start, voiced, scratch = w.talk[1], w.talk[2], w.talk[3]
    for topic in range(N_VENDORS + 1):
        for i in range(n):
            p = w.people[g, i]
            start[i] = p.opinion[topic] if topic < N_VENDORS else p.change_belief
        discussed(n, start, weight, q.group_opinion_reach, q.group_susceptibility, N_ROUNDS, voiced, scratch)
        for i in range(n):
            w.people[g, i].voiced[topic] = voiced[i]


@rule
def _gain_expected(q: Any, a: Any, p: Any, vendor: int) -> float:
    """Return the whole gain a member voices from buying of a vendor: product, change, price and manners."""
    gain = p.voiced[vendor] + p.voiced[N_VENDORS] - q.offer_cost_of_change
    return gain + terms_of_choice(
        known_price(a, vendor), q.mind_price_weight, pleasantness(q, a, vendor), q.mind_ease_weight
    )


@rule
def _rank(w: Any, g: int, now: float, weight: Any) -> None:
    """Order the known vendors; the best becomes the favourite, the best two the short list."""
    q = w.params[0]
    a = w.accounts[g]
    best, second = -1, -1
    best_value, second_value = -1e300, -1e300
    conviction = 0.0
    for k in range(N_VENDORS):
        if a.aware[k] == 0:
            continue
        value = 0.0
        verified = 0.0
        total = 0.0
        for i in range(a.n_people):
            if weight[i] > 0.0:
                p = w.people[g, i]
                sd = belief_sd(p.precision[k], p.change_precision, 0.0, 0.0)
                value += weight[i] * loss_averse(_gain_expected(q, a, p, k), sd, q.mind_loss_aversion)
                selection = covered(p.evidence[k, 0], p.need[Job.SELECTION])
                validation = covered(p.evidence[k, 1], p.need[Job.VALIDATION])
                verified += weight[i] * 0.5 * (selection + validation)
                total += weight[i]
        value /= total
        standing = rank_value(
            value, verified / total, a.unreached[k], q.mind_unverified_penalty, q.mind_unreached_penalty
        )
        if standing > best_value:
            second, second_value = best, best_value
            best, best_value = k, standing
            conviction = value
        elif standing > second_value:
            second, second_value = k, standing
    if best < 0:
        return
    if a.leader != best:
        write(w, now, a.id, Kind.FAVOURITE, job=Job.SELECTION, vendor=best, value=best_value)
    a.leader = best
    a.short[0] = best
    a.short[1] = second
    a.conviction = conviction


@rule
def _sum_up_expectations(w: Any, g: int, weight: Any) -> None:
    """Compute mean and spread of what members expect to gain from the favourite."""
    q = w.params[0]
    a = w.accounts[g]
    a.outlook = 0.0
    a.spread = 0.0
    if a.leader < 0:
        return
    total = 0.0
    for i in range(a.n_people):
        a.outlook += weight[i] * _gain_expected(q, a, w.people[g, i], a.leader)
        total += weight[i]
    a.outlook /= total
    variance = 0.0
    for i in range(a.n_people):
        difference = _gain_expected(q, a, w.people[g, i], a.leader) - a.outlook
        variance += weight[i] * difference * difference
    a.spread = math.sqrt(variance / total)


@rule
def _check_jobs(w: Any, g: int, now: float, weight: Any) -> tuple[bool, bool]:
    """Mark jobs complete or reopened; return whether all are complete and whether the first three are well on their way."""
    q = w.params[0]
    a = w.accounts[g]
    complete = True
    early = True
    for job in range(N_INFO_JOBS):
        met = 0.0
        needed = 1e-12
        for i in range(a.n_people):
            if weight[i] > 0.0:
                p = w.people[g, i]
                met += weight[i] * p.need[job] * job_covered(a, p, job)
                needed += weight[i] * p.need[job]
        share = met / needed if needed > 1e-9 else 1.0
        if share >= q.group_share_covered - 1e-9:
            if a.done[job] == 0:
                write(w, now, a.id, Kind.COMPLETED, job=job, vendor=a.leader, value=share)
            a.done[job] = 1
        else:
            if a.done[job] == 1:
                write(w, now, a.id, Kind.REOPENED, job=job, vendor=a.leader, value=share)
            a.done[job] = 0
            complete = False
            if ABOUT_VENDOR[job] == 0 and share < WELL_INFORMED:
                early = False
    return complete, early


@rule
def _let_join(w: Any, g: int, now: float, early: bool) -> bool:
    """Bring late members in once the first jobs are well on their way; return whether everybody had joined before."""
    q = w.params[0]
    a = w.accounts[g]
    everybody = True
    for i in range(a.n_people):
        p = w.people[g, i]
        if p.active == 0:
            everybody = False
            if early:
                p.active = 1
                p.wakes = 1
                p.hours_pause = rest(q, a, p, Draw.JOIN, 0)
                write(w, now, a.id, Kind.JOINED, person=i)
    return everybody


@rule
def _decide(w: Any, g: int, now: float, weight: Any, ready: bool) -> None:
    """Stop early, chase a vendor nobody has met, or vote."""
    q = w.params[0]
    a = w.accounts[g]
    doubting = a.done[0] == 1 and a.done[1] == 1 and a.conviction < 0.0 and a.n_meetings >= 3
    if doubting and draw(a.key, Draw.QUIT, 0, a.n_meetings) < q.group_p_give_up_doubting:
        reason = Reason.STATUS_QUO if a.outlook < 0.0 else Reason.DOUBT
        close(w, g, now, Status.NO_DECISION, reason)
    elif ready and a.met[a.leader] == 0:
        a.unreached[a.leader] += 1  # nobody signs without terms: somebody has to reach the vendor first
        first = w.people[g, 0]
        first.evidence[a.leader, 1] = min(first.evidence[a.leader, 1], (1.0 - q.mind_share_terms) * first.need[4])
        write(
            w,
            now,
            a.id,
            Kind.VOTE,
            reason=Reason.UNREACHED,
            job=Job.CONSENSUS,
            channel=10,
            vendor=a.leader,
            detail=a.spread,
        )
    elif ready and now >= a.vacant_until:
        _vote(w, g, now, weight)


@rule
def _vote(w: Any, g: int, now: float, weight: Any) -> None:
    """Vote on the favourite: enough influence must say yes and nobody with a veto may stand to lose."""
    q = w.params[0]
    a = w.accounts[g]
    yes = 0.0
    total = 0.0
    vetoed = False
    for i in range(a.n_people):
        p = w.people[g, i]
        p.expected = _gain_expected(q, a, p, a.leader)
        p.expected_sd = belief_sd(p.precision[a.leader], p.change_precision, a.spread, q.mind_dissent_doubt)
        value = loss_averse(p.expected, p.expected_sd, q.mind_loss_aversion)
        p.overruled = 1.0 if value <= 0.0 else 0.0
        total += weight[i]
        if value > 0.0:
            yes += weight[i]
        if value < -q.group_veto_tolerance and q.can_veto[p.persona] > 0.0:
            vetoed = True
    passed = yes >= q.group_quorum * total - 1e-12 and not vetoed
    verdict = Reason.PASSED if passed else Reason.BLOCKED
    write(
        w,
        now,
        a.id,
        Kind.VOTE,
        reason=verdict,
        job=Job.CONSENSUS,
        channel=10,
        vendor=a.leader,
        value=yes / total,
        detail=a.spread,
    )
    if passed:
        if q.n_levels > 0.0:
            a.approving = 1
            a.level = 0
        else:
            close(w, g, now, Status.WON if a.leader == 0 else Status.LOST, Reason.BOUGHT)
        return
    a.n_fails += 1
    if draw(a.key, Draw.ABANDON, 0, a.n_fails) < p_give_up(
        q.group_p_give_up_per_person, a.n_people, a.kit == 1, q.group_share_kit_calms
    ):
        reason = Reason.DOUBT
        if a.outlook < 0.0:
            reason = Reason.STATUS_QUO
        elif vetoed and a.spread > 0.25:
            reason = Reason.CONFLICT
        close(w, g, now, Status.NO_DECISION, reason)
    else:
        _loop_back(w, g, now)


@rule
def _loop_back(w: Any, g: int, now: float) -> None:
    """Go back to earlier work: conflict questions the requirements, doubt the validation, little hope the solution."""
    q = w.params[0]
    a = w.accounts[g]
    kept = 1.0 - q.group_share_lost_on_loop
    conflict = a.spread > 0.35
    for i in range(a.n_people):
        p = w.people[g, i]
        if conflict:
            p.known[2] *= kept
        else:
            p.evidence[a.leader, 1] *= kept
        p.evidence[a.leader, 1] *= 0.8
        if a.outlook < 0.1:
            p.known[1] *= kept
    reason = Reason.CONFLICT if conflict else Reason.DOUBT
    write(w, now, a.id, Kind.LOOPED, reason=reason, job=Job.CONSENSUS, vendor=a.leader)
