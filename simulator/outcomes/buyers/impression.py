"""Outcomes of impressions: what touches with us do to trust, and the worst of them."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.simulator.core.vocabulary import Channel, Kind, Reason, Status, words
from buyermaze.simulator.outcomes.books.outcome import Outcome
from buyermaze.simulator.outcomes.books.quantities import Quantity, serious
from buyermaze.simulator.outcomes.books.tallies import Tally

if TYPE_CHECKING:
    import pandas

ACCOUNTS: Final = Quantity(
    "journeys, where a company is one to its buyers",
    lambda run: (
        run.of_serious(Tally.JOURNEYS) if run.mean(lambda now: now.market.impression.share_carried) > 0.0 else 0.0
    ),
)
NO_BAD_TOUCH: Final = "none"

# fmt: off
IMPRESSION: Final = [
    Outcome("trust_won", "trust won by touches", "ratio", "journey", 1,
            "What touches with us added to the trust in their channel (1 is full), all of an account together; undefined where "
            "every channel is trusted for itself.", serious(Tally.TRUST_WON), ACCOUNTS),
    Outcome("trust_lost", "trust lost by touches", "ratio", "journey", -1,
            "What touches with us took of the trust in their channel, all of an account together.",
            serious(Tally.TRUST_LOST), ACCOUNTS),
    Outcome("worst_touch", "trust lost by the worst touch", "ratio", "journey", -1,
            "Largest loss of trust by a single touch with us, mean over accounts.", serious(Tally.WORST_TOUCH), ACCOUNTS),
]
# fmt: on


def worst_touch_frame(rows: Any) -> "pandas.DataFrame":
    """Return, by what it was, in how many accounts a touch was the worst of all with us, and what became of those accounts.

    Parameters
    ----------
    rows : ndarray of state.ROW
        Rows of the accounts that count.

    Returns
    -------
    DataFrame
        ``touch`` (channel and what took trust; none where nothing did), ``n`` (accounts with a project whose worst touch
        it was), ``trust_lost`` (by it, mean; trust of 1 is full), ``p_win`` and ``p_no_decision`` of those accounts; most
        frequent first. No line where every channel is trusted for itself. Shares tell who had such a touch, not what it did.
    """
    import pandas

    columns = ["touch", "n", "trust_lost", "p_win", "p_no_decision"]
    left = rows[(rows["kind"] == Kind.IMPRESSION) & (rows["vendor"] == 0)]
    if not len(left):
        return pandas.DataFrame(columns=columns)
    ended = rows[rows["kind"] == Kind.DECISION]
    ended = ended[ended["detail"] != Status.NOT_SERIOUS]
    found = pandas.DataFrame(
        {
            "account": ended["account"],
            "won": ended["detail"] == Status.WON,
            "none": ended["detail"] == Status.NO_DECISION,
        }
    )
    bad = left[left["value"] < 0.0]
    bad = bad[np.lexsort((bad["value"], bad["account"]))]
    accounts, first = np.unique(bad["account"], return_index=True)
    worst = pandas.DataFrame(
        {"account": accounts, "touch": [_what(row) for row in bad[first]], "lost": -bad["value"][first]}
    )
    found = found.merge(worst, on="account", how="left").fillna({"touch": NO_BAD_TOUCH, "lost": 0.0})
    grouped = found.groupby("touch").agg(
        n=("won", "size"), trust_lost=("lost", "mean"), p_win=("won", "mean"), p_no_decision=("none", "mean")
    )
    return grouped.reset_index().sort_values(["n", "touch"], ascending=[False, True], ignore_index=True)[columns]


def _what(row: Any) -> str:
    """Name a touch by its channel and how it went."""
    channel = words(Channel(row["channel"]))
    return f"{channel}: {words(Reason(row['reason']))}" if row["reason"] != Reason.NONE else f"{channel}: contradicted"
