"""All commands of ``buyermaze``, in the order in which help lists them."""

import typer

from buyermaze.experiments.commands.analyses import register as register_analyses
from buyermaze.experiments.commands.app import app as open_app
from buyermaze.experiments.commands.compare import compare
from buyermaze.experiments.commands.experiments import register
from buyermaze.experiments.commands.responses import responses
from buyermaze.experiments.commands.run import run
from buyermaze.experiments.commands.show import scenarios, schema, show
from buyermaze.experiments.commands.story import story
from buyermaze.experiments.commands.validate import validate

HELP = "Buyer Maze: how the organisation of marketing and sales changes what buyers live through, choose and regret."

app = typer.Typer(
    help=HELP, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)
for command in (scenarios, show, schema, run, compare, story, validate, responses, open_app):
    app.command()(command)
register(app)
register_analyses(app)
