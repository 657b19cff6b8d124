"""What the file says drives wins beside what does, on a page; worked out when asked for."""

import streamlit as st

from buyermaze.screens.charts.effects import Line, effects_frame, effects_spec
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.shared import analysed
from buyermaze.simulator.analysis.cause_and_effect import CauseAndEffect, cause_and_effect
from buyermaze.simulator.comparison.paired_statistics import Difference
from buyermaze.simulator.core.plain_text import for_markdown
from buyermaze.simulator.inputs.scenario import Scenario


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
    sheet.heading("What drives wins")
    for line in found.sentences():
        sheet.text(line)
    st.markdown("\n".join(f"- {for_markdown(line)}" for line in found.sentences()))
    lines = [_line(name, effect) for name, effect in found.truth.items()]
    alt = "What each change truly does to wins, with 95 % intervals; the table below holds the numbers and what the file says."
    sheet.figure(
        effects_spec("true change of wins, points", len(lines)), {"main": effects_frame(lines)}, "causes", "True drivers", alt
    )
    table = found.words_table()
    st.dataframe(table, hide_index=True, alt="Changes: importance and prediction on file, truth, how often chosen")
    sheet.table(table)
    st.caption(found.how())
    sheet.text(found.how())


def _line(what: str, effect: Difference) -> Line:
    known = effect.n > 1 and (effect.low > 0 or effect.high < 0)
    kind = "not told from luck" if not known else "helps" if effect.mean > 0 else "holds back"
    return what, 100 * effect.mean, 100 * effect.low, 100 * effect.high, kind, f"{100 * effect.mean:+.1f} points"
