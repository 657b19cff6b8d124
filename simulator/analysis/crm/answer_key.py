"""The answer key to a synthetic CRM: what truly happened, under the ids of the CRM."""

from typing import TYPE_CHECKING, Any

import numpy as np

from buyermaze.simulator.analysis.crm.tables import contact_id
from buyermaze.simulator.analysis.deals.causes import CAUSES, true_cause
from buyermaze.simulator.core import phrases
from buyermaze.simulator.core.vocabulary import Channel, Kind, Reason, Status, words
from buyermaze.simulator.inputs.dates.timeline import clock_of
from buyermaze.simulator.journal.event_log import case_id
from buyermaze.simulator.journal.journal import persona_labels
from buyermaze.simulator.journal.seller_view import visible
from buyermaze.simulator.runs.history import decisions, of_kind

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.runs.run import Run


def answer_key(run: "Run") -> "dict[str, pandas.DataFrame]":
    """Return the tables of the answer key by name: accounts and touches."""
    return {"accounts": truth_of_accounts(run), "touches": truth_of_touches(run)}


def truth_of_accounts(run: "Run") -> "pandas.DataFrame":
    """Return the answer key by account: what it was, how it truly ended and why, and what the seller has of it."""
    import pandas

    known = visible(run)
    lines: list[tuple[Any, ...]] = []
    for account in np.sort(run.counted()).tolist():
        part, seen = run.of(account), known[run.places(account)]
        ends = decisions(part)
        arrived = of_kind(part, Kind.ARRIVED)
        real = bool(len(arrived) and arrived["detail"][0] == 1)
        status = Status(int(ends["detail"][0])) if len(ends) else Status.OPEN
        cause = true_cause(part, run.scenario).cause if real else ""
        lines.append(
            (case_id(account), real, int(arrived["value"][0]) if len(arrived) else 0, words(status),
             words(Reason(int(ends["reason"][0]))) if len(ends) else "", cause, CAUSES[cause][1] if cause else "",
             len(part), int(seen.sum()), float(of_kind(part, Kind.TOUCH)["hours"].sum()))
        )  # fmt: skip
    columns = ["account_id", "is_real", "people", "outcome", "reason", "true_cause", "answers_for_it", "rows", "rows_seen",
               "buyer_hours"]  # fmt: skip
    return pandas.DataFrame(lines, columns=columns)


def truth_of_touches(run: "Run") -> "pandas.DataFrame":
    """Return the answer key by visit: all of them, seen or not, with how they went."""
    import pandas

    people = persona_labels(run.scenario)
    mark = run.is_counted() & (run.journal["kind"] == Kind.TOUCH)
    rows = run.journal[mark]
    return pandas.DataFrame(
        {
            "activity_id": [f"T{row:08d}" for row in np.flatnonzero(mark)],
            "account_id": [case_id(a) for a in rows["account"]],
            "contact_id": [contact_id(a, p) for a, p in zip(rows["account"], rows["person"], strict=True)],
            "title": [people[p].rsplit(" ", 1)[0] for p in rows["person"]],
            "channel": [words(Channel(c)) for c in rows["channel"]],
            "topic": [phrases.job(job) for job in rows["job"]],
            "went": ["" if r == Reason.NONE else words(Reason(r)) for r in rows["reason"]],
            "at": clock_of(run.scenario).timestamps(rows["time"]),
            "seen": rows["seen"] == 1,
            "hours": rows["hours"],
            "information_gained": rows["value"],
        }
    )
