"""The normal distribution, one uniform to one number, the same to the bit in either engine."""

import math

from buyermaze.simulator.model.compiler.rule import rule

SQRT2 = math.sqrt(2.0)
INV_SQRT_2PI = 1.0 / math.sqrt(2.0 * math.pi)
LOW = 0.02425


@rule
def normal_cdf(x: float) -> float:
    """Return the chance that a standard normal number is below ``x``."""
    return 0.5 * math.erfc(-x / SQRT2)


@rule
def normal_pdf(x: float) -> float:
    """Return the density of a standard normal number at ``x``."""
    return INV_SQRT_2PI * math.exp(-0.5 * x * x)


@rule
def normal_quantile(p: float) -> float:
    """Return the ``p``-quantile of a standard normal number, 0 < p < 1 (Acklam's rational approximation, error < 2e-9)."""
    if p < LOW:
        return _tail(math.sqrt(-2.0 * math.log(p)))
    if p > 1.0 - LOW:
        return -_tail(math.sqrt(-2.0 * math.log(1.0 - p)))
    q = p - 0.5
    r = q * q
    top = (
        (((-3.969683028665376e01 * r + 2.209460984245205e02) * r - 2.759285104469687e02) * r + 1.383577518672690e02) * r
        - 3.066479806614716e01
    ) * r + 2.506628277459239e00
    bottom = (
        (((-5.447609879822406e01 * r + 1.615858368580409e02) * r - 1.556989798598866e02) * r + 6.680131188771972e01) * r
        - 1.328068155288572e01
    ) * r + 1.0
    return q * top / bottom


@rule
def _tail(q: float) -> float:
    top = (
        (((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838e00) * q - 2.549732539343734e00)
        * q
        + 4.374664141464968e00
    ) * q + 2.938163982698783e00
    bottom = (
        ((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996e00) * q + 3.754408661907416e00
    ) * q + 1.0
    return top / bottom
