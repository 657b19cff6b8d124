"""How what pages say is sent: many messages at a time, so that nobody waits for a round of the server for each of another's."""

import asyncio
from collections.abc import Iterator
from typing import Any, Final

AT_A_TIME: Final = 100  # messages sent in one go; about a page, and far fewer than Streamlit lets wait for one socket


def send_in_bunches() -> None:
    """See to it that messages of a session are sent in bunches.

    Streamlit lets the server do everything else between any two messages. While it is busy such a round takes tens of
    milliseconds, and every visitor waits for those of all others: ten who have pages drawn in vain were enough for twenty seconds.
    """
    try:
        from streamlit.runtime import Runtime
        from streamlit.runtime.app_session import AppSession
    except ImportError:  # a Streamlit that keeps them elsewhere: sends as it likes
        return

    taken = AppSession.flush_browser_queue
    if taken.__module__ == __name__:
        return

    def flush_browser_queue(self: AppSession) -> Any:
        messages = taken(self)
        runtime = Runtime.instance()
        line = runtime._session_mgr.get_active_session_info(self.id)
        return messages if line is None else in_bunches(messages, lambda message: runtime._send_message(line, message))

    AppSession.flush_browser_queue = flush_browser_queue  # type: ignore[method-assign]


def in_bunches(messages: Any, send: Any) -> Iterator[Any]:
    """Send messages and yield the last of every bunch, and the first that cannot be sent, for the server to send itself."""
    for number, message in enumerate(messages, 1):
        if number % AT_A_TIME and number < len(messages):
            try:
                send(message)
            except Exception:  # its socket is gone, or takes no more; the server meets the same and ends it
                yield message
                return
        else:
            yield message


def call_once(loop: asyncio.AbstractEventLoop) -> None:
    """See to it that a loop which was called by another thread, and has not looked yet, is not called again.

    Every element of a page calls the server twice, by a byte sent to it. Sending gives the interpreter away, and where many threads
    want it, it comes back after five milliseconds for each of them: a page of fifty elements waited for that a hundred times.
    """
    try:
        call, look, end = loop._write_to_self, loop._read_from_self, loop._ssock  # type: ignore[attr-defined]
    except AttributeError:  # a loop that does so by itself, or calls otherwise
        return
    is_called = False

    def call_unless_called() -> None:
        nonlocal is_called
        if not is_called:
            is_called = True
            call()

    def look_first() -> None:
        """Take what was sent, and only then be called again: a byte too many wakes in vain, one too few never."""
        nonlocal is_called
        look()
        is_called = False

    loop._write_to_self = call_unless_called  # type: ignore[attr-defined]
    loop._add_reader(end.fileno(), look_first)  # type: ignore[attr-defined]
