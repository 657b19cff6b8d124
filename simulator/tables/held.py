"""Files to read: one of this machine, or one that somebody sent, which is held in memory and never written to the disk."""

import io
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Held:
    """A file that somebody sent; its name says what it is and is never opened."""

    name: str
    content: bytes = field(repr=False)

    def __str__(self) -> str:
        """Return its name."""
        return self.name

    def open(self, _: str = "rb") -> io.BytesIO:
        """Return its content as an open file."""
        return io.BytesIO(self.content)

    def read_bytes(self) -> bytes:
        """Return its content."""
        return self.content


File = Path | Held


def n_bytes(file: File) -> int:
    """Return how many bytes a file has."""
    return len(file.content) if isinstance(file, Held) else file.stat().st_size


def for_library(file: File) -> Path | io.BytesIO:
    """Return a file as libraries take it: where it is, or what it holds."""
    return file.open() if isinstance(file, Held) else file
