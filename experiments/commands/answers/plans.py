"""The commands about plans: checking one before it runs, holding lived journeys against it, what fails, which moments count."""

from importlib.resources import files
from typing import Annotated, Any

import typer

from buyermaze.experiments.commands.shared.options import Name
from buyermaze.experiments.commands.shared.outputs import check_drawing
from buyermaze.experiments.commands.shared.progress import progress
from buyermaze.experiments.commands.shared.shared_options import ANSWERS, USUAL, Given, takes
from buyermaze.experiments.commands.shared.show_findings import found
from buyermaze.simulator.core.errors import InputProblem

PLAN_FOUND = 4  # exit code of a plan with errors, for scripts
PlanFile = Annotated[str | None, typer.Option("--plan", metavar="FILE", help="A plan; default: the classic funnel.")]
PlanArgument = Annotated[str | None, typer.Argument(metavar="PLAN", help="Path of a plan in YAML.")]
For = Annotated[str, typer.Option("--scenario", metavar="NAME", help="Whose catalogue, people and market it must fit.")]
Example = Annotated[bool, typer.Option("--example", help="Print a plan to start from.")]
OnlySeen = Annotated[bool, typer.Option("--seen", help="Look through the seller's lens: only touches its systems saw.")]


@takes(*USUAL, "out")
def conformance(given: Given, name: Name, plan: PlanFile = None, only_seen: OnlySeen = False) -> None:
    """Hold lived journeys against a designed one: fitness, top deviations, variants; --out draws the plan over them."""
    from buyermaze.simulator.analysis.journeys.campaign_plan import FUNNEL, read_plan
    from buyermaze.simulator.analysis.journeys.conformance import conform

    if "out" in given.outputs:
        check_drawing(given.outputs["out"])
    design = FUNNEL if plan is None else read_plan(plan)
    scenario = given.scenario(name)
    with progress("Simulating", given.quiet) as report:
        result = conform(scenario, design, only_seen=only_seen, progress=report)
    tables = {"deviations": result.table(), "variants": result.variants()}
    lens = "what the seller saw" if only_seen else "truth"
    title = f"'{design.title}' against what happened in {scenario.name}"
    if "out" in given.outputs:
        _draw(given, result)
    found(given, title, result.sentences(), tables, [scenario], lens)


def _draw(given: Given, result: Any) -> None:
    from buyermaze.simulator.analysis.journeys.plan_drawing import plan_html, plan_svg
    from buyermaze.simulator.runs.manifest import origin_of

    if given.outputs["out"].place.lower().endswith(".svg"):
        given.outputs["out"].write_text(f"{plan_svg(result)}\n")
        return
    given.outputs["out"].write_text(plan_html(result, origin_of([result.scenario], result.n_replications)))


@takes(*USUAL)
def scorecard(given: Given, name: Name, plan: PlanFile = None) -> None:
    """Score what usually fails: knowing the journey, tying sales to it, tying content to it."""
    from buyermaze.simulator.analysis.journeys.campaign_plan import FUNNEL, read_plan
    from buyermaze.simulator.analysis.journeys.three_failures import scorecard as score

    design = FUNNEL if plan is None else read_plan(plan)
    scenario = given.scenario(name)
    with progress("Simulating", given.quiet) as report:
        result = score(scenario, design, progress=report)
    title = f"Three things that usually fail, in {scenario.name}"
    tables = {"scorecard": result.table()}
    shown = {"scorecard": result.words_table()}
    found(given, title, [*result.sentences(), result.how()], tables, [scenario], shown=shown)


@takes(*USUAL)
def moments(given: Given, name: Name) -> None:
    """Rank moments of truth: every kind taken away or made good in all deals, and what that does to wins and regret."""
    from buyermaze.simulator.analysis.journeys.moments_of_truth import moments_of_truth

    scenario = given.scenario(name)
    with progress("Living again", given.quiet) as report:
        result = moments_of_truth(scenario, progress=report)
    title = f"Moments of truth in {scenario.name}"
    tables = {"moments": result.table()}
    found(
        given, title, [*result.sentences(), result.how()], tables, [scenario], shown={"moments": result.words_table()}
    )


@takes("settings", "market", *ANSWERS, "quiet")
def lint(given: Given, plan: PlanArgument = None, scenario_name: For = "baton_pass", example: Example = False) -> int:
    """Check a plan before it runs: owner, role, asset, channel, time, capacity; leaves with 4 if something is missing."""
    if example:
        if plan is not None or given.outputs:
            beside = "other plan" if plan is not None else f"--{next(iter(given.outputs))}"
            raise InputProblem(f"--example prints a plan to start from, and goes with no {beside}")
        typer.echo(files("buyermaze.experiments.commands").joinpath("plan.yaml").read_text(encoding="utf-8"), nl=False)
        return 0
    from buyermaze.simulator.analysis.journeys.campaign_plan import read_plan
    from buyermaze.simulator.analysis.journeys.plan_checks import lint as check

    if plan is None:
        raise InputProblem("lint: give the path of a plan; 'buyermaze lint --example' prints one to start from")
    design = read_plan(plan)
    scenario = given.scenario(scenario_name)
    result = check(design, scenario)
    title = f"'{design.title}' for {scenario.name}"
    found(given, title, result.sentences(), {"findings": result.table()}, [scenario])
    return PLAN_FOUND if any(each.severity == "error" for each in result.warnings) else 0
