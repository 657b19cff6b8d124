"""Parquet files as tables of text."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.local_files import understood
from buyermaze.simulator.tables.limits import Limits
from buyermaze.simulator.tables.table import TextTable

ROWS_AT_ONCE: Final = 50_000
MOST_GROUPS: Final = 5_000  # of rows; a file of a million rows has about ten; assumption
COUNT: Final = """
import json, sys
import pyarrow.parquet as pq
about = pq.ParquetFile(sys.argv[1]).metadata
groups = [about.row_group(place) for place in range(about.num_row_groups)]
print(json.dumps([sum(group.column(place).num_values for group in groups) for place in range(about.num_columns)]))
"""


def read_parquet(path: Path, label: str, limits: Limits) -> TextTable:
    """Read a Parquet file; the gaps of every library become empty cells."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with understood(f"'{label}'", "Parquet file"):
        about = look_over(path, label, limits)
        leaves = [about.schema.column(place) for place in range(about.num_columns)]
        words = [leaf.path for leaf in leaves if leaf.physical_type == "BYTE_ARRAY"]
        file = pq.ParquetFile(path, read_dictionary=words)  # a text that stands in many rows is held once
        kept = {
            field.name: place
            for place, field in enumerate(file.schema_arrow)
            if not field.name.startswith("__index_level_")
        }
        cells: dict[str, list[Any]] = {name: [] for name in kept}
        n_unfolded = 0
        groups = range(about.num_row_groups)
        for batch in (b for g in groups for b in file.iter_batches(ROWS_AT_ONCE, row_groups=[g], use_threads=False)):
            for name, place in kept.items():
                n_unfolded += _unfolded(batch.column(place))
                limits.check_bytes(label, n_unfolded)
                cells[name].append(_texts(batch.column(place)))
    typed = frozenset(name for name, place in kept.items() if not _is_text(file.schema_arrow.field(place).type))
    lines = pa.chunked_array([pa.array(range(1, about.num_rows + 1), pa.int64())])
    texts = tuple(pa.chunked_array(chunks, pa.large_string()) for chunks in cells.values())
    return TextTable(label, tuple(kept), texts, lines, typed=typed)


def look_over(path: Path, label: str, limits: Limits) -> Any:
    """Return what a Parquet file says of itself; refuse one that unfolds to too much before any of it is read."""
    import pyarrow.parquet as pq

    file = pq.ParquetFile(path)
    names, about = [str(name) for name in file.schema_arrow.names], file.metadata
    limits.check_columns(label, len(names))
    limits.check_rows(label, about.num_rows)
    if about.num_row_groups > MOST_GROUPS:
        raise InputProblem(f"'{label}': more than {MOST_GROUPS:,} groups of rows; save it again in larger ones")
    leaves = [about.schema.column(place) for place in range(about.num_columns)]
    n_values = (
        _n_values(path, label) if any(leaf.max_repetition_level for leaf in leaves) else [about.num_rows] * len(leaves)
    )
    n_cells = sum(max(about.num_rows, n) for n in n_values)
    n_packed = sum(about.row_group(place).total_byte_size for place in range(about.num_row_groups))
    n_wide = sum(
        max(0, leaf.length) * n for leaf, n in zip(leaves, n_values, strict=True)
    )  # as long in every row, else -1 or 0
    n_bytes = max(n_packed, n_wide)
    limits.check_cells(label, n_cells)
    limits.check_bytes(label, n_bytes)
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise InputProblem(f"'{label}': two columns are called '{twice}'; give each a name of its own")
    return about


def _n_values(path: Path, label: str) -> list[int]:
    """Return how many values every column holds, more than rows where a row holds a list.

    Asked in a process of its own: where a file is damaged, the library ends the process that asks it this.
    """
    told = subprocess.run(
        [sys.executable, "-I", "-c", COUNT, str(path.resolve())],
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    if told.returncode != 0:
        raise InputProblem(f"'{label}': this is no readable Parquet file (what it says of its columns is damaged)")
    found: list[int] = json.loads(told.stdout)
    return found


def _is_text(kind: Any) -> bool:
    import pyarrow as pa

    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _unfolded(column: Any) -> int:
    """Return how many bytes the texts of a column take once every row, and every place of its lists, has its own."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_dictionary(kind):
        lengths = pc.binary_length(column.dictionary) if pa.types.is_binary(kind.value_type) or _is_text(kind) else None
        return int(pc.sum(lengths.take(column.indices)).as_py() or 0) if lengths is not None else 0
    if pa.types.is_struct(kind):
        return sum(_unfolded(column.field(place)) for place in range(kind.num_fields))
    return _unfolded(column.values) if pa.types.is_nested(kind) else 0


def _texts(column: Any) -> Any:
    """Return values as text; gaps are empty."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind, text = column.type, pa.large_string()
    if pa.types.is_dictionary(kind):
        return pc.fill_null(_texts(column.dictionary).take(column.indices), "")
    if pa.types.is_timestamp(kind):
        said = column.to_pandas().map(lambda moment: "" if moment is None or moment != moment else moment.isoformat())
        return pa.array(said.tolist(), text)
    if pa.types.is_floating(kind):  # 5.0 is the 5 of a whole number that had a gap
        said = ["" if v is None or v != v else str(int(v)) if float(v).is_integer() and abs(v) < 1e15 else repr(v)
                for v in column.to_pylist()]  # fmt: skip
        return pa.array(said, text)
    if pa.types.is_null(kind):
        return pa.array([""] * len(column), text)
    try:
        return pc.fill_null(pc.cast(column, text), "")
    except pa.ArrowException:
        return pa.array(["" if v is None else _said(v) for v in column.to_pylist()], text)


def _said(value: Any) -> str:
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value)
