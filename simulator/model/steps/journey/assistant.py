"""An AI assistant is asked, answers from what has been published, and what it said is gone through with a seller."""

from buyermaze.simulator.core.vocabulary import (
    ABOUT_VENDOR,
    N_EVIDENCE,
    N_GENERAL,
    N_SOUGHT,
    N_VENDORS,
    OURS,
    RETELLS,
    Draw,
    Kind,
    Reason,
)
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.parameter_names import Parameters
from buyermaze.simulator.model.rules.buyers.content import p_found
from buyermaze.simulator.model.rules.journey.assistant import answered, is_put_right, p_misled, retold
from buyermaze.simulator.model.rules.luck.draws import draw, normal
from buyermaze.simulator.model.state import Account, Market, Person, World
from buyermaze.simulator.model.steps.books.journal_row import write
from buyermaze.simulator.model.steps.sales.claims import promise

PUBLISHED_BY_RIVALS = 0.6  # of a question, by a rival whose content is as skilled as usual; assumption
TRUST_AFTER_ERROR = 0.8  # share of the trust in assistants that survives an answer that has to be put right; assumption
ERROR_SD = 1.0  # spread of what a misleading answer is off by, value units; assumption
MOST_UNCHECKED = 100  # answers; more are not counted


@rule
def asks_assistant(q: Parameters, p: Person) -> bool:
    """Return whether a person is one of those who ask assistants."""
    return draw(p.key, Draw.ASSISTANT_ASKED, 0, 0) < q.assistant_share_using


@rule
def published(q: Parameters, m: Market, p: Person, k: int) -> float:
    """Return the share of a person's present question on which a vendor has published an answer."""
    if k == 0:
        found = p_found(q.found[p.persona, p.job], m.missing[p.persona, p.job])
        return min(1.0, found * q.marketing_skill)
    return min(1.0, PUBLISHED_BY_RIVALS * q.rival_skill_digital[k])


@rule
def ask_assistant(q: Parameters, m: Market, p: Person) -> tuple[float, int]:
    """Ask an assistant; return how well it answers, and whether it misleads.

    On a vendor it knows what that vendor has published, on general questions what all have.
    """
    known = 0.0
    if ABOUT_VENDOR[p.job] == 1:
        known = published(q, m, p, p.vendor)
    else:
        for k in range(N_VENDORS):
            known += published(q, m, p, k) / N_VENDORS
    p.n_unchecked = min(MOST_UNCHECKED, p.n_unchecked + 1)
    n = p.n_visits[p.channel]
    p.misled = 1 if draw(p.key, Draw.ASSISTANT_ERROR, 0, n) < p_misled(q.assistant_p_wrong, known) else 0
    return answered(known), Reason.MISLED if p.misled == 1 else Reason.NONE


@rule
def bias_of_answer(q: Parameters, m: Market, a: Account, k: int) -> float:
    """Return the bias of an assistant's answer about a vendor: what it has published, and what its customers say."""
    return retold(q.assistant_echo, a.claim[k, 0] + promise(q, m, k), m.earned if k == 0 else 0.0)


@rule
def error_of_answer(p: Person, k: int) -> float:
    """Return what the present answer is off by on a vendor, value units; 0 unless it misleads."""
    if p.misled == 0:
        return 0.0
    return ERROR_SD * normal(draw(p.key, Draw.ASSISTANT_ERROR, 1 + k, p.n_visits[p.channel]))


@rule
def go_through_answers(w: World, g: int, i: int, now: float) -> None:
    """Go through what assistants have said with the seller of the present visit, who puts some of it right.

    Taken back is exactly what mistakes had done to an opinion, and what was taken for known because of them, but on other
    vendors. What colleagues were told meanwhile stays with them.
    """
    q = w.params[0]
    p = w.people[g, i]
    pushes = OURS[p.channel] == 1 and p.pushed == 1
    largest = 0.0
    for topic in range(N_VENDORS + 1):
        mistake = p.mistaken[topic]
        if mistake == 0.0 or not is_put_right(mistake, topic == p.vendor or topic == N_VENDORS, pushes):
            continue
        p.mistaken[topic] = 0.0
        p.untold_sum[topic] -= p.untold_error[topic]
        p.untold_error[topic] = 0.0
        if topic == N_VENDORS:
            shift = mistake / p.change_precision
            p.change_belief -= shift
        else:
            shift = mistake / p.precision[topic]
            p.opinion[topic] -= shift
        largest = max(largest, abs(shift))
    noticed = largest > q.mind_just_noticeable
    for job in range(N_GENERAL):
        noticed = noticed or p.known_wrongly[job] > 0.0
        p.known[job] = max(0.0, p.known[job] - p.known_wrongly[job])
        p.known_wrongly[job] = 0.0
    for part in range(N_EVIDENCE):
        k = p.vendor
        noticed = noticed or p.evidence_wrong[k, part] > 0.0
        p.evidence[k, part] = max(0.0, p.evidence[k, part] - p.evidence_wrong[k, part])
        p.evidence_wrong[k, part] = 0.0
    if noticed:
        for c in range(N_SOUGHT):
            if RETELLS[c] == 1:
                p.trust[c] *= TRUST_AFTER_ERROR
    write(
        w,
        now,
        w.accounts[g].id,
        Kind.VERIFIED,
        person=i,
        reason=Reason.MISLED if noticed else Reason.NONE,
        rep=p.rep if OURS[p.channel] == 1 else -1,
        job=p.job,
        channel=p.channel,
        vendor=p.vendor,
        seen=1 if OURS[p.channel] == 1 and p.rep >= 0 else 0,
        value=largest,
        detail=float(p.n_unchecked),
    )
    p.n_unchecked = 0
