"""What happened: the journal's rows, what their numbers mean, and how to read them."""

from typing import TYPE_CHECKING

import numpy as np

from buyermaze.simulator.core.vocabulary import Channel, Job, Kind, Reason, words
from buyermaze.simulator.inputs.dates.timeline import clock_of
from buyermaze.simulator.journal.said import vendor_labels

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario


def persona_labels(scenario: "Scenario") -> list[str]:
    """Name every seat of a buying group: persona and a number among its like, ``champion 1``, ``technical 2``."""
    labels: list[str] = []
    for seat, persona in enumerate(scenario.market.group.seats):
        labels.append(f"{persona} {scenario.market.group.seats[: seat + 1].count(persona)}")
    return labels


def frame(rows: np.ndarray, scenario: "Scenario") -> "pandas.DataFrame":
    """Return journal rows as a tidy table with words instead of codes.

    Parameters
    ----------
    rows : ndarray of layout.ROW, shape (n,)
        Journal rows in journal order, which is kept.
    scenario : Scenario
        Gives personas, names and the calendar.

    Returns
    -------
    DataFrame, n lines
        ``timestamp`` (calendar), ``time`` (working hours since the start), ``account``, ``person`` (``champion 1``;
        missing for the account as a whole), ``kind``, ``reason``, ``rep`` (numbered from 1; missing: none), ``job``,
        ``channel``, ``vendor`` (``us``, ``rival 1``), ``seen`` (by the seller's systems), ``hours``, ``value`` and
        ``detail`` (meaning by kind: ``event_kinds.EVENT_KINDS``).
    """
    import pandas

    seats = persona_labels(scenario)
    vendors = vendor_labels(scenario)
    return pandas.DataFrame(
        {
            "timestamp": clock_of(scenario).timestamps(rows["time"]),
            "time": rows["time"],
            "account": rows["account"],
            "person": _named(rows["person"], seats),
            "kind": _named(rows["kind"], [words(kind) for kind in Kind]),
            "reason": _named(np.where(rows["reason"] == Reason.NONE, -1, rows["reason"]), [words(r) for r in Reason]),
            "rep": pandas.Series(rows["rep"] + 1, dtype="Int16").where(rows["rep"] >= 0),
            "job": _named(rows["job"], [words(job) for job in Job]),
            "channel": _named(rows["channel"], [words(channel) for channel in Channel]),
            "vendor": _named(rows["vendor"], vendors),
            "seen": rows["seen"] == 1,
            "hours": rows["hours"],
            "value": rows["value"],
            "detail": rows["detail"],
        }
    )


def _named(codes: np.ndarray, names: list[str]) -> "pandas.Series[str]":
    """Return codes as the words they stand for; -1 is missing."""
    import pandas

    return pandas.Series(pandas.Categorical.from_codes(codes.astype(np.int64), pandas.Index(names)))
