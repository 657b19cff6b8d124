"""A class among strangers: slow, broken and forged requests, damaged and foreign files, full disks, a clock that goes back."""

import asyncio
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from buyermaze.classroom import guard
from buyermaze.classroom.guard import Guard
from buyermaze.classroom.pages.answers import read_answer, read_deed
from buyermaze.classroom.play import room, store
from buyermaze.classroom.play.room import NotKept, Room, named
from buyermaze.classroom.play.state import class_of
from buyermaze.classroom.play.store import New, Store, only_server
from buyermaze.classroom.server import application
from buyermaze.classroom.serving import MOST_CONNECTIONS
from buyermaze.simulator.core.errors import InputProblem
from tests.classroom.conftest import SETTINGS
from tests.classroom.phones import Phone, Trainer, asked, served
from tests.waiting import awaited

CODE, KEY = SETTINGS["code"], SETTINGS["trainer_key"]
PREDICT = 2
MULTIPART = "multipart/form-data; boundary=x; charset={}"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A class that is being served."""
    path = tmp_path_factory.mktemp("class") / "class.db"
    Store.create(path, SETTINGS | {"buyer": True}).close()
    with served(path) as port:
        yield port


def opened(path: Path) -> Room:
    """Return a class in this process, as the server holds it."""
    return Room(Store(path))


NUMBERS = (
    "Infinity",
    "-Infinity",
    "NaN",
    "1e999",
    '"\\ud800"',
    "[1]",
    "{}",
    "null",
    "true",
    '"' + "9" * 5000 + '"',
    "9" * 4000,
)
ANSWERS = [
    f'{{"step": {step}, "kind": {kind}, "sign": {value}, "low": {value}, "high": {value}, "text": {value}, "do": {value}, '
    f'"number": {number}, "job": {value}, "channel": {value}, "price": {value}, "reps": {value}, "hypothesis": {value}}}'
    for value in NUMBERS
    for step, kind, number in (("2", '"sign"', "0"), ("2", '"size"', "0"), ("6", '"choice"', value), ("6", '"choice"', "0"),
                               ("8", '"plan"', "0"), (value, '"sign"', "0"), ("2", value, "0"))
]  # fmt: skip


def test_no_number_or_word_in_an_answer_is_a_fault_of_the_server(port: int) -> None:
    phone, trainer = Phone(port).join(CODE, "asks oddly"), Trainer(port, KEY)
    origin = f"http://127.0.0.1:{port}"
    for who, path in ((phone, "/answer"), (trainer, "/trainer/do")):
        headers = {"content-type": "application/json", "origin": origin, "cookie": who.cookie}
        for step in (2, 6, 8):
            trainer.do("open", step=step)
            for body in ANSWERS if path == "/answer" else [each.replace('"do": ', '"seat": ') for each in ANSWERS]:
                for do in ("open", "card", "move", "free", "say", "reveal", "x") if path == "/trainer/do" else ("",):
                    sent = body.replace('"kind"', f'"do": "{do}", "kind"') if do else body
                    status, _, text = asked(port, "POST", path, sent.encode(), headers)
                    assert status < 500, (path, sent, text)
                if path == "/trainer/do" and step != 2:
                    break
    assert phone.ask("GET", "/seat/now")[0] == 200


@pytest.mark.parametrize(
    "charset", ["unicode_escape", "utf-7", "utf-16", "hex", "idna", "no such", "raw_unicode_escape"]
)
@pytest.mark.parametrize("path", ["/join", "/back", "/trainer/key"])
def test_a_form_in_any_encoding_is_no_fault_of_the_server(port: int, path: str, charset: str) -> None:
    fields = {"code": b"\\ud800", "name": b"\\ud800", "key": b"\\ud800" * 20, "own": b"\\udfff", "team": b"\\u0661"}
    if path == "/join" and charset == "utf-16":
        fields |= {"code": CODE.encode("utf-16")}
    body = b"".join(
        b'--x\r\ncontent-disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (k.encode(), v) for k, v in fields.items()
    )
    status = asked(port, "POST", path, body + b"--x--\r\n", {"content-type": MULTIPART.format(charset)})[0]
    assert status < 500


@pytest.mark.parametrize(
    "origin", ["http://[", "null", "http://", "//127.0.0.1", "file://", "http://127.0.0.1@evil.example", "\xff"]
)
def test_a_page_from_nowhere_is_refused(port: int, origin: str) -> None:
    headers = {"origin": origin, "content-type": "application/x-www-form-urlencoded"}
    assert asked(port, "POST", "/join", b"code=ABCDE&name=x&key=0123456789abcdefgh", headers)[0] == 403


@pytest.mark.parametrize(
    "name", ["\u202egnp.exe", "\x1b[31mred", "\u200b\u200b", "a\u0000b", "<svg/onload=x>", "{{7*7}}", "=1+1"]
)
def test_a_nickname_is_shown_as_text_or_refused(port: int, name: str) -> None:
    phone = Phone(port)
    status, _ = phone.ask("POST", "/join", {"code": CODE, "name": name, "team": 2, "key": f"{name:k<20}"})
    assert status in (303, 400)
    shown = Trainer(port, KEY).ask("GET", "/trainer")[1] + phone.ask("GET", "/wall")[1]
    assert not {"\u202e", "\x1b", "\u200b", "\0"} & set(shown)
    assert "<svg" not in shown and ">49<" not in shown


@pytest.mark.parametrize("name", ["\u3164", "\u115f\u1160 \uffa0", "\u2800", "\u200b\u200d", "\u034f\ufe0f", "\u0301"])
def test_a_nickname_that_shows_nothing_is_refused(name: str) -> None:
    with pytest.raises(InputProblem, match="how you want to be called"):
        named(name)
    assert named("\U0001f98a") == "\U0001f98a" and named("\u05d0\u05d1") == "\u05d0\u05d1"


def test_a_request_that_comes_too_slowly_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "SECONDS_TO_SEND", 0.02)
    said: list[Any] = []
    gone = asyncio.Event()

    async def never() -> dict[str, Any]:
        await gone.wait()
        return {"type": "http.request", "body": b"", "more_body": True}

    async def send(message: Any) -> None:
        said.append(message)

    async def inner(*_: Any) -> None:
        raise AssertionError("read a request that never came")

    scope = {"type": "http", "method": "POST", "headers": [], "path": "/join"}
    awaited(asyncio.wait_for(Guard(inner)(scope, never, send), 20))
    assert said[0]["status"] == 408


def test_who_sends_no_whole_request_is_hung_up_on(tmp_path: Path) -> None:
    path = tmp_path / "class.db"
    Store.create(path, SETTINGS).close()
    code = (
        "from buyermaze.classroom import guard, serving; serving.SECONDS_TO_SEND = guard.SECONDS_TO_SEND = 0.3;"
        f"serving.serve({str(path)!r}, '127.0.0.1', 0, lambda line: print(line, flush=True))"
    )
    server = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout
        port = next(int(line.rsplit(":", 1)[1]) for line in server.stdout if line.startswith("Address"))
        for begun in (
            b"",
            b"GET /wall HTT",
            b"GET / HTTP/1.1\r\nhost: x\r\nx-a: ",
            b"POST /join HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\na",
        ):
            with socket.create_connection(("127.0.0.1", port), 60) as line:
                line.sendall(begun)
                while line.recv(4096):  # ends only when the server ends it
                    pass
    finally:
        server.kill()
        server.wait()


def test_one_address_takes_no_more_lines_than_a_room_needs(port: int) -> None:
    lines = []
    try:
        for _ in range(MOST_CONNECTIONS + 20):
            lines.append(socket.create_connection(("127.0.0.1", port), 30))
        ended = 0
        for line in lines[-5:]:
            line.settimeout(60)
            try:
                ended += line.recv(1) == b""
            except OSError:
                ended += 1
        assert ended == 5
    finally:
        for line in lines:
            line.close()
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if asked(port, "GET", "/health")[0] == 200:
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server no longer answers")


def test_thousands_who_join_take_no_more_seats_than_there_are(new_class: Callable[..., Path]) -> None:
    async def crowd() -> None:
        here = opened(new_class())

        async def come(number: int) -> bool:
            try:
                await here.join(f"n{number}", None, f"a-key-of-number-{number:06}")
            except InputProblem:
                return False
            return True

        came = [await come(number) for number in range(2000)]
        assert sum(came) == len(here.state.present()) == room.MOST_SEATS
        first = here.state.present()[0]
        for _ in range(2 * room.MOST_BROWSERS):
            with_key = here.join("n0", None, "a-key-of-number-000000")
            if len(first.tokens) < room.MOST_BROWSERS:
                await with_key
            else:
                with pytest.raises(InputProblem, match="free it"):
                    await with_key
        assert len(first.tokens) == room.MOST_BROWSERS
        here.close()

    awaited(crowd())


def test_many_who_join_at_once_take_no_more_seats_than_there_are(new_class: Callable[..., Path]) -> None:
    async def crowd() -> None:
        here = opened(new_class())
        asked_for = [here.join(f"n{number}", None, f"a-key-of-number-{number:06}") for number in range(200)]
        found = await asyncio.gather(*asked_for, return_exceptions=True)
        assert sum(not isinstance(each, InputProblem) for each in found) == len(here.state.present()) == room.MOST_SEATS
        here.close()

    awaited(crowd())


@pytest.mark.parametrize("how", ["locked", "full", "read-only"])
def test_what_cannot_be_kept_does_not_count_and_the_class_goes_on(
    new_class: Callable[..., Path], how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "SECONDS_BUSY", 0.05)
    path = new_class()

    async def lesson() -> None:
        here = opened(path)
        person, _ = await here.join("stays", None, "a-key-that-came-with-it")
        await here.trainer(read_deed(here, {"do": "open", "step": PREDICT}))
        other = sqlite3.connect(path, isolation_level=None)
        pages = here.store._file.execute("PRAGMA page_count").fetchone()[0]
        hinder, free = {
            "locked": (lambda: other.execute("BEGIN IMMEDIATE"), lambda: other.execute("ROLLBACK")),
            "full": (lambda: here.store._file.execute(f"PRAGMA max_page_count = {pages}"),
                     lambda: here.store._file.execute("PRAGMA max_page_count = 100000")),
            "read-only": (lambda: here.store._file.execute("PRAGMA query_only = ON"),
                          lambda: here.store._file.execute("PRAGMA query_only = OFF")),
        }[how]  # fmt: skip
        hinder()
        words = {"step": PREDICT, "kind": "sign", "sign": "more"}
        with pytest.raises(NotKept, match="cannot be read or written"):
            for number in range(100):  # until the last page is full
                await here.keep(New("s-filler", number, "sign", {"sign": "more", "said": "x" * 4000}))
            await read_answer(here, person, words)
        assert here.trouble and (PREDICT, "sign") not in person.answers
        free()
        event = await read_answer(here, person, words)
        assert (event.seat, here.trouble) == (person.seat, "")
        other.close()
        here.close()
        assert class_of(Store(path)).people[person.seat].answers[PREDICT, "sign"].body["sign"] == "more"

    awaited(lesson())


def test_a_phone_is_told_to_send_again_what_could_not_be_kept(
    new_class: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from starlette.testclient import TestClient

    path = new_class()
    here = opened(path)
    with TestClient(application(here, "http://testserver"), follow_redirects=False) as phone:
        form = {"code": CODE, "name": "patient", "key": "a-key-that-came-with-it"}
        here.store._file.execute("PRAGMA query_only = ON")
        answer = phone.post("/join", data=form)
        assert (answer.status_code, "send it again" in answer.json()["problem"]) == (503, True)
        assert len(answer.json()["problem"]) < 400
        phone.cookies.set("trainer", KEY)
        assert "Answers cannot be kept" in phone.get("/trainer").text
        here.store._file.execute("PRAGMA query_only = OFF")
        assert phone.post("/join", data=form).status_code == 303
        assert "Answers cannot be kept" not in phone.get("/trainer").text


def test_who_tries_codes_makes_nobody_else_wait(new_class: Callable[..., Path]) -> None:
    from starlette.testclient import TestClient

    pages = application(opened(new_class()), "http://testserver")
    form = {"code": CODE, "name": "patient", "key": "a-key-that-came-with-it"}
    with TestClient(pages, follow_redirects=False, client=("10.0.0.1", 1)) as tries:
        asked_for = [tries.post("/join", data=form | {"code": "WRONG"}).status_code for _ in range(guard.MOST_GUESSES + 1)]
        assert (asked_for[0], asked_for[-1]) == (403, 429)
        other = TestClient(pages, follow_redirects=False, client=("10.0.0.2", 1))
        assert other.post("/join", data=form).status_code == 303
        assert other.get(f"/trainer?key={KEY}").status_code == 303


def test_a_clock_that_goes_back_changes_no_order_and_locks_nobody_out(
    new_class: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lesson() -> None:
        here = opened(new_class())
        person, _ = await here.join("early", None, "a-key-that-came-with-it")
        for year in ("2026", "2001", "1971"):
            monkeypatch.setattr(store, "now", lambda year=year: f"{year}-01-01T00:00:00.000+00:00")
            await here.trainer(read_deed(here, {"do": "open", "step": PREDICT}))
            await here.trainer(read_deed(here, {"do": "lock"}))
            assert here.state.phase == "locked"
            await here.trainer(read_deed(here, {"do": "undo"}))
        assert (await read_answer(here, person, {"step": PREDICT, "kind": "sign", "sign": "less"})).body[
            "sign"
        ] == "less"
        here.close()
        again = opened(here.store.path)
        assert (again.state.step, again.state.phase) == (PREDICT, "open")
        again.close()

    awaited(lesson())


def _changed(path: Path, *statements: str) -> None:
    file = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        file.execute(statement)
    file.close()


SHAPES: dict[str, tuple[str, ...]] = {
    "no event": ("DELETE FROM events",),
    "no settings": ("UPDATE events SET body = '[]'",),
    "broken words": ("UPDATE events SET body = '{\"title\": '",),
    "deep words": (f"UPDATE events SET body = '{'[' * 20000}'",),
    "a million teams": ("UPDATE events SET body = json_set(body, '$.teams', 1000000)",),
    "endless rounds": ("UPDATE events SET body = json_set(body, '$.rounds', 1e18)",),
    "no number of rounds": ("UPDATE events SET body = json_set(body, '$.rounds', json('1e999'))",),
    "unknown lesson": ("UPDATE events SET body = json_set(body, '$.lessons', json('[\"../../etc/passwd\"]'))",),
    "a deed without a name": ("INSERT INTO events VALUES (9, 'x', 'trainer', 0, 'did', '{}')",),
    "a choice of nobody": ("INSERT INTO events VALUES (9, 'x', 's1', 0, 'choice', '{\"do\": \"wait\"}')",),
    "a seat of no team": ("INSERT INTO events VALUES (9, 'x', 's1', 0, 'joined', '{\"team\": \"x\"}')",),
    "the plan of no team": ("INSERT INTO events VALUES (9, 'x', 'teamx', 0, 'plan', '{}')",),
    "an endless table": (
        "DROP TABLE events",
        "CREATE VIEW events AS WITH RECURSIVE a(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM a) "
        "SELECT id, '' AS at, '' AS seat, 0 AS round, '' AS kind, '{}' AS body FROM a",
    ),
    "a trigger": ("CREATE TRIGGER t AFTER INSERT ON events BEGIN DELETE FROM events; END",),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("command", ["debrief", "serve", "check"])
def test_a_class_that_is_damaged_or_foreign_is_told_in_a_sentence(
    new_class: Callable[..., Path], shape: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = new_class()
    _changed(path, *SHAPES[shape])
    assert _told(["class", command, str(path)], path.parent, capsys)


@pytest.mark.parametrize("damage", [0, 1, 2, 3, 4, 5])
def test_bytes_of_a_class_that_change_are_told_or_harmless(new_class: Callable[..., Path], damage: int) -> None:
    path = new_class()
    content = bytearray(path.read_bytes())
    for place in range(100 + damage, len(content), 7):
        content[place] ^= 0x5A
    path.write_bytes(content if damage < 4 else content[: len(content) // damage])
    with pytest.raises(InputProblem, match=r"class\.db"):
        class_of(Store(path))


def test_a_class_in_a_folder_that_cannot_be_written_gives_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise sqlite3.OperationalError("unable to open database file")

    monkeypatch.setattr(sqlite3, "connect", refused)
    words = ["class", "new", "--lesson", "straighten", "--out", str(tmp_path / "new.db")]
    assert _told(words, tmp_path, capsys)


def test_a_mark_of_serving_that_is_none_gives_a_sentence(new_class: Callable[..., Path]) -> None:
    path = new_class()
    precious = path.with_name("letters.txt")
    precious.write_text("dear aunt" * 400)
    Path(f"{path}-serving").symlink_to(precious)
    with pytest.raises(InputProblem):
        only_server(path)
    assert precious.read_text() == "dear aunt" * 400


def test_a_file_too_large_for_a_class_is_not_read(new_class: Callable[..., Path]) -> None:
    path = new_class()
    with path.open("r+b") as file:
        file.truncate(10 * store.MOST_BYTES)  # takes no room on the disk
    with pytest.raises(InputProblem, match="too large"):
        Store(path)


def test_a_foreign_class_puts_no_control_into_slides(
    new_class: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    from buyermaze.experiments.commands import main

    evil = "\0\x0b\x1b]0;x\x07\u202e<script>alert(1)</script>"
    path = new_class(title=f"A class {evil}")
    joined = {"name": f"Mia {evil}" + "x" * 50_000, "team": 1, "token": "t", "code": evil}
    kept = Store(path)
    kept.append([New("s1", 0, "joined", joined), New("s1", 5, "words", {"text": f"Ask twice {evil}"})])
    kept.close()
    with pytest.raises(SystemExit) as left:
        main(["class", "debrief", str(path), "--out", "-"])
    text = capsys.readouterr().out
    assert left.value.code == 0
    assert "Ask twice" in text and not {"\0", "\x0b", "\x1b", "\x07", "\u202e"} & set(text)
    assert "<script>alert" not in text and "x" * 100 not in text


def _told(words: list[str], folder: Path, capsys: pytest.CaptureFixture[str]) -> bool:
    """Return whether a command ends in one sentence and exit code 2, and leaves no new file of its own."""
    from buyermaze.experiments.commands import main

    before = {path.name for path in folder.iterdir()}
    extra = ["--out", str(folder / "slides.html")] if words[1] == "debrief" else []
    with pytest.raises(SystemExit) as left:
        main([*words, *extra])
    said = capsys.readouterr().err.strip()
    new = {path.name for path in folder.iterdir()} - before
    assert not {name for name in new if not name.endswith(("-wal", "-shm", "-serving"))}, new
    assert left.value.code == 2, said
    assert len(said) <= 400 and said.isprintable(), said
    return True
