"""Pictures of content: the coverage matrix with its holes, and what was asked in vain."""

from functools import lru_cache

import altair as alt

from buyermaze.screens.charts.base import MAIN, spec
from buyermaze.screens.export.figures import Spec
from buyermaze.screens.theme import RED

JOBS = ["problem", "solution", "requirements", "selection", "validation"]
READERS = ["champion", "economic", "technical", "sponsor", "procurement", "our reps"]


@lru_cache(maxsize=1)
def coverage_spec() -> Spec:
    """Return the matrix: darker blue means answered more often, red means a hole."""
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
    cells = base.mark_rect(cornerRadius=3, color="#2F7EC7").encode(
        x=x,
        y=y,
        tooltip=tips,
        fillOpacity=alt.Opacity("p_answer:Q", scale=alt.Scale(domain=[0, 1], range=[0.04, 0.75]), legend=None),
    )
    holes = (
        base.transform_filter("datum.hole")
        .mark_rect(cornerRadius=3, color=RED, fillOpacity=0.92)
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


@lru_cache(maxsize=1)
def missed_spec() -> Spec:
    """Return missed requests, the most at stake first."""
    base = alt.Chart(MAIN).transform_calculate(
        what="datum.job + ' · ' + datum.persona",
        said="width < 420 ? format(datum.revenue_at_risk / 1e6, '.1f') + ' m' : 'USD ' + format(datum.revenue_at_risk / 1e6, '.1f')"
        " + ' m · ' + format(datum.accounts, '.1f') + ' accounts'",
    )
    y = alt.Y("what:N", sort=None, title=None, axis=alt.Axis(ticks=False, domain=False, labelFontSize=12))
    x = alt.X(
        "revenue_at_risk:Q",
        title="revenue at risk per replication, USD",
        axis=alt.Axis(format="~s", gridOpacity=0.3, tickCount=5),
    )
    tips = [
        alt.Tooltip("job:N"),
        alt.Tooltip("persona:N"),
        alt.Tooltip("dead_ends:Q", title="dead ends", format=".1f"),
        alt.Tooltip("accounts:Q", format=".1f"),
        alt.Tooltip("not_won:Q", title="not won", format=".1f"),
    ]
    bars = base.mark_bar(height=16, cornerRadius=3, color=RED, opacity=0.85).encode(x=x, y=y, tooltip=tips)
    texts = base.mark_text(align="left", dx=6, fontSize=12).encode(x="revenue_at_risk:Q", y=y, text="said:N")
    room = base.transform_calculate(pad="datum.revenue_at_risk * 1.5").mark_point(opacity=0).encode(x="pad:Q", y=y)
    return spec((room + bars + texts).properties(height=300))
