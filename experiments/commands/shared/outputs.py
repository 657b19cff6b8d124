"""Where results go: checked before any work is done, written whole or not at all."""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from buyermaze.simulator.core.errors import InputProblem

EVENT_SUFFIXES = (".csv", ".parquet", ".xes")
BOOK_SUFFIX = ".xlsx"
WORD_SUFFIX = ".docx"
PAGE_SUFFIXES = (".html", WORD_SUFFIX)
DRAWING_SUFFIXES = (".svg", ".html")
NO_STREAM = {"xlsx": "a workbook", "board": "a page for a board"}


@dataclass(frozen=True)
class Output:
    """A place for results: a file, or standard output."""

    option: str
    place: str

    @property
    def is_standard(self) -> bool:
        """Tell whether results go to standard output."""
        return self.place == "-"

    def write_text(self, text: str) -> None:
        """Write text, ending in a line break, whole or not at all; halves of characters are replaced."""
        text = text.encode("utf-8", "replace").decode("utf-8")
        if self.is_standard:
            sys.stdout.write(text)
        else:
            from buyermaze.simulator.core.atomic_write import whole_file

            with whole_file(Path(self.place).resolve()) as unfinished:
                unfinished.write_text(text, encoding="utf-8", newline="")

    def write_file(self, write: Callable[[Path], object]) -> None:
        """Let a function write a file that is no text, whole or not at all."""
        from buyermaze.simulator.core.atomic_write import whole_file

        with whole_file(Path(self.place).resolve()) as unfinished:
            write(unfinished)

    def write_log(self, write: Callable[[Path], object]) -> None:
        """Let a function write an event log to a path whose ending says the format; standard output gets CSV."""
        if not self.is_standard:
            write(Path(self.place).resolve())
            return
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "events.csv"
            write(path)
            with path.open(encoding="utf-8", newline="") as file:
                shutil.copyfileobj(file, sys.stdout)


def prepared(**places: str | None) -> dict[str, Output]:
    """Check the places of all outputs and return those that were asked for.

    Raises
    ------
    InputProblem
        If a file could not be written there, or if two outputs want the same place.
    """
    outputs = {name: Output(f"--{name}", place) for name, place in places.items() if place is not None}
    taken: dict[str, str] = {}
    for name, output in outputs.items():
        if output.is_standard and name in NO_STREAM:
            raise InputProblem(
                f"{output.option} -: {NO_STREAM[name]} is no text for standard output; give the name of a file"
            )
        mark = "-" if output.is_standard else str(Path(output.place).absolute())
        if mark in taken:
            where = "standard output" if output.is_standard else f"'{output.place}'"
            raise InputProblem(f"{taken[mark]} and {output.option} both want {where}; give one of them another place")
        taken[mark] = output.option
        if not output.is_standard:
            _check(output)
    return outputs


def check_drawing(output: Output) -> None:
    """Refuse a place that cannot take a drawing, which is a file whose ending says how it is drawn."""
    start = f"{output.option} {output.place}"
    if output.is_standard:
        raise InputProblem(f"{start}: a drawing is no text for standard output; give the name of a file")
    if Path(output.place).suffix.lower() not in DRAWING_SUFFIXES:
        raise InputProblem(f"{start}: the name must end in {' or '.join(DRAWING_SUFFIXES)}")


def to_standard(outputs: dict[str, Output]) -> bool:
    """Tell whether one of the outputs takes standard output for itself."""
    return any(output.is_standard for output in outputs.values())


def _check(output: Output) -> None:
    start = f"{output.option} {output.place}"
    path = Path(output.place)
    if output.option == "--xlsx" and path.suffix.lower() != BOOK_SUFFIX:
        raise InputProblem(f"{start}: the name must end in {BOOK_SUFFIX}")
    if output.option == "--board":
        if path.suffix.lower() not in PAGE_SUFFIXES:
            raise InputProblem(f"{start}: the name must end in {' or '.join(PAGE_SUFFIXES)}")
        if path.suffix.lower() == WORD_SUFFIX and find_spec("docx") is None:
            from buyermaze.experiments.answers.board_page import NEEDS_WORD

            raise InputProblem(f"{start}: {NEEDS_WORD}")
    if output.option == "--events" and path.suffix.lower() not in EVENT_SUFFIXES:
        raise InputProblem(f"{start}: the name must end in {', '.join(EVENT_SUFFIXES[:-1])} or {EVENT_SUFFIXES[-1]}")
    try:
        path = path.resolve()
        if path.is_dir():
            raise InputProblem(f"{start}: this is a folder; give the name of a file")
        if path.exists() and not path.is_file():
            raise InputProblem(f"{start}: this is not an ordinary file; use - for standard output")
        if path.exists() and not os.access(path, os.W_OK):
            raise InputProblem(f"{start}: this file may not be changed; choose another place")
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp"):
            pass
    except FileNotFoundError:
        raise InputProblem(f"{start}: there is no folder '{path.parent}'; make it first") from None
    except (OSError, ValueError, RuntimeError) as error:
        if isinstance(error, InputProblem):
            raise
        reason = getattr(error, "strerror", None) or error
        raise InputProblem(f"{start}: cannot be written ({reason}); choose another place") from None
