"""The mark of a part: it changes with all a part is made of, and with nothing else."""

import importlib
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from buyermaze import extend
from buyermaze.simulator.extensions.digest import digest_of
from buyermaze.simulator.extensions.registry import PARTS

PART = "from acme_rates import rate\n\ndef part(world, hours, own):\n    import acme_late\n    return rate() + acme_late.MORE\n"


def session(text: str) -> dict[str, Any]:
    """Run lines as a session does, which no file holds."""
    names: dict[str, Any] = {"__name__": "somewhere"}
    exec(text, names)
    return names


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a part, a module that it imports and one that it imports late."""
    monkeypatch.syspath_prepend(tmp_path)
    for name, text in {
        "acme_part": PART,
        "acme_rates": "def rate():\n    return 1\n",
        "acme_late": "MORE = 1\n",
    }.items():
        (tmp_path / f"{name}.py").write_text(text)
        monkeypatch.delitem(sys.modules, name, raising=False)
    importlib.invalidate_caches()
    return tmp_path


def test_modules_that_a_part_imports_count_for_its_mark_also_those_it_imports_late(modules: Path) -> None:
    part = importlib.import_module("acme_part").part
    marks = [digest_of(part)]
    assert digest_of(part) == marks[0]
    for name, text in (("acme_rates", "def rate():\n    return 22\n"), ("acme_late", "MORE = 333\n")):
        (modules / f"{name}.py").write_text(text)
        marks.append(digest_of(part))
    (modules / "nobody_asks.py").write_text("A = 1\n")
    assert len(set(marks)) == 3
    assert digest_of(part) == marks[-1]


@pytest.mark.parametrize("value", ["1", "'word'", "(1, 2)", "np.array([1.0, 2.0])", "{'a': 1}", "[1]"])
def test_values_a_part_closes_over_count_for_its_mark(value: str) -> None:
    other = value.replace("1", "7").replace("word", "other")
    text = "import numpy as np\ndef made(value):\n    def part(world, hours, own):\n        return value\n    return part\n"

    def mark(of: str) -> str:
        extend.mechanism("closed", meaning="Closes over something.")(session(text + f"part = made({of})")["part"])
        return PARTS["closed"].digest

    assert mark(value) == mark(value) != mark(other)


def test_what_a_session_defines_beside_a_part_counts_for_its_mark() -> None:
    text = "rate = 1\ndef helper():\n    return rate\ndef part(world, hours, own):\n    return helper()\n"
    names = session(text)
    before = digest_of(names["part"])
    names["unrelated"] = 3
    assert digest_of(names["part"]) == before
    names["rate"] = 2
    assert digest_of(names["part"]) != before
    assert digest_of(session(text.replace("return rate", "return -rate"))["part"]) != before


def test_notes_that_a_part_keeps_do_not_change_its_mark() -> None:
    seen: list[int] = []
    extend.mechanism("noting", meaning="Notes when it works.")(lambda world, hours, own: seen.append(1))
    before = PARTS["noting"].digest
    PARTS["noting"].what(None, 0.0, None)
    assert seen
    assert PARTS["noting"].digest == before


def test_parts_that_hold_what_cannot_be_written_have_a_mark_too() -> None:
    import threading

    lock = threading.Lock()
    extend.mechanism("locked", meaning="Waits for nothing.")(lambda world, hours, own: (lock, np.pi))
    assert len(PARTS["locked"].digest) == 12
