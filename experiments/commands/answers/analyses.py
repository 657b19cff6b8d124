"""The commands that analyse a scenario: attribution, gaps, drivers, maps; and the list of all analyses."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from buyermaze.experiments.commands.shared.options import Century, Dates, Decimal, MaybeName, Name
from buyermaze.experiments.commands.shared.outputs import check_drawing
from buyermaze.experiments.commands.shared.progress import progress
from buyermaze.experiments.commands.shared.shared_options import USUAL, Given, takes
from buyermaze.experiments.commands.shared.show_findings import found
from buyermaze.simulator.core.errors import InputProblem, remedy

if TYPE_CHECKING:
    from buyermaze.simulator.inputs.sheets.scenario import Scenario
    from buyermaze.simulator.tables.written import Written

Paths = Annotated[
    str | None,
    typer.Option("--paths", metavar="FILE", help="Attribute a table instead of a scenario: path, total_conversions, "
                 "total_conversion_value, total_null; or touches: person, time, channel, converted."),
]  # fmt: skip
Separator = Annotated[
    str | None, typer.Option("--separator", metavar="TEXT", help="What stands between channels of a path; usually >.")
]
LookBack = Annotated[
    float | None,
    typer.Option("--look-back", metavar="DAYS", help="Of touches: those longer before a conversion do not count."),
]
CallBacks = Annotated[
    bool,
    typer.Option(
        "--call-backs", help="Close the loop instead: which alerts are right, and how many reps to call back with."
    ),
]
Causal = Annotated[bool, typer.Option("--causal", help="Also share out all wins over the 32 sets of own channels.")]
Order = Annotated[
    str,
    typer.Option(
        "--order", metavar="K|best", help="How many channels the Markov chain remembers; best: as many as fit a table."
    ),
]
Against = Annotated[
    str | None, typer.Option("--against", metavar="NAME", help="Show where this scenario's map differs.")
]
OnePersona = Annotated[
    str | None, typer.Option("--persona", metavar="NAME", help="Draw this persona only; default: all of the group.")
]
Also = Annotated[
    list[str] | None,
    typer.Option("--also", metavar="JOB:PERSONA", help="A gap that is filled whatever is at risk. Repeatable."),
]
Tested = Annotated[int, typer.Option("--test", metavar="N", help="How many of the worst gaps to fill and run again.")]


@takes(*USUAL)
def attribution(
    given: Given,
    name: MaybeName = None,
    paths: Paths = None,
    causal: Causal = False,
    order: Order = "1",
    separator: Separator = None,
    look_back: LookBack = None,
    dates: Dates = None,
    century: Century = None,
    decimal: Decimal = None,
) -> None:
    """Set what attribution models credit to channels beside what the channels truly add."""
    from buyermaze.simulator.analysis.attribution.attribution import attribute
    from buyermaze.simulator.tables.written import Written

    if (name is None) == (paths is None):
        raise InputProblem("attribution: give the name of a scenario, or a table with --paths")
    written = Written(dates, century, decimal)  # type: ignore[arg-type]
    if name is None:
        _of_a_table(given, str(paths), order, separator, look_back, written)
        return
    of_tables = {"--separator": separator, "--look-back": look_back} | {f"--{key}": value for key, value in vars(written).items()}
    if told := next((option for option, value in of_tables.items() if value is not None), None):
        raise InputProblem(f"attribution: {told} is about a table; give one with --paths instead of '{name}'")
    scenario = given.scenario(name)
    with progress("Simulating", given.quiet) as report:
        result = attribute(scenario, causal=causal, order=_order(order), progress=report)
    money = result.money()
    tables = {"channels": result.table(), "models": result.scores(), "money": money}
    lens = "credit: what the seller saw; effects: truth"
    shown = {
        "wins lost without a channel": result.effects(),
        "shares of the credit": result.credits(),
        "money a year": money,
    }
    found(given, f"Attribution in {scenario.name}", result.sentences(), tables, [scenario], lens, shown)


def _order(word: str) -> int:
    if not word.isdigit():
        raise InputProblem(f"--order {word}: give a whole number, or, with --paths, best")
    return int(word)


def _of_a_table(
    given: Given, file: str, order: str, separator: str | None, look_back: float | None, written: "Written"
) -> None:
    from buyermaze.simulator.analysis.attribution.attribution import credit_of
    from buyermaze.simulator.analysis.attribution.markov import best_order, transitions
    from buyermaze.simulator.analysis.attribution.path_files import read_paths

    paths = read_paths(file, separator, look_back, written=written)
    best = best_order(paths)
    chosen = best if order == "best" else _order(order)
    credit = credit_of(paths, chosen)
    total = sum(path.conversions for path in paths)
    said = f"{len(paths):,} paths, {total:,.0f} conversions, worth {sum(path.value for path in paths):,.0f}."
    better = f"by Schwarz's criterion {best} would fit better (--order best)"
    why = "which fits best by Schwarz's criterion" if chosen == best else better
    sentences = [said, *credit.sentences(), f"The Markov chain remembers {chosen} channel{'s' * (chosen > 1)}; {why}."]
    tables = {"credit": credit.table(), "transitions": transitions(paths, chosen)}
    found(given, f"Attribution of {file}", sentences, tables, lens="the data given")


@takes(*USUAL)
def gaps(given: Given, name: Name, tested: Tested = 8, also: Also = None) -> None:
    """Rank missing evidence by revenue at risk, and test what filling it adds."""
    from buyermaze.simulator.analysis.journeys.missing_evidence import evidence_gaps

    if tested < 0:
        raise InputProblem(f"--test {tested}: give 0 or more")
    scenario = given.scenario(name)
    cells = [_cell(word, scenario) for word in also or ()]
    with progress("Simulating", given.quiet) as report:
        result = evidence_gaps(scenario, n_tested=tested, progress=report, also=cells)
    title = f"Missing evidence in {scenario.name}"
    table = result.table()
    told = [
        "job",
        "persona",
        "dead_ends",
        "accounts",
        "lost",
        "no_decision",
        "revenue_at_risk",
        "wins_added",
        "low",
        "high",
    ]
    found(given, title, result.sentences(), {"gaps": table}, [scenario], shown={"gaps": table[told]})


def _cell(word: str, scenario: "Scenario") -> tuple[str, str]:
    """Read ``validation:sponsor``."""
    from buyermaze.simulator.core.vocabulary import N_INFO_JOBS, Job, words

    asked, _, persona = word.partition(":")
    jobs, personas = [words(Job(job)) for job in range(N_INFO_JOBS)], dict.fromkeys(scenario.market.group.seats)
    if asked not in jobs:
        raise InputProblem(f"--also {word}: there is no job '{asked}'; {remedy(asked, jobs)}")
    if persona not in personas:
        raise InputProblem(f"--also {word}: nobody in the group is called '{persona}'; {remedy(persona, personas)}")
    return asked, persona


@takes(*USUAL)
def ladder(given: Given, name: Name) -> None:
    """Count visits, leads, opportunities and wins week by week; what every link from impression to cash takes and costs."""
    from buyermaze.simulator.analysis.journeys.funnel import ladder as climb
    from buyermaze.simulator.analysis.journeys.links import links

    scenario = given.scenario(name)
    with progress("Simulating", given.quiet) as report:
        result = climb(scenario, progress=report)
    with progress("Following the money", given.quiet) as report:
        linked = links(scenario, progress=report)
    tables = {"weeks": result.table(), "rungs": result.rungs(), "links": linked.table()}
    lens = "counts: what the seller saw; share real, time and cost of links: truth"
    title = f"The metric ladder of {scenario.name}"
    told = tables["links"][["link", "n", "share_of_link_before", "days_10", "days_50", "days_90", "cost", "cost_each"]]
    sentences = [*result.sentences(), *linked.sentences()]
    found(given, title, sentences, tables, [scenario], lens, {"rungs": tables["rungs"], "links": told})


@takes(*USUAL)
def contact(given: Given, name: Name) -> None:
    """Show how far buyers are when they first meet a seller: 10, 50 and 90 % of them, by segment."""
    from buyermaze.simulator.analysis.journeys.first_contacts import first_contacts

    scenario = given.scenario(name)
    with progress("Simulating", given.quiet) as report:
        result = first_contacts(scenario, progress=report)
    tables = {"progress at the first contact": result.table()}
    found(given, f"First contacts in {scenario.name}", result.sentences(), tables, [scenario])


@takes(*USUAL)
def reps(given: Given, name: Name) -> None:
    """Show what every rep does, wins and books against quota, how far reps differ beyond luck, and what their assets are worth."""
    from buyermaze.simulator.analysis.deals.reps import reps as look_at

    scenario = given.scenario(name)
    with progress("Simulating", given.quiet) as report:
        result = look_at(scenario, progress=report)
    tables = {"reps": result.table(), "spread": result.spread(), "assets": result.assets()}
    shown = {"spread": tables["spread"].drop(columns="measure"), "assets": tables["assets"]}
    quotas = result.quotas()
    if quotas is not None:
        tables["quotas"] = shown["quotas"] = quotas
    found(given, f"The reps of {scenario.name}", result.sentences(), tables, [scenario], shown=shown)


@takes(*USUAL)
def assets(given: Given, name: Name) -> None:
    """List what each asset of the catalogue is asked for and answers a year, and which of them are dead."""
    from buyermaze.simulator.analysis.journeys.asset_use import asset_use

    scenario = given.scenario(name)
    with progress("Simulating", given.quiet) as report:
        result = asset_use(scenario, progress=report)
    found(given, f"The assets of {scenario.name}", result.sentences(), {"assets": result.table()}, [scenario])


@takes(*USUAL)
def aftermath(given: Given, name: Name) -> None:
    """Show what a hard purchase does afterwards: renewals by effort, and who speaks against us."""
    from buyermaze.simulator.analysis.customers.aftermath import aftermath as follow

    scenario = given.scenario(name)
    with progress("Simulating", given.quiet) as report:
        result = follow(scenario, progress=report)
    tables = {"renewals by effort": result.slopes(), "who speaks against us": result.voices(), "bands": result.bands()}
    shown = tables | {"renewals by effort": tables["renewals by effort"].drop(columns="effort")}
    found(given, f"After hard purchases in {scenario.name}", result.sentences(), tables, [scenario], shown=shown)


@takes(*USUAL)
def voices(given: Given, name: Name, call_backs: CallBacks = False) -> None:
    """List what people say when asked, why, and what those who keep silent would have said."""
    from buyermaze.simulator.analysis.customers.call_backs import call_backs as call
    from buyermaze.simulator.analysis.customers.survey_comments import voices as listen

    scenario = given.scenario(name)
    if call_backs:
        with progress("Simulating", given.quiet) as report:
            closed = call(scenario, progress=report)
        said = [*closed.sentences(), closed.how()] if closed.staffings else closed.sentences()
        found(given, closed.heading, said, {"reps": closed.table()}, [scenario], shown={"reps": closed.words_table()})
        return
    with progress("Simulating", given.quiet) as report:
        result = listen(scenario, progress=report)
    tables = {"themes": result.themes(), "answers": result.answers()}
    found(
        given, f"What people say in {scenario.name}", result.sentences(), tables, [scenario],
        "answers: what the seller saw; themes: truth", {"themes": tables["themes"]},
    )  # fmt: skip


@takes(*USUAL)
def drivers(given: Given, name: Name) -> None:
    """Decompose what explains customers' loyalty: experience, brand, product, price."""
    from buyermaze.simulator.analysis.customers.loyalty_drivers import loyalty_drivers

    scenario = given.scenario(name)
    with progress("Simulating", given.quiet) as report:
        result = loyalty_drivers(scenario, progress=report)
    found(
        given,
        f"Loyalty in {scenario.name}",
        result.sentences(),
        {"drivers": result.table()},
        [scenario],
    )


@takes(*USUAL, "out")
def map_(given: Given, name: Name, against: Against = None, persona: OnePersona = None) -> None:
    """Draw every persona's journey map from traces: phase, activity, channel, input, wish, feeling; or where two differ."""
    from buyermaze.simulator.analysis.journeys.journey_maps import journey_map, map_difference
    from buyermaze.simulator.analysis.journeys.persona_maps import changed_steps, persona_maps, personas_of

    if "out" in given.outputs:
        check_drawing(given.outputs["out"])
    names = [name] if against is None else [name, against]
    scenarios = [given.scenario(each) for each in names]
    n, personas = scenarios[0].run.n_replications, personas_of(scenarios[0], persona)
    with progress("Simulating", given.quiet) as report:
        drawn = [journey_map(each, n, report) for each in scenarios]
    with progress("Drawing", given.quiet) as report:
        maps = [persona_maps(each, n, report) for each in scenarios]
    phases = maps[0].table()
    shown = {"map": phases[["persona", "phase", "step", "visits", "hours", "reached", "feeling", "lifts", "hurts"]]}
    if against is None:
        title, sentences = f"Journey map of {name}", maps[0].sentences()
        tables = {"feeling": drawn[0].curve(), "map": drawn[0].table(), "phases": phases}
        changed = None
    else:
        changed, title = changed_steps(*maps), f"Journey maps: {scenarios[1].name} against {scenarios[0].name}"
        sentences = changed.sentences(scenarios[0].name, scenarios[1].name)
        tables = {"steps": map_difference(*drawn).table(), "changed": changed.table(), "phases": phases}
        shown = {"changed": changed.table()}
    if "out" in given.outputs:
        _draw_maps(given, maps, personas, changed, sentences)
    found(given, title, sentences, tables, scenarios, shown=shown)


def _draw_maps(given: Given, maps: Any, personas: list[str], changed: Any, sentences: list[str]) -> None:
    from buyermaze.simulator.analysis.journeys.map_drawing import maps_html, maps_svg
    from buyermaze.simulator.runs.manifest import origin_of

    other = maps[1] if len(maps) > 1 else None
    if given.outputs["out"].place.lower().endswith(".svg"):
        given.outputs["out"].write_text(maps_svg(maps[0], personas, other, changed))
        return
    origin = origin_of([each.scenario for each in maps], maps[0].n_replications)
    given.outputs["out"].write_text(maps_html(maps[0], personas, other, changed, sentences, origin))


@takes(*USUAL)
def budget(
    given: Given,
    name: Name,
    amount: Annotated[
        float, typer.Option("--amount", metavar="USD", help="How much a year, more and less.")
    ] = 100_000.0,
    outcome: Annotated[
        str, typer.Option("--outcome", metavar="NAME", help="profit_lifetime (with renewals) or profit.")
    ] = "profit_lifetime",
) -> None:
    """Say where the next money does most good, what would not be missed, and which swaps at equal spend pay."""
    from buyermaze.simulator.analysis.budget import budget as spend
    from buyermaze.simulator.outcomes.definitions import outcome_named

    scenario = given.scenario(name)
    with progress("Simulating", given.quiet) as report:
        result = spend(scenario, amount, outcome_named(outcome), progress=report)
    tables = {"returns": result.table()}
    title = f"Where the next money goes in {scenario.name}"
    found(
        given, title, [*result.sentences(), result.how()], tables, [scenario], shown={"returns": result.words_table()}
    )


@takes(*USUAL)
def funnel(
    given: Given,
    name: Name,
    outcome: Annotated[
        str, typer.Option("--outcome", metavar="NAME", help="profit_lifetime (with renewals) or profit.")
    ] = "profit_lifetime",
) -> None:
    """Say what it costs to plan and forecast with a linear funnel: missed forecasts, misplaced budget, money forgone."""
    from buyermaze.simulator.analysis.funnel_thinking.cost import funnel_thinking
    from buyermaze.simulator.outcomes.definitions import outcome_named

    scenario = given.scenario(name)
    with progress("Simulating", given.quiet) as report:
        result = funnel_thinking(scenario, outcome_named(outcome), progress=report)
    tables = {"plans": result.table(), "budgets": result.money_table(), "steps": result.forecast.steps()}
    shown = tables | {"plans": result.words_table()}
    tables["forecasts"] = result.forecast.table()
    lens = "counts and credit: what the seller saw; plans: truth"
    title = f"Funnel thinking in {scenario.name}"
    found(given, title, [*result.sentences(), result.how()], tables, [scenario], lens, shown)
