"""The same accounts under two organisations with the same luck: how each ended, and when their ways parted."""

from typing import TYPE_CHECKING, Any

import numpy as np

from buyermaze.simulator.core import phrases
from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.vocabulary import Kind
from buyermaze.simulator.journal.counted import counted_real

if TYPE_CHECKING:
    import pandas


def twins(first: Any, second: Any) -> "pandas.DataFrame":
    """Set the accounts of two runs with the same luck side by side.

    Parameters
    ----------
    first, second
        Two runs with the same seed, replication and number of accounts.

    Returns
    -------
    DataFrame, one line per counted serious account
        ``account``, ``people``, ``first`` and ``second`` (how it ended: won, lost to a rival, no decision, open),
        ``differs`` (whether it ended differently).
    """
    import pandas

    arrived = first.journal[first.journal["kind"] == Kind.ARRIVED]
    serious = arrived[np.isin(arrived["account"], counted_real(first))]
    ends = [_ends(run) for run in (first, second)]
    accounts = serious["account"].tolist()
    table = pandas.DataFrame(
        {
            "account": accounts,
            "people": serious["value"].astype(int),
            "first": [ends[0].get(account, "open") for account in accounts],
            "second": [ends[1].get(account, "open") for account in accounts],
        }
    )
    return table.assign(differs=table["first"] != table["second"])


def fork(first: Any, second: Any, account: int) -> float | None:
    """Return the working day on which an account's two journeys first differ in anything, or None if they never do."""
    a, b = (run.journal[run.journal["account"] == account] for run in (first, second))
    n = min(len(a), len(b))
    differs = np.zeros(n, dtype=bool)
    for field in ("time", "kind", "person", "reason", "job", "channel", "vendor", "value"):
        differs |= a[field][:n] != b[field][:n]
    if differs.any():
        row = int(np.argmax(differs))
        return float(min(a["time"][row], b["time"][row])) / HOURS_PER_DAY
    if len(a) != len(b):
        longer = a if len(a) > len(b) else b
        return float(longer["time"][n]) / HOURS_PER_DAY
    return None


def _ends(run: Any) -> dict[int, str]:
    rows = run.journal[run.journal["kind"] == Kind.DECISION]
    return {int(row["account"]): phrases.outcome(row["detail"]) for row in rows}
