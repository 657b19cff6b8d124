"""The wished experience on a page: targets held against what happens, week by week, and the board; read when asked for."""

import streamlit as st

from buyermaze.screens.charts.playbook import weeks_frame, weeks_spec
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.shared import analysed, asks, how_found, say, tabled
from buyermaze.simulator.analysis.customers.experience_board import SIDES, ExperienceBoard, experience_board
from buyermaze.simulator.inputs.customers.experience import MEASURES
from buyermaze.simulator.inputs.sheets.scenario import Scenario

EVERYTHING = "in all"


def wishes_held(scenario: Scenario, n: int, sheet: Sheet) -> None:
    """Draw what is wished for, where it is missed and whose that is, and the weekly board of one organisation."""
    st.subheader("The experience that is wished for")
    offer = (
        "Reads ease, satisfaction, recommendation, waits, dead ends, situations told again and feelings week by week, and holds "
        "what is wished against them."
    )
    found: ExperienceBoard | None = analysed(
        "wishes", experience_board, scenario, n, offer, "Read the weekly board", ":material/monitor_heart:"
    )
    if found is None:
        return
    say(found, "The experience that is wished for", sheet)
    tabled(found, "Targets, who answers for each, how it is, and weeks in breach", sheet)
    _week_by_week(found, sheet)
    _board(found, sheet)
    how_found(found, sheet, asks("experience", scenario, n))


def _week_by_week(found: ExperienceBoard, sheet: Sheet) -> None:
    targets = [each.target for each in found.judged() if each.n_weeks]
    if not targets:
        return
    words = [target.words for target in targets]
    which = st.selectbox("Week by week", words, key="wish_shown")
    target = targets[words.index(which) if which in words else 0]
    about = MEASURES[target.measure]
    edge = target.wished + target.tolerance * (-1 if about.more_is_better else 1)
    drawn = weeks_frame(found.weeks(target))
    alt = (
        f"{about.label} in every week of one replication, beside what is wished; weeks beyond the tolerance are marked."
    )
    picture = weeks_spec(f"{about.label}, {about.unit}", target.wished, edge)
    sheet.figure(picture, {"main": drawn}, "wishes", f"Week by week: {target.words}", alt)
    st.caption("One replication. Line: what is wished; dashed: from here on a week is a breach.")


def _board(found: ExperienceBoard, sheet: Sheet) -> None:
    by = st.segmented_control("The board by", [EVERYTHING, *SIDES], default=SIDES[0], key="board_by", required=True)
    shown = found.words_board(None if by == EVERYTHING else by)
    st.dataframe(shown, hide_index=True, alt="Measures of experience by group, means over all weeks")
    sheet.table(shown)
    words = found.said()
    if len(words):
        with st.expander("The words: what people say when asked, what customers tell peers, and what is wished"):
            named = {"share_said": "of the answers", "share_would_say": "of all asked", "share_told": "told to peers"}
            st.dataframe(
                words.round(2).rename(columns=named), hide_index=True, alt="Themes, which are wished for, how often they are said",
                column_config=dict.fromkeys(named.values(), st.column_config.NumberColumn(format="percent")),
            )  # fmt: skip
        sheet.table(words)
