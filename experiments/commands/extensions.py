"""Commands about parts of one's own: which there are, and what an analyser says."""

from typing import Annotated

import typer

from buyermaze.experiments.commands.shared.options import Name, typed
from buyermaze.experiments.commands.shared.shared_options import ANSWERS, USUAL, Given, takes


@takes(*ANSWERS, "quiet")
def extensions(given: Given) -> None:
    """List parts of your own, and packages whose parts could not be loaded."""
    import pandas

    from buyermaze.experiments.commands.shared.terminal import Screen
    from buyermaze.simulator.core.own_channels import CHANNELS
    from buyermaze.simulator.extensions.packages import load_packages, problems
    from buyermaze.simulator.extensions.registry import PARTS

    load_packages()
    rows = [
        {"name": part.name, "kind": part.kind, "engines": "reference" if part.only_reference else "both",
         "meaning": part.meaning, "from": part.origin, "code": part.digest}
        for part in PARTS.values()
    ]  # fmt: skip
    rows += [
        {
            "name": own.name,
            "kind": "channel",
            "engines": "both",
            "meaning": f"A channel: {own.label}.",
            "from": "",
            "code": "",
        }
        for own in CHANNELS
    ]
    columns = ["name", "kind", "engines", "meaning", "from", "code"]
    table = pandas.DataFrame(rows, columns=columns)
    if not given.hand_out({"parts": rows, "problems": problems()}, {"parts": table}):
        return
    screen = Screen()
    if rows:
        screen.table("Parts of your own", columns[:5], [[row[key] for key in columns[:5]] for row in rows])
    else:
        screen.text("No package and no file brings parts of your own; docs/extending.md shows how they are written.")
    for problem in problems():
        screen.text(problem[:1].upper() + problem[1:] + ".")


@takes(*USUAL)
def analyse(
    given: Given,
    analyser: Annotated[str, typer.Argument(metavar="ANALYSER", help="As 'buyermaze extensions' lists it.")],
    name: Name,
) -> None:
    """Ask an analyser of your own about a scenario."""
    from buyermaze.experiments.commands.shared.terminal import Screen, plain
    from buyermaze.simulator.analysis.own import analyse as ask
    from buyermaze.simulator.runs.manifest import manifest

    scenario = given.scenario(name)
    table = ask(analyser, scenario, given.replications or 1)
    content = {"table": table.to_dict("records"), "manifest": manifest([scenario], typed(given.context))}
    if given.hand_out(content, {analyser: table}):
        rows = [[plain(cell) for cell in row] for row in table.itertuples(index=False)]
        Screen().table(f"{analyser} of {scenario.name}", [str(column) for column in table.columns], rows)
