"""Colleagues tell each other what they know: understanding, evidence, and what it says about value."""

from buyermaze.simulator.core.vocabulary import ABOUT_VENDOR, EVIDENCE, N_INFO_JOBS, N_VENDORS, Draw, Job
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.buyers.beliefs import hearsay_weight, updated_mean
from buyermaze.simulator.model.rules.buyers.learning import covered, p_mentioned, speaks_up
from buyermaze.simulator.model.rules.luck.draws import draw
from buyermaze.simulator.model.state import Person, World

WELL_INFORMED = 0.6  # share of a need above which a member can speak to it


@rule
def pool(w: World, g: int) -> None:
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
    for topic in range(N_VENDORS + 1):
        _tell(w, g, topic)


@rule
def _pool_item(w: World, g: int, item: int, job: int, vendor: int) -> None:
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
def _gained(p: Person, job: int, vendor: int) -> float:
    if ABOUT_VENDOR[job] == 0:
        return p.known[job]
    return p.evidence[vendor, EVIDENCE[job]]


@rule
def _tell(w: World, g: int, topic: int) -> None:
    """Put first-hand evidence on a vendor, or on change itself (the last topic), on the table; it is told once.

    What several have evidence on comes up sooner than what one alone has (Stasser & Titus 1985). Listeners take it for
    what it is: somebody else's experience, beside what they found out themselves.
    """
    q = w.params[0]
    a = w.accounts[g]
    n_attending = 0
    n_holding = 0
    for i in range(a.n_people):
        p = w.people[g, i]
        if p.attends == 1:
            n_attending += 1
            if p.untold[topic] > 0.0:
                n_holding += 1
    if n_attending < 2 or n_holding == 0:
        return
    chance = p_mentioned(speaks_up(q.group_p_mention, a.kit == 1, q.group_share_kit_speaks), n_holding)
    if draw(a.key, Draw.MENTION, N_INFO_JOBS + 1 + topic, a.n_meetings) >= chance:
        return
    apart = 0.0 if topic == N_VENDORS else q.offer_fit_sd
    for speaker in range(a.n_people):
        p = w.people[g, speaker]
        if p.attends == 0 or p.untold[topic] <= 0.0:
            continue
        signal = p.untold_sum[topic] / p.untold[topic]
        if topic == N_VENDORS:
            signal -= p.stake  # what is said of change is what it brings to all
        weight = hearsay_weight(p.untold[topic], apart * apart, q.group_credence)
        for listener in range(a.n_people):
            if listener != speaker and w.people[g, listener].attends == 1:
                _hear(w.people[g, listener], topic, signal, weight)
        p.untold[topic] = 0.0
        p.untold_sum[topic] = 0.0
        p.untold_error[topic] = 0.0


@rule
def _hear(p: Person, topic: int, signal: float, weight: float) -> None:
    """Let a member take in what a colleague found out."""
    if topic == N_VENDORS:
        p.change_belief = updated_mean(p.change_belief, p.change_precision, signal + p.stake, weight)
        p.change_precision += weight
    else:
        p.opinion[topic] = updated_mean(p.opinion[topic], p.precision[topic], signal, weight)
        p.precision[topic] += weight
