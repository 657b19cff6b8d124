"""Asking customers: who answers, and what the standard scales make of what they feel."""

import math

from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.customers.after_sale import MOST_SATISFACTION

CSAT_LOW, CSAT_HIGH = 1.0, 5.0  # the scales as the trade uses them
SATISFIED_FROM = 4.0  # CSAT answers that count as satisfied
NPS_LOW, NPS_HIGH = 0.0, 10.0
NPS_PROMOTER_FROM, NPS_DETRACTOR_UPTO = 9.0, 6.0  # Reichheld 2003
CSAT_PER_POINT = (CSAT_HIGH - CSAT_LOW) / MOST_SATISFACTION
CES_LOW, CES_HIGH = 1.0, 7.0  # Dixon, Freeman & Toman 2010
CES_WITHOUT_ANSWER = 1.5  # CES of a conversation that answered nothing; assumption
CES_PER_MATCH = 5.0  # points that a full answer adds; assumption
CES_LONG_WAIT = 1.5  # points that a long wait costs; assumption
HAPPY_FROM = 0.7  # of the scale: below it somebody may not be asked where scores are published; assumption
FIRST_TOUCH, PROPOSAL, AFTER_SALE = 0.0, 1.0, 2.0  # from when on experience is cared for


@rule
def is_listened_to(begins: float, has_proposal: bool) -> bool:
    """Return whether somebody who has not bought yet is asked how it was, and their dead ends may be noticed.

    ``begins``: from when on experience is cared for: 0 first touch, 1 proposal, 2 after the sale.
    ``has_proposal``: whether the group has met us and settled its requirements.
    """
    return begins == FIRST_TOUCH or (begins == PROPOSAL and has_proposal)


@rule
def p_response(p_answers: float, bias: float, feeling: float) -> float:
    """Return the chance of answering; with a bias the delighted (``feeling`` 1) answer more than the disappointed (0).

    ``p_answers``: chance without bias, 0 to 1.
    ``bias``: 0: all alike; 1: the delighted answer twice as often, the disappointed never.
    """
    return min(1.0, max(0.0, p_answers * (1.0 + 2.0 * bias * (feeling - 0.5))))


@rule
def whole_points(value: float, low: float, high: float) -> float:
    """Return an answer on a scale of whole numbers.

    ``value``: what is felt, points.
    ``low``: end of the scale.
    ``high``: other end of the scale.
    """
    return min(high, max(low, math.floor(value + 0.5)))


@rule
def csat_answer(satisfaction: float) -> float:
    """Return the 1-5 answer to 'how satisfied are you' of somebody whose satisfaction is 0-10; 4 and 5 count as satisfied.

    ``satisfaction``: 0 to 10 points.
    """
    return whole_points(CSAT_LOW + CSAT_PER_POINT * satisfaction, CSAT_LOW, CSAT_HIGH)


@rule
def nps_answer(rating: float) -> float:
    """Return the 0-10 answer to 'would you recommend us'; 9 and 10 are promoters, 0 to 6 detractors.

    ``rating``: willingness to recommend, 0 to 10 points.
    """
    return whole_points(rating, NPS_LOW, NPS_HIGH)


@rule
def ces_answer(match: float, waited_long: bool) -> float:
    """Return the 1-7 answer to 'they made it easy for me' after a conversation that answered ``match`` of the question.

    ``waited_long``: whether the buyer remembers a long wait.
    """
    ease = CES_WITHOUT_ANSWER + CES_PER_MATCH * match - (CES_LONG_WAIT if waited_long else 0.0)
    return whole_points(ease, CES_LOW, CES_HIGH)


@rule
def pleaded(answer: float, question_high: float) -> float:
    """Return what somebody answers whom a rep has asked for a high mark: a point more, up to the end of the scale.

    ``answer``: what they would have said, points.
    ``question_high``: end of the scale, points.
    """
    return min(question_high, answer + 1.0)
