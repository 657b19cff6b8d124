"""What to find out next, and where: two random-utility choices (Luce 1959, McFadden 1974; information foraging)."""

import math

from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.model.compiler.rule import rule

LEAST_TRUST = 0.02  # nobody writes a channel off for good; assumption
USUAL_GAIN = 0.3  # information units; a channel of this gain attracts by its appeal alone
HOPE_OF_NOTHING = 0.15  # share of a full shelf's gain that readers expect of an empty one; assumption
JUST_LATE = 0.999999  # less than 1, so that rounding never calls an alternative too late that is not


@rule
def n_visits_in_mind(mean: float, sd: float, normal_luck: float) -> float:
    """Return how many visits an inquiry without a project is good for: log-normal with the mean preserved, at least one.

    ``mean``: mean visits of such inquiries.
    ``sd``: spread of the logarithm; 0: all alike.
    ``normal_luck``: a standard normal number.
    """
    return max(1.0, mean * math.exp(sd * normal_luck - 0.5 * sd * sd))


@rule
def need_utility(covered: float, n_open_before: int, need_pull: float, order_pull: float) -> float:
    """Return the pull of an open need: the emptier the stronger, held back by unfinished earlier jobs.

    ``covered``: share of the need that is met, 0 to 1.
    ``n_open_before``: earlier jobs still open.
    ``need_pull``: utility of a wholly open need.
    ``order_pull``: utility lost per earlier job still open.
    """
    return need_pull * (1.0 - covered) - order_pull * n_open_before


@rule
def need_rate(utility: float) -> float:
    """Return how fast a need presses itself on the mind: the first of several is then a logit choice.

    ``utility``: pull of the need.
    """
    return math.exp(utility)


@rule
def standing_rate(appeal: float, gain: float, hours: float, gain_pull: float, time_cost: float) -> float:
    """Return the part of a channel's attraction that never changes: liking, expected gain, time it takes.

    ``appeal``: liking for the channel, utility.
    ``gain``: information units a visit usually gives.
    ``hours``: person-hours a visit takes.
    ``gain_pull``: power of the gain.
    ``time_cost``: utility lost per hour.
    """
    return math.exp(appeal - time_cost * hours) * (gain / USUAL_GAIN) ** gain_pull


@rule
def channel_rate(standing: float, trust: float, exposure: float, fatigue: float) -> float:
    """Return how fast a channel presents itself: in proportion to attraction and trust, slowed by recent visits.

    ``standing``: the part that never changes, see ``standing_rate``.
    ``trust``: trust in the channel or sender, 1 is full.
    ``exposure``: recent visits that have not faded yet, a count.
    ``fatigue``: slowing per recent visit.
    """
    return standing * max(trust, LEAST_TRUST) / (1.0 + fatigue * exposure)


@rule
def waiting_rate(hours_wait: float, wait_cost: float) -> float:
    """Return the factor by which an expected wait, in working days, makes a channel less attractive.

    ``hours_wait``: working hours one expects to wait.
    ``wait_cost``: utility lost per working day.
    """
    return math.exp(-wait_cost * hours_wait / HOURS_PER_DAY)


@rule
def spared_rate(hours_spared: float, time_cost: float) -> float:
    """Return the factor by which a channel attracts more because a tool spares time there; with ``standing_rate``.

    ``hours_spared``: person-hours spared in a visit.
    ``time_cost``: utility lost per hour.
    """
    return math.exp(time_cost * hours_spared)


@rule
def cooled_pull(pull: float, hours_since: float, days_interest: float) -> float:
    """Return the attraction of our rep to a warm account: interest cools with the days since the account became a lead.

    ``pull``: attraction on the day itself, a factor.
    ``hours_since``: working hours since the account became a lead.
    ``days_interest``: working days after which 37 % of the interest is left.
    """
    return 1.0 + (pull - 1.0) * math.exp(-hours_since / (HOURS_PER_DAY * days_interest))


@rule
def first_to_come(uniform: float, rate: float) -> float:
    """Return when an alternative presents itself in a race; the first of several wins with chance rate / sum of rates.

    The race is a logit choice (Luce 1959) in which every alternative has luck of its own, so that taking one away leaves
    the luck of the others in place.

    ``uniform``: a uniform number strictly between 0 and 1.
    ``rate``: how fast the alternative presents itself.
    """
    return -math.log(uniform) / rate


@rule
def too_late(uniform: float, rate: float, soonest: float) -> bool:
    """Return True only if an alternative comes after ``soonest``; -log(u) is never below 1 - u, which spares a log.

    ``uniform``: a uniform number strictly between 0 and 1.
    ``rate``: how fast the alternative presents itself.
    """
    return JUST_LATE * (1.0 - uniform) > soonest * rate


@rule
def exposure_now(exposure: float, hours_since: float, hours_fade: float) -> float:
    """Return what is left of past exposure to a channel: it fades fast at first, then slowly (power law of forgetting).

    ``exposure``: exposure at the last visit, a count.
    ``hours_since``: working hours since then.
    ``hours_fade``: working hours after which half of it is left.
    """
    return exposure / (1.0 + hours_since / hours_fade)


@rule
def content_hope(share_found: float) -> float:
    """Return how much of a full shelf's gain readers expect from a shelf with holes: holes are partly known.

    ``share_found``: chance that the shelf answers, 0 to 1.
    """
    return HOPE_OF_NOTHING + (1.0 - HOPE_OF_NOTHING) * share_found


@rule
def readiness_rate(understood: float, reluctance: float) -> float:
    """Return the factor by which sellers are avoided before one understands the matter.

    Little can be taken in without prior knowledge (Cohen & Levinthal 1990), and who knows little is wary of being talked
    into something (Friestad & Wright 1994).

    ``understood``: share of the general questions answered, 0 to 1.
    ``reluctance``: utility that full ignorance costs sellers.
    """
    return math.exp(-reluctance * (1.0 - understood))


@rule
def p_discovered(p_discover: float, requirements_covered: float) -> float:
    """Return the chance to come across an unknown vendor: eyes close as requirements settle (Roberts & Lattin 1991).

    ``p_discover``: chance while requirements are wholly open.
    ``requirements_covered``: share of them that is met, 0 to 1.
    """
    return p_discover * (1.0 - requirements_covered)
