"""The options that commands share, each declared once."""

import shlex
from typing import Annotated, Any

import typer

from buyermaze.experiments.commands.shared import completion
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import one_line, readable, without_folders

_SCENARIO = typer.Argument(
    metavar="NAME", help="A shipped scenario, or the path of a YAML file.", autocompletion=completion.scenarios
)
Name = Annotated[str, _SCENARIO]
MaybeName = Annotated[str | None, _SCENARIO]
Seed = Annotated[int | None, typer.Option("--seed", metavar="N", help="Root of all luck.")]
Replications = Annotated[
    int | None, typer.Option("--replications", metavar="N", help="Independent repetitions with different luck.")
]
Accounts = Annotated[int | None, typer.Option("--accounts", metavar="N", help="Observe about so many accounts.")]
Weeks = Annotated[float | None, typer.Option("--weeks", metavar="N", help="Observe who sets out within so many weeks.")]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="Change a parameter: programme.handoff.delay_hours=24. Repeatable.",
        autocompletion=completion.settings,
    ),
]
Market = Annotated[
    str | None,
    typer.Option(
        "--market",
        metavar="NAME",
        help="Replace the market: a shipped one or a YAML file.",
        autocompletion=completion.markets,
    ),
]
Engine = Annotated[
    str | None, typer.Option("--engine", metavar="compiled|reference", help="Both give the same results, to the bit.")
]
Json = Annotated[
    str | None, typer.Option("--json", metavar="FILE|-", help="Write results as JSON; - is standard output.")
]
Csv = Annotated[
    str | None, typer.Option("--csv", metavar="FILE|-", help="Write results as a tidy CSV table; - is standard output.")
]
Xlsx = Annotated[
    str | None, typer.Option("--xlsx", metavar="FILE.xlsx", help="Write results as a workbook, a sheet per table.")
]
Board = Annotated[
    str | None,
    typer.Option("--board", metavar="FILE.html|FILE.docx", help="Write one page for a board, also for Word."),
]
Out = Annotated[
    str | None, typer.Option("--out", metavar="FILE.svg|FILE.html", help="Draw it: an SVG, or a page of HTML.")
]
Events = Annotated[
    str | None,
    typer.Option(
        "--events", metavar="FILE", help="Write the event log of one run: .csv, .parquet or .xes, or - for CSV."
    ),
]
Dates = Annotated[
    str | None,
    typer.Option("--dates", metavar="day-first|month-first|year-first", help="How 03/04/2026 is meant in a table."),
]
Century = Annotated[
    int | None, typer.Option("--century", metavar="1900|2000", help="The year that 00 is short for in a table.")
]
Decimal = Annotated[
    str | None,
    typer.Option("--decimal", metavar="point|comma", help="What separates decimals, where columns do not say."),
]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress and no remarks; only what was asked for.")]


def as_typed(context: typer.Context) -> str:
    """Return the command line as it was typed, for whoever typed it."""
    return shlex.join(["buyermaze", *(readable(word) for word in context.obj or ())])


def typed(context: typer.Context) -> str:
    """Return the command line for what is stored and sent on: of files elsewhere only the names, as folders name users."""
    return shlex.join(["buyermaze", *(_without_folders(readable(word)) for word in context.obj or ())])


def _without_folders(word: str) -> str:
    option, sign, value = word.partition("=") if word.startswith("--") else ("", "", word)
    return f"{option}{sign}{without_folders(value)}"


def changes(
    settings: list[str] | None,
    seed: int | None = None,
    replications: int | None = None,
    accounts: int | None = None,
    weeks: float | None = None,
    engine: str | None = None,
) -> dict[str, Any]:
    """Gather what the options change in a scenario, by dotted path."""
    result: dict[str, Any] = {}
    for setting in settings or []:
        if readable(setting) != setting:
            raise InputProblem(f"--set {one_line(setting, 80)}: this is no plain text; write it in UTF-8, on one line")
        path, sign, value = setting.partition("=")
        if not sign or not path.strip():
            raise InputProblem(
                f"--set {setting}: write a path, '=' and a value, as in programme.handoff.delay_hours=24"
            )
        result[path.strip()] = value
    if accounts is not None and weeks is not None:
        raise InputProblem("--accounts and --weeks both set how much is observed; give one of them")
    if accounts == 0:  # in a file it says that weeks tell
        raise InputProblem("--accounts 0: nobody would be observed; give 1 or more, or --weeks")
    options = {
        "run.seed": seed,
        "run.n_replications": replications,
        "run.n_accounts": 0 if weeks is not None else accounts,
        "run.weeks": weeks,
        "run.engine": engine,
    }
    return result | {path: value for path, value in options.items() if value is not None}
