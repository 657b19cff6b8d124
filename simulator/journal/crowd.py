"""Many buying groups in the maze at once: who was in which room when, counted from the day each group set out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from buyermaze.simulator.core import phrases
from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.vocabulary import Kind, Reason, Status
from buyermaze.simulator.journal.attendance import active_from

if TYPE_CHECKING:
    from buyermaze.simulator.runs.run import Run


@dataclass(frozen=True)
class Group:
    """One buying group: when each seat joined, how and when it ended, and its visits; times are working days since it set out.

    ``visits`` holds per visit: seat, start, end, job, channel, whether the seller's systems saw it, hours, whether it was a
    dead end.
    """

    account: int
    joined: tuple[float, ...]
    last: float
    outcome: str
    visits: tuple[tuple[int, float, float, int, int, bool, float, bool], ...]


def crowd(run: "Run", accounts: Sequence[int]) -> list[Group]:
    """Follow several accounts through the rooms, each from the day it set out to its decision or the end of the run.

    Parameters
    ----------
    run
        What ``simulate`` returns: ``journal``, ``scenario``, ``replication``.
    accounts : sequence of int
        Arrival ordinals; each must be in the run.
    """
    return [_group(run, account) for account in accounts]


def _group(run: "Run", account: int) -> Group:
    rows = run.of(account)
    days = rows["time"] / HOURS_PER_DAY
    first = float(days[0])
    decided = np.flatnonzero(rows["kind"] == Kind.DECISION)
    end = int(decided[0]) if len(decided) else len(rows) - 1
    outcome = phrases.outcome(rows["detail"][end] if len(decided) else Status.OPEN)
    chosen = np.flatnonzero(rows["kind"][: end + 1] == Kind.TOUCH)
    stop = days[chosen] - first
    visits = zip(
        rows["person"][chosen].tolist(),
        np.maximum(0.0, stop - rows["hours"][chosen] / HOURS_PER_DAY).tolist(),
        stop.tolist(),
        rows["job"][chosen].tolist(),
        rows["channel"][chosen].tolist(),
        (rows["seen"][chosen] == 1).tolist(),
        rows["hours"][chosen].tolist(),
        (rows["reason"][chosen] == Reason.DEAD_END).tolist(),
        strict=True,
    )
    joined = tuple(float("inf") if place < 0 else float(days[place]) - first for place in active_from(run, account))
    return Group(account, joined, float(days[end]) - first, outcome, tuple(visits))
