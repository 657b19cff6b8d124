"""Two lenses on one run: the truth log with everything, and the seller's log with what its systems and people know.

The seller's log is a subset of the truth log's rows. A row is in it when tracking saw it (``seen``), when our own people
made it, or when it tells the fate of an account our reps know. Columns nobody at the seller could know are empty, and the
reason of a decision is the one a rep logs, by the rule of ``logged_reason``.
"""

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.vocabulary import Kind, Status, words
from buyermaze.simulator.journal.event_kinds import Sight, kinds_where
from buyermaze.simulator.journal.journal import frame
from buyermaze.simulator.runs.history import by_account, contacts_with_us, of_kind

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario
    from buyermaze.simulator.runs.run import Run


def _hiding(column: str) -> tuple[Kind, ...]:
    """Return the kinds of events of which the seller does not see a column."""
    return kinds_where(lambda about: column in about.hidden)


ALWAYS: Final = kinds_where(lambda about: about.sight == Sight.ALL)
ABOUT_US: Final = kinds_where(lambda about: about.sight == Sight.ABOUT_US)
OF_CUSTOMERS: Final = kinds_where(lambda about: about.sight == Sight.OF_CUSTOMERS)
FATE: Final = kinds_where(lambda about: about.sight == Sight.FATE)
HIDDEN: Final = {column: _hiding(column) for column in ("value", "detail", "reason")}
SILENCE_HOURS: Final = 30 * HOURS_PER_DAY  # without a sign for so long, a rep logs "no response"; assumption
FAMILIAR: Final = 3  # conversations after which a buyer tells a rep that a rival won; assumption
WON, NOT_OURS = "won", "never an opportunity"
LOGGED: Final = (WON, "price", "competitor", "no response", "timing", NOT_OURS)


def visible(run: "Run") -> np.ndarray:
    """Return for every journal row whether the seller has it, shape (rows,), bool."""
    rows = run.journal
    kind, account, ours = rows["kind"], rows["account"], rows["vendor"] == 0
    known = account[(kind == Kind.CONTACTED) & ours]
    customers = account[np.isin(kind, FATE) & ours]
    found: np.ndarray = (
        (rows["seen"] == 1)
        | np.isin(kind, ALWAYS)
        | (np.isin(kind, ABOUT_US) & ours)
        | (np.isin(kind, OF_CUSTOMERS) & np.isin(account, customers))
        | (np.isin(kind, FATE) & (np.isin(account, known) | ours))
    )
    return found


def share_of_visits_seen(rows: np.ndarray) -> float:
    """Return which share of an account's visits up to its decision the seller's systems recorded, 0 to 1; 0 without visits.

    The one number for how much the seller sees of a deal, wherever one is shown. ``rows`` are the account's, in order.
    """
    decided = np.flatnonzero(rows["kind"] == Kind.DECISION)
    visits = of_kind(rows[: decided[0] + 1] if len(decided) else rows, Kind.TOUCH)
    return float((visits["seen"] == 1).mean()) if len(visits) else 0.0


def truth_log(run: "Run") -> "pandas.DataFrame":
    """Return everything that happened, one line per journal row; see ``journal.frame`` for the columns."""
    return frame(run.journal, run.scenario)


def seller_log(run: "Run") -> "pandas.DataFrame":
    """Return what the seller's systems and people know of a run.

    Parameters
    ----------
    run : Run
        What ``simulate`` returns.

    Returns
    -------
    DataFrame
        The columns of ``truth_log`` (whose index is kept, so every line can be found there) with the unknowable left
        empty, and ``logged_reason`` on decisions.
    """
    mask = visible(run)
    rows = run.journal[mask]
    table = frame(rows, run.scenario)
    table.index = np.flatnonzero(mask)
    for column, kinds in HIDDEN.items():
        table.loc[np.isin(rows["kind"], kinds), column] = None if column == "reason" else np.nan
    decided = rows["kind"] == Kind.DECISION
    not_ours = decided & (rows["detail"] != Status.WON)
    table.loc[not_ours, "vendor"] = None
    table.loc[not_ours, "detail"] = np.nan  # closed: to a rival or to nobody, the seller cannot be sure
    logged = logged_reasons(run)
    table["logged_reason"] = [logged[int(a)] if d else None for a, d in zip(rows["account"], decided, strict=True)]
    return table


def logged_reasons(run: "Run") -> dict[int, str]:
    """Return the reason that the seller's systems hold for the end of every account that has decided."""
    rows = run.journal[visible(run)]
    decided = run.decisions()
    seen, nothing = dict(by_account(rows)), rows[:0]
    return {
        int(end["account"]): logged_reason(seen.get(int(end["account"]), nothing), end, run.scenario)
        for end in decided
    }


def logged_reason(seen: np.ndarray, end: Any, scenario: "Scenario") -> str:
    """Return what a rep logs as the reason for the end of an account, from what the rep could see.

    The rule (assumption; after win-loss studies in which reps mostly name price and rarely what buyers name): no meeting
    with us, nothing to log. Silence of 30 working days before the end, "no response". A deal lost to a rival after three
    conversations or more, "competitor". Somebody who minds the money was met, "price". Else "timing".

    Parameters
    ----------
    seen : ndarray of layout.ROW
        The account's rows that the seller has, in order.
    end
        The account's decision row.
    scenario : Scenario
        Says which personas mind the money: those who need terms or a justification.
    """
    if end["detail"] == Status.WON:
        return WON
    if not len(contacts_with_us(seen)):
        return NOT_OURS
    signs = seen[np.isin(seen["kind"], (Kind.TOUCH, Kind.ASKED, Kind.SERVED)) & (seen["time"] < end["time"])]
    if not len(signs) or end["time"] - signs["time"][-1] > SILENCE_HOURS:
        return "no response"
    served = of_kind(seen, Kind.SERVED)
    if end["detail"] == Status.LOST and len(served) >= FAMILIAR:
        return "competitor"
    money = {p.name for p in scenario.market.personas if p.needs_terms or p.needs_justification}
    seats = scenario.market.group.seats
    if any(seats[person] in money for person in served["person"] if person > 0):
        return "price"
    return "timing"


def visibility(run: "Run") -> "pandas.DataFrame":
    """Return how much of the journey the seller sees: ``what`` (a channel, a kind), ``rows``, ``seen``, ``share_seen``."""
    import pandas

    table = truth_log(run)
    table["known"] = visible(run)
    touch = table["kind"] == words(Kind.TOUCH)
    what = table["kind"].astype(str).where(~touch, "touch: " + table["channel"].astype(str))
    grouped = table.assign(what=what).groupby("what", sort=False)["known"]
    found = pandas.DataFrame({"rows": grouped.size(), "seen": grouped.sum()}).reset_index()
    found["share_seen"] = found["seen"] / found["rows"]
    return found.sort_values("rows", ascending=False, kind="stable").reset_index(drop=True)
