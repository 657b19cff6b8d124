"""Gather the many small parts of a finished sweep into few large ones, which read much faster."""

from pathlib import Path
from typing import Final

from buyermaze.experiments.sweeps.chunk_files import (
    batches,
    part_name,
    parts_in,
    read_part,
    span,
    table_bytes,
    uncovered,
    write_whole,
)

MOST_ROWS: Final = 250_000
FEW: Final = 8


def compact(folder: Path, mark: str) -> None:
    """Rewrite neighbouring parts as one; a stop at any moment leaves every row in at least one part.

    A large part is written whole before the small ones it covers are removed, and readers leave covered ones out.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    kept, spare = uncovered(parts_in(folder))
    if len(kept) > FEW:
        try:
            sizes = [pq.ParquetFile(path).metadata.num_rows for path in kept]
            for stretch in batches(sizes, MOST_ROWS):
                together = [kept[position] for position in stretch]
                if len(together) < 2:
                    continue
                tables = [read_part(path, [mark]) for path in together]
                whole = [table for table in tables if table is not None]
                if len(whole) < len(tables):
                    continue
                joined = pa.concat_tables([table.unify_dictionaries() for table in whole]).combine_chunks()
                first, last = span(together[0])[0], span(together[-1])[1]
                write_whole(folder / part_name(first, last), table_bytes(joined, mark))
                spare += together
        except FileNotFoundError:  # another process was quicker
            return
    for path in spare:
        path.unlink(missing_ok=True)
