"""Predictions written on paper, typed in by the trainer: each slip is a seat as any other."""

import secrets
from collections.abc import Mapping
from typing import Any

from buyermaze.classroom.pages.answers import predicted
from buyermaze.classroom.play.agenda import lesson_of
from buyermaze.classroom.play.room import Room, named
from buyermaze.classroom.play.state import Class
from buyermaze.simulator.core.errors import InputProblem


def slips_page(state: Class) -> dict[str, Any]:
    """Return what the page shows: the question of the present step, and whose slips are in."""
    here = state.here
    lesson = lesson_of(here.lesson) if here.kind == "predict" else None
    typed = [person for person in state.present() if (state.step, "size") in person.answers]
    return {
        "title": state.settings["title"],
        "step": here,
        "locked": state.phase == "locked",
        "lesson": lesson,
        "signs": [("more", lesson.prediction.more), ("none", "no difference"), ("less", lesson.prediction.less)]
        if lesson
        else [],
        "teams": list(range(1, int(state.settings["teams"]) + 1)),
        "typed": [(person.name, person.team, person.answers[state.step, "size"].body) for person in typed],
    }


async def type_slip(room: Room, given: Mapping[str, Any]) -> str:
    """Lock what stands on one slip and say so; somebody who is in the room already keeps the seat.

    Parameters
    ----------
    given
        ``name``, ``team``, ``sign`` (more, none, less), ``low``, ``high``, and a ``key`` that came with the form.

    Raises
    ------
    InputProblem
        If nothing is predicted now, answers are locked, or the slip cannot be read; nothing of it is kept.
    """
    state = room.state
    if state.here.kind != "predict":
        raise InputProblem("nothing is predicted at this step; open one with a prediction first")
    name = named(str(given.get("name", "")))
    person = next((each for each in state.present() if each.name.casefold() == name.casefold()), None)
    if person is not None and (state.step, "size") in person.answers:
        raise InputProblem(f"the slip of {person.name} is in already, and what is locked stays")
    if state.phase != "open":
        raise InputProblem("answers are locked; undo the lock to let another slip in")
    bodies = predicted(room, state.step, given)
    if person is None:
        team = str(given.get("team", ""))
        key = str(given.get("key", "")) or secrets.token_urlsafe(18)
        person, _ = await room.join(name, int(team) if team.isdecimal() and len(team) < 4 else None, key)
    for kind, body in bodies.items():
        await room.answer(person, state.step, kind, body)
    return f"{person.name}: locked."
