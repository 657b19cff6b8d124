"""Pictures of what customers say: how it moves what peers say about us, and what it does to deals."""

from functools import lru_cache
from typing import TYPE_CHECKING

import altair as alt
import numpy as np

from buyermaze.screens.charts.base import MAIN, scale, spec
from buyermaze.screens.export.figures import Spec
from buyermaze.screens.theme import GREY, RED, colours
from buyermaze.simulator.comparison.phrasing import digits, gap
from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.clock import Clock

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.analysis.customers.word_of_mouth_effects import Ripple

MOOD = {"more promoters": "#25968A", "as many": GREY, "more detractors": RED}  # among the members of a customer
SIGNED = "datum.value == 0 ? '0' : format(datum.value, '+.1f')"
TALK = {"all customers": "all customers", "customers who warn of us": "those who warn of us"}


def talk_frame(said: "pandas.DataFrame", name: str, clock: Clock) -> "pandas.DataFrame":
    """Return voices with the date, the organisation and which of promoters and detractors weigh more."""
    heavier = np.select([said["balance"] > 0, said["balance"] < 0], ["more promoters", "more detractors"], "as many")
    days = said["day"].to_numpy(dtype=float) * HOURS_PER_DAY
    return said.assign(
        organisation=name,
        heavier=heavier,
        date=clock.timestamps(days).astype("datetime64[m]").astype(str),
        who=[
            f"{r.promoters} would recommend, {r.passives} neither, {r.detractors} would warn" for r in said.itertuples()
        ],
    )


@lru_cache(maxsize=16)
def talk_spec(names: tuple[str, ...]) -> Spec:
    """Return what peers say about us over time: a line per organisation, a dot per customer."""
    base = alt.Chart(MAIN)
    x = alt.X("date:T", title=None, axis=alt.Axis(format="%b %Y", labelAngle=0, gridOpacity=0.25, labelOverlap=True))
    y = alt.Y(
        "after:Q",
        title=["said beyond what is true,", "as an amount off the price, USD"],
        axis=alt.Axis(gridOpacity=0.3, tickCount=5),
    )
    tint = alt.Color(
        "organisation:N", scale=scale(names, tuple(colours(list(names)))), legend=alt.Legend(title=None, orient="top")
    )
    line = base.mark_line(interpolate="step-after", strokeWidth=2).encode(x=x, y=y, color=tint)
    tips = [
        alt.Tooltip("organisation:N"), alt.Tooltip("account:Q"), alt.Tooltip("date:T", format="%d %B %Y"),
        alt.Tooltip("who:N", title="members"), alt.Tooltip("regret:Q", format=".0f", title="regret, 0-100"),
        alt.Tooltip("before:Q", format="+,.0f"), alt.Tooltip("after:Q", format="+,.0f"),
        alt.Tooltip("asked:Q", title="accounts that asked peers later"),
    ]  # fmt: skip
    mood = alt.Color(
        "heavier:N", scale=alt.Scale(domain=list(MOOD), range=list(MOOD.values())),
        legend=alt.Legend(title=None, orient="bottom", columns=2),
    )  # fmt: skip
    shape = alt.Shape(
        "heavier:N", scale=alt.Scale(domain=list(MOOD), range=["triangle-up", "circle", "triangle-down"]), legend=None
    )
    dots = base.mark_point(size=70, filled=True, opacity=0.95).encode(x=x, y=y, color=mood, shape=shape, tooltip=tips)
    zero = alt.Chart(alt.NamedData("zero")).mark_rule(color=GREY, strokeDash=[3, 3]).encode(y="zero:Q")
    return spec((zero + line + dots).resolve_scale(color="independent").properties(height=260))


def deals_frame(found: "dict[str, Ripple]") -> "pandas.DataFrame":
    """Return one line per organisation and group of customers: deals that their talk adds, with interval, in words."""
    import pandas

    parts = []
    for name, each in found.items():
        table = each.table().assign(organisation=name)
        table["talk"] = table["talk_of"].map(TALK)
        table["known"] = np.where(table["distinguishable"], "told from luck", "within luck")
        table["text"] = [
            f"{row.deals:+z.2f}  ({row.deals_low:+z.2f} to {row.deals_high:+z.2f})  {_money(row.revenue)}  {row.known}"
            for row in table.itertuples()
        ]
        table["short"] = [f"{row.deals:+z.2f}" for row in table.itertuples()]
        parts.append(table)
    whole = pandas.concat(parts, ignore_index=True)
    reach = float(np.nanmax(np.abs(whole[["deals_low", "deals_high"]].to_numpy(dtype=float)), initial=0.1))
    return whole.assign(left=-1.1 * reach, right=3.2 * reach)


def _money(value: float) -> str:
    sign = "-" if value < 0 else "+"
    return f"{sign}{gap(abs(value), 'USD')}" if digits(value, "USD") not in ("0", "-0") else "USD 0"


@lru_cache(maxsize=16)
def deals_spec(names: tuple[str, ...]) -> Spec:
    """Return deals won because customers talk, with 95 % intervals; hollow dots are within luck."""
    base = alt.Chart(MAIN)
    order = list(TALK.values())
    y = alt.Y("talk:N", sort=order, title=None, axis=alt.Axis(labelFontSize=13, ticks=False, domain=False))
    offset = alt.YOffset("organisation:N", sort=list(names))
    tint = alt.Color(
        "organisation:N", scale=scale(names, tuple(colours(list(names)))), legend=alt.Legend(title=None, orient="top")
    )
    x = alt.X(
        "deals:Q", title=["deals won because of the talk,", "per replication"],
        axis=alt.Axis(gridOpacity=0.35, tickCount=6, domain=False, labelExpr=SIGNED), scale=alt.Scale(nice=False),
    )  # fmt: skip
    frame = base.mark_point(opacity=0).encode(x="left:Q", y=y) + base.mark_point(opacity=0).encode(x="right:Q", y=y)
    zero = alt.Chart(alt.NamedData("zero")).mark_rule(strokeWidth=1.5, color=GREY).encode(x="zero:Q")
    band = base.mark_rule(strokeWidth=5, strokeCap="round", opacity=0.55).encode(
        x="deals_low:Q", x2="deals_high:Q", y=y, yOffset=offset, color=tint
    )
    filled = alt.condition("datum.known == 'told from luck'", alt.value(1.0), alt.value(0.0))
    tips = [
        alt.Tooltip("organisation:N"), alt.Tooltip("talk:N", title="talk of"), alt.Tooltip("text:N", title="deals"),
        alt.Tooltip("won:Q", format=".2f", title="won only because of it"),
        alt.Tooltip("lost:Q", format=".2f", title="lost only because of it"),
    ]  # fmt: skip
    dots = base.mark_point(size=150, strokeWidth=2.5, filled=True, opacity=1).encode(
        x=x, y=y, yOffset=offset, color=tint, fillOpacity=filled, stroke=tint, tooltip=tips
    )
    said = base.transform_calculate(said="width < 560 ? datum.short : datum.text").mark_text(
        align="right", baseline="middle", fontSize=13
    )
    texts = said.encode(x=alt.value("width"), y=y, yOffset=offset, text="said:N")
    return spec((frame + zero + band + dots + texts).properties(height=len(order) * max(52, 28 * len(names))))
