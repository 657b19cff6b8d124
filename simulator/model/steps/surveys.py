"""Asking customers how it was: after a conversation, at first use, after a period. What is answered is what is measured."""

from buyermaze.simulator.core.vocabulary import Draw, Job, Kind, Reason
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.parameter_names import Parameters
from buyermaze.simulator.model.rules.after_sale import MOST_SATISFACTION
from buyermaze.simulator.model.rules.draws import draw
from buyermaze.simulator.model.rules.surveys import (
    CES_HIGH,
    CES_LOW,
    NPS_DETRACTOR_UPTO,
    ces_answer,
    csat_answer,
    is_listened_to,
    nps_answer,
    p_response,
)
from buyermaze.simulator.model.state import Account, World
from buyermaze.simulator.model.steps.journal_row import write


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
    _ask(w, g, i, now, Reason.ASKED_EFFORT, answer, (answer - CES_LOW) / (CES_HIGH - CES_LOW))


@rule
def ask_about_satisfaction(w: World, g: int, i: int, satisfaction: float, now: float) -> None:
    """Ask a member of a customer how satisfied they are."""
    _ask(w, g, i, now, Reason.ASKED_SATISFACTION, csat_answer(satisfaction), satisfaction / MOST_SATISFACTION)


@rule
def ask_about_recommending(w: World, g: int, i: int, rating: float, now: float) -> bool:
    """Ask a member of a customer whether they would recommend us; return whether a low answer came back."""
    answer = nps_answer(rating)
    answered = _ask(w, g, i, now, Reason.ASKED_RECOMMEND, answer, rating / MOST_SATISFACTION)
    return answered and answer <= NPS_DETRACTOR_UPTO


@rule
def _ask(w: World, g: int, i: int, now: float, question: int, answer: float, feeling: float) -> bool:
    """Invite one person to answer one question; the journal keeps the answer they would give and the one they gave."""
    q = w.params[0]
    if q.voice_p_survey <= 0.0:
        return False
    a = w.accounts[g]
    p = w.people[g, i]
    a.n_surveys += 1
    if draw(p.key, Draw.INVITED, question, a.n_surveys) >= q.voice_p_survey:
        return False
    write(w, now, a.id, Kind.INVITED, person=i, reason=question, vendor=0, seen=1, value=answer)
    chance = p_response(q.living_p_answers_survey, q.living_answer_bias, feeling)
    if draw(p.key, Draw.RESPONDS, question, a.n_surveys) >= chance:
        return False
    write(w, now, a.id, Kind.SURVEY, person=i, reason=question, vendor=0, seen=1, value=answer)
    return True
