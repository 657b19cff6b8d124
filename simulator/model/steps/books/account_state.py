"""Reading an account: how far it has come with the information jobs, and what it knows of a vendor."""

from typing import Final

from buyermaze.simulator.core.vocabulary import (
    ABOUT_VENDOR,
    EVIDENCE,
    N_EVIDENCE,
    N_GENERAL,
    N_INFO_JOBS,
    N_SOUGHT,
    N_VENDORS,
    Job,
)
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.parameter_names import Parameters
from buyermaze.simulator.model.rules.buyers.beliefs import clear_precision
from buyermaze.simulator.model.rules.buyers.learning import covered, understanding
from buyermaze.simulator.model.rules.journey.choice import exposure_now
from buyermaze.simulator.model.rules.journey.decision import felt_most
from buyermaze.simulator.model.state import Account, Person, World

EXPECTED_IN_VAIN = 0.2  # of the time with a vendor; assumption
LEAST_NEED = 1e-12  # information units; keeps a group without needs from dividing by nothing
PROOF: Final = EVIDENCE[Job.VALIDATION]  # the evidence on a vendor that validation gathers


@rule
def job_covered(a: Account, p: Person, job: int) -> float:
    """Return the share of a person's need for a job that is met.

    Selection needs evidence on both short-listed vendors, validation on the favourite: a change of favourite reopens it.
    """
    need = p.need[job]
    if need <= 0.0:
        return 1.0
    if ABOUT_VENDOR[job] == 0:
        return covered(p.known[job], need)
    if job == Job.SELECTION:
        first, second = a.short[0], a.short[1]
        if first < 0:
            return 0.0
        share = covered(p.evidence[first, 0], need)
        if second >= 0:
            share = 0.5 * (share + covered(p.evidence[second, 0], need))
        return share
    if a.leader < 0:
        return 0.0
    return covered(p.evidence[a.leader, 1], need)


@rule
def progress(w: World, g: int) -> float:
    """Return the share of everything the group needs to know that it knows, late joiners' needs included."""
    a = w.accounts[g]
    met = 0.0
    needed = LEAST_NEED
    for i in range(a.n_people):
        p = w.people[g, i]
        for job in range(N_INFO_JOBS):
            met += p.need[job] * job_covered(a, p, job)
            needed += p.need[job]
    return met / needed


@rule
def hours_so_far(w: World, g: int) -> float:
    """Return the person-hours the group has spent on the purchase."""
    total = 0.0
    for i in range(w.accounts[g].n_people):
        total += w.people[g, i].hours_spent
    return total


@rule
def discover(a: Account, vendor: int) -> None:
    """Make a vendor known to the group; it takes a free place on the short list, later ones need a reason to be added."""
    if a.aware[vendor] == 0:
        a.aware[vendor] = 1
        if a.short[0] < 0:
            a.short[0] = vendor
            a.considered[vendor] = 1
        elif a.short[1] < 0:
            a.short[1] = vendor
            a.considered[vendor] = 1
        if a.leader < 0:
            a.leader = vendor


@rule
def understood(p: Person) -> float:
    """Return how far a person understands the matter: the share of their general questions that is answered."""
    known = 0.0
    needed = 0.0
    for job in range(N_GENERAL):
        known += min(p.known[job], p.need[job])
        needed += p.need[job]
    return understanding(known, needed)


@rule
def favourite_of(a: Account, p: Person) -> int:
    """Return the considered vendor a person thinks best of, -1 for none; the group's favourite wins a tie."""
    best = a.leader
    for k in range(N_VENDORS):
        if a.considered[k] == 1 and (best < 0 or p.opinion[k] > p.opinion[best]):
            best = k
    return best


@rule
def fade(p: Person, job: int, kept: float) -> None:
    """Leave a share of what a person knows on a general job, and with it of what of that is wrong."""
    p.known[job] *= kept
    p.known_wrongly[job] *= kept


@rule
def fade_evidence(p: Person, vendor: int, part: int, kept: float) -> None:
    """Leave a share of a person's evidence on a vendor, and with it of what of that is wrong."""
    p.evidence[vendor, part] *= kept
    p.evidence_wrong[vendor, part] *= kept


@rule
def fade_untold(p: Person, topic: int, kept: float) -> None:
    """Leave a share of what a person has to tell the group on a vendor or on change, and with it of what of that is wrong."""
    p.untold[topic] *= kept
    p.untold_sum[topic] *= kept
    p.untold_error[topic] *= kept


@rule
def care_taken(p: Person, vendor: int) -> float:
    """Return the share of what a person wanted to know before buying of a vendor that they know; mistakes do not count."""
    known = 0.0
    needed = 0.0
    for job in range(N_INFO_JOBS):
        if ABOUT_VENDOR[job] == 1:
            part = EVIDENCE[job]
            known += max(0.0, min(p.evidence[vendor, part], p.need[job]) - p.evidence_wrong[vendor, part])
        else:
            known += max(0.0, min(p.known[job], p.need[job]) - p.known_wrongly[job])
        needed += p.need[job]
    return understanding(known, needed)


@rule
def felt_precision(p: Person, topic: int) -> float:
    """Return how sure a person is of a vendor, or of change itself (the last topic), contradictions included."""
    precision = p.change_precision if topic == N_VENDORS else p.precision[topic]
    return clear_precision(precision, p.confusion[topic])


@rule
def known_price(a: Account, vendor: int) -> float:
    """Return a vendor's price as far as the group knows it; a price not heard yet is taken for the going rate, 0."""
    return felt_price(a, vendor) if a.priced[vendor] == 1 or a.met[vendor] == 1 else 0.0


@rule
def felt_price(a: Account, vendor: int) -> float:
    """Return what a vendor's price feels like: a discount that was refused is held against it."""
    return a.price[vendor] + a.resented[vendor]


@rule
def pleasantness(q: Parameters, a: Account, vendor: int) -> float:
    """Return how much better a vendor treated the group than expected, waits in vain included; 0 before the first time."""
    n = a.n_treated[vendor]
    return a.manners[vendor] / n - q.mind_expected_quality if n > 0.0 else 0.0


@rule
def treat(q: Parameters, a: Account, vendor: int, treated: float) -> None:
    """Add how a vendor treated the group to its manners, to what was felt most and to what was felt last."""
    peak = a.peak[vendor] if a.n_treated[vendor] > 0.0 else q.mind_expected_quality
    a.peak[vendor] = felt_most(peak, treated, q.mind_expected_quality)
    a.latest[vendor] = treated
    a.n_treated[vendor] += 1.0
    a.manners[vendor] += treated


@rule
def feeling_left(q: Parameters, a: Account, vendor: int) -> float:
    """Return what stays in mind of dealings with a vendor, above what is expected: the encounter felt most, and the last one."""
    if a.n_treated[vendor] <= 0.0:
        return 0.0
    return 0.5 * (a.peak[vendor] + a.latest[vendor]) - q.mind_expected_quality


@rule
def smoothness(a: Account, vendor: int) -> float:
    """Return how much less of the dealings with a vendor was in vain than expected; 0 before the first time."""
    n = a.n_treated[vendor]
    return EXPECTED_IN_VAIN - a.in_vain[vendor] / n if n > 0.0 else 0.0


@rule
def competence(q: Parameters, a: Account, vendor: int) -> float:
    """Return how much better a vendor's answers were than expected, on average; 0 before the first one."""
    n = a.n_encounters[vendor]
    return a.workmanship[vendor] / n - q.mind_expected_quality if n > 0.0 else 0.0


@rule
def covered_by(q: Parameters, a: Account) -> int:
    """Return who sells to the account, a ``vocabulary.Cover``: whoever the segment it is taken for is given to."""
    return int(q.segment_cover[a.taken_for])


@rule
def recent_exposure(p: Person, now: float, hours_fade: float) -> float:
    """Return what is left of recent visits and messages, all channels together."""
    total = 0.0
    for c in range(N_SOUGHT):
        if p.exposure[c] > 0.0:
            total += exposure_now(p.exposure[c], now - p.exposed_at[c], hours_fade)
    return total


@rule
def forget(p: Person, share: float) -> None:
    kept = max(0.0, 1.0 - share)
    for job in range(N_GENERAL):
        fade(p, job, kept)
    for k in range(N_VENDORS):
        for part in range(N_EVIDENCE):
            fade_evidence(p, k, part, kept)
