"""The promise ledger on a page: what became of claims by channel, and who paid; worked out when asked for."""

import streamlit as st

from buyermaze.screens.charts.promises import promises_spec
from buyermaze.screens.export.figures import Sheet
from buyermaze.screens.panels.shared import analysed, asks, how_found, say, tabled
from buyermaze.screens.sidebar.sidebar import Setup
from buyermaze.simulator.analysis.customers.promises import FATES, PromiseLedger, promises


def promised(setup: Setup, sheet: Sheet) -> None:
    """Draw what one of the organisations promised, what became of it, and who paid."""
    st.subheader("What was promised, and who paid")
    name = st.segmented_control("Promised by", setup.names, default=setup.names[0], key="promised_by") or setup.names[0]
    scenario, n = setup.scenario(name), setup.n_replications
    offer = (
        "Follows every claim that buyers hear from us to what they find out before they decide and to what use shows; then lives "
        "the same luck with honest claims."
    )
    found: PromiseLedger | None = analysed(
        "promises", promises, scenario, n, offer, "Check every claim", ":material/fact_check:"
    )
    if found is None:
        return
    say(found, f"What {name} promised, and who paid", sheet)
    drawn = found.table().query("n > 0").assign(order=lambda table: table["fate"].map(FATES.index))
    alt_text = "Of the claims heard in each of our channels, what became of them; the table below holds the numbers."
    sheet.figure(
        promises_spec(drawn["channel"].nunique()), {"main": drawn}, "promises", f"Promises of {name}", alt_text
    )
    tabled(found, "Channels, claims a group hears there, and what became of them", sheet)
    how_found(found, sheet, asks("promises", scenario, n))
