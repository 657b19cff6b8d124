"""What blockers cost, one by one and all together."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.vocabulary import Kind, Reason
from buyermaze.simulator.outcomes.books.outcome import Outcome, share
from buyermaze.simulator.outcomes.books.quantities import serious
from buyermaze.simulator.outcomes.books.tallies import Tally

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario

STOOD_UP = serious(Tally.N_BLOCKERS)

# fmt: off
BLOCKERS: Final = [
    Outcome("n_blockers", "blockers", "count", "journey", -1,
            "Times somebody inside the buyers' company had to be satisfied, per account.", STOOD_UP, serious(Tally.JOURNEYS)),
    share("share_blockers_foreseen", "blockers foreseen", 1,
          "Blockers that a rep of any vendor had brought up before they stood up.", serious(Tally.N_BLOCKERS_FORESEEN), STOOD_UP),
    Outcome("days_blocked", "days held up by blockers", "days", "journey", -1,
            "Working days for which blockers held a purchase up, per account.",
            (1 / HOURS_PER_DAY) * serious(Tally.HOURS_BLOCKED), serious(Tally.JOURNEYS)),
]
# fmt: on


def blocker_frame(rows: Any, scenario: "Scenario") -> "pandas.DataFrame":
    """Return a line per blocker of the market: how often it stood up and was foreseen, days and deals it cost.

    Parameters
    ----------
    rows : ndarray of state.ROW
        Rows of the accounts that count.
    scenario : Scenario
        The scenario, whose market lists the blockers.

    Returns
    -------
    DataFrame
        ``name``, ``kind``, ``trigger``, ``n`` (accounts it stood up in), ``n_foreseen``, ``days`` (working days it held
        purchases up, all accounts together), ``n_deals_lost`` (purchases that ended over it).
    """
    import pandas

    met = rows[rows["kind"] == Kind.BLOCKER]
    lines = []
    for place, blocker in enumerate(scenario.market.blockers):
        mine = met[met["detail"] == place]
        lines.append(
            {
                "name": blocker.name,
                "kind": blocker.kind,
                "trigger": blocker.trigger,
                "n": len(mine),
                "n_foreseen": int(np.sum(mine["reason"] == Reason.FORESEEN)),
                "days": float(mine["value"].sum()) / HOURS_PER_DAY,
                "n_deals_lost": int(np.sum(mine["reason"] == Reason.OBJECTION)),
            }
        )
    columns = ["name", "kind", "trigger", "n", "n_foreseen", "days", "n_deals_lost"]
    return pandas.DataFrame(lines, columns=columns)
