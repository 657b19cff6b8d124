"""Which organisation wins here, by how much, how sure, and where it would flip."""

import html
import time
from typing import TYPE_CHECKING, Any

import streamlit as st

from buyermaze.screens.charts.comparing import (
    SHOWN,
    differences_frame,
    differences_spec,
    flip_frame,
    flip_spec,
    levels_frame,
    levels_spec,
    zero_frame,
)
from buyermaze.screens.components.live_lever import answered
from buyermaze.screens.engine import runs as compute
from buyermaze.screens.engine.cache import kept
from buyermaze.screens.engine.load import crowded
from buyermaze.screens.export.figures import Sheet, drawing
from buyermaze.screens.panels.shared import PATIENCE, breathe, changed_inputs, progress_line, take_away
from buyermaze.screens.panels.why_card import why_card
from buyermaze.screens.settings import MOST_JOURNEYS, limits
from buyermaze.screens.sidebar.sidebar import Setup, current
from buyermaze.screens.theme import colours
from buyermaze.simulator.comparison.break_even_map import Edges, edges, flip_map, flip_sentence
from buyermaze.simulator.comparison.comparison import LOAD, Comparison
from buyermaze.simulator.comparison.phrasing import amount, digits, gap
from buyermaze.simulator.core.plain_text import for_markdown
from buyermaze.simulator.inputs.scenario import Scenario
from buyermaze.simulator.inputs.timeline import n_simulated, weeks_observed
from buyermaze.simulator.outcomes.batches import batch_values
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position
from buyermaze.simulator.runs.steadiness import Steadiness, of_weeks, weekly_use

if TYPE_CHECKING:
    import pandas

FIRST_LOOK = 1  # replications that a moved lever shows at once, replaced by the full answer as soon as that is there
WORTH_A_LOOK = 0.1  # seconds of work; drawing a first look takes about as long
AHEAD = 0.04  # seconds the browser has to draw the answer before it is given the rest of the page to draw
CALM = 0.35  # seconds without another move before the map is computed, which leaves the browser little to draw with
CAPTION = "Same buyers, same luck on both sides. Bars are 95 % intervals; a filled dot can be told from luck, a hollow one cannot."
JUDGED_BY = {
    "p_win": "wins",
    "share_no_regret_win": "wins without regret",
    "profit": "profit",
    "p_no_decision": "no decision",
    "share_regret": "regret",
    "days_to_decision": "time to decision",
    "hours_per_person": "effort per person",
}


def page() -> None:
    setup = current()
    sheet = Sheet("Compare", setup)
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with right:
        outcome = st.selectbox(
            "Judged by", list(JUDGED_BY), format_func=JUDGED_BY.__getitem__, key="outcome", bind="query-params",
            help="What the headline, the cards and the map below are about.",
        )  # fmt: skip
    top = _Top(setup, outcome, left)
    found = _answer(setup, outcome, top)
    top.show(found)
    answered(str(_mark(setup)))
    breathe(AHEAD)
    if found.n_replications < setup.n_replications:
        top.busy.info(f"Stopped: {found.n_replications} of {setup.n_replications} replications. 'More runs' goes on.")
    sheet.text(" ".join(found.verdict()))
    sheet.keep(top.spec, _data(found), "differences", f"Paired differences from {setup.baseline}", _said(found))
    with st.container(horizontal=True, vertical_alignment="center"):
        _more_runs(setup, found)
    st.subheader("The verdict in full")
    st.markdown("\n".join(f"- {for_markdown(line)}" for line in found.verdict() if not _is_about_runs(line)))
    for line in _unsteady(setup):
        st.warning(for_markdown(line), icon=":material/warning:")
        sheet.text(line)
    flip, spread = st.columns([1, 1], gap="large")
    with spread:
        _levels(setup, sheet, found)
    why_card(setup, sheet, outcome)
    changed_inputs(setup, sheet)

    def draw_map() -> None:
        with flip:
            _flip(setup, sheet, outcome)

    take_away(setup, sheet, found, last=draw_map)  # the map may take as long as a dozen answers


class _Top:
    """Headline, cards and chart: drawn once, then replaced in place."""

    def __init__(self, setup: Setup, outcome: str, left: Any) -> None:
        self.setup, self.outcome, self.left = setup, outcome, left
        self.spec = differences_spec(tuple(setup.challengers), setup.baseline)
        self.busy = st.empty()
        self.drawn: tuple[Any, Any, Any] | None = None

    def show(self, found: Comparison) -> None:
        """Show what was found."""
        headline = _headline(self.setup, found, self.outcome)
        cards = f'{_cards(self.setup, found, self.outcome)}<p class="bm-heard">{html.escape(_said(found))}</p>'
        chart = drawing(self.spec, _data(found))
        # The same words for every answer: a chart with other words is built anew instead of moving its marks.
        alt = f"Paired differences from {self.setup.baseline} with 95 % intervals, put into words above."
        if self.drawn is None:
            top, middle = self.left.html(headline), st.html(cards)
            st.subheader(f"Paired differences from {self.setup.baseline}")
            st.caption(CAPTION)
            self.drawn = top, middle, st.vega_lite_chart(chart, width="stretch", alt=alt)
        else:
            self.drawn[0].html(headline)
            self.drawn[1].html(cards)
            self.drawn[2].vega_lite_chart(chart, width="stretch", alt=alt)


def _answer(setup: Setup, outcome: str, top: _Top) -> Comparison:
    """Return all that was asked for, or what a visitor who pressed stop has; show a first look if it takes long."""
    ready = min(compute.available(scenario) for scenario in setup.scenarios)
    if st.session_state.get("stopped") == _mark(setup) and ready >= 1:
        return compute.comparison(setup.scenarios, setup.baseline, outcome, min(ready, setup.n_replications))
    tick = progress_line(top.busy, _mark(setup))
    began = time.monotonic()
    if (
        ready < FIRST_LOOK < setup.n_replications
        and compute.seconds(setup.base, setup.n_replications - FIRST_LOOK) > WORTH_A_LOOK
    ):
        # Everybody gets a first look before anybody gets the rest.
        top.show(compute.comparison(setup.scenarios, setup.baseline, outcome, FIRST_LOOK, tick))
        breathe(AHEAD)
    found = compute.comparison(setup.scenarios, setup.baseline, outcome, setup.n_replications, tick)
    if time.monotonic() - began > PATIENCE:
        top.busy.empty()
    return found


def _mark(setup: Setup) -> tuple[object, ...]:
    """Name what a visitor may have stopped."""
    return (*(scenario.fingerprint for scenario in setup.scenarios), setup.n_replications)


def _data(found: Comparison) -> "dict[str, pandas.DataFrame]":
    return {"main": differences_frame(found), "zero": zero_frame()}


def _headline(setup: Setup, found: Comparison, outcome: str) -> str:
    about = OUTCOMES[position(outcome)]
    best = max(found.challengers, key=lambda name: _merit(found, name, outcome))
    pair = found.differences[best, outcome]
    interval = f"95 % interval {digits(pair.low, about.unit)} to {digits(pair.high, about.unit)}"
    if pair.n < 2:
        title, sub = "Too few replications to tell", "Ask for more runs."
    elif not found.distinguishable(best, outcome):
        title = f"Too close to call: {about.label} of {best} and {setup.baseline} cannot be told apart from luck"
        sub = f"{best} is {gap(abs(pair.mean), about.unit)} {'higher' if pair.mean > 0 else 'lower'} ({interval})."
    else:
        ahead, behind = (best, setup.baseline) if _merit(found, best, outcome) > 0 else (setup.baseline, best)
        if outcome == "p_win":
            title = f"{ahead} wins {gap(abs(pair.mean), about.unit)} more often than {behind}"
        else:
            more = "higher" if (pair.mean > 0) == (ahead == best) else "lower"
            title = (
                f"{about.label.capitalize()}: {ahead} is ahead of {behind}, {gap(abs(pair.mean), about.unit)} {more}"
            )
        rest = (
            ""
            if len(found.challengers) == 1
            else f" It leads all {len(found.names)} organisations."
            if ahead == best
            else ""
        )
        sub = f"More than luck: {interval} for {best} minus {setup.baseline}.{rest}"
    market = setup.market.replace("_", " ")
    size = f"{found.n_replications} replications of {weeks_observed(setup.base):g} weeks" + (
        f" so far, of {setup.n_replications}" if found.n_replications < setup.n_replications else ""
    )
    changed = f" · {setup.n_changed} levers moved" if setup.n_changed else ""
    return (
        f'<p class="bm-eyebrow">{html.escape(market.capitalize())} market · baseline {html.escape(setup.baseline)} · '
        f'<span data-testid="bm-size">{size}</span>{changed}</p>'
        f'<h1 class="bm-headline">{html.escape(title)}</h1><p class="bm-sub">{html.escape(sub)}</p>'
    )


def _merit(found: Comparison, name: str, outcome: str) -> float:
    mean = found.differences[name, outcome].mean
    return (OUTCOMES[position(outcome)].better or 1) * (mean if mean == mean else float("-inf"))


def _cards(setup: Setup, found: Comparison, outcome: str) -> str:
    about = OUTCOMES[position(outcome)]
    cells = []
    for name, colour in zip(found.names, colours(found.names), strict=True):
        level = found.means[name, outcome]
        wide = f"± {digits(level.half_width, about.unit)}" if level.n > 1 else ""
        if name == setup.baseline:
            tag, line = '<span class="tag">baseline</span>', "all differences are against this one"
        else:
            tag, pair = "", found.differences[name, outcome]
            sign = "+" if pair.mean > 0 else ""
            sure = "more than luck" if found.distinguishable(name, outcome) else "within luck"
            line = f"<b>{sign}{gap(pair.mean, about.unit)}</b> · {sure}"
        cells.append(
            f'<div class="bm-card" style="--c:{colour}"><div class="n">{html.escape(name)}{tag}</div>'
            f'<div class="v">{amount(level.mean, about.unit)}</div><div class="l">{about.label} {wide}</div>'
            f'<div class="d">{line}</div><div class="d">{_load(found, name)}</div></div>'
        )
    return f'<div class="bm-cards">{"".join(cells)}</div>'


def _load(found: Comparison, name: str) -> str:
    """Say how busy the desks are: what every comparison turns on."""
    use, wait = (found.means[name, outcome].mean for outcome in LOAD)
    return f"reps {amount(use, 'share')} busy" + ("" if wait != wait else f", wait {amount(wait, 'hours')}")


def _unsteady(setup: Setup) -> list[str]:
    """Say which organisations' runs do not show the long run, and why."""
    found = [_steadiness(scenario) for scenario in setup.scenarios]
    return [each.sentence() for each in found if not each.steady]


@kept(128)
def _steadiness(scenario: Scenario) -> Steadiness:
    return of_weeks(scenario, weekly_use(compute.run(scenario)))


def _said(found: Comparison) -> str:
    return "Paired differences with 95 % intervals. " + " ".join(found.verdict())


def _more_runs(setup: Setup, found: Comparison) -> None:
    size = n_simulated(setup.base) * len(setup.scenarios)
    offered = [n for n in limits().replications if n > setup.n_replications and n * size <= MOST_JOURNEYS]
    stopped = found.n_replications < setup.n_replications
    target = setup.n_replications if stopped else offered[0] if offered else None

    def ask() -> None:
        st.session_state.pop("stopped", None)
        if not stopped:
            st.session_state["replications"] = target

    if target is not None and not limits().read_only:
        st.button(f"More runs ({target})", on_click=ask, key="more", icon=":material/add:")
    st.caption(" ".join(for_markdown(line) for line in found.verdict() if _is_about_runs(line)))


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
    st.markdown(sentence)
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
        f"In each cell: {plan.joined.name} minus {plan.specialists.name}, "
        f"{'points' if unit == 'share' else unit}, {n} replications. "
        "The yellow frame is today. Both numbers are disputed, so look how far the frame is from the border."
    )


@kept(128)
def _edges(first: Scenario, second: Scenario) -> Edges:
    return edges(first, second)


@kept(128)
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
    words = dict(SHOWN)
    key = st.selectbox("Outcome", list(words), format_func=words.__getitem__, key="level", index=5)
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
        f"({medians} {unit}), the band holds eight of ten."
    )


def _is_about_runs(line: str) -> bool:
    return line.startswith(("More replications", "About "))


page()
