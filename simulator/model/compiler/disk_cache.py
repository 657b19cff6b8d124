"""Where compiled code is kept: a private folder named after everything that decides what the compiler makes of the sources.

What lies there is loaded and run. So nobody else may be able to write it, and damage is found before it is loaded: every
file begins with a digest of its place and the rest. Where there is no such folder, or no room in it, runs go on without.
"""

import hashlib
import os
import platform
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Final

from buyermaze.simulator.core.own_channels import CHANNELS

OTHERS_MAY_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH
OTHERS_MAY: Final = stat.S_IRWXG | stat.S_IRWXO
DIGEST_BYTES: Final = 32
MOST_BYTES: Final = 50_000_000  # of a file; the largest has 2.4 million; assumption
N_PARTS_OF_A_PLACE: Final = 3  # version, folder of the source, file: a whole cache may be copied elsewhere


def sources() -> list[Path]:
    """Return the files whose text decides behaviour or compiled code, in a fixed order."""
    house = Path(__file__).resolve().parents[2]
    model = house / "model"
    rooms = (model / "compiler", model / "rules", model / "steps", house / "engines" / "compiled")
    single = (
        model / "parameter_names.py",
        model / "state.py",
        house / "core" / "acquaintance.py",
        house / "core" / "agenda.py",
        house / "core" / "calendar.py",
        house / "core" / "own_channels.py",
        house / "core" / "purposes.py",
        house / "core" / "records.py",
        house / "core" / "vocabulary.py",
        house / "outcomes" / "books" / "accumulate.py",
        house / "outcomes" / "books" / "closing.py",
        house / "outcomes" / "books" / "happenings.py",
        house / "outcomes" / "books" / "tallies.py",
        house / "outcomes" / "books" / "window.py",
    )
    return sorted([*(path for room in rooms for path in room.rglob("*.py")), *single])


@cache
def rulebook_version() -> str:
    """Return twelve hex digits that change whenever the text of any rule changes."""
    digest = hashlib.sha256()
    for path in sources():
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    for own in CHANNELS:  # code is made for as many channels as there are
        digest.update(repr(own[:3]).encode())
    return digest.hexdigest()[:12]


@cache
def cache_folder() -> str | None:
    """Return a private folder for compiled code, or None when there is none (then each process compiles afresh).

    It is looked for where ``BUYERMAZE_CACHE`` says, else in the user's cache; then in the temporary folder.
    """
    versions = [
        rulebook_version(),
        sys.version,
        platform.machine(),
        *(metadata.version(name) for name in ("numba", "llvmlite", "numpy")),
    ]
    name = hashlib.sha256("|".join(versions).encode()).hexdigest()[:16]
    for place in _places():
        try:
            parent = _safe(place.parent)
            if parent and _is_private(parent / place.name) and _is_private(parent / place.name / name):
                with tempfile.TemporaryFile(dir=parent / place.name / name):
                    return str(parent / place.name / name)
        except (OSError, ValueError):
            continue
    return None


def read_checked(path: str | Path) -> bytes | None:
    """Return what ``write_checked`` wrote there, or None if the file is damaged, too large, another's, or not ours alone."""
    try:
        number = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with open(number, "rb") as file:
            about = os.fstat(number)
            if not stat.S_ISREG(about.st_mode) or not _is_ours(about) or about.st_mode & OTHERS_MAY_WRITE:
                return None
            if about.st_size > MOST_BYTES:  # a hole in a file takes no room on the disk, but in the memory
                return None
            content = file.read(MOST_BYTES)
    except (OSError, ValueError):
        return None
    digest, data = content[:DIGEST_BYTES], content[DIGEST_BYTES:]
    return data if digest == _digest(path, data) else None


def write_checked(path: str | Path, data: bytes) -> None:
    """Write a file with its digest, whole and down to the disk; where that fails there is none, and nobody is told."""
    unfinished = ""
    with suppress(OSError):
        number, unfinished = tempfile.mkstemp(prefix=".unfinished-", dir=os.path.dirname(path))
        with open(number, "wb") as file:
            file.write(_digest(path, data) + data)
            file.flush()
            os.fsync(number)
        os.replace(unfinished, path)
        return
    if unfinished:
        with suppress(OSError):
            os.unlink(unfinished)


def _digest(path: str | Path, data: bytes) -> bytes:
    """Return the digest of data kept for one version of one function: whole code of another is no code of this one."""
    place = "/".join(Path(path).parts[-N_PARTS_OF_A_PLACE:])
    return hashlib.sha256(place.encode(errors="surrogateescape") + b"\0" + data).digest()


def _places() -> Iterator[Path]:
    """Yield the folders to try."""
    home = os.environ.get("BUYERMAZE_CACHE") or os.environ.get("XDG_CACHE_HOME")
    if not home:
        with suppress(RuntimeError):  # a user without a home
            home = str(Path.home() / ".cache")
    if home:
        yield Path(home).absolute() / "buyermaze"
    yield Path(tempfile.gettempdir()).absolute() / f"buyermaze-{os.getuid() if hasattr(os, 'getuid') else 'user'}"


def _safe(folder: Path) -> Path | None:
    """Return where a folder truly is, if nobody but us and the administrator can put another in the place of one in here.

    A link on the way to it is not gone through again: whoever owns it may let it point elsewhere by then.
    """
    for each in (*reversed(folder.parents), folder):
        if not each.exists():
            each.mkdir(mode=0o700)  # whatever the mask says: what others may write is none for us
    if not hasattr(os, "getuid"):
        return folder
    if folder.is_symlink():
        return None
    real = folder.resolve()
    is_safe = all(
        (about := each.stat()).st_uid in (0, os.geteuid())
        and (not about.st_mode & OTHERS_MAY_WRITE or bool(about.st_mode & stat.S_ISVTX))
        for each in (real, *real.parents)
    )
    return real if is_safe else None


def _is_private(folder: Path) -> bool:
    """Make a folder unless it is there; tell whether it is ours and only ours, now and ever since it was made."""
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    about = folder.lstat()
    if not stat.S_ISDIR(about.st_mode) or not _is_ours(about):
        return False
    if hasattr(os, "getuid"):
        if about.st_mode & OTHERS_MAY_WRITE:
            return False
        if about.st_mode & OTHERS_MAY:
            folder.chmod(0o700)
    return True


def _is_ours(about: os.stat_result) -> bool:
    return not hasattr(os, "getuid") or about.st_uid == os.geteuid()
