"""The command that follows what customers say to deals elsewhere."""

from typing import Annotated

import typer

from experiments.commands.findings import checked_replication, found
from experiments.commands.options import (
    Accounts,
    Csv,
    Engine,
    Json,
    Market,
    Name,
    Quiet,
    Replications,
    Seed,
    Set,
    changes,
)
from experiments.commands.outputs import prepared
from experiments.commands.progress import progress

OneCustomer = Annotated[
    int | None,
    typer.Option("--account", metavar="N", help="Follow this customer of one replication; -1: the most regretful."),
]
Replication = Annotated[
    int, typer.Option("--replication", metavar="N", help="Which replication, from 0; with --account.")
]


def ripple(
    context: typer.Context,
    name: Name,
    account: OneCustomer = None,
    replication: Replication = 0,
    seed: Seed = None,
    replications: Replications = None,
    accounts: Accounts = None,
    settings: Set = None,
    market: Market = None,
    engine: Engine = None,
    json: Json = None,
    csv: Csv = None,
    quiet: Quiet = False,
) -> None:
    """Follow what customers say through peers to deals won or lost elsewhere, with amount."""
    from simulator.analysis.ripple import ripple as measure
    from simulator.analysis.ripple import trace
    from simulator.inputs.files import load

    outputs = prepared(json=json, csv=csv)
    scenario = load(name, market=market, changes=changes(settings, seed, replications, accounts, engine))
    if account is None:
        with progress("Simulating", quiet) as report:
            result = measure(scenario, progress=report)
        tables = {"talk": result.table(), "customers": result.said, "turned": result.turned}
        shown = {"talk": result.table()}
        found(
            context, outputs, quiet, f"Talk of customers in {scenario.name}", result.sentences(), tables, [scenario],
            shown=shown,
        )  # fmt: skip
        return
    from simulator.simulation import simulate

    with progress("Simulating", quiet):
        one = trace(simulate(scenario, checked_replication(replication)), None if account == -1 else account)
    title = f"{scenario.name}: what account {one.voice.account} of replication {replication} said"
    found(context, outputs, quiet, title, one.sentences(), {"turned": one.table()}, [scenario])
