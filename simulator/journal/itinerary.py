"""Where everybody of one buying group was, and when: stays in rooms, waits, meetings and the seller's doors."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from buyermaze.simulator.core import phrases
from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.vocabulary import Channel, Kind, Reason, Status, words
from buyermaze.simulator.journal.attendance import active_from, attendance
from buyermaze.simulator.journal.event_kinds import stage
from buyermaze.simulator.journal.journal import persona_labels
from buyermaze.simulator.journal.said import vendor_labels
from buyermaze.simulator.runs.history import of_kind

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.runs.run import Run


@dataclass(frozen=True)
class Stay:
    """One person in one place: a visit to a room, or a wait for one of our reps. Times are working days."""

    person: int
    start: float
    end: float
    doing: str  # visit, wait
    job: int
    channel: int
    vendor: int
    reason: str
    seen: bool
    hours: float
    gained: float


@dataclass(frozen=True)
class Gathering:
    """One meeting of the group."""

    day: float
    present: tuple[int, ...]  # seats
    spread: float
    mean: float
    hours: float  # of everybody who came


@dataclass(frozen=True)
class Stage:
    """One step of the account through the seller's doors."""

    day: float
    name: str


@dataclass(frozen=True)
class Itinerary:
    """One account's way through the maze, from its first row to its decision."""

    account: int
    people: tuple[str, ...]
    joined: tuple[float, ...]  # day each person joined; the first members at the start, those who never did: infinity
    stays: tuple[Stay, ...]
    gatherings: tuple[Gathering, ...]
    stages: tuple[Stage, ...]
    first: float
    last: float
    outcome: str
    vendor: str  # who sold; empty when nobody did
    why: str


def itinerary(run: "Run", account: int) -> Itinerary:
    """Follow one account.

    Parameters
    ----------
    run
        What ``simulate`` returns: ``journal``, ``scenario``.
    account : int
        Arrival ordinal; must be in the run.

    Returns
    -------
    Itinerary
        Up to and including the decision; life with the purchase is left out.
    """
    rows = run.of(account)
    decided = np.flatnonzero(rows["kind"] == Kind.DECISION)
    rows = rows[: decided[0] + 1] if len(decided) else rows
    days = rows["time"] / HOURS_PER_DAY
    arrived, last = rows[0], rows[-1]
    n_people = int(arrived["value"])
    joins = [math.inf if place < 0 else float(days[place]) for place in active_from(run, account)]
    open_end = last["kind"] != Kind.DECISION
    return Itinerary(
        account=account,
        people=tuple(persona_labels(run.scenario)[:n_people]),
        joined=tuple(joins),
        stays=tuple(_stays(rows)),
        gatherings=tuple(
            Gathering(
                float(r["time"]) / HOURS_PER_DAY,
                present,
                float(r["value"]),
                float(r["detail"]),
                float(r["hours"]),
            )
            for r, present in zip(of_kind(rows, Kind.MEETING), attendance(run, account), strict=True)
        ),
        stages=tuple(_stages(rows)),
        first=float(days[0]),
        last=float(days[-1]),
        outcome=phrases.OUTCOMES[Status.OPEN] if open_end else phrases.outcome(last["detail"]),
        vendor="" if open_end or last["vendor"] < 0 else vendor_labels(run.scenario)[last["vendor"]],
        why=phrases.ENDS[end].noun if not open_end and (end := Reason(int(last["reason"]))) in phrases.ENDS else "",
    )


def _stays(rows: np.ndarray) -> "list[Stay]":
    stays, asked = [], {}
    for r in rows:
        person, day = int(r["person"]), float(r["time"]) / HOURS_PER_DAY
        if r["kind"] == Kind.ASKED:
            asked[person] = day
        elif r["kind"] in (Kind.SERVED, Kind.GAVE_UP):
            start = asked.pop(person, day - float(r["value"]) / HOURS_PER_DAY)
            how = "gave up" if r["kind"] == Kind.GAVE_UP else "served"
            stays.append(_stay(r, person, start, day, "wait", how, 0.0))
        elif r["kind"] == Kind.TOUCH:
            reason = phrases.reason(r["reason"])
            start = day - float(r["hours"]) / HOURS_PER_DAY
            stays.append(_stay(r, person, start, day, "visit", reason, float(r["value"])))
    return sorted(stays, key=lambda stay: (stay.start, stay.person))


def _stay(r: Any, person: int, start: float, end: float, doing: str, reason: str, gained: float) -> Stay:
    hours = float(r["hours"]) if doing == "visit" else (end - start) * HOURS_PER_DAY
    channel = int(r["channel"]) if r["channel"] >= 0 else int(Channel.REP)
    return Stay(
        person, max(0.0, start), end, doing, int(r["job"]), channel, int(r["vendor"]), reason, bool(r["seen"] == 1),
        hours, gained,
    )  # fmt: skip


def _stages(rows: np.ndarray) -> "list[Stage]":
    """Return the steps through our doors; meeting a rival's rep is no step of ours."""
    return [Stage(float(r["time"]) / HOURS_PER_DAY, name) for r in rows if (name := stage(r))]


def stays_frame(way: Itinerary) -> "pandas.DataFrame":
    """Return the stays of an itinerary as a tidy table with words instead of codes."""
    import pandas

    return pandas.DataFrame(
        {
            "person": [way.people[stay.person] for stay in way.stays],
            "start_day": [stay.start for stay in way.stays],
            "end_day": [stay.end for stay in way.stays],
            "doing": [stay.doing for stay in way.stays],
            "job": [phrases.job(stay.job) for stay in way.stays],
            "channel": [words(Channel(stay.channel)) for stay in way.stays],
            "reason": [stay.reason for stay in way.stays],
            "seen": [stay.seen for stay in way.stays],
            "hours": [stay.hours for stay in way.stays],
            "gained": [stay.gained for stay in way.stays],
        }
    )
