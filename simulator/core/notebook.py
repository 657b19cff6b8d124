"""What a notebook shows of our objects, and how far long work has come in one."""

import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas

Progress = Callable[[int, int], None]

LONGEST_REPR: Final = 300  # characters of any object's one line
STYLE: Final = "border-left:4px solid #2F7EC7;padding:.2em .8em;max-width:60em"


def one_line_of(kind: str, *parts: str) -> str:
    """Return an object in one line: ``<kind: part, part>``, cut short.

    Parameters
    ----------
    kind : str
        What the object is.
    *parts : str
        What tells it from others, the most telling first.
    """
    text = f"<{kind}: {', '.join(parts)}>"
    return text if len(text) <= LONGEST_REPR else text[: LONGEST_REPR - 4] + "...>"


class Told(ABC):
    """A finding that says itself: in a line, and in a notebook as sentences and a table.

    What inherits from it is a dataclass without a ``repr`` of its own and gives what follows.
    """

    @property
    @abstractmethod
    def heading(self) -> str:
        """Return what this is about."""

    @abstractmethod
    def sentences(self) -> list[str]:
        """Say what was found, the most telling first."""

    @abstractmethod
    def words_table(self) -> "pandas.DataFrame":
        """Return what was found as a table for people."""

    @abstractmethod
    def how(self) -> str:
        """Say how it was found."""

    def __repr__(self) -> str:
        return one_line_of(type(self).__name__, self.heading, *self.sentences()[:1])

    def _repr_html_(self) -> str:
        table = self.words_table()
        rows = [tuple(map(str, row)) for row in table.to_numpy()]
        return card(self.heading, self.sentences(), [tuple(table.columns), *rows], self.how())


def card(title: str, lines: Sequence[str] = (), table: Sequence[Sequence[str]] = (), small: str = "") -> str:
    """Return a short piece of HTML: a title, sentences, a table whose first row is its head, small print.

    Parameters
    ----------
    title : str
        Heading, plain text as all else here; it is escaped.
    lines : sequence of str
        Sentences, one to a line.
    table : sequence of rows of str
        Cells; the first row is the head.
    small : str
        Where it came from.
    """
    cells = [
        "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in row)
        for tag, row in zip(["th", *["td"] * len(table)], table, strict=False)
    ]
    rows = "".join(f"<tr>{row}</tr>" for row in cells)
    return (
        f'<div style="{STYLE}"><b>{escape(title)}</b>'
        + "".join(f"<br>{escape(line)}" for line in lines)
        + (f"<table>{rows}</table>" if rows else "")
        + (f"<br><small>{escape(small)}</small>" if small else "")
        + "</div>"
    )


def watched(task: str, progress: Progress | None = None) -> Progress | None:
    """Return the progress that was given; in a notebook, where none was given, a bar under the cell.

    Parameters
    ----------
    task : str
        What is being done, written beside the bar.
    progress : callable (done, total), optional
        The caller's own.

    Returns
    -------
    callable (done, total) or None
        None outside notebooks: nobody is watching, or the command line draws a bar of its own.
    """
    if progress is not None or not in_notebook():
        return progress
    from IPython.display import HTML, display  # type: ignore[import-not-found,unused-ignore]

    def bar(done: int, total: int) -> Any:
        return HTML(f'<progress value="{done}" max="{total}"></progress> {escape(task)}: {done} of {total}')

    shown = display(bar(0, 1), display_id=True)
    last = [-1]

    def tell(done: int, total: int) -> None:
        percent = 100 * done // max(total, 1)
        if percent != last[0]:  # a notebook keeps up with a hundred updates, not with thousands
            last[0] = percent
            shown.update(bar(done, total))

    return tell


def in_notebook() -> bool:
    """Tell whether this program runs in a notebook's kernel."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    return getattr(shell, "kernel", None) is not None
