"""Parquet files as tables of text."""

from pathlib import Path
from typing import Any

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.local_files import understood
from buyermaze.simulator.tables.limits import Limits
from buyermaze.simulator.tables.table import TextTable


def read_parquet(path: Path, label: str, limits: Limits) -> TextTable:
    """Read a Parquet file; the gaps of every library become empty cells."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with understood(f"'{label}'", "Parquet file"):
        file = pq.ParquetFile(path)
        names, about = [str(name) for name in file.schema_arrow.names], file.metadata
        limits.check_columns(label, len(names))
        limits.check_rows(label, about.num_rows)
        limits.check_cells(label, about.num_rows * about.num_columns)
        limits.check_bytes(label, sum(about.row_group(i).total_byte_size for i in range(about.num_row_groups)))
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise InputProblem(f"'{label}': two columns are called '{twice}'; give each a name of its own")
        words = [f.name for f in file.schema_arrow if pa.types.is_string(f.type) or pa.types.is_large_string(f.type)]
        content = pq.ParquetFile(path, read_dictionary=words).read()  # a text that stands in many rows is held once
        limits.check_bytes(label, sum(_unfolded(content.column(name)) for name in words))
    columns = [name for name in names if not name.startswith("__index_level_")]
    cells, typed = [], set()
    for name in columns:
        column = content.column(name)
        kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
        if not (pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)):
            typed.add(name)
        cells.append(_texts(column, kind))
    lines = pa.chunked_array([pa.array(range(1, content.num_rows + 1), pa.int64())])
    return TextTable(label, tuple(columns), tuple(cells), lines, typed=frozenset(typed))


def _unfolded(column: Any) -> int:
    """Return how many bytes the texts of a column take once every row has its own."""
    import pyarrow.compute as pc

    return sum(
        int(pc.sum(pc.binary_length(chunk.dictionary).take(chunk.indices)).as_py() or 0) for chunk in column.chunks
    )


def _texts(column: Any, kind: Any) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    text = pa.large_string()
    if pa.types.is_timestamp(kind):
        values = column.to_pandas()
        said = values.map(lambda moment: "" if moment is None or moment != moment else moment.isoformat())
        return pa.chunked_array([pa.array(said.tolist(), text)])
    if pa.types.is_floating(kind):  # 5.0 is the 5 of a whole number that had a gap
        values = column.to_pylist()
        said = ["" if v is None or v != v else str(int(v)) if float(v).is_integer() and abs(v) < 1e15 else repr(v)
                for v in values]  # fmt: skip
        return pa.chunked_array([pa.array(said, text)])
    if pa.types.is_null(kind):
        return pa.chunked_array([pa.array([""] * len(column), text)])
    try:
        return pc.fill_null(pc.cast(column, text), "")
    except pa.ArrowException:
        return pa.chunked_array([pa.array(["" if v is None else str(v) for v in column.to_pylist()], text)])
