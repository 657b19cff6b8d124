"""Analyses of one's own: a function of a run that returns a table, asked of a scenario."""

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from buyermaze.simulator.core.errors import InputProblem, error_said
from buyermaze.simulator.core.plain_text import one_line
from buyermaze.simulator.extensions.packages import part_named
from buyermaze.simulator.runs.run import simulate

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario


def analyse(name: str, scenario: "Scenario", n_replications: int = 1) -> "pandas.DataFrame":
    """Ask an analyser of one's own about a scenario.

    Parameters
    ----------
    name : str
        As it was entered with ``extend.analyser``.
    scenario : Scenario
        What to simulate.
    n_replications : int
        Runs it is asked about, each with its own luck; 1 or more.

    Returns
    -------
    DataFrame
        What it returned for every run, one below the other, with the column ``replication`` (from 0) in front.

    Raises
    ------
    InputProblem
        If there is no such analyser, it stops with an error, or what it returns is no table.
    """
    import pandas

    part = part_named(name, ("analyser",), "analyser")
    frames = []
    for replication in range(n_replications):
        run = simulate(scenario, replication)
        try:
            found: Any = part.what(run)
        except Exception as error:
            why = one_line(error_said(error), 200)
            raise InputProblem(f"the analyser '{name}' of {part.origin} stopped with {why}") from None
        if not isinstance(found, pandas.DataFrame):
            kind = type(found).__name__
            raise InputProblem(f"the analyser '{name}' of {part.origin} returned {kind}; it must be a pandas DataFrame")
        if odd := [column for column in found.columns if not _is_plain(column, found)]:
            said = one_line(str(odd[0]), 60)
            raise InputProblem(
                f"the analyser '{name}' of {part.origin} returned a column '{said}' that cannot be written: a column has a text as "
                "its name, one of its own, and holds numbers, texts, dates or yes and no"
            )
        frames.append(found.assign(replication=replication)[["replication", *found.columns]])
    return pandas.concat(frames, ignore_index=True)


def _is_plain(column: Any, table: "pandas.DataFrame") -> bool:
    """Tell whether a column can be written to every kind of file."""
    if not isinstance(column, str) or list(table.columns).count(column) > 1:
        return False
    plain = (str, int, float, np.bool_, np.integer, np.floating, date, type(None))
    return table[column].dtype.kind in "biufM" or all(isinstance(each, plain) for each in table[column])
