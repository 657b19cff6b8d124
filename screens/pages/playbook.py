"""The playbook: what usually fails, the journey planned, run and lived, moments of truth, and the experience that is wished for."""

from functools import partial

import streamlit as st

from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.customers.moments import moments_ranked
from buyermaze.screens.panels.customers.persona_map import persona_mapped
from buyermaze.screens.panels.customers.wishes import wishes_held
from buyermaze.screens.panels.money.campaigning import campaign_run
from buyermaze.screens.panels.plans.plan_checked import plan_held
from buyermaze.screens.panels.shared import file_of, take_away
from buyermaze.screens.panels.verdict.dial import turned
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
    design, plan = plan_held(scenario, n, sheet)
    campaign_run(scenario, design, setup.n_replications, sheet)
    ran = f"campaign {file_of(scenario.name)}.yaml{f' --plan {plan}' if plan else ''} --replications {setup.n_replications}"
    drawn = persona_mapped(setup, scenario, n, sheet)
    moments_ranked(scenario, setup.n_replications, sheet)
    tested = f"moments {file_of(scenario.name)}.yaml --replications {setup.n_replications}"
    wishes_held(scenario, n, sheet)
    aligned = turned(scenario, setup.n_replications, sheet)
    wishes = f"experience {file_of(scenario.name)}.yaml --replications {n}"
    take_away(setup, sheet, words=partial(_commands, scenario.name, plan, n, (ran, drawn, tested, aligned, wishes)))


def _commands(name: str, plan: str, n: int, others: tuple[str, ...], setup: Setup) -> str:
    """Return the commands that give the same numbers."""
    held = f"{file_of(name)}.yaml{f' --plan {plan}' if plan else ''}"
    both = (f"scorecard {held} --replications {n}", f"conformance {held} --out plan.svg --replications {n}")
    return "`, `".join(f"buyermaze {each}" for each in (*both, *others))


page()
