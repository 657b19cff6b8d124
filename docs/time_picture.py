"""Draw how a company warms up: ``python -m docs.time_picture`` writes ``docs/images/time.svg``."""

from pathlib import Path

import numpy as np

from buyermaze import load
from buyermaze.simulator.inputs.dates.timeline import timeline
from buyermaze.simulator.runs.run import simulate
from buyermaze.simulator.runs.steadiness import weekly_use

PICTURE = Path(__file__).with_name("images") / "time.svg"
ORGANISATIONS = {"baton_pass": "#1F5FA8", "merged": "#B3541E"}
N_REPLICATIONS = 40
WEEKS = 5  # averaged in a point of a line


def lines() -> "dict[str, np.ndarray]":
    """Return the use of reps' time by stretch of five weeks, mean of the replications, by organisation."""
    found = {}
    for name in ORGANISATIONS:
        scenario = load(name, changes={"run.weeks_follow_up": 0.0})
        weeks = np.mean([weekly_use(simulate(scenario, r)) for r in range(N_REPLICATIONS)], axis=0)
        whole = weeks[: len(weeks) // WEEKS * WEEKS]
        found[name] = whole.reshape(-1, WEEKS).mean(axis=1)
    return found


def chart() -> "object":
    """Return the picture: warm-up, observation window and follow-up over the use of reps' time."""
    import altair as alt
    import pandas

    when = timeline(load("baton_pass"))
    begin, end = when.window_from / 40, when.window_to / 40
    points = pandas.concat(
        pandas.DataFrame(
            {"week": WEEKS * (np.arange(len(use)) + 0.5), "use": use, "organisation": name.replace("_", " ")}
        )
        for name, use in lines().items()
    )
    spans = pandas.DataFrame(
        {
            "from": [0.0, begin, end],
            "to": [begin, end, end + 60],
            "what": ["warm-up: nothing is counted", "observation window: who sets out here is counted", "follow-up"],
            "shade": ["#E9EDF2", "#FFFFFF", "#E9EDF2"],
        }
    ).assign(middle=lambda table: (table["from"] + table["to"]) / 2, top=1.04)
    across = alt.X("week:Q", title="week since the start of the run", scale=alt.Scale(domain=[0, end + 60], nice=False))
    ground = alt.Chart(spans).mark_rect().encode(x="from:Q", x2="to:Q", color=alt.Color("shade:N", scale=None))
    words = alt.Chart(spans).mark_text(fontSize=11, color="#5B6675").encode(x="middle:Q", y="top:Q", text="what:N")
    colour = alt.Color("organisation:N", title=None).scale(
        domain=[name.replace("_", " ") for name in ORGANISATIONS], range=list(ORGANISATIONS.values())
    )
    drawn = (
        alt.Chart(points)
        .mark_line(strokeWidth=2)
        .encode(x=across, y=alt.Y("use:Q", title="use of reps' time", scale=alt.Scale(domain=[0, 1.1])), color=colour)
    )
    return alt.layer(ground, words, drawn).resolve_scale(color="independent").properties(width=760, height=260)


if __name__ == "__main__":
    import vl_convert

    PICTURE.write_text(vl_convert.vegalite_to_svg(chart().configure(background="white").to_json()), encoding="utf-8")  # type: ignore[attr-defined]
