"""A prediction beside the truth."""

from functools import lru_cache
from typing import TYPE_CHECKING

import altair as alt
import numpy as np

from buyermaze.screens.charts.base import HALF, MAIN, spec
from buyermaze.screens.export.figures import Spec

if TYPE_CHECKING:
    import pandas

YOURS, TRUTH = "#B7791F", "#2F7EC7"


@lru_cache(maxsize=32)
def prediction_spec(title: str, low: float, high: float) -> Spec:
    """Return single replications as a cloud, the truth with its interval as a line, and the guess as a bar below."""
    x = alt.X("from:Q", title=title, scale=alt.Scale(domain=[low, high]), axis=alt.Axis(gridOpacity=0.3))
    rows = alt.Y(
        "row:N",
        title=None,
        sort=["one replication each", "truth", "your range"],
        axis=alt.Axis(domain=False, ticks=False),
    )
    cloud = alt.Chart(MAIN).mark_tick(thickness=2, opacity=0.45, color="#8A94A3", height=22).encode(x=x, y=rows)
    ranges = alt.Chart(alt.NamedData("ranges"))
    colour = alt.Color("row:N", scale=alt.Scale(domain=["truth", "your range"], range=[TRUTH, YOURS]), legend=None)
    bars = ranges.mark_bar(height=14, cornerRadius=3).encode(x=x, x2="to:Q", y=rows, color=colour)
    marks = ranges.mark_point(filled=True, size=120, opacity=1).encode(x=alt.X("middle:Q"), y=rows, color=colour)
    nothing = alt.Chart(alt.NamedData("nothing")).mark_rule(color=HALF, strokeDash=[4, 4]).encode(x=x)
    return spec((nothing + cloud + bars + marks).properties(height=150))


def prediction_frames(
    values: np.ndarray, truth: tuple[float, float, float], guess: tuple[float, float]
) -> "dict[str, pandas.DataFrame]":
    """Return the data: the figure in every replication, the truth (mean, low, high) and the guess (low, high)."""
    import pandas

    mean, low, high = truth
    ranges = [
        {"row": "truth", "from": low, "to": high, "middle": mean},
        {"row": "your range", "from": guess[0], "to": guess[1], "middle": (guess[0] + guess[1]) / 2},
    ]
    return {
        "main": pandas.DataFrame({"row": "one replication each", "from": values}),
        "ranges": pandas.DataFrame(ranges),
        "nothing": pandas.DataFrame({"from": [0.0]}),
    }
