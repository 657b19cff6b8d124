"""The buyers' books on a page: hours, effort and political risk of everybody in the group, and who caused them."""

import streamlit as st

from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.shared import analysed, asks, how_found, say, tabled
from buyermaze.screens.sidebar.sidebar import Setup
from buyermaze.simulator.analysis.journeys.buyer_hours import HoursLedger, buyer_hours

N_RUNS = 4  # replications whose buyers are followed one by one


def books_kept(setup: Setup, sheet: Sheet) -> None:
    """Show what a purchase costs the people of a buying group under one of the organisations; worked out when asked for."""
    st.subheader("What a purchase costs its buyers")
    name = st.segmented_control("Under", setup.names, default=setup.names[0], key="books_under") or setup.names[0]
    offer = (
        "Books every hour of everybody in the group, the effort it was against what they had expected, and every time they stood "
        "before colleagues or management with what did not hold, to who caused it."
    )
    found: HoursLedger | None = analysed(
        "books", buyer_hours, setup.scenario(name), min(N_RUNS, setup.n_replications), offer, "Keep the buyers' books",
        ":material/receipt_long:",
    )  # fmt: skip
    if found is None:
        return
    say(found, f"What a purchase costs its buyers under {name}", sheet)
    tabled(found, "What every persona pays: hours, effort, times exposed, and how much of it through us", sheet)
    causes = found.by_cause().round(1).rename(columns={"caused_by": "caused by", "function": "of ours"})
    st.dataframe(causes, hide_index=True, alt="Hours an account gains and loses, by who caused them")
    sheet.table(causes)
    how_found(found, sheet, asks("hours", setup.scenario(name), min(N_RUNS, setup.n_replications)))
