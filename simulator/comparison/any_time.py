"""Intervals that hold however often one looks, so that a comparison may stop as soon as it is told.

Who looks at a usual 95 % interval again and again until it leaves zero out will see that happen, by luck alone, sooner or
later. These intervals come from a test that may be stopped at any time: under the null the mean of its evidence, the
Bayes factor of Jeffreys' t test, never exceeds one at whatever moment one stops, so 20 is reached in at most 5 % of cases
(Ville's inequality; Lai 1976, Rouder and others 2009, Wang and Ramdas 2025). Exact for values that are normal; how far
others may stray from 5 % is measured by ``python -m benchmarks certainty``.
"""

import math
from dataclasses import replace
from typing import Final, TypeVar

from buyermaze.simulator.comparison.paired_statistics import ALPHA, Difference, Estimate

TIGHTEST_AT: Final = 100  # values at which the interval is tightest, beside the usual one; assumption
SPREAD: Final = 8.3 / TIGHTEST_AT  # variance of the effects the evidence is weighed over, in variances of one value
MOST: Final = 700.0  # whose exponential is still a number
E = TypeVar("E", bound=Estimate)


def evidence(mean: float, standard_error: float, n: int) -> float:
    """Return how much likelier ``n`` values with this mean are if there is a difference than if there is none.

    Parameters
    ----------
    mean, standard_error : float
        Of the values, in one unit.
    n : int
        How many, 2 or more.

    Returns
    -------
    float
        0 or more; 20 or more is what luck alone reaches, ever, in at most 5 % of cases.
    """
    if standard_error == 0:
        return math.inf if mean else 0.0
    u, widened = (mean / standard_error) ** 2 / (n - 1), 1 + n * SPREAD
    logarithm = 0.5 * n * (math.log1p(u) - math.log1p(u / widened)) - 0.5 * math.log(widened)
    return math.exp(min(logarithm, MOST))


def half_width(standard_error: float, n: int, alpha: float = ALPHA) -> float:
    """Return half the length of the interval that holds at all times together, in the unit of the standard error.

    Infinite while so few values have been seen that nothing can be said at that level.
    """
    if n < 2:
        return math.nan
    widened = 1 + n * SPREAD
    ratio = (math.sqrt(widened) / alpha) ** (2 / n)
    if ratio >= widened:
        return math.inf
    return standard_error * math.sqrt((n - 1) * (ratio - 1) / (1 - ratio / widened))


def lasting(n: int) -> float:
    """Return how many standard errors of ``n`` values, to either side, hold at all times together."""
    return half_width(1.0, n)


def at_any_time(found: E) -> E:
    """Return an estimate with the interval, and a difference with the chance by luck, that hold however often one looks."""
    if found.n < 2:
        return found
    half = half_width(found.standard_error, found.n)
    wider = replace(found, low=found.mean - half, high=found.mean + half)
    if not isinstance(wider, Difference):
        return wider
    seen = evidence(found.mean, found.standard_error, found.n)
    return replace(wider, p=min(1.0, 1 / seen) if seen else 1.0)
