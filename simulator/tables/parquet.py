"""Parquet files as tables of text."""

from collections.abc import Iterator
from typing import Any, Final

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.local_files import understood
from buyermaze.simulator.core.seal import KEY, MOST_BYTES, is_whole
from buyermaze.simulator.tables.held import File, for_library, n_bytes
from buyermaze.simulator.tables.limits import Limits
from buyermaze.simulator.tables.parquet_pages import pages
from buyermaze.simulator.tables.table import TextTable

ROWS_AT_ONCE: Final = 50_000
MOST_GROUPS: Final = 5_000  # of rows; a file of a million rows has about ten; assumption


def read_parquet(path: File, label: str, limits: Limits) -> TextTable:
    """Read a Parquet file; the gaps of every library become empty cells."""
    import pyarrow as pa

    with understood(f"'{label}'", "Parquet file"):
        schema, batches = look_over(path, label, limits)
        kept = {
            field.name: place for place, field in enumerate(schema) if not field.name.startswith("__index_level_")
        }
        cells: dict[str, list[Any]] = {name: [] for name in kept}
        n_rows = 0
        for batch in batches:
            n_rows += batch.num_rows
            for name, place in kept.items():
                cells[name].append(_texts(batch.column(place)))
    typed = frozenset(name for name, place in kept.items() if not _is_text(schema.field(place).type))
    lines = pa.chunked_array([pa.array(range(1, n_rows + 1), pa.int64())])
    texts = tuple(pa.chunked_array(chunks, pa.large_string()) for chunks in cells.values())
    return TextTable(label, tuple(kept), texts, lines, typed=typed)


def look_over(path: File, label: str, limits: Limits) -> tuple[Any, Iterator[Any]]:
    """Return the columns of a Parquet file and its rows in batches, each looked at when it is asked for.

    What unfolds to too much is refused before any of it is read, whatever the file says of its size: by its pages, and
    text that stands in many rows, which is held once, by its batches.
    """
    import pyarrow.parquet as pq

    file = pq.ParquetFile(for_library(path))
    names, about = [str(name) for name in file.schema_arrow.names], file.metadata
    if KEY in (about.metadata or {}) and (n_bytes(path) > MOST_BYTES or not is_whole(path.read_bytes())):
        raise InputProblem(f"'{label}': this part of a sweep is damaged; run the same sweep again, which makes it anew")
    limits.check_columns(label, len(names))
    if about.num_row_groups > MOST_GROUPS:
        raise InputProblem(f"'{label}': more than {MOST_GROUPS:,} groups of rows; save it again in larger ones")
    groups = [about.row_group(place) for place in range(about.num_row_groups)]
    n_rows = sum(group.num_rows for group in groups)
    limits.check_rows(label, n_rows)
    n_unfolded, n_values = pages(path, label)
    leaves = [about.schema.column(place) for place in range(about.num_columns)]
    n_values = [max(n, n_rows) if leaf.max_repetition_level else n_rows
                for leaf, n in zip(leaves, n_values or [0] * len(leaves), strict=True)]  # fmt: skip
    n_wide = sum(
        max(0, leaf.length) * n for leaf, n in zip(leaves, n_values, strict=True)
    )  # as long in every row, else -1 or 0
    limits.check_cells(label, sum(n_values))
    limits.check_bytes(label, max(n_unfolded, n_wide))
    if n_rows != about.num_rows:
        raise InputProblem(f"'{label}': this is no readable Parquet file (it says two numbers of rows)")
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise InputProblem(f"'{label}': two columns are called '{twice}'; give each a name of its own")
    words = [leaf.path for leaf in leaves if leaf.physical_type == "BYTE_ARRAY"]
    file = pq.ParquetFile(for_library(path), read_dictionary=words)  # a text that stands in many rows is held once
    return file.schema_arrow, _batches(file, label, limits)


def _batches(file: Any, label: str, limits: Limits) -> Iterator[Any]:
    n_unfolded = 0
    for group in range(file.num_row_groups):
        for batch in file.iter_batches(ROWS_AT_ONCE, row_groups=[group], use_threads=False):
            n_unfolded += sum(_unfolded(column) for column in batch.columns)
            limits.check_bytes(label, n_unfolded)
            yield batch


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
