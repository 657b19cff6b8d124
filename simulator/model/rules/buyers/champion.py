"""Champions differ in how well they carry a purchase, and in the weight of their word."""

import math

from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.luck.draws import normal


@rule
def champion_factor(mean: float, sd: float, uniform: float) -> float:
    """Return a champion's skill or standing relative to the usual one: log-normal, exactly the mean without a spread.

    ``mean``: mean of all champions, a factor.
    ``sd``: spread of the logarithm; 0: all alike.
    ``uniform``: a uniform number strictly between 0 and 1.
    """
    if sd <= 0.0:
        return mean
    return mean * math.exp(sd * normal(uniform) - 0.5 * sd * sd)


@rule
def p_won_over(chance: float, skill: float) -> float:
    """Return the chance that somebody opposed is won over by a champion.

    ``chance``: chance with a usual one, 0 to 1.
    ``skill``: the champion's skill, 1 is usual.
    """
    return min(1.0, chance * skill)
