"""Levers that answer while they are dragged, and moves that the browser's Back takes back."""

from importlib.resources import files

import streamlit as st

_here = files("buyermaze.screens.components")
_live, _history = (
    st.components.v2.component(
        f"buyermaze_{name}", html="<span></span>", js=_here.joinpath(file).read_text(encoding="utf-8")
    )
    for name, file in (("live", "live_lever.js"), ("history", "history.js"))
)


def answered(answer: str) -> None:
    """Tell the browser that an answer is on the page, so that a lever being dragged may ask for the next."""
    _live(data={"answer": answer}, key="live")


def noted(moved: str) -> None:
    """Tell the browser what has been moved, so that it becomes a step of its history once it has settled."""
    _history(data={"moved": moved}, key="history")
