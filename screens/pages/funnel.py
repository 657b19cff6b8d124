"""What it costs to plan a maze as a funnel: forecasts at once, budgets when asked for."""

import streamlit as st

from buyermaze.screens.charts.effects import effects_frame, effects_spec, money_line
from buyermaze.screens.charts.funnels import forecast_frame, forecast_spec, money_frame, money_spec
from buyermaze.screens.engine import compute
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.shared import asked_for, file_of, progress_line, take_away
from buyermaze.screens.sidebar.sidebar import Setup, current
from buyermaze.simulator.analysis.funnel_thinking.cost import FunnelThinking, Learnt, funnel_thinking, learnt
from buyermaze.simulator.comparison.phrasing import about_dollars
from buyermaze.simulator.core.plain_text import for_markdown
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position
from buyermaze.simulator.outcomes.units import in_words


def page() -> None:
    setup = current()
    sheet = Sheet("Funnel thinking", setup)
    st.header("Funnel thinking", anchor=False)
    name = st.segmented_control(
        "Organisation", setup.names, default=setup.names[0], key="funnel_of", required=True, bind="query-params"
    )
    scenario, n = setup.scenario(name or setup.names[0]), setup.n_replications
    busy = st.empty()
    seen: Learnt = compute.analysis(learnt, scenario, n, tick=progress_line(busy, ("forecast", scenario.fingerprint)))
    busy.empty()
    _forecast(seen, sheet)
    st.subheader("What its budget costs")
    mark = ("funnel", scenario.fingerprint, n)
    offer = (
        "Divides the marketing budget by last touch, as the funnel does; then tries other divisions of the same sum, as one who "
        "knows the maze would; and lives with both under the same luck."
    )
    at_hand = compute.is_at_hand(funnel_thinking, scenario, n)
    place = asked_for(mark, at_hand, offer, "Plan with both", ":material/filter_alt:")
    if place is not None:
        tick = progress_line(place, mark)
        found: FunnelThinking = compute.remembered(
            lambda: funnel_thinking(
                scenario, n_replications=n, runs=lambda variants, k: compute.answers(variants, k, tick), seen=seen
            ),
            funnel_thinking, scenario, n,
        )  # fmt: skip
        place.empty()
        _budgets(found, sheet)
    take_away(setup, sheet, words=lambda setup: _command(setup, scenario.name))


def _command(setup: Setup, name: str) -> str:
    """Return the command that gives the same numbers."""
    return f"buyermaze funnel {file_of(name)}.yaml --replications {setup.n_replications}"


def _forecast(seen: Learnt, sheet: Sheet) -> None:
    said = seen.forecast.sentences()[0]
    st.markdown(f"**{for_markdown(said)}**")
    sheet.text(said)
    alt = "Wins by quarter in the first replication, and what three ways had forecast of them. " + said
    sheet.figure(
        forecast_spec(), {"main": forecast_frame(seen.forecast)}, "forecast", "Wins and what was forecast", alt
    )
    note = (
        "Bars: wins of one replication, quarter by quarter, in the second half of the window. Lines: forecasts made on its first "
        "day. The funnel is fitted to the seller's own counts up to that day."
    )
    st.caption(note)
    table = seen.forecast.steps()
    with st.expander("The fitted funnel"):
        st.dataframe(
            table.round({"share_of_step_before": 2}).rename(columns=in_words), hide_index=True,
            alt="Every step, the share that takes it and its median time",
            column_config={in_words("share_of_step_before"): st.column_config.NumberColumn(format="percent"),
                           in_words("days_from_step_before"): st.column_config.NumberColumn(format="%.1f")},
        )  # fmt: skip
    sheet.table(table)


def _budgets(found: FunnelThinking, sheet: Sheet) -> None:
    first, *others = found.sentences()[:-1]
    sheet.heading("What the budget of funnel thinking costs")
    st.markdown(f"**{for_markdown(first)}**")
    st.markdown("\n".join(f"- {for_markdown(line)}" for line in others))
    for line in (first, *others):
        sheet.text(line)
    label = OUTCOMES[position(found.outcome)].label
    lines = [money_line(each.what, each.gain) for each in found.contrasts]
    alt = f"What each plan changes in {label}, with 95 % intervals; the table below holds the numbers."
    sheet.figure(
        effects_spec("change, USD a year", len(lines), "+~s"), {"main": effects_frame(lines)}, "funnel_cost",
        "What plans bring", alt,
    )  # fmt: skip
    table = found.words_table()
    st.dataframe(
        table, hide_index=True, alt="Pairs of plans: wins, revenue and profit a year, and what the funnel expected"
    )
    sheet.table(table)
    st.subheader("Where the money goes")
    alt = f"A budget of {about_dollars(found.budget)} a year, divided in three ways; the numbers are in the file."
    sheet.figure(
        money_spec(len(found.posts)), {"main": money_frame(found)}, "funnel_money", "The same budget, three ways", alt
    )
    st.caption(for_markdown(found.how()))
    sheet.text(found.how())


page()
