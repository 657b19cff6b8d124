"""A picture of effects with intervals, the largest first: parts of a difference, returns of levers, what would have helped."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import altair as alt

from buyermaze.screens.charts.base import MAIN, spec
from buyermaze.screens.export.figures import Spec
from buyermaze.screens.theme import GREY
from buyermaze.simulator.comparison.phrasing import about_dollars, signed

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.comparison.paired_statistics import Difference

FOR: Final = "#25968A"
AGAINST: Final = "#C25B4E"
KINDS: Final = {"helps": FOR, "holds back": AGAINST, "not told from luck": GREY}
ROW: Final = 34  # pixels
Line = tuple[str, float, float, float, str, str]  # what, effect, low, high, one of KINDS, in words


def effects_frame(lines: Sequence[Line]) -> "pandas.DataFrame":
    """Return one line per effect as the picture takes it."""
    import pandas

    return pandas.DataFrame(list(lines), columns=["what", "effect", "low", "high", "kind", "text"])


def money_line(what: str, gain: "Difference") -> Line:
    """Return a difference in USD as a line of the picture."""
    return what, gain.mean, gain.low, gain.high, kind_of(gain), about_dollars(gain.mean)


def points_line(what: str, gain: "Difference") -> Line:
    """Return a difference of shares, in points, as a line of the picture."""
    return what, 100 * gain.mean, 100 * gain.low, 100 * gain.high, kind_of(gain), signed(gain.mean, "share")


def kind_of(gain: "Difference", better: int = 1) -> str:
    """Return one of ``KINDS``; ``better`` is -1 where less is better."""
    if not gain.is_told:
        return "not told from luck"
    return "helps" if gain.mean * better > 0 else "holds back"


@lru_cache(maxsize=64)
def effects_spec(title: str, n: int, format_: str = "+,.1f") -> Spec:
    """Return bars with their 95 % intervals, in the order given; ``title`` names the axis, ``n`` is the number of bars."""
    base = alt.Chart(MAIN)
    y = alt.Y("what:N", sort=None, title=None, axis=alt.Axis(labelLimit=210, ticks=False, domain=False, labelPadding=8))
    x = alt.X("effect:Q", title=title, axis=alt.Axis(gridOpacity=0.3, tickCount=5, format=format_))
    tint = alt.Color(
        "kind:N", scale=alt.Scale(domain=list(KINDS), range=list(KINDS.values())),
        legend=alt.Legend(title=None, orient="top", columns=1),  # on a phone there is room for no more
    )  # fmt: skip
    tips: list[Any] = [alt.Tooltip("what:N", title=" "), alt.Tooltip("text:N", title="adds")]
    bars = base.mark_bar(size=16, opacity=0.85).encode(x=x, y=y, color=tint, tooltip=tips)
    reach = base.mark_rule(strokeWidth=1.6, color=GREY).encode(x="low:Q", x2="high:Q", y=y, tooltip=tips)
    zero = alt.Chart(MAIN).mark_rule(color=GREY).encode(x=alt.datum(0))
    return spec((zero + bars + reach).properties(height=ROW * max(1, n)))
