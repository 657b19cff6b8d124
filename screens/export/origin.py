"""Where what is taken away came from: in a line for figures, in sentences for pages, and the address to see it at."""

from urllib.parse import quote

import streamlit as st

from buyermaze.screens.sidebar import choices
from buyermaze.screens.sidebar.sidebar import Setup


def stamp(setup: Setup) -> str:
    """Say where a figure came from: fingerprints, seed, size and versions."""
    from buyermaze.simulator.inputs.dates.timeline import said
    from buyermaze.simulator.model.compiler.disk_cache import rulebook_version
    from buyermaze.simulator.runs.manifest import package_version

    if setup.origin:
        return f"Buyer Maze {package_version()}, rules {rulebook_version()}; {setup.origin}"
    prints = ", ".join(f"{scenario.name} {scenario.fingerprint}" for scenario in setup.scenarios)
    return (
        f"Buyer Maze {package_version()}, rules {rulebook_version()}; seed {setup.base.run.seed}, "
        f"{setup.n_replications} replications of {said(setup.base)}; baseline {setup.baseline}; {prints}"
    )


def who_buys(setup: Setup) -> str:
    """Say in which market the organisations sell, and which levers are not where they are today."""
    moved = "; ".join(f"{each.words} {each.said} (today {each.today})" for each in setup.moved)
    market = setup.place if setup.own_market else choices.markets()[setup.market]
    return f"Who buys: {market}." + (f" Moved from today: {moved}." if moved else "")


def page_address() -> str:
    """Return the address at which others see the same page."""
    pairs = ((name, value) for name in st.query_params for value in st.query_params.get_all(name))
    query = "&".join(f"{quote(name)}={quote(value)}" for name, value in pairs)  # names may hold what ends or parts a query
    address = str(st.context.url or "")
    return f"{address}?{query}" if query else address
