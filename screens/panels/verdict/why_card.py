"""The why card on a page: what each difference between two organisations adds, in a picture and in sentences."""

import streamlit as st

from buyermaze.screens.charts.effects import effects_frame, effects_spec
from buyermaze.screens.engine import compute
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.shared import asked_for, asks, file_of, how_found, progress_line, say
from buyermaze.screens.sidebar.sidebar import Setup
from buyermaze.simulator.analysis.why import n_stages, why
from buyermaze.simulator.analysis.why_card import Why
from buyermaze.simulator.comparison.phrasing import SAID, scaled
from buyermaze.simulator.core.plain_text import for_markdown
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position

ONE_LOOK = "Intervals here are those of one look at these lives. Those of the answer hold at every look, so they are wider."


def why_card(setup: Setup, sheet: Sheet, outcome: str) -> None:
    """Draw the why card of the baseline and one challenger; it is worked out when asked for, and kept for all visitors."""
    st.subheader("Why they differ")
    name = setup.challengers[0]
    if len(setup.challengers) > 1:
        name = st.selectbox("Explain", setup.challengers, key="why_of", help=for_markdown(f"Against {setup.baseline}."))
    mark = ("why", setup.base.fingerprint, setup.scenario(name).fingerprint, outcome, setup.n_replications)
    first, second = setup.base, setup.scenario(name)
    offer = (
        f"Changes {for_markdown(setup.baseline)} into {for_markdown(name)} one difference after the other, with the same luck, "
        "and counts what each adds."
    )
    at_hand = compute.is_at_hand(why, first, second, outcome, setup.n_replications)
    place = asked_for(mark, at_hand, offer, "Work out why", ":material/call_split:")
    if place is None:
        return
    tick = progress_line(place, mark, n_stages(first, second))
    found = compute.remembered(
        lambda: why(
            first, second, outcome, setup.n_replications, runs=lambda scenarios, n: compute.answers(scenarios, n, tick)
        ),
        why, first, second, outcome, setup.n_replications,
    )  # fmt: skip
    place.empty()
    _show(found, sheet, setup.sharpen, setup.n_replications)


def _show(found: Why, sheet: Sheet, any_time: bool, n: int) -> None:
    outcome = OUTCOMES[position(found.outcome)]
    say(found, f"Why {found.second.name} differs from {found.first.name}", sheet)
    if not found.parts:
        return
    better = outcome.better or 1
    lines = []
    for part in found.parts:
        effect = part.effect
        kind = "not told from luck" if not part.known else "helps" if effect.mean * better > 0 else "holds back"
        mean, low, high = (scaled(value, outcome.unit) for value in (effect.mean, effect.low, effect.high))
        lines.append((part.theme, mean, low, high, kind, found.signed(effect.mean)))
    axis = f"added to {outcome.label}, {SAID.get(outcome.unit, outcome.unit)}"
    alt = f"What each difference adds to {outcome.label}, with 95 % intervals, put into words above."
    format_ = "+~s" if outcome.unit == "USD" else "+,.1f"
    sheet.figure(effects_spec(axis, len(lines), format_), {"main": effects_frame(lines)}, "why", "Why they differ", alt)
    with st.expander("The inputs behind each part, and its money"):
        st.dataframe(
            found.words_table(),
            hide_index=True,
            alt="Each difference, what it adds, its profit a year and the inputs behind it",
        )
    sheet.table(found.words_table())
    judged = f" {file_of(found.second.name)}.yaml --outcome {found.outcome}"
    how_found(found, sheet, asks("why", found.first, n, judged))
    if any_time:
        st.caption(ONE_LOOK)
        sheet.text(ONE_LOOK)
