"""The list of parts of your own: what each is, what it is written in, its parameters, and what its code was."""

import hashlib
import inspect
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

from buyermaze.simulator.core.errors import InputProblem, error_said
from buyermaze.simulator.core.plain_text import LONGEST_NAME, LONGEST_STORY, checked_name, checked_words, one_line
from buyermaze.simulator.extensions.digest import digest_of, held_by

Kind = Literal[
    "intervention", "mechanism", "rep policy", "rep", "stakeholder", "committee", "decision rule", "outcome", "analyser"
]
IN_SCENARIOS: Final = ("intervention", "mechanism", "rep policy", "rep", "stakeholder", "committee", "decision rule")
ONLY_REFERENCE: Final = ("rep policy", "rep", "stakeholder", "committee", "decision rule")
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
    def _held(self) -> str:
        """A digest of the changeable things it uses, as they were when it was used first."""
        return held_by(self.what, self.sheet)

    @property
    def digest(self) -> str:
        """Twelve hexadecimal digits that change with what it does: its text, what it calls, and values it closes over."""
        return hashlib.sha256((digest_of(self.what, self.sheet) + self._held).encode()).hexdigest()[:12]


PARTS: Final[dict[str, Part]] = {}
LOADED: Final[list[str]] = []  # files and packages whose code was run, whatever they entered
_from: list[str] = []  # what is being loaded now


def enter(name: str, kind: Kind, what: Any, meaning: str, sheet: Any = None) -> Part:
    """Enter a part under a name; the same name again replaces it, as when a notebook's cell is run twice.

    Raises
    ------
    InputProblem
        If the name is no plain word, is that of another kind of part, or nobody says in plain text what the part does.
    """
    if not (isinstance(name, str) and name.isidentifier() and len(name) <= LONGEST_NAME):
        raise InputProblem(f"extension '{name}': a name is letters, digits and underscores, at most {LONGEST_NAME}")
    there = PARTS.get(name)
    if there is not None and there.kind != kind:
        raise InputProblem(f"extension '{name}': this is already the name of a {there.kind}; choose another")
    told = words_of(name, "meaning", meaning or (inspect.getdoc(what) or "").split("\n\n")[0], LONGEST_STORY)
    if not told:
        raise InputProblem(f"extension '{name}': say in a sentence what it does, as meaning= or as its docstring")
    for parameter, about in getattr(sheet, "model_fields", {}).items():
        for key, word in {"meaning": about.description, **(about.json_schema_extra or {})}.items():
            words_of(name, f"{parameter}, {key}", word or "", LONGEST_STORY)
    part = Part(name, kind, what, told, sheet, _from[-1] if _from else _home(what))
    PARTS[name] = part
    return part


def words_of(name: str, what: str, given: Any, longest: int = LONGEST_NAME) -> str:
    """Return what somebody wrote about a part, on one line; short words, which stand in headings, keep to the rule for names.

    Raises
    ------
    InputProblem
        If it is no plain text, or too long.
    """
    try:
        if not isinstance(given, str):
            raise ValueError("must be plain text")
        words = checked_words(given, longest)
        return checked_name(words) if words and longest == LONGEST_NAME else words
    except ValueError as problem:
        raise InputProblem(f"extension '{name}': {what}: {problem}") from None


def while_loading(origin: str, load: Callable[[], object]) -> None:
    """Load something, and note of every part it enters where it came from."""
    _from.append(origin)
    LOADED.append(origin)
    try:
        load()
    finally:
        _from.pop()


def blamed(error: BaseException) -> str:
    """Return the sentence that names the file of parts in which an error came up last; nothing where it came up in none."""
    modules = [(part.origin, sys.modules.get(getattr(part.what, "__module__", ""))) for part in PARTS.values()]
    files = {place: origin for origin, module in modules if (place := getattr(module, "__file__", None))}
    found = [each for each in traceback.extract_tb(error.__traceback__) if each.filename in files]
    if not found:  # the reference engine's clock raises what it was told anew
        return blamed(error.__cause__) if error.__cause__ else ""
    last, why = found[-1], one_line(error_said(error), 200)
    return f"the extension {files[last.filename]} stopped with {why}, in line {last.lineno} ({last.name})"


def _home(what: Any) -> str:
    """Say where a part is written."""
    module = str(getattr(what, "__module__", "") or "")
    return "this session" if module in ("", "__main__", "builtins") else module
