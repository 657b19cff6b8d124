"""Pictures of the playbook: how much goes right of what usually fails."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import altair as alt

from buyermaze.screens.charts.base import MAIN, scale, spec
from buyermaze.screens.export.figures import Spec
from buyermaze.screens.theme import GREY
from buyermaze.simulator.analysis.journeys.three_failures import FAILURES

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.analysis.journeys.three_failures import Scorecard

TINTS: Final = ("#2B73B7", "#A3487F", "#25968A")  # in the order of FAILURES
ROW: Final = 34  # pixels


def scorecard_frame(found: "Scorecard") -> "pandas.DataFrame":
    """Return the measures of a scorecard that exist, one line each, intervals cut to shares."""
    table = found.table().dropna(subset=["share"])
    return table.assign(
        low=table["low"].fillna(table["share"]).clip(0, 1), high=table["high"].fillna(table["share"]).clip(0, 1)
    )


@lru_cache(maxsize=4)
def scorecard_spec(n: int) -> Spec:
    """Return a bar per measure with its 95 % interval, coloured by what it belongs to; ``n`` is the number of bars."""
    base = alt.Chart(MAIN)
    y = alt.Y(
        "measure:N", sort=None, title=None, axis=alt.Axis(labelLimit=210, ticks=False, domain=False, labelPadding=8)
    )
    x = alt.X(
        "share:Q", title="goes right", scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(format=".0%", tickCount=5, gridOpacity=0.3),
    )  # fmt: skip
    tint = alt.Color("failure:N", scale=scale(FAILURES, TINTS), legend=alt.Legend(title=None, orient="top", columns=1))
    tips: list[Any] = [
        alt.Tooltip("measure:N", title=" "), alt.Tooltip("share:Q", format=".0%"), alt.Tooltip("low:Q", format=".0%"),
        alt.Tooltip("high:Q", format=".0%"),
    ]  # fmt: skip
    bars = base.mark_bar(size=16).encode(x=x, y=y, color=tint, tooltip=tips)
    reach = base.mark_rule(strokeWidth=1.6, color=GREY).encode(x="low:Q", x2="high:Q", y=y, tooltip=tips)
    return spec((bars + reach).properties(height=ROW * max(1, n)))
