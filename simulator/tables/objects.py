"""Tables in JSON: a list of objects, as most programs hand out, or one object to a line."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.tables.delimited import unicode_of
from buyermaze.simulator.tables.held import File
from buyermaze.simulator.tables.limits import Limits
from buyermaze.simulator.tables.table import Builder, TextTable

DEEPEST: Final = 20  # objects in objects
MOST_AT_ONCE: Final = 200_000_000  # bytes of a list, which is held whole while it is read; of lines only one is
WRAPPERS: Final = ("properties", "fields")  # in which web interfaces put what people call the columns
MORE: Final = ("paging", "next", "nextRecordsUrl", "next_page", "has_more", "@odata.nextLink")  # said where rows go on
TOLD_EVERY: Final = 100_000


class _Written(str):
    """A number as it is written."""


def read_objects(
    path: File, label: str, packed: str, in_lines: bool, limits: Limits, encoding: str | None,
    progress: Callable[[int], None] | None,
) -> TextTable:  # fmt: skip
    """Read objects as rows: their names are the columns, what lies deeper is named with a dot, a list is one text."""
    remarks: list[str] = []
    rows = _of_lines if in_lines else _of_list
    columns: dict[str, bool] = {}  # whether all it holds are numbers
    n_cells = 0
    for line, row in rows(path, label, packed, limits, encoding, remarks):
        for name, value in row.items():
            if value != "":
                columns[name] = columns.get(name, True) and isinstance(value, _Written)
            columns.setdefault(name, True)
        limits.check_columns(label, len(columns))
        limits.check_row(label, sum(map(len, row.values())))
        limits.check_rows(label, line)
        n_cells += len(columns)
        limits.check_unfolded(label, n_cells)
    builder = Builder(len(columns), label, limits)
    for line, row in rows(path, label, packed, limits, encoding, []):
        builder.add(line, [row.get(name, "") for name in columns])
        if progress is not None and builder.n_rows % TOLD_EVERY == 0:
            progress(builder.n_rows)
    cells, lines = builder.finish()
    typed = frozenset(name for name, numbers in columns.items() if numbers)
    return TextTable(label, tuple(columns), cells, lines, (), tuple(remarks), typed)


def _of_lines(
    path: File, label: str, packed: str, limits: Limits, encoding: str | None, _: list[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    with unicode_of(path, label, packed, limits, encoding) as text:
        for number in range(1, limits.most_rows + 2):
            line = text.readline(limits.most_in_a_row + 1)
            limits.check_row(label, len(line))
            if not line:
                return
            if line.strip():
                where = f"'{label}', line {number}"
                yield number, _row(_parsed(line, where), where, limits)


def _of_list(
    path: File, label: str, packed: str, limits: Limits, encoding: str | None, remarks: list[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    with unicode_of(path, label, packed, limits, encoding) as text:
        whole = text.read(MOST_AT_ONCE + 1)
    if len(whole) > MOST_AT_ONCE:
        raise InputProblem(f"'{label}': more than {MOST_AT_ONCE:,} characters in one list; give one object to a line (.jsonl)")
    for number, item in enumerate(_listed(_parsed(whole, f"'{label}'"), label, remarks), 1):
        yield number, _row(item, f"'{label}', row {number}", limits)


def _parsed(text: str, where: str) -> Any:
    try:
        return json.loads(
            text, parse_int=_Written, parse_float=_Written, parse_constant=lambda _: "",
            object_pairs_hook=lambda pairs: _once(pairs, where),
        )  # fmt: skip
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}" if "line" not in where else f"character {error.colno}"
        raise InputProblem(f"{where}, {place}: this is no JSON ({error.msg})") from None
    except RecursionError:
        raise InputProblem(f"{where}: nested too deeply for a table") from None


def _once(pairs: Sequence[tuple[str, Any]], where: str) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        (twice, _), *_ = Counter(name for name, _ in pairs).most_common(1)
        raise InputProblem(f"{where}: an object names '{twice[:80]}' twice")
    return found


def _listed(whole: Any, label: str, remarks: list[str]) -> Sequence[Any]:
    """Return the objects of a file: its list, the one list in what goes around it, or columns by row as pandas writes them."""
    if isinstance(whole, list):
        return whole
    if isinstance(whole, dict):
        lists = {
            name: value for name, value in whole.items()
            if isinstance(value, list) and any(isinstance(one, dict) for one in value)
        }  # fmt: skip
        if len(lists) > 1:
            raise InputProblem(f"'{label}' holds several lists ({', '.join(lists)}); give one of them")
        if lists:
            if whole.get("done") is False or any(whole.get(name) for name in MORE):
                remarks.append(f"{Path(label).name} says itself that there are more rows, which are not in it")
            return next(iter(lists.values()))
        columns = list(whole.values())
        if columns and all(isinstance(one, dict) and one and one.keys() == columns[0].keys() for one in columns):
            return [{name: column[row] for name, column in whole.items()} for row in columns[0]]
    raise InputProblem(f"'{label}' holds no list of objects, one to a row")


def _row(item: Any, where: str, limits: Limits) -> dict[str, str]:
    if not isinstance(item, dict):
        raise InputProblem(f"{where}: a row must be an object with names, such as {{\"id\": 7}}")
    for wrapper in WRAPPERS:
        inner = item.get(wrapper)
        if isinstance(inner, dict) and not inner.keys() & item.keys():
            item = {**{name: value for name, value in item.items() if name != wrapper}, **inner}
    row: dict[str, str] = {}
    for name, value in _cells(item, where):
        if not name or name in row:
            raise InputProblem(f"{where}: " + (f"two values are both called '{name[:80]}'" if name else "a value has no name"))
        if len(value) > limits.most_characters:
            raise InputProblem(f"{where}: '{name[:80]}' has more than {limits.most_characters:,} characters")
        row[name] = value
    if not "".join((*row, *row.values())).isascii():
        try:
            "".join((*row, *row.values())).encode()
        except UnicodeEncodeError:
            raise InputProblem(f"{where}: half a character (\\ud800 to \\udfff stand for nothing alone)") from None
    return row


def _cells(item: dict[str, Any], where: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    if depth > DEEPEST:
        raise InputProblem(f"{where}: nested too deeply for a table")
    for name, value in item.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{below}", text) for below, text in _cells(value, where, depth + 1))
        else:
            yield name.strip(), _said(value)


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return "[...]"  # no column that means anything here
