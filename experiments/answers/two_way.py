"""How sure a number is that rests on points and on luck: both count as drawn, whichever way they were combined.

Where all points share their luck, more points do not average it away: a mean over points and pieces of luck varies with
either (two-way analysis of variance). Where luck belongs to a row of points, rows are what was drawn; where every point has
luck of its own, points are. What a design spreads evenly is not left to chance, and points of a grid are not drawn at all.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from buyermaze.experiments.designs.balance import known_terms, row_means
from buyermaze.experiments.designs.samplers import EVEN, WHOLE
from buyermaze.experiments.studies.axis import Axis
from buyermaze.simulator.comparison.student_t import quantile

TAIL = 0.025
BELOW_DOUBT = (
    0.2  # chance by which noise alone looks as uneven as luck or points do: where it is greater they add nothing
)
FEW = 5  # points, or pieces of luck, below which that cannot be told and nothing is taken for nothing
LEAST = 1e-300


@dataclass(frozen=True)
class Interval:
    """A mean over points and luck with its 95 % interval; NaN where one piece of luck cannot tell."""

    mean: float
    low: float
    high: float
    n_points: int
    n_luck: int  # pieces of luck, or points or rows where these have luck of their own


def mean_interval(
    values: np.ndarray, luck_groups: np.ndarray, terms: np.ndarray | None = None, drawn: bool = True
) -> Interval:
    """Return the mean over points and luck with the interval that both leave.

    A design that spreads its points evenly leaves less to chance than points at random do. What ``terms`` explain is therefore
    taken off first, as survey samples do with what is known of everybody (regression estimate, Cochran 1977): on a latin
    hypercube what is left is what decides how sure a mean is (Stein 1987, Owen 1992).

    Parameters
    ----------
    values
        By point and replication, shape (points, replications); NaN where undefined. Replication r of two points shares its
        luck where they are of one luck group.
    luck_groups
        Shape (points,).
    terms
        Shape (points, terms): what is known of the points, each with mean 0 over all that they stand for; none by default.
    drawn
        Whether points stand for others. Those of a grid are all that is meant: luck alone counts as drawn there.
    """
    kept = np.isfinite(values).any(axis=1)
    values, luck_groups = values[kept], luck_groups[kept]
    known = np.ones((len(values), 1)) if terms is None else np.column_stack([np.ones(len(values)), terms[kept]])
    groups, place = np.unique(luck_groups, return_inverse=True)
    means = np.nanmean(values, axis=1) if len(values) else np.array([])
    if not len(means):
        return Interval(math.nan, math.nan, math.nan, 0, 0)
    fit = _Fit.of(known)
    mean = float(fit.weights @ means)
    if not drawn and values.shape[1] > 1:
        half, n_luck = _of_luck(values, place)
    elif len(groups) > 1:  # rows, or points, are drawn with luck of their own
        n_luck = len(groups)
        sums = np.bincount(place, weights=fit.steps * (means - known @ (fit.inverse @ means)))
        scale = n_luck / (n_luck - 1) * (1 - 1 / len(means)) ** 2
        half = _half(float((sums**2).sum()) * scale, max(1, n_luck - known.shape[1]))
    else:
        half, n_luck = _crossed(values, known)
    return Interval(mean, mean - half, mean + half, len(means), n_luck)


def design_interval(
    kind: str, axes: Sequence[Axis], places: np.ndarray, row: np.ndarray, luck_groups: np.ndarray, values: np.ndarray
) -> Interval:
    """Return the mean over the points of a design with its interval, as this kind of design chose them.

    Points of a row count together; where the design spreads them evenly, that is taken into account; those of a grid, or of one
    factor moved at a time, are all that is meant.

    Parameters
    ----------
    kind
        Of the design, as a study names it.
    axes
        The factors.
    places
        Where the points are in the unit cube, shape (points, axes).
    row, luck_groups
        Which row and which luck group a point belongs to, shape (points,).
    values
        By point and replication; NaN where undefined.
    """
    _, first, row = np.unique(row, return_index=True, return_inverse=True)
    terms = known_terms(axes, places, row) if kind in EVEN else None
    return mean_interval(row_means(values, row), luck_groups[first], terms, drawn=kind not in WHOLE)


@dataclass(frozen=True)
class _Fit:
    """A linear fit whose first coefficient is a mean: ``weights`` of points in it, ``steps`` by which leaving one out moves it."""

    inverse: np.ndarray
    weights: np.ndarray
    steps: np.ndarray  # times the point's distance from the fit; of a plain mean 1 / (points - 1)

    @classmethod
    def of(cls, known: np.ndarray) -> "_Fit":
        inverse = np.linalg.pinv(known)
        leverage = np.einsum("ij,ji->i", known, inverse)
        return cls(inverse, inverse[0], inverse[0] / np.maximum(1 - leverage, 1e-9))


def _of_luck(values: np.ndarray, place: np.ndarray) -> tuple[float, int]:
    """Return the half-width that luck alone leaves to a mean over points of luck groups, and of how many pieces of luck."""
    apart = np.nan_to_num(values - np.nanmean(values, axis=1, keepdims=True)) / len(values)
    n_luck = values.shape[1]
    sums = np.array([np.bincount(place, weights=column) for column in apart.T])
    own = (sums**2).sum(axis=0) / (n_luck - 1) / n_luck
    freedom = (n_luck - 1) * float(own.sum()) ** 2 / max(float((own**2).sum()), LEAST)
    return _half(float(own.sum()), freedom), n_luck * len(own)


def _half(variance: float, freedom: float) -> float:
    return quantile(TAIL, max(1, math.floor(freedom))) * math.sqrt(variance)


def half_of_few(parts: Sequence[tuple[float, int]], taken_twice: Sequence[tuple[float, int]]) -> float:
    """Return the half-width where few points or pieces of luck tell: each part counts with the t of its own few degrees.

    Modified large-sample limits after Graybill and Wang (1980). Degrees of freedom for the parts together would be guessed
    from the same few numbers, and the interval be short just where luck happened to look small.

    Parameters
    ----------
    parts
        Variances that add up, each with its degrees of freedom.
    taken_twice
        Variances that every part holds, likewise, to be taken off once; no part is made smaller than it is by that.
    """
    squares = [_half(*part) ** 2 for part in parts]
    return math.sqrt(max(sum(squares) - sum(_half(*part) ** 2 for part in taken_twice), *squares))


def _crossed(values: np.ndarray, known: np.ndarray) -> tuple[float, int]:
    """Return the half-width of a mean over points that all share their luck, and of how many pieces of luck.

    The variances of the means over luck and of the means over points both hold what only a point and a piece of luck
    together do, which is taken off once. Points are left out one by one for theirs (jackknife), which holds whatever shape is
    left when ``known`` is taken off. What is no more uneven than that alone makes it counts for nothing, by an F test at
    20 % (a sometimes-pool procedure after Bancroft 1944), with degrees of freedom by Satterthwaite; with few points or pieces
    of luck both count as they are found (``half_of_few``).
    """
    from scipy.special import fdtrc

    n_luck = int(np.isfinite(values).all(axis=0).sum())
    whole = values[:, np.isfinite(values).all(axis=0)]
    if not n_luck:  # points with undefined runs are left out
        full = np.isfinite(values).all(axis=1)
        whole, known = values[full], known[full]
        n_luck = whole.shape[1] if len(whole) else 0
    p = len(whole)
    if p < 1 or n_luck < 2:
        return math.nan, n_luck
    if p <= known.shape[1]:
        known = known[:, :1]
    fit, left = _Fit.of(known), p - known.shape[1]
    by_luck = float((fit.weights @ whole).var(ddof=1)) / n_luck
    if p < 2:
        return _half(by_luck, n_luck - 1), n_luck
    apart = whole - known @ (fit.inverse @ whole)
    squares = fit.steps**2 * (p - 1) / p
    by_point = float(squares @ apart.mean(axis=1) ** 2)
    own = left * (n_luck - 1)
    both = float(squares @ apart.var(axis=1, ddof=1)) / n_luck
    if min(left + 1, n_luck) < FEW:
        return half_of_few([(by_point, left), (by_luck, n_luck - 1)], [(both, own)]), n_luck
    variance, spread = both, both**2 / own
    for part, freedom in ((by_point, left), (by_luck, n_luck - 1)):
        if fdtrc(freedom, own, part / max(both, LEAST)) < BELOW_DOUBT:
            variance, spread = variance + part - both, spread + part**2 / freedom
    return _half(variance, variance**2 / max(spread, LEAST)), n_luck


def means_anew(values: np.ndarray, luck_groups: np.ndarray, n_drawn: int, seed: int = 0) -> np.ndarray:
    """Return the means of points as other luck might leave them, shape (draws, points), points of a luck group alike.

    Normal, with the covariance that replications show, and t tails: drawing few pieces of luck anew gives too few different
    means, which lie too near together.

    Parameters
    ----------
    values
        By point and replication, at least two replications; NaN where undefined.
    luck_groups
        Shape (points,).
    """
    rng = np.random.default_rng(seed)
    n = np.isfinite(values).sum(axis=1)
    apart = np.nan_to_num(values - np.nanmean(values, axis=1, keepdims=True))
    scale = 1 / np.sqrt(np.maximum(n * (n - 1), 1))
    groups, place = np.unique(luck_groups, return_inverse=True)
    freedom = values.shape[1] - 1
    means = np.empty((n_drawn, len(values)))
    for k in range(n_drawn):
        luck = rng.standard_normal((len(groups), values.shape[1]))[place]
        tail = np.sqrt(freedom / rng.chisquare(freedom, len(groups)))[place]
        means[k] = np.nanmean(values, axis=1) + (apart * luck).sum(axis=1) * scale * tail
    return means


def clustered(luck_groups: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return points drawn anew, all points of a luck group together."""
    groups, place = np.unique(luck_groups, return_inverse=True)
    order = np.argsort(place, kind="stable")
    starts = np.searchsorted(place[order], np.arange(len(groups) + 1))
    drawn = rng.integers(0, len(groups), len(groups))
    return np.concatenate([order[starts[g] : starts[g + 1]] for g in drawn])


def fitted_covariance(
    table: np.ndarray, values: np.ndarray, luck_groups: np.ndarray, fit: "object", n_drawn: int = 300
) -> tuple[np.ndarray, float]:
    """Return the covariance of a linear fit through points under shared or own luck, and its degrees of freedom.

    Parameters
    ----------
    table
        The terms at every point, shape (points, terms).
    values
        By point and replication, without gaps.
    luck_groups
        Shape (points,).
    fit
        Function of terms and values that returns coefficients.
    """
    rng = np.random.default_rng(0)
    means = values.mean(axis=1)
    drawn = []
    for _ in range(n_drawn):
        places = clustered(luck_groups if len(np.unique(luck_groups)) > 1 else np.arange(len(means)), rng)
        drawn.append(fit(table[places], means[places]))  # type: ignore[operator]
    by_point = np.cov(np.array(drawn).T)
    n_luck = values.shape[1]
    if len(np.unique(luck_groups)) > 1 or n_luck < 2:
        return by_point, max(1, (len(np.unique(luck_groups)) if len(np.unique(luck_groups)) > 1 else len(means)) - 1)
    each = np.array([fit(table, column) for column in values.T])  # type: ignore[operator]
    by_luck = np.cov(each.T) / n_luck
    rest = values - table @ each.T
    own = max(1, len(means) - table.shape[1])
    idle = (rest - rest.mean(axis=1, keepdims=True)) ** 2
    both = float(idle.sum()) / (own * (n_luck - 1)) / n_luck * np.linalg.pinv(table.T @ table)
    total = by_point + by_luck - both
    values_, vectors = np.linalg.eigh((total + total.T) / 2)
    safe = vectors @ np.diag(np.maximum(values_, 0.0)) @ vectors.T
    share = min(1.0, float(np.trace(by_luck) / max(np.trace(safe), LEAST)))
    return safe, max(n_luck - 1, (n_luck - 1) / max(share**2, 1e-3))
