"""Reports as tables: headers that come again, lines of totals, and groups whose name stands in their first row only."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from buyermaze.simulator.tables.table import TextTable

TOTAL: Final = re.compile(
    r"((grand|overall|report|page|sub|running|gesamt|zwischen|teil|end|eind|sous|delsumma|subtotal) ?)*"
    r"(totals?|totale|totaal|totalt|total|ergebnis|summen?|summa|somme|suma|sum|insgesamt|gesamt|average|avg|mean|median|durchschnitt|"
    r"mittelwert|moyenne|promedio|media|count|anzahl|min|minimum|max|maximum|totalsumma|razem)"
    r"( (general|generale|général|générale|geral|complessivo|complessiva|końcowa|of|in|all|records?|rows?|leads?|deals?|"
    r"opportunit\w+|amount|value))*|"
    r"合計|小計|総計|平均|总计|合计|小计|итого|всего|общий итог|총합계|합계"
)
NAMED_TOTAL: Final = re.compile(r"\b((sub)?totals?|totale|totaal|(zwischen)?summe|somme|suma)\b|合計|小計|総計")
SUBTOTAL: Final = re.compile(r"sub ?totals?|zwischensumme|sous total|小計")


def plain(cell: str) -> str:
    """Return the words of a cell in small letters, without numbers and marks."""
    return " ".join(re.findall(r"[^\W\d_]+", cell.lower()))


def is_total(cell: str) -> bool:
    """Tell whether a cell is the name of a line of totals, as ``Grand Totals (12 records)``."""
    return TOTAL.fullmatch(plain(cell)) is not None


def mentions_total(cell: str) -> bool:
    """Tell whether a cell may be the name of a line of totals of something, as ``Q1 total`` or ``Total Energy``."""
    return NAMED_TOTAL.search(plain(cell)) is not None


def plainly_laid_out(table: TextTable) -> TextTable:
    """Return a table without headers between its rows, and with the name of a group in every row of it.

    Only where a report says itself that it is grouped, by lines of subtotals, are empty cells filled from above.
    """
    return _ungrouped(_without_headers(table))


def _without_headers(table: TextTable) -> TextTable:
    """Leave out rows that hold the names of the columns again."""
    again = np.ones(len(table), bool)
    for name in table.columns:
        words, codes = table.coded(name)
        own = [" ".join(word.split()) == re.sub(r" \(\d+\)$", "", name) for word in words]
        if name.startswith("column "):  # it has no name in the file
            own = [is_own or not word for is_own, word in zip(own, words, strict=True)]
        again &= np.array(own, bool)[np.asarray(codes)] if words else False
        if not again.any():
            return table
    kept = np.flatnonzero(~again)
    remark = f"{int(again.sum())} lines of {Path(table.label).name} that repeat the header are left out"
    cells = tuple(column.take(kept) for column in table.cells)
    return replace(table, cells=cells, lines=table.lines.take(kept), remarks=(*table.remarks, remark))


def _ungrouped(table: TextTable) -> TextTable:
    """Fill the empty cells of columns by which a report is grouped from above, and leave out its lines of totals."""
    import pyarrow as pa

    grouped = [name for name in table.columns if any(SUBTOTAL.fullmatch(plain(word)) for word in table.distinct(name))]
    if not grouped:
        return table
    totals = np.zeros(len(table), bool)
    for name in grouped:
        words, codes = table.coded(name)
        totals |= np.array([is_total(word) for word in words], bool)[np.asarray(codes)]
    _go_on(totals, [table.column(name) for name in grouped])
    cells = list(table.cells)
    for name in grouped:
        filled = _from_above(table.column(name), totals)
        cells[table.columns.index(name)] = pa.chunked_array([pa.array(filled, pa.large_string())])
    named = " and ".join(f"'{name}'" for name in grouped)
    remark = f"{Path(table.label).name} is grouped by {named}: rows without it count to the group above them, totals are left out"
    kept = np.flatnonzero(~totals)
    return replace(
        table,
        cells=tuple(column.take(kept) for column in cells),
        lines=table.lines.take(kept),
        remarks=(*table.remarks, remark),
    )


def _go_on(totals: np.ndarray, groups: Sequence[Sequence[str]]) -> None:
    """Take rows without any group right below a line of totals for more of it: how many there are below how much."""
    for place in range(1, len(totals)):
        totals[place] |= totals[place - 1] and not any(column[place] for column in groups)


def _from_above(column: Sequence[str], totals: np.ndarray) -> list[str]:
    above, filled = "", []
    for cell, is_sum in zip(column, totals, strict=True):
        above = above if is_sum else cell or above
        filled.append(cell if is_sum else above)
    return filled
