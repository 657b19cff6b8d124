"""Write the tables of ``docs/model.md`` from the code that decides them: ``python -m docs.tables``."""

from pathlib import Path

from buyermaze.simulator.core.vocabulary import words
from buyermaze.simulator.inputs.schema import parameter_table
from buyermaze.simulator.journal.event_kinds import EVENT_KINDS
from buyermaze.simulator.outcomes.definitions import OUTCOMES

PAGE = Path(__file__).with_name("model.md")


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


def with_tables(page: str) -> str:
    """Return the page with everything between its markers written anew."""
    for name, text in (("journal", journal_table()), ("outcomes", outcome_table()), ("parameters", parameter_table())):
        begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->"
        before, rest = page.split(begin)
        page = f"{before}{begin}\n{text}\n{end}{rest.split(end, 1)[1]}"
    return page


def main() -> None:
    """Write the page."""
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
