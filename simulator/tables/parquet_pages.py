"""What the pages of a Parquet file say of themselves: its footer can state any size, a page only the one that is held for it."""

from collections.abc import Callable
from typing import Any, Final

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.tables.held import File

MOST_FOOTER: Final = 64_000_000  # bytes; 2,000 columns in 100 groups of rows take about 30 million; assumption
MOST_PAGES: Final = 200_000  # that look a second or two; 60 million cells in pages of 20,000 rows are 3,000; assumption
MOST_DEPTH: Final = 30  # of records in one another; what a Parquet file says of itself has about ten
TRUE, FALSE, BYTE, DOUBLE, TEXT, LIST, SET, MAP, RECORD = 1, 2, 3, 7, 8, 9, 10, 11, 12
GROUPS, COLUMNS, ROWS, ABOUT = 4, 1, 3, 3  # fields of the footer, of a group of rows (two), of a column in it
PACKED, FIRST_DATA, DICTIONARY = 7, 9, 11  # fields of what a footer says about a column in a group
UNFOLDED, ON_DISK, DATA, DATA_TOO = 2, 3, 5, 8  # fields of the head of a page


class Records:
    """Reads records of the compact Thrift protocol: fields by number, texts passed over."""

    def __init__(self, content: bytes, at: int = 0) -> None:
        self.content, self.at = content, at

    def record(self, depth: int = 0) -> dict[int, Any]:
        """Return the fields of the record that begins here; a text is its length."""
        if depth > MOST_DEPTH:
            raise ValueError("records too deep in one another")
        fields: dict[int, Any] = {}
        number = 0
        while head := self._byte():
            number = number + (head >> 4) if head >> 4 else self._signed()
            kind = head & 15
            fields[number] = kind == TRUE if kind in (TRUE, FALSE) else self._value(kind, depth)
        return fields

    def _byte(self) -> int:
        self.at += 1
        return self.content[self.at - 1]

    def _unsigned(self) -> int:
        value = shift = 0
        while True:
            one = self._byte()
            value |= (one & 127) << shift
            shift += 7
            if one < 128:
                return value
            if shift > 63:
                raise ValueError("a number without end")

    def _signed(self) -> int:
        value = self._unsigned()
        return value >> 1 ^ -(value & 1)

    def _value(self, kind: int, depth: int) -> Any:
        if kind in (TRUE, FALSE, BYTE):
            return self._byte()
        if kind < DOUBLE:
            return self._signed()
        if kind in (DOUBLE, TEXT):
            length = 8 if kind == DOUBLE else self._unsigned()
            self.at += length
            return length
        if kind in (LIST, SET):
            head = self._byte()
            return self._values(head >> 4 if head >> 4 < 15 else self._unsigned(), lambda: self._value(head & 15, depth))
        if kind == MAP:
            n = self._unsigned()
            kinds = self._byte() if n else 0
            return self._values(n, lambda: (self._value(kinds >> 4, depth), self._value(kinds & 15, depth)))
        if kind == RECORD:
            return self.record(depth + 1)
        raise ValueError("a field of no known kind")

    def _values(self, n: int, read: Callable[[], Any]) -> list[Any]:
        return [read() for _ in range(n)]  # each takes a byte at least, so the end of the content ends it


def pages(path: File, label: str) -> tuple[int, list[int]]:
    """Return the bytes that all pages unfold to, and how many values each column holds; nothing is unpacked.

    Raises
    ------
    InputProblem
        If there are more pages than any table needs, or the file is damaged.
    """
    n_bytes, n_pages, n_values, known = 0, 0, list[int](), dict[tuple[int, int], tuple[int, int, int]]()
    with path.open("rb") as file:
        n_file = file.seek(-8, 2) + 8
        n_footer = int.from_bytes(file.read(4), "little")
        if n_footer > min(MOST_FOOTER, n_file - 8):
            raise InputProblem(f"'{label}': what this Parquet file says of itself takes more than {MOST_FOOTER:,} bytes")
        file.seek(n_file - 8 - n_footer)
        for group in Records(file.read(n_footer)).record()[GROUPS]:
            n_values += [0] * (len(group[COLUMNS]) - len(n_values))
            for place, column in enumerate(group[COLUMNS] if group[ROWS] else []):  # else there are no pages
                about = column[ABOUT]
                first = min(about[FIRST_DATA], about.get(DICTIONARY) or about[FIRST_DATA])
                where = (first, about[PACKED])
                if where not in known:
                    file.seek(first)
                    known[where] = _pages_of(file.read(about[PACKED]), MOST_PAGES - n_pages, label)
                    n_pages += known[where][2]
                n_bytes += known[where][0]
                n_values[place] += known[where][1]
    return n_bytes, n_values


def _pages_of(content: bytes, most: int, label: str) -> tuple[int, int, int]:
    """Return bytes once unfolded, values, and the number of pages of one column in one group of rows."""
    n_bytes = n_values = n_pages = at = 0
    while at < len(content):
        heads = Records(content, at)
        try:
            head = heads.record()
        except IndexError:  # old writers count up to a hundred bytes too few; no page that matters begins there
            break
        if head[ON_DISK] < 0 or head[UNFOLDED] < 0:
            raise ValueError("a page of less than nothing")
        at = heads.at + head[ON_DISK]
        n_bytes += head[UNFOLDED]
        n_values += (head.get(DATA) or head.get(DATA_TOO) or {1: 0})[1]
        n_pages += 1
        if n_pages > most:
            raise InputProblem(f"'{label}': more than {MOST_PAGES:,} pages; save it again in larger ones")
    return n_bytes, n_values, n_pages
