"""Text files with a separator: found out are the encoding, the separator, and where the header is."""

import codecs
import csv
import io
import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.tables.held import File
from buyermaze.simulator.tables.limits import Limits
from buyermaze.simulator.tables.packed import opened
from buyermaze.simulator.tables.table import Builder, TextTable

DELIMITERS: Final = ",;\t|"
BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
SAMPLE: Final = 200  # rows from which separator and header are found out
MOST_SAMPLED: Final = 4_000_000  # characters of them
MOST_TITLES: Final = 40  # rows that may stand above a header
TOLD_EVERY: Final = 100_000
N_BELOW: Final = 30  # rows from which it is found out whether names of columns take two rows; assumption
N_UNLIKE: Final = 2  # columns whose second name is unlike all that stands below it; assumption
CELLS_OF_A_BROKEN_ROW: Final = 8  # as much memory as its line and reason take


def read_delimited(
    path: File, label: str, packed: str, limits: Limits, encoding: str | None, progress: Callable[[int], None] | None
) -> TextTable:
    """Read a text file with a separator as a table."""
    csv.field_size_limit(limits.most_characters)
    with unicode_of(path, label, packed, limits, encoding) as text:
        return _rows(text, label, limits, text.encoding, progress)


@contextmanager
def unicode_of(path: File, label: str, packed: str, limits: Limits, encoding: str | None) -> Iterator[io.TextIOWrapper]:
    """Open a text file in the encoding that is named, or in the one it is found to have.

    Raises
    ------
    InputProblem
        If there is no such encoding, or what is read of the file is not written in it.
    """
    encoding = encoding or _encoding(path, label, packed, limits)
    try:
        "".encode(encoding)
    except (LookupError, ValueError):  # there is none, it writes no text, or its name is none
        raise InputProblem(
            f"--encoding {encoding}: there is no such encoding; utf-8, utf-16 and cp1252 are usual"
        ) from None
    try:
        with opened(path, label, packed, limits) as raw, io.TextIOWrapper(raw, encoding, newline="") as text:
            yield text
    except UnicodeError:
        raise InputProblem(f"'{label}' is not written in {encoding}; say how with --encoding") from None


def _encoding(path: File, label: str, packed: str, limits: Limits) -> str:
    """Return how a file is written: by its mark, as UTF-8 if all of it is, otherwise as Windows writes."""
    with opened(path, label, packed, limits) as raw:
        head = raw.read(4096)
        for mark, name in BOMS:
            if head.startswith(mark):
                return name
        if head.count(0) > len(head) // 4 and len(head) > 3:  # UTF-16 without its mark
            return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
        if 0 in head:
            raise InputProblem(f"'{label}' is not a text file")
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while head:
                decoder.decode(head)
                head = raw.read(1 << 20)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return _older(path, label, packed, limits)
    return "utf-8"


def _older(path: File, label: str, packed: str, limits: Limits) -> str:
    """Return cp1252, unless the file holds bytes that stand for nothing in it."""
    with opened(path, label, packed, limits) as raw:
        while block := raw.read(1 << 20):
            try:
                block.decode("cp1252")
            except UnicodeDecodeError:
                return "latin-1"
    return "cp1252"


def _rows(
    text: io.TextIOWrapper, label: str, limits: Limits, encoding: str, progress: Callable[[int], None] | None
) -> TextTable:
    remarks = [] if encoding.startswith("utf-8") else [f"{Path(label).name} is read as {encoding}"]
    skipped = 0
    source = _Lines(text, label, limits)
    first = source.next()
    told = first.strip().lower()
    if told.startswith("sep=") and len(told) <= 6:
        delimiter = first.strip()[4:5] or "\t"
        skipped, first = 1, ""
    else:
        delimiter = ""
    head = [first] if first else []
    for _ in range(SAMPLE * 5):
        if sum(map(len, head)) < MOST_SAMPLED and (taken := source.next()):
            head.append(taken)
    if any("\0" in line for line in head):
        raise InputProblem(f"'{label}' is not a text file")
    delimiter = delimiter or _delimiter(head, label)
    reader = csv.reader(source.after(head), delimiter=delimiter)
    sample: list[tuple[int, list[str]]] = []
    before = n_sampled = 0
    try:
        for cells in reader:
            sample.append((skipped + before + 1, cells))
            before = reader.line_num
            limits.check_columns(label, sum(map(bool, cells)))
            n_sampled += source.row_ends()
            if len(sample) >= SAMPLE or n_sampled >= MOST_SAMPLED:
                break
        place = header_place([cells for _, cells in sample])
        if place is None:
            raise InputProblem(f"'{label}': there are no rows")
        _refuse_other_kinds(head, label)
        if place:
            remarks.append(f"the {place} lines above the header of {Path(label).name} are left out")
        width = len(sample[place][1])
        columns, kept = named(
            names_at([cells for _, cells in sample], place), [cells for _, cells in sample[place + 1 :]]
        )
        limits.check_columns(label, len(columns))
        builder, broken = Builder(len(columns), label, limits), list[tuple[int, str]]()

        def take(line: int, cells: Sequence[str]) -> None:
            if not any(cell.strip() for cell in cells):
                return
            if len(cells) == width + 1 and not cells[-1].strip():
                cells = cells[:-1]  # a separator at the end of every line but the first
            if len(cells) != width:
                limits.check_unfolded(label, CELLS_OF_A_BROKEN_ROW * len(broken))
                broken.append((line, f"{len(cells)} cells where the header has {width}"))
                return
            builder.add(line, [cells[k] for k in kept])

        for line, cells in sample[place + 1 :]:
            take(line, cells)
        for cells in reader:
            take(skipped + before + 1, cells)
            before = reader.line_num
            source.row_ends()
            if builder.n_rows % TOLD_EVERY == 0:
                limits.check_rows(label, builder.n_rows)
                if progress is not None and builder.n_rows:
                    progress(builder.n_rows)
    except csv.Error as error:
        reason = "a cell without an end; a quote may be missing" if "field larger" in str(error) else str(error)
        raise InputProblem(f"'{label}', line {skipped + reader.line_num}: {reason}") from None
    limits.check_rows(label, builder.n_rows)
    cells_, lines = builder.finish()
    return TextTable(label, columns, cells_, lines, tuple(broken), tuple(remarks), delimiter=delimiter)


def _refuse_other_kinds(head: Sequence[str], label: str) -> None:
    """Refuse what is no table although its name says so: a web page, as some programs call a workbook, or JSON."""
    start = "".join(head[:20]).lstrip("\ufeff \r\n\t").lower()
    for kind, marks, remedy in (
        ("a web page", ("<html", "<!doctype html", "<table", "<?xml"), "open it where it came from and save it as .csv or .xlsx"),
        ("JSON", ("[{", '{"', "[\n"), "call it .json, or .jsonl where every line is an object"),
    ):
        if start.startswith(marks):
            raise InputProblem(f"'{label}' is {kind} under the name of a table; {remedy}")


class _Lines:
    """The lines of a file as they come; a row that finds no end is refused before it is held."""

    def __init__(self, text: io.TextIOWrapper, label: str, limits: Limits) -> None:
        self._text, self._label, self._limits, self._n_open = text, label, limits, 0

    def next(self) -> str:
        """Return a line; nothing after the last."""
        line = self._text.readline(self._limits.most_in_a_row + 1)
        self._limits.check_row(self._label, len(line))
        return line

    def after(self, head: list[str]) -> Iterator[str]:
        """Yield the lines that were looked at, and those after them."""
        for line in itertools.chain(head, iter(self.next, "")):
            self._n_open += len(line)
            self._limits.check_row(self._label, self._n_open)
            yield line

    def row_ends(self) -> int:
        """Begin to count for the next row; return the characters of this one."""
        n, self._n_open = self._n_open, 0
        return n


def _delimiter(head: list[str], label: str) -> str:
    """Return the separator that gives most rows the same number of cells, and more than one."""
    best, chosen = (0.0, 0), ""
    for delimiter in DELIMITERS:
        widths: Counter[int] = Counter()
        try:
            for cells in csv.reader(head[: SAMPLE * 2], delimiter=delimiter):
                if any(cell.strip() for cell in cells):
                    widths[len(cells)] += 1
        except csv.Error:
            continue
        wide = [(n, width) for width, n in widths.items() if width > 1]
        if wide:
            n, width = max(wide)
            score = (n / widths.total(), width)
            if score > best:
                best, chosen = score, delimiter
    if not head:
        raise InputProblem(f"'{label}': there are no rows")
    return chosen or ","


def header_place(rows: Sequence[Sequence[str]]) -> int | None:
    """Return which row holds the names of the columns: the first as wide as the table, with names in most cells."""
    widths = Counter(len(cells) for cells in rows if any(cell.strip() for cell in cells))
    if not widths:
        return None
    if len(widths) > 1 and any(width > 1 and n > 1 for width, n in widths.items()):
        widths.pop(1, None)  # titles and remarks, however many
    most = max(widths, key=lambda width: (widths[width], width))
    filled = [sum(bool(cell.strip()) for cell in cells) for cells in rows]
    usual = max((n for n, cells in zip(filled, rows, strict=True) if len(cells) == most), default=0)
    for place, cells in enumerate(rows[:MOST_TITLES]):
        if len(cells) == most and filled[place] >= max(1, 0.6 * usual):
            return place + _goes_on(rows[place : place + N_BELOW])
    return next((place for place, n in enumerate(filled) if n), None)


def _goes_on(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the second row goes on with the names of columns that the first row groups.

    It names what has no name in the first, in words without digits, over columns in which all rows below have digits.
    """
    if len(rows) < 3 or len(rows[1]) != len(rows[0]):
        return False
    first, second, *below = ([cell.strip() for cell in row] for row in rows)
    if not any(name and not group for group, name in zip(first, second, strict=True)) or any(
        any(c.isdigit() for c in cell) for cell in second
    ):
        return False
    n_unlike = 0
    for place, name in enumerate(second):
        cells = [row[place] for row in below if len(row) > place and row[place]]
        n_unlike += bool(name and cells) and all(any(c.isdigit() for c in cell) for cell in cells)
    return n_unlike >= N_UNLIKE


def names_at(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    """Return the names of columns in a row; where a cell is empty and the row above it names columns too, those."""
    names = list(rows[place])
    above = rows[place - 1] if place else []
    if len(above) == len(names) and sum(bool(cell.strip()) for cell in above) > 1:
        names = [name if name.strip() else group for name, group in zip(names, above, strict=True)]
    return names


def named(header: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], list[int]]:
    """Return the names of columns, each its own, and which of them are kept: those with a name or with content."""
    names: dict[str, int] = {}  # and how many of a name there are
    kept: list[int] = []
    for place, cell in enumerate(header):
        name = " ".join(cell.replace("\ufeff", "").split())
        if not name:
            if not any(len(row) > place and row[place].strip() for row in rows):
                continue
            name = f"column {place + 1}"
        base = name
        while name in names:
            names[base] += 1
            name = f"{base} ({names[base]})"
        names[name] = 1
        kept.append(place)
    return tuple(names), kept
