"""The command that runs one scenario."""

from buyermaze.experiments.commands.shared.options import Name, typed
from buyermaze.experiments.commands.shared.progress import progress
from buyermaze.experiments.commands.shared.shared_options import ANSWERS, Given, takes


@takes("seed", "replications", "accounts", "weeks", "settings", "market", "engine", *ANSWERS, "events", "quiet")
def run(given: Given, name: Name) -> None:
    """Run one scenario and print every outcome; the event log is that of the first replication."""
    scenario = given.scenario(name)

    from buyermaze.experiments.commands.shared.show_comparison import beyond, how_run, outcome_table
    from buyermaze.experiments.commands.shared.terminal import Screen
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
    if not given.hand_out(result.to_dict(), {"outcomes": result.table}):
        return
    screen = Screen()
    outcome_table(screen, result)
    beyond(screen, result)
    screen.paragraph([each.sentence() for each in result.steady])
    how_run(screen, result)
