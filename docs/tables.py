"""Write what is told twice from the code that decides it: ``python -m docs.tables``.

These are the tables in ``docs/reference``, and the names by which rules read parameters.
"""

from pathlib import Path

from pydantic import BaseModel

import buyermaze as bm
from buyermaze.simulator.core.vocabulary import words
from buyermaze.simulator.inputs.grammar.error_messages import card
from buyermaze.simulator.inputs.sheets.schema import parameter_table
from buyermaze.simulator.journal.event_kinds import EVENT_KINDS
from buyermaze.simulator.model.parameters import pack
from buyermaze.simulator.outcomes.definitions import OUTCOMES

FOLDER = Path(__file__).with_name("reference")
RECORD = Path(__file__).parents[1] / "simulator" / "model" / "parameter_names.py"
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


def parameter_record() -> str:
    """Return the module that names every parameter in force, as ``model.parameters.pack`` lays them out."""
    scenario = bm.load("baton_pass")
    units = {
        f"{group}_{name}": card(field).get("unit", "")
        for part in (scenario.market, scenario.programme)
        for group, sheet in part
        if isinstance(sheet, BaseModel)
        for name, field in type(sheet).model_fields.items()
    }
    lines = [
        '"""The names by which rules read what is in force; written by ``python -m docs.tables`` from ``model.parameters``."""',
        "",
        "from typing import Annotated",
        "",
        "from buyermaze.simulator.core.records import Real, Reals",
        "",
        "",
        "class Parameters:",
        '    """Market and programme as one flat record: ``handoff_delay_hours`` is ``programme.handoff.delay_hours``."""',
        "",
    ]
    for name, (kind, *_) in (pack(scenario).dtype.fields or {}).items():
        shape = ", ".join(map(str, kind.shape))
        unit = f"  # {units[name]}" if units.get(name) else ""
        lines.append(f"    {name}: " + (f"Annotated[Reals, {shape}]" if shape else "Real") + unit)
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the pages and the names."""
    RECORD.write_text(parameter_record(), encoding="utf-8")
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
