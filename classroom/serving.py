"""Serve a class in this process until it is stopped; begin again and it goes on where it was."""

import logging
import socket
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from types import FrameType
from typing import TYPE_CHECKING, Any, Final

from buyermaze.classroom.guard import SECONDS_TO_SEND
from buyermaze.classroom.play.room import Room
from buyermaze.classroom.play.store import Store, only_server
from buyermaze.classroom.server import application
from buyermaze.simulator.core.errors import InputProblem

if TYPE_CHECKING:
    import asyncio

    from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_CONNECTIONS: Final = 500  # from one address: behind a web server of one's own all phones have the same
EVERYWHERE = ("0.0.0.0", "::", "")
SECONDS_TO_LEAVE = 3  # given to open requests when the server is stopped


def serve(file: str, host: str, port: int, say: Callable[[str], None]) -> None:
    """Serve a class; return when it is stopped.

    Parameters
    ----------
    file : str
        A class's file.
    host, port
        Where to listen; port 0 takes any that is free.
    say
        Told the address, the code, the key, line by line.

    Raises
    ------
    InputProblem
        If there is no such class, it is served already, or the port is taken.
    """
    with closing(Store(file)) as store, closing(only_server(file)):
        room = Room(store)
        try:
            listening = socket.create_server((host or "0.0.0.0", port), backlog=256)
        except OSError as error:
            raise InputProblem(f"{host}:{port} cannot be listened on ({error.strerror}); give another --port") from None
        with closing(listening):
            _answer(room, host, listening, say)


def _answer(room: Room, host: str, listening: socket.socket, say: Callable[[str], None]) -> None:
    """Say where the class is, and serve it until it is stopped."""
    import uvicorn

    logging.getLogger("python_multipart").setLevel(logging.ERROR)  # else a line for every form that is none
    address = f"http://{reachable(host)}:{listening.getsockname()[1]}"
    settings = room.state.settings
    for line in greeting(address, settings["code"], settings["trainer_key"]):
        say(line)
    config = uvicorn.Config(
        application(room, address), log_level="error", access_log=False, server_header=False, date_header=False,
        timeout_graceful_shutdown=SECONDS_TO_LEAVE, h11_max_incomplete_event_size=16_384, lifespan="on", ws="none",
        http=_protocol(),
    )  # fmt: skip

    class Server(uvicorn.Server):
        """Lets pages that wait for news go first when it is stopped."""

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            """Take the signal to stop."""
            room.leave()
            super().handle_exit(sig, frame)

    with suppress(KeyboardInterrupt):
        Server(config).run(sockets=[listening])


def _protocol() -> "type[H11Protocol]":
    """Return the server's way of talking: who asks too slowly, or on too many lines at once, is hung up on."""
    import h11
    from uvicorn.protocols.http.h11_impl import H11Protocol

    lines: Counter[str] = Counter()

    class Impatient(H11Protocol):
        caller = ""
        waited: "asyncio.TimerHandle | None" = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self.caller = str((transport.get_extra_info("peername") or ("",))[0])
            lines[self.caller] += 1
            if lines[self.caller] > MOST_CONNECTIONS:
                transport.abort()
            else:
                self._wait()

        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            lines[self.caller] -= 1
            if self.waited:
                self.waited.cancel()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self._wait()

        def _wait(self) -> None:
            if self.waited:
                self.waited.cancel()
            self.waited = self.loop.call_later(SECONDS_TO_SEND, self._hang_up)

        def _hang_up(self) -> None:
            if self.conn.their_state is h11.IDLE and not self.transport.is_closing():  # no whole request has come
                self.transport.abort()

    return Impatient


def reachable(host: str) -> str:
    """Return the address under which the room reaches this laptop; nothing is sent to find out."""
    if host not in EVERYWHERE:
        return f"[{host}]" if ":" in host else host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address of documentation: picks a network card, sends nothing
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def greeting(address: str, code: str, key: str) -> list[str]:
    """Return what a trainer reads first."""
    import io

    import segno

    drawn = io.StringIO()
    segno.make(f"{address}/?code={code}", error="m").terminal(drawn, border=2, compact=True)
    return [
        drawn.getvalue(),
        f"Address   {address}",
        f"Room code {code}",
        f"Wall      {address}/wall",
        f"Trainer   {address}/trainer?key={key}",
        "Stop with Ctrl+C; the class is in its file and goes on when it is served again.",
    ]
