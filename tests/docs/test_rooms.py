"""Where each happening is read: one name in every room, and nothing of it elsewhere but what the table names, with the reason."""

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from pydantic import BaseModel

import buyermaze as bm
from buyermaze.simulator.core.vocabulary import Kind
from buyermaze.simulator.model.parameter_names import Parameters
from docs.happenings import said

ROOT = Path(__file__).resolve().parents[2]
SIMULATOR = ROOT / "simulator"
ROOMS = {"i": "inputs", "r": "model/rules", "s": "model/steps", "o": "outcomes"}
PAGE = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
GROUPS = {
    f"{part}.{name}": value for part in ("market", "programme") for name, value in getattr(bm.load("merged"), part)
}
READ_BY_RULES = set(Parameters.__annotations__)
STATE = (SIMULATOR / "model" / "state.py").read_text(encoding="utf-8")
REMEMBERED = set(re.findall(r"^    (\w+): (?!Key\b)", STATE, re.M))  # of a person, an account, a rep, the market


class Happening(NamedTuple):
    """A line of the table."""

    happenings: list[str]
    name: str
    rooms: str
    paths: list[str]
    kinds: list[str]
    section: str
    elsewhere: dict[str, str]

    @property
    def parameters(self) -> set[str]:
        """Return the names by which rules read its parameters."""
        found: set[str] = set()
        for path in self.paths:
            part, group, *field = path.split(".")
            value = GROUPS[f"{part}.{group}"]
            fields = [name for name, _ in value] if isinstance(value, BaseModel) else []
            found |= {f"{group}_{name}" for name in field or fields} & READ_BY_RULES
            found |= {f"n_{group}", f"{group}_matter"} & READ_BY_RULES  # by which steps ask whether it is on
            if not field and (not fields or any(isinstance(each, tuple) for _, each in value)):  # tables are packed by column
                found |= {name for name in READ_BY_RULES if name.startswith(f"{group.removesuffix('s')}_")}
        return found

    @property
    def kept(self) -> set[str]:
        """Return what is remembered of it: fields of the state that only its step sets, and arrival to a plain number."""
        at_start = re.compile(r"\.\w+(\[\w+\])? = -?[\d.]+$", re.M)
        steps = {**texts("model/steps"), "arrival": at_start.sub("", texts("model/steps")["arrival"])}
        return {
            field for field in REMEMBERED
            if {file for file, text in steps.items() if re.search(rf"\.{field}(\[.*?\])? [-+*]?= ", text)} == {self.name}
        }  # fmt: skip

    def reads(self) -> re.Pattern[str]:
        """Return what a step says that reads a parameter of it, or what is remembered of it."""
        names = "|".join(sorted(self.parameters)) or "nothing"
        kept = "|".join(sorted(self.kept)) or "nothing"
        return re.compile(rf"\.({names})\b|\.({kept})\b(?!(\[\w+\])? = )")

    def here_or_named(self, room: str) -> set[str]:
        """Return the files of a room that may hold something of it."""
        short = room.removeprefix("model/")
        return {self.name} | {place.split("/")[1] for place in self.elsewhere if place.startswith(f"{short}/")}


def rows() -> list[Happening]:
    """Return the lines of the table."""
    lines = [line for line in PAGE.split("\n## 13. ")[1].splitlines() if line.startswith("|")][2:]
    found = []
    for line in lines:
        happenings, name, rooms, paths, kinds, section, elsewhere = (cell.strip() for cell in line[1:-1].split("|"))
        places = dict(place.split(": ", 1) for place in elsewhere.split("; ") if place)
        found.append(
            Happening(
                happenings.split("; "), name, rooms.replace(" ", ""), re.findall(r"`([\w.]+)`", paths),
                re.findall(r"`(\w+)`", kinds), section, places,
            )
        )  # fmt: skip
    return found


ROWS = rows()
NAMES = {row.name for row in ROWS}
each_happening = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)


@cache
def texts(room: str) -> dict[str, str]:
    """Return the text of every file of a room."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted((SIMULATOR / room).rglob("*.py"))}


def test_every_happening_stands_in_the_table_once() -> None:
    named = [name for row in ROWS for name in row.happenings]
    assert sorted(named) == sorted([*(row["name"] for row in said()["happenings"]), "campaigns"])
    assert len(NAMES) == len(ROWS)


@each_happening
def test_a_happening_has_one_name_in_every_room(row: Happening) -> None:
    there = "".join(letter for letter, room in ROOMS.items() if row.name in texts(room))
    assert row.rooms == there
    assert {"i", "s"} <= set(there)
    assert "o" in there or any(place.startswith("outcomes/") for place in row.elsewhere)
    assert re.search(rf"^### {re.escape(row.section)} ", PAGE, re.M)


def test_a_happening_lies_in_the_same_part_of_every_room() -> None:
    parts: dict[str, set[str]] = defaultdict(set)
    for room in ROOMS.values():
        for path in (SIMULATOR / room).rglob("*.py"):
            if path.stem in NAMES:
                parts[path.stem].add(path.parent.name)
    assert set(parts) == NAMES
    assert not {name: places for name, places in parts.items() if len(places) > 1}


@each_happening
def test_its_sheets_lie_in_its_file_and_no_others_do(row: Happening) -> None:
    homes = {path: type(value).__module__.split(".")[-1] for path, value in GROUPS.items() if isinstance(value, BaseModel)}
    mine = {".".join(path.split(".")[:2]) for path in row.paths}
    assert {homes[path] for path in mine & set(homes)} <= row.here_or_named("inputs")
    assert {path for path, home in homes.items() if home == row.name} <= mine


@each_happening
def test_its_parameters_are_read_and_its_rows_written_where_the_table_says(row: Happening) -> None:
    read = row.reads()
    reading = {file for file, text in texts("model/steps").items() if read.search(text)}
    writing = {
        file for file, text in texts("model/steps").items() if any(re.search(rf"\bKind\.{kind}\b", text) for kind in row.kinds)
    }
    assert set(row.kinds) <= set(Kind.__members__)
    assert reading | writing <= row.here_or_named("model/steps")


@each_happening
def test_what_is_named_elsewhere_is_there_and_says_why(row: Happening) -> None:
    read = re.compile(
        rf"{row.reads().pattern}|\.discount_now\b|Kind\.({'|'.join(row.kinds) or 'NOTHING'})\b|rules\.{row.name} import"
    )
    for place, reason in row.elsewhere.items():
        room, file = place.split("/")
        assert len(reason.split()) > 3
        text = texts(room if room in ROOMS.values() else f"model/{room}")[file]
        assert room != "steps" or read.search(text), f"nothing of {row.name} is left in {place}"
        assert room != "outcomes" or "o" not in row.rooms


def room_of(path: Path) -> str:
    """Return the room of a file, whichever part of it the file lies in: ``steps`` of ``model/steps/sales/staffing.py``."""
    return next((part for part in path.relative_to(SIMULATOR).parts[:-1] if part != "model"), "")


def importers(room: str) -> dict[tuple[str, str], set[str]]:
    """Return who imports each name of a room's files: ``steps/staffing`` where it is a step, else its file."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    dotted = f"buyermaze.simulator.{room.replace('/', '.')}."
    for path in sorted(SIMULATOR.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(dotted):
                for alias in node.names:
                    file = (node.module or "").rpartition(".")[2]
                    found[file, alias.name].add(f"{room_of(path)}/{path.stem}")
    return found


def test_no_rule_of_one_happening_lies_in_a_file_of_another_name() -> None:
    lost = {
        f"rules/{file}: {rule} is used by {user} alone"
        for (file, rule), users in importers("model/rules").items()
        for user in users
        if len(users) == 1 and user.startswith("steps/") and user.removeprefix("steps/") in NAMES - {file}
    }
    assert not lost


def test_outcomes_are_listed_by_happening() -> None:
    listing = texts("outcomes")["definitions"]
    listed = {file for file, name in re.findall(r"outcomes\.\w+\.(\w+) import ([A-Z]+)\n", listing) if f"    *{name},\n" in listing}
    assert listed == {row.name for row in ROWS if "o" in row.rooms}


def test_what_rows_of_one_happening_add_up_to_is_told_by_no_other() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for block in re.split(r"\n    (?:el)?if |\n    else:|\n@rule", texts("outcomes")["happenings"]):
        kinds = set(re.findall(r"Kind\.(\w+)", block.split("\n")[0]))
        for tally in re.findall(r"Tally\.(\w+)", block):
            owners[tally] |= {row.name for row in ROWS if kinds & set(row.kinds)}
    told = {file: set(re.findall(r"Tally\.(\w+)", text)) for file, text in texts("outcomes").items() if file in NAMES}
    assert len([tally for tally, names in owners.items() if names]) > 30
    assert not {f"outcomes/{file}: {tally}" for file, has in told.items() for tally in has if owners[tally] - {file}}


def test_every_happening_is_shown_where_everything_happens_and_campaigns_where_the_page_says() -> None:
    def shown(scenario: bm.Scenario) -> set[str]:
        kinds = bm.simulate(scenario).journal["kind"]
        return {kind.name for kind in Kind if (kinds == kind).any()}

    everything = shown(bm.load("field_force", market="regulated_equipment", changes={"run.n_accounts": 400}))
    assert {row.name for row in ROWS if not set(row.kinds) <= everything} == {"campaign"}
    page = (ROOT / "docs" / "presets.md").read_text(encoding="utf-8")
    example = re.search(r"all of it is on but campaigns, which \[[\w ]+\]\((\S+)\)", page)
    assert example
    path = ROOT / "docs" / example[1]
    assert {kind for row in ROWS if row.name == "campaign" for kind in row.kinds} <= shown(bm.load(path))
