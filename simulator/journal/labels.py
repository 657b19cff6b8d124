"""One account under all the labels a company gives it: target, lead, opportunity, customer, advocate, and again."""

from typing import TYPE_CHECKING, Final

import numpy as np

from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.phrases import listed
from buyermaze.simulator.core.vocabulary import Kind, Reason
from buyermaze.simulator.inputs.dates.timeline import clock_of

if TYPE_CHECKING:
    from buyermaze.simulator.runs.run import Run

LABELS: Final = {
    Kind.ARRIVED: "a target", Kind.LEAD: "a lead", Kind.ACCEPTED: "an accepted lead", Kind.CONTACTED: "an opportunity",
}  # fmt: skip


def labels(run: "Run", account: int) -> list[tuple[float, str]]:
    """Return what an account was to us, in order of time.

    Parameters
    ----------
    run : Run
        What ``simulate`` returns.
    account : int
        Arrival ordinal, from 0.

    Returns
    -------
    list of (float, str)
        Working hours since the start of the run, and the label from then on; each label once in a row.
    """
    found: list[tuple[float, str]] = []
    for row in run.of(account):
        kind, ours = int(row["kind"]), int(row["vendor"]) == 0
        label = ""
        if kind in (Kind.ARRIVED, Kind.LEAD, Kind.ACCEPTED) or (kind == Kind.CONTACTED and ours):
            label = LABELS[Kind(kind)]
        elif kind == Kind.DECISION:
            bought = row["reason"] == Reason.BOUGHT
            label = "a customer" if bought and ours else "a rival's customer" if bought else "a lost opportunity"
        elif kind == Kind.RENEWAL and ours:
            label = "a customer again" if row["reason"] == Reason.RENEWED else "a former customer"
        if label and (not found or found[-1][1] != label):
            found.append((float(row["time"]), label))
        if kind == Kind.GO_LIVE and ours:
            found += _voice(run, account, float(row["time"]))
    return found


def _voice(run: "Run", account: int, time: float) -> list[tuple[float, str]]:
    """Return what most of its people are as they go live: advocates, or critics."""
    rows = run.of(account)
    heard = rows["reason"][(rows["kind"] == Kind.ADVOCACY) & (rows["time"] == time)]
    balance = int(np.sum(heard == Reason.PROMOTER)) - int(np.sum(heard == Reason.DETRACTOR))
    return [(time, "an advocate" if balance > 0 else "a critic")] if balance else []


def labels_said(run: "Run", account: int) -> str:
    """Say under which labels the same people have been on our books, and whether they had set out before."""
    clock = clock_of(run.scenario)
    rows = run.of(account)
    before = rows["detail"][rows["kind"] == Kind.FIRM]
    n = int(before[0]) if len(before) else 0
    again = f"They had set out {'once' if n == 1 else f'{n} times'} before. " if n else ""
    parts = [f"{label} ({clock.words(time / HOURS_PER_DAY)})" for time, label in labels(run, account)]
    return f"{again}To us the same people were {listed(parts)}."
