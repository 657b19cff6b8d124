"""Experience and money along one dial on a page; worked out when asked for."""

from functools import partial

import streamlit as st

from buyermaze.screens.charts.dials import dial_frame, dial_spec
from buyermaze.screens.engine import compute
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.shared import asked_for, file_of, how_found, progress_line, say, tabled
from buyermaze.simulator.analysis.dials import DIALS, JUDGED, WORDS, Dialled, dial_curve
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position


def turned(scenario: Scenario, n: int, sheet: Sheet) -> str:
    """Draw what alignment, or putting buyers before revenue, does to experience and money; return the command for it."""
    st.subheader("How much alignment pays")
    dial = st.segmented_control(
        "Dial", list(DIALS), default="alignment", key="dial", required=True, format_func=lambda name: WORDS[name].capitalize()
    )
    dial = dial or "alignment"
    offer = "Turns one dial of levers from none to full under the same luck, and draws experience and money along it."
    command = f"align {file_of(scenario.name)}.yaml --dial {dial} --replications {n}"
    mark = ("dial", scenario.fingerprint, n, dial)
    place = asked_for(mark, compute.is_at_hand(dial_curve, scenario, n, dial), offer, "Turn the dial", ":material/tune:")
    if place is None:
        return command
    runs = partial(compute.answers, tick=progress_line(place, mark))
    found: Dialled = compute.remembered(lambda: dial_curve(scenario, n, dial, runs=runs), dial_curve, scenario, n, dial)
    place.empty()
    say(found, WORDS[dial].capitalize(), sheet)
    for name in JUDGED:
        label = OUTCOMES[position(name)].label
        alt = f"{label} along the {WORDS[dial]}, with intervals; the table below holds the numbers."
        sheet.figure(dial_spec(WORDS[dial], name), {"main": dial_frame(found)}, f"dial_{dial}_{name}", label, alt)
    tabled(found, "Levels of the dial: ease, regret, revenue and lifetime profit", sheet)
    how_found(found, sheet)
    return command
