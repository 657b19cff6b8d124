"""What customers tell their peers, and what hearing it does."""

from typing import Any

from buyermaze.simulator.model.compiler.rule import rule


@rule
def circle(segment: int, region: int, n_regions: int) -> int:
    """Return the number of a circle of peers: those of one segment in one region.

    ``segment``: number of the segment.
    ``region``: number of the region.
    ``n_regions``: regions in the market.
    """
    return segment * n_regions + region


@rule
def told_value(balance: float, delight: float, negativity: float) -> float:
    """Return what a customer says of our value, in value units above the truth; bad news weighs more (Mizerski 1982).

    ``balance`` is promoters minus detractors, weighted by influence, -1 to 1; ``delight`` what all promoters say.

    ``negativity``: how much more bad news weighs.
    """
    return delight * balance * (negativity if balance < 0.0 else 1.0)


@rule
def rumour(doubted: float, broke_our_word: bool, weight: float) -> float:
    """Return how far a circle doubts a vendor's word after one more voice, 0 to 1.

    ``doubted``: doubt so far, 0 to 1.
    ``broke_our_word``: whether the new voice was let down.
    ``weight``: weight of one voice, 0 to 1.
    """
    return doubted + weight * ((1.0 if broke_our_word else 0.0) - doubted)


@rule
def lived_well(aspect: int, ease: float, found_out: bool, n_talks: int, n_slow: int, n_pitches: int) -> float:
    """Return what a customer lived through with us in one respect: 1 well, -1 badly, 0 nothing to tell.

    ``aspect``: 0 how easy it was, 1 whether we kept our word, 2 how quick our reps were, 3 whether they helped or pushed.
    ``ease``: quality of encounters above what is expected.
    ``found_out``: whether it was found out often enough to be told that we exaggerate.
    ``n_talks``: conversations with our reps, and waits for one in vain.
    ``n_slow``: of them, those that came after a long wait or not at all.
    ``n_pitches``: of them, those in which the sale was pushed.
    """
    if aspect == 0:
        return 1.0 if ease >= 0.0 else -1.0
    if aspect == 1:
        return -1.0 if found_out else 1.0
    if n_talks == 0:
        return 0.0
    return -1.0 if 2 * (n_slow if aspect == 2 else n_pitches) > n_talks else 1.0


@rule
def aspect_told(lived: Any, negativity: float, luck: float) -> int:
    """Return which respect a customer tells of: any of those there is something to tell of, bad ones the more often.

    ``lived``: 1, -1 or 0 by aspect; the first two are never 0.
    ``negativity``: how much more often a bad one is told than a good one.
    ``luck``: a uniform number between 0 and 1.
    """
    total = 0.0
    for k in range(len(lived)):
        total += negativity if lived[k] < 0.0 else lived[k]
    left = luck * total
    told = 0
    for k in range(len(lived)):
        weight = negativity if lived[k] < 0.0 else lived[k]
        if weight > 0.0:
            told = k
            if left < weight:
                return k
            left -= weight
    return told


@rule
def p_told(referral: float, earned: float) -> float:
    """Return the chance that a newcomer hears of us from a customer: in proportion to how delighted customers are.

    ``earned`` is half the balance of promoters and detractors, see ``talk``.

    ``referral``: chance when every customer is a promoter.
    """
    return referral * max(0.0, 2.0 * earned)
