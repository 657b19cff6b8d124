"""Charts of answers, as pictures that need no network."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import altair
    import pandas

    from buyermaze.experiments.answers.break_even import Flip
    from buyermaze.experiments.answers.sensitivity import Sensitivity

WIDTH, HEIGHT = 460, 220
INK, SOFT = "#1f4e79", "#c7d5e5"


def driver_chart(found: "Sensitivity") -> "altair.LayerChart | altair.Chart":
    """Return bars of what drives an outcome, with intervals where there are any."""
    alt = _altair()
    table = found.table.head(12)
    order = table["factor"].tolist()
    y = alt.Y("factor:N", sort=order, title=None)
    bars = (
        alt.Chart(table).mark_bar(color=INK).encode(x=alt.X(f"{found.main}:Q", title=found.main.replace("_", " ")), y=y)
    )
    if f"{found.main}_low" not in table:
        return _sized(bars)
    whiskers = alt.Chart(table).mark_rule(color="black").encode(x=f"{found.main}_low:Q", x2=f"{found.main}_high:Q", y=y)
    return _sized(bars + whiskers)


def flip_chart(found: "Flip", factor: str) -> "altair.LayerChart":
    """Return the difference along one factor, with its interval and the line where the verdict turns."""
    alt = _altair()
    curve = found.curves[found.curves["factor"] == factor].copy()
    number = curve["value"].map(lambda value: isinstance(value, (int, float))).all()
    if number:
        curve["value"] = curve["value"].astype(float)
    curve["low"], curve["high"] = curve["mean"] - curve["half_width"], curve["mean"] + curve["half_width"]
    x = alt.X(
        "value:Q" if number else "value:N", title=factor, scale=alt.Scale(zero=False) if number else alt.Undefined
    )
    band = alt.Chart(curve).mark_area(color=SOFT) if number else alt.Chart(curve).mark_rule(color=SOFT, strokeWidth=6)
    line = alt.Chart(curve).mark_line(color=INK) if number else alt.Chart(curve).mark_point(color=INK, filled=True)
    zero = alt.Chart(curve.head(1)).mark_rule(strokeDash=[4, 4]).encode(y=alt.datum(0))
    said = found.contrast.said
    return _sized(band.encode(x=x, y=alt.Y("low:Q", title=said), y2="high:Q") + line.encode(x=x, y="mean:Q") + zero)


def spread_chart(values: Any, title: str) -> "altair.LayerChart":
    """Return how a difference is spread over the points of a sweep, with the line where the verdict turns."""
    import pandas

    alt = _altair()
    frame = pandas.DataFrame({"value": values}).dropna()
    bars = alt.Chart(frame).mark_bar(color=INK).encode(
        x=alt.X("value:Q", bin=alt.Bin(maxbins=30), title=title), y=alt.Y("count()", title="points")
    )  # fmt: skip
    zero = alt.Chart(frame.head(1)).mark_rule(strokeDash=[4, 4], color="black").encode(x=alt.datum(0))
    return _sized(bars + zero)


def density_chart(frame: "pandas.DataFrame", title: str) -> "altair.Chart":
    """Return prior and posterior of one parameter; ``frame`` has the columns value and which."""
    alt = _altair()
    chart = alt.Chart(frame).transform_density("value", as_=["value", "density"], groupby=["which"])
    return _sized(
        chart.mark_area(opacity=0.5).encode(
            x=alt.X("value:Q", title=title),
            y=alt.Y("density:Q", title=None, axis=None),
            color=alt.Color("which:N", title=None),
        )
    )


def check_chart(frame: "pandas.DataFrame", observed: float, title: str) -> "altair.LayerChart":
    """Return what a calibrated model predicts for a number that is known, and that number."""
    alt = _altair()
    bars = alt.Chart(frame).mark_bar(color=SOFT).encode(
        x=alt.X("value:Q", bin=alt.Bin(maxbins=30), title=title), y=alt.Y("count()", title="draws")
    )  # fmt: skip
    mark = alt.Chart(frame.head(1)).mark_rule(color="black", strokeWidth=2).encode(x=alt.datum(observed))
    return _sized(bars + mark)


def svg(chart: Any) -> str:
    """Return a chart as an SVG picture."""
    import vl_convert

    text: str = vl_convert.vegalite_to_svg(chart.to_json())
    return text


def _sized(chart: Any) -> Any:
    return chart.properties(width=WIDTH, height=HEIGHT).configure_view(strokeWidth=0)


def _altair() -> Any:
    import altair

    altair.data_transformers.disable_max_rows()
    return altair
