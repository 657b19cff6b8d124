"""Living with a choice: value realised, regret and its causes, satisfaction, what people say, whether they stay."""

import math

from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.journey.decision import planned
from buyermaze.simulator.model.rules.luck.normal import normal_cdf

LEAST_EXPECTED = 0.25  # hours anyone expects a purchase to take, however little there is to find out; assumption
MOST_REGRET = 100.0  # points; Brehaut et al. 2003
MOST_SATISFACTION = 10.0  # points
GOODWILL = 1.5  # points by which a member without regret recommends above satisfaction; assumption
RATING_PER_REGRET = 0.02  # points of the rating that a point of regret takes away; assumption
RENEWS_EVENLY_AT = 6.5  # satisfaction at which renewing is as likely as not, regret being at 40; assumption
SD_SATISFACTION = 1.2  # points of satisfaction from an even chance to one standard deviation above it; assumption
REGRET_OF_RENEWERS = 40.0  # points of regret that neither keep nor drive away; assumption
RENEWAL_PER_REGRET = 0.01  # standard deviations that a point of regret costs; assumption
EXPANDS_EVENLY_AT = 7.5  # satisfaction at which half of those who could use more buy it; assumption
BEING_OVERRULED = 0.5  # conflict carried by a member who was outvoted, value units; assumption


@rule
def use_gap(mean: float, depth: float, unguided: float, luck: float) -> float:
    """Return how use differs from what was bought: complex purchases fall short unless somebody helped to fit them.

    ``mean``: usual difference between use and purchase, value units; below 0 it falls short.
    ``depth``: square root of the offer's complexity.
    ``unguided``: part of the shortfall left to the group, 0 to 1.
    ``luck``: luck of the implementation, value units.
    """
    return mean * depth * unguided + luck


@rule
def left_unguided(guided: float, needed: float, share_guided: float) -> float:
    """Return the part of the shortfall left to one member, given the questions they worked out with the seller.

    ``share_guided`` of the questions removes 63 % of it; who had no questions needs no guidance.

    ``guided``: understanding worked out with the seller, information units.
    ``needed``: understanding needed, information units.
    """
    return math.exp(-guided / (share_guided * needed)) if needed > 0.0 else 0.0


@rule
def forgone(best_alternative: float) -> float:
    """Return by how much the alternative was better, as far as one knows it (Bell 1982).

    ``best_alternative``: value of the best alternative above what was bought, value units.
    """
    return max(0.0, best_alternative)


@rule
def unjustified(care: float, justification: float) -> float:
    """Return the part of self-blame that remains when one looked into things with ``care`` (Connolly & Zeelenberg 2002).

    ``justification``: share of self-blame that full care removes, 0 to 1.
    """
    return 1.0 - justification * care


@rule
def disappointment(expected: float, realised: float) -> float:
    """Return how far reality fell short of expectation (Oliver 1980).

    ``expected``: value expected at the vote, value units.
    ``realised``: value in use, value units.
    """
    return max(0.0, expected - realised)


@rule
def conflictedness(expected: float, group_mean: float, overruled: bool, just_noticeable: float) -> float:
    """Return the unresolved disagreement a member carries out of the vote: beyond what is noticed, or by being overruled.

    ``expected``: gain the member expected, value units.
    ``group_mean``: mean of the group, value units.
    ``overruled``: whether the member voted against.
    ``just_noticeable``: difference below which nobody feels apart, value units.
    """
    return max(0.0, abs(expected - group_mean) - just_noticeable) + (BEING_OVERRULED if overruled else 0.0)


@rule
def unsureness(expected: float, sd: float) -> float:
    """Return the chance, in the member's own mind at the vote, that the purchase is a loss.

    ``expected``: gain expected at the vote, value units.
    ``sd``: its standard deviation, value units.
    """
    return normal_cdf(-expected / sd)


@rule
def effort_ratio(hours: float, needs: float, base: float, per_need: float, fallacy: float) -> float:
    """Return hours over hours expected: people plan for less than things usually take (Buehler, Griffin & Ross 1994).

    ``hours``: person-hours spent.
    ``needs``: the member's needs, information units.
    ``base``: hours everybody expects, whatever there is to find out.
    ``per_need``: hours expected per unit of need.
    ``fallacy``: share of the time that plans leave out, 0 to 1.
    """
    return hours / max(LEAST_EXPECTED, planned(base + per_need * needs, fallacy))


@rule
def regret_score(weighted_causes: float) -> float:
    """Return regret on a 0-100 scale: causes add up and saturate (Brehaut et al. 2003 for the scale).

    ``weighted_causes``: sum of the weighted causes, 0 or more.
    """
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
    treated: float,
) -> float:
    """Return satisfaction, 0 to 10 points: worth, surprise, the pain of effort, and how one was treated.

    ``treated`` is the points that being served better or worse than expected is worth (Bolton & Drew 1991).

    ``base``: satisfaction with a purchase of no value and no surprise, points.
    ``realised``: value in use, value units.
    ``expected``: value expected at the vote, value units.
    ``excess_effort``: hours spent over hours expected, less 1; 0 or more.
    ``rejoicing``: points per value unit better than expected.
    ``disappointing``: points per value unit worse than expected.
    ``pain``: points per unit of excess effort.
    """
    surprise = rejoicing * max(0.0, realised - expected) - disappointing * max(0.0, expected - realised)
    return min(MOST_SATISFACTION, max(0.0, base + realised + surprise - pain * excess_effort + treated))


@rule
def recommend_rating(satisfaction: float, regret: float) -> float:
    """Return the 0-10 answer to 'would you recommend them': satisfied people do, regretful ones less.

    ``satisfaction``: 0 to 10 points.
    ``regret``: 0 to 100 points.
    """
    return min(MOST_SATISFACTION, max(0.0, satisfaction + GOODWILL - RATING_PER_REGRET * regret))


@rule
def p_renew(satisfaction: float, regret: float, switching_cost: float) -> float:
    """Return the chance of renewing: about the product, a little about the purchase, and about the cost of leaving.

    ``satisfaction``: 0 to 10 points.
    ``regret``: 0 to 100 points.
    ``switching_cost``: pull of staying, standard deviations.
    """
    about_product = (satisfaction - RENEWS_EVENLY_AT) / SD_SATISFACTION
    return normal_cdf(about_product - RENEWAL_PER_REGRET * (regret - REGRET_OF_RENEWERS) + switching_cost)


@rule
def talk(earned: float, rating_balance: float, weight: float) -> float:
    """Return what peers say about us after one more customer is heard (promoters minus detractors, -1 to 1).

    ``earned``: bias of what customers say about us, value units.
    ``rating_balance``: promoters minus detractors of the new customer, weighted by influence, -1 to 1.
    ``weight``: weight of one customer's voice, 0 to 1.
    """
    return earned + weight * (0.5 * rating_balance - earned)


@rule
def p_expand(satisfaction: float, share_expands: float) -> float:
    """Return the chance that a renewing customer also buys more.

    ``satisfaction``: 0 to 10 points.
    ``share_expands``: share of delighted renewing customers that buy more, 0 to 1.
    """
    return share_expands * normal_cdf((satisfaction - EXPANDS_EVENLY_AT) / SD_SATISFACTION)
