"""Student's t by the incomplete beta function: two numbers per comparison are not worth loading scipy for."""

import math
from functools import cache
from typing import Final

MANY: Final = (
    100_000  # degrees of freedom beyond which the logarithms of gamma above lose more than the series leaves out
)


def tail(t: float, df: float) -> float:
    """Return the chance that Student's t with ``df`` degrees of freedom exceeds ``t`` >= 0."""
    return 0.5 * _incomplete_beta(0.5 * df, 0.5, df / (df + t * t), t * t / (df + t * t))


@cache
def quantile(p_tail: float, df: float) -> float:
    """Return the value that Student's t exceeds with chance ``p_tail`` < 0.05.

    Newton's method from below; for very many degrees of freedom the series about the normal quantile (Abramowitz and
    Stegun 26.7.5), exact there to the last digit or two.
    """
    if df > MANY:
        from statistics import NormalDist  # rarely needed, and slow to load

        z = NormalDist().inv_cdf(1 - p_tail)
        first, second = (z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96
        return z + first / df + second / df**2 + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384 / df**3
    t = 1.6
    density = math.exp(math.lgamma(0.5 * (df + 1)) - math.lgamma(0.5 * df)) / math.sqrt(df * math.pi)
    while True:  # the tail falls ever more gently, so no step goes too far
        step = (tail(t, df) - p_tail) / (density * (1 + t * t / df) ** (-0.5 * (df + 1)))
        t += step
        if step <= 1e-15 * t:
            return t


def _incomplete_beta(a: float, b: float, x: float, rest: float) -> float:
    """Return the regularised incomplete beta function at ``x``, with ``rest`` = 1 - x given for accuracy."""
    if x <= 0.0 or rest <= 0.0:
        return 0.0 if x <= 0.0 else 1.0
    scale = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log(rest))
    if x < (a + 1) / (a + b + 2):
        return scale * _fraction(a, b, x) / a
    return 1.0 - scale * _fraction(b, a, rest) / b


def _fraction(a: float, b: float, x: float) -> float:
    """Return the continued fraction of the incomplete beta function (Lentz's method)."""
    c, d = 1.0, 1.0 / (1.0 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, 10_000):
        for step in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1.0 / (1.0 + step * d)
            c = 1.0 + step / c
            value *= c * d
        if abs(c * d - 1.0) < 1e-16:
            break
    return value
