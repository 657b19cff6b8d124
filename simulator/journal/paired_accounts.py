"""The same accounts under two organisations with the same luck: how each ended, and when their ways parted."""

from typing import TYPE_CHECKING

import numpy as np

from buyermaze.simulator.core import phrases
from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.vocabulary import Kind

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.runs.run import Run


def twins(first: "Run", second: "Run") -> "pandas.DataFrame":
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

    arrived = first.of_kind(Kind.ARRIVED)
    serious = arrived[np.isin(arrived["account"], first.counted_real())]
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


def fork(first: "Run", second: "Run", account: int) -> float | None:
    """Return the working day on which an account's two journeys first differ in anything, or None if they never do."""
    a, b = (run.of(account) for run in (first, second))
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


def _ends(run: "Run") -> dict[int, str]:
    rows = run.decisions()
    return {int(row["account"]): phrases.outcome(row["detail"]) for row in rows}
