"""The command that runs one scenario."""

import typer

from experiments.commands.options import (
    Accounts,
    Csv,
    Engine,
    Events,
    Json,
    Market,
    Name,
    Quiet,
    Replications,
    Seed,
    Set,
    changes,
    typed,
)
from experiments.commands.outputs import prepared, to_standard
from experiments.commands.progress import progress


def run(
    context: typer.Context,
    name: Name,
    seed: Seed = None,
    replications: Replications = None,
    accounts: Accounts = None,
    settings: Set = None,
    market: Market = None,
    engine: Engine = None,
    json: Json = None,
    csv: Csv = None,
    events: Events = None,
    quiet: Quiet = False,
) -> None:
    """Run one scenario and print every outcome; the event log is that of the first replication."""
    from simulator.inputs.files import load

    outputs = prepared(json=json, csv=csv, events=events)
    scenario = load(name, market=market, changes=changes(settings, seed, replications, accounts, engine))

    from experiments.commands.results import how_run, outcome_table
    from experiments.commands.screens import Screen, as_json
    from simulator.comparison import compare

    with progress("Simulating", quiet) as report:
        result = compare([scenario], progress=report, command=typed(context))
        log = None
        if "events" in outputs:
            from simulator.simulation import simulate

            log = simulate(scenario)
    if log is not None:
        from simulator.eventlog import write_events

        outputs["events"].write_log(lambda path: write_events(log, path))
    if "json" in outputs:
        outputs["json"].write_text(as_json(result.to_dict()))
    if "csv" in outputs:
        outputs["csv"].write_text(result.table().to_csv(index=False, lineterminator="\n"))
    if to_standard(outputs) or (quiet and outputs):
        return
    screen = Screen()
    outcome_table(screen, result)
    how_run(screen, result)
