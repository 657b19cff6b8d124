"""The one import name: what is public is listed, described and documented; what is installed is what is there."""

import inspect
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import buyermaze as bm

ROOT = Path(__file__).resolve().parents[2]
FUNCTIONS = [name for name in dir(bm) if inspect.isfunction(getattr(bm, name))]
NUMBERS = re.compile(r"\b(int|float)\b")
RANGE_OR_UNIT = re.compile(
    r"\d|unit|USD|hours|days|default|share|ordinal|per core|seed|path of|their own|replications|no wider"
)


def test_the_packages_listed_are_the_folders_there_are() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    rooms = {name.split(".")[-1] for name in settings["package-dir"]} - {"buyermaze"}
    found = {"buyermaze"} | {
        ".".join(("buyermaze", *path.parent.relative_to(ROOT).parts))
        for room in rooms
        for path in (ROOT / room).rglob("*.py")
        if "__pycache__" not in path.parts
    }
    assert sorted(found) == sorted(settings["packages"])
    assert settings["package-dir"] == {"buyermaze": "buyermaze"} | {f"buyermaze.{room}": room for room in rooms}


def test_everything_public_is_listed_typed_and_in_the_table_of_contents() -> None:
    text = (ROOT / "buyermaze" / "__init__.py").read_text(encoding="utf-8")
    names = [name for name in dir(bm) if name != "__version__"]
    assert dir(bm) == sorted(bm.__all__)
    for name in names:
        assert getattr(bm, name) is not None
        assert re.search(rf"^    from buyermaze\.[\w.]+ import {name} as {name}$", text, re.MULTILINE), name
        assert f"``{name}``" in (bm.__doc__ or ""), f"{name} is not in the table of contents"
    assert set(re.findall(r"``(\w+)``", bm.__doc__ or "")) - {"buyermaze"} <= set(names)


def test_a_wrong_name_is_answered_with_what_there_is() -> None:
    with pytest.raises(AttributeError, match="compare"):
        bm.compair  # noqa: B018


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_public_function_documents_arguments_and_what_it_returns(name: str) -> None:
    function: Any = getattr(bm, name)
    parts = re.split(r"\n([A-Z][a-z]+)\n-{4,}\n", inspect.getdoc(function) or "")
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert re.match(r"[A-Z].+\.$", " ".join(parts[0].split("\n\n")[0].split())), (
        f"{name} starts with one plain sentence"
    )
    assert "Returns" in sections
    assert list(sections) == [key for key in ("Parameters", "Returns", "Raises") if key in sections]
    entries = re.findall(
        r"^(\S[^\n]*) : ([^\n]+)\n((?:    [^\n]*\n?|\n)+)", sections.get("Parameters", "") + "\n", re.M
    )
    told = {one.strip(): (kind, text) for names, kind, text in entries for one in names.replace("*", "").split(",")}
    for argument, about in inspect.signature(function).parameters.items():
        assert argument in told, f"{name}: '{argument}' is not described as 'name : type'"
        if NUMBERS.search(told[argument][0]) and NUMBERS.search(str(about.annotation)):
            assert RANGE_OR_UNIT.search(told[argument][1]), f"{name}: '{argument}' has no unit or range"
