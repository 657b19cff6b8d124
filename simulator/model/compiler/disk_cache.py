"""Where compiled code is kept: a folder named after everything that decides what the compiler makes of the sources."""

import hashlib
import os
import platform
import sys
import tempfile
from functools import cache
from importlib import metadata
from pathlib import Path


def sources() -> list[Path]:
    """Return the files whose text decides behaviour or compiled code, in a fixed order."""
    house = Path(__file__).resolve().parents[2]
    model = house / "model"
    rooms = (model / "compiler", model / "rules", model / "steps", house / "engines" / "compiled")
    single = (
        model / "state.py",
        house / "core" / "vocabulary.py",
        house / "outcomes" / "accumulate.py",
        house / "outcomes" / "tallies.py",
    )
    return sorted([*(path for room in rooms for path in room.glob("*.py")), *single])


@cache
def rulebook_version() -> str:
    """Return twelve hex digits that change whenever the text of any rule changes."""
    digest = hashlib.sha256()
    for path in sources():
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def cache_folder() -> str | None:
    """Return a writable folder for compiled code, or None when there is none (then each process compiles afresh)."""
    versions = [
        rulebook_version(),
        sys.version,
        platform.machine(),
        metadata.version("numba"),
        metadata.version("numpy"),
    ]
    name = hashlib.sha256("|".join(versions).encode()).hexdigest()[:16]
    home = os.environ.get("BUYERMAZE_CACHE") or os.environ.get("XDG_CACHE_HOME") or os.path.join(Path.home(), ".cache")
    for base in (
        Path(home) / "buyermaze",
        Path(tempfile.gettempdir()) / f"buyermaze-{os.getuid() if hasattr(os, 'getuid') else 'user'}",
    ):
        folder = base / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                return str(folder)
        except OSError:
            continue
    return None
