"""The commands that analyse a scenario: attribution, gaps, hours, drivers, maps; and the list of all analyses."""

from typing import TYPE_CHECKING, Annotated

import typer

from experiments.commands.dissecting import autopsy, export_crm, twin
from experiments.commands.findings import found
from experiments.commands.options import (
    Accounts,
    Csv,
    Engine,
    Json,
    Market,
    Name,
    Quiet,
    Replications,
    Seed,
    Set,
    changes,
)
from experiments.commands.outputs import prepared
from experiments.commands.planning import conformance, lint
from experiments.commands.progress import progress
from experiments.commands.rippling import ripple
from simulator.inputs.problems import InputProblem

if TYPE_CHECKING:
    from simulator.inputs.scenario import Scenario

Paths = Annotated[
    str | None,
    typer.Option("--paths", metavar="FILE", help="Attribute a CSV of paths instead of a scenario's: columns "
                 "path, total_conversions, total_conversion_value, total_null."),
]  # fmt: skip
MaybeName = Annotated[
    str | None, typer.Argument(metavar="NAME", help="A shipped scenario, or the path of a YAML file.")
]
Causal = Annotated[bool, typer.Option("--causal", help="Also share out all wins over the 32 sets of own channels.")]
Order = Annotated[int, typer.Option("--order", metavar="K", help="How many channels the Markov chain remembers.")]
Against = Annotated[
    str | None, typer.Option("--against", metavar="NAME", help="Show where this scenario's map differs.")
]
Tested = Annotated[int, typer.Option("--test", metavar="N", help="How many of the worst gaps to fill and run again.")]


def register(app: typer.Typer) -> None:
    """Add the commands of analyses to the command line."""
    for command in (attribution, gaps, conformance, autopsy, twin, lint, hours, drivers, ripple):
        app.command()(command)
    app.command("map")(map_)
    app.command("export-crm")(export_crm)


def attribution(
    context: typer.Context,
    name: MaybeName = None,
    paths: Paths = None,
    causal: Causal = False,
    order: Order = 1,
    seed: Seed = None,
    replications: Replications = None,
    accounts: Accounts = None,
    settings: Set = None,
    market: Market = None,
    engine: Engine = None,
    json: Json = None,
    csv: Csv = None,
    quiet: Quiet = False,
) -> None:
    """Set what attribution models credit to channels beside what the channels truly add."""
    from simulator.analysis.attribution import attribute, credit_of

    outputs = prepared(json=json, csv=csv)
    if (name is None) == (paths is None):
        raise InputProblem("attribution: give the name of a scenario, or a table with --paths")
    if name is None:
        from simulator.analysis.paths import read_paths

        credit = credit_of(read_paths(str(paths)), order)
        tables = {"credit": credit.table()}
        found(context, outputs, quiet, f"Attribution of {paths}", credit.sentences(), tables, lens="the data given")
        return
    scenario = _loaded(name, market, settings, seed, replications, accounts, engine)
    with progress("Simulating", quiet) as report:
        result = attribute(scenario, causal=causal, order=order, progress=report)
    tables = {"channels": result.table(), "models": result.scores()}
    lens = "credit: what the seller saw; effects: truth"
    shown = {"wins lost without a channel": result.effects(), "shares of the credit": result.credits()}
    found(
        context, outputs, quiet, f"Attribution in {scenario.name}", result.sentences(), tables, [scenario], lens, shown
    )


def gaps(
    context: typer.Context,
    name: Name,
    tested: Tested = 8,
    seed: Seed = None,
    replications: Replications = None,
    accounts: Accounts = None,
    settings: Set = None,
    market: Market = None,
    engine: Engine = None,
    json: Json = None,
    csv: Csv = None,
    quiet: Quiet = False,
) -> None:
    """Rank missing evidence by revenue at risk, and test what filling it adds."""
    from simulator.analysis.gaps import evidence_gaps

    outputs = prepared(json=json, csv=csv)
    if tested < 0:
        raise InputProblem(f"--test {tested}: give 0 or more")
    scenario = _loaded(name, market, settings, seed, replications, accounts, engine)
    with progress("Simulating", quiet) as report:
        result = evidence_gaps(scenario, n_tested=tested, progress=report)
    title = f"Missing evidence in {scenario.name}"
    found(context, outputs, quiet, title, result.sentences(), {"gaps": result.table()}, [scenario])


def hours(
    context: typer.Context,
    name: Name,
    seed: Seed = None,
    replications: Replications = None,
    accounts: Accounts = None,
    settings: Set = None,
    market: Market = None,
    engine: Engine = None,
    json: Json = None,
    csv: Csv = None,
    quiet: Quiet = False,
) -> None:
    """Book the buyers' hours: what they went to, and who caused them."""
    from simulator.analysis.hours import buyer_hours

    outputs = prepared(json=json, csv=csv)
    scenario = _loaded(name, market, settings, seed, replications, accounts, engine)
    with progress("Simulating", quiet) as report:
        result = buyer_hours(scenario, progress=report)
    tables = {"hours per account": result.table(), "by cause": result.by_cause()}
    found(context, outputs, quiet, f"The buyers' hours in {scenario.name}", result.sentences(), tables, [scenario])


def drivers(
    context: typer.Context,
    name: Name,
    seed: Seed = None,
    replications: Replications = None,
    accounts: Accounts = None,
    settings: Set = None,
    market: Market = None,
    engine: Engine = None,
    json: Json = None,
    csv: Csv = None,
    quiet: Quiet = False,
) -> None:
    """Decompose what explains customers' loyalty: experience, brand, product, price."""
    from simulator.analysis.drivers import loyalty_drivers

    outputs = prepared(json=json, csv=csv)
    scenario = _loaded(name, market, settings, seed, replications, accounts, engine)
    with progress("Simulating", quiet) as report:
        result = loyalty_drivers(scenario, progress=report)
    found(
        context,
        outputs,
        quiet,
        f"Loyalty in {scenario.name}",
        result.sentences(),
        {"drivers": result.table()},
        [scenario],
    )


def map_(
    context: typer.Context,
    name: Name,
    against: Against = None,
    seed: Seed = None,
    replications: Replications = None,
    accounts: Accounts = None,
    settings: Set = None,
    market: Market = None,
    engine: Engine = None,
    json: Json = None,
    csv: Csv = None,
    quiet: Quiet = False,
) -> None:
    """Draw every persona's journey map from traces: stage, channel, feeling; or where two scenarios differ."""
    from simulator.analysis.maps import journey_map, map_difference

    outputs = prepared(json=json, csv=csv)
    names = [name] if against is None else [name, against]
    scenarios = [_loaded(each, market, settings, seed, replications, accounts, engine) for each in names]
    with progress("Simulating", quiet) as report:
        drawn = [journey_map(each, scenarios[0].run.n_replications, report) for each in scenarios]
    if against is None:
        tables = {"feeling": drawn[0].curve(), "map": drawn[0].table()}
        found(context, outputs, quiet, f"Journey map of {name}", drawn[0].sentences(), tables, scenarios)
        return
    both = map_difference(*drawn)
    title = f"Journey maps: {scenarios[1].name} against {scenarios[0].name}"
    found(context, outputs, quiet, title, both.sentences(), {"steps": both.table()}, scenarios)


def _loaded(
    name: str, market: str | None, settings: list[str] | None, seed: int | None, replications: int | None,
    accounts: int | None, engine: str | None,
) -> "Scenario":  # fmt: skip
    from simulator.inputs.files import load

    return load(name, market=market, changes=changes(settings, seed, replications, accounts, engine))
