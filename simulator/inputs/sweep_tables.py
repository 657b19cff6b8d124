"""A table of runs that somebody brings: how large it is and what it holds is looked at before it is read."""

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.local_files import understood
from buyermaze.simulator.core.plain_text import as_name, checked_name

if TYPE_CHECKING:
    import pandas
    import pyarrow

FREE_TEXT: Final = ("error",)  # columns that no page shows
MOST_WORDS: Final = 10_000  # different texts in a column


@dataclass(frozen=True)
class Limits:
    """The most a table may hold once it is unpacked."""

    n_rows: int = 500_000
    n_columns: int = 400
    n_cells: int = 20_000_000
    n_bytes: int = 300_000_000


USUAL: Final = Limits()


def read_sweep_table(name: str, content: bytes, limits: Limits = USUAL) -> "pandas.DataFrame":
    """Return a table from the bytes of a Parquet or CSV file.

    Parameters
    ----------
    name : str
        What the sender calls the file; its ending says what it is.
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
    label = as_name(name, "table")
    rows = _parquet(label, content, limits) if name.lower().endswith(".parquet") else _csv(label, content, limits)
    if rows.empty:
        raise InputProblem(f"{label} holds no rows")
    rows = rows.drop(columns=[column for column in FREE_TEXT if column in rows])
    _check_names(label, rows)
    return rows


def _parquet(label: str, content: bytes, limits: Limits) -> "pandas.DataFrame":
    import pyarrow as pa
    import pyarrow.parquet as pq

    with understood(label, "table"):
        source = pa.BufferReader(content)
        about = pq.read_metadata(source)
        schema = about.schema.to_arrow_schema()
        groups = [about.row_group(k) for k in range(about.num_row_groups)]
        n_rows = max(about.num_rows, sum(group.num_rows for group in groups))
        n_bytes = sum(
            group.column(c).total_uncompressed_size for group in groups[:10_000] for c in range(about.num_columns)
        )
    _check_size(label, n_rows, max(len(schema), about.num_columns), n_bytes, limits)
    words = []
    for field in schema:
        if _is_text(field.type):
            words.append(field.name)
        elif not pa.types.is_primitive(field.type) and not pa.types.is_null(field.type):
            raise InputProblem(f"{label}: column '{field.name}' holds {field.type}; numbers, texts and dates are read")
    with understood(label, "table"):
        try:
            table = pq.ParquetFile(pa.BufferReader(content), read_dictionary=words).read()
            _check_size(label, table.num_rows, table.num_columns, table.nbytes, limits)
            rows: pandas.DataFrame = table.to_pandas(split_blocks=True, self_destruct=True, ignore_metadata=True)
        finally:
            pa.default_memory_pool().release_unused()
    return rows


def _is_text(kind: "pyarrow.DataType") -> bool:
    import pyarrow as pa

    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(inner) or pa.types.is_large_string(inner))


def _csv(label: str, content: bytes, limits: Limits) -> "pandas.DataFrame":
    import pandas

    with understood(label, "table"):
        head = next((line for line in io.BytesIO(content) if not line.startswith(b"#")), b"")
        n_columns = head.count(b",") + 1
    _check_size(label, 0, n_columns, 10 * len(content), limits)
    with understood(label, "table"):
        rows = pandas.read_csv(io.BytesIO(content), comment="#", nrows=limits.n_rows + 1, encoding="utf-8-sig")
    _check_size(label, len(rows), len(rows.columns), 0, limits)
    return rows


def _check_size(label: str, n_rows: int, n_columns: int, n_bytes: int, limits: Limits) -> None:
    for n, most, what in (
        (n_rows, limits.n_rows, "rows"),
        (n_columns, limits.n_columns, "columns"),
        (n_rows * n_columns, limits.n_cells, "cells"),
        (n_bytes, limits.n_bytes, "bytes once unpacked"),
    ):
        if n > most:
            raise InputProblem(f"{label} holds {n:,} {what}, up to {most:,} are read; cut it into smaller tables")


def _check_names(label: str, rows: "pandas.DataFrame") -> None:
    import pandas

    for place, column in enumerate(rows.columns):
        cells: Any = rows.iloc[:, place]
        words: list[Any] = []
        if not pandas.api.types.is_numeric_dtype(cells) and not pandas.api.types.is_datetime64_any_dtype(cells):
            words = list(cells.dropna().unique())
            if len(words) > MOST_WORDS:
                raise InputProblem(
                    f"{label}: column '{column}' holds {len(words):,} different texts; that is no factor"
                )
        try:
            for word in (column, *words):
                checked_name(str(word))
        except ValueError as error:
            raise InputProblem(f"{label}, column '{column}': {error}") from None
    if not rows.columns.is_unique:
        twice = rows.columns[rows.columns.duplicated()][0]
        raise InputProblem(f"{label}: two columns are called '{twice}'; give each a name of its own")
