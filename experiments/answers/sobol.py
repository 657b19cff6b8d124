"""Sobol indices: what share of the variation each factor explains, alone (first order) and with all it takes part in.

Every product is one of different pieces of luck, so that what luck does at a point averages to nothing instead of adding to
totals (with one replication only the run repeated under other luck can do that, less precisely).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

N_RESAMPLED = 500
INTERVAL = (2.5, 97.5)


@dataclass(frozen=True, eq=False)
class SobolIndices:
    """First and total order indices with 95 % intervals; ``noise`` is the share of a point's variation that is luck.

    ``told`` says whether the factors' own variation can be told from nothing; where not, indices mean nothing.
    """

    names: tuple[str, ...]
    first: np.ndarray
    first_low: np.ndarray
    first_high: np.ndarray
    total: np.ndarray
    total_low: np.ndarray
    total_high: np.ndarray
    second: np.ndarray | None
    noise: float
    told: bool
    n_rows: int
    n_left_out: int


@dataclass(frozen=True)
class _Blocks:
    """Outcomes of complete rows by block, shape (rows, replications); ``ab`` and ``ba`` have factors in front."""

    a: np.ndarray
    b: np.ndarray
    ab: np.ndarray
    ba: np.ndarray | None
    again: np.ndarray | None

    def rows(self, places: np.ndarray, luck: np.ndarray | None = None) -> "_Blocks":
        """Return some rows, under some pieces of luck."""

        def cut(block: np.ndarray | None) -> np.ndarray | None:
            if block is None:
                return None
            block = block[..., places, :]
            return block if luck is None else block[..., luck]

        a, b, ab = cut(self.a), cut(self.b), cut(self.ab)
        assert a is not None and b is not None and ab is not None
        return _Blocks(a, b, ab, cut(self.ba), cut(self.again))


def sobol_indices(
    names: Sequence[str],
    a: np.ndarray,
    b: np.ndarray,
    ab: np.ndarray,
    ba: np.ndarray | None = None,
    a_again: np.ndarray | None = None,
    seed: int = 0,
    luck_is_shared: bool = False,
) -> SobolIndices:
    """Return Sobol indices from the blocks of a Saltelli design.

    Saltelli's 2010 estimator for the first order and Jansen's for the total one, each as a product of two different
    replications. Intervals resample rows, and replications too where all rows share their luck.

    Parameters
    ----------
    names
        Names of the factors.
    a, b
        Outcomes at the points A and B of every row, shape (rows,) or (rows, replications).
    ab, ba
        Outcomes at A with one factor from B (and the reverse), shape (factors, rows) or (factors, rows, replications).
    a_again
        Outcomes at A under other luck; needed where there is one replication and luck plays a part.
    seed
        Decides which rows are drawn for the intervals.
    luck_is_shared
        Whether all rows have the same luck.
    """
    shaped = [_with_luck(block, rank) for block, rank in ((a, 2), (b, 2), (ab, 3), (ba, 3), (a_again, 2))]
    blocks = _Blocks(*shaped)  # type: ignore[arg-type]
    whole = np.isfinite(blocks.a).all(axis=1) & np.isfinite(blocks.b).all(axis=1)
    whole &= np.isfinite(blocks.ab).all(axis=(0, 2))
    for block, axes in ((blocks.ba, (0, 2)), (blocks.again, (1,))):
        if block is not None:
            whole &= np.isfinite(block).all(axis=axes)
    keep = np.flatnonzero(whole)
    if len(keep) < 2:
        raise ValueError("fewer than two complete rows")
    blocks = blocks.rows(keep)
    middle = np.concatenate([blocks.a, blocks.b]).mean()
    blocks = _Blocks(*(None if block is None else block - middle for block in vars(blocks).values()))  # type: ignore[arg-type]
    first, total, explained = _estimated(blocks)
    rng = np.random.default_rng(seed)
    drawn = np.empty((2, N_RESAMPLED, len(names)))
    explained_again = np.empty(N_RESAMPLED)
    n_luck = blocks.a.shape[1]
    for i in range(N_RESAMPLED):
        luck = _drawn_luck(rng, n_luck) if luck_is_shared and n_luck > 2 else None
        drawn[0, i], drawn[1, i], explained_again[i] = _estimated(
            blocks.rows(rng.integers(0, len(keep), len(keep)), luck)
        )
    low, high = np.nanpercentile(drawn, INTERVAL, axis=1)
    second = _second(blocks, first, explained) if blocks.ba is not None else None
    spread = float(np.concatenate([blocks.a.mean(axis=1), blocks.b.mean(axis=1)]).var())
    noise = float(np.clip(1 - explained / spread, 0, 1)) if spread > 0 else 0.0
    told = bool(np.percentile(explained_again, INTERVAL[0]) > 0)
    return SobolIndices(
        tuple(names), first, low[0], high[0], total, low[1], high[1], second, noise, told, len(keep), len(whole) - len(keep)
    )  # fmt: skip


def _with_luck(block: np.ndarray | None, rank: int) -> np.ndarray | None:
    return block[..., None] if block is not None and block.ndim < rank else block


def _drawn_luck(rng: np.random.Generator, n: int) -> np.ndarray:
    """Return pieces of luck drawn anew, at least two different ones; products then leave out a piece with itself."""
    while True:
        drawn = rng.integers(0, n, n)
        if len(set(drawn.tolist())) > 1:
            return np.unique(drawn)


def _apart(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the mean over rows of products of different replications, shape of what stands before (rows, replications)."""
    n = x.shape[-1]
    if n == 1:
        return (x * y).mean(axis=(-1, -2))
    products = x.sum(axis=-1) * y.sum(axis=-1) - (x * y).sum(axis=-1)
    return products.mean(axis=-1) / (n * (n - 1))


def _estimated(blocks: _Blocks) -> tuple[np.ndarray, np.ndarray, float]:
    """Return first and total indices, and the variance that factors explain."""
    a, b, ab = blocks.a, blocks.b, blocks.ab
    n_rows = len(a)
    if a.shape[1] == 1 and blocks.again is not None:
        again = blocks.again[:, :1]
        explained = _covariance(a, again)
        without = np.array([_covariance(each, again) for each in ab])
        quiet = bool((a == again).all())  # no luck at all: Jansen's estimator is the more precise one
        lost = 0.5 * ((a - ab) ** 2).mean(axis=(1, 2)) if quiet else explained - without
        explained = float(np.concatenate([a, b]).var()) if quiet else explained
    else:
        single = a.shape[1] == 1
        explained = (
            float(np.concatenate([a, b]).var()) if single else (_spread(a) + _spread(b)) / 2 * n_rows / (n_rows - 1)
        )
        lost = 0.5 * _apart(a - ab, a - ab)
    if not explained > 0:
        nothing = np.full(len(ab), np.nan)
        return nothing, nothing, float(explained)
    return _apart(np.broadcast_to(b, ab.shape), ab - a) / explained, lost / explained, float(explained)


def _covariance(x: np.ndarray, y: np.ndarray) -> float:
    return float(((x - x.mean()) * (y - y.mean())).mean()) * len(x) / (len(x) - 1)


def _spread(x: np.ndarray) -> float:
    """Return the variance over rows of what does not come from luck: covariances of different replications."""
    centred = x - x.mean(axis=0)
    return float(_apart(centred, centred))


def _second(blocks: _Blocks, first: np.ndarray, explained: float) -> np.ndarray:
    """Return what pairs explain beyond their two members, shape (factors, factors), upper half filled."""
    assert blocks.ba is not None
    k = len(blocks.ab)
    result = np.full((k, k), np.nan)
    alone = _apart(blocks.a, blocks.b)
    for i in range(k):
        for j in range(i + 1, k):
            together = (_apart(blocks.ba[i], blocks.ab[j]) - alone) / explained
            result[i, j] = together - first[i] - first[j]
    return result
