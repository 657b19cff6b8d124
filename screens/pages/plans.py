"""A plan with dates: what changes when, the curves with and without it, and the odds of a target."""

from datetime import date, timedelta

import pandas
import streamlit as st

from buyermaze.screens.charts.plans import (
    ahead_frame,
    ahead_spec,
    curve_frame,
    curve_spec,
    fan_frame,
    fan_spec,
    lanes_frame,
    lanes_spec,
)
from buyermaze.screens.engine import compute
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.shared import progress_line, take_away
from buyermaze.screens.settings import limits
from buyermaze.screens.sidebar.sidebar import current
from buyermaze.simulator.core.plain_text import for_markdown
from buyermaze.simulator.inputs.loading import transition
from buyermaze.simulator.inputs.scenario import Scenario
from buyermaze.simulator.inputs.target import Target
from buyermaze.simulator.inputs.transitions import TRANSITIONS
from buyermaze.simulator.inputs.uploads import to_yaml
from buyermaze.simulator.outcomes.periods import MEASURES, measure_named, next_period
from buyermaze.simulator.outlook.curves import Curves, timeline
from buyermaze.simulator.outlook.outlook import held_against, outlook

N_RUNS = 24  # replications: odds are known to about twenty points
N_MOVED = 12  # replications of each thing tried
N_MONTHS = 24  # in which dates may lie
NOTHING = "none"
MONTHLY = "month"


def page() -> None:
    setup = current()
    sheet = Sheet("Over time", setup)
    st.header("Over time", anchor=False)
    name = st.segmented_control("Organisation", setup.names, default=setup.baseline, key="plan_of", required=True)
    scenario = setup.scenario(name or setup.baseline)
    plan, target = _plan(scenario)
    n = max(2, min(N_RUNS, setup.n_replications * 6))
    busy = st.empty()
    tick = progress_line(busy, ("plans", plan.fingerprint))
    curves = compute.analysis(timeline, plan, MONTHLY, n, tick=lambda done, of: tick(done, of))
    busy.empty()
    _jcurve(curves, sheet)
    _odds(curves, target, sheet)
    _moves(plan, target, sheet)
    _measures(curves, sheet)
    st.download_button(
        "This plan as a file (YAML)", lambda: to_yaml(plan.model_copy(update={"target": target})), "plan.yaml",
        "application/yaml", key="plan_yaml", on_click="ignore",
    )  # fmt: skip
    st.caption("On the command line: `buyermaze outlook plan.yaml`")
    take_away(setup, sheet)


def _months(start: date) -> list[date]:
    """Return the first days of the months in which a plan may act."""
    found = [next_period(start, MONTHLY)]
    while len(found) < N_MONTHS:
        found.append(next_period(found[-1], MONTHLY))
    return found


def _plan(scenario: Scenario) -> tuple[Scenario, Target]:
    """Let the visitor set dates and a target; return the scenario with them."""
    start = scenario.run.start
    months = _months(start)
    if limits().read_only:
        return scenario, Target(date=months[11] - timedelta(days=1))
    options = [NOTHING, *TRANSITIONS]
    with st.container(border=True):
        reorganise, hire, reach = (
            st.columns([3, 4]) for _ in range(3)
        )  # a row each, so that pairs stay together on a phone
        what = reorganise[0].selectbox(
            "Reorganise", options, index=1, key="plan_what", bind="query-params",
            format_func=lambda each: "nothing" if each == NOTHING else TRANSITIONS[each].title.capitalize(),
        )  # fmt: skip
        when = reorganise[1].select_slider(
            "from", months, value=months[5], key="plan_when", format_func=_said, disabled=what == NOTHING
        )
        hired = hire[0].slider("Reps more", 0, 6, 2, key="plan_hired", bind="query-params")
        hired_on = hire[1].select_slider(
            "at work from", months, value=months[8], key="plan_hired_on", format_func=_said, disabled=hired == 0
        )
        amount = reach[0].slider(
            "Target, USD million booked", 0.1, 20.0, 4.0, 0.1, key="plan_target", bind="query-params",
            help="From the beginning of the observation window on.",
        )  # fmt: skip
        due = reach[1].select_slider("by the end of", months, value=months[10], key="plan_due", format_func=_said)
    plan = scenario
    if hired:
        entry = {
            "name": "hire",
            "title": f"{hired} reps more",
            "date": hired_on,
            "add": {"programme.team.n_reps": hired},
        }
        plan = plan.with_changes({"timeline": [*(each.model_dump() for each in plan.timeline), entry]})
    if what != NOTHING:
        plan = transition(plan, what, when)
    return plan, Target(amount=1e6 * amount, date=next_period(due, MONTHLY) - timedelta(days=1))


def _said(day: date) -> str:
    return f"{day:%b %Y}"


def _jcurve(curves: Curves, sheet: Sheet) -> None:
    said = curves.sentences()
    st.markdown(
        "\n\n".join(f"**{for_markdown(line)}**" if k == 0 else for_markdown(line) for k, line in enumerate(said))
    )
    for line in said:
        sheet.text(line)
    if not curves.scenario.timeline:
        return
    lanes = lanes_frame(curves)
    sheet.figure(
        lanes_spec(len(lanes)), {"main": lanes}, "lanes", "The plan", "What changes when, a lane for each change."
    )
    st.subheader("Ahead of no change, summed up")
    st.caption(
        "Bookings less the cost to serve and to run the company, same buyers, same luck; the band is the 95 % interval."
    )
    sheet.figure(ahead_spec(), {"main": ahead_frame(curves)}, "ahead", "Ahead of no change", said[0])


def _odds(curves: Curves, target: Target, sheet: Sheet) -> None:
    st.subheader("The odds of the target")
    found = held_against(curves, target)
    said = found.sentences()[:-1]
    st.markdown("\n\n".join(for_markdown(line) for line in said))
    for line in said:
        sheet.text(line)
    label = measure_named(target.measure).label
    st.caption("The line is the middle run; half of all runs end in the dark band, nine of ten in the light one.")
    sheet.figure(fan_spec(f"{label} so far, USD"), {"main": fan_frame(found)}, "fan", "The odds of the target", said[0])


def _moves(plan: Scenario, target: Target, sheet: Sheet) -> None:
    mark = (plan.fingerprint, target)
    if st.session_state.get("plan_moved") != mark:
        st.button(
            "Try what moves the odds", key="plan_moves", on_click=st.session_state.__setitem__, args=("plan_moved", mark),
            help="Runs a dozen things one could do besides under the same luck; it takes a while.",
        )  # fmt: skip
        return
    busy = st.empty()
    tick = progress_line(busy, ("moves", plan.fingerprint))
    found = compute.analysis(outlook, plan, target, "quarter", N_MOVED, tick=lambda done, of: tick(done, of))
    busy.empty()
    table = pandas.DataFrame(
        {
            "One thing more": move.name, "Odds, points": 100 * move.odds.mean, "Amount": move.amount.mean,
            "from": move.amount.low, "to": move.amount.high,
        }
        for move in [*found.moves(), *(each for _, each in found.dates())]
    )  # fmt: skip
    for line in found.sentences()[-3:-1]:
        st.markdown(for_markdown(line))
        sheet.text(line)
    st.dataframe(table.round(0), hide_index=True, alt="What moves the odds, with intervals of the amount")
    sheet.table(table)


def _measures(curves: Curves, sheet: Sheet) -> None:
    st.subheader("Month by month")
    names = [measure.name for measure in MEASURES]
    name = st.selectbox(
        "Measure", names, index=names.index("bookings"), key="plan_measure",
        format_func=lambda each: measure_named(each).label.capitalize(),
    )  # fmt: skip
    st.caption(measure_named(name).meaning)
    title = f"{measure_named(name).label.capitalize()}, month by month"
    alt = f"{title}: with the plan and without it, same luck."
    sheet.figure(curve_spec(name), {"main": curve_frame(curves, name)}, "measure", title, alt)


page()
