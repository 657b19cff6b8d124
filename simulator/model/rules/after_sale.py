"""Living with a choice: value realised, regret and its causes, satisfaction, what people say, whether they stay."""

import math

from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.normal import normal_cdf

LEAST_EXPECTED = 0.25  # hours anyone expects a purchase to take, however little there is to find out; assumption
MOST_REGRET = 100.0  # points; Brehaut et al. 2003
MOST_SATISFACTION = 10.0  # points
GOODWILL = 1.5  # points by which a member without regret recommends above satisfaction; assumption
RATING_PER_REGRET = 0.02  # points of the rating that a point of regret takes away; assumption
RENEWS_EVENLY_AT = 6.5  # satisfaction at which renewing is as likely as not, regret being at 40; assumption
SD_SATISFACTION = 1.2  # points of satisfaction from an even chance to one standard deviation above it; assumption
REGRET_OF_RENEWERS = 40.0  # points of regret that neither keep nor drive away; assumption
RENEWAL_PER_REGRET = 0.01  # standard deviations that a point of regret costs; assumption
CARE_REACH = 20.0  # calls to a customer and period when all of reps' time is kept for customers; assumption
EXPANDS_EVENLY_AT = 7.5  # satisfaction at which half of those who could use more buy it; assumption


@rule
def use_gap(mean: float, depth: float, assisted: float, guidance: float, luck: float) -> float:
    """Return how use differs from what was bought: complex purchases fall short unless somebody helped to fit them."""
    return mean * depth * math.exp(-assisted / guidance) + luck


@rule
def forgone(best_alternative: float, learns: bool) -> float:
    """Return the felt part of a better alternative: in full when one learns of it (Bell 1982), else a third."""
    return max(0.0, best_alternative) * (1.0 if learns else 0.35)


@rule
def disappointment(expected: float, realised: float) -> float:
    """Return how far reality fell short of expectation (Oliver 1980)."""
    return max(0.0, expected - realised)


@rule
def conflictedness(expected: float, group_mean: float, overruled: bool) -> float:
    """Return the unresolved disagreement a member carries out of the vote."""
    return abs(expected - group_mean) + (0.5 if overruled else 0.0)


@rule
def unsureness(expected: float, sd: float) -> float:
    """Return the chance, in the member's own mind at the vote, that the purchase is a loss."""
    return normal_cdf(-expected / sd)


@rule
def effort_ratio(hours: float, needs: float, complexity: float, base: float, per_need: float) -> float:
    """Return hours spent over hours expected; people underestimate complex work (planning fallacy)."""
    return hours / max(LEAST_EXPECTED, base + per_need * needs * complexity**-0.25)


@rule
def regret_score(weighted_causes: float) -> float:
    """Return regret on a 0-100 scale: causes add up and saturate (Brehaut et al. 2003 for the scale)."""
    return MOST_REGRET * (1.0 - math.exp(-weighted_causes))


@rule
def satisfaction_score(
    base: float,
    realised: float,
    expected: float,
    excess_effort: float,
    rejoicing: float,
    disappointing: float,
    pain: float,
) -> float:
    """Return satisfaction, 0 to 10 points: worth, pleasant or unpleasant surprise, and the pain of effort."""
    surprise = rejoicing * max(0.0, realised - expected) - disappointing * max(0.0, expected - realised)
    return min(10.0, max(0.0, base + realised + surprise - pain * excess_effort))


@rule
def recommend_rating(satisfaction: float, regret: float) -> float:
    """Return the 0-10 answer to 'would you recommend them': satisfied people do, regretful ones less."""
    return min(MOST_SATISFACTION, max(0.0, satisfaction + GOODWILL - RATING_PER_REGRET * regret))


@rule
def p_renew(satisfaction: float, regret: float, switching_cost: float) -> float:
    """Return the chance of renewing: about the product, a little about the purchase, and about the cost of leaving."""
    about_product = (satisfaction - RENEWS_EVENLY_AT) / SD_SATISFACTION
    return normal_cdf(about_product - RENEWAL_PER_REGRET * (regret - REGRET_OF_RENEWERS) + switching_cost)


@rule
def talk(earned: float, rating_balance: float, weight: float) -> float:
    """Return what peers say about us after one more customer is heard (promoters minus detractors, -1 to 1)."""
    return earned + weight * (0.5 * rating_balance - earned)


@rule
def p_told(referral: float, earned: float) -> float:
    """Return the chance that a newcomer hears of us from a customer: in proportion to how delighted customers are.

    ``earned`` is half the balance of promoters and detractors, see ``talk``.
    """
    return referral * max(0.0, 2.0 * earned)


@rule
def p_cared_for(share_caring: float) -> float:
    """Return the chance that a customer hears from us in a period, given the part of reps' time kept for customers."""
    return 1.0 - math.exp(-CARE_REACH * share_caring)


@rule
def p_expand(satisfaction: float, share_expands: float) -> float:
    """Return the chance that a renewing customer also buys more."""
    return share_expands * normal_cdf((satisfaction - EXPANDS_EVENLY_AT) / SD_SATISFACTION)
