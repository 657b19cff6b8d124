"""Serve a class in this process until it is stopped; begin again and it goes on where it was."""

import socket
from collections.abc import Callable
from types import FrameType

from buyermaze.classroom.room import Room
from buyermaze.classroom.server import application
from buyermaze.classroom.store import Store, only_server
from buyermaze.simulator.core.errors import InputProblem

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
    import uvicorn

    store = Store(file)
    mark = only_server(file)
    try:
        listening = socket.create_server((host or "0.0.0.0", port), backlog=256)
    except OSError as error:
        raise InputProblem(f"{host}:{port} cannot be listened on ({error.strerror}); give another --port") from None
    port = listening.getsockname()[1]
    address = f"http://{reachable(host)}:{port}"
    room = Room(store)
    settings = room.state.settings
    for line in greeting(address, settings["code"], settings["trainer_key"]):
        say(line)
    config = uvicorn.Config(
        application(room, address), log_level="error", access_log=False, server_header=False, date_header=False,
        timeout_graceful_shutdown=SECONDS_TO_LEAVE, h11_max_incomplete_event_size=16_384, lifespan="on", ws="none",
    )  # fmt: skip

    class Server(uvicorn.Server):
        """Lets pages that wait for news go first when it is stopped."""

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            """Take the signal to stop."""
            room.leave()
            super().handle_exit(sig, frame)

    try:
        Server(config).run(sockets=[listening])
    except KeyboardInterrupt:
        pass
    finally:
        listening.close()
        mark.close()


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
