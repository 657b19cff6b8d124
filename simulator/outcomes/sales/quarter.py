"""Quotas: what each rep booked in each quarter, beside what was expected of them."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import Kind, Status
from buyermaze.simulator.inputs.dates.epochs import day_of, hours_at
from buyermaze.simulator.outcomes.books.outcome import share
from buyermaze.simulator.outcomes.books.periods import PeriodRows, next_period, period_edges, period_name
from buyermaze.simulator.outcomes.books.sums import QUOTAS, REVENUE

if TYPE_CHECKING:
    from datetime import date

    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario

QUARTER = "quarter"

# fmt: off
QUOTA: Final = [
    share("quota_attained", "quota reached", 1,
          "What the window's accounts buy over what is expected of our reps in its time; undefined without a quota.",
          REVENUE, QUOTAS, "run"),
]
# fmt: on


def quota_frame(journal: Any, scenario: "Scenario", until: float | None = None) -> "pandas.DataFrame":
    """Return a line per quarter and rep: wins, bookings, quota and how much of it was reached.

    A deal is credited to the rep who met its buyers last; rep 0 stands for deals in which nobody of ours was met. The
    quota counts for the time a rep was employed, that of newcomers who still learn the job included.

    Parameters
    ----------
    journal : ndarray of state.ROW
        All rows of the run.
    scenario : Scenario
        The scenario, whose timeline tells which quota was in force when.
    until : float, optional
        End of the last quarter, working hours since the start of the run; default: the end of the window.

    Raises
    ------
    InputProblem
        If no quota is set.
    """
    import pandas

    if not has_quota(scenario):
        raise InputProblem(
            "programme.quarter.quota is 0, so there is nothing to report against; set it in USD per rep and quarter"
        )
    edges = period_edges(scenario, QUARTER, until)
    rows = PeriodRows(journal, scenario, edges)
    decided = rows.of(Kind.DECISION)
    won = decided[decided["detail"] == Status.WON]
    served = rows.of(Kind.SERVED)
    last = np.full(rows.n_accounts, -1)
    last[served["account"]] = served["rep"]  # in order of time, so that the last one stays
    by_rep = last[won["account"]]
    n_reps = max(epoch.scenario.programme.team.n_reps for epoch in scenario.epochs)
    lines = []
    for rep in range(-1, n_reps):
        mine = won[by_rep == rep]
        booked, n_wins = rows.per_period(mine, rows.worth(mine)), rows.per_period(mine)
        quota = _quotas(rows, rep)
        for k, hours in enumerate(edges[:-1]):
            if not n_wins[k] and not quota[k]:
                continue
            day = day_of(scenario, hours)
            lines.append({
                "period": period_name(day, QUARTER), "since": pandas.Timestamp(day), "rep": rep + 1, "n_wins": int(n_wins[k]),
                "bookings": booked[k], "quota": quota[k], "attained": booked[k] / quota[k] if quota[k] else np.nan,
            })  # fmt: skip
    frame = pandas.DataFrame(lines, columns=["period", "since", "rep", "n_wins", "bookings", "quota", "attained"])
    return frame.sort_values(["since", "rep"], ignore_index=True)


def has_quota(scenario: "Scenario") -> bool:
    """Return whether anything is expected of reps at any time of a run."""
    return any(epoch.scenario.programme.quarter.quota > 0.0 for epoch in scenario.epochs)


def _quotas(rows: PeriodRows, rep: int) -> np.ndarray:
    """Return what is expected of a rep in each period: the quota of a whole quarter for the part they were employed."""
    scenario, edges = rows.scenario, rows.edges
    if rep < 0:
        return np.zeros(len(edges) - 1)
    def expected(now: "Scenario") -> float:
        return now.programme.quarter.quota if rep < now.programme.team.n_reps else 0.0

    hours = np.array([_hours_of_quarter(scenario, day_of(scenario, since)) for since in edges[:-1]])
    quotas: np.ndarray = (rows.mean(expected) * np.diff(edges) - rows.empty(expected, rep)) / hours
    return quotas


def _hours_of_quarter(scenario: "Scenario", day: "date") -> float:
    first = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return hours_at(scenario, next_period(day, QUARTER)) - hours_at(scenario, first)
