"""Pictures of content: the coverage matrix with its holes, and what was asked in vain."""

from functools import lru_cache
from typing import TYPE_CHECKING

import altair as alt

from buyermaze.screens.charts.base import MAIN, spec
from buyermaze.screens.export.figures import Spec
from buyermaze.screens.theme import GREY, RED
from buyermaze.simulator.comparison.phrasing import signed

if TYPE_CHECKING:
    import pandas

BLUE = "#2F7EC7"
JOBS = ["problem", "solution", "requirements", "selection", "validation"]
READERS = ["champion", "economic", "technical", "sponsor", "procurement", "our reps"]


@lru_cache(maxsize=1)
def coverage_spec() -> Spec:
    """Return the matrix: stronger blue means answered more often, red means a hole."""
    base = alt.Chart(MAIN)
    x = alt.X(
        "job:N",
        sort=JOBS,
        title=None,
        axis=alt.Axis(
            orient="top",
            labelAngle=0,
            ticks=False,
            domain=False,
            labelFontSize=12,
            labelExpr="width < 420 ? slice(datum.label, 0, 4) + '.' : datum.label",
        ),
    )
    y = alt.Y("reader:N", sort=READERS, title=None, axis=alt.Axis(ticks=False, domain=False, labelFontSize=12))
    tips = [
        alt.Tooltip("job:N"),
        alt.Tooltip("reader:N"),
        alt.Tooltip("channel:N"),
        alt.Tooltip("p_answer:Q", title="answered", format=".0%"),
        alt.Tooltip("need:Q", title="need, information units", format=".1f"),
        alt.Tooltip("assets:N"),
    ]
    cells = base.mark_rect(cornerRadius=3, color=BLUE).encode(
        x=x,
        y=y,
        tooltip=tips,
        fillOpacity=alt.Opacity("p_answer:Q", scale=alt.Scale(domain=[0, 1], range=[0.04, 0.75]), legend=None),
    )
    holes = (
        base.transform_filter("datum.hole")
        .mark_rect(cornerRadius=3, color=RED, fillOpacity=1)
        .encode(x=x, y=y, tooltip=tips)
    )
    plain = (
        base.transform_filter("!datum.hole")
        .mark_text(fontSize=13)
        .encode(x=x, y=y, text=alt.Text("p_answer:Q", format=".0%"))
    )
    red = (
        base.transform_filter("datum.hole")
        .mark_text(fontSize=13, fontWeight=700, color="#fff")
        .encode(x=x, y=y, text=alt.Text("p_answer:Q", format=".0%"))
    )
    return spec((cells + holes + plain + red).properties(height=250))


def worth_frame(effects: "pandas.DataFrame") -> "pandas.DataFrame":
    """Return what missing answers are worth for the chart: what is told from luck, wins and money with their signs."""
    known = effects["distinguishable"].map({True: "told from luck", False: "may be luck"})
    added = [f"{value:+.1f}" if round(value, 1) else "0.0" for value in effects["wins_added"]]
    return effects.assign(known=known, added=added, money=[signed(value, "USD") for value in effects["revenue_added"]])


@lru_cache(maxsize=8)
def worth_spec(n_rows: int) -> Spec:
    """Return what missing answers are worth: wins a year with intervals, filled where luck is told apart."""
    base = alt.Chart(MAIN).transform_calculate(
        what="datum.job + ' for ' + datum.persona",
        said="datum.added + (width < 420 ? '' : ' wins a year, ' + datum.money)",
    )
    y = alt.Y("what:N", sort=None, title=None, axis=alt.Axis(ticks=False, domain=False, labelFontSize=12))
    x = alt.X("wins_added:Q", title="wins a year more", axis=alt.Axis(gridOpacity=0.3, tickCount=5))
    tips = [
        alt.Tooltip("what:N"),
        alt.Tooltip("low:Q", format="+.1f"),
        alt.Tooltip("high:Q", format="+.1f"),
        alt.Tooltip("known:N"),
    ]
    band = base.mark_rule(strokeWidth=5, strokeCap="round", opacity=0.55, color=BLUE).encode(
        x="low:Q", x2="high:Q", y=y
    )
    filled = alt.condition("datum.known == 'told from luck'", alt.value(1.0), alt.value(0.0))
    dots = base.mark_point(size=140, strokeWidth=2.5, filled=True, color=BLUE, stroke=BLUE, opacity=1).encode(
        x=x, y=y, fillOpacity=filled, tooltip=tips
    )
    texts = base.mark_text(dy=-14, fontSize=12).encode(x="wins_added:Q", y=y, text="said:N")
    zero = base.mark_tick(thickness=1.5, size=16, color=GREY, orient="vertical").encode(x=alt.datum(0), y=y)  # below the words
    return spec((zero + band + dots + texts).properties(height=46 * n_rows))
