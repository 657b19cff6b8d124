"""Dated changes in lanes: each can be dragged to another day, or moved with the keys."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib.resources import files

import streamlit as st

_here = files("buyermaze.screens.components")
_lanes = st.components.v2.component(
    "buyermaze_lanes",
    html='<div class="lanes" role="group" aria-label="The plan"></div>',
    css=_here.joinpath("lanes.css").read_text(encoding="utf-8"),
    js=_here.joinpath("lanes.js").read_text(encoding="utf-8"),
)
KEY = "plan_lanes"


@dataclass(frozen=True)
class Lane:
    """One change: what it is called, when it begins."""

    key: str
    words: str
    day: date
    removable: bool = True
    aim: bool = False  # a target, which is due at the end of a month


def lanes(
    found: Sequence[Lane], first: date, last: date, locked: bool, moved: Callable[[str, date | None], None]
) -> None:
    """Draw a lane for every change; ``moved`` is told its key and its new day, none where it was taken away."""

    def change() -> None:
        said = getattr(st.session_state[KEY], "moved", None)
        if locked:  # whatever sent it was not these lanes
            return
        if isinstance(said, dict) and said.get("key") in {lane.key for lane in found}:
            day = str(said.get("day", ""))
            try:
                moved(str(said["key"]), date.fromisoformat(day) if day else None)
            except ValueError:  # no day: whatever sent it was not these lanes
                return

    data = {
        "lanes": [asdict(lane) | {"day": str(lane.day)} for lane in found],
        "first": str(first),
        "last": str(last),
        "locked": locked,
    }
    _lanes(data=data, key=KEY, on_moved_change=change)
