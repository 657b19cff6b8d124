"""Nobody waits for what is sent to others: messages go in bunches, files of one session come one after another."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from buyermaze.screens.engine import guard
from buyermaze.screens.engine.guard import Guard, guards
from buyermaze.screens.engine.sending import AT_A_TIME, in_bunches
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
