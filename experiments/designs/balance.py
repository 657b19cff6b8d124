"""What a design spreads evenly over the ranges of its factors: terms whose mean over the ranges is known beforehand."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from buyermaze.experiments.studies.axis import Axis

HIGHEST: Final = 5  # power of a factor
ROWS_PER_TERM: Final = 4  # at least, the mean counted as a term


def row_means(values: np.ndarray, row: np.ndarray) -> np.ndarray:
    """Return the means of points that were drawn together, shape (rows, columns), of what is defined; NaN where nothing is.

    Parameters
    ----------
    values
        Shape (points, columns).
    row
        Which row a point belongs to, 0 and up without gaps.
    """
    sums = np.zeros((2, int(row.max(initial=-1)) + 1, values.shape[1]))
    defined = np.isfinite(values)
    np.add.at(sums[0], row, np.where(defined, values, 0.0))
    np.add.at(sums[1], row, defined)
    return np.divide(sums[0], sums[1], out=np.full(sums[0].shape, np.nan), where=sums[1] > 0)


def known_terms(axes: Sequence[Axis], places: np.ndarray, row: np.ndarray) -> np.ndarray:
    """Return terms of the factors by row, as many as so many rows can bear, each with mean 0 over the ranges.

    First what tells choices apart and straight lines, then squares, then products of two factors, then higher powers.

    Parameters
    ----------
    axes
        The factors.
    places
        Where the points are in the unit cube, shape (points, axes).
    row
        Which row a point belongs to, 0 and up without gaps: points of a row are drawn together.

    Returns
    -------
    numpy.ndarray
        Shape (rows, terms); without terms where rows are few.
    """
    numbers = [k for k, axis in enumerate(axes) if axis.is_number]
    powers = {n: [_power(axis, places[:, k], n) for k, axis in enumerate(axes)] for n in range(1, HIGHEST + 1)}
    products = [powers[1][i] * powers[1][j] for i in numbers for j in numbers if i < j]
    found = np.empty((int(row.max(initial=-1)) + 1, 0))
    for block in (powers[1], powers[2], products, *(powers[n] for n in range(3, HIGHEST + 1))):
        more = np.column_stack([found, *(row_means(term, row) for term in block)])
        if ROWS_PER_TERM * (1 + more.shape[1]) > len(found):
            break
        found = more
    return found


def _power(axis: Axis, places: np.ndarray, n: int) -> np.ndarray:
    """Return a power of a number (Legendre's), or once which value a choice has, less the mean over the range."""
    stops, shares = _stops(axis)
    if axis.is_number:
        line = np.polynomial.legendre.Legendre.basis(n, domain=[0, 1])
        return np.asarray(line(places) - shares @ line(stops))[:, None]
    own = stops[1 if n == 1 else len(stops) :]
    return np.equal.outer(places, own) - shares[len(stops) - len(own) :]


def _stops(axis: Axis) -> tuple[np.ndarray, np.ndarray]:
    """Return the places that a factor can be at and how often it is at each; for a continuous one, such that means are exact."""
    if axis.kind == "real":
        nodes, weights = np.polynomial.legendre.leggauss(HIGHEST)
        return (nodes + 1) / 2, weights / 2
    if axis.kind == "integer":
        n = int(axis.high) - int(axis.low) + 1
        return (np.arange(n) + 0.5) / n, np.full(n, 1 / n)
    shares = np.array(axis.weights or (1.0,) * len(axis.values))
    return np.array([axis.place(value) for value in axis.values]), shares / shares.sum()
