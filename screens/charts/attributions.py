"""Credited and true wins by channel, and what more money on a channel brings."""

from functools import lru_cache

import altair as alt

from buyermaze.screens.charts.base import MAIN, spec
from buyermaze.screens.export.figures import Spec
from buyermaze.simulator.core.phrases import CHANNELS
from buyermaze.simulator.core.vocabulary import OWN_CHANNELS

LINE, BEND = "#25968A", "#C25B4E"
TINTS = (
    "#B7791F", "#C25B4E", "#A3487F", "#9B6BB3", "#4A7689", "#8C5AA6", "#25968A", "#5B8C3E", "#2F7EC7", "#9A5833",
)  # fmt: skip
SHAPES = (
    "triangle-right", "triangle-left", "arrow", "square", "triangle-up", "triangle-down", "cross", "diamond", "circle", "wedge",
)  # fmt: skip


@lru_cache(maxsize=8)
def attribution_spec(models: tuple[str, ...]) -> Spec:
    """Return a row per channel: dots for models, named in the order of the table, a dark bar with whiskers for the truth."""
    y = alt.Y(
        "channel:N",
        sort=[CHANNELS[channel].label for channel in OWN_CHANNELS],
        title=None,
        axis=alt.Axis(ticks=False, domain=False, labelFontSize=13),
    )
    truth = alt.Chart(alt.NamedData("truth"))
    x = alt.X("wins:Q", title="wins a year", axis=alt.Axis(gridOpacity=0.3, tickCount=6))
    tips = [
        alt.Tooltip("channel:N"),
        alt.Tooltip("wins:Q", title="truly added", format=".2f"),
        alt.Tooltip("low:Q", format=".2f"),
        alt.Tooltip("high:Q", format=".2f"),
    ]
    bars = truth.mark_bar(height=26, opacity=0.28, color="#8A94A3", cornerRadius=3).encode(x=x, y=y, tooltip=tips)
    whiskers = truth.mark_rule(strokeWidth=2.5, color="#8A94A3").encode(x="low:Q", x2="high:Q", y=y)
    n, named = len(models), list(models)
    dots = (
        alt.Chart(MAIN)
        .mark_point(filled=True, size=110, opacity=0.95)
        .encode(
            x=x,
            y=y,
            color=alt.Color(
                "model:N",
                scale=alt.Scale(domain=named, range=TINTS[:n]),
                legend=alt.Legend(title=None, orient="top", columns=3),
            ),
            shape=alt.Shape(
                "model:N",
                scale=alt.Scale(domain=named, range=SHAPES[:n]),
            ),
            tooltip=[
                alt.Tooltip("model:N"),
                alt.Tooltip("channel:N"),
                alt.Tooltip("wins:Q", title="credited", format=".2f"),
                alt.Tooltip("share:Q", format=".0%"),
            ],
        )
    )
    return spec((bars + whiskers + dots).properties(height=300))


@lru_cache(maxsize=8)
def response_spec(channel: str) -> Spec:
    """Return revenue against today over what is spent on a channel: a line with its band; today is ringed, a bend marked."""
    base = alt.Chart(MAIN).transform_filter(alt.datum.channel == channel)
    x = alt.X("spend:Q", title=f"spent on {channel}, USD a year", axis=alt.Axis(format="~s", tickCount=6, gridOpacity=0.25))
    title = ["revenue", "against today"]
    tips = [alt.Tooltip(f"{name}:Q", format=",.0f") for name in ("spend", "change", "low", "high")]
    band = base.mark_area(opacity=0.2, color=LINE).encode(x=x, y=alt.Y("low:Q", title=title), y2="high:Q")
    y = alt.Y("change:Q", title=title, axis=alt.Axis(format="~s", tickCount=4))
    line = base.mark_line(color=LINE, point={"color": LINE}).encode(x=x, y=y, tooltip=tips)
    today = base.transform_filter(alt.datum.is_today).mark_point(size=160, strokeWidth=2.5, color=LINE).encode(x=x, y=y)
    bend = base.transform_filter(alt.datum.is_bend).mark_rule(strokeDash=[5, 4], strokeWidth=2, color=BEND).encode(x=x)
    return spec((band + bend + line + today).properties(height=130))
