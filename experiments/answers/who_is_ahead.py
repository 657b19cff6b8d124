"""Reading a sweep for a verdict: how far one organisation is ahead of another, point by point, and where that turns."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from buyermaze.experiments.answers.responses import response
from buyermaze.experiments.answers.two_way import Interval
from buyermaze.simulator.comparison.paired_statistics import estimate
from buyermaze.simulator.comparison.phrasing import digits, gap
from buyermaze.simulator.outcomes.definitions import NAMES, OUTCOMES, position

if TYPE_CHECKING:
    import pandas


def leads(table: "pandas.DataFrame", by: str, first: str, second: str) -> "pandas.DataFrame":
    """Return the outcomes of ``second`` minus those of ``first``, run by run under the same conditions.

    Parameters
    ----------
    table : DataFrame
        A tidy sweep table.
    by : str
        The column that names organisations.
    first, second : str
        Two of its values.

    Returns
    -------
    DataFrame
        One line per condition that both were run under, with the same columns but ``by``; what the two were run under is
        everything that is no outcome. Runs that share all of it are averaged.
    """
    keys = [name for name in table.columns if name != by and name not in NAMES and name != "error"]
    values = [name for name in table.columns if name in NAMES]
    sides = [
        table[table[by].astype(str) == name].groupby(keys, observed=True, dropna=False)[values].mean()
        for name in (first, second)
    ]
    apart: pandas.DataFrame = (sides[1] - sides[0]).dropna(how="all").reset_index()
    return apart


def turning_points(apart: "pandas.DataFrame", factor: str, outcome: str) -> list[float]:
    """Return the values of a numeric factor at which the mean lead changes sides, between two levels by a straight line."""
    curve = response(apart, factor, outcome)
    found = []
    x, y = curve["x"].tolist(), curve["mean"].tolist()
    for k in range(len(x) - 1):
        if y[k] * y[k + 1] < 0:
            found.append(float(x[k] + (x[k + 1] - x[k]) * y[k] / (y[k] - y[k + 1])))
    return found


def lead_map(
    apart: "pandas.DataFrame", across: str, up: str, outcome: str, first: str, second: str
) -> "pandas.DataFrame":
    """Return who is ahead in every cell of two factors.

    Returns
    -------
    DataFrame
        ``x, y, mean, low, high`` (95 %), ``n``, ``leader`` (empty where luck could explain the difference).
    """
    import pandas

    from buyermaze.experiments.answers.responses import grouped

    better = OUTCOMES[position(outcome)].better or 1
    lines: list[dict[str, Any]] = []
    cells = apart.assign(x=grouped(apart[across]), y=grouped(apart[up])).groupby(["x", "y"], observed=True)
    for (x, y), part in cells:
        found = estimate(part[outcome].to_numpy(dtype=float))
        ahead = "" if not found.is_told else second if found.mean * better > 0 else first
        lines.append(
            {"x": x, "y": y, "mean": found.mean, "low": found.low, "high": found.high, "n": found.n, "leader": ahead}
        )
    return pandas.DataFrame(lines, columns=["x", "y", "mean", "low", "high", "n", "leader"])


def verdict(
    apart: "pandas.DataFrame", factors: list[str], outcome: str, first: str, second: str, words: Mapping[str, str] = {},
    over: Interval | None = None,
) -> list[str]:  # fmt: skip
    """Say who is ahead over the whole sweep, and along which factors that turns.

    ``words`` may name factors in words. ``over`` is the mean lead with the interval that the sweep's design leaves; of a table
    whose design nobody knows, every run counts as drawn by itself.
    """
    about = OUTCOMES[position(outcome)]
    better = about.better or 1
    runs = estimate(apart[outcome].to_numpy(dtype=float))
    if runs.n < 2:
        return [f"{first} and {second} were not run under the same conditions often enough to compare them."]
    found = over if over is not None and math.isfinite(over.low) else runs
    interval = f"95 % interval {digits(found.low, about.unit)} to {digits(found.high, about.unit)}"
    ahead, behind = (second, first) if found.mean * better > 0 else (first, second)
    more = gap(abs(found.mean), about.unit)
    if found.low <= 0 <= found.high:
        lines = [
            f"Over the whole sweep, {about.label} of {second} and {first} cannot be told apart from luck ({interval})."
        ]
    elif about.better:
        lines = [f"Over the whole sweep, {ahead} is ahead of {behind} on {about.label} by {more} ({interval})."]
    else:
        side = "higher" if found.mean > 0 else "lower"
        lines = [f"Over the whole sweep, {about.label} is {more} {side} for {second} than for {first} ({interval})."]
    turns = {factor: _turn(apart, factor, outcome, first, second) for factor in factors}
    said = [
        f"Along {words.get(factor, factor.split('.')[-1].replace('_', ' '))} the lead {turn}."
        for factor, turn in turns.items()
        if turn
    ]
    return [*lines, *(said or ["Along none of the factors does the lead change sides."])]


def _turn(apart: "pandas.DataFrame", factor: str, outcome: str, first: str, second: str) -> str:
    """Say where the lead turns along a factor, and whether the runs beyond are enough to be sure; empty: nowhere."""
    import pandas

    if not pandas.api.types.is_numeric_dtype(apart[factor]):
        return ""
    found = turning_points(apart, factor, outcome)
    if not found:
        return ""
    curve = response(apart, factor, outcome)
    better = OUTCOMES[position(outcome)].better or 1
    start, end = (first if curve["mean"].iloc[k] * better < 0 else second for k in (0, -1))
    where = " and ".join(f"{value:.3g}" for value in found)
    both = bool((curve["low"] > 0).any() and (curve["high"] < 0).any())
    sure = "" if both else ", though on one side luck could explain it"
    if start == end:
        return f"changes sides at about {where}{sure}"
    return f"passes from {start} to {end} at about {where}{sure}"
