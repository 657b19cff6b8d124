"""Where each happening is read: every file that the table names is there and holds what the table says."""

import re
from pathlib import Path

import pytest

import buyermaze as bm
from buyermaze.simulator.core.vocabulary import Kind
from docs.happenings import said

ROOT = Path(__file__).resolve().parents[2]
SIMULATOR = ROOT / "simulator"
PAGE = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
TABLE = PAGE.split("\n## 13. ")[1]
ROWS = [[cell.strip() for cell in line[1:-1].split("|")] for line in TABLE.splitlines() if line.startswith("|")][2:]


def files(room: str, cell: str) -> list[str]:
    """Return the texts of the files of a room that a cell names."""
    return [(SIMULATOR / room / f"{name}.py").read_text(encoding="utf-8") for name in cell.split(", ") if name != "–"]


def test_every_happening_stands_in_the_table_once() -> None:
    named = [name for row in ROWS for name in row[0].split("; ")]
    assert sorted(named) == sorted([*(row["name"] for row in said()["happenings"]), "campaigns"])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][:40])
def test_a_happening_is_where_the_table_says(row: list[str]) -> None:
    _, parameters, inputs, rules, steps, kinds, outcomes, section, _ = row
    scenario = bm.load("merged")
    paths = re.findall(r"`([\w.]+)`", parameters)
    shapes = [type(getattr(getattr(scenario, path.split(".")[0]), path.split(".")[1])).__name__ for path in paths]
    held = "".join(files("inputs", inputs))
    beside = {"tuple", "Marketing", "Living", "Care"}  # lists, and tables of which a happening takes one parameter
    assert all(f"class {shape}(" in held for shape in shapes if shape not in beside)
    stepped = "".join(files("model/steps", steps))
    for rule in rules.split(", "):
        assert rule == "–" or f"model.rules.{rule} import" in stepped, rule
    files("model/rules", rules)
    for kind in re.findall(r"`(\w+)`", kinds):
        assert kind in Kind.__members__
        assert f"Kind.{kind}" in stepped, kind
    assert files("outcomes", outcomes)
    assert re.search(rf"^### {re.escape(section)} ", PAGE, re.M)
