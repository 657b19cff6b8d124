"""The commands of experiments, in the order in which help lists them."""

import typer

from buyermaze.experiments.commands.calibrate import calibrate
from buyermaze.experiments.commands.import_leads import import_
from buyermaze.experiments.commands.studies import study
from buyermaze.experiments.commands.sweep import sweep
from buyermaze.experiments.commands.sweep_answers import discover, flip, frontier, memo, optimize, profile, sensitivity


def register(app: typer.Typer) -> None:
    """Add the commands of experiments to the command line."""
    app.add_typer(study, name="study")
    for command in (sweep, sensitivity, discover, flip, profile, frontier, optimize, memo):
        app.command()(command)
    app.command("import")(import_)
    app.command()(calibrate)
