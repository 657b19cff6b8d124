"""Where one organisation wins: a box and a small tree, said in sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from buyermaze.experiments.answers.contrast import Contrast, contrast_of, luck_of, mean_over_luck, values_of
from buyermaze.experiments.answers.prim import Box, Limits, chosen, prim, simplified
from buyermaze.experiments.answers.two_way import means_anew
from buyermaze.experiments.studies.axis import Axis
from buyermaze.experiments.sweeps.results import Sweep, open_sweep
from buyermaze.simulator.comparison.paired_statistics import ALPHA, estimate
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.outcomes.definitions import label_of

if TYPE_CHECKING:
    import pandas

MOST_LEAVES = 6
N_RESAMPLED = 400
MIN_TO_TELL = 5  # replications before a point can be judged by itself


@dataclass(frozen=True, eq=False)
class Discovery:
    """In which region a contrast passes a threshold, or does not where that is rarer: a box and leaves of a tree."""

    contrast: Contrast
    share: float  # of all points where it is so
    reversed: bool  # whether box and leaves tell where it is not so, that being rarer
    surely: tuple[float, float] | None  # share of points surely above and surely below, each point by itself
    box: Box | None
    trajectory: "pandas.DataFrame"
    leaves: "pandas.DataFrame"
    n_points: int
    axes: tuple[Axis, ...]

    def sentences(self) -> list[str]:
        """Return the answer in words; a region is looked for on whichever side is rarer."""
        does, rarely = ("does so", self.share) if not self.reversed else ("does not", 1 - self.share)
        what = "is better" if self.contrast.baseline else "passes the threshold"
        about = label_of(self.contrast.outcome)
        lines = [f"{self.contrast.scenario} {what} in {about} at {_percent(self.share)} of {self.n_points} points."]
        if self.surely is not None:
            lines.append(
                f"Points that can be told from luck one by one: {_percent(self.surely[0])} above, {_percent(self.surely[1])} "
                f"below; luck alone would make about {_percent(ALPHA / 2)} of either."
            )
        if self.box is None:
            return lines
        if not self.box.limits:
            lines.append(
                f"No region stands out where it {does}: it depends on nothing that was varied, or on all of it a little."
            )
            return lines  # a tree parts the points anyway, as it would points that only luck sets apart
        where = conditions(self.box.limits, self.axes)
        lines.append(
            f"It {does} at {_percent(self.box.density)} of the points where {where} "
            f"({_percent(rarely)} everywhere; this region holds {_percent(self.box.coverage)} of all such points)."
        )
        for leaf in self.leaves.head(3).to_dict("records"):
            lines.append(f"Where {leaf['where']} it {does} at {_percent(leaf['share'])} of {leaf['n']} points.")
        return lines


def discover(
    folder: "str | Sweep",
    outcome: str | None = None,
    scenario: str | None = None,
    baseline: str | None = None,
    threshold: float = 0.0,
    least_density: float = 0.8,
) -> Discovery:
    """Return in which region one scenario does better than another (or an outcome passes a threshold).

    Parameters
    ----------
    folder : str, Path or Sweep
        A sweep whose points fill the space.
    outcome, scenario, baseline : str, optional
        What is compared: by default the first outcome, the last scenario less the first.
    threshold : float
        How much better it must be, in the outcome's unit; for a scenario by itself, what its outcome must pass.
    least_density : float
        How pure the region should be: the share of its points where it is so, 0 to 1.

    Returns
    -------
    Discovery
        A box of factor ranges with its coverage and density, and the leaves of a tree.

    Raises
    ------
    InputProblem
        If the sweep has no such outcome or scenario, or its design cannot answer this.
    """
    import pandas

    sweep = open_sweep(folder)
    if sweep.study.design.kind == "one_at_a_time":
        raise InputProblem("discover: points must fill the space; a one_at_a_time design does not")
    contrast = contrast_of(sweep, outcome, scenario, baseline)
    points, values = values_of(sweep, contrast)
    mean = mean_over_luck(values)
    sign = contrast.better if contrast.baseline and contrast.better else 1
    frame = sweep.design.set_index("point").loc[points].reset_index(drop=True)
    keep = np.isfinite(mean) & frame[[axis.name for axis in sweep.axes]].notna().all(axis=1).to_numpy()
    frame, ahead = frame[keep].reset_index(drop=True), sign * mean[keep] > threshold
    if len(frame) < 20:
        raise InputProblem(f"discover: {len(frame)} points are too few to find a region in; 100 or more are")
    share = float(ahead.mean())
    rarer_not = share > 0.5
    interest = ~ahead if rarer_not else ahead
    box = None
    trajectory: list[Box] = []
    leaves = pandas.DataFrame(columns=["where", "n", "share"])
    if 0 < share < 1:
        trajectory = prim(frame, interest, sweep.axes)
        again = _again(sign * values[keep], threshold, luck_of(sweep, points)[keep], rarer_not)
        box = simplified(chosen(trajectory, least_density), frame, interest, again=again)
        leaves = tree_leaves(frame, interest, sweep.axes)
    steps = pandas.DataFrame(
        [
            {"coverage": b.coverage, "density": b.density, "mass": b.mass, "where": conditions(b.limits, sweep.axes)}
            for b in trajectory
        ]
    )
    surely = _surely(sign * values[keep], threshold)
    return Discovery(contrast, share, rarer_not, surely, box, steps, leaves, len(frame), sweep.axes)


def _again(values: np.ndarray, threshold: float, groups: np.ndarray, rarer_not: bool) -> np.ndarray | None:
    """Return which points are of interest under luck drawn anew, shape (draws, points); None where nothing can be drawn."""
    if values.shape[1] < 2:
        return None
    ahead = means_anew(values, groups, N_RESAMPLED) > threshold
    return ~ahead if rarer_not else ahead


def tree_leaves(frame: "pandas.DataFrame", interest: np.ndarray, axes: Sequence[Axis]) -> "pandas.DataFrame":
    """Return the leaves of a small decision tree as conditions, the purest and largest first."""
    import pandas

    try:
        from sklearn.tree import DecisionTreeClassifier
    except ImportError:
        raise InputProblem("discover needs scikit-learn: install it with  pip install 'buyermaze[answers]'") from None
    columns: list[tuple[Axis, str | None]] = []
    features = []
    for axis in axes:
        for word in [None] if axis.is_number else sorted(set(frame[axis.name])):
            columns.append((axis, word))
            features.append(
                frame[axis.name].to_numpy(float) if word is None else (frame[axis.name] == word).to_numpy(float)
            )
    table = np.column_stack(features)
    tree = DecisionTreeClassifier(max_leaf_nodes=MOST_LEAVES, min_samples_leaf=max(5, len(frame) // 50), random_state=0)
    tree.fit(table, interest)
    rows = []
    inner = tree.tree_
    stack: list[tuple[int, dict[str, Limits]]] = [(0, {})]
    where_is = tree.apply(table)
    while stack:
        node, limits = stack.pop()
        if inner.children_left[node] == -1:
            members = where_is == node
            share = float(interest[members].mean())
            rows.append({"where": conditions(limits, axes) or "anywhere", "n": int(members.sum()), "share": share})
            continue
        axis, word = columns[inner.feature[node]]
        cut = float(inner.threshold[node])
        stack.append((int(inner.children_left[node]), _narrowed(limits, axis, word, cut, below=True, frame=frame)))
        stack.append((int(inner.children_right[node]), _narrowed(limits, axis, word, cut, below=False, frame=frame)))
    return pandas.DataFrame(rows).sort_values(["share", "n"], ascending=False, ignore_index=True)


def conditions(limits: Mapping[str, Limits], axes: Sequence[Axis]) -> str:
    """Say limits in words: ``group_size is above 6.2 and approvals is none``."""
    units = {axis.name: axis.unit for axis in axes}
    parts = []
    for name, limit in limits.items():
        if isinstance(limit, frozenset):
            parts.append(f"{name} is {' or '.join(sorted(limit))}")
            continue
        low, high = limit
        unit = f" {units[name]}" if units.get(name) not in (None, "", "factor", "share", "probability") else ""
        if low == -np.inf and high == np.inf:
            continue
        if low == -np.inf:
            parts.append(f"{name} is at most {high:.3g}{unit}")
        elif high == np.inf:
            parts.append(f"{name} is at least {low:.3g}{unit}")
        else:
            parts.append(f"{name} is {low:.3g} to {high:.3g}{unit}")
    return " and ".join(parts)


def _narrowed(
    limits: Mapping[str, Limits], axis: Axis, word: str | None, cut: float, below: bool, frame: Any
) -> dict[str, Limits]:
    result = dict(limits)
    before = result.get(axis.name)
    if word is not None:
        words = before if isinstance(before, frozenset) else frozenset(frame[axis.name])
        result[axis.name] = words - {word} if below else frozenset({word})
        return result
    low, high = before if isinstance(before, tuple) else (-np.inf, np.inf)
    result[axis.name] = (low, min(high, cut)) if below else (max(low, cut), high)
    return result


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _surely(values: np.ndarray, threshold: float) -> tuple[float, float] | None:
    """Return the shares of points whose own 95 % interval lies above, and below, the threshold."""
    if values.shape[1] < MIN_TO_TELL:
        return None
    found = [estimate(line) for line in values]
    return float(np.mean([e.low > threshold for e in found])), float(np.mean([e.high < threshold for e in found]))
