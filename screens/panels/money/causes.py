"""What the file says drives wins beside what does, on a page; worked out when asked for."""

import streamlit as st

from buyermaze.screens.charts.effects import effects_frame, effects_spec, points_line
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.shared import analysed, how_found, say, tabled
from buyermaze.simulator.analysis.cause_and_effect import CauseAndEffect, cause_and_effect
from buyermaze.simulator.inputs.sheets.scenario import Scenario


def caused(scenario: Scenario, n: int, sheet: Sheet) -> None:
    """Draw what each operational change truly does, and tell what the firm's own numbers would have chosen."""
    st.subheader("What drives wins, on file and in truth")
    offer = (
        "In every life a firm asks its own records what drives wins, with and without a randomised test; every change it could "
        "choose is then lived under the same luck, to see what truly does."
    )
    found: CauseAndEffect | None = analysed(
        "causes", cause_and_effect, scenario, n, offer, "Hold the file against the truth", ":material/science:"
    )
    if found is None:
        return
    say(found, "What drives wins", sheet)
    lines = [points_line(name, effect) for name, effect in found.truth.items()]
    alt = "What each change truly does to wins, with 95 % intervals; the table below holds the numbers and what the file says."
    sheet.figure(
        effects_spec("true change of wins, points", len(lines)), {"main": effects_frame(lines)}, "causes", "True drivers", alt
    )
    tabled(found, "Changes: importance and prediction on file, truth, how often chosen", sheet)
    how_found(found, sheet)
