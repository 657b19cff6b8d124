"""Moments of truth on a page: which kinds move wins and regret when taken away or made good, worked out when asked for."""

import streamlit as st

from buyermaze.screens.charts.effects import Line, effects_frame, effects_spec, kind_of
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.shared import analysed, asks, how_found, say, tabled
from buyermaze.simulator.analysis.journeys.moments_of_truth import JUDGED, MomentsOfTruth, Tested, moments_of_truth
from buyermaze.simulator.comparison.phrasing import digits, scaled
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position


def moments_ranked(scenario: Scenario, n: int, sheet: Sheet) -> None:
    """Draw which kinds of moments move wins and regret in one organisation."""
    st.subheader("Moments of truth")
    offer = (
        "Takes every kind of moment away in all deals, or makes it good, and lives the same luck again: which kinds move wins "
        "and regret by more than luck?"
    )
    found: MomentsOfTruth | None = analysed(
        "moments", moments_of_truth, scenario, n, offer, "Test every kind of moment", ":material/star:"
    )
    if found is None:
        return
    say(found, "Moments of truth", sheet)
    if not found.tested:
        return
    for outcome in JUDGED:
        about = OUTCOMES[position(outcome)]
        lines = [_line(each, outcome) for each in found.ranked(outcome)]
        alt = (
            f"What each kind of moment moves in {about.label}, with 95 % intervals; the table below holds the numbers."
        )
        sheet.figure(
            effects_spec(f"change of {about.label}, points", len(lines)), {"main": effects_frame(lines)}, f"moments_{outcome}",
            f"Moments of truth: {about.label}", alt,
        )  # fmt: skip
    tabled(found, "Kinds of moments: how often, what was tried, what it moves", sheet)
    how_found(found, sheet, asks("moments", scenario, n))


def _line(each: Tested, outcome: str) -> Line:
    about, found = OUTCOMES[position(outcome)], each.effect(outcome)
    kind = kind_of(found, about.better or 1)
    mean, low, high = (scaled(value, about.unit) for value in (found.mean, found.low, found.high))
    return f"{each.moment}: {each.done.split(':')[0]}", mean, low, high, kind, digits(found.mean, about.unit)
