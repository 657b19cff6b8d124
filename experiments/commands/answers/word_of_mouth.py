"""The command that follows what customers say to deals elsewhere."""

from typing import Annotated

import typer

from buyermaze.experiments.commands.shared.options import Name
from buyermaze.experiments.commands.shared.progress import progress
from buyermaze.experiments.commands.shared.shared_options import USUAL, Given, takes
from buyermaze.experiments.commands.shared.show_findings import checked_replication, found

OneCustomer = Annotated[
    int | None,
    typer.Option("--account", metavar="N", help="Follow this customer of one replication; -1: the most regretful."),
]
Replication = Annotated[
    int, typer.Option("--replication", metavar="N", help="Which replication, from 0; with --account.")
]


@takes(*USUAL)
def ripple(given: Given, name: Name, account: OneCustomer = None, replication: Replication = 0) -> None:
    """Follow what customers say through peers to deals won or lost elsewhere, with amount."""
    from buyermaze.simulator.analysis.customers.word_of_mouth_effects import ripple as measure
    from buyermaze.simulator.analysis.customers.word_of_mouth_effects import trace

    scenario = given.scenario(name)
    if account is None:
        with progress("Simulating", given.quiet) as report:
            result = measure(scenario, progress=report)
        tables = {"talk": result.table(), "customers": result.said, "turned": result.turned}
        shown = {"talk": result.table()}
        found(
            given, f"Talk of customers in {scenario.name}", result.sentences(), tables, [scenario],
            shown=shown,
        )  # fmt: skip
        return
    from buyermaze.simulator.runs.run import simulate

    with progress("Simulating", given.quiet):
        one = trace(simulate(scenario, checked_replication(replication)), None if account == -1 else account)
    title = f"{scenario.name}: what account {one.voice.account} of replication {replication} said"
    found(given, title, one.sentences(), {"turned": one.table()}, [scenario])
