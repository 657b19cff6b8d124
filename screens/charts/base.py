"""What all charts share."""

from typing import Any

import altair as alt

from buyermaze.screens.export.figures import Spec

MAIN = alt.NamedData("main")
NUMBERS = {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""], "percent": " %"}  # 20 %, as in all texts
HALF = "rgba(128,138,152,0.35)"


def spec(chart: Any) -> Spec:
    """Return the plain specification of a chart whose data travels apart."""
    made: Spec = chart.to_dict()
    made.pop("$schema", None)
    made["autosize"] = {"type": "fit-x", "contains": "padding"}
    made["config"] = {
        "view": {"stroke": None},
        "axis": {"labelLimit": 260},
        "axisDiscrete": {"labelFlush": False},  # every label in the middle of its row or column, the first one too
        "legend": {"symbolOpacity": 1},
        "locale": {"number": NUMBERS},
    }
    return made


def scale(names: tuple[str, ...], colours: tuple[str, ...]) -> alt.Scale:
    """Return the colour scale of organisations."""
    return alt.Scale(domain=list(names), range=list(colours))
