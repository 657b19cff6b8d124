"""The turning points of one journey, each with its day and a few words: captions for moving pictures and timelines."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.vocabulary import Kind, Reason, words
from buyermaze.simulator.inputs.dates.timeline import clock_of
from buyermaze.simulator.journal.event_kinds import EVENT_KINDS, say
from buyermaze.simulator.journal.journal import persona_labels
from buyermaze.simulator.journal.said import Said
from buyermaze.simulator.journal.seller_view import share_of_visits_seen, visible

if TYPE_CHECKING:
    from buyermaze.simulator.runs.run import Run


@dataclass(frozen=True)
class Milestone:
    """One turning point: when (working days since the start of the run), what kind, in a few words, known to the seller."""

    day: float
    kind: str
    text: str
    seen: bool


def milestones(run: "Run", account: int) -> list[Milestone]:
    """Return the turning points of an account, from arrival to the end of its life with the purchase.

    Parameters
    ----------
    run : Run
        What ``simulate`` returns.
    account : int
        Arrival ordinal, from 0.

    Returns
    -------
    list of Milestone
        In order of time: working day from the start of the run, kind, sentence, and whether the seller saw it.
    """
    places = run.places(account)
    people = [*persona_labels(run.scenario), "the group"]  # -1 is the group
    found = []
    for row, known in zip(run.journal[places], visible(run)[places].tolist(), strict=True):
        kind = Kind(row["kind"])
        about = EVENT_KINDS[kind]
        if text := say(about.milestone, Said(row, run.scenario, people.__getitem__)):
            seen = known and not about.tells_truth
            found.append(Milestone(float(row["time"]) / HOURS_PER_DAY, words(kind), text, seen))
    return found


def setbacks(run: "Run", account: int) -> dict[str, float]:
    """Count what stood in an account's way up to its decision, in words as keys."""
    rows = run.of(account)
    ends = [k for k, kind in enumerate(rows["kind"]) if kind == Kind.DECISION]
    rows = rows[: ends[0] + 1] if ends else rows
    kind, reason = rows["kind"], rows["reason"]
    ours = rows["vendor"] == 0
    met = rows[(kind == Kind.SERVED) | (kind == Kind.GAVE_UP)]
    waited = clock_of(run.scenario).days_passed(np.maximum(0.0, met["time"] - met["value"]), met["time"]).sum()
    touches = kind == Kind.TOUCH
    return {
        "dead ends in our content": int(((reason == Reason.DEAD_END) & touches).sum()),
        "conversations out of context": int(((reason == Reason.OUT_OF_CONTEXT) & touches).sum()),
        "days waiting for our reps": round(float(waited), 1),
        "requests to reps given up": int((kind == Kind.GAVE_UP).sum()),
        "contradicting claims from us": int(((kind == Kind.CLAIM_CLASH) & ours).sum()),
        "lead turned away": int((kind == Kind.REJECTED).sum()),
        "jobs opened again": int((kind == Kind.REOPENED).sum()),
        "disagreements that escalated": int(((kind == Kind.POLL) & (reason == Reason.ESCALATED)).sum()),
        "failed votes": int(((kind == Kind.VOTE) & (reason == Reason.BLOCKED)).sum()),
        "approvals refused": int(((kind == Kind.APPROVAL) & (reason == Reason.REFUSED)).sum()),
        "meetings": int((kind == Kind.MEETING).sum()),
        "hours of everybody": round(float(rows["hours"][touches | (kind == Kind.MEETING)].sum()), 0),
        "share of visits our systems saw, %": round(100 * share_of_visits_seen(rows), 0),
    }
