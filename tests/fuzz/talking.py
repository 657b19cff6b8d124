"""Doors by which people and programs talk to us: the command line, an assistant's tools, a company's numbers."""

import contextlib
import io
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from buyermaze.classroom.play.store import Store
from buyermaze.experiments.calibration.company import my_company
from buyermaze.simulator.core.errors import InputProblem
from tests.fuzz import corpus
from tests.waiting import awaited

WRITING: Final = ("--out", "--json", "--csv", "--xlsx", "--pptx", "--events", "--memo", "--html", "--save", "--folder")
CLASS: Final = {
    "title": "A class", "lessons": ["straighten"], "teams": 3, "rounds": 2, "buyer": True, "code": "ABCDE", "trainer_key": "k",
}  # fmt: skip
NOT_RUN: Final = "nothing is run here"
_place = Path(tempfile.mkdtemp(prefix="fuzz-")) / "a" / "b" / "c"


@contextlib.contextmanager
def no_engine() -> Iterator[None]:
    """Refuse every run: what comes as far as that was taken."""
    from buyermaze.simulator.engines.compiled import driver

    def refused(*_: Any, **__: Any) -> None:
        raise InputProblem(NOT_RUN)

    kept = driver.run, driver.open_office
    driver.run = driver.open_office = refused  # type: ignore[assignment]
    try:
        yield
    finally:
        driver.run, driver.open_office = kept


def _fresh() -> None:
    """Make the folder in which commands run anew."""
    shutil.rmtree(_place, ignore_errors=True)
    _place.mkdir(parents=True)
    (_place / "leads.csv").write_bytes(corpus.TABLES["leads.csv"])
    (_place / "mapping.json").write_bytes(corpus.MAPPINGS[0])
    (_place / "plan.yaml").write_bytes(corpus.PLAN_TEXTS[0])
    (_place / "class.db").write_bytes(_class())


@lru_cache(maxsize=1)
def _class() -> bytes:
    place = Path(tempfile.mkdtemp(prefix="fuzz-")) / "class.db"
    Store.create(place, dict(CLASS)).close()
    return place.read_bytes()


def _contents() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in _place.rglob("*") if path.is_file()}


def left(words: list[str]) -> str:
    """Give words to the command line; return what it said, once it is checked that it left as it may."""
    from buyermaze.experiments.commands.main import DONE, USERS, _code

    out, err = io.StringIO(), io.StringIO()
    with no_engine(), contextlib.chdir(_place), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = _code(words)
        except SystemExit as leaving:
            code = int(leaving.code or 0)
    said = err.getvalue().strip()
    assert code in (DONE, USERS, 3, 4), f"left with {code}: {said[-600:]}"
    assert code == DONE or said or out.getvalue(), "left without a word"
    last = said.splitlines()[-1] if said else ""
    assert len(last) <= 400 and last.isprintable(), f"said {len(last)} characters: {last!r}"
    assert "Traceback" not in said, said[-600:]
    if code == USERS:
        raise InputProblem(last.removeprefix("buyermaze: ") or "help")
    return said


def command(content: bytes, name: str) -> str:
    """Take the words of a command, one a line; nothing is written unless it says so."""
    words = [word for word in content.decode("utf-8", "surrogateescape").split("\n") if word.partition("=")[0] not in WRITING]
    words = [word.replace("\x00", "") for word in words]  # no program can be given one
    if words[:1] in (["app"], ["mcp"]) or words[:2] == ["class", "serve"] or "completion" in content.decode("latin-1"):
        return ""
    if words[:1] == ["calibrate"] or words[:2] in (["class", "new"], ["class", "debrief"], ["class", "paper"]):
        words += ["--out", "written.html"]
    _fresh()
    before = _contents()
    try:
        said = left(words)
    except InputProblem:
        new = {name for name, what in _contents().items() if before.get(name) != what}
        assert not {name for name in new if not name.startswith("class.db-")}, f"refused, and wrote {new}"
        raise
    return said


def mapping(content: bytes, name: str) -> str:
    """Take the mapping of an import."""
    _fresh()
    (_place / "mapping.json").write_bytes(content)
    return left(["import", "leads.csv", "--mapping", "mapping.json"])


def numbers(content: bytes, name: str) -> Any:
    """Take the numbers of a company, as the page gives them; a company is not looked for."""
    given = _json(content)
    if not isinstance(given, dict):
        return None
    numbers = {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}
    with no_engine():
        return my_company(name, numbers, n_points=50)


def call(content: bytes, name: str) -> Any:
    """Take a call of an assistant's tool."""
    from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError

    given = _json(content)
    if not isinstance(given, dict):
        return None
    tool = given.pop("tool", "compare")
    with no_engine():
        try:
            return awaited(_assistant().call_tool(str(tool), given))
        except UnexpectedToolError as error:
            raise AssertionError(f"a fault of ours: {error.__cause__!r}") from error
        except ToolError as error:
            raise InputProblem(_same(str(error))) from None


def _same(said: str) -> str:
    assert len(said) <= 400 and said.isprintable(), f"said {len(said)} characters: {said!r}"
    return said


def _json(content: bytes) -> Any:
    with contextlib.suppress(ValueError, RecursionError):
        return json.loads(content)
    return None


@lru_cache(maxsize=1)
def _assistant() -> Any:
    from buyermaze.experiments.commands.mcp import server

    return server(None)


DOORS: Final[tuple[tuple[Callable[[bytes, str], Any], tuple[bytes, ...]], ...]] = (
    (command, corpus.COMMANDS),
    (mapping, corpus.MAPPINGS),
    (numbers, corpus.NUMBERS),
    (call, corpus.CALLS),
)
