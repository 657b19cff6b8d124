"""Open a file whether it is packed or not, and never read more than is allowed."""

import io
from typing import IO, BinaryIO, cast

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.tables.held import File, for_library, n_bytes
from buyermaze.simulator.tables.limits import PACKED, Limits


class Counted(io.RawIOBase):
    """Bytes as they come, refused once there are too many of them."""

    def __init__(self, inner: IO[bytes], label: str, limits: Limits) -> None:
        self._inner, self._label, self._limits, self._n = inner, label, limits, 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Read into a buffer."""
        content = self._inner.read(len(buffer))
        self._n += len(content)
        self._limits.check_bytes(self._label, self._n)
        buffer[: len(content)] = content
        return len(content)

    def close(self) -> None:
        """Close the file."""
        self._inner.close()
        super().close()


def opened(path: File, label: str, packed: str, limits: Limits) -> BinaryIO:
    """Return the unpacked bytes of a file.

    Raises
    ------
    InputProblem
        If it is not packed as its name says.
    """
    inner: IO[bytes]
    if packed:  # by one library for all: Python's own leaves out in silence what follows a damaged piece of a .bz2
        import pyarrow as pa

        inner = cast("IO[bytes]", pa.input_stream(for_library(path), compression=PACKED[packed]))
    else:
        limits.check_bytes(label, n_bytes(path))
        inner = path.open("rb")
    try:
        buffered = io.BufferedReader(Counted(inner, label, limits), 1 << 20)
        buffered.peek(1)
    except (OSError, EOFError, ValueError) as error:
        if isinstance(error, InputProblem):
            raise
        raise InputProblem(f"'{label}' is not packed as its name says ({packed or 'not packed'})") from None
    return cast("BinaryIO", buffered)


def check_unpacked(path: File, label: str, packed: str, limits: Limits) -> None:
    """Refuse a packed file that unpacks to too much, which is sooner told than what is in it."""
    if packed:
        with opened(path, label, packed, limits) as file:
            while file.read(1 << 20):
                pass
