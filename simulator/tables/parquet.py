"""Parquet files as tables of text."""

from pathlib import Path
from typing import Any

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.tables.limits import Limits
from buyermaze.simulator.tables.table import TextTable


def read_parquet(path: Path, label: str, limits: Limits) -> TextTable:
    """Read a Parquet file; the gaps of every library become empty cells."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
        limits.check_columns(label, len(file.schema_arrow.names))
        limits.check_rows(label, file.metadata.num_rows)
        groups = [file.metadata.row_group(i).total_byte_size for i in range(file.metadata.num_row_groups)]
        limits.check_bytes(label, sum(groups))
        content = file.read()
    except (pa.ArrowException, ValueError, OSError) as error:
        if isinstance(error, InputProblem):
            raise
        raise InputProblem(f"'{label}' is no readable Parquet file ({str(error).splitlines()[0][:80]})") from None
    columns = [str(name) for name in content.schema.names if not str(name).startswith("__index_level_")]
    if len(set(columns)) < len(columns):
        twice = next(name for name in columns if columns.count(name) > 1)
        raise InputProblem(f"'{label}': two columns are called '{twice}'; give each a name of its own")
    cells, typed = [], set()
    for name in columns:
        column = content.column(name)
        kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
        if not (pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)):
            typed.add(name)
        cells.append(_texts(column, kind))
    lines = pa.chunked_array([pa.array(range(1, content.num_rows + 1), pa.int64())])
    return TextTable(label, tuple(columns), tuple(cells), lines, typed=frozenset(typed))


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
