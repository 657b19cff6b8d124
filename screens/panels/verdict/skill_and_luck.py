"""Skill and luck: who is first in one life, who in expectation, and how much of the distance between them is luck."""

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from buyermaze.classroom.play.scoring import skill_and_luck as split
from buyermaze.classroom.play.scoring import standings
from buyermaze.screens.export.figures import Sheet
from buyermaze.simulator.comparison.phrasing import amount, whole_percent
from buyermaze.simulator.core.phrases import listed
from buyermaze.simulator.core.plain_text import for_markdown
from buyermaze.simulator.outcomes.batches import ratios
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.comparison.comparison import Comparison

WORDS = "One replication is one life, the same luck for all. Ranks in the first of them are what somebody sees who lives once."


def skill_and_luck(sheet: Sheet, outcome: str, found: "Comparison") -> None:
    """Show ranks in one life beside those over all lives."""
    st.subheader("Skill and luck")
    sentence, table = told(found, outcome)
    st.markdown(for_markdown(sentence))
    if table is not None:
        st.table(table.set_index("Organisation"))  # lines break on a phone, where a grid would be cut
        sheet.table(table)
    st.caption(WORDS)
    sheet.text(sentence)


def told(found: "Comparison", outcome: str) -> "tuple[str, pandas.DataFrame | None]":
    """Say who is first by luck and who in expectation, and show it organisation by organisation."""
    import pandas

    about, column = OUTCOMES[position(outcome)], position(outcome)
    every = lives(found)[:, :, column]
    every = every[:, np.isfinite(every).all(axis=0)]
    n = every.shape[1]
    if n < 2:
        return f"There are no two lives in which every organisation has a number for {about.label}.", None
    stand = standings(every[:, 0], every, about.better or 1)
    once, often = (
        listed([name for name, rank in zip(found.names, each, strict=True) if rank == 1])
        for each in ([one.rank for one in stand], [one.rank_mean for one in stand])
    )
    sentence = (
        f"By {about.label}, first in one life: {once}; first over {n} lives: {often}. Of the spread between organisations "
        f"in one life {split(every).said()}."
    )
    rows = [
        {
            "Organisation": name,
            "One life": f"{amount(each.this, about.unit)} (rank {each.rank})",
            f"Over {n} lives": f"{amount(each.mean, about.unit)} (rank {each.rank_mean})",
            "Eight in ten lives": f"{amount(each.low, about.unit)} to {amount(each.high, about.unit)}",
            "First in": whole_percent(each.share_first),
        }
        for name, each in zip(found.names, stand, strict=True)
    ]
    return sentence, pandas.DataFrame(rows)


def lives(found: "Comparison") -> np.ndarray:
    """Return outcomes of whole replications, shape (organisations, replications, outcomes); NaN where undefined."""
    whole = found.sums.reshape(len(found.names), found.n_replications, found.n_batches, *found.sums.shape[2:]).sum(axis=2)
    return np.array([ratios(each) for each in whole])
