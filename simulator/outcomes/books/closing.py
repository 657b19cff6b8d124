"""What can only be known of a journey when nothing more happens to it."""

import math

from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.marketing.surveys import CES_HIGH, CES_LOW
from buyermaze.simulator.outcomes.books.tallies import HARD_FROM, HIGH_REGRET, HOURS_IN, LOW_REGRET, Tally

EASE_PER_EFFORT = 3.0  # points of the effort score that e times the expected effort costs; assumption
EASE_PER_SETBACK = 0.5  # points that a setback a head costs; assumption


@rule
def hours_of(number) -> float:  # type: ignore[no-untyped-def]
    """Return the person-hours of a journey so far."""
    total = 0.0
    for c in range(len(HOURS_IN)):
        total += number[HOURS_IN[c]]
    return total


@rule
def close(number) -> None:  # type: ignore[no-untyped-def]
    """Work out what can only be known when nothing more happens to the account."""
    number[Tally.LEAD_ACCEPTED] = number[Tally.LEAD] * number[Tally.ACCEPTED]
    number[Tally.LEAD_OPPORTUNITY] = number[Tally.LEAD] * number[Tally.OPPORTUNITY]
    number[Tally.LEAD_WON] = number[Tally.LEAD] * number[Tally.WON]
    number[Tally.OPPORTUNITY_WON] = number[Tally.OPPORTUNITY] * number[Tally.WON]
    number[Tally.OPPORTUNITY_NO_DECISION] = number[Tally.OPPORTUNITY] * number[Tally.NO_DECISION]
    number[Tally.VOTED_NO_DECISION] = number[Tally.VOTED] * number[Tally.NO_DECISION]
    number[Tally.RETURNED_WON] = number[Tally.RETURNED] * number[Tally.WON]
    number[Tally.RECOMMENDED_WON] = number[Tally.RECOMMENDED] * number[Tally.WON]
    number[Tally.CHAMPION_LEFT_NO_DECISION] = number[Tally.CHAMPION_LEFT] * number[Tally.NO_DECISION]
    number[Tally.NEW_REP_DUE] = number[Tally.NEW_REP] * number[Tally.N_RENEWALS]
    number[Tally.NEW_REP_RENEWED] = number[Tally.NEW_REP] * number[Tally.RENEWED]
    number[Tally.MISREAD_WON] = number[Tally.MISREAD] * number[Tally.WON]
    number[Tally.HOURS_MISREAD] = number[Tally.MISREAD] * number[Tally.HOURS_SELLING]
    number[Tally.PILOTED_WON] = number[Tally.PILOTED] * number[Tally.WON]
    number[Tally.ENLISTED_WON] = number[Tally.ENLISTED] * number[Tally.WON]
    number[Tally.HELD_OUT_WON] = number[Tally.HELD_OUT] * number[Tally.WON]
    number[Tally.TAKEN_OFF] *= number[Tally.WON]
    number[Tally.PACKAGES_UP] *= number[Tally.WON]
    number[Tally.CALLED_WON] = number[Tally.CALLED] * number[Tally.WON]
    number[Tally.CALLED_LATE_WON] = number[Tally.CALLED_LATE] * number[Tally.WON]
    if number[Tally.WITH_SALES] == 1.0:
        number[Tally.HOURS_WITH_SALES] += hours_of(number)
        number[Tally.SEEN_WITH_SALES] += number[Tally.HOURS_SEEN]
    if number[Tally.EFFORT_KNOWN] == 1.0:
        number[Tally.EASE] = _ease(
            number[Tally.EFFORT],
            (number[Tally.N_REQUESTS_MISSED] + number[Tally.N_GAVE_UP]) / max(1.0, number[Tally.MEMBERS]),
        )
    if number[Tally.EFFORT] > HARD_FROM:
        number[Tally.N_RATINGS_HARD] = number[Tally.N_RATINGS]
        number[Tally.DETRACTORS_HARD] = number[Tally.DETRACTORS]
    if number[Tally.N_FEELINGS] == 0.0:
        return
    number[Tally.SATISFACTION] /= number[Tally.N_FEELINGS]
    number[Tally.REGRET] /= number[Tally.N_FEELINGS]
    regret = number[Tally.REGRET]
    number[Tally.BUYER] = 1.0
    if regret > HIGH_REGRET:
        number[Tally.BUYER_REGRETS] = 1.0
    if regret < LOW_REGRET and number[Tally.REALISED] >= number[Tally.EXPECTED]:
        number[Tally.HIGH_QUALITY] = 1.0
    if number[Tally.WON] == 1.0:
        number[Tally.CUSTOMER] = 1.0
        number[Tally.CUSTOMER_REGRETS] = number[Tally.BUYER_REGRETS]
        number[Tally.CUSTOMER_REGRET] = regret
        number[Tally.CUSTOMER_SATISFACTION] = number[Tally.SATISFACTION]
        number[Tally.NO_REGRET_WIN] = 1.0 - number[Tally.BUYER_REGRETS]


@rule
def _ease(effort, n_setbacks) -> float:  # type: ignore[no-untyped-def]
    """Return the customer effort score, 1 (hard) to 7 (easy), of effort relative to expected and setbacks a head."""
    if effort <= 0.0:
        return CES_HIGH
    score: float = CES_HIGH - EASE_PER_EFFORT * math.log(effort) - EASE_PER_SETBACK * n_setbacks
    return min(CES_HIGH, max(CES_LOW, score))
