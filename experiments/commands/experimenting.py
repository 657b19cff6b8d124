"""The commands of experiments, in the order in which help lists them."""

import typer

from experiments.commands.answering import discover, flip, frontier, memo, optimize, profile, sensitivity
from experiments.commands.calibrating import calibrate
from experiments.commands.importing import import_
from experiments.commands.studies import study
from experiments.commands.sweeping import sweep


def register(app: typer.Typer) -> None:
    """Add the commands of experiments to the command line."""
    app.add_typer(study, name="study")
    for command in (sweep, sensitivity, discover, flip, profile, frontier, optimize, memo):
        app.command()(command)
    app.command("import")(import_)
    app.command()(calibrate)
