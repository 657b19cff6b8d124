"""Whether the machine code of the engine is at hand, and what to say when it has to be made first."""

from collections.abc import Callable
from pathlib import Path

from buyermaze.simulator.model.compiler.disk_cache import cache_folder
from buyermaze.simulator.model.compiler.rule import COMPILED

SECONDS_TO_COMPILE = 25
LAST_COMPILED = ("*loop.advance.*.code", "loop.advance-*.nbi")  # the event loop's, kept by us or by an untried numba
Tell = Callable[[str], None]


def is_compiled() -> bool:
    """Return whether a run can start at once: its machine code is on disk, or rules run uncompiled anyway.

    Nothing is imported or compiled to find out. Several processes may compile at the same time: every file
    is written under a name of its own first and then renamed, so that the others see all of it or nothing.
    """
    if not COMPILED:
        return True
    folder = cache_folder()
    return folder is not None and any(any(Path(folder).glob(f"*/{name}")) for name in LAST_COMPILED)


def announce(tell: Tell) -> None:
    """Tell, in one line, that the engine is about to be compiled; say nothing if that is not so."""
    if not is_compiled():
        where = "" if cache_folder() else " (there is no folder to keep it in; set BUYERMAZE_CACHE)"
        tell(f"compiling the engine once, about {SECONDS_TO_COMPILE} s ...{where}")
