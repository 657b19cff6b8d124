"""The group meets: what it knows is pooled, opinions are discussed, vendors ranked, jobs checked, a vote perhaps held."""

from typing import Any

from buyermaze.simulator.core.vocabulary import (
    ABOUT_VENDOR,
    N_EVIDENCE,
    N_GENERAL,
    N_INFO_JOBS,
    N_VENDORS,
    Channel,
    Draw,
    Job,
    Kind,
    Status,
)
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.buyers.influence import discussed
from buyermaze.simulator.model.rules.buyers.learning import share_remembered
from buyermaze.simulator.model.rules.luck.draws import draw
from buyermaze.simulator.model.state import World
from buyermaze.simulator.model.steps.books.account_state import fade, fade_evidence, fade_untold, job_covered
from buyermaze.simulator.model.steps.books.journal_row import write
from buyermaze.simulator.model.steps.books.pooling import WELL_INFORMED, pool
from buyermaze.simulator.model.steps.buyers.ranking import rank, sum_up_expectations
from buyermaze.simulator.model.steps.environment.peers import hear_from_acquaintances
from buyermaze.simulator.model.steps.journey.arrival import meeting_gap, rest
from buyermaze.simulator.model.steps.journey.decision import decide
from buyermaze.simulator.model.steps.sales.offers import RUNNING, look_at_pilot

N_ROUNDS = 3  # rounds of talk in one meeting
ROUNDING = 1e-9  # share of a need or information units; less is a matter of arithmetic
LEAST_NEED = 1e-12  # information units; keeps a group without needs from dividing by nothing


@rule
def meet(w: World, g: int, now: float) -> None:
    """Hold a meeting.

    Afterwards members with ``wakes`` set turn to the purchase after ``hours_pause``; an account still open meets again
    after its own ``hours_pause``, unless ``approving`` says that its case went up for approval.
    """
    elapsed, least, early = confer(w, g, now)
    if elapsed < 0.0:
        return
    if w.accounts[g].leader >= 0:
        decide(w, g, now, elapsed, w.talk[0], least, early)
    adjourn(w, g)


@rule
def confer(w: World, g: int, now: float) -> tuple[float, float, float]:
    """Talk, rank the vendors and look at what is known, all but decide.

    Return the hours since the last meeting, below 0 where there is no meeting, the least share met of any job, and of the
    first three; both are 0 while somebody is still to join.
    """
    q = w.params[0]
    a = w.accounts[g]
    if now < a.frozen_until:  # no budget, no meeting
        a.hours_pause = a.frozen_until - now + meeting_gap(q, a, a.n_meetings)
        return -1.0, 0.0, 0.0
    a.n_meetings += 1
    elapsed = now - a.last_meeting
    a.last_meeting = now
    weight = w.talk[0]
    hours = _gather(w, g, elapsed, weight)
    hear_from_acquaintances(w, g, now)
    if a.pilot == RUNNING:
        look_at_pilot(w, g, now)
    pool(w, g)
    _discuss(w, g, weight)
    rank(w, g, now, weight, _share_met(w, g, Job.REQUIREMENTS, weight))
    sum_up_expectations(w, g, weight)
    write(
        w,
        now,
        a.id,
        Kind.MEETING,
        job=Job.CONSENSUS,
        channel=Channel.MEETING,
        vendor=a.leader,
        hours=hours,
        value=a.spread,
        detail=a.outlook,
    )
    least, early = _check_jobs(w, g, now, weight)
    everybody = _let_join(w, g, now, early >= WELL_INFORMED)
    return elapsed, least if everybody else 0.0, early if everybody else 0.0


@rule
def adjourn(w: World, g: int) -> None:
    """Say when a group that has not decided meets again, and who goes on working until then."""
    q = w.params[0]
    a = w.accounts[g]
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
def _gather(w: World, g: int, elapsed: float, weight: Any) -> float:
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
        weight[i] = q.weight[p.persona] * (a.standing if i == 0 else 1.0)
        for job in range(N_GENERAL):
            fade(p, job, kept)
        for k in range(N_VENDORS):
            for part in range(N_EVIDENCE):
                fade_evidence(p, k, part, kept)
        for topic in range(N_VENDORS + 1):  # what was not told fades as well
            fade_untold(p, topic, kept)
        if i == 0 or draw(p.key, Draw.ATTEND, 0, a.n_meetings) < q.group_p_attend:
            p.attends = 1
            if a.n_people > 1:
                p.hours_spent += q.group_hours_meeting
                hours += q.group_hours_meeting
    return hours


@rule
def _discuss(w: World, g: int, weight: Any) -> None:
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
def _share_met(w: World, g: int, job: int, weight: Any) -> float:
    """Return the share of the group's questions on a job that is answered, members weighed by influence."""
    a = w.accounts[g]
    met = 0.0
    needed = LEAST_NEED
    for i in range(a.n_people):
        if weight[i] > 0.0:
            p = w.people[g, i]
            met += weight[i] * p.need[job] * job_covered(a, p, job)
            needed += weight[i] * p.need[job]
    return met / needed if needed > ROUNDING else 1.0


@rule
def _check_jobs(w: World, g: int, now: float, weight: Any) -> tuple[float, float]:
    """Mark jobs complete or reopened; return the least share met of all jobs, and of the first three."""
    q = w.params[0]
    a = w.accounts[g]
    least = 1.0
    early = 1.0
    for job in range(N_INFO_JOBS):
        share = _share_met(w, g, job, weight)
        complete = 1 if share >= q.group_share_covered - ROUNDING else 0
        if complete != a.done[job]:
            kind = Kind.COMPLETED if complete == 1 else Kind.REOPENED
            write(w, now, a.id, kind, job=job, vendor=a.leader, value=share)
            a.done[job] = complete
        least = min(least, share)
        if ABOUT_VENDOR[job] == 0:
            early = min(early, share)
    return least, early


@rule
def _let_join(w: World, g: int, now: float, early: bool) -> bool:
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
