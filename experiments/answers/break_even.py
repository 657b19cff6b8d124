"""How far an assumption must move before the verdict reverses."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from buyermaze.experiments.answers.contrast import (
    Contrast,
    contrast_of,
    luck_of,
    mean_over_luck,
    shares_luck,
    values_of,
)
from buyermaze.experiments.answers.sensitivity import places_of
from buyermaze.experiments.answers.two_way import fitted_covariance
from buyermaze.experiments.studies.axis import Axis
from buyermaze.experiments.sweeps.results import Sweep, open_sweep
from buyermaze.simulator.comparison.paired_statistics import t_quantile
from buyermaze.simulator.comparison.phrasing import plainly
from buyermaze.simulator.core.errors import InputProblem

if TYPE_CHECKING:
    import pandas

_Found: TypeAlias = "tuple[tuple[float, float, float], list[dict[str, Any]], list[pandas.DataFrame], str]"
N_RESAMPLED = 300
N_STEPS = 201
ROUGH = 0.5  # share of the variation between points below which a surface through them is called a rough guide; assumption
N_FINE = 2001


@dataclass(frozen=True, eq=False)
class Flip:
    """For every factor: where it is now, where the verdict reverses (with an interval), or that it never does."""

    contrast: Contrast
    now: float
    low: float  # 95 % interval of what is now; NaN where one piece of luck cannot tell
    high: float
    threshold: float
    table: "pandas.DataFrame"
    curves: "pandas.DataFrame"
    how: str
    is_read_off: bool  # from runs at the very place; else from a surface through all points

    def sentences(self) -> list[str]:
        """Return the answer in words, the nearest flip first."""
        lines = [self._as_things_stand()]
        for row in self.table[self.table["flips"]].itertuples():
            sure = _sure(row.low, row.high)
            if row.certain and self._is_open:
                lines.append(f"It may reverse near {row.factor} {row.at:.3g}{sure}: what lies beyond can be told from luck.")
            elif row.certain:
                lines.append(f"It reverses when {row.factor} passes {row.at:.3g}{sure}; it is {plainly(row.now)} now.")
            else:
                lines.append(
                    f"It may reverse near {row.factor} {row.at:.3g}{sure}, but what lies beyond cannot be told from zero."
                )
        for row in self.table[~self.table["flips"] & self.table["words"].astype(bool)].itertuples():
            if row.certain and not self._is_open:
                lines.append(f"It reverses when {row.factor} is {row.words}.")
            else:
                there = "what it is there can be told from luck" if row.certain else "luck alone may have made that"
                lines.append(f"It may reverse when {row.factor} is {row.words}: {there}.")
        stays = self.table[~self.table["flips"] & ~self.table["words"].astype(bool)]
        if stays["certain"].any():
            lines.append(
                f"It does not reverse anywhere in the range of {', '.join(stays.loc[stays['certain'], 'factor'])}."
            )
        if not stays["certain"].all():
            open_ = ", ".join(stays.loc[~stays["certain"], "factor"])
            lines.append(f"Whether it reverses somewhere in the range of {open_} cannot be told from luck.")
        return [*lines, self.how]

    @property
    def _is_open(self) -> bool:
        """Whether luck leaves open on which side of the threshold it is now."""
        return bool(self.low <= self.threshold <= self.high)

    def _as_things_stand(self) -> str:
        told, about = self.contrast.told, self.contrast
        between = f" (95 % interval {told(self.low)} to {told(self.high)})" if np.isfinite(self.low) else ""
        where = "As things stand" if self.is_read_off else "With everything as it stands, a smooth surface through the points says,"
        line = f"{where} {about.said} would be {told(self.now)}{between}"
        limit = f"the threshold of {told(self.threshold)}"
        if self._is_open:
            paired = about.baseline and not self.threshold
            which = "which of the two has more of it" if paired else f"on which side of {limit} that is"
            return f"{line}; {which} cannot be told from luck."
        if about.baseline and not self.threshold:
            return f"{line}, so {about.scenario if self.now > 0 else about.baseline} has more of it."
        return f"{line}, {'above' if self.now > self.threshold else 'below'} {limit}."


def flip(
    folder: "str | Sweep",
    outcome: str | None = None,
    scenario: str | None = None,
    baseline: str | None = None,
    threshold: float = 0.0,
) -> Flip:
    """Return how far each factor must move, the others left alone, before a contrast passes a threshold.

    Read straight off a one_at_a_time design; on designs that fill the space, off a smooth surface (quadratic, with
    interactions where points allow) through the points. Intervals count both luck and points as drawn.

    Parameters
    ----------
    folder : str, Path or Sweep
        A sweep with two scenarios, or one and a threshold.
    outcome, scenario, baseline : str, optional
        What is compared: by default the first outcome, the last scenario less the first.
    threshold : float
        Where the verdict turns, in the outcome's unit; 0 for a comparison.

    Returns
    -------
    Flip
        ``table``: a line per factor with its value now and where the verdict turns, in the factor's own unit.

    Raises
    ------
    InputProblem
        If the sweep has no such outcome or scenario, or its design cannot answer this.
    """
    import pandas

    sweep = open_sweep(folder)
    contrast = contrast_of(sweep, outcome, scenario, baseline)
    points, values = values_of(sweep, contrast)
    is_read_off = sweep.study.design.kind == "one_at_a_time"
    read = _read_off if is_read_off else _surface
    (now, low, high), rows, curves, how = read(sweep, points, values - threshold)
    along = pandas.concat(curves, ignore_index=True)
    table = _ranked(rows, along, now)
    return Flip(contrast, now + threshold, low + threshold, high + threshold, threshold, table, along, how, is_read_off)


def crossing(x: np.ndarray, y: np.ndarray, start: float) -> float:
    """Return where a line through points first changes sign, going out from ``start``; NaN if it does not."""
    order = np.argsort(x)
    x, y = x[order], y[order]
    defined = np.isfinite(y)
    x, y = x[defined], y[defined]
    found = []
    for i in range(len(x) - 1):
        if y[i] == 0 or y[i] * y[i + 1] < 0:
            found.append(x[i] if y[i] == 0 else x[i] + (x[i + 1] - x[i]) * y[i] / (y[i] - y[i + 1]))
    return min(found, key=lambda at: abs(at - start)) if found else float("nan")


def held(x: np.ndarray, low: np.ndarray, high: np.ndarray, at: float) -> tuple[float, float]:
    """Return from where to where, around ``at``, a height with this 95 % interval may be zero.

    Infinite towards a side on which it may be zero up to the end of the range; NaN where there is no interval.
    """
    if not np.isfinite(at) or not np.isfinite(low).all() or not np.isfinite(high).all():
        return np.nan, np.nan
    apart = (low > 0) | (high < 0)
    before, after = x[apart & (x < at)], x[apart & (x > at)]
    return (float(before.max()) if len(before) else -np.inf), (float(after.min()) if len(after) else np.inf)


def _read_off(sweep: Sweep, points: np.ndarray, values: np.ndarray) -> _Found:
    import pandas

    design = sweep.design.set_index("point").loc[points].reset_index()
    base = values[design["block"].to_numpy() == "base"][:1]
    now, margin = float(mean_over_luck(base)[0]), float(_half(base)[0])
    rows, curves = [], []
    for axis in sweep.axes:
        mine = design["block"].to_numpy() == axis.name
        if not mine.any():
            continue
        mean = mean_over_luck(values[mine])
        settings = design.loc[mine, axis.name]
        half = _half(values[mine])
        curves.append(pandas.DataFrame({"factor": axis.name, "value": settings.astype(str) if not axis.is_number else settings,
                                        "mean": mean, "half_width": half}))  # fmt: skip
        if not axis.is_number:
            words = [str(word) for word, value in zip(settings, mean, strict=True) if value * now < 0]
            rows.append(_row(axis, sweep.now(axis), words=" or ".join(words)))
            continue
        x, start = settings.to_numpy(float), sweep.now(axis)
        origin = float(start) if start is not None else float(x.mean())
        at = crossing(x, mean, origin)
        order = np.argsort(x)
        line = np.linspace(x.min(), x.max(), N_FINE)
        heights, halves = (np.interp(line, x[order], side[order]) for side in (mean, half))
        rows.append(_row(axis, start, at, *held(line, heights - halves, heights + halves, at)))
    how = f"Read off {len(points)} points, one factor moved at a time, {values.shape[1]} replications each."
    return (now, now - margin, now + margin), rows, curves, how


def _half(values: np.ndarray) -> np.ndarray:
    """Return half the width of the 95 % interval of every point; NaN where there is one replication."""
    n = values.shape[1]
    if n < 2:
        return np.full(len(values), np.nan)
    half: np.ndarray = t_quantile(n) * np.nanstd(values, axis=1, ddof=1) / np.sqrt(n)
    return half


def _surface(sweep: Sweep, points: np.ndarray, values: np.ndarray) -> _Found:
    import pandas

    places = places_of(sweep)[points]
    mean = mean_over_luck(values)
    keep = np.isfinite(mean) & np.isfinite(places).all(axis=1)
    places, mean = places[keep], mean[keep]
    k = places.shape[1]
    interactions = len(mean) >= 4 * (1 + 2 * k + k * (k - 1) // 2)
    if len(mean) < 3 * (1 + 2 * k):
        raise InputProblem(
            f"flip: {len(mean)} points are too few for {k} factors; take {3 * (1 + 2 * k)} or a one_at_a_time design"
        )
    table = _terms(places, interactions)
    here = np.array([_place_now(sweep, axis) for axis in sweep.axes])
    fits = [_fit(table, mean), *_drawn_fits(table, values[keep], mean, luck_of(sweep, points)[keep])]
    residual = mean - table @ fits[0]
    explained = 1 - residual.var() / mean.var() if mean.var() > 0 else 0.0
    now, *drawn_now = (_terms(here[None], interactions) @ np.array(fits).T)[0].tolist()
    low, high = np.percentile(drawn_now, [2.5, 97.5]).tolist()
    rows, curves = [], []
    for i, axis in enumerate(sweep.axes):
        if axis.kind == "choice":
            line = np.array([axis.place(word) for word in axis.values])
        else:
            line = np.linspace(0, 1, N_STEPS)
        lines = np.repeat(here[None], len(line), axis=0)
        lines[:, i] = line
        heights = _terms(lines, interactions) @ np.array(fits).T
        x = [axis.at(place) for place in line]
        lows, highs = np.percentile(heights[:, 1:], [2.5, 97.5], axis=1)
        step = slice(None, None, 1 if axis.kind == "choice" else 10)
        curves.append(pandas.DataFrame({"factor": axis.name, "value": x[step], "mean": heights[step, 0],
                                        "half_width": ((highs - lows) / 2)[step]}))  # fmt: skip
        if axis.kind == "choice":
            words = [str(word) for word, value in zip(axis.values, heights[:, 0], strict=True) if value * now < 0]
            rows.append(_row(axis, sweep.now(axis), words=" or ".join(words)))
            continue
        at = crossing(line, heights[:, 0], here[i])
        first, last = (_value(axis, place) for place in held(line, lows, highs, at))
        rows.append(_row(axis, sweep.now(axis), _value(axis, at), first, last))
    how = f"Read off a smooth surface through {len(mean)} points that explains {100 * explained:.0f} % of their variation."
    if explained < ROUGH:
        how += " That is little: of any one place it is a rough guide, and a run of that place (compare) may say otherwise."
    if values.shape[1] < 2 and shares_luck(sweep, points):
        how += " All points share one piece of luck; what it does is not in the intervals: replicate."
    return (now, low, high), rows, curves, how


def _place_now(sweep: Sweep, axis: Axis) -> float:
    value = sweep.now(axis)
    if value is None or (axis.kind in ("levels", "choice") and value not in axis.values):
        return 0.5
    if axis.is_number and axis.kind != "levels":
        return float(np.clip(axis.place(min(max(value, axis.low), axis.high)), 0, 1))
    return axis.place(value)


def _sure(low: float, high: float) -> str:
    """Say the interval of a place; where luck leaves open on which side of an end of the range it lies, that."""
    if np.isnan(low):
        return ""
    ends = [f"{end:.3g}" if np.isfinite(end) else "nowhere in its range" for end in (low, high)]
    if np.isfinite(low) or np.isfinite(high):
        return f" (95 % interval {ends[0]} to {ends[1]})"
    return " (where, or whether at all, luck leaves open)"


def _value(axis: Axis, place: float) -> float:
    if not np.isfinite(place):
        return place
    if axis.kind == "integer":
        return axis.low + place * (axis.high - axis.low)
    return float(axis.at(float(np.clip(place, 0, 1))))


def _terms(places: np.ndarray, interactions: bool) -> np.ndarray:
    x = 2 * places - 1
    columns = [np.ones(len(x)), *x.T, *(x.T**2)]
    if interactions:
        columns += [x[:, i] * x[:, j] for i in range(x.shape[1]) for j in range(i + 1, x.shape[1])]
    return np.column_stack(columns)


def _fit(table: np.ndarray, y: np.ndarray) -> np.ndarray:
    ridge = 1e-6 * len(y) * np.eye(table.shape[1])
    fitted: np.ndarray = np.linalg.solve(table.T @ table + ridge, table.T @ y)
    return fitted


def _drawn_fits(table: np.ndarray, values: np.ndarray, mean: np.ndarray, groups: np.ndarray) -> "list[np.ndarray]":
    """Return coefficients drawn as points and luck leave them: with the covariance of the fit under both, and t tails."""
    whole = np.isfinite(values).all(axis=0)
    known = values[:, whole] if whole.any() else mean[:, None]
    covariance, freedom = fitted_covariance(table, known, groups, _fit)
    rng = np.random.default_rng(1)
    normal = rng.multivariate_normal(np.zeros(len(covariance)), covariance, N_RESAMPLED, method="eigh")
    tails = np.sqrt(freedom / rng.chisquare(freedom, N_RESAMPLED))
    centre = _fit(table, mean)
    return [centre + line * tail for line, tail in zip(normal, tails, strict=True)]


def _row(
    axis: Axis, now: Any, at: float = np.nan, low: float = np.nan, high: float = np.nan, words: str = ""
) -> dict[str, Any]:
    span = axis.high - axis.low if axis.kind in ("real", "integer") else np.nan
    if axis.kind == "levels":
        span = max(axis.values) - min(axis.values)
    moved = abs(at - float(now)) / span if isinstance(now, (int, float)) and np.isfinite(at) else np.nan
    return {"factor": axis.name, "now": now, "at": at, "low": low, "high": high, "flips": bool(np.isfinite(at)),
            "share_of_range": moved, "words": words}  # fmt: skip


def _ranked(rows: list[dict[str, Any]], curves: "pandas.DataFrame", now: float) -> "pandas.DataFrame":
    """Return the rows, the nearest flip first; a flip is certain if the reverse is somewhere beyond it, none if nowhere."""
    import pandas

    told = ~(curves["mean"].abs() <= curves["half_width"])
    beyond = curves[(curves["mean"] * now < 0) & told]
    perhaps = curves[(curves["mean"] * now < 0) | ~told]
    table = pandas.DataFrame(rows)
    found = table["flips"] | table["words"].astype(bool)
    table["certain"] = np.where(found, table["factor"].isin(beyond["factor"]), ~table["factor"].isin(perhaps["factor"]))
    return table.sort_values("share_of_range", ignore_index=True, na_position="last")
