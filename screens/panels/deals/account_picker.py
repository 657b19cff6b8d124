"""Choosing an account: the same one on every page, the telling ones first."""

import re
from typing import TYPE_CHECKING, Final

import streamlit as st

from buyermaze.screens.engine import compute
from buyermaze.screens.engine.store import kept
from buyermaze.screens.sidebar.sidebar import Setup
from buyermaze.simulator.analysis.deals.causes import CAUSES
from buyermaze.simulator.analysis.deals.rescue import lost_deals
from buyermaze.simulator.core.plain_text import for_markdown
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.journal.paired_accounts import twins

if TYPE_CHECKING:
    import pandas


ANY: Final = "any reason, or won"
LOST_BY: Final = tuple(cause for cause in CAUSES if cause not in ("won", "open"))
_lost = compute.cached(lost_deals)
N_TRIED = 4
TELLING = 6  # rank of an account that ends differently and bought from us on one side


def pair(setup: Setup) -> list[str]:
    """Return the two organisations shown side by side: the baseline and one challenger."""
    challenger = setup.challengers[0]
    if len(setup.challengers) > 1:
        challenger = st.selectbox(
            "Beside the baseline", setup.challengers, key="beside", bind="query-params"
        )  # pragma: no branch
    return [setup.baseline, challenger]


def account_picker(setup: Setup, names: list[str]) -> tuple[int, int]:
    """Let the visitor pick replication and account; accounts that ended differently come first."""
    left, right, last = st.columns([1, 4, 2])
    replication = left.number_input(
        "Replication", 0, setup.n_replications - 1, _telling_replication(setup, names), key="replication", bind="query-params",
        help="Which luck to look at, counted from 0 as on the command line.",
    )  # fmt: skip
    table = twin_table(setup, names, int(replication))
    cause = last.selectbox(
        for_markdown(f"Lost under {names[0]} because"), [ANY, *LOST_BY],
        format_func=lambda key: key if key == ANY else CAUSES[key][0],
        key="lost_by", bind="query-params", help="Shows only deals that were lost by this, by their true cause.",
    )  # fmt: skip
    if cause != ANY:
        lost = _lost(setup.scenario(names[0]), int(replication))
        chosen = table[table["account"].isin(lost.loc[lost["cause"] == cause, "account"])]
        if len(chosen):
            table = chosen
        else:
            st.info(f"No deal of this replication was lost because {CAUSES[cause][0]}; all are shown.")
    words = {
        int(
            row.account
        ): f"Account {row.account} · {row.people} people · {names[0]}: {row.first} · {names[1]}: {row.second}"
        for row in table.itertuples()
    }
    if problem := _asked_for(words):
        st.warning(for_markdown(problem))
    account = right.selectbox(
        "Account (those that end differently first)", list(words), format_func=lambda key: words.get(key, f"Account {key}"),
        key="account", bind="query-params",
    )  # fmt: skip
    return int(replication), int(account)


def _asked_for(words: dict[int, str]) -> str:
    """Take the account an address names by its number, however it was described then; say which one is not there."""
    asked = st.query_params.get("account", "")
    if not asked or "account" in st.session_state or asked in words.values():
        return ""
    number = re.search(r"\d+", asked)
    if number and int(number[0]) in words:
        st.session_state["account"] = int(number[0])
        return ""
    return (
        f"The address asks for the account '{asked}', which is not among those below; the page shows the first of them."
    )


@kept
def _twins(first: Scenario, replication: int, second: Scenario) -> "pandas.DataFrame":
    return twins(compute.run(first, replication), compute.run(second, replication))


def _telling_replication(setup: Setup, names: list[str]) -> int:
    """Return the first of a few replications in which an account ends differently, bought from us on one side."""
    for replication in range(min(N_TRIED, setup.n_replications)):
        if twin_table(setup, names, replication)["rank"].max() >= TELLING:
            return replication
    return 0


def twin_table(setup: Setup, names: list[str], replication: int) -> "pandas.DataFrame":
    """Return the serious accounts of a replication under two organisations, the telling ones first."""
    first, second = (setup.scenario(name) for name in names)
    table = _twins(first, replication, second)
    won = (table["first"] == "won") | (table["second"] == "won")
    early = (table["people"] >= 4) & (table["people"] <= 9)
    rank = table["differs"] * 4 + won * 2 + early
    return table.assign(rank=rank).sort_values(["rank", "account"], ascending=[False, True], ignore_index=True)
