"""The commands about plans: checking one before it runs, and holding lived journeys against it."""

from importlib.resources import files
from typing import Annotated

import typer

from experiments.commands.findings import found
from experiments.commands.given import USUAL, Given, takes
from experiments.commands.options import Name
from experiments.commands.progress import progress
from simulator.inputs.problems import InputProblem

PLAN_FOUND = 4  # exit code of a plan with errors, for scripts
PlanFile = Annotated[str | None, typer.Option("--plan", metavar="FILE", help="A plan; default: the classic funnel.")]
PlanArgument = Annotated[str | None, typer.Argument(metavar="PLAN", help="Path of a plan in YAML.")]
For = Annotated[str, typer.Option("--scenario", metavar="NAME", help="Whose catalogue, people and market it must fit.")]
Example = Annotated[bool, typer.Option("--example", help="Print a plan to start from.")]
OnlySeen = Annotated[bool, typer.Option("--seen", help="Look through the seller's lens: only touches its systems saw.")]


@takes(*USUAL)
def conformance(given: Given, name: Name, plan: PlanFile = None, only_seen: OnlySeen = False) -> None:
    """Hold lived journeys against a designed one: fitness, top deviations, variants."""
    from simulator.analysis.conformance import conform
    from simulator.analysis.plans import FUNNEL, read_plan

    design = FUNNEL if plan is None else read_plan(plan)
    scenario = given.scenario(name)
    with progress("Simulating", given.quiet) as report:
        result = conform(scenario, design, only_seen=only_seen, progress=report)
    tables = {"deviations": result.table(), "variants": result.variants()}
    lens = "what the seller saw" if only_seen else "truth"
    title = f"'{design.title}' against what happened in {scenario.name}"
    found(given, title, result.sentences(), tables, [scenario], lens)


@takes("settings", "market", "json", "csv", "quiet")
def lint(given: Given, plan: PlanArgument = None, scenario_name: For = "baton_pass", example: Example = False) -> int:
    """Check a plan before it runs: owner, role, asset, channel, time, capacity; leaves with 4 if something is missing."""
    if example:
        typer.echo(files("experiments.commands").joinpath("plan.yaml").read_text(encoding="utf-8"), nl=False)
        return 0
    from simulator.analysis.lint import lint as check
    from simulator.analysis.plans import read_plan

    if plan is None:
        raise InputProblem("lint: give the path of a plan; 'buyermaze lint --example' prints one to start from")
    design = read_plan(plan)
    scenario = given.scenario(scenario_name)
    result = check(design, scenario)
    title = f"'{design.title}' for {scenario.name}"
    found(given, title, result.sentences(), {"findings": result.table()}, [scenario])
    return PLAN_FOUND if any(each.severity == "error" for each in result.warnings) else 0
