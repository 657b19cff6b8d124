"""Write the tables in ``docs/reference`` from the code that decides them: ``python -m docs.tables``."""

from pathlib import Path

from buyermaze.simulator.core.vocabulary import words
from buyermaze.simulator.inputs.schema import parameter_table
from buyermaze.simulator.journal.event_kinds import EVENT_KINDS
from buyermaze.simulator.outcomes.definitions import OUTCOMES

FOLDER = Path(__file__).with_name("reference")
WRITTEN = "Written by `python -m docs.tables` from the code; [the model](../model.md) tells what it means.\n"


def journal_table() -> str:
    """Return a line per kind of journal row: what it tells and what its numbers hold."""
    lines = ["| Kind | What it tells | `hours` | `value` | `detail` |", "|---|---|---|---|---|"]
    lines += [f"| {words(kind)} | " + " | ".join(about[:4]) + " |" for kind, about in EVENT_KINDS.items()]
    return "\n".join(lines) + "\n"


def outcome_table() -> str:
    """Return a line per outcome: name, unit, what it means, how it is computed."""
    lines = ["| Name | Unit | Meaning | Formula |", "|---|---|---|---|"]
    lines += [f"| `{o.name}` | {o.unit} | {o.meaning} | {o.formula} |" for o in OUTCOMES]
    return "\n".join(lines) + "\n"


def pages() -> dict[str, str]:
    """Return the text of every page by its file's name."""
    tables = {
        "journal": ("Journal rows", journal_table()),
        "outcomes": ("Outcomes", outcome_table()),
        "parameters": ("Parameters", parameter_table()),
    }
    return {f"{name}.md": f"# {title}\n\n{WRITTEN}\n{text}" for name, (title, text) in tables.items()}


def main() -> None:
    """Write the pages."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
