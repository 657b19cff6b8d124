"""Returns of levers at equal spend on a page: a picture, sentences, and swaps that pay."""

import streamlit as st

from buyermaze.screens.charts.effects import effects_frame, effects_spec, money_line
from buyermaze.screens.engine import compute
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.shared import file_of, how_found, progress_line, tabled
from buyermaze.screens.sidebar.sidebar import Setup
from buyermaze.simulator.analysis.budget import Budget, budget
from buyermaze.simulator.comparison.phrasing import about_dollars
from buyermaze.simulator.core.plain_text import for_markdown
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position

AMOUNTS = (50_000, 100_000, 250_000, 500_000, 1_000_000)
COUNTED_IN = {name: OUTCOMES[position(name)].label for name in ("profit_lifetime", "profit")}


def next_spend(setup: Setup, sheet: Sheet) -> str:
    """Draw what the next money does in one of the organisations, kept for all visitors; return the command that says the same."""
    cells = st.columns(3)
    name = cells[0].selectbox("Organisation", setup.names, key="budget_of", bind="query-params")
    amount = cells[1].selectbox(
        "How much, USD a year", AMOUNTS, index=1, format_func=lambda value: f"{value:,}", key="amount", bind="query-params",
        help="Every lever is given this much more, then this much less.",
    )  # fmt: skip
    outcome = cells[2].selectbox(
        "Counted in", list(COUNTED_IN), format_func=COUNTED_IN.__getitem__, key="budget_in", bind="query-params",
        help=" ".join(f"{OUTCOMES[position(name)].label.capitalize()}: {OUTCOMES[position(name)].meaning}" for name in COUNTED_IN)
        + " Both are after the cost of the lever.",
    )  # fmt: skip
    scenario, n = setup.scenario(name), setup.n_replications
    command = f"buyermaze budget {file_of(name)}.yaml --amount {amount} --outcome {outcome} --replications {n}"
    mark = ("budget", scenario.fingerprint, amount, outcome, n)
    place = st.empty()
    if st.session_state.get("stopped") == mark:
        st.info("Stopped. What was worked out so far is kept; choose anything to go on.")
        st.session_state.pop("stopped")
        return command
    tick = progress_line(place, mark)
    found: Budget = compute.remembered(
        lambda: budget(scenario, amount, outcome, n, runs=lambda scenarios, k: compute.answers(scenarios, k, tick)),
        budget, scenario, amount, outcome, n,
    )  # fmt: skip
    place.empty()
    _show(found, sheet)
    return command


def _show(found: Budget, sheet: Sheet) -> None:
    first, *others = found.sentences()
    sheet.heading(f"The next {about_dollars(found.amount)} in {found.scenario.name}")
    st.markdown(f"**{for_markdown(first)}**")
    st.markdown("\n".join(f"- {for_markdown(line)}" for line in others))
    for line in (first, *others):
        sheet.text(line)
    label = OUTCOMES[position(found.outcome)].label
    for word, returns in (("more", found.more), ("less", found.less)):
        if returns:
            st.subheader(f"{about_dollars(found.amount)} {word}, lever by lever")
            lines = [money_line(each.step.words, each.gain) for each in returns]
            alt = f"What {word} money on each lever changes in {label}, with 95 % intervals; the table below holds the numbers."
            sheet.figure(
                effects_spec(f"change of {label}, USD", len(lines), "+~s"), {"main": effects_frame(lines)}, f"budget_{word}",
                f"{about_dollars(found.amount)} {word}", alt,
            )  # fmt: skip
    tabled(found, "Every lever, how far it was moved, what that costs and what comes of it", sheet)
    how_found(found, sheet)
