"""Deal autopsy: what truly ended a journey, what was logged, and what marketing and sales would say about it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from buyermaze.simulator.analysis.deals.causes import CAUSES, day_of, marketing_says, sales_says, true_cause
from buyermaze.simulator.core import phrases
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import Status
from buyermaze.simulator.inputs.dates.timeline import clock_of
from buyermaze.simulator.journal.journal import persona_labels
from buyermaze.simulator.journal.seller_view import logged_reason, share_of_visits_seen, visible
from buyermaze.simulator.runs.history import decisions

if TYPE_CHECKING:
    from buyermaze.simulator.runs.run import Run


@dataclass(frozen=True)
class Autopsy:
    """One account's end: the true cause, and what three others make of it."""

    account: int
    outcome: str
    cause: str
    culprit: str
    who: str
    day: float  # working days since the start of the run
    date: str  # the same in words of the calendar
    logged: str
    marketing: tuple[str, str]  # what it says, whom that blames
    sales: tuple[str, str]
    seen_share: float  # of the visits up to the decision
    trouble: dict[str, float]

    def sentences(self) -> list[str]:
        """Tell the autopsy."""
        lines = [
            f"Account {self.account}: {self.outcome}.",
            f"True cause: {CAUSES[self.cause][0]} ({self.who}, {self.date}); "
            f"responsible: {self.culprit}." if self.cause != "won" else "Nothing stopped it.",
            f"Logged by sales: {self.logged}.",
            f"Marketing says: {self.marketing[0]} (blames {self.marketing[1]}).",
            f"Sales says: {self.sales[0]} (blames {self.sales[1]}).",
            f"The seller's systems saw {100 * self.seen_share:.0f} % of the visits.",
        ]  # fmt: skip
        if any(self.trouble.values()):
            weights = ", ".join(f"{cause} {hours:.1f} h" for cause, hours in self.trouble.items() if hours > 0)
            lines.insert(2, f"What went wrong with us, weighed in person-hours: {weights}.")
        return lines


def autopsy(run: "Run", account: int) -> Autopsy:
    """Open up one account of a run: the true cause of its end, and what marketing, sales and the CRM say of it.

    Parameters
    ----------
    run : Run
        What ``simulate`` returns.
    account : int
        Arrival ordinal, from 0, of an account with a real project.

    Returns
    -------
    Autopsy
        Causes with their working day and evidence from the journal.

    Raises
    ------
    InputProblem
        If the run has no such account, or it had no real project.
    """
    rows = run.of(account)
    if not len(rows):
        raise InputProblem(f"account: there is no account {account} in this run; they run from 0 to {_most(run)}")
    ends = decisions(rows)
    if len(ends) and ends["detail"][0] == Status.NOT_SERIOUS:
        raise InputProblem(f"account {account} was an inquiry without a project; choose a real one")
    return _examine(run, account, rows, rows[visible(run)[run.places(account)]])


def autopsies(run: "Run") -> list[Autopsy]:
    """Open up every counted account of a run that had a real project, in order of arrival."""
    known, found = visible(run), []
    for account in run.counted_real().tolist():
        rows = run.of(account)
        found.append(_examine(run, account, rows, rows[known[run.places(account)]]))
    return found


def _examine(run: "Run", account: int, rows: np.ndarray, seen: np.ndarray) -> Autopsy:
    found = true_cause(rows, run.scenario)
    ends = decisions(rows)
    won = found.cause == "won"
    logged = logged_reason(seen, ends[0], run.scenario) if len(ends) else "open"
    people = persona_labels(run.scenario)
    who = people[found.person] if found.person >= 0 else "the group"
    outcome = phrases.outcome(ends["detail"][0] if len(ends) else Status.OPEN)
    return Autopsy(
        account, outcome, found.cause, CAUSES[found.cause][1], who, day_of(found),
        clock_of(run.scenario).words(max(0.0, day_of(found))) if day_of(found) == day_of(found) else "", logged,
        marketing_says(seen, won), sales_says(seen, logged, won), share_of_visits_seen(rows), found.trouble,
    )  # fmt: skip


def _most(run: "Run") -> int:
    return int(run.journal["account"].max(initial=0))
