"""All commands of ``buyermaze``, grouped by purpose, in the order in which help lists them."""

import textwrap
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Final

import typer

HELP: Final = """Buyer Maze: how the organisation of marketing and sales changes what buyers live through, choose and regret.

Begin with  buyermaze compare baton_pass merged  or  buyermaze app."""
HELP_NAMES: Final = {"help_option_names": ["-h", "--help"]}
ROOM: Final = "buyermaze.experiments.commands"
GROUPS: Final = (  # titles, then modules of this room with the commands in them, which are functions of that name
    ("Look and compare", (
        ("app", "app"), ("compare", "compare why"), ("run", "run"), ("answers.outlook", "outlook"), ("story", "story"),
        ("mcp", "mcp"))),
    ("Teach", (("teaching.classroom", "class"),)),
    ("Find names", (("show", "scenarios show levers outcomes schema"), ("extensions", "extensions"))),
    ("Understand a scenario", (
        ("answers.analyses", "attribution gaps map"), ("answers.deals", "hours"),
        ("answers.analyses", "ladder contact reps assets voices aftermath drivers"), ("answers.word_of_mouth", "ripple"),
        ("answers.analyses", "budget funnel"), ("sweeps.responses", "responses"), ("answers.claims", "claims"),
        ("answers.trials", "governance align causes media drift campaign"), ("extensions", "analyse"))),
    ("Single deals and plans", (
        ("answers.deals", "autopsy promises twin rescue export-crm"),
        ("answers.plans", "lint conformance scorecard moments"), ("answers.experience", "experience"))),
    ("Experiments", (("sweeps.sweep", "sweep"), ("sweeps.studies", "study"))),
    ("Ask a sweep", (("sweeps.sweep_answers", "sensitivity discover flip profile frontier optimize memo"),)),
    ("Your own data", (("import_leads", "import"), ("sweeps.calibrate", "calibrate"), ("sweeps.validate", "validate"))),
)  # fmt: skip
INDENT: Final = "  "
PLACES: Final = {name: (title, module) for title, parts in GROUPS for module, names in parts for name in names.split()}

WITHOUT_TABLE: Final[dict[str, str]] = {  # why a command has no --json, --csv and --xlsx
    "app": "it opens a page, where every table can be taken away",
    "mcp": "it answers an assistant over standard input and output",
    "schema": "it prints JSON as it is",
    "study new": "it writes a study file",
    "study schema": "it prints JSON as it is",
    "class new": "it makes the file of a class",
    "class serve": "it serves the room until it is stopped",
    "class forget": "it wipes names out of a file",
    "class debrief": "it writes slides; see --out and --pptx",
    "class paper": "it writes sheets to print; see --out",
}

def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"buyermaze {version('buyermaze')}")
        raise typer.Exit


def _start(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
    extension: Annotated[
        list[str] | None,
        typer.Option("--extension", metavar="FILE.py", help="Load parts of your own from a Python file. Repeatable."),
    ] = None,
) -> None:
    """Load parts of somebody's own before a command; what cannot be loaded is said and left out."""
    if context.invoked_subcommand is None:
        typer.echo(in_short())
        raise typer.Exit
    from buyermaze.simulator.extensions.packages import load_file, load_packages, problems

    for place in extension or ():
        load_file(place)
    load_packages()
    for problem in problems():
        typer.echo(f"buyermaze: {problem}", err=True)


def in_short() -> str:
    """Return what there is on a screen: every command by its purpose, without a sentence on each."""
    lines = [textwrap.fill(" ".join(name for name, (its, _) in PLACES.items() if its == title), 76, initial_indent=INDENT,
                           subsequent_indent=INDENT) for title, _ in GROUPS]  # fmt: skip
    told = [line for (title, _), names in zip(GROUPS, lines, strict=True) for line in (title, names)]
    return "\n".join([HELP, "", *told, "", "A sentence on each: buyermaze --help. All about one: buyermaze compare --help."])


def command_line(arguments: Sequence[str] = ()) -> typer.Typer:
    """Return all commands, or the one alone that arguments begin with: the others take as long to load as it takes to run."""
    app = typer.Typer(
        help=HELP,
        invoke_without_command=True,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
        context_settings=HELP_NAMES,
    )
    app.callback()(_start)
    for name in PLACES.keys() & set(arguments[:1]) or PLACES:
        title, module = PLACES[name]
        found = vars(import_module(f"{ROOM}.{module}"))
        command = found.get(name.replace("-", "_")) or found[f"{name}_"]  # Python has a meaning of its own for some words
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name, rich_help_panel=title, context_settings=HELP_NAMES)
        else:
            app.command(name, rich_help_panel=title, context_settings=HELP_NAMES)(command)
    return app
