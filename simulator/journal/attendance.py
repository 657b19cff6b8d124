"""Who came to the meetings of a buying group: the rulebook's own draws, drawn again.

The journal holds only the person-hours of a meeting. Who was there follows from keyed luck: every member's draw depends on
the member and on how many meetings there have been, on nothing else.
"""

from typing import TYPE_CHECKING

import numpy as np

from buyermaze.simulator.core.vocabulary import Draw, Kind
from buyermaze.simulator.model.rules.luck.draws import child_key, draw

if TYPE_CHECKING:
    from buyermaze.simulator.runs.history import History


def active_from(run: "History", account: int) -> list[int]:
    """Return for every seat of a group the place in the account's rows from which its member takes part, -1: never.

    Parameters
    ----------
    run
        What ``simulate`` returns: ``journal``, ``scenario``, ``replication``.
    account : int
        Arrival ordinal; must be in the run.
    """
    rows = run.of(account)
    market = run.scenario.market
    late = {persona.name for persona in market.personas if persona.joins_late}
    seats = market.group.seats[: int(rows["value"][0])]
    joined = {int(rows["person"][r]): int(r) for r in np.flatnonzero(rows["kind"] == Kind.JOINED)}
    return [joined.get(i, -1) if i > 0 and seat in late else 0 for i, seat in enumerate(seats)]


def attendance(run: "History", account: int) -> list[tuple[int, ...]]:
    """Return the seats present at every meeting of a group, in order; whoever brought the matter up always comes."""
    from buyermaze.simulator.model.rules.luck.draws import run_key

    rows = run.of(account)
    active, p_attend = active_from(run, account), run.scenario.market.group.p_attend
    key = np.uint64(child_key(run_key(run.scenario.run.seed, run.replication), account))
    keys = [np.uint64(child_key(key, i + 1)) for i in range(len(active))]
    found = []
    for n, r in enumerate(np.flatnonzero(rows["kind"] == Kind.MEETING), start=1):
        members = [i for i, start in enumerate(active) if 0 <= start < r]
        found.append(tuple(i for i in members if i == 0 or draw(keys[i], Draw.ATTEND.value, 0, n) < p_attend))
    return found
