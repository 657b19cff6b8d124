"""Pictures of a comparison: paired differences, levels by replication, and where the verdict flips."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import altair as alt
import numpy as np

from buyermaze.screens.charts.base import HALF, MAIN, scale, spec
from buyermaze.screens.export.figures import Spec
from buyermaze.screens.theme import GREY, colours
from buyermaze.simulator.comparison.break_even_map import Edges, Point
from buyermaze.simulator.comparison.phrasing import digits, gap, scaled
from buyermaze.simulator.outcomes.definitions import NAMES, OUTCOMES, position

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.comparison.comparison import Comparison

SHOWN: Final = (
    ("p_win", "Wins"),
    ("revenue", "Revenue"),
    ("cost_total", "Cost"),
    ("share_regret", "Regret"),
    ("p_no_decision", "No decision"),
    ("days_to_decision", "Days to decision"),
    ("hours_per_person", "Effort per person"),
)
EVERY: Final = dict(SHOWN) | {
    each.name: each.label[:1].upper() + each.label[1:] for each in OUTCOMES if each.name not in dict(SHOWN)
}
ROW: Final = 46


@lru_cache(maxsize=64)
def differences_frame(comparison: "Comparison") -> "pandas.DataFrame":
    """Return one line per outcome and challenger: difference and interval in percent of the baseline, and in words."""
    import pandas

    lines: list[dict[str, Any]] = []
    for name in comparison.challengers:
        for key, words in SHOWN:
            outcome = OUTCOMES[position(key)]
            found = comparison.differences[name, key]
            level = comparison.means[comparison.baseline, key].mean
            unit = 100 / abs(level) if level and found.is_known else float("nan")
            short, text, known = difference_said(comparison, name, key)
            lines.append(
                {
                    "outcome": words, "organisation": name, "percent": found.mean * unit, "low": found.low * unit,
                    "high": found.high * unit, "known": "told from luck" if known else "within luck", "text": text,
                    "short": short, "meaning": outcome.meaning,
                }
            )  # fmt: skip
    table = pandas.DataFrame(lines)
    reach = np.nanmax(np.abs(table[["low", "high"]].to_numpy())) if len(table) else 1.0
    reach = reach if np.isfinite(reach) and reach > 0 else 1.0
    return table.assign(left=-1.12 * reach, right=2.6 * reach)


def difference_said(comparison: "Comparison", name: str, key: str) -> tuple[str, str, bool]:
    """Return a paired difference in short, with interval and verdict, and whether it can be told from luck."""
    outcome = OUTCOMES[position(key)]
    found = comparison.differences[name, key]
    if not found.is_known:
        return "?", "needs more runs", False
    if found.mean == found.low == found.high == 0:
        return "0", "no difference", False
    known = comparison.distinguishable(name, key)
    better = "" if not known or not outcome.better else "better" if found.mean * outcome.better > 0 else "worse"
    short = ("+" if found.mean > 0 else "") + gap(found.mean, outcome.unit)
    verdict = better or ("differs" if known else "within luck")
    return short, f"{short}  ({digits(found.low, outcome.unit)} to {digits(found.high, outcome.unit)})  {verdict}", known


@lru_cache(maxsize=1)
def zero_frame() -> "pandas.DataFrame":
    """Return the one row that the line of no difference is drawn from."""
    import pandas

    return pandas.DataFrame({"zero": [0]})


@lru_cache(maxsize=32)
def differences_spec(names: tuple[str, ...], baseline: str) -> Spec:
    """Return the picture of paired differences; ``names`` are the challengers, in order."""
    order = [words for _, words in SHOWN]
    base = alt.Chart(MAIN)
    y = alt.Y(
        "outcome:N", sort=order, title=None, axis=alt.Axis(labelFontSize=14, labelPadding=10, ticks=False, domain=False)
    )
    offset = alt.YOffset("organisation:N", sort=list(names))
    tint = alt.Color(
        "organisation:N", scale=scale(names, tuple(colours(list(names)))),
        legend=None if len(names) == 1 else alt.Legend(title=None, orient="top"),
    )  # fmt: skip
    x_axis = alt.Axis(
        format="+.0f", grid=True, gridOpacity=0.35, tickCount=5, domain=False,
        labelExpr="datum.value == 0 ? '0' : format(datum.value, '+.0f') + ' %'",
    )  # fmt: skip
    x_title = [f"difference from {baseline},", "in percent of its level"]
    x = alt.X("percent:Q", title=x_title, axis=x_axis, scale=alt.Scale(zero=True, nice=False))
    tips = [
        alt.Tooltip("organisation:N"), alt.Tooltip("outcome:N"), alt.Tooltip("text:N", title="difference"),
        alt.Tooltip("meaning:N"),
    ]  # fmt: skip
    rule = alt.Chart(alt.NamedData("zero")).mark_rule(strokeWidth=1.5, color=GREY).encode(x="zero:Q")
    frame = base.mark_point(opacity=0).encode(x="left:Q", y=y) + base.mark_point(opacity=0).encode(x="right:Q", y=y)
    band = base.mark_rule(strokeWidth=5, strokeCap="round", opacity=0.55).encode(
        x=alt.X("low:Q"), x2="high:Q", y=y, yOffset=offset, color=tint
    )
    hollow = alt.condition("datum.known == 'told from luck'", alt.value(1.0), alt.value(0.0))
    points = base.mark_point(size=150, strokeWidth=2.5, filled=True, opacity=1).encode(
        x=x, y=y, yOffset=offset, color=tint, fillOpacity=hollow, stroke=tint, tooltip=tips
    )
    say = base.transform_calculate(said="width < 520 ? datum.short : datum.text").mark_text(
        align="right", baseline="middle", fontSize=13
    )
    texts = say.encode(
        x=alt.value("width"), y=y, yOffset=offset, text="said:N",
        opacity=alt.condition("datum.known == 'told from luck'", alt.value(1.0), alt.value(0.75)),
    )  # fmt: skip
    height = len(order) * max(ROW, 26 * len(names))
    return spec((frame + rule + band + points + texts).properties(height=height))


@lru_cache(maxsize=64)
def levels_frame(comparison: "Comparison", outcome: str) -> "pandas.DataFrame":
    """Return one line per organisation and replication, with median and the band that holds eight of ten."""
    import pandas

    column, unit = NAMES.index(outcome), OUTCOMES[position(outcome)].unit
    parts = []
    for s, name in enumerate(comparison.names):
        values = np.array([scaled(float(v), unit) for v in comparison.values[s, :, column]])
        held = values[np.isfinite(values)]
        low, middle, high = np.quantile(held, [0.1, 0.5, 0.9]) if len(held) else (np.nan,) * 3
        parts.append(
            pandas.DataFrame(
                {
                    "organisation": name, "replication": np.arange(1, len(values) + 1), "value": values,
                    "low": low, "median": middle, "high": high, "middle": f"{middle:,.3g}",
                }
            )
        )  # fmt: skip
    return pandas.concat(parts)


@lru_cache(maxsize=64)
def levels_spec(names: tuple[str, ...], title: str) -> Spec:
    """Return the picture of levels: a dot per replication, the median, and a band for eight of ten."""
    base = alt.Chart(MAIN)
    y = alt.Y(
        "organisation:N", sort=list(names), title=None, axis=alt.Axis(labelFontSize=13, ticks=False, domain=False)
    )
    tint = alt.Color("organisation:N", scale=scale(names, tuple(colours(list(names)))), legend=None)
    x = alt.X(
        "value:Q", title=title, scale=alt.Scale(zero=False, nice=True), axis=alt.Axis(gridOpacity=0.35, tickCount=6)
    )
    tips = [alt.Tooltip("organisation:N"), alt.Tooltip("replication:Q"), alt.Tooltip("value:Q", format=",.4~g")]
    first = base.transform_filter("datum.replication == 1")
    band = first.mark_bar(height=20, opacity=0.25, cornerRadius=4).encode(
        x=alt.X("low:Q"), x2="high:Q", y=y, color=tint
    )
    dots = base.mark_circle(size=34, opacity=0.6).encode(x=x, y=y, color=tint, tooltip=tips)
    tick = first.mark_tick(thickness=3, height=28).encode(x="median:Q", y=y, color=tint)
    text = first.mark_text(dy=-22, fontSize=13, fontWeight=600).encode(x="median:Q", y=y, text="middle:N")
    return spec((band + dots + tick + text).properties(height=62 * len(names)))


def flip_frame(plan: Edges, points: list[Point], outcome: str) -> "pandas.DataFrame":
    """Return one line per point of the map."""
    import pandas

    unit = OUTCOMES[position(outcome)].unit
    lines = []
    for point in points:
        text = digits(point.found.mean, unit)
        lines.append(
            {
                "coordination": f"{100 * point.share:.0f} %",
                "share": point.share,
                "skill": f"{point.skill:.2f}",
                "winner": f"{point.winner} ahead" if point.winner else "too close to call",
                "difference": ("+" if point.found.mean > 0 else "") + text,
                "interval": f"{digits(point.found.low, unit)} to {digits(point.found.high, unit)}",
                "now": point.now,
                "today": "today" if point.now else "",
            }
        )
    return pandas.DataFrame(lines)


@lru_cache(maxsize=64)
def flip_spec(joined: str, specialists: str, skills: tuple[str, ...], shares: tuple[str, ...]) -> Spec:
    """Return the map of the winner over the two disputed numbers."""
    base = alt.Chart(MAIN)
    tints = colours([joined, specialists])
    x = alt.X(
        "coordination:N", sort=list(shares), title=f"{joined}: time spent on coordination",
        axis=alt.Axis(labelAngle=0, ticks=False, domain=False, labelFontSize=12),
    )  # fmt: skip
    y = alt.Y(
        "skill:N", sort=list(reversed(skills)), title=f"{specialists}: skill of specialists",
        axis=alt.Axis(ticks=False, domain=False, labelFontSize=12),
    )  # fmt: skip
    domain = [f"{joined} ahead", "too close to call", f"{specialists} ahead"]
    tint = alt.Color(
        "winner:N", scale=alt.Scale(domain=domain, range=[tints[0], HALF, tints[1]]),
        legend=alt.Legend(title=None, orient="top", symbolType="square", symbolStrokeWidth=0, labelLimit=200, columns=2),
    )  # fmt: skip
    tips = [
        alt.Tooltip("winner:N"), alt.Tooltip("difference:N", title=f"{joined} minus {specialists}"),
        alt.Tooltip("interval:N", title="95 % interval"), alt.Tooltip("coordination:N"), alt.Tooltip("skill:N"),
    ]  # fmt: skip
    cells = base.mark_rect(cornerRadius=3, stroke="white", strokeOpacity=0.25, strokeWidth=2).encode(
        x=x, y=y, color=tint, tooltip=tips
    )
    now = (
        base.transform_filter("datum.now")
        .mark_rect(filled=False, stroke="#E0A100", strokeWidth=3.5, cornerRadius=3)
        .encode(x=x, y=y)
    )
    close = "datum.winner == 'too close to call'"
    plain = base.transform_filter(close).mark_text(fontSize=12).encode(x=x, y=y, text="difference:N")
    strong = (
        base.transform_filter(f"!({close})")
        .mark_text(fontSize=12, fontWeight=700, color="#fff")
        .encode(x=x, y=y, text="difference:N")
    )
    return spec((cells + now + plain + strong).properties(height=44 * len(skills)))
