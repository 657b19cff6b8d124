"""Of moves that wait together the latest goes on; nothing that was clicked and nothing that was said last is lost."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from buyermaze.screens.engine import guard
from buyermaze.screens.engine.guard import Guard
from buyermaze.screens.engine.overtaken import is_overtaken
from buyermaze.screens.engine.sockets import MESSAGES
from tests.waiting import awaited

WIDGET = "$$ID-1-merged.selling.skill"


def move(value: float, fragment: str = "", page: str = "", clicked: bool = False) -> bytes:
    """Return what a page says when a lever stands at a value, or a button was clicked as well."""
    widgets: list[dict[str, Any]] = [{"id": WIDGET, "double_array_value": {"data": [value]}}]
    widgets += [{"id": "$$ID-2-button", "trigger_value": True}] * clicked
    asked = {"fragment_id": fragment, "page_script_hash": page, "widget_states": {"widgets": widgets}}
    return bytes(BackMsg(rerun_script=asked).SerializeToString())


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        (move(1.0), move(2.0), True),
        (move(1.0), move(2.0, clicked=True), True),
        (move(1.0, clicked=True), move(2.0), False),  # the later one no longer tells of the click
        (move(1.0, fragment="a"), move(2.0), False),
        (move(1.0), move(2.0, page="b"), False),
        (move(1.0), BackMsg(stop_script=True).SerializeToString(), False),
        (BackMsg(stop_script=True).SerializeToString(), move(2.0), False),
        (move(1.0), b"\xff\xff", False),
        (move(1.0), None, False),  # the socket was closed
        (move(1.0), move(2.0).replace(b"$$ID-1-", b"foreign"), False),  # counts as not said
    ],
)
def test_a_move_is_overtaken_by_one_that_says_all_of_it(earlier: bytes, later: bytes | None, expected: bool) -> None:
    assert is_overtaken(earlier, later) is expected


def heard_of(said: list[bytes], monkeypatch: pytest.MonkeyPatch, crowded: bool = True) -> list[bytes]:
    """Return what the app hears of a socket that says all this at once and then is closed."""
    monkeypatch.setattr(guard, "crowded", lambda: crowded)

    async def at_once(_: float) -> None:
        await asyncio.tasks.sleep(0)

    monkeypatch.setattr(guard, "asyncio", SimpleNamespace(sleep=at_once))
    heard: list[bytes] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        while (message := await receive())["type"] == "websocket.receive":
            heard.append(message["bytes"])

    coming = iter(said)

    async def receive() -> dict[str, Any]:
        what = next(coming, None)
        return {"type": "websocket.disconnect"} if what is None else {"type": "websocket.receive", "bytes": what}

    async def send(message: Any) -> None:
        pytest.fail("ended")

    awaited(Guard(app)({"type": "websocket", "client": ("192.0.2.1", 1), "headers": []}, receive, send))
    return heard


def test_of_a_flood_of_moves_few_are_drawn_and_the_last_one_always(monkeypatch: pytest.MonkeyPatch) -> None:
    said = [move(float(k)) for k in range(150)]
    heard = heard_of(said, monkeypatch)
    assert heard[-1] == said[-1] and heard[: MESSAGES[0]] == said[: MESSAGES[0]]
    assert len(heard) <= MESSAGES[0] + 2


def test_no_click_of_a_flood_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    said = [move(float(k), clicked=k in (40, 90)) for k in range(150)]
    heard = heard_of(said, monkeypatch)
    assert said[40] in heard and said[90] in heard and heard[-1] == said[-1]


def test_while_few_are_busy_every_move_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    said = [move(float(k)) for k in range(150)]
    assert heard_of(said, monkeypatch, crowded=False) == said
