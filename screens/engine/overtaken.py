"""Which messages of a socket are overtaken: of moves that wait together the latest goes on, as the server would have it anyway."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from buyermaze.screens.engine.heard import is_heard

Message = MutableMapping[str, Any]
AT_HAND: Final = 0.005  # seconds in which what has arrived is taken from the socket
MOST_AT_ONCE: Final = 200  # messages taken together
CLICKS: Final = (
    "trigger_value",
    "string_trigger_value",
    "chat_input_value",
    "json_trigger_value",
)  # said in one message only


class Latest:
    """Messages one by one, or the latest of those that wait."""

    def __init__(self, receive: Callable[[], Awaitable[Message]]) -> None:
        self._receive = receive
        self._coming: asyncio.Future[Message] | None = None

    async def next(self) -> Message:
        """Return the next message."""
        coming, self._coming = self._coming, None
        return await (coming or self._receive())

    async def instead_of(self, message: Message) -> Message:
        """Return what goes on in the place of a message: the last of those at hand each of which overtakes the one before."""
        for _ in range(MOST_AT_ONCE):
            self._coming = self._coming or asyncio.ensure_future(self._receive())
            if not (await asyncio.wait({self._coming}, timeout=AT_HAND))[0] or self._coming.exception():
                return message
            if not is_overtaken(message.get("bytes"), self._coming.result().get("bytes")):
                return message
            message, self._coming = self._coming.result(), None
        return message

    def leave(self) -> None:
        """Wait for nothing more."""
        if self._coming is not None:
            self._coming.cancel()


def is_overtaken(said: bytes | None, later: bytes | None) -> bool:
    """Tell whether a later message says all that an earlier one did: both ask for the same part of a page, without clicks."""
    from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
    from streamlit.proto.BackMsg_pb2 import BackMsg

    if not is_heard(later):
        return False
    try:
        one, two = (BackMsg.FromString(each or b"") for each in (said, later))
    except DecodeError:
        return False
    if any([field.name for field, _ in each.ListFields()] != ["rerun_script"] for each in (one, two)):
        return False
    was, is_ = one.rerun_script, two.rerun_script
    where = ("fragment_id", "page_script_hash", "page_name", "is_history_navigation", "is_auto_rerun")
    return all(getattr(was, name) == getattr(is_, name) for name in where) and not any(
        state.WhichOneof("value") in CLICKS for state in was.widget_states.widgets
    )
