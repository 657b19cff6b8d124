"""Writing a file whole or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from buyermaze.simulator.core.errors import InputProblem


@contextmanager
def whole_file(path: str | Path) -> Iterator[Path]:
    """Give a temporary path beside ``path``; what is written there takes its name only if all went well.

    Raises
    ------
    InputProblem
        If the file cannot be written; nothing is left behind.
    """
    path = Path(path)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield unfinished
        os.replace(unfinished, path)
    except OSError as error:
        raise InputProblem(f"'{path}' cannot be written ({error.strerror or error}); choose another place") from None
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def kept_or_gone(folder: Path) -> Iterator[None]:
    """Make a folder, and what is missing above it; if what is written into it fails, all that was made is gone again.

    Parameters
    ----------
    folder : Path
        One that was there stays, with what it holds.
    """
    made = None
    for each in (folder, *folder.parents):
        if each.exists() or each.is_symlink():
            break
        made = each
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)
        raise
