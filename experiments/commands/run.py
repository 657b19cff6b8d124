"""The command that runs one scenario."""

from buyermaze.experiments.commands.options import Name, typed
from buyermaze.experiments.commands.outputs import to_standard
from buyermaze.experiments.commands.progress import progress
from buyermaze.experiments.commands.shared_options import Given, takes
from buyermaze.simulator.core.plain_text import csv_of


@takes("seed", "replications", "accounts", "weeks", "settings", "market", "engine", "json", "csv", "events", "quiet")
def run(given: Given, name: Name) -> None:
    """Run one scenario and print every outcome; the event log is that of the first replication."""

    scenario = given.scenario(name)

    from buyermaze.experiments.commands.show_comparison import how_run, outcome_table
    from buyermaze.experiments.commands.terminal import Screen, as_json
    from buyermaze.simulator.comparison.comparison import compare

    with progress("Simulating", given.quiet) as report:
        result = compare([scenario], progress=report, command=typed(given.context))
        log = None
        if "events" in given.outputs:
            from buyermaze.simulator.runs.run import simulate

            log = simulate(scenario)
    if log is not None:
        from buyermaze.simulator.journal.event_log import write_events

        given.outputs["events"].write_log(lambda path: write_events(log, path))
    if "json" in given.outputs:
        given.outputs["json"].write_text(as_json(result.to_dict()))
    if "csv" in given.outputs:
        given.outputs["csv"].write_text(csv_of(result.table()))
    if to_standard(given.outputs) or (given.quiet and given.outputs):
        return
    screen = Screen()
    outcome_table(screen, result)
    screen.paragraph([each.sentence() for each in result.steady])
    how_run(screen, result)
