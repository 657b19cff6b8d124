"""What people see on a terminal, and the plain forms that programs read."""

import json
import math
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from buyermaze.simulator.core.plain_text import for_json, readable

if TYPE_CHECKING:
    from buyermaze.simulator.inputs.sheets.programme import Asset

WIDTH_WITHOUT_TERMINAL = 160
BAR = 20  # characters of the longest bar


class _Console(Console):
    """A console that leaves a reader who has gone to ``main``."""

    def on_broken_pipe(self) -> None:
        """Pass on that nobody reads any more."""
        raise BrokenPipeError


class Screen:
    """Standard output for people: headings, paragraphs and tables."""

    def __init__(self) -> None:
        width = None if sys.stdout.isatty() else WIDTH_WITHOUT_TERMINAL
        self.console = _Console(width=width, highlight=False)

    def heading(self, text: str) -> None:
        """Print a heading."""
        self.console.print(Text(readable(text), style="bold"))

    def text(self, text: str) -> None:
        """Print a paragraph."""
        if text:
            self.console.print(Text(readable(text)))
            self.console.print()

    def paragraph(self, sentences: Iterable[str]) -> None:
        """Print sentences, each on a line of its own, wrapped at the edge of the screen."""
        for sentence in sentences:
            self.console.print(Text(readable(sentence)))
        self.console.print()

    def table(
        self, title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()
    ) -> None:
        """Print a table; ``right`` names the columns of numbers."""
        grid = Table(
            title=Text(readable(title), style="bold"),
            title_justify="left",
            box=None,
            pad_edge=False,
            padding=(0, 2, 0, 0),
        )
        for position, column in enumerate(columns):
            grid.add_column(
                Text(readable(column), style="dim"), justify="right" if position in right else "left", overflow="fold"
            )
        for row in rows:
            grid.add_row(*(Text(readable(cell)) for cell in row))
        self.console.print(grid)
        self.console.print()

    def bars(
        self,
        title: str,
        columns: Sequence[str],
        rows: Sequence[tuple[str, float, str]],
        said: Callable[[float], str],
    ) -> None:
        """Print a bar for every row on either side of 0: rows are (words, value, more words)."""
        mark = "█" if "utf" in (self.console.encoding or "") else "#"
        longest = max((abs(value) for _, value, _ in rows if math.isfinite(value)), default=0.0) or 1.0
        cells = []
        for words, value, more in rows:
            n = round(BAR * abs(value) / longest) if math.isfinite(value) else 0
            left, right = (n, 0) if value < 0 else (0, n)
            bar = f"{mark * left:>{BAR}}|{mark * right:<{BAR}}"
            cells.append((words, bar, said(value), more))
        self.table(title, (columns[0], f"{'behind':>{BAR}} {'ahead':<{BAR}}", *columns[1:]), cells, right=(2, 3))

    def content(self, assets: "Sequence[Asset]") -> None:
        """Print a content catalogue."""
        columns = ["content", "job", "for", "used by", "quality", "age, days", "kit"]
        rows = [
            [
                asset.name,
                asset.job,
                asset.persona,
                "reps" if asset.channel == "rep" else "buyers",
                plain(asset.quality),
                plain(asset.days_age),
                "kit" if asset.kit else "",
            ]
            for asset in assets
        ]
        self.table("Content catalogue", columns, rows, right=(4, 5))


def plain(value: Any) -> str:
    """Write a value the way people do: yes and no, no needless decimals, nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def as_json(content: Any) -> str:
    """Write content as JSON that any reader takes: tables become lists of lines, what is not a number becomes null."""
    return for_json(json.dumps(plain_content(content), indent=2, ensure_ascii=False, allow_nan=False)) + "\n"


def plain_content(content: Any) -> Any:
    """Return content as JSON knows it: lists, texts, numbers; no number that is not finite."""
    if hasattr(content, "to_dict") and hasattr(content, "columns"):
        content = content.to_dict("records")
    if isinstance(content, dict):
        return {str(key): plain_content(value) for key, value in content.items()}
    if isinstance(content, (list, tuple)):
        return [plain_content(value) for value in content]
    if hasattr(content, "item"):
        content = content.item()
    if content != content or (isinstance(content, float) and not math.isfinite(content)):
        return None
    return content.isoformat() if hasattr(content, "isoformat") else content
