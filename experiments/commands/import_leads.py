"""The command that reads a company's own leads, deals or event log."""

import json as jsonlib
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from buyermaze.experiments.commands.shared.options import Century, Dates, Decimal
from buyermaze.experiments.commands.shared.shared_options import ANSWERS, Given, takes
from buyermaze.simulator.core.errors import InputProblem, remedy
from buyermaze.simulator.core.local_files import content_of

MOST_BYTES = 4_000_000  # of a mapping
Words = list[str] | None


@takes(*ANSWERS, "quiet")
def import_(
    given: Given,
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="LEADS [DEALS...]", help="CSV, Excel, Parquet or XES, packed or not; the first names the leads."
        ),
    ],
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--column", metavar="ROLE=NAME", help="Which column is what, where the guess is wrong. Repeatable."
        ),
    ] = None,
    won: Annotated[Words, typer.Option("--won", metavar="WORD", help="A word that means won. Repeatable.")] = None,
    lost: Annotated[Words, typer.Option("--lost", metavar="WORD", help="A word that means lost. Repeatable.")] = None,
    still_open: Annotated[
        Words, typer.Option("--open", metavar="WORD", help="A word that means neither yet. Repeatable.")
    ] = None,
    answered: Annotated[
        Words, typer.Option("--answered", metavar="WORD", help="An event that is an answer of ours. Repeatable.")
    ] = None,
    handed_over: Annotated[
        Words, typer.Option("--handed-over", metavar="WORD", help="An event that hands over to sales. Repeatable.")
    ] = None,
    mapping: Annotated[
        str | None,
        typer.Option("--mapping", metavar="FILE", help="The columns.json of an earlier import, as it is or changed."),
    ] = None,
    dates: Dates = None,
    century: Century = None,
    decimal: Decimal = None,
    amounts: Annotated[
        str | None,
        typer.Option("--amounts", metavar="whole|hundredths", help="What amounts count, where it is not plain."),
    ] = None,
    timezone: Annotated[
        str | None,
        typer.Option(
            "--timezone", metavar="ZONE", help="Where the office is: Europe/Berlin. Working hours are counted there."
        ),
    ] = None,
    repeats: Annotated[
        str | None,
        typer.Option(
            "--repeats", metavar="first|last", help="Which row counts of a lead that comes twice and ends differently."
        ),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option("--encoding", metavar="NAME", help="Of text files, if not found out: utf-8, cp1250, ..."),
    ] = None,
    sheet: Annotated[
        str | None, typer.Option("--sheet", metavar="NAME", help="Of a workbook with several tables.")
    ] = None,
    out: Annotated[str | None, typer.Option("--out", metavar="DIR", help="Folder for leads and rejected rows.")] = None,
) -> None:
    """Read your own leads and deals, or an event log; what is unclear is asked, every row not used is named."""
    from buyermaze.experiments.commands.shared.terminal import Screen
    from buyermaze.experiments.importing.columns import checked_mapping
    from buyermaze.experiments.importing.leads import import_leads
    from buyermaze.experiments.importing.rows import Reading
    from buyermaze.experiments.importing.words import Words as Said

    per_file, told = _mapping(mapping)
    typed = {"won": won, "lost": lost, "open": still_open, "answered": answered, "handed_over": handed_over}
    words = Said(**{name: (*told.get(name, []), *(said or [])) for name, said in typed.items()})
    how = Reading(words, **_checked(dates, century, decimal, amounts, timezone, repeats))
    found = import_leads(
        files, checked_mapping(columns or []), how, mapping=per_file, encoding=encoding, sheet=sheet,
        progress=None if given.quiet else _told,
    )  # fmt: skip
    if out:
        found.write(Path(out))
    content = {
        "n_leads": len(found.leads),
        "n_won": found.n_won,
        "n_lost": found.n_lost,
        "n_open": found.n_open,
        "rejected": found.rejected,
        "reservations": found.remarked,
        "remarks": found.remarks,
        "words": found.words,
        "columns": found.mapping,
    }
    tables = {"leads": found.leads, "rejected": found.rejected, "reservations": found.remarked, "words": found.words}
    if not given.hand_out(content, tables):
        return
    screen = Screen()
    screen.paragraph(found.sentences())
    if len(found.words) and not given.quiet:
        per_lead = bool((found.words["n"] != found.words["n_leads"]).any())  # an event log: of how many leads it is told
        counts = ("n", "n_leads") if per_lead else ("n",)
        rows = [[r.column, r.word, r.taken_for, *(f"{getattr(r, n):,}" for n in counts)] for r in found.words.itertuples()]
        screen.table("Words met", ["column", "word", "taken for", "rows", "leads"][: 3 + len(counts)], rows, [3, 4][: len(counts)])


def _told(n_rows: int) -> None:
    print(f"{n_rows:,} rows read ...", file=sys.stderr, flush=True)


def _mapping(path: str | None) -> tuple[dict[str, dict[str, str]], dict[str, list[str]]]:
    """Return columns by file and words by meaning from a file that an import wrote."""
    if path is None:
        return {}, {}
    try:
        content = jsonlib.loads(content_of(path, f"--mapping {path}", MOST_BYTES).decode("utf-8-sig"))
        columns = {str(k): {str(r): str(c) for r, c in v.items()} for k, v in content.get("columns", {}).items()}
        words = {str(k): [str(w) for w in v] for k, v in content.get("words", {}).items()}
    except InputProblem:
        raise
    except (ValueError, AttributeError, TypeError, RecursionError):
        raise InputProblem(f"--mapping {path}: this is no columns.json as 'buyermaze import --out' writes it") from None
    from buyermaze.experiments.importing.columns import BY_NAME
    from buyermaze.experiments.importing.words import Words as Said

    for role in {role for roles in columns.values() for role in roles}:
        if role not in BY_NAME:
            raise InputProblem(f"--mapping {path}: there is no role '{role}'; {remedy(role, BY_NAME)}")
    for name in words:
        if name not in Said.__dataclass_fields__:
            raise InputProblem(
                f"--mapping {path}: there are no words '{name}'; {remedy(name, Said.__dataclass_fields__)}"
            )
    return columns, words


def _checked(
    dates: str | None,
    century: int | None,
    decimal: str | None,
    amounts: str | None,
    timezone: str | None,
    repeats: str | None,
) -> dict[str, Any]:
    from zoneinfo import available_timezones

    from buyermaze.experiments.importing.money import AMOUNTS
    from buyermaze.simulator.tables.written import Written

    Written(dates, century, decimal)  # type: ignore[arg-type]  # refuses what is none
    chosen = (("--amounts", amounts, AMOUNTS), ("--repeats", repeats, ("first", "last")))
    for option, word, allowed in chosen:
        if word is not None and word not in allowed:
            raise InputProblem(f"{option} {word}: {remedy(word, allowed)}")
    if timezone is not None and timezone not in available_timezones():
        raise InputProblem(
            f"--timezone {timezone}: there is no such zone; {remedy(timezone, sorted(available_timezones()))}"
        )
    return {"dates": dates, "century": century, "decimal": decimal, "amounts": amounts, "zone": timezone, "repeats": repeats}
