"""Is this laptop, this file and this network ready for a class? Asked before the room is full."""

import shutil
import socket
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from buyermaze.classroom.play.agenda import lesson_of
from buyermaze.classroom.play.state import class_of
from buyermaze.classroom.play.store import Store
from buyermaze.classroom.serving import EVERYWHERE, reachable
from buyermaze.simulator.core.errors import InputProblem

LEAST_BYTES: Final = 200_000_000  # free on the disk
SLOWEST_WRITE: Final = 0.2  # seconds until something kept is on the disk
SLOWEST_RUN: Final = 2.0  # seconds for one year of one plan, the engine warm
N_WRITES: Final = 5


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: what was found, whether it will do, and what helps if not."""

    what: str
    found: str
    ready: bool
    remedy: str = ""


def checks(file: str, host: str, port: int) -> list[Check]:
    """Look at the file, the disk, the network and the engine; nothing of the class is changed."""
    with closing(Store(file)) as store:
        state = class_of(store)
    for key in state.settings["lessons"]:
        lesson_of(key).truth()
    found = [
        Check("the class", f"{len(state.steps)} steps, {len(state.present())} people", True),
        _disk(Path(file)),
        _writes(Path(file).resolve().parent),
        _port(host, port),
    ]
    address = reachable(host)
    alone = address.startswith("127.")
    found.append(
        Check(
            "the network",
            f"phones would open http://{address}:{port}",
            not alone,
            "there is no network phones could use (serve with --host 0.0.0.0 and switch the Wi-Fi on)",
        )
    )
    found.append(_engine())
    return found


def _disk(file: Path) -> Check:
    free = shutil.disk_usage(file.resolve().parent).free
    return Check("free on the disk", f"{free / 1e9:.1f} GB", free >= LEAST_BYTES, "make room on the disk")


def _writes(folder: Path) -> Check:
    """Measure how long it takes until something kept is on the disk."""
    place = folder / ".class-check.db"
    try:
        file = sqlite3.connect(place, isolation_level=None)
        file.execute("PRAGMA journal_mode = WAL")
        file.execute("PRAGMA synchronous = FULL")
        file.execute("CREATE TABLE try (n INTEGER)")
        start = time.perf_counter()
        for number in range(N_WRITES):
            file.execute("INSERT INTO try VALUES (?)", (number,))
        seconds = (time.perf_counter() - start) / N_WRITES
        file.close()
    except (sqlite3.Error, OSError) as error:
        return Check("writing", str(error), False, f"this folder cannot be written to: {folder.name}")
    finally:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{place}{suffix}").unlink(missing_ok=True)
    return Check(
        "time until an answer is safe",
        f"{1000 * seconds:.0f} ms",
        seconds < SLOWEST_WRITE,
        "move the file to this laptop's own disk",
    )


def _port(host: str, port: int) -> Check:
    place = "" if host in EVERYWHERE else host
    try:
        socket.create_server((place, port)).close()
    except OSError:
        return Check("the port", f"{port} is taken", False, "give another --port")
    return Check("the port", f"{port} is free", True)


def _engine() -> Check:
    """Compile what the class will need, so that nobody waits for it, and time one year of one plan."""
    from buyermaze.classroom.play.game import Played, live
    from buyermaze.classroom.play.levers import start_plan

    played = [Played.of([start_plan()])]
    try:
        live(played, range(1))
        start = time.perf_counter()
        live(played, range(1, 3))
        seconds = (time.perf_counter() - start) / 2
    except InputProblem as problem:
        return Check("the engine", str(problem), False, "install buyermaze again")
    return Check(
        "one year of one plan", f"{seconds:.2f} s", seconds < SLOWEST_RUN, "close other programs, plug the laptop in"
    )
