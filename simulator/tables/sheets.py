"""Tables as an Excel workbook: a sheet each, units in the headers, no cell that a spreadsheet takes for a formula."""

import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import for_cell

if TYPE_CHECKING:
    import pandas

MOST_ROWS: Final = 1_048_575  # of a sheet, below its header
MOST_CHARACTERS: Final = 32_767  # of a cell
LONGEST_SHEET: Final = 31  # characters of a sheet's name
WIDEST: Final = 60  # characters of a column


def write_sheets(path: Path, tables: "Mapping[str, pandas.DataFrame]", unit_of: Callable[[str], str]) -> None:
    """Write tables into a workbook.

    Parameters
    ----------
    path
        The file; overwritten.
    tables
        Table by the name of its sheet.
    unit_of
        Gives the unit of a column by its name; empty for none. It stands in the header: ``days_to_decision [working days]``.

    Raises
    ------
    InputProblem
        If a table has more rows than a sheet holds.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for name, table in tables.items():
        if len(table) > MOST_ROWS:
            raise InputProblem(f"'{name}' has {len(table):,} rows, a sheet holds {MOST_ROWS:,}; write it as CSV")
    book = Workbook(write_only=True)
    taken: set[str] = set()
    for name, table in tables.items():
        sheet = book.create_sheet(_sheet_name(name, taken))
        sheet.freeze_panes = "A2"
        heads = [_head(str(column), unit_of) for column in table.columns]
        for place, head in enumerate(heads, 1):
            sheet.column_dimensions[get_column_letter(place)].width = min(WIDEST, max(10, len(head) + 2))
        cells = [WriteOnlyCell(sheet, head) for head in heads]
        for cell in cells:
            cell.font = Font(bold=True)
        sheet.append(cells)
        for row in table.itertuples(index=False, name=None):
            sheet.append([_cell(value) for value in row])
    content = io.BytesIO()  # of a disk that fills up, a packed file would go on speaking after the sentence
    book.save(content)
    path.write_bytes(content.getvalue())


def _head(column: str, unit_of: Callable[[str], str]) -> str:
    unit = unit_of(column)
    return str(for_cell(f"{column} [{unit}]" if unit else column))


def _sheet_name(name: str, taken: set[str]) -> str:
    """Return a name that a sheet may have and no other has, upper and lower case being the same."""
    plain = re.sub(r"[\[\]:*?/\\]+", " ", str(for_cell(name))).strip("' ")[:LONGEST_SHEET] or "table"
    chosen, n = plain, 1
    while chosen.lower() in taken:
        n += 1
        chosen = f"{plain[: LONGEST_SHEET - len(str(n)) - 1]} {n}"
    taken.add(chosen.lower())
    return chosen


def _cell(value: Any) -> Any:
    """Return a value as a sheet holds it: plain numbers, texts, moments without a zone (UTC), nothing for a gap."""
    if hasattr(value, "item"):
        value = value.item()
    if value is None or value != value or str(value) in ("<NA>", "NaT"):
        return None
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return None
    if hasattr(value, "tzinfo") and value.tzinfo is not None:
        value = value.astimezone(tz=None) if not hasattr(value, "tz_convert") else value.tz_convert("UTC")
        value = value.replace(tzinfo=None)
    if hasattr(value, "to_pydatetime"):
        value = value.to_pydatetime(warn=False)
    if isinstance(value, (list, tuple, dict, set)):
        value = str(value)
    return str(for_cell(value))[:MOST_CHARACTERS] if isinstance(value, str) else value
