"""Paths: the touches on the way to a purchase or to none, and those that our own journals hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from buyermaze.simulator.core.vocabulary import OWN_CHANNELS, Channel, Kind, Status, words
from buyermaze.simulator.outcomes.books.costs import deal_worth
from buyermaze.simulator.runs.history import by_account, contacts_with_us, decisions, of_kind, touches_of_ours

if TYPE_CHECKING:
    from buyermaze.simulator.runs.run import Run


@dataclass(frozen=True)
class Path:
    """Touches in order, and how often they ended in a conversion or in nothing.

    ``hours`` (before the end), ``lead`` and ``opportunity`` (positions of the touches that made them) are None where
    nobody knows.
    """

    channels: tuple[str, ...]
    conversions: float
    value: float
    null: float
    hours: tuple[float, ...] | None = None
    lead: int | None = None
    opportunity: int | None = None


def channels_of(paths: Sequence[Path]) -> list[str]:
    """Return every channel that occurs: our own in their order, then others in order of first appearance."""
    found = list(dict.fromkeys(channel for path in paths for channel in path.channels))
    own = [words(channel) for channel in OWN_CHANNELS]
    return [name for name in own if name in found] + [name for name in found if name not in own]


def paths_of(run: "Run") -> tuple[list[Path], int]:
    """Return what the seller's systems recorded of every account's way to its decision.

    Parameters
    ----------
    run
        What ``simulate`` returns.

    Returns
    -------
    list of Path, int
        One path per account with at least one touch of ours that was seen before the decision, and the number of wins
        that no seen touch came before. A conversion is a purchase from us; its value is that of a deal at our list price.
    """
    rows = run.counted_rows()
    worth = deal_worth(run.scenario)
    rows = of_kind(rows, Kind.TOUCH, Kind.LEAD, Kind.CONTACTED, Kind.DECISION)
    paths: list[Path] = []
    blind = 0
    for _, part in by_account(rows):
        path = _path(part, worth)
        if path.channels:
            paths.append(path)
        elif path.conversions:
            blind += 1
    return paths, blind


def _path(rows: np.ndarray, worth: float) -> Path:
    """Build one account's path from its touches, lead, first contact and decision rows."""
    decided = decisions(rows)
    end = float(decided["time"][0]) if len(decided) else float("inf")
    won = len(decided) > 0 and int(decided["detail"][0]) == Status.WON
    ours = touches_of_ours(rows)
    touches = ours[(ours["seen"] == 1) & (ours["time"] <= end)]
    last = float(touches["time"][-1]) if len(touches) and end == float("inf") else end
    lead = of_kind(rows, Kind.LEAD)["time"]
    met = contacts_with_us(rows)["time"]
    return Path(
        tuple(words(Channel(c)) for c in touches["channel"]),
        float(won),
        worth * won,
        float(not won),
        tuple((last - touches["time"]).tolist()),
        _touch_at(touches["time"], lead),
        _touch_at(touches["time"], met),
    )


def _touch_at(touches: np.ndarray, moments: np.ndarray) -> int | None:
    """Return the position of the last touch up to a moment, or the first after it; None if the moment never came."""
    if not len(moments) or not len(touches):
        return None
    return max(0, int(np.searchsorted(touches, moments[0], side="right")) - 1)
