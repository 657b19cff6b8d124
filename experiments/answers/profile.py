"""How an outcome goes with one factor, level by level, under the same luck."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from buyermaze.experiments.answers.contrast import Contrast, contrast_of
from buyermaze.experiments.sweeps.results import Sweep, open_sweep
from buyermaze.simulator.comparison.paired_statistics import difference, estimate
from buyermaze.simulator.core.errors import InputProblem, remedy

if TYPE_CHECKING:
    import pandas

MOST_LEVELS = 60


@dataclass(frozen=True, eq=False)
class Profile:
    """A line per level of a factor: the contrast, and how it differs from the first level, both with intervals."""

    contrast: Contrast
    factor: str
    table: "pandas.DataFrame"

    def sentences(self) -> list[str]:
        """Return the answer in words."""
        lines = [
            f"{self.factor} {_plain(row.level)}: {row.mean:.4g} (95 % interval {row.low:.4g} to {row.high:.4g})."
            for row in self.table.itertuples()
        ]
        return [f"{self.contrast.said}, by {self.factor}:", *lines]


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
    if sweep.study.design.kind == "one_at_a_time":
        rows = rows[rows["point"].isin(sweep.design.loc[sweep.design["block"] == factor, "point"])]
    others = [name for name in names if name != factor]
    index = [factor, *(others if sweep.study.design.kind == "grid" else ()), "luck"]
    rows["scenario"] = rows["scenario"].astype(str)
    wide = rows.groupby([*index, "scenario"], dropna=False)[contrast.outcome].mean().unstack("scenario")
    values = wide[contrast.scenario] - wide[contrast.baseline] if contrast.baseline else wide[contrast.scenario]
    levels = [level for level in _ordered(sweep, factor) if level in set(values.index.get_level_values(0))]
    if len(levels) > MOST_LEVELS:
        raise InputProblem(f"profile: {factor} takes {len(levels)} values; a grid or one_at_a_time design has few")
    first = values.xs(levels[0], level=0)
    lines: list[dict[str, Any]] = []
    for level in levels:
        here = values.xs(level, level=0)
        found = estimate(here.to_numpy())
        paired = difference(here.reindex(first.index).to_numpy(), first.to_numpy())
        lines.append(
            {"level": level, "mean": found.mean, "low": found.low, "high": found.high, "n": found.n}
            | {"from_first": paired.mean, "from_first_low": paired.low, "from_first_high": paired.high}
        )
    return Profile(contrast, factor, pandas.DataFrame(lines))


def _ordered(sweep: Sweep, factor: str) -> list[Any]:
    axis = next(axis for axis in sweep.axes if axis.name == factor)
    if axis.kind in ("levels", "choice"):
        return list(axis.values)
    return sorted(sweep.design[factor].dropna().unique().tolist())


def _plain(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, (int, float)) else str(value)
