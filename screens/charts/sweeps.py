"""Pictures of a sweep: response curve, interaction map, shares of variance."""

from functools import lru_cache

import altair as alt

from screens.charts.base import MAIN, spec
from screens.figures import Spec
from screens.organisations import colours


@lru_cache(maxsize=64)
def curve_spec(numeric: bool, groups: tuple[str, ...], factor: str, outcome: str) -> Spec:
    """Return the response along a factor, with its interval."""
    base = alt.Chart(MAIN)
    kind = "Q" if numeric else "N"
    x = alt.X(
        f"x:{kind}",
        title=factor,
        axis=alt.Axis(labelAngle=0, gridOpacity=0.3),
        **({"scale": alt.Scale(zero=False)} if numeric else {}),
    )
    y = alt.Y("mean:Q", title=outcome, scale=alt.Scale(zero=False), axis=alt.Axis(gridOpacity=0.3, tickCount=6))
    legend = None if groups == ("all",) else alt.Legend(title=None, orient="top")
    tints = colours(list(groups)) if groups != ("all",) else ["#2F7EC7"]
    tint = alt.Color("by:N", scale=alt.Scale(domain=list(groups), range=tints), legend=legend)
    tips = [
        alt.Tooltip(f"x:{kind}", title=factor),
        alt.Tooltip("by:N"),
        alt.Tooltip("mean:Q", format=".4~g"),
        alt.Tooltip("low:Q", format=".4~g"),
        alt.Tooltip("high:Q", format=".4~g"),
        alt.Tooltip("n:Q"),
    ]
    points = base.mark_point(filled=True, size=60).encode(x=x, y=y, color=tint, tooltip=tips)
    if not numeric:
        return spec(
            (
                base.mark_rule(strokeWidth=3, opacity=0.5).encode(
                    x=x, y=alt.Y("low:Q", title=outcome, scale=alt.Scale(zero=False)), y2="high:Q", color=tint
                )
                + points
            ).properties(height=300)
        )
    band = base.mark_area(opacity=0.18).encode(
        x=x, y=alt.Y("low:Q", title=outcome, scale=alt.Scale(zero=False)), y2="high:Q", color=tint
    )
    line = base.mark_line(strokeWidth=2.5).encode(x=x, y=y, color=tint)
    return spec((band + line + points).properties(height=300))


@lru_cache(maxsize=64)
def heat_spec(first: str, second: str) -> Spec:
    """Return the mean outcome by two factors."""
    base = alt.Chart(MAIN)
    x = alt.X("x:O", title=first, axis=alt.Axis(labelAngle=0))
    y = alt.Y("y:O", title=second, sort="descending")
    tips = [
        alt.Tooltip("x:O", title=first),
        alt.Tooltip("y:O", title=second),
        alt.Tooltip("mean:Q", format=".4~g"),
        alt.Tooltip("n:Q"),
    ]
    cells = base.mark_rect(cornerRadius=2).encode(
        x=x,
        y=y,
        color=alt.Color("mean:Q", scale=alt.Scale(scheme="blues"), legend=alt.Legend(title=None, orient="top")),
        tooltip=tips,
    )
    return spec(cells.properties(height=280))


@lru_cache(maxsize=1)
def share_spec() -> Spec:
    """Return shares of variance."""
    base = alt.Chart(MAIN)
    y = alt.Y("factor:N", sort="-x", title=None, axis=alt.Axis(ticks=False, domain=False, labelLimit=220))
    bars = base.mark_bar(height=16, color="#2F7EC7", cornerRadius=3).encode(
        x=alt.X("share:Q", title="share of variance", axis=alt.Axis(format=".0%", gridOpacity=0.3)), y=y
    )
    texts = base.mark_text(align="left", dx=5).encode(x="share:Q", y=y, text=alt.Text("share:Q", format=".0%"))
    return spec((bars + texts).properties(height=alt.Step(28)))
