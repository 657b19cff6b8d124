"""The validation picture: every simulated value on its published band, all bands drawn to the same length."""

from typing import Any

from buyermaze.experiments.validation.table import Checked

INSIDE, OUTSIDE = "#1F5FA8", "#B3261E"
REACH = 1.5  # band lengths shown on either side


def chart(checked: list[Checked]) -> Any:
    """Return an Altair chart; 0 is the low end of a fact's band and 1 the high end."""
    import altair as alt
    import pandas

    def place(each: Checked, value: float) -> float:
        scaled = (value - each.fact.low) / (each.fact.high - each.fact.low)
        return min(1.0 + REACH, max(-REACH, scaled))

    frame = pandas.DataFrame(
        {
            "fact": [f"{each.fact.name} ({each.fact.use})" for each in checked],
            "at": [place(each, each.found.mean) for each in checked],
            "from": [place(each, each.found.low) for each in checked],
            "to": [place(each, each.found.high) for each in checked],
            "verdict": ["in band" if each.inside else "out of band" for each in checked],
            "low": 0.0,
            "high": 1.0,
        }
    )
    order = frame["fact"].tolist()
    colour = alt.Color("verdict:N", title=None).scale(domain=["in band", "out of band"], range=[INSIDE, OUTSIDE])
    across = alt.Scale(domain=[-REACH, 1 + REACH])
    base = alt.Chart(frame).encode(y=alt.Y("fact:N", sort=order, title=None).axis(labelLimit=260))
    band = base.mark_bar(color="#9AA7B5", opacity=0.35, height=12).encode(
        x=alt.X("low:Q", scale=across, title="published band (0 = low end, 1 = high end)"), x2="high:Q"
    )
    whisker = base.mark_rule(strokeWidth=2).encode(x=alt.X("from:Q", scale=across), x2="to:Q", color=colour)
    point = base.mark_circle(size=70, opacity=1).encode(x=alt.X("at:Q", scale=across), color=colour)
    return (band + whisker + point).properties(width=420, height=18 * len(checked)).configure(background="white")


def svg(checked: list[Checked]) -> str:
    """Return the picture as SVG text."""
    import vl_convert

    text: str = vl_convert.vegalite_to_svg(chart(checked).to_json())
    return text
