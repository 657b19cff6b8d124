"""Which organisation more buyers choose here, by how much, how sure, what else changes, and what would turn it."""

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from buyermaze.experiments.answers.board_page import board_page
from buyermaze.experiments.answers.by_market import OUTCOMES_KEPT, shipped_answers
from buyermaze.experiments.validation.published import DISPUTED
from buyermaze.screens.components.live_lever import answered
from buyermaze.screens.engine import compute
from buyermaze.screens.engine.crowd import crowded
from buyermaze.screens.engine.store import kept
from buyermaze.screens.export.board import board_buttons
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.shared import (
    AHEAD,
    N_SHARPEST,
    PATIENCE,
    breathe,
    compared,
    progress_line,
    settled,
    take_away,
)
from buyermaze.screens.panels.verdict.first_answer import answer, organisations, question, strip, would_flip
from buyermaze.screens.panels.verdict.how_we_know import how_we_know
from buyermaze.screens.settings import AFTERWARDS, limits
from buyermaze.screens.sidebar.choices import MARKET
from buyermaze.screens.sidebar.history import move
from buyermaze.screens.sidebar.sidebar import Setup, current
from buyermaze.simulator.comparison.comparison import Comparison
from buyermaze.simulator.comparison.negligible import LOOKS
from buyermaze.simulator.comparison.plain_answer import (
    JUDGED_BY,
    ahead,
    answered_said,
    best_challenger,
    endings_said,
    whole_answer,
)
from buyermaze.simulator.comparison.same_buyers import different_buyers
from buyermaze.simulator.comparison.what_would_change import Turned, candidates, flip_said, telling, turned
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.phrases import listed
from buyermaze.simulator.core.plain_text import for_markdown
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.sheets.scenario import Scenario

LEARN = Path(__file__).with_name("learn.py")  # where a prediction comes before the answer
FIRST_LOOK = 1  # replications that a moved lever shows at once, replaced by the full answer as soon as that is there
WORTH_A_LOOK = 0.1  # seconds of work; drawing a first look takes about as long
N_TRIED = 4  # replications behind the cards


def page() -> None:
    setup = current()
    sheet = Sheet("Compare", setup)
    top = _Top(setup)
    found = _answer(setup, top)
    top.show(found)
    answered(str(_mark(setup)))
    breathe(AHEAD)
    outcome = top.outcome
    if found.n_replications < setup.n_replications:
        top.busy.info("Stopped: the answer is that of what was seen by then.")
    sheet.text(whole_answer(found, outcome))
    sheet.text(" ".join(found.verdict()))
    sheet.listing(
        "How a hundred buying groups end", lambda: [f"{name}: {endings_said(found, name)}" for name in found.names]
    )
    sheet.listing(
        "Who answers what buyers need to know",
        lambda: [f"{name}: {said}." for name in found.names if (said := answered_said(found, name))],
    )
    sheet.listing(
        "What would change this?",
        lambda: [f"{one.turn.words}: {one.sentence()}" for one in _turns(setup, outcome, found)],
    )
    seen = replace(setup, n_replications=max(2, found.n_replications))
    sheet.setup = seen
    cards = st.container(key="cards")
    _where(setup, outcome, found)
    st.page_link(st.Page(LEARN), label="Say first what you expect, then see", icon=":material/school:")
    if st.toggle(
        "How we know", key="how", bind="query-params", help="Differences with intervals, levels, where it would flip."
    ):
        how_we_know(seen, sheet, outcome, found)
    board_buttons(
        seen, lambda who, origin, link: board_page(found, outcome, _turns(setup, outcome, found), who, origin, link, DISPUTED)
    )

    def last() -> None:
        with cards:
            _cards(setup, top, found)

    take_away(seen, sheet, found, last=last)  # the cards may take as long as a dozen answers
    if _may_sharpen(setup, found, outcome):
        st.session_state[AFTERWARDS] = partial(_sharpen, setup, top, found)


class _Top:
    """Question, organisations and answer: drawn once, then replaced in place."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        st.container(key="question").html(question(setup))
        self.above = st.container(key="answer")
        self.left, right = st.columns([4, 1])
        with right, st.container(key="judged"):
            self.outcome = st.selectbox(
                "Judged by", list(JUDGED_BY), format_func=JUDGED_BY.__getitem__, key="outcome", bind="query-params",
                help="What the answer, the markets and the cards below are about.",
            )  # fmt: skip
        self.flips = self.left.container(key="flip").html(would_flip())
        with self.left.container(key="busy"):  # a place that is kept, so that nothing below moves when it is filled
            self.busy = st.empty()
        self.below = st.container(key="people")
        self.drawn: tuple[Any, Any] | None = None

    def show(self, found: Comparison) -> None:
        """Show what was found."""
        people, said = organisations(self.setup, found, self.outcome), answer(self.setup, found, self.outcome)
        if self.drawn is None:  # not into an empty place: what was there stays until what is new is there
            self.drawn = self.above.html(said), self.below.html(people)
        else:
            self.drawn[0].html(said)
            self.drawn[1].html(people)


def _answer(setup: Setup, top: _Top) -> Comparison:
    """Return all that was asked for, or what a visitor who pressed stop has; what is ready is shown at once."""
    ready = min(compute.available(scenario) for scenario in setup.scenarios)
    wanted = setup.n_replications
    if st.session_state.get("stopped") == _mark(setup) and ready >= 1:
        return _compared(setup, top, ready if setup.sharpen else min(ready, wanted))
    tick = progress_line(top.busy, _mark(setup))
    began = time.monotonic()
    if ready >= wanted:
        return settled(setup, top.outcome) if setup.sharpen else _compared(setup, top, wanted)
    if ready >= 1:
        top.show(_compared(setup, top, ready))
        breathe(AHEAD)
    elif wanted > FIRST_LOOK and compute.seconds(setup.base, wanted - FIRST_LOOK) > WORTH_A_LOOK:
        if crowded():  # everybody gets a first look before anybody gets the rest
            top.show(_compared(setup, top, FIRST_LOOK, tick))
            breathe(AHEAD)
        else:
            tick = _looking(setup, top, tick)
    found = _compared(setup, top, wanted, tick)
    if time.monotonic() - began > PATIENCE:
        top.busy.empty()
    return found


def _looking(setup: Setup, top: _Top, tick: compute.Tick) -> compute.Tick:
    """Return what shows a first look as soon as there is one, while the rest is being worked out."""
    shown = False

    def look(done: int, of: int) -> None:
        nonlocal shown
        tick(done, of)
        if not shown and min(compute.available(scenario) for scenario in setup.scenarios) >= FIRST_LOOK:
            shown = True
            top.show(_compared(setup, top, FIRST_LOOK))

    return look


def _compared(setup: Setup, top: _Top, n: int, tick: compute.Tick | None = None) -> Comparison:
    return compared(setup, top.outcome, n, tick)


def _mark(setup: Setup) -> tuple[object, ...]:
    """Name what a visitor may have stopped."""
    return (*(scenario.fingerprint for scenario in setup.scenarios), setup.n_replications)


def _may_sharpen(setup: Setup, found: Comparison, outcome: str) -> bool:
    """Say whether the answer goes on sharpening by itself."""
    stopped = st.session_state.get("stopped") == _mark(setup)
    return setup.sharpen and not stopped and not found.settled(outcome) and found.n_replications < N_SHARPEST


def _sharpen(setup: Setup, top: _Top, found: Comparison) -> None:
    """Go on until the answer is told from luck or bounded, one step at a time, and only while few are busy."""
    with top.busy.container(horizontal=True, vertical_alignment="center"):
        st.caption("Sharpening by itself; it goes on while you read.")
        st.button("That will do", key="enough", on_click=st.session_state.__setitem__, args=("stopped", _mark(setup)))
    began = found.n_replications
    while _may_sharpen(setup, found, top.outcome) and not crowded():
        breathe(AHEAD)
        n = min(N_SHARPEST, found.n_replications + LOOKS.step)
        found = _compared(setup, top, n, lambda done, of: breathe(0))
        top.show(found)
    top.busy.empty()
    if found.n_replications > began and min(map(compute.available, setup.scenarios)) >= found.n_replications:
        st.rerun()  # what stands below, and what can be taken away, is that of the sharpened answer


def _where(setup: Setup, outcome: str, found: Comparison) -> None:
    """Draw the strip of all markets, or say whose answers were not computed beforehand."""
    names = (setup.baseline, *setup.challengers)
    codes = tuple(setup.codes[name] for name in names)
    kept_for = outcome if outcome in OUTCOMES_KEPT else "p_win"
    st.subheader(f"Where it matters: {JUDGED_BY[kept_for]}")
    unknown = [name for name, code in zip(names, codes, strict=True) if not shipped_answers().knows(code)]
    if unknown:
        words = "is none of the organisations whose" if len(unknown) == 1 else "are none of the organisations whose"
        st.caption(for_markdown(f"Not told here: {listed(unknown)} {words} answers in all markets were computed beforehand."))
        return
    here = setup.market if kept_for == outcome else ""  # the answer above is about another outcome
    st.html(strip(here, shipped_answers(), kept_for, codes, _hold(setup.market, codes)))


@kept
def _hold(market: str, codes: tuple[str, ...]) -> bool:
    """Say whether the shipped answers still hold, from one life of each organisation as shipped, here if there are answers."""
    market = market if market in shipped_answers().pairs else MARKET
    lived = compute.answers([load(code, market=market) for code in codes], 1)
    return shipped_answers().still_hold(market, dict(zip(codes, lived, strict=True)))


def _cards(setup: Setup, top: _Top, found: Comparison) -> None:
    """Draw what would change the answer, a click each, and say beside the answer what would flip it."""
    st.subheader("What would change this?", anchor="flips")
    busy, outcome = st.empty(), top.outcome
    pair = (setup.base, setup.scenario(best_challenger(found, outcome)))
    if different_buyers(pair, setup.baseline):
        top.flips.html(would_flip("not tried while the two meet other buyers."))
        st.caption("A change of the buyers would be one for both sides; give all the same buyers first.")
        return
    n = min(setup.n_replications, N_TRIED)
    sides = (*(scenario.fingerprint for scenario in pair), n)
    waits = (limits().classroom or crowded()) and st.session_state.get("cards_wanted") != sides
    every = () if waits and not compute.is_at_hand(compute.lives_tried, *pair) else compute.lives_tried(*pair)
    missing = not every or any(compute.available(one) < n for one in every)
    if missing and waits:
        top.flips.html(would_flip("tried when you ask for it."))
        st.button(
            "Try what would change it",
            key="try_cards",
            on_click=st.session_state.__setitem__,
            args=("cards_wanted", sides),
        )
        return
    try:
        n = _n_tried(setup, every)
    except InputProblem as problem:  # what is compared can be lived here, one of the changes cannot
        top.flips.html(would_flip("not tried, since with one of the changes a run would be larger than this app may make."))
        st.caption(for_markdown(str(problem)))
        return
    if missing:
        breathe(AHEAD)
        compute.answers(every, n, progress_line(busy, ("cards", *sides)))
        busy.empty()
    tried = _tried(*pair, n, outcome, ahead(found, outcome))
    top.flips.html(would_flip(flip_said(tried)))
    for cell, card in zip(st.columns(3), telling(tried), strict=False):
        with cell.container(border=True):
            st.markdown(f"**{for_markdown(card.turn.words)}**")
            st.markdown(for_markdown(card.sentence()))
            if not limits().read_only:
                st.button(
                    "Try it",
                    key=f"card_{card.turn.words}",
                    on_click=move,
                    args=(setup, card.turn.changes, card.turn.on),
                )


def _turns(setup: Setup, outcome: str, found: Comparison) -> list[Turned]:
    """Return what would change the answer, tried now where it was not yet."""
    pair = (setup.base, setup.scenario(best_challenger(found, outcome)))
    if different_buyers(pair, setup.baseline):
        return []
    try:
        n = _n_tried(setup, compute.lives_tried(*pair))
    except InputProblem:  # said where the cards would stand
        return []
    return telling(_tried(*pair, n, outcome, ahead(found, outcome)))


def _n_tried(setup: Setup, every: Sequence[Scenario]) -> int:
    """Return the replications behind the cards: fewer where all of them together would ask for more than one answer may."""
    return compute.affordable(every, min(setup.n_replications, N_TRIED))[0]


@kept
def _tried(first: Scenario, second: Scenario, n: int, outcome: str, leader: str) -> list[Turned]:
    turns, today = candidates(first, second), compute.answers((first, second), n)
    sums = compute.answers(compute.lives_tried(first, second), n)
    pairs = [(sums[2 * k], sums[2 * k + 1]) for k in range(len(turns))]
    return turned(turns, pairs, (today[0], today[1]), (first.name, second.name), outcome, leader)


page()
