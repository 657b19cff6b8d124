"""A picture of a claim: the tested number in every market, with its interval and how it came out."""

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import altair as alt
import numpy as np

from buyermaze.experiments.claims.claim import VERDICTS, Finding, Verdict, measured
from buyermaze.experiments.claims.region import ASSUMPTIONS, Assumption, Worlds
from buyermaze.screens.charts.base import MAIN, spec
from buyermaze.screens.charts.effects import AGAINST, FOR
from buyermaze.screens.export.figures import Spec
from buyermaze.screens.theme import GREY
from buyermaze.simulator.comparison.phrasing import gap, scaled
from buyermaze.simulator.outcomes.books.outcome import Unit

if TYPE_CHECKING:
    import pandas

TINTS: Final = {"true": FOR, "reversed": AGAINST, "no real difference": GREY, "not told": GREY}
SHAPES: Final = {"true": "circle", "reversed": "circle", "no real difference": "square", "not told": "stroke"}
ROW: Final = 30  # pixels


def claim_frame(by_market: Mapping[str, Finding], unit: Unit) -> "pandas.DataFrame":
    """Return one line per market as the picture takes it."""
    import pandas

    lines = [
        (market.replace("_", " "), *(scaled(value, unit) for value in (found.mean, found.low, found.high)),
         VERDICTS[found.verdict], measured(found, unit))
        for market, found in by_market.items()
    ]  # fmt: skip
    return pandas.DataFrame(lines, columns=["market", "mean", "low", "high", "verdict", "text"])


@lru_cache(maxsize=64)
def claim_spec(title: str, n: int) -> Spec:
    """Return marks with their 95 % intervals, a row per market; to the right of zero the claim holds."""
    base = alt.Chart(MAIN)
    y = alt.Y("market:N", sort=None, title=None, axis=alt.Axis(ticks=False, domain=False, labelPadding=8))
    words = list(VERDICTS.values())
    tint = alt.Color(
        "verdict:N", scale=alt.Scale(domain=words, range=[TINTS[verdict] for verdict in VERDICTS]),
        legend=alt.Legend(title=None, orient="top", columns=1),
    )  # fmt: skip
    shape = alt.Shape("verdict:N", scale=alt.Scale(domain=words, range=[SHAPES[verdict] for verdict in VERDICTS]))
    x = alt.X("mean:Q", title=title, axis=alt.Axis(gridOpacity=0.3, tickCount=5))
    tips = [alt.Tooltip("market:N", title="market"), alt.Tooltip("text:N", title="measured")]
    reach = base.mark_rule(strokeWidth=1.6).encode(x="low:Q", x2="high:Q", y=y, color=tint, tooltip=tips)
    marks = base.mark_point(filled=True, size=90, opacity=1).encode(x=x, y=y, color=tint, shape=shape, tooltip=tips)
    zero = alt.Chart(MAIN).mark_rule(color=GREY, strokeDash=[3, 3]).encode(x=alt.datum(0))
    return spec((zero + reach + marks).properties(height=ROW * max(1, n)))


def worlds_frame(worlds: Worlds, key: str, assumption: Assumption, unit: Unit) -> "pandas.DataFrame":
    """Return one line per world as the picture takes it: where it lies along an assumption, and what the claim came to there."""
    import pandas

    effects, along = worlds.effects[key], worlds.places[:, ASSUMPTIONS.index(assumption)]
    lines = [
        (x, scaled(value, unit), VERDICTS[Finding(value, value, value, chance).verdict], gap(value, unit))
        for x, (value, chance) in zip(along, effects, strict=True)
        if np.isfinite(value)
    ]
    return pandas.DataFrame(lines, columns=["x", "mean", "verdict", "text"])


@lru_cache(maxsize=64)
def worlds_spec(along: str, title: str, cut: float | None) -> Spec:
    """Return a mark per world; above zero the claim holds, and a line where one divides the worlds."""
    base = alt.Chart(MAIN)
    told: tuple[Verdict, ...] = ("true", "reversed", "not told")
    words = [VERDICTS[verdict] for verdict in told]
    tint = alt.Color(
        "verdict:N", scale=alt.Scale(domain=words, range=[TINTS[verdict] for verdict in told]),
        legend=alt.Legend(title=None, orient="top", columns=1),
    )  # fmt: skip
    shape = alt.Shape("verdict:N", scale=alt.Scale(domain=words, range=["triangle-up", "triangle-down", "circle"]))
    light = alt.Axis(gridOpacity=0.3, tickCount=5)
    tips = [alt.Tooltip("x:Q", title=along, format=".2~f"), alt.Tooltip("text:N", title="tested number")]
    marks = base.mark_point(filled=True, size=70, opacity=1).encode(
        x=alt.X("x:Q", title=along, scale=alt.Scale(zero=False, nice=False, padding=8), axis=light),
        y=alt.Y("mean:Q", title=title, axis=light),
        color=tint, shape=shape, tooltip=tips,
    )  # fmt: skip
    rules = alt.Chart(MAIN).mark_rule(color=GREY, strokeDash=[3, 3]).encode(y=alt.datum(0))
    if cut is not None:
        rules += alt.Chart(MAIN).mark_rule(color=GREY, strokeWidth=1.6).encode(x=alt.datum(cut))
    return spec((rules + marks).properties(height=260))
