"""Pictures of the maze: traffic per room, and the seller's ladder beside the truth."""

from functools import lru_cache
from typing import TYPE_CHECKING

import altair as alt

from buyermaze.screens.charts.base import HALF, MAIN, spec
from buyermaze.screens.export.figures import Spec
from buyermaze.screens.theme import colours
from buyermaze.simulator.core.phrases import CHANNELS, JOBS
from buyermaze.simulator.core.vocabulary import N_INFO_JOBS, N_SOUGHT, Channel, Job
from buyermaze.simulator.journal.room_traffic import LADDER

if TYPE_CHECKING:
    import pandas

JOB_WORDS = [JOBS[Job(job)].label for job in range(N_INFO_JOBS)]
CHANNEL_WORDS = [CHANNELS[Channel(channel)].label for channel in range(N_SOUGHT)]


def rooms_frame(table: "pandas.DataFrame") -> "pandas.DataFrame":
    """Return traffic with words instead of numbers."""
    return table.assign(
        job=[JOB_WORDS[j] for j in table["job"]],
        channel=[CHANNEL_WORDS[c] for c in table["channel"]],
        seen=table["seen"].fillna(0.0),
    )


@lru_cache(maxsize=16)
def rooms_spec(name: str, most: int) -> Spec:
    """Return the heat of rooms, on a scale that ends at ``most`` visits."""
    base = alt.Chart(MAIN)
    x = alt.X(
        "job:N",
        sort=JOB_WORDS,
        title=None,
        axis=alt.Axis(
            labelAngle=0,
            orient="top",
            ticks=False,
            domain=False,
            labelExpr="width < 420 ? slice(datum.label, 0, length(datum.label) > 8 ? 3 : 4) + '.' : datum.label",
        ),
    )
    y = alt.Y("channel:N", sort=CHANNEL_WORDS, title=None, axis=alt.Axis(ticks=False, domain=False, labelFontSize=12))
    tint = colours([name])[0]
    tips = [
        alt.Tooltip("job:N"),
        alt.Tooltip("channel:N"),
        alt.Tooltip("visits:Q"),
        alt.Tooltip("people:Q"),
        alt.Tooltip("hours:Q", format=".0f"),
        alt.Tooltip("gained:Q", title="learned", format=".1f"),
        alt.Tooltip("dead_ends:Q", title="dead ends"),
        alt.Tooltip("seen:Q", title="seen by the seller", format=".0%"),
    ]
    cells = base.mark_rect(color=tint, cornerRadius=3, stroke=tint, strokeOpacity=0.25).encode(
        x=x,
        y=y,
        fillOpacity=alt.Opacity(
            "visits:Q", scale=alt.Scale(type="sqrt", domain=[0, max(1, most)], range=[0.02, 0.6]), legend=None
        ),
        tooltip=tips,
    )
    texts = base.mark_text(fontSize=11).encode(x=x, y=y, text=alt.Text("visits:Q", format=","))
    return spec((cells + texts).properties(height=300))


@lru_cache(maxsize=16)
def ladder_spec(name: str, most: int) -> Spec:
    """Return the rungs of the ladder, seen in front of true, on a scale that ends at ``most`` accounts."""
    rungs = list(LADDER)
    base = alt.Chart(MAIN).transform_calculate(said="datum.accounts_seen + ' of ' + datum.accounts")
    y = alt.Y("rung:N", sort=rungs, title=None, axis=alt.Axis(ticks=False, domain=False, labelFontSize=12))
    reach = alt.Scale(domain=[0, 1.25 * most], nice=False)
    x_all = alt.X("accounts:Q", title="accounts", scale=reach, axis=alt.Axis(gridOpacity=0.3, tickCount=4))
    whole = base.mark_bar(height=18, cornerRadius=3, color=HALF).encode(x=x_all, y=y)
    part = base.mark_bar(height=18, cornerRadius=3, color=colours([name])[0]).encode(x="accounts_seen:Q", y=y)
    text = base.mark_text(align="left", dx=6, fontSize=12).encode(x="accounts:Q", y=y, text="said:N")
    return spec((whole + part + text).properties(height=190))
