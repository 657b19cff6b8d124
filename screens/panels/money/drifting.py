"""Buyers who drift and a company that follows with a lag, on a page; worked out when asked for."""

from functools import partial

import streamlit as st

from buyermaze.screens.charts.dials import ahead_of_us_frame, ahead_of_us_spec
from buyermaze.screens.charts.effects import effects_frame, effects_spec, money_line
from buyermaze.screens.engine import compute
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.shared import asked_for, file_of, how_found, progress_line, say, tabled
from buyermaze.simulator.analysis.drift import WORDS, Drifted, drift_cost
from buyermaze.simulator.inputs.sheets.scenario import Scenario


def drifted_apart(scenario: Scenario, n: int, sheet: Sheet) -> str:
    """Draw how far buyers get ahead of a company that lags, and what that costs; return the command for it."""
    st.subheader("Buyers change little by little: what does following late cost?")
    towards = st.segmented_control(
        "Buyers drift", list(WORDS), default="self_service", key="drift", required=True, format_func=WORDS.__getitem__
    )
    towards = towards or "self_service"
    command = f"buyermaze drift {file_of(scenario.name)}.yaml --towards {towards} --replications {n}"
    offer = (
        "Buyers move over the whole window; the company follows at once, later or never, at the same spend and under the same "
        "luck, and makes the same moves among buyers who stay as they are."
    )
    mark = ("drift", scenario.fingerprint, n, towards)
    at_hand = compute.is_at_hand(drift_cost, scenario, n, towards)
    place = asked_for(mark, at_hand, offer, "Let them drift", ":material/moving:")
    if place is None:
        return command
    runs = partial(compute.answers, tick=progress_line(place, mark))
    found: Drifted = compute.remembered(lambda: drift_cost(scenario, n, towards, runs=runs), drift_cost, scenario, n, towards)
    place.empty()
    say(found, found.heading, sheet)
    lags = tuple(each.words for each in found.followers)
    alt = "How far buyers are ahead of the company by year, for each lag; the sentences hold the means."
    sheet.figure(ahead_of_us_spec(lags), {"main": ahead_of_us_frame(found)}, "drift_apart", "Buyers ahead of the company", alt)
    lines = [
        line
        for each in found.followers[1:]
        for line in (
            money_line(f"follows {each.words}", each.costs["profit_lifetime"]),
            money_line(f"{each.words}: by the drift", each.by_drift["profit_lifetime"]),
        )
    ]
    sheet.figure(
        effects_spec("change of lifetime profit a year, USD", len(lines), "+~s"), {"main": effects_frame(lines)}, "drift_cost",
        "What each lag costs", "Lifetime profit of each lag against following at once, with intervals; numbers in the table.",
    )  # fmt: skip
    tabled(found, "Each lag: how far buyers are ahead, what changes against following at once", sheet)
    how_found(found, sheet)
    return command
