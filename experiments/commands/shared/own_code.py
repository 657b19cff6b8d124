"""What code of somebody's own lets Python say by itself, such as a warning or the end of a thread, is said in one sentence each."""

import sys
import threading
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def in_sentences(say: Callable[[str], object]) -> Iterator[None]:
    """Say what warnings and threads of extensions have to say; what comes from elsewhere is shown as Python shows it."""
    show, hook, unraisable = warnings.showwarning, threading.excepthook, sys.unraisablehook

    def warned(
        message: Warning | str, category: type[Warning], filename: str, lineno: int, file: Any = None, line: str | None = None
    ) -> None:
        if filename in _own_files():
            say(f"{Path(filename).name}, line {lineno}, warns: {message}")
        else:
            show(message, category, filename, lineno, file, line)

    def stopped(what: Any, otherwise: Callable[[Any], object]) -> None:
        own = _own_files()
        places = [each for each in traceback.extract_tb(what.exc_traceback) if each.filename in own]
        if not places:
            otherwise(what)
            return
        why = f"{what.exc_type.__name__}: {what.exc_value}" if what.exc_value is not None else what.exc_type.__name__
        say(f"something that {Path(places[-1].filename).name} began beside the run stopped in line {places[-1].lineno}: {why}")

    warnings.showwarning = warned
    threading.excepthook = lambda what: stopped(what, hook)
    sys.unraisablehook = lambda what: stopped(what, unraisable)
    try:
        yield
    finally:
        warnings.showwarning, threading.excepthook, sys.unraisablehook = show, hook, unraisable


def _own_files() -> set[str]:
    """Return the files of code that is not of the program: those given and those of packages that bring parts."""
    registry = sys.modules.get("buyermaze.simulator.extensions.registry")
    names = {getattr(part.what, "__module__", "") for part in registry.PARTS.values()} if registry else set()
    modules = [module for name, module in list(sys.modules.items()) if name in names or name.startswith("buyermaze_extension_")]
    return {place for module in modules if (place := getattr(module, "__file__", None))}
