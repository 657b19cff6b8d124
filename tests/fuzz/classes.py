"""Doors of the classroom: class files, their events, lessons, and what phones and the console send."""

import contextlib
import json
import sqlite3
import tempfile
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from buyermaze.classroom.pages.answers import read_answer, read_deed
from buyermaze.classroom.pages.deck import deck
from buyermaze.classroom.pages.slips import type_slip
from buyermaze.classroom.play.lesson import load_lesson
from buyermaze.classroom.play.room import Room
from buyermaze.classroom.play.state import class_of
from buyermaze.classroom.play.store import New, Store
from buyermaze.simulator.core.local_files import understood
from tests.fuzz import corpus
from tests.waiting import awaited

_place = Path(tempfile.mkdtemp(prefix="fuzz-"))
_lesson = files("buyermaze.classroom") / "lessons"


def _whole() -> list[New]:
    rows = [line.split("\t") for line in corpus.CLASS_EVENTS[0].decode().splitlines()]
    return [New(seat, int(number), kind, json.loads(body)) for seat, number, kind, body in rows]


@lru_cache(maxsize=1)
def whole_file() -> bytes:
    """Return a small class as bytes."""
    place = _place / "whole.db"
    first, *others = _whole()
    Store.create(place, first.body).close()
    store = Store(place)
    store.append(others)
    store.close()
    file = sqlite3.connect(place, isolation_level=None)
    file.execute("UPDATE events SET at = '2026-11-26T09:00:00.000+00:00'")  # the same bytes whenever they are made
    file.close()
    return place.read_bytes()


def _fresh(content: bytes) -> Path:
    for path in _place.glob("class.db*"):
        path.unlink()
    place = _place / "class.db"
    place.write_bytes(content)
    return place


def class_file(content: bytes, name: str) -> Any:
    """Take a class's file, damaged or not one at all."""
    store = Store(_fresh(content))
    try:
        return class_of(store)
    finally:
        store.close()


def class_events(content: bytes, name: str) -> Any:
    """Take a sound file whose events say anything."""
    place = _fresh(whole_file())
    file = sqlite3.connect(place, isolation_level=None)
    file.execute("DELETE FROM events")
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        seat, step, kind, body = (*line.split("\t"), "", "", "", "")[:4]
        with contextlib.suppress(sqlite3.Error, ValueError, OverflowError):
            row = (number, "2026-11-26T09:00:00.000+00:00", seat, int(step), kind, body)
            file.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)", row)
    file.close()
    store = Store(place)
    try:
        state = class_of(store)
        with understood(str(place), "class"):
            return deck(state)
    finally:
        store.close()


def lesson(content: bytes, name: str) -> Any:
    """Take a lesson's words, or its answers."""
    words, answers = _place / "mine.yaml", _place / "mine.answers.json"
    is_answers = content.lstrip()[:1] == b"{"
    words.write_bytes((_lesson / "straighten.yaml").read_bytes() if is_answers else content)
    answers.write_bytes(content if is_answers else (_lesson / "straighten.answers.json").read_bytes())
    found = load_lesson(words)
    return found.script(0) if callable(getattr(found, "script", None)) else found


def request(content: bytes, name: str) -> Any:
    """Take what a phone or the console sent, at the step that it names."""
    try:
        given = json.loads(content)
    except (ValueError, RecursionError):
        return None

    async def sent() -> Any:
        room = Room(Store(_fresh(whole_file())))
        try:
            (person,) = room.state.present()
            step = given.get("step") if isinstance(given, dict) else None
            place = step if isinstance(step, int) and 0 <= step < len(room.state.steps) else 2
            await room.trainer({"do": "open", "step": place})
            if not isinstance(given, dict) or "kind" in given:
                return await read_answer(room, person, given)
            if "join" in given:
                return await room.join(str(given["join"]), None, str(given.get("key")))
            if "own" in given:
                return await room.come_back(str(given["own"]))
            if "sign" in given:
                return await type_slip(room, given)
            return await room.trainer(read_deed(room, given))
        finally:
            room.close()

    return awaited(sent())


DOORS: Final[tuple[tuple[Callable[[bytes, str], Any], tuple[bytes, ...]], ...]] = (
    (class_file, (whole_file(),)),
    (class_events, corpus.CLASS_EVENTS),
    (lesson, ((_lesson / "straighten.yaml").read_bytes(), (_lesson / "straighten.answers.json").read_bytes())),
    (request, corpus.CLASS_REQUESTS),
)
