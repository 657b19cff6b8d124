"""Traffic in the maze: what happened in every room, which ways people took, and what of it the seller saw."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.simulator.core.calendar import HOURS_PER_WEEK
from buyermaze.simulator.core.vocabulary import N_INFO_JOBS, N_SOUGHT, Channel, Job, Kind, Reason, words
from buyermaze.simulator.inputs.dates.timeline import timeline
from buyermaze.simulator.runs.history import of_kind

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.runs.run import Run

LADDER: Final = {
    "impressions": ("touch", (Channel.ADS, Channel.EMAIL)),
    "visits": ("touch", (Channel.CONTENT, Channel.EVENT)),
    "leads": (Kind.LEAD, None),
    "accepted": (Kind.ACCEPTED, None),
    "leads that met a rep": (Kind.CONTACTED, None),
    "others who met a rep": (Kind.CONTACTED, None),
    "wins": (Kind.DECISION, None),
}


def rooms(run: "Run", only_seen: bool = False) -> "pandas.DataFrame":
    """Sum up every room that can be visited.

    Parameters
    ----------
    run
        What ``simulate`` returns.
    only_seen : bool
        Count only what the seller's systems saw.

    Returns
    -------
    DataFrame, one line per job and channel of the scenario's ``channels``
        ``job``, ``channel`` (numbers of the vocabulary), ``visits``, ``people`` (different ones), ``hours``,
        ``gained`` (information units), ``dead_ends``, ``seen`` (share of visits).
    """
    import pandas

    touches = _touches(run)
    if only_seen:
        touches = touches[touches["seen"] == 1]
    place = touches["job"].astype(np.int64) * N_SOUGHT + touches["channel"]
    n = N_INFO_JOBS * N_SOUGHT
    visits = np.bincount(place, minlength=n)
    who = touches["account"].astype(np.int64) * 100 + touches["person"]
    different = np.unique(np.stack([place, who]), axis=1)[0]
    with np.errstate(invalid="ignore"):
        seen = np.bincount(place, weights=touches["seen"], minlength=n) / visits
    table = pandas.DataFrame(
        {
            "job": np.repeat(np.arange(N_INFO_JOBS), N_SOUGHT),
            "channel": np.tile(np.arange(N_SOUGHT), N_INFO_JOBS),
            "visits": visits,
            "people": np.bincount(different, minlength=n),
            "hours": np.bincount(place, weights=touches["hours"], minlength=n),
            "gained": np.bincount(place, weights=touches["value"], minlength=n),
            "dead_ends": np.bincount(place, weights=touches["reason"] == Reason.DEAD_END, minlength=n).astype(int),
            "seen": seen,
        }
    )
    return table[table["channel"].isin(run.scenario.channels)].reset_index(drop=True)


def _touches(run: "Run") -> Any:
    """Return the visits of the counted accounts."""
    rows = run.counted_rows()
    return of_kind(rows, Kind.TOUCH)


def ways(run: "Run", only_seen: bool = False, most: int = 40) -> "list[tuple[int, int, int]]":
    """Return the most travelled ways between different rooms: from, to (job * N_SOUGHT + channel), times.

    A way is taken when the same person is next seen in another room.
    """
    touches = _touches(run)
    if only_seen:
        touches = touches[touches["seen"] == 1]
    who = touches["account"].astype(np.int64) * 100 + touches["person"]
    order = np.argsort(who, kind="stable")
    place = (touches["job"].astype(np.int64) * N_SOUGHT + touches["channel"])[order]
    same = (who[order][1:] == who[order][:-1]) & (place[1:] != place[:-1])
    pairs, counts = np.unique(place[:-1][same] * 100 + place[1:][same], return_counts=True)
    top = np.argsort(-counts, kind="stable")[:most]
    return [(int(pairs[k]) // 100, int(pairs[k]) % 100, int(counts[k])) for k in top]


def room_by_person(run: "Run", job: int, channel: int) -> "pandas.DataFrame":
    """Say who was in a room: one line per persona with people, visits, hours, information gained and dead ends."""
    import pandas

    rows = run.counted_rows()
    chosen = rows[(rows["kind"] == Kind.TOUCH) & (rows["job"] == job) & (rows["channel"] == channel)]
    seats = run.scenario.market.group.seats
    table = pandas.DataFrame(
        {
            "persona": [seats[person] for person in chosen["person"]],
            "who": chosen["account"].astype(np.int64) * 100 + chosen["person"],
            "hours": chosen["hours"],
            "gained": chosen["value"],
            "dead_end": chosen["reason"] == Reason.DEAD_END,
        }
    )
    grouped = table.groupby("persona", sort=False)
    found = pandas.DataFrame(
        {
            "people": grouped["who"].nunique(),
            "visits": grouped.size(),
            "hours": grouped["hours"].sum(),
            "gained": grouped["gained"].sum(),
            "dead_ends": grouped["dead_end"].sum(),
        }
    )
    return found.sort_values("visits", ascending=False).reset_index()


def ladder(run: "Run") -> "pandas.DataFrame":
    """Count the rungs of the seller's ladder: what its systems saw, and what truly happened, over the whole run.

    Opportunities are accounts that met one of our reps: leads first, then those who asked for a rep before any system
    called them a lead. So no rung counts more than the one it comes from. Without a gate nothing is accepted.
    """
    import pandas

    rows = run.counted_rows()
    lines = []
    leads = rows["account"][rows["kind"] == Kind.LEAD]
    for name, (kind, channels) in LADDER.items():
        if kind == Kind.ACCEPTED and not run.scenario.programme.gate.closed:
            continue
        if kind == "touch":
            chosen = rows[(rows["kind"] == Kind.TOUCH) & np.isin(rows["channel"], [int(c) for c in channels or ()])]
        elif kind == Kind.DECISION:
            chosen = rows[(rows["kind"] == kind) & (rows["reason"] == Reason.BOUGHT) & (rows["vendor"] == 0)]
        elif kind == Kind.CONTACTED:
            was_lead = np.isin(rows["account"], leads) == (name == "leads that met a rep")
            chosen = rows[(rows["kind"] == kind) & (rows["vendor"] == 0) & was_lead]
        else:
            chosen = rows[rows["kind"] == kind]
        seen = chosen["seen"] == 1
        if kind == Kind.DECISION:
            seen = np.ones(len(chosen), dtype=bool)
        lines.append(
            {
                "rung": name,
                "accounts_seen": len(np.unique(chosen["account"][seen])),
                "accounts": len(np.unique(chosen["account"])),
                "events_seen": int(seen.sum()),
                "events": len(chosen),
            }
        )
    return pandas.DataFrame(lines)


def population_said(run: "Run") -> str:
    """Say of whom rungs and rooms are counted, and how rungs stand to each other."""
    n, real = len(run.counted()), len(run.counted_real())
    return (
        f"Every bar counts some of the same {n:,} accounts that set out in the window, {real:,} of them with a project and "
        f"{n - real:,} without: impressions are those that e-mail or advertising reached, visits those that came to content or "
        "events, and who came need not have been reached before."
    )


def weekly(run: "Run") -> "pandas.DataFrame":
    """Count what the seller's systems saw and what they did not, by week of the observation window and channel."""
    import pandas

    begun = timeline(run.scenario).window_from

    touches = _touches(run)
    table = pandas.DataFrame(
        {
            "week": ((touches["time"] - begun) / HOURS_PER_WEEK).astype(int) + 1,
            "channel": [words(Channel(c)) for c in touches["channel"]],
            "seen": touches["seen"] == 1,
        }
    )
    return table.groupby(["week", "channel", "seen"]).size().rename("visits").reset_index()


def room_name(place: int) -> str:
    """Say a room in words: ``validation through content``."""
    return f"{words(Job(place // N_SOUGHT))} through {words(Channel(place % N_SOUGHT))}"
