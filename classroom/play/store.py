"""One class, one file: what happened in the room, event after event, kept so that a power cut loses nothing acknowledged."""

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.local_files import understood
from buyermaze.simulator.core.plain_text import flat, readable

APPLICATION: Final = 0x424D434C  # 'BMCL' in the file's header says that it is a class of ours
VERSION: Final = 1
ROOM: Final = "room"  # events of the class itself and of its computer
TRAINER: Final = "trainer"
SECONDS_BUSY: Final = 5.0  # how long a reader and the server wait for each other; assumption
MOST_TEAMS: Final = 12
MOST_ROUNDS: Final = 8  # years of the team game
MOST_BYTES: Final = 100_000_000  # of a class: a hundred times what a day with sixty people leaves; assumption
PERSONAL: Final = ("name", "token", "code", "text", "hypothesis", "words")  # what 'class forget' wipes
TABLE: Final = """CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  seat TEXT NOT NULL,
  round INTEGER NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (seat, round, kind)
) STRICT"""


@dataclass(frozen=True)
class New:
    """Something that is to be kept: who, in which step or as which of their deeds, what, and its content."""

    seat: str
    round: int
    kind: str
    body: dict[str, Any]


@dataclass(frozen=True)
class Event:
    """Something that is kept: ``number`` counts from 1, ``at`` is the server's time in UTC."""

    number: int
    at: str
    seat: str
    round: int
    kind: str
    body: dict[str, Any]


class Store:
    """The events of one class in an SQLite file: they are only ever added, and each (seat, round, kind) once.

    Parameters
    ----------
    path : str or Path
        A file made by ``Store.create``.

    Raises
    ------
    InputProblem
        If there is no such file, it is no class, it holds tables of somebody else, or it cannot be opened.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        if not self.path.is_file():
            raise InputProblem(f"{path}: there is no such class; 'buyermaze class new --out {path}' makes one")
        application, version = _header(self.path)
        if application != APPLICATION:
            raise InputProblem(f"{path}: this is no class; 'buyermaze class new --out FILE.db' makes one")
        if version != VERSION:
            raise InputProblem(f"{path}: this class was made by a newer Buyer Maze (version {version}); update first")
        if self.path.stat().st_size > MOST_BYTES:
            raise InputProblem(f"{path}: this is too large for a class, up to {MOST_BYTES / 1e6:,.0f} MB are read")
        self._lock = threading.Lock()
        with told(self.path):
            self._file = _opened(self.path)
            if [sql for (sql,) in self._file.execute("SELECT sql FROM sqlite_schema WHERE sql NOT NULL")] != [TABLE]:
                self._file.close()
                raise InputProblem(f"{path}: this file has other tables than a class; take the one 'class new' made")

    @classmethod
    def create(cls, path: str | Path, settings: dict[str, Any]) -> "Store":
        """Make the file of a new class; what is there already is never written over."""
        place = Path(path)
        if place.exists():
            raise InputProblem(f"{path}: this file is there already; give another name with --out")
        if not place.parent.is_dir():
            raise InputProblem(f"{path}: there is no folder {place.parent}")
        try:
            with told(place), closing(_opened(place)) as file:
                file.execute(f"PRAGMA application_id = {APPLICATION}")
                file.execute(f"PRAGMA user_version = {VERSION}")
                file.execute(TABLE)
            store = cls(place)
            store.append([New(ROOM, 0, "class", settings)])
        except BaseException:  # half a class is none
            for end in ("", "-wal", "-shm", "-journal"):
                place.with_name(f"{place.name}{end}").unlink(missing_ok=True)
            raise
        return store

    def append(self, events: Sequence[New]) -> list[tuple[Event, bool]]:
        """Keep events, all in one transaction that has reached the disk when this returns.

        Returns
        -------
        list of (Event, bool)
            For each its kept form, and whether it is new; where (seat, round, kind) was there, the first one stays.

        Raises
        ------
        InputProblem
            If the file cannot be written; nothing of the events is kept then.
        """
        kept = []
        with self._lock, told(self.path):
            self._file.execute("BEGIN IMMEDIATE")
            try:
                for event in events:
                    done = self._file.execute(
                        "INSERT OR IGNORE INTO events (at, seat, round, kind, body) VALUES (?, ?, ?, ?, ?)",
                        (now(), event.seat, event.round, event.kind, json.dumps(event.body, ensure_ascii=False)),
                    )
                    key = (event.seat, event.round, event.kind)
                    row = self._file.execute(f"{_SELECT} WHERE seat = ? AND round = ? AND kind = ?", key).fetchone()
                    kept.append((_event(row), done.rowcount == 1))
                self._file.execute("COMMIT")
            except BaseException:
                if self._file.in_transaction:
                    self._file.execute("ROLLBACK")
                raise
        return kept

    def events(self, after: int = 0) -> list[Event]:
        """Return what is kept, in the order in which it happened; only what came after a number, if given."""
        with self._lock, told(self.path), understood(str(self.path), "class"):
            return [_event(row) for row in self._file.execute(f"{_SELECT} WHERE id > ? ORDER BY id", (after,))]

    def forget(self) -> int:
        """Wipe names, keys and free text out of the file, keep every number; return how many people were forgotten.

        The pages that held them are overwritten and given back.
        """
        people = 0
        with self._lock, told(self.path), understood(str(self.path), "class"):
            self._file.execute("PRAGMA secure_delete = ON")
            self._file.execute("BEGIN IMMEDIATE")
            for row in self._file.execute(f"{_SELECT} ORDER BY id").fetchall():
                event = _event(row)
                if event.seat == ROOM or not set(PERSONAL) & set(event.body):
                    continue
                people += event.kind == "joined"
                left = {key: value for key, value in event.body.items() if key not in PERSONAL}
                self._file.execute("UPDATE events SET body = ? WHERE id = ?", (json.dumps(left), event.number))
            self._file.execute("COMMIT")
            self._file.execute("VACUUM")
            self._file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return people

    def close(self) -> None:
        """Put everything into the one file and let it go."""
        with self._lock:
            self._file.close()


_SELECT: Final = "SELECT id, at, seat, round, kind, body FROM events"


def now() -> str:
    """Return the present moment in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def only_server(path: str | Path) -> sqlite3.Connection:
    """Return what shows others that a class is being served; it is let go with the process, however that ends."""
    place = Path(f"{path}-serving")
    with told(place):
        mark = sqlite3.connect(place, timeout=0.0, isolation_level=None)
        try:
            mark.execute("PRAGMA journal_mode = MEMORY")  # nothing is ever written; no file of its own beside it
            mark.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            raise InputProblem(
                f"{path}: this class is being served already; stop the other 'class serve' first"
            ) from None
    return mark


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Say in a sentence that a class's file cannot be used."""
    try:
        yield
    except (sqlite3.Error, OSError, UnicodeError) as error:  # what a damaged file makes SQLite say may be no text
        raise InputProblem(
            f"{path}: this cannot be read or written ({error}); see that it is whole, may be changed, that its disk has room "
            "and nothing else holds it"
        ) from None


def _header(path: Path) -> tuple[int, int]:
    """Return what kind of file a database says it is, and of which version, without opening it as one."""
    with path.open("rb") as file:
        head = file.read(100)
    if len(head) < 100 or not head.startswith(b"SQLite format 3\x00"):
        return 0, 0
    return int.from_bytes(head[68:72], "big"), int.from_bytes(head[60:64], "big")


def _opened(path: Path) -> sqlite3.Connection:
    file = sqlite3.connect(path, timeout=SECONDS_BUSY, isolation_level=None, check_same_thread=False)
    try:
        file.execute("PRAGMA trusted_schema = OFF")  # the file may come from somebody else
        file.execute("PRAGMA journal_mode = WAL")
        file.execute("PRAGMA synchronous = FULL")
    except (sqlite3.Error, UnicodeError):
        file.close()
        raise
    return file


def _event(row: tuple[int, str, str, int, str, str]) -> Event:
    return Event(*row[:5], body=_readable(json.loads(row[5])))


def _readable(value: Any) -> Any:
    """Return what an event holds as screens and slides may be sent it: the file may come from somebody else."""
    if isinstance(value, str):
        return flat(readable(value))
    if isinstance(value, dict):
        return {readable(key): _readable(entry) for key, entry in value.items()}
    return [_readable(entry) for entry in value] if isinstance(value, list) else value
