"""Nobody waits for what is sent to others: messages go in bunches, files of one session come one after another."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest

from buyermaze.screens.engine import guard
from buyermaze.screens.engine.guard import Guard, guards
from buyermaze.screens.engine.sending import AT_A_TIME, call_once, in_bunches
from buyermaze.screens.engine.sockets import FILES, LONGEST_AT_THE_DOOR, Paces
from tests.waiting import awaited

N_MESSAGES = 3 * AT_A_TIME + 7


def rounds(messages: Iterator[Any], send: Any) -> int:
    """Send messages as Streamlit does and return after how many it lets the server do something else."""
    n = 0
    for message in messages:
        send(message)
        n += 1
    return n


def test_a_page_takes_a_few_rounds_of_the_server_and_its_messages_stay_in_order() -> None:
    sent: list[int] = []
    assert rounds(in_bunches(list(range(N_MESSAGES)), sent.append), sent.append) == 4
    assert sent == list(range(N_MESSAGES))


def test_streamlit_itself_sends_what_a_session_has_to_say_in_bunches(monkeypatch: pytest.MonkeyPatch) -> None:
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
    from streamlit.runtime import Runtime
    from streamlit.runtime.app_session import AppSession
    from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

    guards()
    sent: list[Any] = []

    class Sessions:
        def get_active_session_info(self, name: str) -> str:
            return name

    class Server:
        _session_mgr = Sessions()

        def _send_message(self, line: str, message: Any) -> None:
            sent.append((line, message))

    monkeypatch.setattr(Runtime, "instance", lambda: Server())
    session: Any = SimpleNamespace(id="a session", _browser_queue=ForwardMsgQueue())
    for k in range(N_MESSAGES):
        session._browser_queue.enqueue(ForwardMsg(ref_hash=str(k), metadata={"delta_path": [0, k]}))
    n = rounds(iter(AppSession.flush_browser_queue(session)), lambda message: sent.append(("a session", message)))
    assert n == 4
    assert [(line, message.ref_hash) for line, message in sent] == [("a session", str(k)) for k in range(N_MESSAGES)]


def test_a_socket_that_has_gone_is_met_by_the_server_itself_and_is_sent_no_more() -> None:
    tried: list[int] = []

    def send(message: int) -> None:
        tried.append(message)
        if message >= 5:
            raise ConnectionError

    with pytest.raises(ConnectionError):
        rounds(in_bunches(list(range(N_MESSAGES)), send), send)
    assert tried == [0, 1, 2, 3, 4, 5, 5]


def in_a_loop_of_its_own(serve: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run to its end what a server does, in a thread whose loop nobody else has: another test may have left one running here."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(serve())).result(120)


def calls_of_a_loop(is_called_once: bool) -> tuple[int, list[int]]:
    """Return by how many bytes a loop that is busy was called by another thread, and what it did of it, in order."""
    n, done = [0], list[int]()

    async def serve() -> None:
        loop: Any = asyncio.get_running_loop()
        call = loop._write_to_self

        def counted() -> None:
            n[0] += 1
            call()

        loop._write_to_self = counted
        if is_called_once:
            call_once(loop)
        there = asyncio.Event()

        def draw() -> None:
            for k in range(N_MESSAGES):
                loop.call_soon_threadsafe(done.append, k)
            loop.call_soon_threadsafe(there.set)

        page = threading.Thread(target=draw)
        page.start()
        page.join(30)  # the loop is busy with somebody else meanwhile
        await asyncio.wait_for(there.wait(), 30)

    in_a_loop_of_its_own(serve)
    return n[0], done


def test_a_server_that_is_busy_is_called_once_by_all_that_pages_say_meanwhile() -> None:
    assert calls_of_a_loop(False) == (N_MESSAGES + 1, list(range(N_MESSAGES)))
    assert calls_of_a_loop(True) == (1, list(range(N_MESSAGES)))


def test_a_server_that_sleeps_is_woken_by_every_thread_at_any_moment() -> None:
    n_threads, n_each = 4, 2_000
    done: list[int] = []

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        call_once(loop)
        there = asyncio.Event()

        def note(k: int) -> None:
            done.append(k)
            if len(done) == n_threads * n_each:
                there.set()

        def draw() -> None:
            for k in range(n_each):
                loop.call_soon_threadsafe(note, k)

        pages = [threading.Thread(target=draw) for _ in range(n_threads)]
        for page in pages:
            page.start()
        await asyncio.wait_for(there.wait(), 60)
        for _ in range(50):  # each of which finds it asleep
            woken = asyncio.Event()
            threading.Timer(0.001, loop.call_soon_threadsafe, (woken.set,)).start()
            await asyncio.wait_for(woken.wait(), 30)

    in_a_loop_of_its_own(serve)
    assert len(done) == n_threads * n_each


def test_the_server_of_the_app_is_called_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(guard, "call_once", asked.append)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        asked.append("served")

    async def serve() -> None:
        await Guard(app)({"type": "lifespan"}, None, None)  # type: ignore[arg-type]
        asked.append(asyncio.get_running_loop())

    in_a_loop_of_its_own(serve)
    assert asked == [asked[2], "served", asked[2]]


@pytest.mark.parametrize("is_crowded", [True, False])
def test_files_of_one_session_wait_for_each_other_while_many_are_busy(monkeypatch: pytest.MonkeyPatch, is_crowded: bool) -> None:
    waited: list[float] = []

    class Clockless:
        @staticmethod
        async def sleep(seconds: float) -> None:
            waited.append(seconds)

    monkeypatch.setattr(guard, "asyncio", Clockless)
    monkeypatch.setattr(guard, "crowded", lambda: is_crowded)
    monkeypatch.setattr(guard, "no_room", lambda *_: "full")
    answers: list[Any] = []

    async def send(message: Any) -> None:
        answers.append(message)

    whole = Guard(None)
    whole.files = Paces(*FILES, clock=lambda: 0.0)
    for session in ("greedy", "other"):
        for _ in range(20 if session == "greedy" else FILES[0]):
            scope = {"type": "http", "method": "PUT", "path": f"/_stcore/upload_file/{session}/f", "headers": []}
            awaited(whole(scope, None, send))  # type: ignore[arg-type]
    assert sum(each > 0.0 for each in waited) == (20 - FILES[0] if is_crowded else 0)
    assert max(waited) == (LONGEST_AT_THE_DOOR if is_crowded else 0.0)
    assert sum(each.get("status") == 413 for each in answers) == 20 + FILES[0]


def test_who_has_rested_is_forgotten() -> None:
    now = [0.0]
    paces = Paces(2, 1.0, lambda: now[0])
    assert [paces.wait("a") for _ in range(3)] == [0.0, 0.0, 1.0]
    now[0] += 60.0
    paces.wait("b")
    assert list(paces._paces) == ["b"]
