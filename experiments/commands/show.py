"""Commands that show what there is: scenarios, their parameters, the schema of their files."""

import sys
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from buyermaze.experiments.commands.shared import completion
from buyermaze.experiments.commands.shared.options import changes
from buyermaze.experiments.commands.shared.shared_options import ANSWERS, Given, takes

FEW = 5  # parameters that hold all words, below which those that do what the words say are listed as well; assumption

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.levers import Lever
    from buyermaze.simulator.inputs.sheets.scenario import Scenario


@takes(*ANSWERS, "quiet")
def scenarios(given: Given) -> None:
    """List the shipped scenarios and markets."""
    from buyermaze.experiments.commands.shared.terminal import Screen
    from buyermaze.simulator.inputs.reading.shelves import available, available_markets

    shelves = {"scenarios": available(apart=True), "markets": available_markets(apart=True)}
    content = {
        word: [{"name": entry.name, "title": entry.title, "story": entry.story} for entry in entries]
        for word, entries in shelves.items()
    }
    rows = [(word, entry.name, entry.title) for word, entries in shelves.items() for entry in entries]
    if not given.hand_out(content, {"names": lambda: _frame(rows, ["kind", "name", "title"])}):
        return
    screen = Screen()
    for word, entries in shelves.items():
        screen.table(word.capitalize(), ["name", "what it is"], [[entry.name, entry.title] for entry in entries])
    if not given.quiet:
        screen.text("Compare two with 'buyermaze compare baton_pass merged'; read one with 'buyermaze show merged'.")


@takes(*ANSWERS, "quiet")
def outcomes(
    given: Given,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="WORD", help="Only those that hold all of these.")
    ] = None,
) -> None:
    """List what runs are judged by: names in words and in code (both are understood), unit, meaning, formula."""
    from buyermaze.simulator.outcomes.definitions import OUTCOMES

    rows = [
        {"outcome": o.label, "name": o.name, "unit": o.unit, "better": {1: "more", -1: "less", 0: ""}[o.better],
         "meaning": o.meaning, "formula": o.formula}
        for o in OUTCOMES
    ]  # fmt: skip
    found = _holding(rows, words, ("outcome", "name", "meaning"))
    _listed(found or _unheard(words, rows, "outcome"), "Outcomes", ("outcome", "name", "unit", "meaning"), given)


@takes(*ANSWERS, "quiet")
def levers(
    given: Given,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WORD", help="Only those that hold all of these; where none does, those that do what they say."
        ),
    ] = None,
    name: Annotated[
        str,
        typer.Option(
            "--of", metavar="NAME", help="The scenario whose values are shown.", autocompletion=completion.scenarios
        ),
    ] = "baton_pass",
) -> None:
    """Find parameters by any word of their path or meaning, or by what people call them: value, bounds, unit, source."""
    from buyermaze.simulator.core.plain_text import one_line
    from buyermaze.simulator.inputs.sheets.lever_search import search, unheard
    from buyermaze.simulator.inputs.sheets.levers import unit_entered
    from buyermaze.simulator.inputs.sheets.scenario import levers_at_rest

    scenario = _scenario_or_market(name, None, {})
    found = [*scenario.levers(), *levers_at_rest(scenario)]
    rows = [
        {"parameter": lever.path, "value": lever.value, "unit": unit_entered(lever), "allowed": _allowed(lever),
         "meaning": lever.meaning, "source": lever.source}
        for lever in found
    ]  # fmt: skip
    shown = ("parameter", "value", "unit", "allowed", "meaning")
    held, said = _holding(rows, words, ("parameter", "meaning")), " ".join(words or [])
    if len(held) < FEW:
        nearest = search(found, said)[:FEW]
        places = [lever.path for lever in nearest]
        more = sorted(
            (row for row in rows if row["parameter"] in places and row not in held),
            key=lambda row: places.index(row["parameter"]),
        )
        if not given.quiet and more:
            others, which = unheard(found, said), "the others" if held else "these"
            why = f"{which} do what that says"
            if others:
                why = f"nothing speaks of '{', '.join(others)}', {which} are what the rest of it leads to"
            first = (
                "no parameter holds"
                if not held
                else "the first holds"
                if len(held) == 1
                else f"the first {len(held)} hold"
            )
            print(one_line(f"buyermaze: {first} '{said}'; {why}"), file=sys.stderr)
        held = [*held, *more] or _unheard(words, rows, "parameter")
    _listed(held, f"Levers of {name}", shown, given)


def _allowed(lever: "Lever") -> str:
    if lever.choices:
        return " ".join(lever.choices)
    return "" if lever.low is None else f"{lever.low:g} to {lever.high:g}"


def _holding(rows: list[dict[str, Any]], words: list[str] | None, where: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return the rows that hold all words."""
    wanted = [word.lower().replace("_", " ") for word in words or []]
    return [
        row for row in rows if all(w in " ".join(row[name] for name in where).lower().replace("_", " ") for w in wanted)
    ]


def _unheard(words: list[str] | None, rows: list[dict[str, Any]], key: str) -> NoReturn:
    """Say that nothing holds the words, and which word is nearest."""
    from buyermaze.simulator.core.errors import InputProblem, remedy

    names = [part for row in rows for part in row[key].replace(".", " ").replace("_", " ").split()]
    wanted = words or [""]
    raise InputProblem(f"nothing holds '{' '.join(wanted)}'; {remedy(wanted[0].lower(), list(dict.fromkeys(names)))}")


def _listed(rows: list[dict[str, Any]], title: str, shown: tuple[str, ...], given: Given) -> None:
    """Hand out rows, or show them."""
    from buyermaze.experiments.commands.shared.terminal import Screen, plain

    if given.hand_out(rows, {title.lower(): lambda: _frame(rows)}):
        Screen().table(title, list(shown), [[plain(row[name]) for name in shown] for row in rows])


@takes("settings", "market", *ANSWERS, "quiet")
def show(
    given: Given,
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="A shipped scenario or market, or the path of a YAML file.",
            autocompletion=completion.scenarios_and_markets,
        ),
    ],
    everything: Annotated[bool, typer.Option("--all", help="Every parameter, not only those that differ.")] = False,
) -> None:
    """Show a scenario: its story, and every parameter that differs from its default."""
    from buyermaze.experiments.commands.shared.terminal import Screen

    scenario = _scenario_or_market(name, given.market, changes(given.settings))
    levers = scenario.levers()
    columns = ["path", "value", "default", "low", "high", "unit", "grade", "source", "meaning"]
    rows = [[getattr(lever, column) for column in columns] for lever in levers]
    content = {"fingerprint": scenario.fingerprint} | scenario.model_dump(mode="json")
    if not given.hand_out(content, {"parameters": lambda: _frame(rows, columns).astype(object)}):
        return
    screen = Screen()
    screen.heading(f"{scenario.name}: {scenario.title}" if scenario.title != scenario.name else scenario.name)
    screen.text(scenario.story)
    chosen = levers if everything else [lever for lever in levers if _says_something(lever)]
    title = "All parameters" if everything else "Parameters that differ from their defaults"
    shown = ["parameter", "value", "default", "allowed", "unit", "grade", "meaning"]
    screen.table(title, shown, [_lever_row(lever) for lever in chosen], right=(1, 2))
    screen.content(scenario.programme.library.assets)
    if not given.quiet:
        screen.text(
            f"Fingerprint {scenario.fingerprint}. Grades: A peer-reviewed, B survey, C rule of thumb, D assumption."
        )


def _frame(rows: list[Any], columns: list[str] | None = None) -> "pandas.DataFrame":
    import pandas

    return pandas.DataFrame(rows, columns=columns)


@takes("quiet")
def schema(given: Given) -> None:
    """Print the JSON Schema of scenario files, for editors that complete and check them."""
    import sys

    from buyermaze.experiments.commands.shared.terminal import as_json
    from buyermaze.simulator.inputs.sheets.schema import json_schema

    sys.stdout.write(as_json(json_schema()))


def _scenario_or_market(name: str, market: str | None, changed: dict[str, Any]) -> "Scenario":
    """Load a scenario; a market's name shows the default programme in that market."""
    from buyermaze.simulator.inputs.reading.loading import load
    from buyermaze.simulator.inputs.reading.shelves import MARKETS, SCENARIOS, available, available_markets

    is_market = name in MARKETS.shipped().keys() - SCENARIOS.shipped().keys()
    if not is_market or market is not None:
        return load(name, market=market, changes=changed)
    from buyermaze.simulator.inputs.sheets.scenario import Scenario

    entry = next(each for each in available_markets(apart=True) if each.name == name)
    base = load(available()[0].name, market=name)
    return Scenario(name=name, title=entry.title, story=entry.story, market=base.market).with_changes(changed)


def _says_something(lever: "Lever") -> bool:
    """Tell whether a parameter belongs in the short list: it differs, and it is not shown as content anyway."""
    return lever.value != lever.default and not lever.path.startswith("programme.library.assets.")


def _lever_row(lever: "Lever") -> list[str]:
    from buyermaze.experiments.commands.shared.terminal import plain
    from buyermaze.simulator.inputs.sheets.levers import unit_entered

    limits = "" if lever.low is None else f"{plain(lever.low)} to {plain(lever.high)}"
    return [
        lever.path,
        plain(lever.value),
        plain(lever.default),
        limits,
        unit_entered(lever),
        lever.grade,
        lever.meaning,
    ]
