"""Choosing an account: the same one on every page, the telling ones first."""

from typing import TYPE_CHECKING

import streamlit as st

from screens import compute
from screens.setup import Setup
from simulator.twins import twins

if TYPE_CHECKING:
    import pandas


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
    left, right = st.columns([1, 4])
    replication = left.number_input(
        "Replication", 1, setup.n_replications, 1, key="replication", bind="query-params", help="Which luck to look at."
    )
    table = twin_table(setup, names, int(replication) - 1)
    words = {
        int(
            row.account
        ): f"Account {row.account} · {row.people} people · {names[0]}: {row.first} · {names[1]}: {row.second}"
        for row in table.itertuples()
    }
    account = right.selectbox(
        "Account (those that end differently first)", list(words), format_func=lambda key: words.get(key, f"Account {key}"),
        key="account", bind="query-params",
    )  # fmt: skip
    return int(replication) - 1, int(account)


def twin_table(setup: Setup, names: list[str], replication: int) -> "pandas.DataFrame":
    """Return the serious accounts of a replication under two organisations, the telling ones first."""
    first, second = (compute.run(setup.scenario(name), replication) for name in names)
    table = twins(first, second)
    won = (table["first"] == "won") | (table["second"] == "won")
    early = (table["people"] >= 4) & (table["people"] <= 9)
    rank = table["differs"] * 4 + won * 2 + early
    return table.assign(rank=rank).sort_values(["rank", "account"], ascending=[False, True], ignore_index=True)
