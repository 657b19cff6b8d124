"""The list of parts of your own: what each is, what it is written in, its parameters, and what its code was."""

import hashlib
import inspect
import marshal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import CodeType
from typing import Any, Final, Literal

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import LONGEST_NAME

Kind = Literal[
    "intervention", "mechanism", "rep policy", "stakeholder", "committee", "decision rule", "outcome", "analyser"
]
IN_SCENARIOS: Final = ("intervention", "mechanism", "rep policy", "stakeholder", "committee", "decision rule")
ONLY_REFERENCE: Final = ("rep policy", "stakeholder", "committee", "decision rule")
ONE_OF_A_KIND: Final = ONLY_REFERENCE  # a scenario has one of each at most


@dataclass(frozen=True)
class Part:
    """One part: a function or class of somebody's, under a name."""

    name: str
    kind: Kind
    what: Any
    meaning: str
    sheet: Any = None  # class of its parameters, where it has some
    origin: str = ""  # package and version, or file, it came from

    @property
    def only_reference(self) -> bool:
        """Tell whether it is written for the reference engine alone."""
        return self.kind in ONLY_REFERENCE

    @cached_property
    def digest(self) -> str:
        """Twelve hexadecimal digits that change with the text of the file it is written in, or with its own code."""
        return hashlib.sha256(_text_of(self.what) + (_text_of(self.sheet) if self.sheet else b"")).hexdigest()[:12]


PARTS: Final[dict[str, Part]] = {}
_from: list[str] = []  # what is being loaded now


def enter(name: str, kind: Kind, what: Any, meaning: str, sheet: Any = None) -> Part:
    """Enter a part under a name; the same name again replaces it, as when a notebook's cell is run twice.

    Raises
    ------
    InputProblem
        If the name is no plain word, is that of another kind of part, or nobody says what the part does.
    """
    if not (isinstance(name, str) and name.isidentifier() and len(name) <= LONGEST_NAME):
        raise InputProblem(f"extension '{name}': a name is letters, digits and underscores, at most {LONGEST_NAME}")
    there = PARTS.get(name)
    if there is not None and there.kind != kind:
        raise InputProblem(f"extension '{name}': this is already the name of a {there.kind}; choose another")
    told = " ".join((meaning or (inspect.getdoc(what) or "").split("\n\n")[0]).split())
    if not told:
        raise InputProblem(f"extension '{name}': say in a sentence what it does, as meaning= or as its docstring")
    part = Part(name, kind, what, told, sheet, _from[-1] if _from else _home(what))
    PARTS[name] = part
    return part


def while_loading(origin: str, load: Callable[[], object]) -> None:
    """Load something, and note of every part it enters where it came from."""
    _from.append(origin)
    try:
        load()
    finally:
        _from.pop()


def _home(what: Any) -> str:
    """Say where a part is written."""
    module = str(getattr(what, "__module__", "") or "")
    return "this session" if module in ("", "__main__", "builtins") else module


def _text_of(what: Any) -> bytes:
    """Return the text of the file something is written in; where there is no file, of itself; else its code."""
    module = sys.modules.get(str(getattr(what, "__module__", "")))
    file = getattr(module, "__file__", None)
    if file and Path(file).is_file():
        return Path(file).read_bytes() + str(getattr(what, "__qualname__", "")).encode()
    try:
        return inspect.getsource(what).encode()
    except (OSError, TypeError):
        members = list(vars(what).values()) if isinstance(what, type) else [what]
        return b"".join(_code(getattr(each, "__code__", each)) for each in members)


def _code(code: Any) -> bytes:
    """Return what decides a function: its instructions, names and constants, without where it was written."""
    if not isinstance(code, CodeType):
        return repr(code).encode() if isinstance(code, (int, float, str, tuple)) else b""
    constants = b"".join(_code(each) for each in code.co_consts)
    return code.co_code + repr((code.co_names, code.co_varnames)).encode() + constants + marshal.dumps(code.co_flags)
