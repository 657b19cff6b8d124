"""A picture of an outcome along one dial, one below the other for experience and money."""

from functools import lru_cache
from typing import TYPE_CHECKING

import altair as alt

from buyermaze.screens.charts.base import MAIN, spec
from buyermaze.screens.export.figures import Spec
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.analysis.dials import Dialled

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
