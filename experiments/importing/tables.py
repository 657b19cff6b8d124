"""Read CSV, Parquet and XES files as tables of text, whatever program wrote them."""

import csv
from dataclasses import dataclass
from pathlib import Path

from buyermaze.simulator.core.errors import InputProblem

DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class TextTable:
    """The cells of a file as text, with the line (or row) each came from, and the lines that are no rows."""

    label: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    broken: tuple[tuple[int, str], ...] = ()

    def column(self, name: str) -> list[str]:
        """Return the cells of a column."""
        place = self.columns.index(name)
        return [row[place] for row in self.rows]


def read_table(path: Path) -> TextTable:
    """Read a file by the ending of its name.

    Raises
    ------
    InputProblem
        If it cannot be read, or holds no rows.
    """
    readers = {".csv": _csv, ".tsv": _csv, ".txt": _csv, ".parquet": _parquet, ".xes": _xes}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise InputProblem(f"'{path}': the name must end in .csv, .parquet or .xes")
    if not path.is_file():
        raise InputProblem(f"'{path}': there is no such file")
    table = reader(path)
    if len(set(table.columns)) < len(table.columns):
        twice = next(name for name in table.columns if table.columns.count(name) > 1)
        raise InputProblem(f"'{path}': two columns are called '{twice}'; give each a name of its own")
    if not table.rows:
        raise InputProblem(f"'{path}': there are no rows")
    return table


def _csv(path: Path) -> TextTable:
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        text = path.read_text("latin-1")
    except OSError as error:
        raise InputProblem(f"'{path}' cannot be read: {error.strerror or error}") from None
    if "\0" in text:
        raise InputProblem(f"'{path}' is not a text file")
    head = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=head.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    rows, lines, broken = [], [], []
    columns: tuple[str, ...] = ()
    try:
        columns = tuple(name.strip() for name in next(reader, []))
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(columns):
                broken.append((line, f"{len(cells)} cells where the header has {len(columns)}"))
                continue
            rows.append(tuple(cells))
            lines.append(line)
    except csv.Error as error:
        raise InputProblem(f"'{path}', line {reader.line_num}: {error}") from None
    return TextTable(str(path), columns, tuple(rows), tuple(lines), tuple(broken))


def _parquet(path: Path) -> TextTable:
    import pandas

    try:
        frame = pandas.read_parquet(path)
    except Exception as error:
        raise InputProblem(f"'{path}' is no readable Parquet file ({str(error).splitlines()[0][:80]})") from None
    columns = tuple(str(column) for column in frame.columns)
    cells = [
        ["" if value is None or value != value else str(value) for value in frame[column]] for column in frame.columns
    ]
    rows = tuple(zip(*cells, strict=True)) if cells else ()
    return TextTable(str(path), columns, rows, tuple(range(1, len(rows) + 1)))


def _xes(path: Path) -> TextTable:
    """Read a log in the XES format: one row per event, the trace's name as the case."""
    from xml.etree import ElementTree

    with path.open("rb") as file:
        if b"<!DOCTYPE" in file.read(4096):
            raise InputProblem(f"'{path}': document type declarations are not read; remove it")
    rows: list[dict[str, str]] = []
    try:
        case: dict[str, str] = {}
        depth: list[str] = []
        for event, element in ElementTree.iterparse(path, events=("start", "end")):
            tag = element.tag.rsplit("}", 1)[-1]
            if event == "start":
                depth.append(tag)
                continue
            depth.pop()
            if tag == "trace":
                case = {}
                element.clear()
            elif tag == "event":
                rows.append({"case:concept:name": case.get("concept:name", "")} | _attributes(element))
                element.clear()
            elif depth and depth[-1] == "trace" and "key" in element.attrib:
                case[element.attrib["key"]] = element.attrib.get("value", "")
    except ElementTree.ParseError as error:
        raise InputProblem(f"'{path}' is no readable XES file ({error})") from None
    columns = tuple(dict.fromkeys(key for row in rows for key in row))
    cells = tuple(tuple(row.get(column, "") for column in columns) for row in rows)
    return TextTable(str(path), columns, cells, tuple(range(1, len(cells) + 1)))


def _attributes(element: "object") -> dict[str, str]:
    from xml.etree.ElementTree import Element

    assert isinstance(element, Element)
    return {child.attrib["key"]: child.attrib.get("value", "") for child in element if "key" in child.attrib}
