"""Pictures of a plan: its dates in lanes, the curves below them, and the fan of what is reached."""

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import altair as alt
import numpy as np

from buyermaze.screens.charts.base import MAIN, scale, spec
from buyermaze.screens.export.figures import Spec
from buyermaze.screens.theme import GREY, RED
from buyermaze.simulator.inputs.dates.epochs import day_of
from buyermaze.simulator.outcomes.books.periods import measure_named

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.outlook.curves import Curves
    from buyermaze.simulator.outlook.outlook import Outlook

PLAN, NO_CHANGE = "with the plan", "without it"
TINTS: Final = ("#2F7EC7", "#7A8699")
DAY: Final = "%-d %B %Y"


def _x() -> alt.X:
    return alt.X(
        "since:T",
        title=None,
        axis=alt.Axis(gridOpacity=0.3, tickCount=6, labelAngle=0, format="%b %Y", labelOverlap=True),
    )


def curve_frame(curves: "Curves", measure: str) -> "pandas.DataFrame":
    """Return a measure with and without the plan, period by period, with the plan's interval."""
    import pandas

    found = curves.frame([measure])
    plan = found.assign(which=PLAN)[["since", "which", "mean", "low", "high"]]
    other = found.assign(which=NO_CHANGE, mean=found["no_change"], low=np.nan, high=np.nan)[plan.columns]
    return pandas.concat([other, plan])


@lru_cache(maxsize=32)
def curve_spec(measure: str) -> Spec:
    """Return the lines of a measure with and without the plan."""
    about = measure_named(measure)
    base = alt.Chart(MAIN)
    form = ".0%" if about.unit == "share" else "~s"
    y_title = f"{about.label}{'' if about.unit in ('share', 'accounts') else f', {about.unit}'}"
    axis = alt.Axis(gridOpacity=0.3, tickCount=6, format=form)
    y = alt.Y("mean:Q", title=y_title, axis=axis)
    tint = alt.Color(
        "which:N",
        scale=scale((PLAN, NO_CHANGE), TINTS),
        legend=alt.Legend(title=None, orient="top", symbolType="stroke", symbolStrokeWidth=3),
    )
    dash = alt.StrokeDash("which:N", scale=alt.Scale(domain=[PLAN, NO_CHANGE], range=[[1, 0], [5, 4]]), legend=None)
    tips = [
        alt.Tooltip("since:T", title="from", format=DAY),
        alt.Tooltip("which:N", title="run"),
        alt.Tooltip("mean:Q", format=",.4~g"),
    ]
    band = (
        base.transform_filter("isValid(datum.low)")
        .mark_area(opacity=0.15)
        .encode(x=_x(), y=alt.Y("low:Q", title=y_title, axis=axis), y2="high:Q", color=tint)
    )
    line = base.mark_line(strokeWidth=2.5, point=alt.OverlayMarkDef(size=30)).encode(
        x=_x(), y=y, color=tint, strokeDash=dash, tooltip=tips
    )
    return spec((band + line).properties(height=260))


def ahead_frame(curves: "Curves") -> "pandas.DataFrame":
    """Return how far the plan is ahead at the end of each period, with its interval."""
    import pandas

    days = [pandas.Timestamp(day_of(curves.scenario, hours)) for hours in curves.edges[1:]]
    found = curves.ahead()
    columns = {"mean": [e.mean for e in found], "low": [e.low for e in found], "high": [e.high for e in found]}
    return pandas.DataFrame({"since": days, **columns})


@lru_cache(maxsize=1)
def ahead_spec() -> Spec:
    """Return the J-curve: how far the plan is ahead of no change, summed up."""
    base = alt.Chart(MAIN)
    title = "ahead of no change, USD"
    axis = alt.Axis(gridOpacity=0.3, tickCount=6, format="~s")
    tips = [
        alt.Tooltip("since:T", title="until", format=DAY),
        *(alt.Tooltip(f"{c}:Q", format=",.4~g") for c in ("mean", "low", "high")),
    ]
    zero = base.mark_rule(strokeWidth=1.5, color=GREY).encode(y=alt.datum(0))
    band = base.mark_area(opacity=0.18, color=TINTS[0]).encode(
        x=_x(), y=alt.Y("low:Q", title=title, axis=axis), y2="high:Q"
    )
    line = base.mark_line(strokeWidth=2.5, color=TINTS[0], point=alt.OverlayMarkDef(size=30, color=TINTS[0])).encode(
        x=_x(), y=alt.Y("mean:Q", title=title, axis=axis), tooltip=tips
    )
    return spec((band + zero + line).properties(height=260))


def fan_frame(outlook: "Outlook") -> "pandas.DataFrame":
    """Return the fan of what is reached, the target beside it."""
    import pandas

    days = [pandas.Timestamp(day_of(outlook.scenario, hours)) for hours in outlook.edges[1:]]
    return outlook.frame().assign(since=days, target=outlook.target.amount)


@lru_cache(maxsize=4)
def fan_spec(label: str) -> Spec:
    """Return the fan: half of the runs inside the dark band, nine of ten inside the light one."""
    base = alt.Chart(MAIN)
    axis = alt.Axis(gridOpacity=0.3, tickCount=6, format="~s")
    tips = [
        alt.Tooltip("since:T", title="until", format=DAY), alt.Tooltip("p:Q", title="odds", format=".0%"),
        *(alt.Tooltip(f"{q}:Q", format=",.4~g") for q in ("q05", "q25", "q50", "q75", "q95")),
    ]  # fmt: skip
    bands = [
        base.mark_area(opacity=opacity, color=TINTS[0]).encode(x=_x(), y=alt.Y(f"{low}:Q", title=label, axis=axis), y2=f"{high}:Q")
        for low, high, opacity in (("q05", "q95", 0.16), ("q25", "q75", 0.28))
    ]  # fmt: skip
    line = base.mark_line(strokeWidth=2.5, color=TINTS[0], point=alt.OverlayMarkDef(size=30, color=TINTS[0])).encode(
        x=_x(), y=alt.Y("q50:Q", title=label, axis=axis), tooltip=tips
    )
    target = base.mark_rule(strokeWidth=2, strokeDash=[6, 4], color=RED).encode(y="max(target):Q")
    return spec((bands[0] + bands[1] + line + target).properties(height=260))
