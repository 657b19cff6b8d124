"""Levers moved, seen on every page: what was moved from today, undo, redo, and back to today."""

from typing import Any, Final

import streamlit as st

from buyermaze.screens.sidebar.sidebar import DEFAULTS, Moved, Setup
from buyermaze.simulator.core.plain_text import for_markdown

PAST, FUTURE, NOW = "levers_past", "levers_future", "levers_now"
MOST_STEPS: Final = 200  # kept to be undone
Snapshot = dict[str, Any]  # moved levers by the key of their control


def show_moved(setup: Setup) -> None:
    """Note what is moved now, and draw the line that says it with its buttons."""
    now: Snapshot = {moved.key: moved.value for moved in setup.moved}
    before: Snapshot | None = st.session_state.get(NOW)
    past: list[Snapshot] = st.session_state.setdefault(PAST, [])
    future: list[Snapshot] = st.session_state.setdefault(FUTURE, [])
    if before is not None and before != now:
        past.append(before)
        del past[:-MOST_STEPS]
        future.clear()
    st.session_state[NOW] = now
    # the place is there even when empty: what comes later on the page keeps its own place, and nothing flickers
    with st.container(horizontal=True, vertical_alignment="center", key="moved"):
        if not (now or past or future):
            return
        said = " · ".join(_said(moved) for moved in setup.moved) or "every lever is where it is today"
        st.caption(for_markdown(f"Moved: {said}" if now else said.capitalize()))
        for line in setup.paid:
            st.caption(for_markdown(line))
        st.button("Undo", key="undo", on_click=_undo, disabled=not past, type="tertiary", icon=":material/undo:")
        st.button("Redo", key="redo", on_click=_redo, disabled=not future, type="tertiary", icon=":material/redo:")
        st.button("Back to today", key="reset", on_click=_set, args=({},), disabled=not now, type="tertiary")


def step_of(setup: Setup) -> str:
    """Name what the browser's Back takes back: levers, market, organisations and baseline."""
    return str((setup.market, setup.names, setup.baseline, sorted((moved.key, moved.value) for moved in setup.moved)))


def move(setup: Setup, changes: dict[str, Any], on: str) -> None:
    """Move levers to where a card has them: of one organisation by name, or of the market."""
    owner = setup.keys[on] if on else setup.market
    for path, value in changes.items():
        key = f"{owner}.{'.'.join(path.split('.')[-2:])}"
        st.session_state[key] = value
        st.session_state.setdefault(DEFAULTS, {}).setdefault(key, None)


def _said(moved: Moved) -> str:
    return f"{moved.words} {moved.said} (today {moved.today})"


def _undo() -> None:
    past, future = st.session_state[PAST], st.session_state[FUTURE]
    future.append(st.session_state[NOW])
    _set(past.pop())
    st.session_state[NOW] = None


def _redo() -> None:
    past, future = st.session_state[PAST], st.session_state[FUTURE]
    past.append(st.session_state[NOW])
    _set(future.pop())
    st.session_state[NOW] = None


def _set(target: Snapshot) -> None:
    """Put every lever where a snapshot has it, and all others back to today."""
    defaults: Snapshot = st.session_state.get(DEFAULTS, {})
    for key in st.session_state.get(NOW) or {}:
        if key not in target:
            st.session_state[key] = defaults[key]
    for key, value in target.items():
        st.session_state[key] = value
