"""Commands that show what there is: scenarios, their parameters, the schema of their files."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from buyermaze.experiments.commands.options import Csv, Json, Market, Set, changes
from buyermaze.experiments.commands.outputs import prepared, to_standard

if TYPE_CHECKING:
    from buyermaze.simulator.inputs.levers import Lever
    from buyermaze.simulator.inputs.scenario import Scenario


def scenarios(json: Json = None) -> None:
    """List the shipped scenarios and markets."""
    from buyermaze.experiments.commands.terminal import Screen, as_json
    from buyermaze.simulator.inputs.loading import available, available_markets

    outputs = prepared(json=json)
    shelves = {"scenarios": available(), "markets": available_markets()}
    if "json" in outputs:
        content = {
            word: [{"name": entry.name, "title": entry.title, "story": entry.story} for entry in entries]
            for word, entries in shelves.items()
        }
        outputs["json"].write_text(as_json(content))
    if to_standard(outputs):
        return
    screen = Screen()
    for word, entries in shelves.items():
        screen.table(word.capitalize(), ["name", "what it is"], [[entry.name, entry.title] for entry in entries])
    screen.text("Compare two with 'buyermaze compare baton_pass merged'; read one with 'buyermaze show merged'.")


def show(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A shipped scenario or market, or the path of a YAML file.")
    ],
    everything: Annotated[bool, typer.Option("--all", help="Every parameter, not only those that differ.")] = False,
    settings: Set = None,
    market: Market = None,
    json: Json = None,
    csv: Csv = None,
) -> None:
    """Show a scenario: its story, and every parameter that differs from its default."""
    from buyermaze.experiments.commands.terminal import Screen, as_json
    from buyermaze.simulator.core.plain_text import as_csv

    outputs = prepared(json=json, csv=csv)
    scenario = _scenario_or_market(name, market, changes(settings))
    levers = scenario.levers()
    if "json" in outputs:
        content = {"fingerprint": scenario.fingerprint} | scenario.model_dump(mode="json")
        outputs["json"].write_text(as_json(content))
    if "csv" in outputs:
        columns = ["path", "value", "default", "low", "high", "unit", "grade", "source", "meaning"]
        outputs["csv"].write_text(as_csv(columns, [[getattr(lever, column) for column in columns] for lever in levers]))
    if to_standard(outputs):
        return
    screen = Screen()
    screen.heading(f"{scenario.name}: {scenario.title}" if scenario.title != scenario.name else scenario.name)
    screen.text(scenario.story)
    chosen = levers if everything else [lever for lever in levers if _says_something(lever)]
    title = "All parameters" if everything else "Parameters that differ from their defaults"
    columns = ["parameter", "value", "default", "allowed", "unit", "grade", "meaning"]
    screen.table(title, columns, [_lever_row(lever) for lever in chosen], right=(1, 2))
    screen.content(scenario.programme.library.assets)
    screen.text(
        f"Fingerprint {scenario.fingerprint}. Grades: A peer-reviewed, B survey, C rule of thumb, D assumption."
    )


def schema() -> None:
    """Print the JSON Schema of scenario files, for editors that complete and check them."""
    import sys

    from buyermaze.experiments.commands.terminal import as_json
    from buyermaze.simulator.inputs.schema import json_schema

    sys.stdout.write(as_json(json_schema()))


def _scenario_or_market(name: str, market: str | None, changed: dict[str, Any]) -> "Scenario":
    """Load a scenario; a market's name shows the default programme in that market."""
    from buyermaze.simulator.inputs.loading import available, available_markets, load

    is_market = name in {entry.name for entry in available_markets()} - {entry.name for entry in available()}
    if not is_market or market is not None:
        return load(name, market=market, changes=changed)
    from buyermaze.simulator.inputs.scenario import Scenario

    entry = next(entry for entry in available_markets() if entry.name == name)
    base = load(available()[0].name, market=name)
    return Scenario(name=name, title=entry.title, story=entry.story, market=base.market).with_changes(changed)


def _says_something(lever: "Lever") -> bool:
    """Tell whether a parameter belongs in the short list: it differs, and it is not shown as content anyway."""
    return lever.value != lever.default and not lever.path.startswith("programme.library.assets.")


def _lever_row(lever: "Lever") -> list[str]:
    from buyermaze.experiments.commands.terminal import plain

    limits = "" if lever.low is None else f"{plain(lever.low)} to {plain(lever.high)}"
    return [lever.path, plain(lever.value), plain(lever.default), limits, lever.unit, lever.grade, lever.meaning]
