"""Paid, owned and earned media together, and the response to each channel, on a page; worked out when asked for."""

from functools import partial

import streamlit as st

from buyermaze.screens.charts.attributions import response_spec
from buyermaze.screens.charts.effects import effects_frame, effects_spec, money_line
from buyermaze.screens.engine import compute
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.shared import asked_for, file_of, how_found, progress_line, say, tabled
from buyermaze.simulator.analysis.media import MediaReturns, media_returns
from buyermaze.simulator.inputs.sheets.scenario import Scenario


def media_drawn(scenario: Scenario, n: int, sheet: Sheet) -> str:
    """Draw what media bring together beyond each alone, and revenue over spend channel by channel; return the command for it."""
    st.subheader("Media together, and where more money stops paying")
    command = f"buyermaze media {file_of(scenario.name)}.yaml --replications {n}"
    offer = (
        "Paid, owned and earned media are each switched off, singly and together, and what is spent on each channel is taken from "
        "nothing to three times as much, under the same luck."
    )
    mark = ("media", scenario.fingerprint, n)
    at_hand = compute.is_at_hand(media_returns, scenario, n)
    place = asked_for(mark, at_hand, offer, "Draw the curves", ":material/show_chart:")
    if place is None:
        return command
    runs = partial(compute.answers, tick=progress_line(place, mark))
    found: MediaReturns = compute.remembered(lambda: media_returns(scenario, n, runs=runs), media_returns, scenario, n)
    place.empty()
    say(found, "Media together", sheet)
    lines = [money_line(words, effect) for words, effect in found.effects()]
    sheet.figure(
        effects_spec("revenue a year, USD", len(lines), "+~s"), {"main": effects_frame(lines)}, "media_together", "Media together",
        "What media bring alone, and together beyond the sum of each alone, with 95 % intervals; the sentences hold the numbers.",
    )  # fmt: skip
    curves = {"main": found.curves_table()}
    for curve in found.curves:
        name = curve.lever.words
        alt = f"Revenue over what is spent on {name}, with intervals; a ring is today, a dashed line where the curve bends."
        sheet.figure(response_spec(name), curves, f"response_{name.replace(' ', '_')}", f"Response to {name}", alt)
    tabled(found, "Where the response to each channel bends, and what a dollar brings before and beyond", sheet)
    how_found(found, sheet)
    return command
