"""How the commands of analyses show what they found: sentences, tables, and the same for programs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from buyermaze.experiments.commands.shared.options import typed
from buyermaze.experiments.commands.shared.shared_options import Given
from buyermaze.simulator.core.errors import InputProblem

if TYPE_CHECKING:
    import pandas

    from buyermaze.experiments.commands.shared.terminal import Screen
    from buyermaze.simulator.inputs.sheets.scenario import Scenario

MOST_LINES = 30


def found(
    given: Given,
    title: str,
    sentences: Sequence[str],
    tables: "dict[str, pandas.DataFrame]",
    scenarios: "Sequence[Scenario]" = (),
    lens: str = "truth",
    shown: "dict[str, pandas.DataFrame] | None" = None,
) -> None:
    """Write what was found where it was asked for, and show it to people unless nobody looks.

    The first table is what ``--csv`` gets; JSON gets sentences, all tables and the manifest, a workbook all tables.
    ``shown`` replaces the tables on the screen where they would be too wide for it.
    """
    from buyermaze.experiments.commands.shared.terminal import Screen
    from buyermaze.simulator.runs.manifest import manifest

    content: dict[str, Any] = {"title": title, "lens": lens, "sentences": list(sentences)}
    content |= {name.replace(" ", "_"): table for name, table in tables.items()}
    content["manifest"] = manifest(scenarios, typed(given.context))
    if not given.hand_out(content, tables):
        return
    screen = Screen()
    screen.heading(title)
    screen.paragraph(sentences)
    if given.quiet:
        return
    for name, table in (shown or tables).items():
        show_table(screen, f"{name} ({lens})", table)


def show_table(screen: "Screen", title: str, table: "pandas.DataFrame", measure: dict[str, str] | None = None) -> None:
    """Print the first lines of a table for people: heads in words, shares in per cent, nothing for what is no number.

    `measure` names the outcome that a column of another name holds, whose unit its numbers are then told in.
    """
    from buyermaze.simulator.outcomes.units import in_words, is_share

    heads = [str(column) for column in table.columns]
    said = [_in_percent if is_share((measure or {}).get(head, head)) else _cell for head in heads]
    right = tuple(c for c, column in enumerate(table.columns) if table[column].dtype.kind in "fi")
    lines = table.head(MOST_LINES).itertuples(index=False)
    rows = [[say(value) for say, value in zip(said, line, strict=True)] for line in lines]
    screen.table(title, [in_words(head) for head in heads], rows, right)
    if len(table) > MOST_LINES:
        screen.text(f"... and {len(table) - MOST_LINES} more lines; --csv writes them all.")


def checked_replication(replication: int) -> int:
    """Return a replication's number, or refuse one below 0."""
    if replication < 0:
        raise InputProblem(f"--replication {replication}: replications are counted from 0")
    return replication


def _plain(value: Any) -> Any:
    if hasattr(value, "item"):
        value = value.item()
    return value.isoformat() if hasattr(value, "isoformat") else value


def _in_percent(value: Any) -> str:
    return f"{100 * value:.3g} %" if isinstance(value, float) and value == value else _cell(value)


def _cell(value: Any) -> str:
    value = _plain(value)
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return str(value)
