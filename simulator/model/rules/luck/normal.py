"""The normal distribution, one uniform to one number, the same to the bit in either engine."""

import math

from buyermaze.simulator.model.compiler.rule import rule

SQRT2 = math.sqrt(2.0)
INV_SQRT_2PI = 1.0 / math.sqrt(2.0 * math.pi)
# Acklam's rational approximation of the quantile: highest power first; the denominators end in 1
LOW = 0.02425  # below it, and above 1 - LOW, the tail's coefficients hold
A1, A2, A3 = -3.969683028665376e01, 2.209460984245205e02, -2.759285104469687e02
A4, A5, A6 = 1.383577518672690e02, -3.066479806614716e01, 2.506628277459239e00
B1, B2, B3 = -5.447609879822406e01, 1.615858368580409e02, -1.556989798598866e02
B4, B5 = 6.680131188771972e01, -1.328068155288572e01
C1, C2, C3 = -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e00
C4, C5, C6 = -2.549732539343734e00, 4.374664141464968e00, 2.938163982698783e00
D1, D2, D3, D4 = 7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e00, 3.754408661907416e00


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
    top = ((((A1 * r + A2) * r + A3) * r + A4) * r + A5) * r + A6
    bottom = ((((B1 * r + B2) * r + B3) * r + B4) * r + B5) * r + 1.0
    return q * top / bottom


@rule
def _tail(q: float) -> float:
    """Return the quantile far out, where ``q`` is the root of -2 ln of the chance beyond it."""
    top = ((((C1 * q + C2) * q + C3) * q + C4) * q + C5) * q + C6
    bottom = (((D1 * q + D2) * q + D3) * q + D4) * q + 1.0
    return top / bottom
