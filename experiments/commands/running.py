"""The command that runs one scenario."""

from experiments.commands.given import Given, takes
from experiments.commands.options import Name, typed
from experiments.commands.outputs import to_standard
from experiments.commands.progress import progress


@takes("seed", "replications", "accounts", "weeks", "settings", "market", "engine", "json", "csv", "events", "quiet")
def run(given: Given, name: Name) -> None:
    """Run one scenario and print every outcome; the event log is that of the first replication."""

    scenario = given.scenario(name)

    from experiments.commands.results import how_run, outcome_table
    from experiments.commands.screens import Screen, as_json
    from simulator.comparison import compare

    with progress("Simulating", given.quiet) as report:
        result = compare([scenario], progress=report, command=typed(given.context))
        log = None
        if "events" in given.outputs:
            from simulator.simulation import simulate

            log = simulate(scenario)
    if log is not None:
        from simulator.eventlog import write_events

        given.outputs["events"].write_log(lambda path: write_events(log, path))
    if "json" in given.outputs:
        given.outputs["json"].write_text(as_json(result.to_dict()))
    if "csv" in given.outputs:
        given.outputs["csv"].write_text(result.table().to_csv(index=False, lineterminator="\n"))
    if to_standard(given.outputs) or (given.quiet and given.outputs):
        return
    screen = Screen()
    outcome_table(screen, result)
    how_run(screen, result)
