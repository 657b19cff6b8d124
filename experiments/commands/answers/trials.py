"""Commands that try what people argue about on the same luck: governance, alignment, causes, media, drift, campaigns."""

from typing import Annotated

import typer

from buyermaze.experiments.commands.shared.options import Name
from buyermaze.experiments.commands.shared.progress import progress
from buyermaze.experiments.commands.shared.shared_options import USUAL, Given, takes
from buyermaze.experiments.commands.shared.show_findings import found

OwnPlan = Annotated[str | None, typer.Option("--plan", metavar="FILE", help="A plan to run; default: the scenario's campaign.")]


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


@takes(*USUAL)
def align(
    given: Given,
    name: Name,
    dial: Annotated[
        str, typer.Option("--dial", metavar="NAME", help="alignment, or buyers (their weight against revenue).")
    ] = "alignment",
) -> None:
    """Turn alignment, or the weight of buyers against revenue, from none to full: experience, money, and where it stops paying."""
    from buyermaze.simulator.analysis.dials import WORDS, checked_dial, dial_curve

    checked_dial(dial)
    scenario = given.scenario(name)
    with progress("Simulating", given.quiet) as report:
        result = dial_curve(scenario, dial=dial, progress=report)
    tables = {"levels": result.table(), "steps": result.steps_table()}
    title = f"{WORDS[dial].capitalize()} in {scenario.name}"
    found(given, title, [*result.sentences(), result.how()], tables, [scenario], shown={"levels": result.words_table()})


@takes(*USUAL)
def causes(given: Given, name: Name) -> None:
    """Hold what the firm's own file says drives wins against what truly does; what a randomised test costs and saves."""
    from buyermaze.simulator.analysis.cause_and_effect import cause_and_effect

    scenario = given.scenario(name)
    with progress("Simulating", given.quiet) as report:
        result = cause_and_effect(scenario, progress=report)
    title, lens = f"Cause and effect in {scenario.name}", "file: what the seller saw; truth: same luck"
    shown = {"changes": result.words_table()}
    found(given, title, [*result.sentences(), result.how()], {"changes": result.table()}, [scenario], lens, shown)


@takes(*USUAL)
def media(given: Given, name: Name) -> None:
    """Tell what paid, owned and earned media do together beyond each alone, and where the response to each channel bends."""
    from buyermaze.simulator.analysis.media import media_returns

    scenario = given.scenario(name)
    with progress("Simulating", given.quiet) as report:
        result = media_returns(scenario, progress=report)
    tables = {"together": result.table(), "curves": result.curves_table()}
    shown = {"together": result.table().round(0), "curves": result.words_table()}
    found(given, result.heading, [*result.sentences(), result.how()], tables, [scenario], shown=shown)


@takes(*USUAL)
def drift(
    given: Given,
    name: Name,
    towards: Annotated[str, typer.Option("--towards", metavar="NAME", help="self_service, or people.")] = "self_service",
) -> None:
    """Let buyers drift little by little and the company follow with a lag: how far apart they get, and what the lag costs."""
    from buyermaze.simulator.analysis.drift import checked_drift, drift_cost

    checked_drift(towards)
    scenario = given.scenario(name)
    with progress("Simulating", given.quiet) as report:
        result = drift_cost(scenario, towards=towards, progress=report)
    tables = {"lags": result.table(), "years": result.over_time()}
    shown = {"lags": result.words_table()}
    found(given, result.heading, [*result.sentences(), result.how()], tables, [scenario], shown=shown)


@takes(*USUAL)
def campaign(given: Given, name: Name, plan: OwnPlan = None) -> None:
    """Run a campaign: who gets to which step, what it truly does to wins and profit, and what holdouts would have measured."""
    from buyermaze.simulator.analysis.campaign_trial import campaign_trial, with_campaign
    from buyermaze.simulator.analysis.journeys.campaign_plan import read_plan

    scenario = given.scenario(name)
    left: tuple[str, ...] = ()
    if plan is not None:
        scenario, left = with_campaign(scenario, read_plan(plan))
    with progress("Simulating", given.quiet) as report:
        result = campaign_trial(scenario, progress=report)
    said = [*result.sentences(), *(f"'{step}' is nothing that can be sent, and is left to buyers." for step in left), result.how()]
    shown = {"steps": result.words_table()}
    found(given, f"The campaign of {scenario.name}", said, {"steps": result.table(), "effects": result.effects()}, [scenario],
          shown=shown)  # fmt: skip
