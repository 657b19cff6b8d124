"""The part of the page on customers about surveys: scores beside the truth, the reasons behind them, answers one by one."""

import pandas
import streamlit as st

from buyermaze.screens.engine import compute
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.shared import again, asks
from buyermaze.screens.sidebar.sidebar import Setup
from buyermaze.simulator.analysis.customers.survey_comments import Voices, ask
from buyermaze.simulator.comparison.comparison import Comparison
from buyermaze.simulator.comparison.phrasing import amount, gap, whole_percent
from buyermaze.simulator.core.plain_text import for_markdown
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position

SURVEYS = {
    "ces": "ease of a conversation, 1-7 (CES)",
    "csat": "satisfied, 4 or 5 of 5 (CSAT)",
    "nps": "recommendation (NPS)",
}
MOST_ANSWERS = 300  # shown one by one

_asked = compute.cached(ask)


def heard(setup: Setup, found: Comparison, sheet: Sheet, n_replications: int) -> None:
    """Set what surveys measured beside what everybody asked would have said, and say why they say it."""
    st.subheader("What surveys hear")
    scores = _scores(found)
    if scores.empty:
        st.info(
            "None of these organisations asks its customers. Choose 'Listening' among the organisations to see what surveys hear."
        )
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
    with st.expander(for_markdown(f"What lies behind the answers to {name}, and the answers one by one")):
        st.caption(
            "Answers are what the seller sees; what lies behind them, and what the silent would have said, is truth."
        )
        st.dataframe(shown, hide_index=True, width="stretch")
        answers = said.asked[said.asked["answered"]].reset_index("replication")
        answers = answers[["replication", "account", "person", "day", "question", "score", "comment"]]
        answers = answers.assign(day=answers["day"].round().astype(int))
        st.dataframe(answers.head(MOST_ANSWERS), hide_index=True, width="stretch")
        if len(answers) > MOST_ANSWERS:
            st.caption(f"The first {MOST_ANSWERS} of {len(answers):,}.")
