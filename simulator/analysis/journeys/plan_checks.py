"""Plan linter: what a journey or campaign plan forgot, before anybody runs it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from buyermaze.simulator.analysis.journeys.campaign_plan import OWNERS, Plan, Step
from buyermaze.simulator.analysis.journeys.content_coverage import HOLE, coverage
from buyermaze.simulator.core.calendar import HOURS_PER_WEEK
from buyermaze.simulator.core.vocabulary import OWN_CHANNELS, Job, words

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario

OURS: Final = tuple(words(channel) for channel in OWN_CHANNELS)
INFORMATION: Final = tuple(words(job) for job in Job if job != Job.CONSENSUS)
STALE: Final = 0.5  # share of an asset's first answers left below which it is called stale
TOO_BUSY: Final = 0.95  # use of a team's time above which queues grow without bound


@dataclass(frozen=True)
class Warning:
    """One thing wrong with a plan: where, which rule, what in words, and whether it stops the step (error) or weakens it."""

    step: str
    rule: str
    severity: str
    text: str
    place: str = ""


@dataclass(frozen=True, eq=False)
class Lint:
    """Everything a plan forgot, held against a scenario's catalogue, people and market."""

    plan: Plan
    warnings: tuple[Warning, ...]

    @property
    def clean(self) -> bool:
        """Return whether nothing was found."""
        return not self.warnings

    def table(self) -> "pandas.DataFrame":
        """Return one line per finding: ``step, rule, severity, text, place``."""
        import pandas

        columns = ["step", "rule", "severity", "text", "place"]
        return pandas.DataFrame([[getattr(each, c) for c in columns] for each in self.warnings], columns=columns)

    def sentences(self) -> list[str]:
        """Say each finding, errors first, then how many there are."""
        n_errors = sum(each.severity == "error" for each in self.warnings)
        if self.clean:
            return [f"{self.plan.title}: nothing is missing in {len(self.plan.steps)} steps."]
        ordered = sorted(self.warnings, key=lambda each: each.severity != "error")
        lines = [f"{each.place + ': ' if each.place else ''}{each.step}: {each.text}." for each in ordered]
        return [*lines, f"{self.plan.title}: {n_errors} errors and {len(self.warnings) - n_errors} warnings."]


def lint(plan: Plan, scenario: "Scenario") -> Lint:
    """Check every step for owner, role, asset, channel, time and capacity, and the plan for what it leaves out.

    Parameters
    ----------
    plan : Plan
        From ``read_plan``.
    scenario : Scenario
        Whose catalogue, team, personas and demand the plan must work with.
    """
    found: list[Warning] = []
    for step in plan.steps:
        found += _complete(step)
        found += _feasible(step, scenario)
    found += _order(plan)
    found += _capacity(plan, scenario)
    found += _coverage(plan, scenario)
    return Lint(plan, tuple(found))


def _complete(step: Step) -> Iterator[Warning]:
    """Yield what a step does not say."""
    asks = (
        ("job", step.job, "error", "it serves no buying job; say which question of the buyer it answers"),
        ("channel", step.channels, "error", "it has no channel; say where it happens"),
        ("owner", step.owner, "error", "nobody owns it; say which team does it"),
        ("role", step.roles, "warning", "it is for nobody in particular; say which persona it is for"),
        ("time", step.day is not None, "warning", "it has no day; say when it begins"),
        ("capacity", step.hours is not None, "warning", "it takes no time; say how many hours per account it needs"),
    )
    for rule, given, severity, text in asks:
        if not given:
            yield Warning(step.name, rule, severity, text, step.line)
    if not step.asset and any(channel in OURS for channel in step.channels):
        yield Warning(step.name, "asset", "warning", "it uses no asset; say what the buyer gets", step.line)


def _feasible(step: Step, scenario: "Scenario") -> Iterator[Warning]:
    """Yield what a step relies on that the scenario does not have."""

    def found(rule: str, text: str, severity: str = "error") -> Warning:
        return Warning(step.name, rule, severity, text, step.line)

    library, personas = scenario.programme.library, [p.name for p in scenario.market.personas]
    for role in step.roles:
        if role not in personas:
            yield found("role", f"there is no persona '{role}' in this market; there are {', '.join(personas)}")
    if step.owner and step.owner not in OWNERS:
        yield found("owner", f"there is no team '{step.owner}'; there are {', '.join(OWNERS)}")
    elif step.owner and step.owner != "marketing" and _heads(step.owner, scenario) == 0:
        yield found("owner", f"its owner, {step.owner}, has nobody in it")
    for channel in step.channels:
        if channel not in OURS and channel != "meeting":
            yield found("channel", f"{channel} is not ours to plan; buyers go there by themselves", "warning")
        elif channel != "meeting" and _shut(channel, scenario):
            yield found("channel", f"{channel} is switched off in this scenario")
    if step.asset:
        match = [each for each in library.assets if each.name == step.asset]
        if not match:
            yield found("asset", f"there is no asset '{step.asset}' in the catalogue")
        for asset in match[:1]:
            if step.job and asset.job != step.job:
                yield found("asset", f"'{asset.name}' is about {asset.job}, the step about {step.job}", "warning")
            strangers = [role for role in step.roles if asset.persona not in ("all", role)]
            if strangers:
                yield found(
                    "asset", f"'{asset.name}' is written for {asset.persona}, not for {strangers[0]}", "warning"
                )
            if math.exp(-asset.days_age / library.days_shelf_life) < STALE:
                yield found("asset", f"'{asset.name}' is stale: {asset.days_age:.0f} working days old", "warning")
            if asset.channel == "rep" and "rep" not in step.channels:
                yield found("asset", f"'{asset.name}' is for reps to use, and no rep is in this step", "warning")


def _order(plan: Plan) -> Iterator[Warning]:
    """Yield steps that are to begin before an earlier one, or before one they must follow has ended."""
    before: Step | None = None
    for step in plan.steps:
        if before and before.day is not None and step.day is not None and step.day < before.day:
            text = f"it begins on day {step.day:g}, before '{before.name}' (day {before.day:g})"
            yield Warning(step.name, "time", "warning", text, step.line)
        before = step


def _capacity(plan: Plan, scenario: "Scenario") -> Iterator[Warning]:
    """Yield teams whose steps take more hours a week than they have."""
    volume = plan.accounts_per_week
    if volume is None:
        volume = scenario.market.demand.rate
    for owner in OWNERS:
        needed = volume * sum(step.hours or 0.0 for step in plan.steps if step.owner == owner)
        if owner == "marketing" or needed == 0:
            continue  # marketing is given a budget, not heads
        coordination = 1.0 - scenario.programme.coordination.share_time
        share = scenario.programme.selling.share_time if owner == "reps" else coordination
        hours = _heads(owner, scenario) * HOURS_PER_WEEK * share
        if needed > TOO_BUSY * hours:
            text = (
                f"its steps take {needed:.0f} hours a week for {volume:g} accounts, and it has {hours:.0f}; "
                f"{'add people or serve fewer' if hours else 'it has nobody'}"
            )
            yield Warning(f"team {owner}", "capacity", "error", text)


def _coverage(plan: Plan, scenario: "Scenario") -> Iterator[Warning]:
    """Yield buying jobs and personas with needs that the plan leaves out, and holes in the catalogue it runs into."""
    for job in INFORMATION:
        if not any(step.job == job for step in plan.steps):
            yield Warning("the plan", "job", "warning", f"no step serves {job}; buyers will work on it without you")
    planned = {role for step in plan.steps for role in step.roles}
    for persona in dict.fromkeys(scenario.market.group.seats):
        if planned and persona not in planned:
            yield Warning("the plan", "role", "warning", f"nobody thinks of {persona}, who sits in the group")
    table = coverage(scenario)
    holes = {(line["job"], line["reader"]) for line in table[table["p_answer"] < HOLE].to_dict("records")}
    for step in plan.steps:
        for role in step.roles:
            if "content" in step.channels and (step.job, role) in holes:
                text = f"content rarely answers {role} on {step.job} (in fewer than {100 * HOLE:.0f} % of visits)"
                yield Warning(step.name, "asset", "warning", text, step.line)
    last = max((step.day + (step.days or 0.0) for step in plan.steps if step.day is not None), default=None)
    usual = scenario.market.group.days_between_meetings * scenario.market.group.pace
    if last is not None and last < usual:
        text = f"it is over after {last:g} working days; groups meet about every {usual:.0f}"
        yield Warning("the plan", "time", "warning", text)


def _heads(owner: str, scenario: "Scenario") -> float:
    team = scenario.programme.team
    return float({"reps": team.n_reps, "qualifiers": team.n_qualifiers, "content": team.n_content}.get(owner, 1.0))


def _shut(channel: str, scenario: "Scenario") -> bool:
    """Return whether a channel of ours is not to be had: no intensity, or nothing to learn through it."""
    marketing = scenario.programme.marketing
    reach = {"email": marketing.email, "event": marketing.events, "ads": marketing.ads}.get(channel, 1.0)
    return reach == 0.0 or not any(getattr(scenario.market.channels, channel).gain.row())
