"""A plan with dates: what changes when, the curves with and without it, the odds of a target, and what both hang on."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final

import numpy as np
import pandas
import streamlit as st

from buyermaze.experiments.answers.plan_page import plan_page
from buyermaze.screens.charts.plans import ahead_frame, ahead_spec, curve_frame, curve_spec, fan_frame, fan_spec
from buyermaze.screens.engine import compute
from buyermaze.screens.engine import plans as engine
from buyermaze.screens.engine.crowd import crowded
from buyermaze.screens.export.board import board_buttons
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.money.drifting import drifted_apart
from buyermaze.screens.panels.plans.plan_form import plan_form
from buyermaze.screens.panels.shared import AHEAD, N_SHARPEST, asked_for, breathe, file_of, progress_line, take_away
from buyermaze.screens.settings import AFTERWARDS
from buyermaze.screens.sidebar.sidebar import Setup, current
from buyermaze.simulator.comparison.phrasing import about_dollars
from buyermaze.simulator.core.calendar import day_words
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import for_markdown
from buyermaze.simulator.inputs.dates.epochs import day_of
from buyermaze.simulator.inputs.plans.plan_parts import parts_of
from buyermaze.simulator.inputs.reading.plan_pieces import planned
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.inputs.sheets.target import Measured, Target
from buyermaze.simulator.outcomes.books.periods import NAMES, measure_named
from buyermaze.simulator.outlook.curves import Curves
from buyermaze.simulator.outlook.hinges import Hinges, hinges_of, size_said, size_words
from buyermaze.simulator.outlook.memo import beside_compare, memo, plan_said
from buyermaze.simulator.outlook.outlook import Outlook, held_against, interval_said, outlook, said_of

N_MOVED: Final = 12  # replications of each thing tried
N_HUNG: Final = 8  # replications of each end of what a reorganisation hangs on
LEAST: Final = 2  # replications from which luck can be told


def page() -> None:
    setup = current()
    st.header("Over time", anchor=False)
    st.caption(
        "When does a change pay, and what are the odds of the target? The same buyers, the same luck, with the plan and without it."
    )
    name = st.segmented_control("Organisation", setup.names, default=setup.baseline, key="plan_of", required=True)
    scenario = setup.scenario(name or setup.baseline)
    others = {setup.codes[one]: one for one in setup.names if one != scenario.name}
    pieces, due, amount, measure = plan_form(scenario, tuple(others))
    try:
        plan = planned(scenario, pieces)
    except InputProblem as problem:
        st.error(for_markdown(f"This plan cannot be done: {problem}. Move a change, or take it away."))
        return
    wanted = max(LEAST, setup.n_replications)
    ready = min(max(engine.at_hand(plan), wanted), N_SHARPEST if setup.sharpen else wanted)
    busy = st.empty()
    curves = engine.curves(plan, ready, progress_line(busy, ("plans", plan.fingerprint)))
    busy.empty()
    target = _target(curves, wanted, amount, measure, due)
    plan = plan.model_copy(update={"target": target})
    found = held_against(curves, target)
    seen = replace(setup, scenarios=(plan,), baseline=plan.name, n_replications=ready, origin=_origin(curves))
    sheet = Sheet("Over time", seen)
    _answer(curves, found, sheet, beside_compare(plan, others))
    left, right = st.columns(2)
    with left:
        _jcurve(curves, sheet)
    with right:
        _fan(found, sheet)
    _moves(plan, target, sheet)
    hung = _hinges(plan, sheet)
    _measures(curves, sheet)
    drifted = drifted_apart(scenario, setup.n_replications, sheet)
    board_buttons(seen, lambda *told: plan_page(curves, found, hung, *told))
    take_away(seen, sheet, words=lambda told: f"{_command(told)}`, `{drifted}")
    if setup.sharpen and ready < N_SHARPEST and not crowded():
        st.session_state[AFTERWARDS] = partial(_sharpen, plan, ready)


def _sharpen(plan: Scenario, ready: int) -> None:
    """Go on with as many replications again, and draw the page anew with all of them."""
    breathe(AHEAD)
    engine.curves(plan, min(N_SHARPEST, 2 * ready), lambda done, of: breathe(0))
    st.rerun()


def _origin(curves: Curves) -> str:
    """Say where the numbers come from."""
    plan = curves.scenario
    last = day_words(day_of(plan, curves.edges[-1]))
    return (
        f"seed {plan.run.seed}, {curves.table.shape[1]} replications of {plan.name} with the plan and without it, from "
        f"{day_words(plan.run.start)} to {last}, after {plan.run.weeks_warm_up:g} weeks of warm-up; {plan_said(plan)}; "
        f"{plan.fingerprint}"
    )


def _command(setup: Setup) -> str:
    return f"buyermaze outlook {file_of(setup.baseline)}.yaml --replications {setup.n_replications}"


def _target(curves: Curves, n: int, amount: float | None, measure: Measured, due: date) -> Target:
    """Return the target, by default the middle of the first ``n`` runs if nothing changes, to two digits.

    It stands still while the answer sharpens, and is the same for everybody who opens the same address.
    """
    if amount is None:
        far = held_against(curves, Target(amount=1.0, measure=measure, date=due))
        half = max(1.0, float(np.median(far.reached(1)[:n, -1])))
        amount = float(f"{half:.2g}")
    return Target(amount=amount, measure=measure, date=due)


def _answer(curves: Curves, found: Outlook, sheet: Sheet, beside: str) -> None:
    """Say the answer in words: the chance, what it is without the plan, and what the plan costs before it pays."""
    target = found.target
    with_it, without = found.odds(), found.odds(s=1)
    planned_at_all = bool(curves.scenario.timeline)
    head = found.verdict() if planned_at_all else f"{said_of(target)} by {day_words(target.date)}: {interval_said(with_it)}"
    head = f"{head[:1].upper()}{head[1:]}"
    st.subheader(for_markdown(head).replace(" %", "\u00a0%"), anchor=False)
    said = [
        f"With the plan {interval_said(with_it)}, without it {interval_said(without)}; {found.bounds()}. Intervals of 95 %, from "
        f"{with_it.n} runs with the same luck on both sides."
        if planned_at_all
        else f"Nothing is planned yet. An interval of 95 %, from {with_it.n} runs."
    ]
    said += (memo(curves, found)[1:2] + curves.sentences()[1:2]) if planned_at_all else []
    st.markdown("\n\n".join(for_markdown(line) for line in said))
    st.caption(for_markdown(beside))
    st.caption(for_markdown(found.sentences()[-1]))
    sheet.heading(head)
    sheet.text(beside)
    for line in [*said, found.sentences()[-1]]:
        sheet.text(line)


def _jcurve(curves: Curves, sheet: Sheet) -> None:
    st.markdown("**Ahead of no change, summed up**")
    st.caption("Bookings less the cost to serve and to run the company; the band is the 95 % interval.")
    alt = "How far the plan is ahead of no change, month by month, summed up, with its interval"
    said = curves.sentences()[0] if curves.scenario.timeline else ""
    sheet.figure(ahead_spec(), {"main": ahead_frame(curves)}, "ahead", "Ahead of no change", alt, said)


def _fan(found: Outlook, sheet: Sheet) -> None:
    measure = measure_named(found.target.measure)
    st.markdown(f"**{measure.label.capitalize()} so far, and the target**")
    st.caption(
        "The middle run; half of all runs end in the dark band, nine of ten in the light one; dashed: the target."
    )
    title = f"{measure.label} so far, {measure.unit}"
    alt = f"The fan of what is reached: {measure.label} so far, month by month, with the target"
    sheet.figure(
        fan_spec(title), {"main": fan_frame(found)}, "fan", "The odds of the target", alt, found.sentences()[0]
    )


def _moves(plan: Scenario, target: Target, sheet: Sheet) -> None:
    st.subheader("What moves the odds?", anchor=False)
    mark = ("moves", plan.fingerprint, str(target), N_MOVED)
    place = asked_for(
        mark, compute.is_at_hand(outlook, plan, target, "quarter", N_MOVED),
        "A dozen things one could do besides, each part of the plan left out, two reps more on several dates: under the same luck.",
        "Try what moves the odds", ":material/play_arrow:",
    )  # fmt: skip
    if place is None:
        return
    found = compute.analysis(outlook, plan, target, "quarter", N_MOVED, tick=progress_line(place, mark))
    place.empty()
    for line in found.sentences()[-3:-1]:
        st.markdown(for_markdown(line))
        sheet.text(line)
    table = pandas.DataFrame(
        {
            "One thing more": name, "Odds, points": f"{100 * move.odds.mean:+.0f}", "Reached": found.signed(move.amount.mean),
            "Interval": f"{found.signed(move.amount.low)} to {found.signed(move.amount.high)}",
        }
        for name, move in [
            *((move.name, move) for move in found.moves()), *((f"two reps more {move.name}", move) for _, move in found.dates())
        ]
    )  # fmt: skip
    st.dataframe(table, hide_index=True, alt="What moves the odds, with intervals of the amount")
    sheet.heading("What moves the odds")
    sheet.table(table)


def _hinges(plan: Scenario, sheet: Sheet) -> list[Hinges]:
    """Say what reorganisations hang on, where somebody asks; nothing before."""
    if not any(part.transition for part in parts_of(plan)):
        return []
    st.subheader("What does the reorganisation hang on?", anchor=False)
    mark = ("hinges", plan.fingerprint, N_HUNG)
    place = asked_for(
        mark, compute.is_at_hand(hinges_of, plan, N_HUNG),
        "Every size of it that nobody has measured, at both ends of what is plausible, the rest of the plan in place.",
        "Try what it hangs on", ":material/play_arrow:",
    )  # fmt: skip
    if place is None:
        return []
    found: list[Hinges] = compute.analysis(hinges_of, plan, N_HUNG, tick=progress_line(place, mark))
    place.empty()
    for hung in found:
        for line in hung.sentences()[:-1]:
            st.markdown(for_markdown(line))
            sheet.text(line)
        table = pandas.DataFrame(
            {
                "Size": size_words(each.name), "Low end": size_said(each.name, each.low),
                "Ahead there": about_dollars(each.at_low.last.mean), "High end": size_said(each.name, each.high),
                "Ahead at that end": about_dollars(each.at_high.last.mean),
            }
            for each in hung.hinges
        )  # fmt: skip
        st.dataframe(table, hide_index=True, alt=f"What '{hung.title}' hangs on")
        sheet.table(table)
    return found


def _measures(curves: Curves, sheet: Sheet) -> None:
    st.subheader("Month by month", anchor=False)
    name = st.selectbox(
        "Measure", NAMES, index=NAMES.index("bookings"), key="plan_measure",
        format_func=lambda each: measure_named(each).label.capitalize(),
    )  # fmt: skip
    st.caption(measure_named(name).meaning)
    title = f"{measure_named(name).label.capitalize()}, month by month"
    alt = f"{title}: with the plan and without it, same luck."
    sheet.figure(curve_spec(name), {"main": curve_frame(curves, name)}, "measure", title, alt)


page()
