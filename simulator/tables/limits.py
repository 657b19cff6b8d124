"""How large a table may be before it is read at all; one place for every door."""

from dataclasses import dataclass
from typing import Final

from buyermaze.simulator.core.errors import InputProblem


@dataclass(frozen=True)
class Limits:
    """The most a file may hold: bytes once unpacked, rows, columns, characters in a cell."""

    most_bytes: int = 4_000_000_000
    most_rows: int = 20_000_000
    most_columns: int = 2_000
    most_cells: int = 60_000_000  # of files that say how many they hold before they are unpacked
    most_characters: int = 100_000

    def check_bytes(self, label: str, n: int) -> None:
        """Refuse a file that unpacks to too much."""
        if n > self.most_bytes:
            raise InputProblem(f"'{label}': unpacks to more than {self.most_bytes:,} bytes; cut it into smaller files")

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

    def check_rows(self, label: str, n: int) -> None:
        """Refuse a table with too many rows."""
        if n > self.most_rows:
            raise InputProblem(f"'{label}': more than {self.most_rows:,} rows; cut it into smaller files")


USUAL: Final = Limits()
