"""The command that tells one account's journey."""

from typing import TYPE_CHECKING, Annotated

import typer

from experiments.commands.options import Accounts, Engine, Events, Json, Market, Name, Quiet, Seed, Set, changes, typed
from experiments.commands.outputs import prepared, to_standard
from experiments.commands.progress import progress
from simulator.inputs.problems import InputProblem

if TYPE_CHECKING:
    from simulator.simulation import Run

Account = Annotated[
    int | None, typer.Option("--account", metavar="N", help="Which account, from 0; default: the first counted win.")
]
Replication = Annotated[int, typer.Option("--replication", metavar="N", help="Which replication, from 0.")]


def story(
    context: typer.Context,
    name: Name,
    account: Account = None,
    replication: Replication = 0,
    seed: Seed = None,
    accounts: Accounts = None,
    settings: Set = None,
    market: Market = None,
    engine: Engine = None,
    json: Json = None,
    events: Events = None,
    quiet: Quiet = False,
) -> None:
    """Tell one account's journey in sentences, with the reasons."""
    from simulator.inputs.files import load

    outputs = prepared(json=json, events=events)
    scenario = load(name, market=market, changes=changes(settings, seed, accounts=accounts, engine=engine))
    if replication < 0:
        raise InputProblem(f"--replication {replication}: replications are counted from 0")
    if account is not None and not 0 <= account < scenario.run.n_accounts:
        raise InputProblem(
            f"--account {account}: there is no such account; they run from 0 to {scenario.run.n_accounts - 1}"
        )

    from experiments.commands.screens import Screen, as_json
    from simulator.manifest import manifest
    from simulator.simulation import simulate
    from simulator.story import story as tell

    with progress("Simulating", quiet):
        result = simulate(scenario, replication)
    chosen = _first_win(result) if account is None else account
    lines = tell(result, chosen)
    if "events" in outputs:
        from simulator.eventlog import write_events

        outputs["events"].write_log(lambda path: write_events(result, path))
    if "json" in outputs:
        content = {
            "account": chosen,
            "replication": replication,
            "story": lines,
            "manifest": manifest([scenario], typed(context)),
        }
        outputs["json"].write_text(as_json(content))
    if to_standard(outputs) or (quiet and outputs):
        return
    screen = Screen()
    screen.heading(f"{scenario.name}: account {chosen} of replication {replication}")
    screen.paragraph(lines)


def _first_win(run: "Run") -> int:
    """Return the first account after the warm-up that bought from us, or the first with a real project, or the first."""
    from simulator.simulation import first_counted

    journeys = run.journeys()
    counted = journeys[journeys["account"] >= first_counted(run.scenario)]
    for group in (counted[counted["won"] == 1], counted[counted["serious"] == 1], journeys):
        if len(group):
            return int(group["account"].iloc[0])
    return 0
