"""Journals written by hand, row by row."""

from typing import Any

import numpy as np

from buyermaze.simulator.core.vocabulary import Channel, Job, Kind, Reason, Status
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.model.state import ROW
from buyermaze.simulator.runs.history import History

USUAL = Scenario().with_changes({"run.weeks_warm_up": 0.0})


def row(kind: Kind, time: float, account: int = 0, **given: Any) -> np.ndarray:
    """Return one row; what is not given is absent (-1), unused (0) or none."""
    made = np.zeros(1, ROW)
    for field in ("person", "rep", "job", "channel", "vendor"):
        made[field] = -1
    made["kind"], made["time"], made["account"] = kind, time, account
    for field, value in given.items():
        made[field] = value
    return made


def journal(*rows: np.ndarray) -> np.ndarray:
    """Return rows as one journal, in order of time; rows of one moment keep the order given."""
    whole = np.concatenate(rows)
    return whole[np.argsort(whole["time"], kind="stable")]


def won(account: int, start: float, regrets: tuple[float, ...] = (20.0, 40.0)) -> list[np.ndarray]:
    """Return the whole life of a two-person account that buys from us after 80 hours and renews."""
    a, t = account, start
    feelings = []
    for seat, regret in enumerate(regrets):
        feelings.append(row(Kind.FEELING, t + 200, a, person=seat, value=7.0 + seat, detail=regret, vendor=0))
        voice = Reason.PROMOTER if seat == 0 else Reason.DETRACTOR
        feelings.append(row(Kind.ADVOCACY, t + 200, a, person=seat, value=9.0 - 4 * seat, reason=voice, vendor=0))
    return [
        row(Kind.ARRIVED, t, a, value=2, detail=1),
        row(Kind.TOUCH, t + 1, a, person=0, job=Job.PROBLEM, channel=Channel.CONTENT, vendor=0, reason=Reason.FOUND,
            hours=2.0, seen=1),
        row(Kind.TOUCH, t + 2, a, person=1, job=Job.PROBLEM, channel=Channel.CONTENT, vendor=0, reason=Reason.DEAD_END,
            hours=1.0),
        row(Kind.LEAD, t + 2, a, value=25.0, reason=Reason.SCORE, seen=1),
        row(Kind.ACCEPTED, t + 3, a, value=1),
        row(Kind.ASKED, t + 4, a, person=0, channel=Channel.REP, job=Job.SELECTION),
        row(Kind.SERVED, t + 10, a, person=0, channel=Channel.REP, job=Job.SELECTION, rep=2, hours=3.0, value=6.0),
        row(Kind.CONTACTED, t + 10, a, person=0, vendor=0, rep=2, value=0.4, detail=3.0),
        row(Kind.TOUCH, t + 11, a, person=0, job=Job.SELECTION, channel=Channel.REP, vendor=0, rep=2, hours=1.0, seen=1,
            reason=Reason.IN_CONTEXT),
        row(Kind.TOUCH, t + 12, a, person=1, job=Job.SELECTION, channel=Channel.PEERS, hours=2.0),
        row(Kind.MEETING, t + 20, a, hours=2.0, value=0.1, detail=1.2, channel=Channel.MEETING, job=Job.CONSENSUS),
        row(Kind.COMPLETED, t + 20, a, job=Job.PROBLEM, value=0.9),
        row(Kind.REOPENED, t + 40, a, job=Job.PROBLEM, value=0.6),
        row(Kind.REOPENED, t + 50, a, job=Job.PROBLEM, value=0.6),
        row(Kind.VOTE, t + 60, a, vendor=0, reason=Reason.PASSED, value=0.8, detail=0.1),
        row(Kind.APPROVAL, t + 80, a, vendor=0, reason=Reason.GRANTED, value=0.5, detail=1),
        row(Kind.DECISION, t + 80, a, vendor=0, reason=Reason.BOUGHT, value=80.0, detail=Status.WON),
        row(Kind.EFFORT, t + 80, a, value=0.8, detail=2),
        row(Kind.GO_LIVE, t + 200, a, vendor=0, value=1.5, detail=1.0),
        *feelings,
        row(Kind.REGRET, t + 200, a, vendor=0, reason=Reason.FORGONE, value=0.3),
        row(Kind.REGRET, t + 200, a, vendor=0, reason=Reason.EFFORT, value=0.1),
        row(Kind.USE, t + 600, a, vendor=0, value=1.0, detail=1),
        row(Kind.ALERT, t + 600, a, vendor=0, value=5.0),
        row(Kind.RECOVERY, t + 610, a, vendor=0, rep=1, hours=4.0, value=0.3),
        row(Kind.RENEWAL, t + 1000, a, vendor=0, reason=Reason.RENEWED, value=0.7),
        row(Kind.ENDED, t + 1000, a),
    ]  # fmt: skip


def lost(account: int, start: float) -> list[np.ndarray]:
    """Return the life of a three-person account that buys from a rival after 40 hours and regrets it."""
    a, t = account, start
    return [
        row(Kind.ARRIVED, t, a, value=3, detail=1),
        row(Kind.ASKED, t + 1, a, person=0, channel=Channel.REP, job=Job.SELECTION),
        row(Kind.GAVE_UP, t + 9, a, person=0, channel=Channel.REP, job=Job.SELECTION, hours=0.5, value=8.0),
        row(Kind.CONTACTED, t + 10, a, person=0, vendor=1, value=0.2, detail=0.5),
        row(Kind.TOUCH, t + 10, a, person=0, job=Job.SELECTION, channel=Channel.RIVAL_REP, vendor=1, hours=1.5),
        row(Kind.VOTE, t + 40, a, vendor=1, reason=Reason.PASSED, value=1.0),
        row(Kind.DECISION, t + 40, a, vendor=1, reason=Reason.BOUGHT, value=40.0, detail=Status.LOST),
        row(Kind.EFFORT, t + 40, a, value=1.5, detail=3),
        row(Kind.FEELING, t + 100, a, person=0, value=3.0, detail=80.0, vendor=1),
        row(Kind.ADVOCACY, t + 100, a, person=0, value=2.0, reason=Reason.DETRACTOR, vendor=1),
        row(Kind.GO_LIVE, t + 100, a, vendor=1, value=0.2, detail=1.0),
        row(Kind.REGRET, t + 100, a, vendor=1, reason=Reason.FORGONE, value=9.0),
        row(Kind.ENDED, t + 100, a),
    ]


def undecided(account: int, start: float, reason: Reason = Reason.DOUBT) -> list[np.ndarray]:
    """Return the life of an account that meets us, votes, and ends without a decision after 160 hours."""
    a, t = account, start
    return [
        row(Kind.ARRIVED, t, a, value=4, detail=1),
        row(Kind.CONTACTED, t + 5, a, person=0, vendor=0, rep=0, value=0.8, detail=1.0),
        row(
            Kind.TOUCH, t + 5, a, person=0, job=Job.VALIDATION, channel=Channel.REP, vendor=0, rep=0, hours=1.0, seen=1
        ),
        row(Kind.VOTE, t + 100, a, vendor=0, reason=Reason.BLOCKED, value=0.3),
        row(Kind.LOOPED, t + 100, a, reason=reason),
        row(Kind.DECISION, t + 160, a, reason=reason, value=160.0, detail=Status.NO_DECISION),
        row(Kind.EFFORT, t + 160, a, value=1.0, detail=4),
        row(Kind.ENDED, t + 160, a),
    ]


def idle(account: int, start: float) -> list[np.ndarray]:
    """Return the life of an inquiry without a project that becomes a lead all the same."""
    a, t = account, start
    return [
        row(Kind.ARRIVED, t, a, value=1, detail=0),
        row(Kind.TOUCH, t + 1, a, person=0, job=Job.PROBLEM, channel=Channel.EVENT, vendor=0, hours=5.0, seen=1),
        row(Kind.LEAD, t + 1, a, value=30.0, reason=Reason.SCORE, seen=1),
        row(Kind.LEAD_WORK, t + 2, a, rep=0, hours=2.0),
        row(Kind.DECISION, t + 3, a, value=3.0, detail=Status.NOT_SERIOUS),
        row(Kind.ENDED, t + 3, a),
    ]


def run_of(rows: np.ndarray, scenario: Scenario | None = None) -> History:
    """Return what ``simulate`` returns, with a journal of our own."""
    return History(scenario or USUAL, 0, rows)
