"""Event logs in the XES format: one row per event, attributes of the trace in columns that start with ``case:``."""

from collections.abc import Callable
from typing import Any, Final
from xml.etree import ElementTree

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.tables.held import File
from buyermaze.simulator.tables.limits import Limits
from buyermaze.simulator.tables.markup import look_over
from buyermaze.simulator.tables.packed import check_unpacked, opened
from buyermaze.simulator.tables.table import Builder, TextTable

CASE: Final = "case:concept:name"
NUMBERS: Final = ("int", "float", "boolean", "date")
TOLD_EVERY: Final = 100_000
ELEMENTS_PER_COLUMN: Final = 10  # an attribute may say more of itself


def read_xes(path: File, label: str, packed: str, limits: Limits, progress: Callable[[int], None] | None) -> TextTable:
    """Read a log; nested attributes and lists say more of an attribute and are no attributes of the event."""
    check_unpacked(path, label, packed, limits)
    with opened(path, label, packed, limits) as file:
        look_over(file, label, "XES file", limits)
    columns, kinds = _columns(path, label, packed, limits)
    names = tuple(columns)
    builder, broken = Builder(len(names), label, limits), list[tuple[int, str]]()
    number = 0
    for case, event, _, _, problem in _events(path, label, packed, limits):
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


def _columns(path: File, label: str, packed: str, limits: Limits) -> tuple[dict[str, None], dict[str, set[str]]]:
    columns: dict[str, None] = {CASE: None}
    kinds: dict[str, set[str]] = {CASE: {"string"}}
    seen: tuple[dict[str, str], int] = ({}, 0)  # the trace, and how many attributes it had by then
    for n, (case, event, tags, own_tags, _) in enumerate(_events(path, label, packed, limits), 1):
        is_new = case is not seen[0] or len(case) != seen[1]
        for names, said in ((case, tags), (event, own_tags)) if is_new else ((event, own_tags),):
            columns.update(dict.fromkeys(names))
            for name, tag in said.items():
                kinds.setdefault(name, set()).add(tag)
        seen = case, len(case)
        limits.check_columns(label, len(columns))
        limits.check_unfolded(label, n * len(columns))
    return columns, kinds


def _events(path: File, label: str, packed: str, limits: Limits) -> Any:
    """Yield for every event: attributes of its trace, its own, the types of both, and what is wrong with it."""
    case: dict[str, str] = {}
    tags: dict[str, str] = {}
    around: list[Any] = []
    n_held = 0
    try:
        with opened(path, label, packed, limits) as file:
            for event, element in ElementTree.iterparse(file, events=("start", "end")):
                tag = _name(element)
                if event == "start":
                    around.append(element)
                    n_held += 1
                    limits.check_columns(label, n_held // ELEMENTS_PER_COLUMN)
                    if tag == "trace":
                        case, tags = {}, {}
                    continue
                around.pop()
                inside = _name(around[-1]) if around else ""
                if tag == "event":
                    own, own_tags, problem = _attributes(element)
                    yield case, own, tags, own_tags, problem
                elif inside == "trace" and "key" in element.attrib:
                    name = f"case:{element.attrib['key']}"
                    case.setdefault(name, element.attrib.get("value", ""))
                    limits.check_columns(label, len(case))
                    tags[name] = tag
                if inside in ("trace", "log"):  # it has been read, and is not needed again
                    del around[-1][:]
                    n_held = len(around)
    except InputProblem:
        raise
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise InputProblem(f"'{label}' is no readable XES file ({error})") from None


def _name(element: Any) -> str:
    tag: str = element.tag
    return tag.rsplit("}", 1)[-1]


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
        tags[key] = _name(child)
    return values, tags, problem
