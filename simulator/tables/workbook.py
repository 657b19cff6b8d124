"""Excel workbooks as tables of text, one sheet at a time."""

import re
import warnings
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

from buyermaze.simulator.core.errors import InputProblem, remedy
from buyermaze.simulator.core.local_files import understood
from buyermaze.simulator.tables.delimited import SAMPLE, TOLD_EVERY, header_place, named, names_at
from buyermaze.simulator.tables.held import File, for_library
from buyermaze.simulator.tables.limits import Limits
from buyermaze.simulator.tables.markup import look_over
from buyermaze.simulator.tables.table import Builder, TextTable

Row = tuple[int, list[str], list[bool]]  # its number, its cells, and which of them are numbers or moments
MOST_ROWS: Final = 1_048_576  # of a sheet
MOST_SHEETS: Final = 100  # looked through for a table; assumption
MOST_SAMPLED: Final = 100_000  # cells of a sheet, to see whether it holds a table
DOWNWARDS: Final = re.compile(r"([A-Z]{1,3})(\d{1,7}):\1(\d{1,7})")  # cells of one column that are merged: A2:A5
IN_ROWS: Final = frozenset(
    (
        *("row", "c", "v", "f", "is", "si", "t", "r", "rPr", "rPh", "phoneticPr"),
        *("b", "i", "u", "strike", "sz", "color", "rFont", "family", "scheme", "charset", "vertAlign"),
    )
)


def read_workbook(
    path: File, label: str, sheet: str | None, limits: Limits, progress: Callable[[int], None] | None
) -> TextTable:
    """Read a sheet of a workbook: the one named, otherwise the only one that holds a table."""
    warnings.filterwarnings("ignore", module=r"openpyxl\.")  # of what is no table: styles, lists to choose from, links
    try:
        with zipfile.ZipFile(for_library(path)) as packed:
            limits.check_bytes(label, sum(entry.file_size for entry in packed.infolist()))
        from openpyxl.reader.excel import ExcelReader

        reader = ExcelReader(for_library(path), read_only=True, data_only=True, keep_links=False)
        reader.archive.close()
        reader.archive = _LookedOver(path, label, limits)
        reader.read()
        book = reader.wb
    except InputProblem:
        raise
    except Exception as error:
        if isinstance(error.__cause__, InputProblem):  # the library names the part over it
            raise error.__cause__ from None
        raise InputProblem(
            f"'{label}' is no readable workbook ({str(error).splitlines()[0][:80] or 'damaged'})"
        ) from None
    try:
        with understood(f"'{label}'", "workbook"):  # sheets are parsed while their rows are asked for
            return _sheet(book, label, sheet, limits, progress)
    finally:
        book.close()


class _LookedOver(zipfile.ZipFile):
    """A workbook's parts, each looked over when it is first asked for; merged cells of its sheets are noted on the way."""

    def __init__(self, path: File, label: str, limits: Limits) -> None:
        super().__init__(for_library(path))
        self._label, self._limits = label, limits
        self.merged: dict[
            str, dict[int, list[tuple[int, int]]]
        ] = {}  # by part: first row, and column and last row of each

    def open(self, name: Any, *rest: Any, **more: Any) -> Any:
        """Open a part."""
        from openpyxl.utils import column_index_from_string

        if str(name) not in self.merged:
            found = self.merged[str(name)] = {}

            def note(kind: str, attributes: Mapping[str, str]) -> None:
                cells = DOWNWARDS.fullmatch(attributes.get("ref", "")) if kind == "mergeCell" else None
                if cells:
                    found.setdefault(int(cells[2]), []).append((column_index_from_string(cells[1]) - 1, int(cells[3])))

            with super().open(name) as part:
                look_over(part, self._label, "workbook", self._limits, IN_ROWS, note)
        return super().open(name, *rest, **more)


def _sheet(
    book: Any, label: str, sheet: str | None, limits: Limits, progress: Callable[[int], None] | None
) -> TextTable:
    names = [each.title for each in book.worksheets]
    if sheet is not None and sheet not in names:
        raise InputProblem(f"--sheet {sheet}: '{label}' has no such sheet; {remedy(sheet, names)}")
    candidates = [each for each in book.worksheets if (each.title == sheet if sheet else each.sheet_state == "visible")]
    if len(candidates) > MOST_SHEETS:
        raise InputProblem(f"'{label}' has {len(candidates):,} sheets; say which with --sheet NAME")
    found = []
    for each in candidates:
        each.reset_dimensions()
        sample = _sample(_cells(each, label, limits))
        place = header_place([row for _, row, _ in sample])
        if place is not None and sum(any(cell.strip() for cell in row) for _, row, _ in sample[place + 1 :]):
            found.append(each)
    if not found:
        raise InputProblem(f"'{label}': there are no rows")
    if len(found) > 1:
        listed = ", ".join(f"'{each.title}'" for each in found)
        raise InputProblem(f"'{label}' holds tables on several sheets ({listed}); say which with --sheet NAME")
    return _table(found[0], label, limits, progress)


def _table(sheet: Any, label: str, limits: Limits, progress: Callable[[int], None] | None) -> TextTable:
    rows = _cells(sheet, label, limits)
    sample = _sample(rows)
    width = max(len(cells) for _, cells, _ in sample)
    limits.check_columns(label, width)
    padded = [cells + [""] * (width - len(cells)) for _, cells, _ in sample]
    place = header_place(padded) or 0
    columns, kept = named(names_at(padded, place), padded[place + 1 :])
    builder = Builder(len(columns), label, limits)
    is_typed = [True] * len(columns)

    def take(number: int, cells: list[str], native: list[bool]) -> None:
        if not any(cell.strip() for cell in cells):
            return
        builder.add(number, [cells[k] if k < len(cells) else "" for k in kept])
        for c, k in enumerate(kept):
            if k < len(cells) and cells[k] and not native[k]:
                is_typed[c] = False

    for number, cells, native in sample[place + 1 :]:
        take(number, cells, native)
    for number, cells, native in rows:
        take(number, cells, native)
        if builder.n_rows % TOLD_EVERY == 0:
            limits.check_rows(label, builder.n_rows)
            if progress is not None and builder.n_rows:
                progress(builder.n_rows)
    remarks = (f"the {place} lines above the header of {Path(label).name} are left out",) if place else ()
    cells_, lines = builder.finish()
    typed = frozenset(name for name, all_typed in zip(columns, is_typed, strict=True) if all_typed)
    return TextTable(label, columns, cells_, lines, (), remarks, typed)


def _sample(rows: Iterator[Row]) -> list[Row]:
    """Take the first rows, fewer if they are wide."""
    taken: list[Row] = []
    n_cells = 0
    while len(taken) < SAMPLE and n_cells < MOST_SAMPLED and (row := next(rows, None)):
        taken.append(row)
        n_cells += len(row[1])
    return taken


def _cells(sheet: Any, label: str, limits: Limits) -> Iterator[Row]:
    """Yield the number of every row, its cells as text, and which of them the sheet holds as numbers or moments.

    A sheet may say that a row or a cell is anywhere: rows below the last of a sheet are not waited for, and cells are counted.
    """
    n_cells = 0
    merged = sheet.parent._archive.merged.get(sheet._worksheet_path, {})
    above: dict[
        int, tuple[int, str, bool]
    ] = {}  # of merged cells, by column: their last row, and what stands in the first
    for number, row in enumerate(sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 1), 1):
        if number > MOST_ROWS:
            raise InputProblem(f"'{label}': a row below line {MOST_ROWS:,}, where no sheet has any")
        n_cells += len(row)
        limits.check_cells(label, n_cells)
        cells = [_text(value) for value in row]
        native = [value is not None and not isinstance(value, str) for value in row]
        if any(cells):
            for place, (last, cell, is_native) in above.items():
                if number <= last and place < len(cells) and not cells[place]:
                    cells[place], native[place] = cell, is_native
        for place, last in merged.get(number, ()):
            if place < len(cells):
                above[place] = (last, cells[place], native[place])
        limits.check_row(label, sum(map(len, cells)))
        yield number, cells, native


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return str(value)
