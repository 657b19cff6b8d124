"""A picture of promises: what became of the claims heard in each of our channels."""

from functools import lru_cache
from typing import Final

import altair as alt

from buyermaze.screens.charts.base import MAIN, scale, spec
from buyermaze.screens.export.figures import Spec
from buyermaze.simulator.analysis.customers.promises import FATES

TINTS: Final = ("#C25B4E", "#D98A4E", "#8E5BA6", "#D9B44E", "#25968A", "#8A94A3")  # in the order of FATES


@lru_cache(maxsize=8)
def promises_spec(n: int) -> Spec:
    """Return what became of claims, one bar of shares per channel; ``n`` is the number of channels."""
    tint = alt.Color(
        "fate:N", scale=scale(FATES, TINTS), legend=alt.Legend(title=None, orient="top", columns=1, labelLimit=300)
    )
    tips = [alt.Tooltip("channel:N"), alt.Tooltip("fate:N", title="claims"), alt.Tooltip("share:Q", format=".0%"),
            alt.Tooltip("low:Q", format=".0%"), alt.Tooltip("high:Q", format=".0%")]  # fmt: skip
    bars = alt.Chart(MAIN).mark_bar(size=22).encode(
        x=alt.X(
            "share:Q", title="share of claims heard there", scale=alt.Scale(domain=[0, 1], clamp=True),
            axis=alt.Axis(format=".0%", tickCount=5, gridOpacity=0.3),
        ),
        y=alt.Y("channel:N", sort=None, title=None, axis=alt.Axis(ticks=False, domain=False, labelPadding=8)),
        color=tint, order=alt.Order("order:Q"), tooltip=tips,
    )  # fmt: skip
    return spec(bars.properties(height=44 * max(1, n)))
