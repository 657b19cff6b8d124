"""PRIM: peel the edges off a cloud of points until what is left is mostly of one kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from buyermaze.experiments.studies.axis import Axis

if TYPE_CHECKING:
    import pandas

Limits = tuple[float, float] | frozenset[str]


@dataclass(frozen=True)
class Box:
    """A region of the factor space: limits by factor, and how well it tells the points of interest apart.

    ``coverage`` is the part of all points of interest inside, ``density`` the part of the points inside that are of
    interest, ``mass`` the part of all points inside.
    """

    limits: Mapping[str, Limits]
    coverage: float
    density: float
    mass: float
    p_values: Mapping[str, float]

    def contains(self, frame: "pandas.DataFrame") -> np.ndarray:
        """Return which points lie inside, shape (points,)."""
        inside = np.ones(len(frame), bool)
        for name, limits in self.limits.items():
            inside &= _within(frame[name].to_numpy(), limits)
        return inside


def prim(
    frame: "pandas.DataFrame",
    interest: np.ndarray,
    axes: Sequence[Axis],
    peel: float = 0.05,
    least_mass: float = 0.05,
) -> list[Box]:
    """Return the peeling trajectory: from the whole space to a small, dense box, each a little smaller.

    Parameters
    ----------
    frame
        One line per point, one column per axis.
    interest
        Which points are of interest, shape (points,), bool.
    axes
        Axes to peel along.
    peel
        Part of the points inside that one peel takes away at an end of a numeric axis.
    least_mass
        Smallest box, as a part of all points.
    """
    columns = {axis.name: frame[axis.name].to_numpy() for axis in axes}
    limits: dict[str, Limits] = {}
    inside = np.ones(len(frame), bool)
    trajectory = [_box(limits, inside, interest, columns)]
    while True:
        best: tuple[float, str, Limits, np.ndarray] | None = None
        for axis in axes:
            for narrowed, kept in _peels(axis, columns[axis.name], limits.get(axis.name), inside, peel):
                lost = inside.sum() - kept.sum()
                if not lost or kept.sum() < max(2, least_mass * len(frame)):
                    continue
                gain = (interest[kept].mean() - interest[inside].mean()) / lost  # per point given up
                if best is None or gain > best[0]:
                    best = gain, axis.name, narrowed, kept
        if best is None or best[0] <= 0:
            return trajectory
        limits = limits | {best[1]: best[2]}
        inside = best[3]
        trajectory.append(_box(limits, inside, interest, columns))


def chosen(trajectory: Sequence[Box], least_density: float = 0.8) -> Box:
    """Return the box with the best balance of coverage and density; where none is dense enough, density counts twice."""
    dense = [box for box in trajectory if box.density >= least_density]
    if not dense:
        return max(trajectory, key=lambda box: box.coverage * box.density**2)
    return max(dense, key=lambda box: box.coverage * box.density / max(1e-12, box.coverage + box.density))


def simplified(
    box: Box, frame: "pandas.DataFrame", interest: np.ndarray, p: float = 0.05, again: np.ndarray | None = None
) -> Box:
    """Return the box without limits that chance could have drawn, taken away one by one, the least telling first.

    Parameters
    ----------
    box, frame, interest
        A box of the points, and which points are of interest.
    p
        How likely chance may be.
    again
        Which points would be of interest under luck drawn anew, shape (draws, points): where luck is shared by points, they
        are not of interest independently of each other, and a limit must also stand when luck and points are drawn anew.
    """
    columns = {name: frame[name].to_numpy() for name in box.limits}
    while box.limits:
        if again is not None:
            box = _under_luck(box, columns, again)
        weakest = max(box.limits, key=box.p_values.__getitem__)
        if box.p_values[weakest] < p:
            return box
        limits = {name: limit for name, limit in box.limits.items() if name != weakest}
        inside = np.ones(len(frame), bool)
        for name, limit in limits.items():
            inside &= _within(columns[name], limit)
        box = _box(limits, inside, interest, columns)
    return box


def _under_luck(box: Box, columns: Mapping[str, np.ndarray], again: np.ndarray) -> Box:
    """Return the box with each limit's p-value at least how often it does not make the box denser when all is drawn anew."""
    rng = np.random.default_rng(0)
    n = again.shape[1]
    within = {name: _within(columns[name], limit) for name, limit in box.limits.items()}
    inside = np.logical_and.reduce(list(within.values()))
    weights = np.array([np.bincount(rng.integers(0, n, n), minlength=n) for _ in again])
    hits = again * weights
    dense = hits[:, inside].sum(axis=1) / np.maximum(weights[:, inside].sum(axis=1), 1)
    p_values = {}
    for name in box.limits:
        others = [mask for other, mask in within.items() if other != name]
        wider = np.logical_and.reduce(others) if others else np.ones(n, bool)
        without = hits[:, wider].sum(axis=1) / np.maximum(weights[:, wider].sum(axis=1), 1)
        p_values[name] = max(box.p_values[name], float((1 + (dense <= without).sum()) / (1 + len(again))))
    return replace(box, p_values=p_values)


def _peels(
    axis: Axis, values: np.ndarray, limits: Limits | None, inside: np.ndarray, peel: float
) -> "list[tuple[Limits, np.ndarray]]":
    here = values[inside]
    if not axis.is_number:
        words = sorted(set(here.tolist()))
        if len(words) < 2:
            return []
        left = [frozenset(words) - {word} for word in words]
        return [(kept, inside & np.isin(values, list(kept))) for kept in left]
    low, high = limits if isinstance(limits, tuple) else (-np.inf, np.inf)
    low_cut, high_cut = np.quantile(here.astype(float), [peel, 1 - peel])
    upward = values[inside & (values > low_cut)] if low_cut == here.min() else values[inside & (values >= low_cut)]
    downward = values[inside & (values < high_cut)] if high_cut == here.max() else values[inside & (values <= high_cut)]
    found: list[tuple[Limits, np.ndarray]] = []
    if len(upward):
        found.append(((float(upward.min()), high), inside & (values >= upward.min())))
    if len(downward):
        found.append(((low, float(downward.max())), inside & (values <= downward.max())))
    return found


def _box(
    limits: Mapping[str, Limits], inside: np.ndarray, interest: np.ndarray, columns: Mapping[str, np.ndarray]
) -> Box:
    total, n = int(interest.sum()), int(inside.sum())
    hits = int((interest & inside).sum())
    p_values = {name: _p_value(name, limits, interest, columns, hits, n) for name in limits}
    return Box(dict(limits), hits / total if total else 0.0, hits / n if n else 0.0, n / len(interest), p_values)


def _p_value(
    name: str, limits: Mapping[str, Limits], interest: np.ndarray, columns: Mapping[str, np.ndarray], hits: int, n: int
) -> float:
    """Return how likely chance alone would make the box as dense as it is, were this limit taken away."""
    from scipy.stats import binomtest

    without = np.ones(len(interest), bool)
    for other, limit in limits.items():
        if other != name:
            without &= _within(columns[other], limit)
    share = float(interest[without].mean()) if without.any() else 0.0
    return float(binomtest(hits, n, min(1.0, share), alternative="greater").pvalue) if n else 1.0


def _within(values: np.ndarray, limits: Any) -> np.ndarray:
    if isinstance(limits, frozenset):
        return np.isin(values, list(limits))
    low, high = limits
    return (values.astype(float) >= low) & (values.astype(float) <= high)
