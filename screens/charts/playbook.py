"""Pictures of the playbook: how much goes right of what usually fails, and a wished measure week by week."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import altair as alt

from buyermaze.screens.charts.base import MAIN, scale, spec
from buyermaze.screens.export.figures import Spec
from buyermaze.screens.theme import GREY, RED
from buyermaze.simulator.analysis.journeys.three_failures import FAILURES

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.analysis.journeys.three_failures import Scorecard

TINTS: Final = ("#2B73B7", "#A3487F", "#25968A")  # in the order of FAILURES
ROW: Final = 34  # pixels
TWO_LINES: Final = r"length(datum.label) > 38 ? split(replace(datum.label, regexp('^(.{12,32}) '), '$1|'), '|') : datum.label"
KEPT, BREACH = "kept", "breach"


def scorecard_frame(found: "Scorecard") -> "pandas.DataFrame":
    """Return the measures of a scorecard that exist, one line each, intervals cut to shares."""
    table = found.table().dropna(subset=["share"])
    return table.assign(
        low=table["low"].fillna(table["share"]).clip(0, 1), high=table["high"].fillna(table["share"]).clip(0, 1)
    )


@lru_cache(maxsize=4)
def scorecard_spec(n: int) -> Spec:
    """Return a bar per measure with its 95 % interval, coloured by what it belongs to; ``n`` is the number of bars."""
    base = alt.Chart(MAIN)
    y = alt.Y(
        "measure:N", sort=None, title=None,
        axis=alt.Axis(labelExpr=TWO_LINES, labelLimit=210, ticks=False, domain=False, labelPadding=8),
    )  # fmt: skip
    x = alt.X(
        "share:Q", title="goes right", scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(format=".0%", tickCount=5, gridOpacity=0.3),
    )  # fmt: skip
    legend = alt.Legend(title=None, orient="top", columns=1, labelFontSize=11)  # fits beside the labels on a phone
    tint = alt.Color("failure:N", scale=scale(FAILURES, TINTS), legend=legend)
    tips: list[Any] = [
        alt.Tooltip("measure:N", title=" "), alt.Tooltip("share:Q", format=".0%"), alt.Tooltip("low:Q", format=".0%"),
        alt.Tooltip("high:Q", format=".0%"),
    ]  # fmt: skip
    bars = base.mark_bar(size=16).encode(x=x, y=y, color=tint, tooltip=tips)
    reach = base.mark_rule(strokeWidth=1.6, color=GREY).encode(x="low:Q", x2="high:Q", y=y, tooltip=tips)
    return spec((bars + reach).properties(height=ROW * max(1, n)))


def weeks_frame(table: "pandas.DataFrame") -> "pandas.DataFrame":
    """Return the weeks of one replication that were judged, each with whether it was a breach in words."""
    told = table[(table["replication"] == 0) & table["judged"]]
    return told.assign(kind=[BREACH if breached else KEPT for breached in told["breached"]])[
        ["starts", "value", "n", "kind"]
    ]


@lru_cache(maxsize=32)
def weeks_spec(label: str, wished: float, edge: float) -> Spec:
    """Return a measure week by week, the line of what is wished, and the edge from which a week is a breach."""
    y = alt.Y("value:Q", title=label, scale=alt.Scale(zero=False), axis=alt.Axis(gridOpacity=0.3, tickCount=5))
    x = alt.X("starts:T", title="week", axis=alt.Axis(gridOpacity=0.2, tickCount=6))
    tint = alt.Color(
        "kind:N", scale=scale((KEPT, BREACH), (TINTS[0], RED)), legend=alt.Legend(title=None, orient="top", columns=1)
    )
    tips: list[Any] = [
        alt.Tooltip("starts:T", title="week of"),
        alt.Tooltip("value:Q", format=".3~g"),
        alt.Tooltip("n:Q", title="readings"),
    ]
    points = (
        alt.Chart(MAIN)
        .mark_point(filled=True, size=30)
        .encode(x=x, y=y, color=tint, shape=alt.Shape("kind:N", legend=None), tooltip=tips)
    )
    wish = alt.Chart(MAIN).mark_rule(color=GREY, strokeWidth=2).encode(y=alt.datum(wished))
    breach = alt.Chart(MAIN).mark_rule(color=RED, strokeDash=[5, 4]).encode(y=alt.datum(edge))
    return spec((points + wish + breach).properties(height=220))
