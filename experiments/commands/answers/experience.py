"""The command about the experience that is wished for: wishes held against what happens, and the weekly board."""

from buyermaze.experiments.commands.shared.options import Name
from buyermaze.experiments.commands.shared.progress import progress
from buyermaze.experiments.commands.shared.shared_options import USUAL, Given, takes
from buyermaze.experiments.commands.shared.show_findings import found


@takes(*USUAL)
def experience(given: Given, name: Name) -> None:
    """Hold the wished experience against what happens: targets with tolerance, breaches by week, owner and function; the board."""
    from buyermaze.simulator.analysis.customers.experience_board import experience_board
    from buyermaze.simulator.inputs.customers.experience import MEASURES

    scenario = given.scenario(name)
    with progress("Simulating", given.quiet) as report:
        result = experience_board(scenario, progress=report)
    board, said = result.table(), result.said()
    tables = {"targets": result.targets_table(), "board": board, "weeks": result.weeks_table(), "words": said}
    in_words = board.assign(measure=[MEASURES[name].label for name in board["measure"]])
    shown = {"targets": result.words_table(), "board": in_words[in_words["by"] != "persona"]} | (
        {"words": said} if len(said) else {}
    )
    lens = "surveys: answers that came back; all else: truth"
    title = f"Experience wished for and lived in {scenario.name}"
    found(given, title, [*result.sentences(), result.how()], tables, [scenario], lens, shown)
