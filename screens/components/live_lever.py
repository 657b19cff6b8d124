"""Levers that answer while they are dragged."""

from importlib.resources import files

import streamlit as st

_live = st.components.v2.component(
    "buyermaze_live",
    html="<span></span>",
    js=files("buyermaze.screens.components").joinpath("live_lever.js").read_text(encoding="utf-8"),
)


def answered(answer: str) -> None:
    """Tell the browser that an answer is on the page, so that a lever being dragged may ask for the next."""
    _live(data={"answer": answer}, key="live")
