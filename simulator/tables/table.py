"""The cells of a file as text, column by column, with the line each row came from."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from buyermaze.simulator.core.errors import InputProblem, remedy
from buyermaze.simulator.tables.limits import Limits

if TYPE_CHECKING:
    import pyarrow

GAPS: Final = frozenset(
    {
        "",
        "null",
        "none",
        "n/a",
        "na",
        "nan",
        "nat",
        "<na>",
        "-",
        "--",
        "—",
        "–",
        "(none)",
        "(blank)",
        "(null)",
        "#n/a",
        "\\n",
        "0000-00-00",  # how some databases write no date
        "0000-00-00 00:00:00",
        "00000000",
        "00.00.0000",
        "00/00/0000",
        "9999-12-31",  # and no end
        "9999-12-31 00:00:00",
        "9999-12-31t00:00:00",
        "99991231",
        "31.12.9999",
        "12/31/9999",
        "31/12/9999",
        "1753-01-01",
        "1753-01-01 00:00:00",
        "01.01.1753",
        "1900-01-01",
        "1900-01-01 00:00:00",
        "01.01.1900",
    }
)
"""How programs write that a date or a number is missing; as a name (of a channel, say) ``NA`` is a name."""


@dataclass(frozen=True, eq=False)
class TextTable:
    """A table as text. Gaps are empty; moments and numbers that a file holds as such are written the ISO way."""

    label: str
    columns: tuple[str, ...]
    cells: "tuple[pyarrow.ChunkedArray, ...]"
    lines: "pyarrow.ChunkedArray"
    broken: tuple[tuple[int, str], ...] = ()
    remarks: tuple[str, ...] = ()
    typed: frozenset[str] = field(default_factory=frozenset)  # columns the file itself holds as numbers or moments
    delimiter: str = ""

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.lines)

    def _of(self, name: str) -> "pyarrow.ChunkedArray":
        if name not in self.columns:
            raise InputProblem(f"'{self.label}': there is no column '{name}'; {remedy(name, self.columns)}")
        return self.cells[self.columns.index(name)]

    def column(self, name: str) -> list[str]:
        """Return the cells of a column, without blanks around them."""
        return [cell.strip() for cell in self._of(name).to_pylist()]

    def coded(self, name: str) -> tuple[list[str], Sequence[int]]:
        """Return the different cells of a column, and for every row which of them it holds."""
        import numpy as np
        import pyarrow as pa

        encoded = self._of(name).combine_chunks().dictionary_encode()
        if isinstance(encoded, pa.ChunkedArray):
            encoded = encoded.combine_chunks()
        raw = encoded.dictionary.to_pylist()
        stripped = [cell.strip() for cell in raw]
        words = list(dict.fromkeys(stripped))
        if len(words) == len(raw):
            return stripped, encoded.indices.to_numpy(zero_copy_only=False)
        place = {word: i for i, word in enumerate(words)}
        merged = np.array([place[word] for word in stripped], dtype=np.int64)
        return words, merged[encoded.indices.to_numpy(zero_copy_only=False)]

    def distinct(self, name: str) -> list[str]:
        """Return the different cells of a column that are not empty."""
        return [word for word in self.coded(name)[0] if word]


class Builder:
    """Gathers rows of text in blocks, so that a million of them take little memory; refuses what unfolds to too much."""

    BLOCK: Final = 50_000  # rows
    BLOCK_CELLS: Final = 1_000_000
    BLOCK_CHARACTERS: Final = 8_000_000

    def __init__(self, n_columns: int, label: str, limits: Limits) -> None:
        self._label, self._limits = label, limits
        self._most = min(self.BLOCK, max(1, self.BLOCK_CELLS // max(1, n_columns)))
        self._n_characters = self._n_open_characters = 0
        self._open: list[list[str]] = [[] for _ in range(n_columns)]
        self._open_lines: list[int] = []
        self._blocks: list[list[pyarrow.Array]] = [[] for _ in range(n_columns)]
        self._line_blocks: list[pyarrow.Array] = []
        self.n_rows = 0

    def add(self, line: int, row: Sequence[str]) -> None:
        """Add a row with as many cells as there are columns."""
        for column, cell in zip(self._open, row, strict=True):
            column.append(cell)
        self._open_lines.append(line)
        self.n_rows += 1
        self._n_open_characters += sum(map(len, row))
        if len(self._open_lines) >= self._most or self._n_open_characters > self.BLOCK_CHARACTERS:
            self._close()

    def _close(self) -> None:
        import pyarrow as pa

        self._n_characters += self._n_open_characters
        self._n_open_characters = 0
        self._limits.check_bytes(self._label, self._n_characters)
        self._limits.check_unfolded(self._label, self.n_rows * len(self._open))
        for place, column in enumerate(self._open):
            self._blocks[place].append(pa.array(column, pa.large_string()))
            column.clear()
        self._line_blocks.append(pa.array(self._open_lines, pa.int64()))
        self._open_lines.clear()

    def finish(self) -> "tuple[tuple[pyarrow.ChunkedArray, ...], pyarrow.ChunkedArray]":
        """Return the columns and the lines."""
        import pyarrow as pa

        self._close()
        text = pa.large_string()
        return (
            tuple(pa.chunked_array(blocks, text) for blocks in self._blocks),
            pa.chunked_array(self._line_blocks, pa.int64()),
        )


def of_columns(label: str, columns: Sequence[str], cells: Sequence[Sequence[str]], **more: object) -> TextTable:
    """Return a table of columns of text at hand; rows are counted from 1."""
    import pyarrow as pa

    n = len(cells[0]) if cells else 0
    arrays = tuple(pa.chunked_array([pa.array(list(column), pa.large_string())]) for column in cells)
    lines = pa.chunked_array([pa.array(range(1, n + 1), pa.int64())])
    return TextTable(label, tuple(columns), arrays, lines, **more)  # type: ignore[arg-type]
