"""The command that measures what one lever buys."""

from typing import Annotated

import typer

from buyermaze.experiments.commands.shared.options import Name, typed
from buyermaze.experiments.commands.shared.outputs import prepared
from buyermaze.experiments.commands.shared.progress import progress
from buyermaze.experiments.commands.shared.shared_options import ANSWERS, Given, takes

Report = Annotated[str | None, typer.Option("--report", metavar="FILE.md", help="Write the page.")]


@takes("settings", "market", *ANSWERS, "quiet")
def responses(
    given: Given,
    name: Name = "baton_pass",
    replications: Annotated[int, typer.Option("--replications", metavar="N", min=2, help="Runs per setting.")] = 8,
    report: Report = None,
) -> None:
    """Move every lever a company can move, one at a time, and hold the response against published ones."""
    outputs = prepared(report=report)

    import pandas

    from buyermaze.experiments.commands.shared.terminal import Screen
    from buyermaze.experiments.validation import lever_responses as measured
    from buyermaze.experiments.validation.lever_page import cells, page

    scenario = given.scenario(name)
    with progress("Simulating", given.quiet) as told:
        found = measured.responses(scenario, replications, progress=told)
    rows = [response.record() for response in found]
    if report is not None:
        outputs["report"].write_text(page(scenario, found, replications, typed(given.context)))
    if not given.hand_out(rows, {"responses": pandas.DataFrame(rows)}):
        return
    screen = Screen()
    screen.table("What one lever buys", *cells(found))
    held = [response for response in found if response.inside is not None]
    screen.text(f"In the published band: {sum(response.inside or False for response in held)} of {len(held)}.")
