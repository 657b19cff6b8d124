"""Commands that try what people argue about on the same luck: who governs which structure."""

from buyermaze.experiments.commands.options import Name
from buyermaze.experiments.commands.progress import progress
from buyermaze.experiments.commands.shared_options import USUAL, Given, takes
from buyermaze.experiments.commands.show_findings import found


@takes(*USUAL)
def governance(given: Given, name: Name) -> None:
    """Try who governs (nobody, committee, office, executive) in separate, coordinated and unified structures, at one budget."""
    from buyermaze.simulator.analysis.governance import governance_trial

    scenario = given.scenario(name)
    with progress("Simulating", given.quiet) as report:
        result = governance_trial(scenario, progress=report)
    title = f"Structures and governance in the market of {scenario.name}"
    shown = {"trial": result.words_table()}
    found(given, title, [*result.sentences(), result.how()], {"trial": result.table()}, [scenario], shown=shown)
