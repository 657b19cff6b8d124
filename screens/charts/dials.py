"""Pictures of an outcome along one dial, one below the other for experience and money, and of buyers ahead of a company."""

from functools import lru_cache
from typing import TYPE_CHECKING

import altair as alt

from buyermaze.screens.charts.base import MAIN, spec
from buyermaze.screens.export.figures import Spec
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.analysis.dials import Dialled
    from buyermaze.simulator.analysis.drift import Drifted

LINE = "#25968A"


def dial_frame(found: "Dialled") -> "pandas.DataFrame":
    """Return one line per level and outcome as the picture takes it."""
    table = found.table()
    return table.assign(label=[OUTCOMES[position(name)].label for name in table["outcome"]])


@lru_cache(maxsize=16)
def dial_spec(title: str, name: str) -> Spec:
    """Return an outcome along the dial with the 95 % interval of each level."""
    about = OUTCOMES[position(name)]
    is_money = about.unit == "USD"
    form, axis = "~s" if is_money else ".2f", alt.Axis(tickCount=4, format="~s" if is_money else alt.Undefined)
    base = alt.Chart(MAIN).transform_filter(alt.datum.outcome == name)
    x = alt.X("level:Q", title=title, axis=alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1], gridOpacity=0.25))
    y = alt.Y("value:Q", title=about.label.split(), scale=alt.Scale(zero=False), axis=axis)
    tips = [alt.Tooltip("level:Q", format=".0%"), alt.Tooltip("value:Q", format=form, title=about.label)]
    band = base.mark_area(opacity=0.2, color=LINE).encode(x=x, y=alt.Y("low:Q", title=about.label.split()), y2="high:Q")
    line = base.mark_line(color=LINE, point={"color": LINE}).encode(x=x, y=y, tooltip=tips)
    return spec((band + line).properties(height=110))


def ahead_of_us_frame(found: "Drifted") -> "pandas.DataFrame":
    """Return one line per lag and year as the picture takes it."""
    return found.over_time()[["follows", "year", "mismatch"]]


@lru_cache(maxsize=4)
def ahead_of_us_spec(lags: tuple[str, ...]) -> Spec:
    """Return how far buyers are ahead of the company by year of the window, a line for each lag, darker the later it follows."""
    shades = ("#8FD3CB", "#56B5AA", "#25968A", "#B7791F", "#C25B4E")
    tint = alt.Color("follows:N", scale=alt.Scale(domain=list(lags), range=list(shades[: len(lags)])),
                     legend=alt.Legend(title="the company follows", orient="top", columns=2))  # fmt: skip
    x = alt.X("year:O", title="year", axis=alt.Axis(labelAngle=0))
    y = alt.Y("mismatch:Q", title=["buyers ahead,", "of the whole drift"], axis=alt.Axis(format="%", tickCount=4, gridOpacity=0.25))
    tips = [alt.Tooltip("follows:N"), alt.Tooltip("year:O"), alt.Tooltip("mismatch:Q", format=".0%")]
    line = alt.Chart(MAIN).mark_line(point=True, strokeWidth=2.4).encode(x=x, y=y, color=tint, tooltip=tips)
    return spec(line.properties(height=170))
