"""All commands of ``buyermaze``, grouped by purpose, in the order in which help lists them."""

from collections.abc import Callable
from typing import Annotated, Any, Final

import typer

from buyermaze.experiments.commands.answers.analyses import (
    aftermath,
    assets,
    attribution,
    budget,
    contact,
    drivers,
    funnel,
    gaps,
    ladder,
    map_,
    reps,
    voices,
)
from buyermaze.experiments.commands.answers.claims import claims
from buyermaze.experiments.commands.answers.deals import autopsy, export_crm, hours, promises, rescue, twin
from buyermaze.experiments.commands.answers.experience import experience
from buyermaze.experiments.commands.answers.outlook import outlook
from buyermaze.experiments.commands.answers.plans import conformance, lint, moments, scorecard
from buyermaze.experiments.commands.answers.trials import align, campaign, causes, drift, governance, media
from buyermaze.experiments.commands.answers.word_of_mouth import ripple
from buyermaze.experiments.commands.app import app as open_app
from buyermaze.experiments.commands.compare import compare, why
from buyermaze.experiments.commands.extensions import analyse, extensions
from buyermaze.experiments.commands.import_leads import import_
from buyermaze.experiments.commands.mcp import mcp
from buyermaze.experiments.commands.run import run
from buyermaze.experiments.commands.show import levers, outcomes, scenarios, schema, show
from buyermaze.experiments.commands.story import story
from buyermaze.experiments.commands.sweeps.calibrate import calibrate
from buyermaze.experiments.commands.sweeps.responses import responses
from buyermaze.experiments.commands.sweeps.studies import study
from buyermaze.experiments.commands.sweeps.sweep import sweep
from buyermaze.experiments.commands.sweeps.sweep_answers import (
    discover,
    flip,
    frontier,
    memo,
    optimize,
    profile,
    sensitivity,
)
from buyermaze.experiments.commands.sweeps.validate import validate
from buyermaze.experiments.commands.teaching.classroom import classroom

HELP: Final = """Buyer Maze: how the organisation of marketing and sales changes what buyers live through, choose and regret.

Begin with  buyermaze compare baton_pass merged  or  buyermaze app."""
HELP_NAMES: Final = {"help_option_names": ["-h", "--help"]}
Commands = tuple[tuple[str, Callable[..., Any]], ...]
GROUPS: Final[tuple[tuple[str, Commands], ...]] = (
    ("Look and compare", (
        ("app", open_app), ("compare", compare), ("why", why), ("run", run), ("outlook", outlook), ("story", story),
        ("mcp", mcp))),
    ("Teach", ()),
    ("Find names", (("scenarios", scenarios), ("show", show), ("levers", levers), ("outcomes", outcomes), ("schema", schema),
        ("extensions", extensions))),
    ("Understand a scenario", (
        ("attribution", attribution), ("gaps", gaps), ("map", map_), ("hours", hours), ("ladder", ladder),
        ("contact", contact), ("reps", reps), ("assets", assets), ("voices", voices), ("aftermath", aftermath),
        ("drivers", drivers), ("ripple", ripple), ("budget", budget), ("funnel", funnel), ("responses", responses),
        ("claims", claims), ("governance", governance), ("align", align),
        ("causes", causes), ("media", media), ("drift", drift), ("campaign", campaign), ("analyse", analyse))),
    ("Single deals and plans", (
        ("autopsy", autopsy), ("promises", promises), ("twin", twin), ("rescue", rescue), ("export-crm", export_crm),
        ("lint", lint), ("conformance", conformance), ("scorecard", scorecard), ("moments", moments), ("experience", experience))),
    ("Experiments", (("sweep", sweep),)),
    ("Ask a sweep", (
        ("sensitivity", sensitivity), ("discover", discover), ("flip", flip), ("profile", profile), ("frontier", frontier),
        ("optimize", optimize), ("memo", memo))),
    ("Your own data", (("import", import_), ("calibrate", calibrate), ("validate", validate))),
)  # fmt: skip

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

app = typer.Typer(
    help=HELP,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings=HELP_NAMES,
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"buyermaze {version('buyermaze')}")
        raise typer.Exit


@app.callback()
def _start(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
    extension: Annotated[
        list[str] | None,
        typer.Option("--extension", metavar="FILE.py", help="Load parts of your own from a Python file. Repeatable."),
    ] = None,
) -> None:
    """Load parts of somebody's own before a command; what cannot be loaded is said and left out."""
    from buyermaze.simulator.extensions.packages import load_file, load_packages, problems

    for place in extension or ():
        load_file(place)
    load_packages()
    for problem in problems():
        typer.echo(f"buyermaze: {problem}", err=True)


for _title, _commands in GROUPS:
    for _name, _command in _commands:
        app.command(_name, rich_help_panel=_title, context_settings=HELP_NAMES)(_command)
    if _title == "Experiments":
        app.add_typer(study, name="study", rich_help_panel=_title, context_settings=HELP_NAMES)
    if _title == "Teach":
        app.add_typer(classroom, name="class", rich_help_panel=_title, context_settings=HELP_NAMES)
