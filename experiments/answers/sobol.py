"""Sobol indices: what share of the variation each factor explains, alone (first order) and with all it takes part in."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

N_RESAMPLED = 500
INTERVAL = (2.5, 97.5)
LEAST_EXPLAINED = 0.05  # where luck is nearly everything, indices are shares of this much


@dataclass(frozen=True, eq=False)
class SobolIndices:
    """First and total order indices with 95 % intervals; ``noise`` is the share of the variation that is luck."""

    names: tuple[str, ...]
    first: np.ndarray
    first_low: np.ndarray
    first_high: np.ndarray
    total: np.ndarray
    total_low: np.ndarray
    total_high: np.ndarray
    second: np.ndarray | None
    noise: float
    n_rows: int
    n_left_out: int


def sobol_indices(
    names: Sequence[str],
    a: np.ndarray,
    b: np.ndarray,
    ab: np.ndarray,
    ba: np.ndarray | None = None,
    a_again: np.ndarray | None = None,
    seed: int = 0,
) -> SobolIndices:
    """Return Sobol indices from the blocks of a Saltelli design.

    Saltelli's 2010 estimator for the first order and Jansen's for the total one. Values of a row share their luck, so
    that differences within a row are the factors' doing; what luck does is measured apart, on ``a_again``, and taken
    out of the variance that indices are shares of. Intervals resample rows.

    Parameters
    ----------
    names
        Names of the factors.
    a, b
        Outcomes at the points A and B of every row, shape (rows,).
    ab, ba
        Outcomes at A with one factor from B (and the reverse), shape (factors, rows).
    a_again
        Outcomes at A under other luck.
    seed
        Decides which rows are drawn for the intervals.
    """
    blocks = (
        [a[None], b[None], ab] + ([ba] if ba is not None else []) + ([a_again[None]] if a_again is not None else [])
    )
    whole = np.isfinite(np.concatenate(blocks)).all(axis=0)
    keep = np.flatnonzero(whole)
    if len(keep) < 2:
        raise ValueError("fewer than two complete rows")
    a, b, ab = a[keep], b[keep], ab[:, keep]
    again = a_again[keep] if a_again is not None else None
    middle = np.concatenate([a, b]).mean()
    a, b, ab = a - middle, b - middle, ab - middle
    again = again - middle if again is not None else None
    first, total, noise = _estimated(a, b, ab, again)
    rng = np.random.default_rng(seed)
    drawn = np.empty((2, N_RESAMPLED, len(names)))
    for i in range(N_RESAMPLED):
        rows = rng.integers(0, len(a), len(a))
        drawn[0, i], drawn[1, i], _ = _estimated(
            a[rows], b[rows], ab[:, rows], again[rows] if again is not None else None
        )
    low, high = np.nanpercentile(drawn, INTERVAL, axis=1)
    second = None
    if ba is not None:
        second = _second(a, b, ab, ba[:, keep] - middle, first, _explained(a, b, again)[0])
    return SobolIndices(
        tuple(names), first, low[0], high[0], total, low[1], high[1], second, noise, len(keep), len(whole) - len(keep)
    )


def _explained(a: np.ndarray, b: np.ndarray, again: np.ndarray | None) -> tuple[float, float]:
    """Return the variance that factors explain, and the share of all variance that is luck."""
    variance = float(np.concatenate([a, b]).var())
    luck = float(0.5 * np.mean((a - again) ** 2)) if again is not None else 0.0
    return max(variance - luck, LEAST_EXPLAINED * variance), luck / variance if variance > 0 else 0.0


def _estimated(
    a: np.ndarray, b: np.ndarray, ab: np.ndarray, again: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray, float]:
    explained, noise = _explained(a, b, again)
    if explained <= 0:
        nothing = np.full(len(ab), np.nan)
        return nothing, nothing, noise
    return (b * (ab - a)).mean(axis=1) / explained, 0.5 * ((a - ab) ** 2).mean(axis=1) / explained, noise


def _second(
    a: np.ndarray, b: np.ndarray, ab: np.ndarray, ba: np.ndarray, first: np.ndarray, explained: float
) -> np.ndarray:
    """Return what pairs explain beyond their two members, shape (factors, factors), upper half filled."""
    k = len(ab)
    result = np.full((k, k), np.nan)
    for i in range(k):
        for j in range(i + 1, k):
            together = (ba[i] * ab[j] - a * b).mean() / explained
            result[i, j] = together - first[i] - first[j]
    return result
