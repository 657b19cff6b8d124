"""Reading a tidy sweep table: which columns are factors, how outcomes respond, what matters most."""

import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.simulator.comparison.paired_statistics import t_quantile
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.outcomes.definitions import NAMES

if TYPE_CHECKING:
    import pandas

PATHS: Final = re.compile(r"^(market|programme|run)\.")
NAMING: Final = ("scenario", "market", "organisation", "programme")  # columns that name what was run
BOOKKEEPING: Final = {
    "replication",
    "seed",
    "point",
    "fingerprint",
    "run",
    "chunk",
    "index",
    "wall_seconds",
    "n_accounts",
    "luck",
    "row",
    "block",
    "luck_group",
    "error",
}
MOST_LEVELS: Final = 12  # values of a factor beyond which they are grouped into bins


def columns_of(table: "pandas.DataFrame") -> tuple[list[str], list[str]]:
    """Return the names of factors and of outcomes in a sweep table.

    Outcomes are columns named after outcomes of the model. Factors are columns with two or more different values: those
    named by parameter path and those that name organisations or markets, or, where no column is named by path, all others.

    Raises
    ------
    InputProblem
        If there are no outcomes or no factors.
    """
    outcomes = [name for name in table.columns if name in NAMES and _is_number(table[name])]
    if not outcomes:
        raise InputProblem(
            "the table has no outcome column; name at least one after an outcome of the model, such as "
            f"{', '.join(NAMES[:3])}"
        )
    others = [name for name in table.columns if name not in outcomes and name.lower() not in BOOKKEEPING]
    factors = [name for name in others if table[name].nunique(dropna=True) > 1]
    paths = [name for name in factors if PATHS.match(name) or name in NAMING]
    chosen = paths if any(PATHS.match(name) for name in factors) else factors
    if not chosen:
        raise InputProblem("the table has no factor: no other column takes two or more different values")
    return sorted(chosen, key=lambda name: not _is_number(table[name])), outcomes


def response(table: "pandas.DataFrame", factor: str, outcome: str, by: str | None = None) -> "pandas.DataFrame":
    """Return the mean outcome with its 95 % interval at every value (or bin) of a factor, optionally by a second column."""
    import pandas

    binned = table.assign(x=grouped(table[factor]), by="all" if by is None else table[by].astype(str))
    lines: list[dict[str, Any]] = []
    for (x, group), part in binned.groupby(["x", "by"], sort=True, observed=True):
        values = part[outcome].dropna().to_numpy(dtype=float)
        if not len(values):
            continue
        half = t_quantile(len(values)) * values.std(ddof=1) / np.sqrt(len(values)) if len(values) > 1 else np.nan
        mean = float(values.mean())
        lines.append({"x": x, "by": group, "mean": mean, "low": mean - half, "high": mean + half, "n": len(values)})
    return pandas.DataFrame(lines)


def interaction(table: "pandas.DataFrame", first: str, second: str, outcome: str) -> "pandas.DataFrame":
    """Return the mean outcome in every cell of two factors."""
    binned = table.assign(x=grouped(table[first]), y=grouped(table[second]))
    cells = binned.groupby(["x", "y"], observed=True)[outcome].agg(["mean", "size"]).reset_index()
    return cells.rename(columns={"size": "n"})


def sensitivities(table: "pandas.DataFrame", factors: list[str], outcome: str) -> "pandas.DataFrame":
    """Return the part of an outcome's variance that each factor explains on its own (correlation ratio), largest first.

    The share expected from luck alone, (levels - 1) / (rows - 1), is taken off; below 0 counts as 0.
    """
    import pandas

    lines = []
    for factor in factors:
        part = pandas.DataFrame({"x": grouped(table[factor]), "y": table[outcome]}).dropna()
        total = float(((part["y"] - part["y"].mean()) ** 2).sum())
        groups = part.groupby("x", observed=True)["y"]
        between = float((groups.size() * (groups.mean() - part["y"].mean()) ** 2).sum())
        ratio = between / total if total > 0 else 0.0
        chance = (groups.ngroups - 1) / max(1, len(part) - 1)
        lines.append(
            {"factor": factor, "share": max(0.0, (ratio - chance) / max(1e-12, 1 - chance)), "levels": groups.ngroups}
        )
    return pandas.DataFrame(lines).sort_values("share", ascending=False, ignore_index=True)


def grouped(column: "pandas.Series[Any]") -> "pandas.Series[Any]":
    """Return a factor's values, many different numbers gathered into ten bins named by their middle."""
    import pandas

    if not _is_number(column) or column.nunique() <= MOST_LEVELS:
        return column
    bins = pandas.cut(column, 10)
    return bins.map(lambda interval: round(float(interval.mid), 4)).astype(float)


def _is_number(column: "pandas.Series[Any]") -> bool:
    import pandas

    return bool(pandas.api.types.is_numeric_dtype(column)) and not bool(pandas.api.types.is_bool_dtype(column))
