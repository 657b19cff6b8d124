"""Asking customers how it was: after a conversation, at first use, after a period. What is answered is what is measured."""

from buyermaze.simulator.core.vocabulary import Draw, Job, Kind, Reason
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.parameter_names import Parameters
from buyermaze.simulator.model.rules.customers.after_sale import MOST_SATISFACTION
from buyermaze.simulator.model.rules.luck.draws import draw
from buyermaze.simulator.model.rules.marketing.surveys import (
    CES_HIGH,
    CES_LOW,
    CSAT_HIGH,
    HAPPY_FROM,
    NPS_DETRACTOR_UPTO,
    NPS_HIGH,
    ces_answer,
    csat_answer,
    is_listened_to,
    nps_answer,
    p_response,
    pleaded,
)
from buyermaze.simulator.model.state import Account, World
from buyermaze.simulator.model.steps.books.journal_row import write

NOTHING = -1.0  # points; who was not asked or did not answer
SCREENED, PLEADED = 0, 1  # which of the draws

@rule
def is_heard(q: Parameters, a: Account) -> bool:
    """Return whether we listen to a group that has not bought yet; with a proposal it has met us and knows its requirements."""
    return is_listened_to(q.listens_from, a.met[0] == 1 and a.done[Job.REQUIREMENTS] == 1)


@rule
def ask_about_effort(w: World, g: int, i: int, match: float, now: float) -> None:
    """Ask a person how easy a conversation with our rep made things."""
    if not is_heard(w.params[0], w.accounts[g]):
        return
    p = w.people[g, i]
    answer = ces_answer(match, p.kept_waiting == 1)
    _ask(w, g, i, now, Reason.ASKED_EFFORT, answer, CES_HIGH, (answer - CES_LOW) / (CES_HIGH - CES_LOW))


@rule
def ask_about_satisfaction(w: World, g: int, i: int, satisfaction: float, now: float) -> None:
    """Ask a member of a customer how satisfied they are."""
    _ask(w, g, i, now, Reason.ASKED_SATISFACTION, csat_answer(satisfaction), CSAT_HIGH, satisfaction / MOST_SATISFACTION)


@rule
def ask_about_recommending(w: World, g: int, i: int, rating: float, now: float) -> bool:
    """Ask a member of a customer whether they would recommend us; return whether a low answer came back."""
    answer = nps_answer(rating)
    said = _ask(w, g, i, now, Reason.ASKED_RECOMMEND, answer, NPS_HIGH, rating / MOST_SATISFACTION)
    return 0.0 <= said <= NPS_DETRACTOR_UPTO


@rule
def _ask(w: World, g: int, i: int, now: float, question: int, answer: float, high: float, feeling: float) -> float:
    """Invite one person to answer one question; return what they said, below 0 if nothing.

    The journal keeps the answer they would give and the one they gave. Where scores are published, a rep may leave out who is not
    happy, or ask for a high mark.
    """
    q = w.params[0]
    if q.voice_p_survey <= 0.0:
        return NOTHING
    a = w.accounts[g]
    p = w.people[g, i]
    a.n_surveys += 1
    if draw(p.key, Draw.INVITED, question, a.n_surveys) >= q.voice_p_survey:
        return NOTHING
    said = answer
    if q.scores_published > 0.0:
        if feeling < HAPPY_FROM and draw(p.key, Draw.GAMED, SCREENED, a.n_surveys) < q.scores_p_screened:
            return NOTHING
        if draw(p.key, Draw.GAMED, PLEADED, a.n_surveys) < q.scores_p_pleaded:
            said = pleaded(answer, high)
    write(w, now, a.id, Kind.INVITED, person=i, reason=question, vendor=0, seen=1, value=answer)
    chance = p_response(q.living_p_answers_survey, q.living_answer_bias, feeling)
    if draw(p.key, Draw.RESPONDS, question, a.n_surveys) >= chance:
        return NOTHING
    write(w, now, a.id, Kind.SURVEY, person=i, reason=question, vendor=0, seen=1, value=said)
    return said
