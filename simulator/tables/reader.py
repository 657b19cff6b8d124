"""Read a table by the ending of its name, packed or not."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.tables.held import File
from buyermaze.simulator.tables.layout import plainly_laid_out
from buyermaze.simulator.tables.limits import PACKED, USUAL, Limits
from buyermaze.simulator.tables.table import TextTable

KINDS: Final = {
    ".csv": "delimited", ".tsv": "delimited", ".tab": "delimited", ".txt": "delimited",
    ".parquet": "parquet", ".xlsx": "workbook", ".xlsm": "workbook", ".xes": "xes",
    ".json": "list", ".jsonl": "lines", ".ndjson": "lines",
}  # fmt: skip
AS_TEXT: Final = ("delimited", "xes", "list", "lines")  # which may be packed
ENDINGS: Final = ".csv, .tsv, .txt, .xlsx, .parquet, .json, .jsonl or .xes (the text forms also packed: .csv.gz, .xes.gz, .csv.zst)"
Heard = Callable[[int], None]


def read_table(
    path: str | File,
    *,
    label: str | None = None,
    limits: Limits = USUAL,
    encoding: str | None = None,
    sheet: str | None = None,
    progress: Heard | None = None,
) -> TextTable:
    """Read a file as a table of text.

    Parameters
    ----------
    path
        A file, here or ``Held``, whose name ends as in ``ENDINGS``.
    label
        What to call it in messages; by default its path.
    limits
        How large it may be.
    encoding
        Of text files, where it is not to be found out: ``utf-8``, ``cp1250``, ...
    sheet
        Of a workbook; by default its first sheet that holds a table.
    progress
        Told now and then how many rows are read.

    Raises
    ------
    InputProblem
        If the file cannot be read, is too large, or holds no rows.
    """
    path = Path(path) if isinstance(path, str) else path
    label = label or str(path)
    kind, packed = kind_of(path)
    if kind is None or (packed and kind not in AS_TEXT):
        raise InputProblem(f"'{label}': the name must end in {ENDINGS}")
    if isinstance(path, Path) and not path.is_file():
        raise InputProblem(f"'{label}': there is no such file")
    try:
        limits = limits.of_file(path)
        if kind == "delimited":
            from buyermaze.simulator.tables.delimited import read_delimited

            table = read_delimited(path, label, packed, limits, encoding, progress)
        elif kind == "xes":
            from buyermaze.simulator.tables.xes import read_xes

            table = read_xes(path, label, packed, limits, progress)
        elif kind in ("list", "lines"):
            from buyermaze.simulator.tables.objects import read_objects

            table = read_objects(path, label, packed, kind == "lines", limits, encoding, progress)
        elif kind == "workbook":
            from buyermaze.simulator.tables.workbook import read_workbook

            table = read_workbook(path, label, sheet, limits, progress)
        else:
            from buyermaze.simulator.tables.parquet import read_parquet

            table = read_parquet(path, label, limits)
    except (OSError, EOFError, MemoryError) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise InputProblem(f"'{label}' cannot be read: {reason}") from None
    if kind in ("delimited", "workbook"):
        table = plainly_laid_out(table)
    if not len(table):
        raise InputProblem(f"'{label}': there are no rows")
    return table


def kind_of(path: File) -> tuple[str | None, str]:
    """Return what a file is by the ending of its name, and how it is packed."""
    name = path.name.lower()
    packed = next((ending for ending in PACKED if name.endswith(ending)), "")
    inner = name.removesuffix(packed) if packed else name
    return KINDS.get(Path(inner).suffix), packed
