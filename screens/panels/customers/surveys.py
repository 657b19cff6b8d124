"""The part of the page on customers about surveys: scores beside the truth, the reasons behind them, answers one by one."""

import pandas
import streamlit as st

from buyermaze.screens.engine import compute
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.shared import again, asks, file_of
from buyermaze.screens.settings import limits
from buyermaze.screens.sidebar import choices
from buyermaze.screens.sidebar.sidebar import Setup
from buyermaze.simulator.analysis.customers.survey_comments import Voices, ask
from buyermaze.simulator.comparison.comparison import Comparison
from buyermaze.simulator.comparison.phrasing import amount, gap, whole_percent
from buyermaze.simulator.core.calendar import day_words
from buyermaze.simulator.core.plain_text import for_markdown
from buyermaze.simulator.inputs.dates.timeline import clock_of
from buyermaze.simulator.journal.story import story
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position

SURVEYS = {
    "ces": "ease of a conversation, 1-7 (CES)",
    "csat": "satisfied, 4 or 5 of 5 (CSAT)",
    "nps": "recommendation (NPS)",
}
ASKS = "listening"  # the shipped organisation that asks its customers
MOST_ANSWERS = 300  # shown one by one

_asked, _story = compute.cached(ask), compute.cached(story)


def heard(setup: Setup, found: Comparison, sheet: Sheet, n_replications: int) -> None:
    """Set what surveys measured beside what everybody asked would have said, and say why they say it."""
    st.subheader("What surveys hear")
    scores = _scores(found)
    if scores.empty:
        st.info("None of these organisations asks its customers; 'Listening' does.")
        if not limits().read_only and len(setup.names) < choices.MOST_ORGANISATIONS:
            st.button("Add Listening", key="add_listening", on_click=_add, args=(ASKS,), icon=":material/add:")
        return
    st.dataframe(scores, hide_index=True, width="stretch")
    sheet.heading("What surveys hear")
    sheet.table(scores)
    for scenario in setup.scenarios:
        if scenario.programme.voice.p_survey > 0.0:
            parts = [_asked(scenario, replication) for replication in range(n_replications)]
            said = Voices(scenario, pandas.concat(parts, keys=range(n_replications), names=["replication"]))
            _reasons(said, sheet)
            st.caption(again(asks("voices", scenario, n_replications)))


def _scores(found: Comparison) -> pandas.DataFrame:
    lines = []
    for name in found.names:
        for key, question in SURVEYS.items():
            would, measured = found.means[name, f"{key}_would"], found.means[name, f"{key}_measured"]
            if would.n and measured.n:
                unit = OUTCOMES[position(f"{key}_measured")].unit
                lines.append(
                    {
                        "organisation": name,
                        "survey": question,
                        "measured": amount(measured.mean, unit),
                        "had everybody answered": amount(would.mean, unit),
                        "measured minus true": gap(measured.mean - would.mean, unit),
                    }
                )
    return pandas.DataFrame(lines)


def _reasons(said: Voices, sheet: Sheet) -> None:
    """Show one organisation's themes, and behind them the answers with the account and person they come from."""
    name = said.scenario.name
    st.markdown(f"**{for_markdown(name)}.** " + for_markdown(" ".join(said.sentences())))
    themes = said.themes()
    shown = pandas.DataFrame(
        {
            "asked about": themes["question"],
            "what lies behind it": themes["theme"],
            "answers": themes["n_answers"],
            "of the answers": themes["share_said"].map(whole_percent),
            "of all asked": themes["share_would_say"].map(whole_percent),
        }
    )
    sheet.heading(f"What customers of {name} say")
    sheet.table(shown)
    with st.expander(for_markdown(f"What lies behind the answers to {name}, and the answers one by one"), expanded=True):
        st.caption(
            "Answers are what the seller sees; what lies behind them, and what the silent would have said, is truth."
        )
        lines = _chosen(shown, f"themes_{name}", "Themes behind the answers; a line that is chosen leaves its answers below")
        answers = said.asked[said.asked["answered"]].reset_index("replication")
        if lines:
            theme = themes.iloc[lines[0]]
            answers = answers[(answers["question"] == theme["question"]) & (answers["theme"] == theme["theme"])]
        days = [day_words(day) for day in clock_of(said.scenario).dates(answers["day"].to_numpy()).tolist()]
        answers = answers.assign(day=days)[["replication", "account", "person", "day", "question", "score", "comment"]]
        few = answers.head(MOST_ANSWERS)
        lines = _chosen(few, f"answers_{name}", "Answers one by one; of the one that is chosen the page tells what happened")
        if len(answers) > MOST_ANSWERS:
            st.caption(f"The first {MOST_ANSWERS} of {len(answers):,}.")
        if lines:
            _behind(said, few.iloc[lines[0]])
        else:
            st.caption("Choose a theme to see its answers, and an answer to see who gave it and what happened to them.")


def _add(programme: str) -> None:
    """Add an organisation to those that are compared."""
    st.session_state["programmes"] = [*st.session_state["programmes"], programme]


def _chosen(table: pandas.DataFrame, key: str, alt: str) -> list[int]:
    """Show a table of which one line can be chosen, and return the chosen one."""
    place = st.dataframe(
        table, hide_index=True, width="stretch", key=key, alt=alt, on_select="rerun", selection_mode="single-row"
    )
    return [line for line in place.selection.rows if line < len(table)]


def _behind(said: Voices, answer: pandas.Series) -> None:
    """Tell what happened to the account an answer comes from, up to the answer and beyond."""
    replication, account = int(answer["replication"]), int(answer["account"])
    st.markdown(
        f"**{for_markdown(str(answer['person']))} of account {account}, {answer['day']}:** {for_markdown(answer['comment'])}"
    )
    lines = _story(said.scenario, replication, account)
    st.markdown("\n".join(f"- {for_markdown(line)}" for line in lines))
    st.caption(again(f"story {file_of(said.scenario.name)}.yaml --account {account} --replication {replication}"))
