"""PAWN: how far fixing a factor moves the whole distribution of an outcome, and how far chance alone would seem to move it.

An index is never zero: the fewer points there are, the further a factor that does nothing seems to move them. A factor is
therefore told from chance only where its index is beyond what points dealt anew give, under luck drawn anew as well.
"""

import numpy as np

from buyermaze.experiments.answers.two_way import means_anew

N_SLICES = 10  # slices of a factor's range, as SALib has it
CONFIDENCE = 0.95  # share of the deals that the strongest index by chance stays below, and of the luck that leaves a factor above
MOST_WORK = 100_000_000  # numbers looked at for one answer
FEWEST, MOST = 20, 200  # times points are dealt, and luck is drawn, anew


class Pawn:
    """The slices of all factors, ready for many outcomes of the same points (Pianosi and Wagener 2018)."""

    def __init__(self, slices: list[np.ndarray]) -> None:
        self.slices = slices

    @classmethod
    def at(cls, places: np.ndarray) -> "Pawn":
        """Cut the range of every factor into slices of as many points each; the point at the very end is in none, as in SALib."""
        edges = np.quantile(places, np.arange(N_SLICES + 1) / N_SLICES, axis=0)
        pairs = zip(places.T, edges.T, strict=True)
        return cls([(column[:, None] >= edge[:-1]) & (column[:, None] < edge[1:]) for column, edge in pairs])

    def of(self, chosen: np.ndarray) -> "Pawn":
        """Return the slices of some factors."""
        return Pawn([each for each, is_one in zip(self.slices, chosen, strict=True) if is_one])

    def distances(self, values: np.ndarray) -> np.ndarray:
        """Return Kolmogorov's distance of every slice from all points, shape (factors, slices); NaN where a slice is empty."""
        order = np.argsort(values, kind="stable")
        ordered = values[order]
        steps = np.append(ordered[1:] != ordered[:-1], True)
        whole = (np.flatnonzero(steps) + 1) / len(values)
        found = np.full((len(self.slices), N_SLICES), np.nan)
        for k, inside in enumerate(self.slices):
            n = inside.sum(axis=0)
            within = inside[order].cumsum(axis=0, dtype=np.int32)[steps][:, n > 0] / n[n > 0]
            found[k, n > 0] = np.abs(within - whole[:, None]).max(axis=0)
        return found

    def medians(self, values: np.ndarray) -> np.ndarray:
        """Return the index of every factor: the median distance of its slices."""
        return np.nanmedian(self.distances(values), axis=1)


def beyond_chance(
    pawn: Pawn, values: np.ndarray, row: np.ndarray, luck_groups: np.ndarray, seed: int = 0
) -> tuple[np.ndarray, float]:
    """Return which factors move the means of points further than chance, and how far chance moves the strongest of idle ones.

    Parameters
    ----------
    pawn
        Of the places of the points.
    values
        By point and replication; NaN where undefined.
    row, luck_groups
        Which row and which luck group a point belongs to, shape (points,); outcomes are dealt anew by whole rows.
    """
    rng = np.random.default_rng(seed)
    mean = np.nanmean(values, axis=1)
    n_anew = int(np.clip(MOST_WORK // (len(mean) * len(pawn.slices) * N_SLICES), FEWEST, MOST))
    _, n_of_row = np.unique(row, return_counts=True)
    size = int(n_of_row[0]) if len(set(n_of_row.tolist())) == 1 else 1
    dealt = np.argsort(row, kind="stable").reshape(-1, size)
    strongest = []
    for _ in range(n_anew):
        other = np.empty_like(mean)
        other[dealt] = mean[rng.permutation(dealt)]
        strongest.append(pawn.medians(other).max())
    level = float(np.quantile(strongest, CONFIDENCE))
    told = pawn.medians(mean) > level
    if values.shape[1] > 1 and len(np.unique(luck_groups)) < len(
        n_of_row
    ):  # shared luck may favour one end of a factor
        left = pawn.of(told)
        again = [left.medians(other) > level for other in means_anew(values, luck_groups, n_anew, seed)]
        told[told] = np.mean(again, axis=0) >= CONFIDENCE
    return told, level
