"""Opening files that somebody named: ordinary ones on this machine, of a size we can hold, and nothing else."""

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import IO, Final

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import one_line

ADDRESS: Final = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]+://")


def content_of(source: Traversable | Path | str, label: str, most_bytes: int) -> bytes:
    """Return the bytes of a file.

    Raises
    ------
    InputProblem
        If it is missing, no ordinary file (a folder, a pipe, a device, an address), unreadable or too large.
    """
    with opened(source, label) as file:
        try:
            size = file.seek(0, os.SEEK_END)  # a hole in a file takes no room on the disk, but in the memory
            file.seek(0)
            content = b"" if size > most_bytes else file.read(most_bytes + 1)
        except OSError as error:
            raise InputProblem(f"{label}: cannot be read: {error.strerror or error}") from None
    if max(size, len(content)) > most_bytes:
        raise InputProblem(f"{label}: larger than {most_bytes:,} bytes, which is more than is read here")
    return content


def opened(source: Traversable | Path | str, label: str) -> IO[bytes]:
    """Open a file for reading; nothing is waited for, nothing is unpacked, no address is followed.

    Raises
    ------
    InputProblem
        As ``content_of`` does.
    """
    try:
        if not isinstance(source, (str, Path)):
            return source.open("rb")
        if ADDRESS.match(str(source)):
            raise InputProblem(f"{label}: this is an address, not a file; fetch it first and give the file")
        number = os.open(source, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        kind = os.fstat(number).st_mode
        if not stat.S_ISREG(kind):
            os.close(number)
            what = "a folder" if stat.S_ISDIR(kind) else "no ordinary file"
            raise InputProblem(f"{label}: this is {what}; give the name of a file")
        return os.fdopen(number, "rb")
    except FileNotFoundError:
        raise InputProblem(f"{label}: there is no such file") from None
    except IsADirectoryError:
        raise InputProblem(f"{label}: this is a folder; give the name of a file") from None
    except InputProblem:
        raise
    except (OSError, ValueError) as error:
        raise InputProblem(f"{label}: cannot be read: {getattr(error, 'strerror', None) or error}") from None


@contextmanager
def understood(label: str, kind: str) -> Iterator[None]:
    """Turn whatever a library raises over the content of a file into one sentence that names the file.

    Only calls that read the file belong inside: a fault of ours must stay one.

    Raises
    ------
    InputProblem
        For every exception but those that already say what is wrong.
    """
    try:
        yield
    except InputProblem:
        raise
    except MemoryError:
        raise InputProblem(f"{label}: too large for the memory of this machine") from None
    except Exception as error:
        lines = str(error).strip().splitlines() or [type(error).__name__]
        raise InputProblem(f"{label}: this is no readable {kind} ({one_line(lines[0], 120)})") from error
