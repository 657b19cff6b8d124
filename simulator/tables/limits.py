"""How large a table may be before it is read at all; one place for every door."""

from dataclasses import dataclass, replace
from typing import Final

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.tables.held import File, n_bytes

PACKED: Final = {".gz": "gzip", ".zst": "zstd", ".bz2": "bz2"}  # endings of packed texts, and how they are packed
FREE_BYTES: Final = 32_000_000  # to which any file may unfold, however small it is; assumption
MOST_TIMES: Final = 100  # bytes for each byte on disk; logs and exports pack to a tenth, the most regular to a fiftieth
FREE_CELLS: Final = 2_000_000  # assumption
CELLS_PER_BYTE: Final = 35  # on disk; packed exports of all properties, mostly empty, have about 30
FREE_ELEMENTS: Final = 500_000  # of XML; assumption
ELEMENTS_PER_BYTE: Final = 4  # on disk; regular logs have about one


@dataclass(frozen=True)
class Limits:
    """The most a file may hold: bytes once unpacked, rows, columns, characters in a cell and in a row."""

    most_bytes: int = 4_000_000_000
    most_rows: int = 20_000_000
    most_columns: int = 2_000
    most_cells: int = 60_000_000  # of files that say how many they hold before they are unpacked
    most_characters: int = 100_000
    most_in_a_row: int = 2_000_000
    n_on_disk: int = 1 << 40  # bytes of the file: a small one that unfolds to very much is no honest table
    plainer: str = "if that is meant, give it as .csv"  # what to do with a file that is honest though it unfolds to very much

    def of_file(self, file: File) -> "Limits":
        """Return the limits of one file, by its size."""
        packed = file.name.lower().endswith(tuple(PACKED))
        return replace(self, n_on_disk=n_bytes(file), plainer="if that is meant, unpack it first" if packed else self.plainer)

    def check_bytes(self, label: str, n: int) -> None:
        """Refuse a file that unpacks to too much."""
        if n > self.most_bytes:
            raise InputProblem(f"'{label}': unpacks to more than {self.most_bytes:,} bytes; cut it into smaller files")
        if n > FREE_BYTES and n > MOST_TIMES * self.n_on_disk:
            raise InputProblem(f"'{label}': unpacks to more than {MOST_TIMES} times its size; {self.plainer}")

    def check_columns(self, label: str, n: int) -> None:
        """Refuse a table with too many columns."""
        if n > self.most_columns:
            raise InputProblem(f"'{label}': {n:,} columns; no more than {self.most_columns:,} are read")

    def check_cells(self, label: str, n: int) -> None:
        """Refuse a table with too many cells."""
        if n > self.most_cells:
            raise InputProblem(
                f"'{label}': {n:,} cells; no more than {self.most_cells:,} are read; cut it into smaller files"
            )
        self.check_unfolded(label, n)

    def check_unfolded(self, label: str, n_cells: int) -> None:
        """Refuse a small file that holds very many cells."""
        if n_cells > FREE_CELLS and n_cells > CELLS_PER_BYTE * self.n_on_disk:
            raise InputProblem(
                f"'{label}': unfolds to more than {CELLS_PER_BYTE} cells for each of its bytes; {self.plainer}"
            )

    def check_elements(self, label: str, n: int) -> None:
        """Refuse a small file that holds very many elements of XML."""
        if n > FREE_ELEMENTS + ELEMENTS_PER_BYTE * self.n_on_disk:
            raise InputProblem(
                f"'{label}': unfolds to more than {ELEMENTS_PER_BYTE} elements for each of its bytes; {self.plainer}"
            )

    def check_rows(self, label: str, n: int) -> None:
        """Refuse a table with too many rows."""
        if n > self.most_rows:
            raise InputProblem(f"'{label}': more than {self.most_rows:,} rows; cut it into smaller files")

    def check_row(self, label: str, n: int) -> None:
        """Refuse a row of too many characters."""
        if n > self.most_in_a_row:
            raise InputProblem(f"'{label}': a row of more than {self.most_in_a_row:,} characters; that is no table")


USUAL: Final = Limits()
