"""The command that tells one account's journey."""

from typing import TYPE_CHECKING, Annotated

import typer

from buyermaze.experiments.commands.shared.options import Name, typed
from buyermaze.experiments.commands.shared.progress import progress
from buyermaze.experiments.commands.shared.shared_options import ANSWERS, Given, takes
from buyermaze.simulator.core.errors import InputProblem

if TYPE_CHECKING:
    from buyermaze.simulator.runs.run import Run

Account = Annotated[
    int | None, typer.Option("--account", metavar="N", help="Which account, from 0; default: the first counted win.")
]
Replication = Annotated[int, typer.Option("--replication", metavar="N", help="Which replication, from 0.")]


@takes("seed", "accounts", "weeks", "settings", "market", "engine", *ANSWERS, "events", "quiet")
def story(given: Given, name: Name, account: Account = None, replication: Replication = 0) -> None:
    """Tell one account's journey in sentences, with the reasons."""

    scenario = given.scenario(name)
    if replication < 0:
        raise InputProblem(f"--replication {replication}: replications are counted from 0")

    import pandas

    from buyermaze.experiments.commands.shared.terminal import Screen
    from buyermaze.simulator.journal.labels import labels_said
    from buyermaze.simulator.journal.story import story as tell
    from buyermaze.simulator.runs.manifest import manifest
    from buyermaze.simulator.runs.run import simulate

    with progress("Simulating", given.quiet):
        result = simulate(scenario, replication)
    last = int(result.journal.account.max(initial=-1))
    if account is not None and not 0 <= account <= last:
        raise InputProblem(f"--account {account}: there is no such account; they run from 0 to {last}")
    chosen = _first_win(result) if account is None else account
    lines = [*tell(result, chosen), labels_said(result, chosen)]
    if "events" in given.outputs:
        from buyermaze.simulator.journal.event_log import write_events

        given.outputs["events"].write_log(lambda path: write_events(result, path))
    content = {
        "account": chosen,
        "replication": replication,
        "story": lines,
        "manifest": manifest([scenario], typed(given.context)),
    }
    told = {"story": pandas.DataFrame({"account": chosen, "replication": replication, "sentence": lines})}
    if not given.hand_out(content, told):
        return
    screen = Screen()
    screen.heading(f"{scenario.name}: account {chosen} of replication {replication}")
    screen.paragraph(lines)


def _first_win(run: "Run") -> int:
    """Return the first counted account that bought from us, or the first with a real project, or the first."""
    journeys = run.journeys()
    for group in (journeys[journeys["won"]], journeys[journeys["serious"]], journeys):
        if len(group):
            return int(group["account"].iloc[0])
    return 0
