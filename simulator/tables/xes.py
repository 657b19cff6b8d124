"""Event logs in the XES format: one row per event, attributes of the trace in columns that start with ``case:``."""

from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Final
from xml.etree import ElementTree
from xml.parsers import expat

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.tables.limits import Limits
from buyermaze.simulator.tables.packed import opened
from buyermaze.simulator.tables.table import Builder, TextTable

CASE: Final = "case:concept:name"
NUMBERS: Final = ("int", "float", "boolean", "date")
TOLD_EVERY: Final = 100_000


def read_xes(path: Path, label: str, packed: str, limits: Limits, progress: Callable[[int], None] | None) -> TextTable:
    """Read a log; nested attributes and lists say more of an attribute and are no attributes of the event."""
    with opened(path, label, packed, limits) as file:
        _refuse_declarations(file, label)
    columns, kinds = _columns(path, label, packed, limits)
    names = tuple(columns)
    limits.check_columns(label, len(names))
    builder, broken = Builder(len(names)), list[tuple[int, str]]()
    number = 0
    for case, event, _, problem in _events(path, label, packed, limits):
        number += 1
        if problem:
            broken.append((number, problem))
            continue
        builder.add(number, [case.get(name, event.get(name, "")) for name in names])
        if builder.n_rows % TOLD_EVERY == 0:
            limits.check_rows(label, builder.n_rows)
            if progress is not None:
                progress(builder.n_rows)
    cells, lines = builder.finish()
    typed = frozenset(name for name in names if kinds[name] <= set(NUMBERS))
    return TextTable(label, names, cells, lines, tuple(broken), (), typed)


def _refuse_declarations(file: IO[bytes], label: str) -> None:
    """Refuse a document type, by which a small file unfolds: asked of the parser itself, in whatever encoding it stands."""
    parser = expat.ParserCreate()
    begun: list[str] = []

    def refuse(*_: object) -> None:
        raise InputProblem(f"'{label}': document type declarations are not read; remove it")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: begun.append(name)
    try:
        while not begun and (block := file.read(1 << 16)):
            parser.Parse(block, False)
    except InputProblem:
        raise
    except (expat.ExpatError, LookupError, ValueError):
        return  # whoever reads it says what is wrong


def _columns(path: Path, label: str, packed: str, limits: Limits) -> tuple[dict[str, None], dict[str, set[str]]]:
    columns: dict[str, None] = {CASE: None}
    kinds: dict[str, set[str]] = {CASE: {"string"}}
    for case, event, tags, _ in _events(path, label, packed, limits):
        for name in (*case, *event):
            columns.setdefault(name)
        for name, tag in tags.items():
            kinds.setdefault(name, set()).add(tag)
    return columns, kinds


def _events(path: Path, label: str, packed: str, limits: Limits) -> Any:
    """Yield for every event: attributes of its trace, its own, the type of each, and what is wrong with it."""
    case: dict[str, str] = {}
    tags: dict[str, str] = {}
    depth: list[str] = []
    try:
        with opened(path, label, packed, limits) as file:
            for event, element in ElementTree.iterparse(file, events=("start", "end")):
                tag = element.tag.rsplit("}", 1)[-1]
                if event == "start":
                    depth.append(tag)
                    if tag == "trace":
                        case, tags = {}, {}
                    continue
                depth.pop()
                inside = depth[-1] if depth else ""
                if tag == "event":
                    own, own_tags, problem = _attributes(element)
                    yield case, own, tags | own_tags, problem
                    element.clear()
                elif inside == "trace" and "key" in element.attrib:
                    name = f"case:{element.attrib['key']}"
                    case.setdefault(name, element.attrib.get("value", ""))
                    tags[name] = tag
                elif tag == "trace" or inside == "log":
                    element.clear()
    except InputProblem:
        raise
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise InputProblem(f"'{label}' is no readable XES file ({error})") from None


def _attributes(element: Any) -> tuple[dict[str, str], dict[str, str], str]:
    values: dict[str, str] = {}
    tags: dict[str, str] = {}
    problem = ""
    for child in element:
        key, value = child.attrib.get("key"), child.attrib.get("value", "")
        if key is None:
            continue
        if key in values and values[key] != value:
            problem = f"it has two values of '{key}': '{values[key][:40]}' and '{value[:40]}'"
        values.setdefault(key, value)
        tags[key] = child.tag.rsplit("}", 1)[-1]
    return values, tags, problem
