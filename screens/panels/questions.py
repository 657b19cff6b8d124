"""Further questions about one organisation, each answered in sentences by an analysis of the library when it is asked."""

from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.shared import again, analysed, asks, how_found, say
from buyermaze.screens.sidebar.sidebar import Setup
from buyermaze.simulator.analysis.customers.aftermath import aftermath
from buyermaze.simulator.analysis.customers.call_backs import call_backs
from buyermaze.simulator.analysis.customers.loyalty_drivers import loyalty_drivers
from buyermaze.simulator.analysis.deals.reps import reps
from buyermaze.simulator.analysis.journeys.first_contacts import first_contacts
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import for_markdown

QUESTIONS: Final[dict[str, tuple[Callable[..., Any], str, str]]] = {  # what answers it, and on the command line
    "How far are buyers when they first meet a seller?": (first_contacts, "contact", ""),
    "How far do our reps differ, and what are their assets worth?": (reps, "reps", ""),
    "How often are alerts right, and with how many reps does calling back pay?": (call_backs, "voices", " --call-backs"),
    "What does a hard purchase do afterwards?": (aftermath, "aftermath", ""),
    "What explains how loyal customers are?": (loyalty_drivers, "drivers", ""),
}


def questions(setup: Setup, sheet: Sheet) -> None:
    """Answer one of the questions for one of the organisations; worked out when asked for."""
    st.subheader("What else can be asked of them")
    asked, under = st.columns([3, 2])
    question = asked.radio("Question", list(QUESTIONS), key="question", bind="query-params")
    name = under.selectbox("Of", setup.names, key="question_of")
    offer = "Follows every buyer of every replication, and says what they show with its interval."
    answers, command, more = QUESTIONS[question]
    try:
        found = analysed(
            f"question.{question}", answers, setup.scenario(name), setup.n_replications, offer, "Ask",
            ":material/question_answer:",
        )  # fmt: skip
    except InputProblem as problem:
        st.warning(for_markdown(str(problem)))
        return
    if found is not None:
        say(found, f"{question} {name}", sheet)
        if hasattr(found, "how"):
            how_found(found, sheet)
        st.caption(again(asks(command, setup.scenario(name), setup.n_replications, more)))
