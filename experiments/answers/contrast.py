"""What an answer is about: an outcome of one scenario, or the difference between two under the same luck."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from buyermaze.experiments.sweeps.results import Sweep
from buyermaze.simulator.core.errors import InputProblem, remedy


@dataclass(frozen=True)
class Contrast:
    """One outcome of one scenario, less the same outcome of another if there is one."""

    outcome: str
    scenario: str
    baseline: str | None

    @property
    def said(self) -> str:
        """Return what it is in words."""
        from buyermaze.simulator.outcomes.definitions import label_of

        return f"{label_of(self.outcome)} of {self.scenario}" + (f" minus {self.baseline}" if self.baseline else "")

    @property
    def unit(self) -> str:
        """Return the unit of its outcome; empty where nobody knows."""
        from buyermaze.simulator.outcomes.definitions import NAMES, OUTCOMES

        return OUTCOMES[NAMES.index(self.outcome)].unit if self.outcome in NAMES else ""

    def told(self, value: float) -> str:
        """Return a value of it with its unit: a level, or a difference where it has a baseline."""
        return told(self.outcome, value, is_difference=self.baseline is not None)

    @property
    def better(self) -> int:
        """Return 1 if more of the outcome is better, -1 if less is, 0 if neither (or nobody knows)."""
        from buyermaze.simulator.outcomes.definitions import NAMES, OUTCOMES

        return OUTCOMES[NAMES.index(self.outcome)].better if self.outcome in NAMES else 0


def told(outcome: str, value: float, is_difference: bool = False) -> str:
    """Write a level or a difference of an outcome with its unit, those of unknown unit to three digits."""
    from buyermaze.simulator.comparison.phrasing import amount, gap
    from buyermaze.simulator.outcomes.definitions import NAMES, OUTCOMES

    if outcome not in NAMES:
        return f"{value:.3g}"
    return (gap if is_difference else amount)(value, OUTCOMES[NAMES.index(outcome)].unit)


def contrast_of(
    sweep: Sweep, outcome: str | None, scenario: str | None = None, baseline: str | None = None, differ: bool = True
) -> Contrast:
    """Return what is asked about: by default the first outcome, the last scenario less the first.

    Parameters
    ----------
    sweep
        Where the names come from.
    outcome, scenario, baseline
        Names to use instead of the defaults.
    differ
        Whether scenarios are compared by default where there are several.
    """
    names = list(sweep.scenario_names)
    outcome = _named(sweep, outcome) if outcome else sweep.outcomes[0]
    if outcome not in sweep.outcomes:
        raise InputProblem(f"outcome: this sweep has no '{outcome}'; {remedy(outcome, in_words(sweep.outcomes))}")
    for name in (scenario, baseline):
        if name is not None and name not in names:
            raise InputProblem(f"scenario: this sweep has no '{name}'; {remedy(name, names)}")
    compares = len(names) > 1 and (differ or baseline is not None) and not (scenario is not None and baseline is None)
    if not compares and baseline is None:
        return Contrast(outcome, scenario or names[0 if not differ else -1], None)
    baseline = baseline or names[0]
    scenario = scenario or next((name for name in reversed(names) if name != baseline), names[0])
    if scenario == baseline:
        raise InputProblem(f"scenario: '{scenario}' cannot be compared with itself")
    return Contrast(outcome, scenario, baseline)


def in_words(outcomes: Iterable[str]) -> list[str]:
    """Return outcomes as sentences call them, which is also understood."""
    from buyermaze.simulator.outcomes.definitions import label_of

    return [label_of(name) for name in outcomes]


def _named(sweep: Sweep, outcome: str) -> str:
    """Return the outcome of a sweep by its name, or by how a sentence calls it."""
    from buyermaze.simulator.outcomes.definitions import label_of

    plain = outcome.replace("_", " ").lower()
    return next((name for name in sweep.outcomes if plain in (name.replace("_", " "), label_of(name).lower())), outcome)


def values_of(sweep: Sweep, contrast: Contrast) -> tuple[np.ndarray, np.ndarray]:
    """Return which points are stored, and the contrast by point and replication (NaN where undefined)."""
    points, cube = sweep.cube(contrast.outcome)
    names = list(sweep.scenario_names)
    values = cube[:, names.index(contrast.scenario)]
    if contrast.baseline:
        values = values - cube[:, names.index(contrast.baseline)]
    return points, values


def luck_of(sweep: Sweep, points: np.ndarray) -> np.ndarray:
    """Return the luck groups of points: replication r of two points has the same luck where these are the same."""
    groups: np.ndarray = sweep.design.set_index("point").loc[points, "luck_group"].to_numpy()
    return groups


def shares_luck(sweep: Sweep, points: np.ndarray) -> bool:
    """Tell whether all points share their luck."""
    return len(np.unique(luck_of(sweep, points))) == 1


def mean_over_luck(values: np.ndarray) -> np.ndarray:
    """Return the mean over replications of every point, NaN where none is defined."""
    defined = np.isfinite(values)
    n = defined.sum(axis=1)
    with np.errstate(invalid="ignore"):
        mean: np.ndarray = np.where(defined, values, 0.0).sum(axis=1) / np.where(n > 0, n, np.nan)
    return mean
