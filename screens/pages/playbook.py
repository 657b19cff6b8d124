"""The playbook: what usually fails, the journey that was planned, and the journey that is lived."""

from functools import partial

import streamlit as st

from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.plan_checked import plan_held
from buyermaze.screens.panels.shared import file_of, take_away
from buyermaze.screens.sidebar.sidebar import Setup, current

N_RUNS = 4  # replications whose journeys are held against the plan, one by one


def page() -> None:
    setup = current()
    sheet = Sheet("Playbook", setup)
    st.header("Playbook", anchor=False)
    name = st.segmented_control(
        "Organisation", setup.names, default=setup.names[0], key="playbook_of", required=True, bind="query-params"
    )
    scenario, n = setup.scenario(name or setup.names[0]), min(N_RUNS, setup.n_replications)
    st.subheader("Three things that usually fail")
    plan = plan_held(scenario, n, sheet)
    take_away(setup, sheet, words=partial(_command, scenario.name, plan, n))


def _command(name: str, plan: str, n: int, setup: Setup) -> str:
    """Return the command that gives the same numbers."""
    return f"buyermaze scorecard {file_of(name)}.yaml{f' --plan {plan}' if plan else ''} --replications {n}"


page()
