"""Pictures of funnel thinking: a life forecast quarter by quarter, and a budget divided in three ways."""

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import altair as alt

from buyermaze.screens.charts.base import HALF, MAIN, scale, spec
from buyermaze.screens.export.figures import Spec
from buyermaze.simulator.analysis.funnel_thinking.cost import BY_FUNNEL, BY_MAZE, TODAY
from buyermaze.simulator.analysis.funnel_thinking.forecast import WAYS

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.analysis.funnel_thinking.cost import FunnelThinking
    from buyermaze.simulator.analysis.funnel_thinking.forecast import Forecasts

TINTS: Final = ("#C77D2F", "#8A94A3", "#2F7EC7")
PLANS: Final = (TODAY, BY_FUNNEL, BY_MAZE)
ROW: Final = 62  # pixels a post takes


def forecast_frame(found: "Forecasts") -> "pandas.DataFrame":
    """Return wins and forecasts of the first replication, one line per quarter and way."""
    import pandas

    n = found.wins.shape[1]
    parts = [
        pandas.DataFrame(
            {"quarter": range(1, n + 1), "wins": found.wins[0], "way": way, "expected": found.expected[k, 0]}
        )
        for k, way in enumerate(WAYS)
    ]
    return pandas.concat(parts, ignore_index=True)


@lru_cache(maxsize=1)
def forecast_spec() -> Spec:
    """Return bars for wins and lines for what was forecast of them."""
    x = alt.X(
        "quarter:O", title="quarter after the forecast", axis=alt.Axis(labelAngle=0, ticks=False, labelOverlap=True)
    )
    axis = alt.Axis(gridOpacity=0.3, tickCount=5)
    tint = alt.Color(
        "way:N",
        scale=scale(WAYS, TINTS),
        legend=alt.Legend(title=None, orient="top", columns=1, symbolType="stroke", labelLimit=320),
    )
    tips = [
        alt.Tooltip("quarter:O", title="quarter"), alt.Tooltip("wins:Q", title="wins"), alt.Tooltip("way:N", title="forecast by"),
        alt.Tooltip("expected:Q", title="wins expected", format=".1f"),
    ]  # fmt: skip
    base = alt.Chart(MAIN)
    bars = (
        base.transform_filter(f"datum.way == '{WAYS[0]}'")
        .mark_bar(color=HALF)
        .encode(x=x, y=alt.Y("wins:Q", title="wins", axis=axis))
    )
    lines = base.mark_line(strokeWidth=2.5, point=alt.OverlayMarkDef(size=36)).encode(
        x=x, y=alt.Y("expected:Q", title="wins", axis=axis), color=tint, tooltip=tips
    )
    return spec((bars + lines).properties(height=240))


def money_frame(found: "FunnelThinking") -> "pandas.DataFrame":
    """Return what every plan spends on every post, in USD a year."""
    import pandas

    return pandas.DataFrame(
        [
            {"post": post.words, "plan": plan, "money": money}
            for plan in PLANS
            for post, money in zip(found.posts, found.money[plan], strict=True)
        ]
    )


@lru_cache(maxsize=8)
def money_spec(n: int) -> Spec:
    """Return bars of money, three per post; ``n`` is the number of posts."""
    tint = alt.Color(
        "plan:N", scale=scale(PLANS, (TINTS[1], TINTS[0], TINTS[2])), sort=list(PLANS),
        legend=alt.Legend(title=None, orient="top", columns=1),
    )  # fmt: skip
    bars = (
        alt.Chart(MAIN)
        .mark_bar(size=14)
        .encode(
            x=alt.X("money:Q", title="USD a year", axis=alt.Axis(gridOpacity=0.3, tickCount=5, format="~s")),
            y=alt.Y("post:N", sort=None, title=None, axis=alt.Axis(ticks=False, domain=False, labelPadding=8)),
            yOffset=alt.YOffset("plan:N", sort=list(PLANS)),
            color=tint,
            tooltip=[
                alt.Tooltip("post:N"),
                alt.Tooltip("plan:N"),
                alt.Tooltip("money:Q", title="USD a year", format=",.0f"),
            ],
        )
    )
    return spec(bars.properties(height=ROW * max(1, n)))
