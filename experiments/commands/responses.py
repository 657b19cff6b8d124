"""The command that measures what one lever buys."""

from typing import Annotated

import typer

from buyermaze.experiments.commands.options import Csv, Json, Market, Quiet, Set, changes, typed
from buyermaze.experiments.commands.outputs import prepared, to_standard
from buyermaze.experiments.commands.progress import progress
from buyermaze.simulator.core.plain_text import csv_of

Organisation = Annotated[str, typer.Argument(metavar="[NAME]", help="A shipped scenario, or the path of a YAML file.")]
Report = Annotated[str | None, typer.Option("--report", metavar="FILE.md", help="Write the page.")]


def responses(
    context: typer.Context,
    name: Organisation = "baton_pass",
    market: Market = None,
    settings: Set = None,
    replications: Annotated[int, typer.Option("--replications", metavar="N", min=2, help="Runs per setting.")] = 8,
    report: Report = None,
    json: Json = None,
    csv: Csv = None,
    quiet: Quiet = False,
) -> None:
    """Move every lever a company can move, one at a time, and hold the response against published ones."""
    outputs = prepared(json=json, csv=csv, report=report)

    import pandas

    from buyermaze.experiments.commands.terminal import Screen, as_json
    from buyermaze.experiments.validation import lever_responses as measured
    from buyermaze.experiments.validation.lever_page import cells, page
    from buyermaze.simulator.inputs.loading import load

    scenario = load(name, market=market)
    changed = changes(settings)
    scenario = scenario.with_changes(changed) if changed else scenario
    with progress("Simulating", quiet) as told:
        found = measured.responses(scenario, replications, progress=told)
    rows = [response.record() for response in found]
    if "json" in outputs:
        outputs["json"].write_text(as_json(rows))
    if "csv" in outputs:
        outputs["csv"].write_text(csv_of(pandas.DataFrame(rows)))
    if report is not None:
        outputs["report"].write_text(page(scenario, found, replications, typed(context)))
    if to_standard(outputs):
        return
    screen = Screen()
    screen.table("What one lever buys", *cells(found))
    held = [response for response in found if response.inside is not None]
    screen.text(f"In the published band: {sum(response.inside or False for response in held)} of {len(held)}.")
