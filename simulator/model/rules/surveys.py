"""Asking customers: who answers, and what the standard scales make of what they feel."""

import math

from buyermaze.simulator.model.compiler.rule import rule


@rule
def p_response(p_answers: float, bias: float, feeling: float) -> float:
    """Return the chance of answering; with a bias the delighted (``feeling`` 1) answer more than the disappointed (0)."""
    return min(1.0, max(0.0, p_answers * (1.0 + 2.0 * bias * (feeling - 0.5))))


@rule
def whole_points(value: float, low: float, high: float) -> float:
    """Return an answer on a scale of whole numbers."""
    return min(high, max(low, math.floor(value + 0.5)))


@rule
def csat_answer(satisfaction: float) -> float:
    """Return the 1-5 answer to 'how satisfied are you' of somebody whose satisfaction is 0-10; 4 and 5 count as satisfied."""
    return whole_points(1.0 + 0.4 * satisfaction, 1.0, 5.0)


@rule
def nps_answer(rating: float) -> float:
    """Return the 0-10 answer to 'would you recommend us'; 9 and 10 are promoters, 0 to 6 detractors."""
    return whole_points(rating, 0.0, 10.0)


@rule
def ces_answer(match: float, waited_long: bool) -> float:
    """Return the 1-7 answer to 'they made it easy for me' after a conversation that answered ``match`` of the question."""
    return whole_points(1.5 + 5.0 * match - (1.5 if waited_long else 0.0), 1.0, 7.0)
