"""Pictures of customers: regret by cause, satisfaction, advocacy, recovery."""

from functools import lru_cache
from typing import TYPE_CHECKING

import altair as alt

from buyermaze.screens.charts.base import MAIN, scale, spec
from buyermaze.screens.export.figures import Spec
from buyermaze.screens.theme import RED, colours

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.comparison.comparison import Comparison

CAUSES = {
    "regret_from_forgone": "a better alternative forgone",
    "regret_from_disappointment": "disappointment in use",
    "regret_from_conflict": "conflict never resolved",
    "regret_from_doubt": "having been unsure",
    "regret_from_effort": "the effort it took",
}


def causes_frame(found: "Comparison") -> "pandas.DataFrame":
    """Return what each cause adds to regret, by organisation."""
    import pandas

    lines = [
        {
            "organisation": name,
            "cause": words,
            "mean": found.means[name, key].mean,
            "low": found.means[name, key].low,
            "high": found.means[name, key].high,
        }
        for name in found.names
        for key, words in CAUSES.items()
    ]
    table = pandas.DataFrame(lines)
    order = table.groupby("cause")["mean"].transform("mean")
    return table.assign(order=order).sort_values("order", ascending=False, kind="stable", ignore_index=True)


@lru_cache(maxsize=16)
def causes_spec(names: tuple[str, ...]) -> Spec:
    """Return regret by cause."""
    base = alt.Chart(MAIN)
    y = alt.Y(
        "cause:N", sort=None, title=None, axis=alt.Axis(ticks=False, domain=False, labelFontSize=12, labelLimit=190)
    )
    offset = alt.YOffset("organisation:N", sort=list(names))
    tint = alt.Color(
        "organisation:N", scale=scale(names, tuple(colours(list(names)))), legend=alt.Legend(title=None, orient="top")
    )
    x = alt.X("mean:Q", title=["weight in regret,", "mean over customers"], axis=alt.Axis(gridOpacity=0.3, tickCount=5))
    tips = [
        alt.Tooltip("organisation:N"),
        alt.Tooltip("cause:N"),
        alt.Tooltip("mean:Q", format=".2f"),
        alt.Tooltip("low:Q", format=".2f"),
        alt.Tooltip("high:Q", format=".2f"),
    ]
    bars = base.mark_bar(cornerRadius=2, opacity=0.85).encode(x=x, y=y, yOffset=offset, color=tint, tooltip=tips)
    whiskers = base.mark_rule(strokeWidth=1.6, opacity=0.8, color="#5B6675").encode(
        x="low:Q", x2="high:Q", y=y, yOffset=offset
    )
    return spec((bars + whiskers).properties(height=5 * (14 + 18 * len(names))))


@lru_cache(maxsize=16)
def feelings_spec(names: tuple[str, ...]) -> Spec:
    """Return the spread of satisfaction: a histogram per organisation as lines."""
    base = alt.Chart(MAIN).transform_density(
        "satisfaction", as_=["satisfaction", "density"], groupby=["organisation"], extent=[0, 10], steps=80
    )
    tint = alt.Color(
        "organisation:N", scale=scale(names, tuple(colours(list(names)))),
        legend=alt.Legend(title=None, orient="top"),
    )  # fmt: skip
    x = alt.X("satisfaction:Q", title="satisfaction at first use, 0 to 10", axis=alt.Axis(gridOpacity=0.3))
    y = alt.Y("density:Q", title=None, axis=None)
    area = base.mark_area(opacity=0.18, line=False).encode(x=x, y=alt.Y("density:Q", stack=None, axis=None), color=tint)
    line = base.mark_line(strokeWidth=2.5).encode(x=x, y=y, color=tint)
    return spec((area + line).properties(height=190))


@lru_cache(maxsize=16)
def voices_spec(names: tuple[str, ...]) -> Spec:
    """Return shares of promoters, passives and detractors."""
    base = alt.Chart(MAIN)
    order = ["detractors", "passives", "promoters"]
    tint = alt.Color(
        "voice:N",
        scale=alt.Scale(domain=order, range=[RED, "#5F6B7A", "#1E7F75"]),
        legend=alt.Legend(title=None, orient="top"),
    )
    y = alt.Y(
        "organisation:N", sort=list(names), title=None, axis=alt.Axis(ticks=False, domain=False, labelFontSize=12)
    )
    bars = base.mark_bar(height=30).encode(
        x=alt.X("share:Q", title="share of members asked", axis=alt.Axis(format=".0%", gridOpacity=0.3)), y=y, color=tint,
        order="place:Q", tooltip=["organisation:N", "voice:N", "said:N"],
    )  # fmt: skip
    texts = base.mark_text(fontSize=12, color="#fff", fontWeight=700).encode(
        x=alt.X("share:Q", stack="zero", bandPosition=0.5), y=y, detail="voice:N", order="place:Q", text="said:N"
    )
    return spec((bars + texts).properties(height=60 + 46 * len(names)))


@lru_cache(maxsize=16)
def funnel_spec(names: tuple[str, ...]) -> Spec:
    """Return unhappy customers noticed, handled and kept."""
    base = alt.Chart(MAIN)
    x = alt.X(
        "step:N",
        sort=["not satisfied", "noticed", "put right", "renewed"],
        title=None,
        axis=alt.Axis(labelAngle=0, ticks=False, labelFontSize=12),
    )
    offset = alt.XOffset("organisation:N", sort=list(names))
    tint = alt.Color(
        "organisation:N", scale=scale(names, tuple(colours(list(names)))), legend=alt.Legend(title=None, orient="top")
    )
    bars = base.mark_bar(cornerRadius=2).encode(
        x=x,
        xOffset=offset,
        color=tint,
        y=alt.Y("customers:Q", title="customers", axis=alt.Axis(gridOpacity=0.3, tickCount=4)),
    )
    texts = base.mark_text(dy=-7, fontSize=12).encode(x=x, xOffset=offset, y="customers:Q", text="customers:Q")
    return spec((bars + texts).properties(height=210))
