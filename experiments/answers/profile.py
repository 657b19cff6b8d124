"""How an outcome goes with one factor, level by level, under the same luck."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from buyermaze.experiments.answers.contrast import Contrast, contrast_of, values_of
from buyermaze.experiments.answers.two_way import FEW, LEAST, TAIL, half_of_few, mean_interval
from buyermaze.experiments.designs.samplers import WHOLE
from buyermaze.experiments.sweeps.results import Sweep, open_sweep
from buyermaze.simulator.comparison.paired_statistics import t_quantile
from buyermaze.simulator.comparison.phrasing import plainly
from buyermaze.simulator.comparison.student_t import quantile
from buyermaze.simulator.core.errors import InputProblem, remedy

if TYPE_CHECKING:
    import pandas

MOST_LEVELS = 60
NOT_TOLD = "cannot be told from luck"


@dataclass(frozen=True, eq=False)
class Profile:
    """A line per level of a factor: the contrast, and how it differs from the first level, both with intervals."""

    contrast: Contrast
    factor: str
    table: "pandas.DataFrame"

    def sentences(self) -> list[str]:
        """Return the answer in words."""
        say = self.contrast.told
        lines = [
            f"{self.factor} {plainly(row.level, 4)}: {say(row.mean)} (95 % interval {say(row.low)} to {say(row.high)})."
            for row in self.table.itertuples()
        ]
        return [f"{self.contrast.said}, by {self.factor}:", *lines]

    def regimes(self) -> list[str]:
        """Say from which level to which who is ahead: neighbouring levels of which the same can be told stand together."""
        found: list[tuple[str, list[Any]]] = []
        for row in self.table.itertuples():
            who = self._ahead(row)
            if not found or found[-1][0] != who:
                found.append((who, []))
            found[-1][1].append(row)
        return [f"{self.factor} {self._span(rows)}: {who}{self._by(who, rows)}." for who, rows in found]

    def _ahead(self, row: Any) -> str:
        contrast = self.contrast
        if not (math.isfinite(row.low) and math.isfinite(row.high)) or row.low <= 0 <= row.high:
            return NOT_TOLD
        if not contrast.better:
            return f"{contrast.scenario} has {'more' if row.mean > 0 else 'less'}"
        return f"{contrast.scenario if row.mean * contrast.better > 0 else contrast.baseline} is ahead"

    @staticmethod
    def _span(rows: list[Any]) -> str:
        first, last = (plainly(row.level, 4) for row in (rows[0], rows[-1]))
        return first if len(rows) == 1 else f"{first} to {last}"

    def _by(self, who: str, rows: list[Any]) -> str:
        if who == NOT_TOLD:
            return ""
        sizes = sorted({self.contrast.told(abs(row.mean)): abs(row.mean) for row in rows}.items(), key=lambda pair: pair[1])
        return f", by {sizes[0][0]}" + (f" to {sizes[-1][0]}" if len(sizes) > 1 else "")


def profile(
    folder: "str | Sweep",
    factor: str,
    outcome: str | None = None,
    scenario: str | None = None,
    baseline: str | None = None,
) -> Profile:
    """Return an outcome (or the difference between two scenarios) at every level of a factor.

    Parameters
    ----------
    folder : str, Path or Sweep
        A sweep whose factor takes few levels, as in a grid or one_at_a_time design.
    factor : str
        Which one.
    outcome, scenario, baseline : str, optional
        What is looked at: by default the first outcome, the last scenario less the first.

    Returns
    -------
    Profile
        ``table``: a line per level, in the factor's own unit, with mean and 95 % interval in the outcome's.

    Raises
    ------
    InputProblem
        If the sweep has no such outcome or scenario, or its design cannot answer this.
    """
    import pandas

    sweep = open_sweep(folder)
    names = [axis.name for axis in sweep.axes]
    if factor not in names:
        raise InputProblem(f"profile: this sweep has no factor '{factor}'; {remedy(factor, names)}")
    contrast = contrast_of(sweep, outcome, scenario, baseline)
    rows = sweep.table([contrast.outcome])
    kind = sweep.study.design.kind
    if kind == "one_at_a_time":
        rows = rows[rows["point"].isin(sweep.design.loc[sweep.design["block"] == factor, "point"])]
    points, values = values_of(sweep, contrast)
    values, design = _chosen(sweep, points, values, set(rows["point"]))
    levels = [level for level in _ordered(sweep, factor) if level in set(design[factor])]
    alone = kind not in WHOLE and len(names) > 1 and len(levels) == len(design) > 2
    if alone or len(levels) > MOST_LEVELS:
        told = f"{factor} takes {len(levels)} values, {'another at every point' if alone else 'too many'}"
        raise InputProblem(f"profile: {told}; a grid or one_at_a_time design has few")
    others = [name for name in names if name != factor]
    at = {level: (design[factor] == level).to_numpy() for level in levels}
    first = at[levels[0]]
    lines: list[dict[str, Any]] = []
    for level in levels:
        found = mean_interval(values[at[level]], design["luck_group"].to_numpy()[at[level]], drawn=kind not in WHOLE)
        pairs = _pairs(design, first, at[level], others) if kind == "grid" else None
        paired = _from_first(values, design["luck_group"].to_numpy(), first, at[level], pairs)
        lines.append(
            {
                "level": level,
                "mean": found.mean,
                "low": found.low,
                "high": found.high,
                "n": found.n_points * values.shape[1],
            }
            | {"from_first": paired[0], "from_first_low": paired[1], "from_first_high": paired[2]}
        )
    return Profile(contrast, factor, pandas.DataFrame(lines))


def _chosen(
    sweep: Sweep, points: np.ndarray, values: np.ndarray, wanted: set[int]
) -> "tuple[np.ndarray, pandas.DataFrame]":
    """Return the values and the design lines of the points that are looked at."""
    keep = np.isin(points, list(wanted))
    return values[keep], sweep.design.set_index("point").loc[points[keep]].reset_index()


def _pairs(design: "pandas.DataFrame", first: np.ndarray, here: np.ndarray, others: list[str]) -> list[tuple[int, int]]:
    """Return places of points that differ in the factor alone."""

    def keys(mask: np.ndarray) -> dict[tuple[str, ...], int]:
        places = np.flatnonzero(mask)
        return {tuple(map(str, design.loc[place, others])): int(place) for place in places}

    start, end = keys(first), keys(here)
    return [(start[key], end[key]) for key in start if key in end]


def _from_first(
    values: np.ndarray, groups: np.ndarray, first: np.ndarray, here: np.ndarray, pairs: list[tuple[int, int]] | None
) -> tuple[float, float, float]:
    """Return how much a level differs from the first, with its interval: point by point where points match."""
    if pairs or (first.sum() == 1 and here.sum() == 1):
        pairs = pairs or [(int(np.flatnonzero(first)[0]), int(np.flatnonzero(here)[0]))]
        start, end = (np.array(side) for side in zip(*pairs, strict=True))
        found = mean_interval(values[end] - values[start], groups[end], drawn=False)
        return found.mean, found.low, found.high
    sides = [values[mask] for mask in (first, here)]
    means = [np.nanmean(side, axis=1) for side in sides]
    points = [float(m.var(ddof=1)) / len(m) if len(m) > 1 else np.nan for m in means]
    mean = float(means[1].mean() - means[0].mean())
    if len(np.unique(groups)) == 1:  # other points, the same luck: what luck does to both alike cancels
        half = _half_apart(sides, points)
    else:
        half = t_quantile(min(len(side) for side in sides)) * float(np.sqrt(sum(points)))
    return (0.0, 0.0, 0.0) if (first == here).all() else (mean, mean - half, mean + half)


def _half_apart(sides: list[np.ndarray], points: list[float]) -> float:
    """Return the half-width of a difference between sets of points that share their luck.

    Points and luck both hold what only a point and a piece of luck together do, which is taken off once. Degrees of freedom by
    Satterthwaite; where few tell, each part counts with its own.
    """
    n_luck = sides[0].shape[1]
    if n_luck < 2 or min(len(side) for side in sides) < 2:
        return math.nan
    by_luck = np.nanmean(sides[1], axis=0) - np.nanmean(sides[0], axis=0)
    luck = float(by_luck.var(ddof=1)) / n_luck
    own = [(len(side) - 1) * (n_luck - 1) for side in sides]
    both = []
    for side, freedom in zip(sides, own, strict=True):
        rest = side - np.nanmean(side, axis=0) - np.nanmean(side, axis=1)[:, None] + np.nanmean(side)
        both.append(float(np.nansum(rest**2)) / freedom / side.size)
    parts = [(luck, n_luck - 1), *zip(points, (len(side) - 1 for side in sides), strict=True)]
    twice = list(zip(both, own, strict=True))
    if min(n_luck, *map(len, sides)) < FEW:
        return half_of_few(parts, twice)
    variance = max(sum(points) + luck - sum(both), sum(points), luck)
    spread = sum(part**2 / freedom for part, freedom in [*parts, *twice])
    return quantile(TAIL, max(1, math.floor(variance**2 / max(spread, LEAST)))) * math.sqrt(variance)


def _ordered(sweep: Sweep, factor: str) -> list[Any]:
    axis = next(axis for axis in sweep.axes if axis.name == factor)
    if axis.kind in ("levels", "choice"):
        return list(axis.values)
    return sorted(sweep.design[factor].dropna().unique().tolist())
