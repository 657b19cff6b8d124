"""Pictures of a sweep: response curve, interaction map, shares of variance."""

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import altair as alt

from buyermaze.screens.charts.base import HALF, MAIN, spec
from buyermaze.screens.export.figures import Spec
from buyermaze.screens.theme import colours
from buyermaze.simulator.comparison.phrasing import digits
from buyermaze.simulator.outcomes.books.outcome import Unit

if TYPE_CHECKING:
    import pandas

CLOSE: Final = "too close to call"


@lru_cache(maxsize=64)
def curve_spec(numeric: bool, groups: tuple[str, ...], factor: str, outcome: str, is_share: bool = False) -> Spec:
    """Return the response along a factor, with its interval; shares are written in percent."""
    base = alt.Chart(MAIN)
    kind = "Q" if numeric else "N"
    x = alt.X(
        f"x:{kind}",
        title=factor,
        axis=alt.Axis(labelAngle=0, gridOpacity=0.3, tickCount=8),
        scale=alt.Scale(zero=False) if numeric else alt.Undefined,
    )
    axis = alt.Axis(gridOpacity=0.3, tickCount=6, format=".0%" if is_share else alt.Undefined)
    y = alt.Y("mean:Q", title=outcome, scale=alt.Scale(zero=False), axis=axis)
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
                    x=x,
                    y=alt.Y("low:Q", title=outcome, scale=alt.Scale(zero=False), axis=axis),
                    y2="high:Q",
                    color=tint,
                )
                + points
            ).properties(height=300)
        )
    band = base.mark_area(opacity=0.18).encode(
        x=x, y=alt.Y("low:Q", title=outcome, scale=alt.Scale(zero=False), axis=axis), y2="high:Q", color=tint
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
        alt.Tooltip("said:N", title="mean"),
        alt.Tooltip("n:Q", title="runs"),
    ]
    cells = base.mark_rect(cornerRadius=2).encode(
        x=x,
        y=y,
        color=alt.Color("mean:Q", scale=alt.Scale(range=["#EEF4FB", "#82B4E3"]), legend=None),
        tooltip=tips,
    )
    texts = base.mark_text(fontSize=12, color="#1B2430").encode(x=x, y=y, text="said:N")  # read on every cell's colour
    return spec((cells + texts).properties(height=280))


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


def lead_frame(cells: "pandas.DataFrame", unit: Unit) -> "pandas.DataFrame":
    """Return the cells of a map of leads in words."""
    return cells.assign(
        leader=[f"{name} ahead" if name else CLOSE for name in cells["leader"]],
        difference=[("+" if value > 0 else "") + digits(value, unit) for value in cells["mean"]],
        interval=[f"{digits(row.low, unit)} to {digits(row.high, unit)}" for row in cells.itertuples()],
    )


@lru_cache(maxsize=64)
def lead_spec(first: str, second: str, across: str, up: str, n_rows: int) -> Spec:
    """Return the map of who is ahead by two factors."""
    base = alt.Chart(MAIN)
    x = alt.X("x:O", title=across, axis=alt.Axis(labelAngle=0, ticks=False, domain=False, labelFontSize=12))
    y = alt.Y("y:O", title=up, sort="descending", axis=alt.Axis(ticks=False, domain=False, labelFontSize=12))
    tints = colours([first, second])
    tint = alt.Color(
        "leader:N",
        scale=alt.Scale(domain=[f"{second} ahead", CLOSE, f"{first} ahead"], range=[tints[1], HALF, tints[0]]),
        legend=alt.Legend(
            title=None, orient="top", symbolType="square", symbolStrokeWidth=0, labelLimit=200, columns=2
        ),
    )
    tips = [
        alt.Tooltip("leader:N"), alt.Tooltip("difference:N", title=f"{second} minus {first}"),
        alt.Tooltip("interval:N", title="95 % interval"), alt.Tooltip("x:O", title=across), alt.Tooltip("y:O", title=up),
    ]  # fmt: skip
    cells = base.mark_rect(cornerRadius=3, stroke="white", strokeOpacity=0.25, strokeWidth=2).encode(
        x=x, y=y, color=tint, tooltip=tips
    )
    close = f"datum.leader == '{CLOSE}'"
    plain = base.transform_filter(close).mark_text(fontSize=12).encode(x=x, y=y, text="difference:N")
    strong = base.transform_filter(f"!({close})").mark_text(fontSize=12, fontWeight=700, color="#fff")
    return spec((cells + plain + strong.encode(x=x, y=y, text="difference:N")).properties(height=44 * n_rows))
