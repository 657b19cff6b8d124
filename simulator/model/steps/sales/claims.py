"""What a vendor claims is held against what a visit shows, and against what its other function said."""

from buyermaze.simulator.core.agenda import Issue
from buyermaze.simulator.core.vocabulary import (
    ABOUT_VENDOR,
    CLAIMS,
    COMPARES,
    IN_PERSON,
    N_SOUGHT,
    OURS,
    RETELLS,
    Channel,
    Draw,
    Job,
    Kind,
)
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.parameter_names import Parameters
from buyermaze.simulator.model.rules.buyers.beliefs import p_clash_noticed
from buyermaze.simulator.model.rules.luck.draws import draw
from buyermaze.simulator.model.rules.sales.claims import p_found_out
from buyermaze.simulator.model.state import Account, Market, Person, World
from buyermaze.simulator.model.steps.books.account_state import PROOF, fade_evidence
from buyermaze.simulator.model.steps.books.journal_row import write
from buyermaze.simulator.model.steps.sales.governance import notice

TIMES_TO_TELL = 2  # exaggerations one person finds before the peers hear of it; assumption


@rule
def promise(q: Parameters, m: Market, k: int) -> float:
    """Return how much a vendor exaggerates; we less, as far as claims that were found out have been mended."""
    return q.message_promise * m.unmended[Issue.CLAIMS] if k == 0 else q.rival_promise[k]


@rule
def check_claim(w: World, g: int, i: int, now: float) -> float:
    """Hold a vendor's claims against what a visit shows: a demo or contract, a reference, a peer, an analyst.

    An exaggeration found out costs certainty and trust, makes people sceptical of whatever this vendor says next, and
    is told among peers. An image that priming planted beyond the truth is found out like any claim. Returns 1 when
    caught.
    """
    q = w.params[0]
    a = w.accounts[g]
    p = w.people[g, i]
    c = p.channel
    k = p.vendor
    independent = COMPARES[c] == 1
    if (
        ABOUT_VENDOR[p.job] == 0
        or c == Channel.OWN_WORK
        or RETELLS[c] == 1
        or not (independent or p.job == Job.VALIDATION)
    ):
        return 0.0
    chance = p_claim_shown(q, w.market[0], a, k)
    if chance <= 0.0 or draw(p.key, Draw.CHECKED_CLAIM, c, p.n_visits[c]) >= chance:
        return 0.0
    find_out(w, g, i, k, p.job, c, now)
    return 1.0


@rule
def _claimed(q: Parameters, m: Market, a: Account, k: int) -> float:
    """Return how far what a vendor lets people believe is beyond the truth: its promise, and an image that was planted."""
    return promise(q, m, k) + (a.planted if k == 0 else 0.0)


@rule
def p_claim_shown(q: Parameters, m: Market, a: Account, k: int) -> float:
    """Return the chance that one check shows a vendor's claims to be larger than the truth."""
    return p_found_out(_claimed(q, m, a, k), q.mind_check_tolerance, q.mind_check_scale)


@rule
def find_out(w: World, g: int, i: int, k: int, job: int, channel: int, now: float) -> None:
    """Let somebody find out that a claim of a vendor was larger than the truth."""
    q = w.params[0]
    a = w.accounts[g]
    p = w.people[g, i]
    claimed = _claimed(q, w.market[0], a, k)
    p.caught[k] += 1
    p.confusion[k] += q.mind_claim_damage
    write(w, now, a.id, Kind.CAUGHT, person=i, job=job, channel=channel, vendor=k, value=claimed, detail=float(p.caught[k]))
    _distrust(p, k, q.mind_claim_damage)
    if k == 0 and q.governance_every_issue > 0.0:
        notice(w, g, Issue.CLAIMS, draw(p.key, Draw.ALERT, 1 + channel, p.n_visits[channel]))
    if k == 0 and p.caught[0] == TIMES_TO_TELL:
        a.found_us_out = 1


@rule
def _distrust(p: Person, k: int, damage: float) -> None:
    """Take trust in a vendor's own channels but advertising: in full for us, half of it for rivals, who are seen less."""
    lost = damage if k == 0 else 0.5 * damage
    for c in range(N_SOUGHT):
        if CLAIMS[c] == 1 and (OURS[c] == 1) == (k == 0):
            p.trust[c] *= 1.0 - lost


@rule
def compare_claims(w: World, g: int, i: int, now: float) -> float:
    """Hear what one function of a vendor claims; return 1 when it is caught contradicting the other function."""
    q = w.params[0]
    a = w.accounts[g]
    p = w.people[g, i]
    c = p.channel
    k = p.vendor
    function = IN_PERSON[c]
    p.heard[k, function] += 1
    if p.heard[k, 1 - function] == 0 or p.noticed[k] == 1:
        return 0.0
    difference = a.claim[k, 0] - a.claim[k, 1]
    chance = p_clash_noticed(difference, q.mind_claim_tolerance, q.mind_claim_scale)
    if draw(p.key, Draw.CLAIM_NOTICED, c, p.n_visits[c]) >= chance:
        return 0.0
    p.noticed[k] = 1
    fade_evidence(p, k, PROOF, 1.0 - 2.0 * q.mind_claim_damage)
    p.confusion[k] += q.mind_claim_confusion  # whom to believe is in doubt, not one signal (Smithson 1999)
    write(w, now, a.id, Kind.CLAIM_CLASH, person=i, job=p.job, channel=c, vendor=k, value=abs(difference))
    _distrust(p, k, q.mind_claim_damage)
    return 1.0
