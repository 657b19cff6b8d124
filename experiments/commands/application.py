"""All commands of ``buyermaze``, in the order in which help lists them."""

import typer

from experiments.commands.analysing import register as register_analyses
from experiments.commands.app import app as open_app
from experiments.commands.comparing import compare
from experiments.commands.experimenting import register
from experiments.commands.listing import scenarios, schema, show
from experiments.commands.running import run
from experiments.commands.telling import story
from experiments.commands.validating import validate

HELP = "Buyer Maze: how the organisation of marketing and sales changes what buyers live through, choose and regret."

app = typer.Typer(
    help=HELP, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)
for command in (scenarios, show, schema, run, compare, story, validate, open_app):
    app.command()(command)
register(app)
register_analyses(app)
