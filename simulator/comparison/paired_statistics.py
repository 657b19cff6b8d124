"""Means and paired differences over batches of replications, with 95 % t intervals and what pairing achieved."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import Final

import numpy as np

from buyermaze.simulator.comparison import student_t as student

CONFIDENCE: Final = 0.95
ALPHA: Final = 1 - CONFIDENCE
ROUNDING: Final = 1e-12  # relative; differences below it are those of arithmetic, not of organisations


@dataclass(frozen=True)
class Estimate:
    """A mean over replications and how far luck may have moved it; NaN where too few are defined."""

    mean: float
    standard_error: float
    low: float
    high: float
    n: int  # replications used
    n_undefined: int  # replications left out because the outcome does not exist in them

    @property
    def half_width(self) -> float:
        """Return half the length of the 95 % interval."""
        return (self.high - self.low) / 2

    @property
    def is_known(self) -> bool:
        """Tell whether so much has been seen that its interval has two ends."""
        return self.n > 1 and math.isfinite(self.half_width)

    @property
    def is_told(self) -> bool:
        """Tell whether it is apart from 0 by more than luck: the 95 % interval leaves 0 out."""
        return self.n > 1 and (self.low > 0 or self.high < 0)


@dataclass(frozen=True)
class Difference(Estimate):
    """A paired difference: the same luck on both sides."""

    correlation: float  # of the two scenarios over replications; NaN if either never varies
    p: float  # two-sided, of a difference this large by luck alone; NaN for a single replication


def t_quantile(n: int) -> float:
    """Return the two-sided 95 % point of Student's t for a mean over ``n`` values (infinite for fewer than two)."""
    return student.quantile(ALPHA / 2, n - 1) if n > 1 else math.inf


def estimate(values: np.ndarray) -> Estimate:
    """Return the mean of one outcome over replications, shape (n,); NaN entries are left out and counted."""
    used = values[np.isfinite(values)]
    mean, error, half = _moments(used)
    return Estimate(mean, error, mean - half, mean + half, len(used), len(values) - len(used))


def difference(values: np.ndarray, baseline: np.ndarray) -> Difference:
    """Return the paired difference of one outcome, ``values`` minus ``baseline``, both of shape (n,).

    A replication counts only if the outcome is defined on both sides; the others are counted as undefined.
    """
    both = np.isfinite(values) & np.isfinite(baseline)
    a, b = values[both], baseline[both]
    apart = a - b
    apart[np.abs(apart) <= ROUNDING * np.maximum(np.abs(a), np.abs(b))] = 0.0
    mean, error, half = _moments(apart)
    n = len(a)
    p = by_luck(mean, error, n)
    return Difference(mean, error, mean - half, mean + half, n, len(values) - n, _correlation(a, b), p)


def shares_apart(yes: np.ndarray, baseline: np.ndarray) -> Difference:
    """Return how much oftener something happened than in the baseline, under the same luck.

    Parameters
    ----------
    yes, baseline : ndarray of bool, shape (n,)
        Whether it happened in each replication.

    Returns
    -------
    Difference
        The interval is the adjusted one of Bonett and Price (2012, *JEBS* 37), from -1 to 1, which is not nothing where few runs
        agree; ``p`` is McNemar's with Edwards' correction (1948, *Psychometrika* 13).
    """
    n, more, less = len(yes), int(np.sum(yes & ~baseline)), int(np.sum(baseline & ~yes))
    mean, apart = (more - less) / n, more + less
    up, down = (more + 1) / (n + 2), (less + 1) / (n + 2)
    error = math.sqrt((up + down - (up - down) ** 2) / (n + 2))
    half = NormalDist().inv_cdf(1 - ALPHA / 2) * error
    z = max(0.0, abs(more - less) - 1) / math.sqrt(apart) if apart else 0.0
    p = 2 * (1 - NormalDist().cdf(z))
    low, high = max(-1.0, min(mean, up - down - half)), min(1.0, max(mean, up - down + half))
    return Difference(mean, error, low, high, n, 0, _correlation(yes.astype(float), baseline.astype(float)), p)


def by_luck(mean: float, standard_error: float, n: int) -> float:
    """Return the two-sided chance that luck alone moves a mean of ``n`` values so far from 0; NaN for fewer than two."""
    if n < 2 or math.isnan(mean):
        return math.nan
    if standard_error == 0:
        return 1.0 if mean == 0 else 0.0
    return 2 * student.tail(abs(mean) / standard_error, n - 1)


def crossed(values: np.ndarray) -> Difference:
    """Return the mean of what was tried several ways under the same luck, both ways and luck counted as drawn.

    Parameters
    ----------
    values : ndarray of float64, shape (ways, n)
        One row per way it was tried (one row: there is no other way), one column per piece of luck.

    Returns
    -------
    Difference
        Its variance is that of the mean over luck plus that of the mean over ways; degrees of freedom by Welch and
        Satterthwaite. A little too wide where the way matters more under some luck than under other.
    """
    mean = float(values.mean())
    terms = []
    for means in (values.mean(axis=0), values.mean(axis=1)):
        if len(means) > 1:
            terms.append((float(means.var(ddof=1)) / len(means), len(means) - 1))
    n = values.shape[1]
    variance = sum(term for term, _ in terms)
    if n < 2:
        return Difference(mean, math.nan, math.nan, math.nan, n, 0, math.nan, math.nan)
    if variance <= (ROUNDING * abs(mean)) ** 2:
        return Difference(mean, 0.0, mean, mean, n, 0, math.nan, 1.0 if mean == 0 else 0.0)
    df = variance**2 / sum(term**2 / free for term, free in terms)
    error = math.sqrt(variance)
    half = student.quantile(ALPHA / 2, df) * error
    p = 2 * student.tail(abs(mean) / error, df)
    return Difference(mean, error, mean - half, mean + half, n, 0, math.nan, p)


def together(found: Difference, n: int) -> Difference:
    """Return a difference whose interval holds at once with those of ``n`` - 1 others, by Bonferroni's inequality."""
    if found.n < 2:
        return found
    half = student.quantile(ALPHA / 2 / n, found.n - 1) * found.standard_error
    return replace(found, low=found.mean - half, high=found.mean + half, p=min(1.0, n * found.p))


def holm(p_values: list[float]) -> list[float]:
    """Return p-values adjusted for their number by Holm's step-down method; NaN stays NaN and is not counted."""
    order = sorted((k for k, p in enumerate(p_values) if not math.isnan(p)), key=lambda k: p_values[k])
    adjusted = [math.nan] * len(p_values)
    running = 0.0
    for rank, k in enumerate(order):
        running = max(running, min(1.0, (len(order) - rank) * p_values[k]))
        adjusted[k] = running
    return adjusted


def wilson(n_yes: int, n: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share, from 0 to 1, of which ``n_yes`` of ``n`` cases were counted (1927, *JASA* 22)."""
    if n == 0:
        return 0.0, 1.0
    z2 = NormalDist().inv_cdf(1 - ALPHA / 2) ** 2
    middle = (n_yes + z2 / 2) / (n + z2)
    half = math.sqrt(z2 * (n_yes * (n - n_yes) / n + z2 / 4)) / (n + z2)
    return max(0.0, middle - half), min(1.0, middle + half)


def values_for(half_width: float, found: Estimate, errors: Callable[[int], float] = t_quantile) -> int:
    """Return how many values would bring a 95 % half-width down to a target, judged by the spread found so far.

    ``errors`` tells how many standard errors of a number of values an interval reaches to either side.

    Raises
    ------
    ValueError
        If the target is not positive or fewer than two values have been used.
    """
    if not half_width > 0:
        raise ValueError("the half-width aimed at must be positive")
    if found.n < 2:
        raise ValueError("at least two values are needed to know the spread")
    spread = found.standard_error * math.sqrt(found.n)
    n = max(2, math.ceil((1.96 * spread / half_width) ** 2))
    while errors(n) * spread / math.sqrt(n) > half_width:
        n += max(1, n // 100)
    return n


def _moments(values: np.ndarray) -> tuple[float, float, float]:
    """Return mean, standard error and 95 % half-width; NaN where there are too few values."""
    n = len(values)
    if n == 0:
        return math.nan, math.nan, math.nan
    mean = float(np.mean(values))
    if n == 1:
        return mean, math.nan, math.nan
    error = 0.0 if np.all(values == values[0]) else float(np.std(values, ddof=1)) / math.sqrt(n)
    return mean, error, t_quantile(n) * error


def _correlation(a: np.ndarray, b: np.ndarray) -> float:
    """Return the correlation of paired values; NaN if one side never varies."""
    if len(a) < 2 or np.all(a == a[0]) or np.all(b == b[0]):
        return math.nan
    return float(np.corrcoef(a, b)[0, 1])
