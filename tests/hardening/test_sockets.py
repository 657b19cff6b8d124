"""How many sessions one address may open: who reconnects is a new visitor, so what he may open is bounded."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from buyermaze.screens.engine import guard, sockets
from buyermaze.screens.engine.guard import Guard
from buyermaze.screens.engine.sockets import (
    LONGEST_AT_THE_DOOR,
    MESSAGES,
    MOST,
    MOST_NEW_OF_ONE,
    MOST_OF_ONE,
    MOST_WAITING,
    Pace,
    Sockets,
)
from tests.waiting import awaited

AGAIN = BackMsg(rerun_script={"query_string": "seed=2"}).SerializeToString()


def opened(counted: Sockets, address: str, n: int) -> int:
    """Return how many of so many sockets may open."""
    return sum(counted.begin(address) for _ in range(n))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Give a clock that stands still until it is moved."""
    now = [1000.0]
    monkeypatch.setattr(sockets.time, "monotonic", lambda: now[0])
    return now


def test_one_address_has_so_many_sessions_and_others_theirs(clock: list[float]) -> None:
    counted = Sockets()
    assert opened(counted, "192.0.2.1", 500) == MOST_OF_ONE
    assert opened(counted, "192.0.2.2", 30) == 30
    counted.end("192.0.2.1")
    assert opened(counted, "192.0.2.1", 500) == 1


def test_who_reconnects_again_and_again_is_let_in_again_after_a_while(clock: list[float]) -> None:
    counted, n = Sockets(), 0
    for _ in range(500):
        if counted.begin("192.0.2.1"):
            counted.end("192.0.2.1")
            n += 1
    assert n == MOST_NEW_OF_ONE
    clock[0] += sockets.WITHIN + 1
    assert counted.begin("192.0.2.1")


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "", "testclient"])
def test_this_machine_is_bounded_with_all_others_only(address: str) -> None:
    counted = Sockets()
    assert opened(counted, address, MOST + 50) == MOST
    assert not counted.begin("192.0.2.1")


def test_a_network_of_one_house_is_one_address() -> None:
    counted = Sockets()
    assert sum(counted.begin(f"2001:db8::{k:x}") for k in range(1, 500)) == MOST_OF_ONE
    assert counted.begin("2001:db8:0:1::1")
    assert opened(Sockets(), "::ffff:192.0.2.1", 500) == MOST_OF_ONE


def test_what_is_counted_is_forgotten() -> None:
    counted = Sockets()
    for k in range(400):
        address = f"192.0.2.{k % 250}"
        assert counted.begin(address)
        counted.end(address)
    assert not counted._open
    assert len(counted._begun) <= 250


def test_the_server_refuses_a_socket_too_many_and_counts_those_that_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "MOST_OF_ONE", 1)
    served: list[str] = []
    said: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        served.append(scope["client"][0])
        if len(served) == 1:
            await whole(scope, receive, send)  # a second one while the first is open
        raise RuntimeError("lost")

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        said.append(message)

    whole = Guard(app)
    scope = {"type": "websocket", "client": ("192.0.2.1", 5), "headers": [], "path": "/_stcore/stream"}
    for _ in range(2):
        with pytest.raises(RuntimeError, match="lost"):
            awaited(whole(dict(scope), receive, send))
    assert served == ["192.0.2.1"] * 2
    assert [(message["type"], message["code"]) for message in said] == [("websocket.close", 1013)]


def test_who_comes_too_early_is_told_by_how_much() -> None:
    now = [0.0]
    pace = Pace(3, 2.0, clock=lambda: now[0])
    assert [pace.wait() for _ in range(5)] == [0.0, 0.0, 0.0, 0.5, 1.0]
    now[0] += 60.0
    assert [pace.wait() for _ in range(4)] == [0.0, 0.0, 0.0, 0.5]


def test_who_never_pauses_is_let_through_ever_less_often_and_who_pauses_as_before() -> None:
    now = [0.0]
    pace = Pace(2, 1.0, 4.0, clock=lambda: now[0])
    waits = []
    for _ in range(8):
        waits.append(pace.wait())
        now[0] += waits[-1]
    assert waits == [0.0, 0.0, 2.0, 3.0, 4.0, 4.0, 4.0, 4.0]
    now[0] += 1.0
    assert pace.wait() == 0.0, "a second is pause enough"
    assert pace.wait() == 2.0


def test_a_socket_that_says_too_much_waits_and_is_ended_in_the_end_and_the_app_told_that_it_has_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(guard, "asyncio", SimpleNamespace(sleep=sleep))
    monkeypatch.setattr(guard, "crowded", lambda: True)
    heard: list[str] = []
    said: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        while not heard or heard[-1] != "websocket.disconnect":
            heard.append((await receive())["type"])

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.receive", "bytes": AGAIN}

    async def send(message: Any) -> None:
        said.append(message)

    awaited(Guard(app)({"type": "websocket", "client": ("192.0.2.1", 1), "headers": []}, receive, send))
    assert MESSAGES[0] <= heard.count("websocket.receive") - MOST_WAITING <= MESSAGES[0] + 30
    assert sum(each > 0.0 for each in waited) == MOST_WAITING + 1
    assert waited[-1] == LONGEST_AT_THE_DOOR and said[-1]["code"] == 1008  # when the app has long let go of it


def test_while_few_are_busy_a_lever_may_be_dragged_as_fast_as_it_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "crowded", lambda: False)
    n_heard = 0

    async def app(scope: Any, receive: Any, send: Any) -> None:
        nonlocal n_heard
        for _ in range(10 * MOST_WAITING):
            n_heard += (await receive())["type"] == "websocket.receive"

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.receive", "bytes": AGAIN}

    async def send(message: Any) -> None:
        pytest.fail("ended")

    awaited(Guard(app)({"type": "websocket", "client": ("192.0.2.1", 1), "headers": []}, receive, send))
    assert n_heard == 10 * MOST_WAITING


def test_files_that_come_at_the_same_moment_are_bounded_as_those_that_come_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept: dict[str, SimpleNamespace] = {}
    runtime = SimpleNamespace(
        exists=lambda: True,
        instance=lambda: SimpleNamespace(uploaded_file_mgr=SimpleNamespace(file_storage={"a": kept})),
    )
    monkeypatch.setattr("streamlit.runtime.Runtime", runtime)
    monkeypatch.setattr(guard, "MOST_UPLOADED", 10_000)
    n_begun, all_begun = 0, asyncio.Event()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        nonlocal n_begun
        n_begun += 1
        if n_begun == 20:
            all_begun.set()
        await all_begun.wait()  # nothing is kept before all of them have begun
        body = b""
        while (message := await receive()).get("body"):
            body += message["body"]
        kept[scope["path"]] = SimpleNamespace(data=body)
        await send({"type": "http.response.start", "status": 204, "headers": []})

    whole = Guard(app)
    said: list[Any] = []

    def upload(k: int) -> Any:
        chunks = iter([b"x" * 2000, b"x" * 2000])

        async def receive() -> dict[str, Any]:
            await asyncio.sleep(0)
            return {"type": "http.request", "body": next(chunks, b"")}

        async def send(message: Any) -> None:
            said.append(message)

        return whole(
            {"type": "http", "method": "PUT", "path": f"/_stcore/upload_file/a/{k}", "headers": []}, receive, send
        )

    async def at_once() -> list[Any]:
        return await asyncio.gather(*(upload(k) for k in range(20)), return_exceptions=True)

    refused = [each for each in awaited(at_once()) if each is not None]
    assert all(getattr(each, "status_code", 0) == 413 for each in refused) and len(refused) + len(kept) == 20
    assert sum(len(file.data) for file in kept.values()) <= guard.MOST_UPLOADED
    assert not whole.underway, "who was refused or has left is under way no more"
    kept.clear()
    n_begun = 19
    awaited(upload(1))
    assert len(kept) == 1
