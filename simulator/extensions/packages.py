"""Where parts of your own come from: installed packages by their entry points, and files that are named.

A package says in its ``pyproject.toml`` ``[project.entry-points."buyermaze.extensions"]`` which module enters its parts.
What cannot be loaded is left out and said in one sentence; nothing else fails because of it.
"""

import importlib.util
import os
import sys
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Final

from buyermaze.simulator.core.errors import InputProblem, error_said, remedy
from buyermaze.simulator.core.plain_text import one_line
from buyermaze.simulator.extensions.registry import PARTS, Part, while_loading

GROUP: Final = "buyermaze.extensions"
VARIABLE: Final = "BUYERMAZE_EXTENSIONS"  # files, separated as paths are; programs that are started later see it too
MOST_BYTES: Final = 10_000_000  # of a file of parts; assumption
_problems: list[str] = []


@cache
def load_packages() -> None:
    """Load the parts of every installed package, and of the files of ``BUYERMAZE_EXTENSIONS``, once."""
    for point in sorted(entry_points(group=GROUP), key=lambda each: each.name):
        package = f"{point.dist.name} {point.dist.version}" if point.dist else point.value
        _try(point.name, package, point)
    for place in filter(None, os.environ.get(VARIABLE, "").split(os.pathsep)):
        _try(Path(place).name, place, Path(place))


def load_file(place: str) -> None:
    """Load the parts of a Python file, also for programs that are started from here.

    Raises
    ------
    InputProblem
        If the file is not there, or stops with an error.
    """
    path = Path(place)
    try:
        _load(path.name, path)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # also one that leaves, such as a script that was never meant to be loaded
        raise InputProblem(f"--extension {place}: {_said(error)}") from None
    known = [each for each in os.environ.get(VARIABLE, "").split(os.pathsep) if each]
    os.environ[VARIABLE] = os.pathsep.join(dict.fromkeys([*known, str(path.resolve())]))


def part_named(name: str, kinds: tuple[str, ...] = (), word: str = "part") -> Part:
    """Return a part; packages that bring parts are looked through before a name is said to be unknown.

    Raises
    ------
    InputProblem
        If there is no such part, or it is of another kind.
    """
    if name not in PARTS:
        load_packages()
    part = PARTS.get(name)
    if part is None or (kinds and part.kind not in kinds):
        known = [each.name for each in PARTS.values() if not kinds or each.kind in kinds]
        broken = "".join(f"; {problem}" for problem in _problems)
        helps = remedy(name, known) if known else "none is loaded: name the file that brings it with --extension FILE.py"
        raise InputProblem(f"no extension brings the {word} '{one_line(name, 60)}'; {helps}{broken}")
    return part


def problems() -> list[str]:
    """Return a sentence for every extension that could not be loaded."""
    return list(_problems)


def _try(name: str, origin: str, what: EntryPoint | Path) -> None:
    try:
        _load(origin, what)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        whose = f" of {origin}" if isinstance(what, EntryPoint) else ""
        _problems.append(one_line(f"the extension '{name}'{whose} is left out: {_said(error)}"))


def _load(origin: str, what: EntryPoint | Path) -> None:
    if isinstance(what, EntryPoint):
        while_loading(origin, what.load)
        return
    if not what.is_file():  # a pipe would be waited for
        raise InputProblem("there is no such file")
    if what.stat().st_size > MOST_BYTES:  # Python would hold all of it several times
        raise InputProblem(f"larger than {MOST_BYTES // 1_000_000} MB; a file of parts needs a few kB")
    name = f"buyermaze_extension_{what.stem}"
    if getattr(sys.modules.get(name), "__file__", None) == str(what.resolve()):
        return
    spec = importlib.util.spec_from_file_location(name, what.resolve())
    if spec is None or spec.loader is None:
        raise InputProblem("this is no Python file; its name must end in .py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        while_loading(what.name, lambda: spec.loader.exec_module(module))  # type: ignore[union-attr]
    except BaseException:
        del sys.modules[name]
        raise


def _said(error: BaseException) -> str:
    return str(error) if isinstance(error, InputProblem) else error_said(error)
