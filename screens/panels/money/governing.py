"""Structures by forms of governance on a page: what governing earns, mends and costs at one budget; worked out when asked for."""

import streamlit as st

from buyermaze.screens.charts.effects import effects_frame, effects_spec, money_line
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.shared import analysed, file_of, how_found, say, tabled
from buyermaze.screens.sidebar.sidebar import Setup
from buyermaze.simulator.analysis.governance import MONEY, GovernanceTrial, governance_trial


def governing(setup: Setup, name: str, sheet: Sheet) -> str:
    """Draw what forms of governance do in every structure, with the listening of one organisation; return the command."""
    st.subheader("Who should govern?")
    scenario, n = setup.scenario(name), setup.n_replications
    command = f"buyermaze governance {file_of(name)}.yaml --replications {n}"
    offer = (
        "Nobody, a committee, a customer office or one executive, in separate, coordinated and unified marketing and sales: at "
        "the same budget and with the same luck, what is mended, how late, and what it earns."
    )
    found: GovernanceTrial | None = analysed(
        "governance", governance_trial, scenario, n, offer, "Try all of them", ":material/account_balance:"
    )
    if found is None:
        return command
    say(found, "Structures and governance", sheet)
    lines = [money_line(cell.words, cell.gains[MONEY]) for cell in found.cells if cell.gains]
    alt = "What each form earns against nobody, structure by structure, with intervals; the table below holds the numbers."
    sheet.figure(
        effects_spec("lifetime profit against nobody, USD a year", len(lines), "+~s"), {"main": effects_frame(lines)},
        "governance", "What governing earns at one budget", alt,
    )  # fmt: skip
    tabled(found, "Structures and forms: cost, latency, fixes, wins, ease, what it earns", sheet)
    how_found(found, sheet)
    return command
