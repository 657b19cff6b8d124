"""Outcomes of the batches of a run: two sums each, and values that can be averaged and paired."""

from typing import TYPE_CHECKING

import numpy as np

from buyermaze.simulator.outcomes.books.quantities import Books
from buyermaze.simulator.outcomes.definitions import LOWER, UPPER

if TYPE_CHECKING:
    from buyermaze.simulator.inputs.sheets.scenario import Scenario


def batch_sums(totals: np.ndarray, scenario: "Scenario") -> np.ndarray:
    """Return the upper and the lower sum of every outcome, batch by batch.

    Parameters
    ----------
    totals : ndarray of tallies.TOTALS, shape (n,)
        Totals of the batches of a run.
    scenario : Scenario
        The scenario the run was made from.

    Returns
    -------
    ndarray of float64, shape (n, 2, len(OUTCOMES))
    """
    books = [Books(totals[b : b + 1], scenario) for b in range(len(totals))]
    return np.array([[[part.read(each) for part in parts] for parts in (UPPER, LOWER)] for each in books])


def ratios(sums: np.ndarray) -> np.ndarray:
    """Return outcomes batch by batch, each from its own two sums, shape (n, len(OUTCOMES)); NaN where undefined."""
    above, below = sums[:, 0], sums[:, 1]
    return np.asarray(np.divide(above, below, out=np.full_like(above, np.nan), where=below != 0))


def by_replication(values: np.ndarray, n_batches: int) -> np.ndarray:
    """Return what every replication adds to the mean of batches: what the interval of a level is made of.

    Batches of one replication follow each other, so that a crowded desk crowds the next as well: of the level they tell less than
    as many independent values would. Of a paired difference they tell as much, as what both sides share is gone.

    Parameters
    ----------
    values : ndarray of float64, shape (replications * n_batches, ...)
        Batch by batch, as ``batch_values`` has them.
    n_batches : int
        Batches of a replication, 1 or more.

    Returns
    -------
    ndarray of float64, shape (replications, ...)
    """
    return np.asarray(values.reshape(-1, n_batches, *values.shape[1:]).mean(axis=1))


def batch_values(sums: np.ndarray) -> np.ndarray:
    """Return outcomes batch by batch, such that their mean is the outcome of all batches together.

    An outcome is a ratio of two sums. The mean of the ratios of short batches is not the ratio of the whole, and is
    undefined as soon as one batch lacks what the outcome averages over. So a batch's value is the pooled ratio plus
    what the batch adds to it: its upper sum less the pooled ratio times its lower sum, over the mean lower sum. That is
    the delta method for ratios (Law, *Simulation Modeling and Analysis*, ch. 9) as values that can be paired.

    Parameters
    ----------
    sums : ndarray of float64, shape (n, 2, len(OUTCOMES))
        Upper and lower sums of batches, of one run or of several.

    Returns
    -------
    ndarray of float64, shape (n, len(OUTCOMES))
        NaN where an outcome is undefined in all batches together.
    """
    above, below = sums[:, 0], sums[:, 1]
    mean = below.mean(axis=0)
    mean[mean == 0] = np.nan
    ratio = above.mean(axis=0) / mean
    return np.asarray(ratio + (above - ratio * below) / mean)
