"""How we know: the statistics behind the first answer, one click away."""

from typing import TYPE_CHECKING

import streamlit as st

from buyermaze.experiments.validation.published import PUBLISHED_IN, out_of_band
from buyermaze.screens.charts.comparing import (
    EVERY,
    difference_said,
    differences_frame,
    differences_spec,
    flip_frame,
    flip_spec,
    levels_frame,
    levels_spec,
    zero_frame,
)
from buyermaze.screens.engine import compute
from buyermaze.screens.engine.crowd import crowded
from buyermaze.screens.engine.store import kept
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.shared import breathe, changed_inputs, progress_line
from buyermaze.screens.panels.verdict.skill_and_luck import skill_and_luck
from buyermaze.screens.panels.verdict.why_card import why_card
from buyermaze.screens.settings import limits
from buyermaze.screens.sidebar.sidebar import Setup
from buyermaze.simulator.comparison.break_even_map import Edges, edges, flip_map, flip_sentence
from buyermaze.simulator.comparison.comparison import Comparison
from buyermaze.simulator.core.plain_text import for_markdown
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.outcomes.batches import batch_values
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position
from buyermaze.simulator.runs.steadiness import Steadiness, of_weeks, weekly_use

if TYPE_CHECKING:
    import pandas

CALM = 0.35  # seconds without another move before the map is computed, which leaves the browser little to draw with
CAPTION = "Same buyers, same luck on both sides. Bars are 95 % intervals; a filled dot can be told from luck, a hollow one cannot."


def how_we_know(setup: Setup, sheet: Sheet, outcome: str, found: Comparison) -> None:
    """Draw differences, the verdict in full, levels, where it would flip, and what differs between the inputs."""
    st.subheader(for_markdown(f"Paired differences from {setup.baseline}"))
    st.caption(CAPTION)
    said = "Paired differences with 95 % intervals. " + " ".join(found.verdict())
    data = {"main": differences_frame(found), "zero": zero_frame()}
    spec = differences_spec(tuple(setup.challengers), setup.baseline)
    # The same words for every answer: a chart with other words is built anew instead of moving its marks.
    alt = f"Paired differences from {setup.baseline} with 95 % intervals, put into words below."
    sheet.figure(spec, data, "differences", f"Paired differences from {setup.baseline}", alt, said=said)
    st.subheader("The verdict in full")
    st.markdown("\n".join(f"- {for_markdown(line)}" for line in found.verdict()))
    for line in _unsteady(setup):
        st.warning(for_markdown(line), icon=":material/warning:")
        sheet.text(line)
    flip, spread = st.columns([1, 1], gap="large")
    with spread:
        _levels(setup, sheet, found)
        skill_and_luck(sheet, outcome, found)
    why_card(setup, sheet, outcome)
    changed_inputs(setup, sheet)
    with flip:
        _flip(setup, sheet, outcome)


def _unsteady(setup: Setup) -> list[str]:
    """Say which organisations' runs do not show the long run, and why."""
    found = [_steadiness(scenario) for scenario in setup.scenarios]
    return [each.sentence() for each in found if not each.steady]


@kept
def _steadiness(scenario: Scenario) -> Steadiness:
    return of_weeks(scenario, weekly_use(compute.run(scenario)))


def _flip(setup: Setup, sheet: Sheet, outcome: str) -> None:
    st.subheader("Where it would flip")
    rival = setup.challengers[0]
    if len(setup.challengers) > 1:
        rival = st.selectbox("Against the baseline", setup.challengers, key="flip_rival")
    plan = _edges(setup.base, setup.scenario(rival))
    n = min(setup.n_replications, 20)
    every = (*plan.by_skill, *plan.by_share)
    missing = sum(compute.available(scenario) < n for scenario in every)
    sides = (plan.specialists.fingerprint, plan.joined.fingerprint, n)
    if missing and (limits().classroom or crowded()) and st.session_state.get("flip_wanted") != sides:
        # Others are waiting for their answers; a map takes as long as a dozen of those.
        st.button("Draw the map", key="draw_map", on_click=st.session_state.__setitem__, args=("flip_wanted", sides))
        st.caption(f"{missing} of {len(every)} scenarios along its edges have to be run first.")
        return
    if missing:
        busy = st.empty()
        breathe(CALM)
        compute.answers(every, n, progress_line(busy, ("flip", *sides)))
        busy.empty()
    sentence, table = _map(plan.specialists, plan.joined, n, outcome)
    st.markdown(for_markdown(sentence))
    spec = flip_spec(
        plan.joined.name,
        plan.specialists.name,
        tuple(f"{s:.2f}" for s in plan.skills),
        tuple(f"{100 * s:.0f} %" for s in plan.shares),
    )
    sheet.heading("Where it would flip")
    sheet.text(sentence)
    sheet.figure(
        spec, {"main": table}, "flip", "Where it would flip", "Map of the winner; the sentence before says it."
    )
    unit = OUTCOMES[position(outcome)].unit
    st.caption(
        f"In each cell: {for_markdown(plan.joined.name)} minus {for_markdown(plan.specialists.name)}, "
        f"{'points' if unit == 'share' else unit}, {n} replications. "
        "The yellow frame is today. Both numbers are disputed, so look how far the frame is from the border."
    )


@kept
def _edges(first: Scenario, second: Scenario) -> Edges:
    return edges(first, second)


@kept
def _map(specialists: Scenario, joined: Scenario, n: int, outcome: str) -> "tuple[str, pandas.DataFrame]":
    """Return what the map says, in a sentence and point by point."""
    plan = _edges(specialists, joined)
    by_skill, by_share = (
        [batch_values(each) for each in compute.answers(side, n)] for side in (plan.by_skill, plan.by_share)
    )
    points = flip_map(plan, by_skill, by_share, outcome)
    return flip_sentence(plan, points, outcome), flip_frame(plan, points, outcome)


def _levels(setup: Setup, sheet: Sheet, found: Comparison) -> None:
    st.subheader("Levels, and how much luck moves them")
    key = st.selectbox(
        "Outcome", list(EVERY), format_func=EVERY.__getitem__, key="level", index=5,
        help="Everything that runs are judged by; type a word of it to find it.",
    )  # fmt: skip
    outcome = OUTCOMES[position(key)]
    unit = {"share": "%", "USD": "USD", "days": "working days", "hours": "hours"}.get(outcome.unit, outcome.unit)
    table = levels_frame(found, key)
    middle = table.drop_duplicates("organisation")
    medians = ", ".join(f"{name} {value}" for name, value in zip(middle["organisation"], middle["middle"], strict=True))
    alt = f"{outcome.meaning} One dot per batch; the text below names the medians."
    sheet.figure(
        levels_spec(tuple(found.names), f"{outcome.label} ({unit})"), {"main": table}, "levels", outcome.label, alt
    )
    st.caption(
        f"{outcome.meaning} A dot is one of the {found.n_batches} batches of a replication; the tick is the median "
        f"({for_markdown(medians)} {unit}), the band holds eight of ten."
    )
    for name in setup.challengers:
        said = f"{name} against {setup.baseline}: {difference_said(found, name, key)[1]}."
        st.markdown(for_markdown(said))
        sheet.text(f"{outcome.label}. {said}")
    odd = out_of_band(key, found.means[setup.baseline, key].mean) if setup.market == PUBLISHED_IN else ""
    if odd:
        st.caption(for_markdown(f"{setup.baseline} is {odd}."))
