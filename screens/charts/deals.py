"""The timeline of one deal: a line per person, visits as dots, waits as bars, turning points above."""

from functools import lru_cache
from typing import TYPE_CHECKING

import altair as alt
import numpy as np

from buyermaze.screens.charts.base import MAIN, spec
from buyermaze.screens.export.figures import Spec
from buyermaze.screens.theme import GREY, RED
from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.clock import Clock
from buyermaze.simulator.journal.itinerary import Gathering, Itinerary, stays_frame
from buyermaze.simulator.journal.milestones import Milestone

if TYPE_CHECKING:
    import pandas

WHERE = {
    "our reps": "#2F7EC7", "our media": "#7FB2E5", "independent sources": "#25968A", "own desk": "#8A94A3",
    "rivals": "#B7791F", "waiting for us": RED,
}  # fmt: skip
GROUPS = {
    "rep": "our reps", "content": "our media", "email": "our media", "event": "our media",
    "ads": "our media", "peers": "independent sources", "analyst": "independent sources", "assistant": "independent sources",
    "own work": "own desk",
    "rival rep": "rivals", "rival content": "rivals",
}  # fmt: skip
SHOWN = (
    "joined",
    "lead",
    "rejected",
    "opened",
    "completed",
    "reopened",
    "favourite",
    "vote",
    "approval",
    "decision",
    "looped",
)


def timeline_frame(way: Itinerary, found: list[Milestone], clock: Clock) -> "dict[str, pandas.DataFrame]":
    """Return visits and waits, and the turning points, by calendar day."""
    import pandas

    stays = stays_frame(way)
    dates = [
        clock.timestamps(np.maximum(stays[c].to_numpy(), 0) * HOURS_PER_DAY).astype("datetime64[m]").astype(str)
        for c in ("start_day", "end_day")
    ]
    where = np.where(stays["doing"] == "wait", "waiting for us", stays["channel"].map(GROUPS).fillna("own desk"))
    stays = stays.assign(start=dates[0], end=dates[1], where=where)
    marks = [m for m in found if m.kind in SHOWN and m.day <= way.last + 0.01]
    days = clock.timestamps(np.array([m.day for m in marks]) * HOURS_PER_DAY).astype("datetime64[m]").astype(str)
    meetings = (
        clock.timestamps(np.array([g.day for g in way.gatherings]) * HOURS_PER_DAY).astype("datetime64[m]").astype(str)
    )
    table = pandas.DataFrame(
        {
            "date": [*days, *meetings],
            "text": [*(m.text for m in marks), *(_meeting(way, g) for g in way.gatherings)],
            "kind": [*("turning point" for _ in marks), *("meeting" for _ in way.gatherings)],
            "person": "the group",
        }
    )
    return {"stays": stays, "marks": table}


def _meeting(way: Itinerary, gathering: Gathering) -> str:
    """Say who came to a meeting."""
    members = sum(joined < gathering.day or joined == way.first for joined in way.joined)
    who = ", ".join(way.people[seat] for seat in gathering.present)
    return f"meeting, {len(gathering.present)} of {members} members: {who}"


@lru_cache(maxsize=64)
def timeline_spec(people: tuple[str, ...]) -> Spec:
    """Return the timeline."""
    order = ["the group", *people]
    base = alt.Chart(MAIN)
    y = alt.Y(
        "person:N",
        sort=order,
        title=None,
        scale=alt.Scale(domain=order),
        axis=alt.Axis(ticks=False, domain=False, grid=True, gridOpacity=0.3, labelFontSize=12),
    )
    x = alt.X(
        "start:T",
        title=None,
        axis=alt.Axis(
            format="%b %Y",
            labelAngle=0,
            gridOpacity=0.25,
            tickCount={"interval": "month", "step": 1},
            labelOverlap=True,
        ),
    )
    tint = alt.Color(
        "where:N",
        scale=alt.Scale(domain=list(WHERE), range=list(WHERE.values())),
        legend=alt.Legend(title=None, orient="top", columns=2, labelLimit=200),
    )
    tips = [
        alt.Tooltip("person:N"), alt.Tooltip("start:T", format="%d %B %Y"), alt.Tooltip("job:N"), alt.Tooltip("channel:N"),
        alt.Tooltip("reason:N"), alt.Tooltip("hours:Q", format=".1f"), alt.Tooltip("seen:N", title="seen by us"),
    ]  # fmt: skip
    waits = (
        base.transform_filter("datum.doing == 'wait'")
        .mark_bar(height=7, opacity=0.55)
        .encode(x=x, x2="end:T", y=y, color=tint, tooltip=tips)
    )
    visits = (
        base.transform_filter("datum.doing == 'visit'")
        .mark_circle(size=46, opacity=0.9)
        .encode(x=x, y=y, color=tint, tooltip=tips)
    )
    dead = (
        base.transform_filter("datum.reason == 'dead end'")
        .mark_point(shape="cross", size=60, angle=45, color=RED, strokeWidth=2)
        .encode(x=x, y=y, tooltip=tips)
    )
    marks = alt.Chart(alt.NamedData("marks"))
    said = [alt.Tooltip("text:N", title=" "), alt.Tooltip("date:T", format="%d %B %Y")]
    meet = (
        marks.transform_filter("datum.kind == 'meeting'")
        .mark_rule(color=GREY, strokeDash=[2, 3], opacity=0.7)
        .encode(x="date:T", tooltip=said)
    )
    turns = (
        marks.transform_filter("datum.kind == 'turning point'")
        .mark_point(shape="diamond", size=80, filled=True, color=GREY, opacity=1)
        .encode(x="date:T", y=y, tooltip=said)
    )
    parted = (
        alt.Chart(alt.NamedData("fork")).mark_rule(color="#E0A100", strokeWidth=2.5).encode(x="date:T", tooltip=said)
    )
    return spec((meet + waits + visits + dead + turns + parted).properties(height=26 * len(order) + 10))
