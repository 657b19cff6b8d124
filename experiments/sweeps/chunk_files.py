"""Parts of a sweep on disk: Parquet files that exist whole or not at all, and know their own content."""

import io
import os
import re
import socket
import stat
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.seal import BLANK, KEY, MOST_BYTES, is_whole, sealed

if TYPE_CHECKING:
    import pyarrow

MARK = b"buyermaze.mark"
PART: Final = re.compile(r"part-[0-9]{8,12}-[0-9]{8,12}\.parquet")
OF_ROWS: Final = ("point", "scenario", "replication", "luck")  # columns every part has beside its outcomes
STALE_SECONDS: Final = 86_400
MOST_REMEMBERED: Final = 100_000  # parts found whole
_whole: set[tuple[str, int, int, int, int]] = set()


def part_bytes(
    columns: Mapping[str, Sequence[Any]],
    scenarios: Sequence[str],
    outcomes: Sequence[str],
    table: np.ndarray,
    mark: str,
) -> bytes:
    """Return rows as a Parquet file: what run it was, one column per outcome, the error if there was one."""
    import pyarrow as pa

    names = pa.DictionaryArray.from_arrays(pa.array(columns["scenario"], pa.int32()), pa.array(scenarios, pa.string()))
    content = pa.table(
        {
            "point": pa.array(columns["point"], pa.int64()),
            "scenario": names,
            "replication": pa.array(columns["replication"], pa.int32()),
            "luck": pa.array(columns["luck"], pa.int64()),
            **{name: pa.array(table[:, k], pa.float64()) for k, name in enumerate(outcomes)},
            "error": pa.array(columns["error"], pa.string()),
        }
    )
    return table_bytes(content, mark)


def table_bytes(content: "pyarrow.Table", mark: str) -> bytes:
    """Return a table as a Parquet file that carries the sweep it belongs to and a seal on all of its bytes."""
    import pyarrow.parquet as pq

    marked = content.replace_schema_metadata({MARK: mark.encode()})
    sink = io.BytesIO()
    with pq.ParquetWriter(sink, marked.schema, compression="zstd", compression_level=3) as writer:
        writer.write_table(marked)
        writer.add_key_value_metadata({KEY: BLANK})
    return sealed(sink.getvalue())


def part_name(first: int, last: int) -> str:
    """Return the name of the part that holds the points from ``first`` up to, not including, ``last``."""
    return f"part-{first:08d}-{last:08d}.parquet"


def span(path: Path) -> tuple[int, int]:
    """Return which points a part holds, from its name."""
    first, last = path.stem.split("-")[1:3]
    return int(first), int(last)


def parts_in(folder: Path) -> list[Path]:
    """Return the parts of a sweep in the order of their points, longer ones before those they cover."""
    found = [path for path in folder.glob("part-*-*.parquet") if PART.fullmatch(path.name)]
    return sorted(found, key=lambda path: (span(path)[0], -span(path)[1]))


def uncovered(parts: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Split parts, in order, into those that count and those whose points an earlier one holds already."""
    kept: list[Path] = []
    spare: list[Path] = []
    upto = 0
    for path in parts:
        first, last = span(path)
        (kept if first >= upto else spare).append(path)
        upto = max(upto, last)
    return kept, spare


def read_part(path: Path, marks: Sequence[str], columns: Sequence[str] | None = None) -> "pyarrow.Table | None":
    """Return the rows of a part (or some of its columns), or nothing if it is damaged or belongs to another sweep.

    A file that was found whole is remembered by its name, size and time, and not looked through again.

    Raises
    ------
    FileNotFoundError
        If there is no such part (any more).
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        state = _state(path)
        if not stat.S_ISREG(state[-1]) or state[1] > MOST_BYTES:
            return None
        if state in _whole:
            source: Any = str(path)
        else:
            content = path.read_bytes()
            if not is_whole(content):
                return None
            source = pa.BufferReader(content)
        file = pq.ParquetFile(source)
        about = file.metadata.metadata or {}
        if about.get(MARK, b"").decode("utf-8", "replace") not in marks or not file.metadata.num_rows:
            return None
        if state not in _whole:
            if path.name.startswith("part-") and not (
                set(OF_ROWS) <= set(file.schema_arrow.names) and _holds(file.read(["point"]).column(0), *span(path))
            ):
                return None
            if len(_whole) >= MOST_REMEMBERED:
                _whole.clear()
            _whole.add(state)
        return file.read(columns)
    except FileNotFoundError:
        raise
    except (OSError, pa.ArrowException, ValueError, KeyError):
        return None


def _state(path: Path) -> tuple[str, int, int, int, int]:
    about = path.stat()
    return str(path.absolute()), about.st_size, about.st_mtime_ns, about.st_ino, about.st_mode


def _holds(points: Any, first: int, last: int) -> bool:
    """Tell whether rows are of exactly the points that the name of their part says."""
    found = np.unique(points.to_numpy())
    return len(found) == last - first and int(found[0]) == first and int(found[-1]) == last - 1


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it appears whole under its name, or not at all, whatever happens meanwhile."""
    unfinished = path.with_name(f"{path.name}.{socket.gethostname()}.{os.getpid()}.tmp")
    try:
        with open(unfinished, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
        _settle(path.parent)
    except OSError as error:
        raise InputProblem(
            f"'{path}' cannot be written ({error.strerror or error}); what was stored before is safe"
        ) from None
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def write_new(path: Path, content: bytes) -> bool:
    """Write a file whole unless there is one of its name; tell whether it was written."""
    waiting = path.with_name(f"{path.name}.{socket.gethostname()}.{os.getpid()}.new")
    write_whole(waiting, content)
    try:
        os.link(waiting, path)
        return True
    except FileExistsError:
        return False
    except OSError:  # a file system without links
        if path.exists():
            return False
        os.replace(waiting, path)
        return True
    finally:
        waiting.unlink(missing_ok=True)


def clear_unfinished(folder: Path) -> None:
    """Remove what processes left behind that were stopped while writing; those still at work are left alone."""
    for path in folder.glob("*.tmp"):
        host, _, pid = path.name.removesuffix(".tmp").rpartition(".")
        ours = host.endswith(f".{socket.gethostname()}") and pid.isdigit()
        with suppress(OSError):
            if (ours and not _alive(int(pid))) or time.time() - path.stat().st_mtime > STALE_SECONDS:
                path.unlink()


def _settle(folder: Path) -> None:
    """Make the file system write down the names in a folder, where it can."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _alive(pid: int) -> bool:
    if pid == os.getpid():
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def batches(sizes: Sequence[int], most: int) -> Iterator[range]:
    """Cut a list of sizes into stretches that add up to at most ``most`` each (or hold a single larger one)."""
    start, total = 0, 0
    for position, size in enumerate(sizes):
        if position > start and total + size > most:
            yield range(start, position)
            start, total = position, 0
        total += size
    if start < len(sizes):
        yield range(start, len(sizes))
