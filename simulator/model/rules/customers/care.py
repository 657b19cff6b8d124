"""Who hears from us between purchases."""

import math

from buyermaze.simulator.model.compiler.rule import rule

CARE_REACH = 20.0  # calls to a customer and period when all of reps' time is kept for customers; assumption


@rule
def p_cared_for(share_caring: float) -> float:
    """Return the chance that a customer hears from us in a period, given the part of reps' time kept for customers.

    ``share_caring``: part of reps' selling time kept for customers, 0 to 1.
    """
    return 1.0 - math.exp(-CARE_REACH * share_caring)
