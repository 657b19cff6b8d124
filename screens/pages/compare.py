"""Which organisation wins here, by how much, how sure, and where it would flip."""

import html

import streamlit as st

from screens import compute
from screens.charts.comparing import (
    SHOWN,
    differences_frame,
    differences_spec,
    flip_frame,
    flip_spec,
    levels_frame,
    levels_spec,
)
from screens.figures import Sheet, Spec, rows
from screens.organisations import colours
from screens.parts import changed_inputs, progress_line, take_away
from screens.settings import MOST_JOURNEYS, limits
from screens.setup import Setup, current
from simulator.comparison import Comparison
from simulator.flip import edges, flip_map, flip_sentence
from simulator.outcomes import OUTCOMES, position
from simulator.wording import amount, digits, gap

FIRST_LOOK = 8  # replications of the first look, replaced by the full answer in the same breath
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
    found, complete = _first_look(setup, outcome)
    spec = differences_spec(tuple(setup.challengers), setup.baseline)
    headline = left.html(_headline(setup, found, outcome))
    cards = st.html(_cards(setup, found, outcome))
    busy = st.empty()
    st.subheader(f"Paired differences from {setup.baseline}")
    st.caption(
        "Same buyers, same luck on both sides. Bars are 95 % intervals; a filled dot can be told from luck, a hollow one cannot."
    )
    picture = st.vega_lite_chart(_drawn(spec, found), width="stretch", alt=_alt(found))
    if not complete:
        # The first look stays on the screen until the full answer takes its place.
        found = compute.comparison(
            setup.scenarios, setup.baseline, outcome, setup.n_replications, progress_line(busy, _mark(setup))
        )
        busy.empty()
        headline.html(_headline(setup, found, outcome))
        cards.html(_cards(setup, found, outcome))
        picture.vega_lite_chart(_drawn(spec, found), width="stretch", alt=_alt(found))
    elif found.n_replications < setup.n_replications:
        busy.info(f"Stopped: {found.n_replications} of {setup.n_replications} replications. 'More runs' goes on.")
    import pandas

    table = differences_frame(found)
    data = {"main": table, "zero": pandas.DataFrame({"zero": [0]})}
    sheet.text(" ".join(found.verdict()))
    sheet.keep(spec, data, "differences", f"Paired differences from {setup.baseline}", _alt(found))
    with st.container(horizontal=True, vertical_alignment="center"):
        _more_runs(setup, found)
    st.subheader("The verdict in full")
    st.markdown("\n".join(f"- {_plain(line)}" for line in found.verdict() if not _is_about_runs(line)))
    flip, spread = st.columns([1, 1], gap="large")
    with flip:
        _flip(setup, sheet, outcome)
    with spread:
        _levels(setup, sheet, found)
    changed_inputs(setup, sheet)
    take_away(setup, sheet, found)


def _first_look(setup: Setup, outcome: str) -> tuple[Comparison, bool]:
    """Return what can be shown at once, and whether nothing more is to come: all runs, or those of a stopped visitor."""
    n = setup.n_replications
    ready = min(compute.available(scenario) for scenario in setup.scenarios)
    stopped = st.session_state.get("stopped") == _mark(setup) and ready >= 2
    shown = n if ready >= n else ready if stopped else min(n, max(FIRST_LOOK, ready))
    return compute.comparison(setup.scenarios, setup.baseline, outcome, shown), stopped or shown == n


def _mark(setup: Setup) -> tuple[object, ...]:
    """Name what a visitor may have stopped."""
    return (*(scenario.fingerprint for scenario in setup.scenarios), setup.n_replications)


def _drawn(spec: Spec, found: Comparison) -> Spec:
    return {**spec, "datasets": {"main": rows(differences_frame(found)), "zero": [{"zero": 0}]}}


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
    run = setup.base.run
    size = f"{found.n_replications} replications of {run.n_accounts} accounts" + (
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
            f'<div class="d">{line}</div></div>'
        )
    return f'<div class="bm-cards">{"".join(cells)}</div>'


def _alt(found: Comparison) -> str:
    return "Paired differences with 95 % intervals. " + " ".join(found.verdict())


def _more_runs(setup: Setup, found: Comparison) -> None:
    size = setup.base.run.n_accounts * len(setup.scenarios)
    offered = [n for n in limits().replications if n > setup.n_replications and n * size <= MOST_JOURNEYS]
    stopped = found.n_replications < setup.n_replications
    target = setup.n_replications if stopped else offered[0] if offered else None

    def ask() -> None:
        st.session_state.pop("stopped", None)
        if not stopped:
            st.session_state["replications"] = target

    if target is not None and not limits().read_only:
        st.button(f"More runs ({target})", on_click=ask, key="more", icon=":material/add:")
    st.caption(" ".join(_plain(line) for line in found.verdict() if _is_about_runs(line)))


def _flip(setup: Setup, sheet: Sheet, outcome: str) -> None:
    st.subheader("Where it would flip")
    rival = setup.challengers[0]
    if len(setup.challengers) > 1:
        rival = st.selectbox("Against the baseline", setup.challengers, key="flip_rival")
    plan = edges(setup.base, setup.scenario(rival))
    n = min(setup.n_replications, 20)
    every = (*plan.by_skill, *plan.by_share)
    missing = sum(compute.available(scenario) < n for scenario in every)
    sides = (plan.specialists.fingerprint, plan.joined.fingerprint, n)
    if missing and (limits().classroom or compute.crowded()) and st.session_state.get("flip_wanted") != sides:
        # Others are waiting for their answers; a map takes as long as a dozen of those.
        st.button("Draw the map", key="draw_map", on_click=st.session_state.__setitem__, args=("flip_wanted", sides))
        st.caption(f"{missing} of {len(every)} scenarios along its edges have to be run first.")
        return
    busy = st.empty()
    report = progress_line(busy, ("flip", *sides))
    for k, scenario in enumerate(every):
        compute.outcomes(scenario, n, lambda done, of, k=k: report(k * of + done, len(every) * of))  # type: ignore[misc]
    busy.empty()
    points = flip_map(
        plan, [compute.outcomes(s, n) for s in plan.by_skill], [compute.outcomes(s, n) for s in plan.by_share], outcome
    )
    sentence = flip_sentence(plan, points, outcome)
    st.markdown(sentence)
    table = flip_frame(plan, points, outcome)
    spec = flip_spec(
        plan.joined.name,
        plan.specialists.name,
        tuple(f"{s:.2f}" for s in plan.skills),
        tuple(f"{100 * s:.0f} %" for s in plan.shares),
    )
    sheet.text(sentence)
    sheet.figure(spec, {"main": table}, "flip", "Where it would flip", f"Map of the winner. {sentence}")
    unit = OUTCOMES[position(outcome)].unit
    st.caption(
        f"In each cell: {plan.joined.name} minus {plan.specialists.name}, "
        f"{'points' if unit == 'share' else unit}, {n} replications. "
        "The yellow frame is today. Both numbers are disputed, so look how far the frame is from the border."
    )


def _levels(setup: Setup, sheet: Sheet, found: Comparison) -> None:
    st.subheader("Levels, and how much luck moves them")
    words = dict(SHOWN)
    key = st.selectbox("Outcome", list(words), format_func=words.__getitem__, key="level", index=5)
    outcome = OUTCOMES[position(key)]
    unit = {"share": "%", "USD": "USD", "days": "working days", "hours": "hours"}.get(outcome.unit, outcome.unit)
    table = levels_frame(found, key)
    middle = ", ".join(f"{name} {part['middle'].iloc[0]}" for name, part in table.groupby("organisation", sort=False))
    alt = f"{outcome.meaning} One dot per replication; median {middle} {unit}."
    sheet.figure(
        levels_spec(tuple(found.names), f"{outcome.label} ({unit})"), {"main": table}, "levels", outcome.label, alt
    )
    st.caption(f"{outcome.meaning} A dot is one replication; the tick is the median, the band holds eight of ten.")


def _is_about_runs(line: str) -> bool:
    return line.startswith(("More replications", "About "))


def _plain(line: str) -> str:
    """Keep Markdown from reading anything into a sentence."""
    return line.replace("$", "\\$").replace("_", "\\_").replace("*", "\\*")


page()
