"""A table of runs that somebody uploads: read like every other table, then its columns become numbers, switches and names."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import as_name, checked_name
from buyermaze.simulator.tables.held import Held
from buyermaze.simulator.tables.limits import Limits
from buyermaze.simulator.tables.numbers import looks_numeric, parsed_numbers
from buyermaze.simulator.tables.reader import kind_of, read_table
from buyermaze.simulator.tables.table import TextTable

if TYPE_CHECKING:
    import pandas

FREE_TEXT: Final = ("error",)  # columns that no page shows
MOST_WORDS: Final = 10_000  # different texts in a column
UPLOADED: Final = Limits(most_bytes=300_000_000, most_rows=500_000, most_columns=400, most_cells=20_000_000)


def read_runs(name: str, content: bytes, limits: Limits = UPLOADED) -> "pandas.DataFrame":
    """Return a table of runs from the bytes of a file.

    Parameters
    ----------
    name : str
        What the sender calls the file; its ending says what it is, as in ``reader.ENDINGS``.
    content : bytes
        The file.
    limits : Limits
        What it may unfold to.

    Raises
    ------
    InputProblem
        If it is no table, holds nothing, unfolds to more than is allowed, or names columns or organisations in a way that
        names must not be.
    """
    kind, packed = kind_of(Path(name))
    ending = (Path(name.lower().removesuffix(packed)).suffix if kind else ".csv") + packed
    label = as_name(name, "table")
    return frame_of(read_table(Held(f"table{ending}", content), label=label, limits=limits))


def frame_of(table: TextTable) -> "pandas.DataFrame":
    """Return a table with columns of numbers, of yes and no, of moments and of names."""
    import pandas

    kept = [name for name in table.columns if name not in FREE_TEXT]
    rows = pandas.DataFrame({name: _column(table, name) for name in kept})
    for name in kept:
        _check_names(table.label, name, rows[name])
    return rows


def _column(table: TextTable, name: str) -> Any:
    import numpy as np
    import pandas
    import pyarrow as pa
    import pyarrow.compute as pc

    typed = name in table.typed
    if typed or table.delimiter == ",":  # a point is a decimal point
        cells = table.cells[table.columns.index(name)]
        filled = pc.if_else(pc.equal(cells, ""), pa.scalar(None, cells.type), cells)
        try:
            return _whole(pc.cast(filled, pa.float64()).to_numpy())
        except pa.ArrowException:
            pass
    words, places = table.coded(name)
    said = {word.lower() for word in words if word}
    if said and said <= {"true", "false"} and "" not in words:
        return np.array([word.lower() == "true" for word in words])[places]
    if looks_numeric(words):
        found = parsed_numbers(words, name, typed=typed, delimiter=table.delimiter)
        wrong = next((amount.problem for amount in found if amount.problem), "")
        if not wrong:
            values = np.array([np.nan if amount.value is None else amount.value for amount in found])
            return _whole(values[places])
    if typed:
        moments = pandas.to_datetime(pandas.Series(words), errors="coerce", format="ISO8601")
        if moments.notna().sum() == sum(map(bool, words)):
            return moments.to_numpy()[places]
    return pandas.Series(np.array([word or None for word in words], dtype=object)[places])


def _whole(values: Any) -> Any:
    """Return numbers as whole ones where all of them are."""
    import numpy as np

    if np.isfinite(values).all() and (np.abs(values) < 2**53).all() and (values == np.round(values)).all():
        return values.astype(np.int64)
    return values


def _check_names(label: str, column: str, cells: "pandas.Series[Any]") -> None:
    import pandas

    words: list[Any] = []
    if not pandas.api.types.is_numeric_dtype(cells) and not pandas.api.types.is_datetime64_any_dtype(cells):
        words = list(cells.dropna().unique())
        if len(words) > MOST_WORDS:
            raise InputProblem(f"'{label}': column '{column}' holds {len(words):,} different texts; that is no factor")
    try:
        for word in (column, *words):
            checked_name(str(word))
    except ValueError as error:
        raise InputProblem(f"'{label}', column '{column}': {error}") from None
