"""A campaign as it runs: who gets to which step, what it truly does to wins, and what holdouts would measure.

The truth is the same luck with and without the campaign. A firm cannot have that: it holds accounts or regions out and compares.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.simulator.comparison.paired_statistics import Difference, difference, together
from buyermaze.simulator.comparison.phrasing import about_dollars, digits, signed, whole_percent
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.notebook import Told, watched
from buyermaze.simulator.core.vocabulary import N_REGIONS, Kind, Reason
from buyermaze.simulator.inputs.dates.timeline import weeks_observed
from buyermaze.simulator.inputs.marketing.campaign import OF_MAIL, CampaignStep
from buyermaze.simulator.outcomes.batches import batch_sums, batch_values
from buyermaze.simulator.outcomes.definitions import position
from buyermaze.simulator.runs.history import of_kind
from buyermaze.simulator.runs.replications import Progress, paired_runs_of, replications_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.analysis.journeys.campaign_plan import Plan
    from buyermaze.simulator.inputs.sheets.scenario import Scenario
    from buyermaze.simulator.runs.run import Run

HALF: Final = 0.5  # held out where the scenario holds nobody out: most powerful at one size
Z: Final = 1.96
SENT: Final = ("email", "event", "rep")
DAYS_BETWEEN: Final = 5.0  # working days between steps of a plan that has no days
BY: Final = {"account": "holding out accounts", "region": "holding out regions"}
IN, OUT = "p_win_enlisted", "p_win_held_out"


@dataclass(frozen=True)
class StepTold:
    """One step over all lives, per life."""

    name: str
    channel: str
    n_reached: float  # accounts that got to it
    n_left_out: float  # of them, those for which its condition did not hold
    n_people: float  # people it was sent to, or called
    n_taken: float  # of them, those who opened it, came, or agreed to meet
    n_met: float  # accounts that met us after it and before the next one


@dataclass(frozen=True)
class Measured:
    """What a firm would measure by holding out, over lives of which each is one firm."""

    by: str  # account or region
    lift: Difference  # wins of those in it less wins of those held out, share of accounts
    share_told: float  # lives in which a test at 95 % tells it from nothing
    share_wrong_way: float  # lives in which it has the other sign than the mean truth


@dataclass(frozen=True, eq=False, repr=False)
class CampaignTrial(Told):
    """A campaign's steps, its true effect, what it earns, and what holdouts measure."""

    scenario: "Scenario"
    steps: tuple[StepTold, ...]
    truth: Difference  # wins of accounts that enter it, with it less without it
    everybody: Difference  # wins of all accounts, held-out and never enlisted ones included
    money: Difference  # profit, USD a year
    measured: tuple[Measured, ...]
    share_crowded: float  # of contacts; NaN: nobody was written to
    share_held_out: float
    n_replications: int

    @property
    def heading(self) -> str:
        """Return what this is about."""
        return f"The campaign of {self.scenario.name}"

    @property
    def drops(self) -> "tuple[StepTold, StepTold] | None":
        """Return the two steps in a row between which most accounts are lost, those that met us left out; None for one step."""
        pairs = list(zip(self.steps, self.steps[1:], strict=False))
        return max(pairs, key=lambda pair: pair[0].n_reached - pair[0].n_met - pair[1].n_reached, default=None)

    def sentences(self) -> list[str]:
        """Say who gets how far, what the campaign truly does and earns, and what a firm would have measured."""
        first, last = self.steps[0], self.steps[-1]
        if not first.n_reached:
            return [f"No account gets to '{first.name}', so the campaign does nothing; see for whom and when it is."]
        lines = [
            f"{first.n_reached:.0f} accounts a life get to '{first.name}', {last.n_reached:.0f} to '{last.name}'"
            + (f"; {whole_percent(self.share_crowded)} of mails and invitations go to people who have another one in mind still."
               if np.isfinite(self.share_crowded) else ".")
        ]  # fmt: skip
        if self.drops:
            before, after = self.drops
            lost = before.n_reached - before.n_met - after.n_reached
            lines.append(f"Most are lost between '{before.name}' and '{after.name}': {lost:.0f}, closed by then or given up.")
        lines.append(
            f"Truly it moves wins of the accounts that enter by {_points(self.truth)}, of all accounts by "
            f"{_points(self.everybody)}, and profit by {_money(self.money)}."
        )
        return lines + [self._said(found) for found in self.measured]

    def _said(self, found: "Measured") -> str:
        average = f"By {BY[found.by]} ({whole_percent(self.share_held_out)}) firms measure {_points(found.lift)} on average"
        if not self.truth.is_told:
            return f"{average}; one firm in one life takes luck for an effect in {whole_percent(found.share_told)} of cases."
        return (
            f"{average}; one firm in one life tells it from nothing in {whole_percent(found.share_told)} of cases, and "
            f"{whole_percent(found.share_wrong_way)} see the wrong sign."
        )

    def how(self) -> str:
        """Say how it was found."""
        return (
            f"{self.n_replications} lives of the market, each with the campaign for all, for nobody, and with holdouts, under the "
            "same luck. Truth: the accounts that enter, with the campaign less without it. Measured: those in it less those held "
            "out, within one life; accounts of one region share what customers say. 95 % intervals; those of wins hold together."
        )

    def table(self) -> "pandas.DataFrame":
        """Return one line per step: ``step, channel, n_reached, n_left_out, n_people, n_taken, share_taken, n_met`` a life."""
        import pandas

        lines = [vars(step) | {"share_taken": step.n_taken / step.n_people if step.n_people else np.nan} for step in self.steps]
        return pandas.DataFrame(lines).rename(columns={"name": "step"})

    def effects(self) -> "pandas.DataFrame":
        """Return one line per way to know what it does to wins: ``way, lift, low, high, share_told, share_wrong_way``."""
        import pandas

        nan = float("nan")
        lines = [("truth, accounts that enter", self.truth, nan, nan), ("truth, all accounts", self.everybody, nan, nan)]
        lines += [(BY[each.by], each.lift, each.share_told, each.share_wrong_way) for each in self.measured]
        return pandas.DataFrame(
            [(way, found.mean, found.low, found.high, told, wrong) for way, found, told, wrong in lines],
            columns=["way", "lift", "low", "high", "share_told", "share_wrong_way"],
        )

    def words_table(self) -> "pandas.DataFrame":
        """Return one line per step for people."""
        import pandas

        return pandas.DataFrame([
            {"step": step.name, "by": {"email": "mail", "event": "event", "rep": "call"}[step.channel],
             "accounts that get to it": f"{step.n_reached:.0f}", "left out": f"{step.n_left_out:.0f}",
             "people": f"{step.n_people:.0f}", "taken up": whole_percent(step.n_taken / step.n_people) if step.n_people else "",
             "met us then": f"{step.n_met:.0f}"}
            for step in self.steps
        ])  # fmt: skip


def campaign_trial(
    scenario: "Scenario", n_replications: int | None = None, progress: Progress | None = None
) -> CampaignTrial:
    """Run a campaign for all, for nobody, and with accounts or regions held out, under the same luck.

    Parameters
    ----------
    scenario : Scenario
        With ``programme.campaign.steps``; half is held out where it holds nobody out, and the market is given four regions.
    n_replications : int, optional
        Lives, 1 or more; by default the scenario's own.
    progress : callable (done, total), optional
        Told after every finished run.

    Returns
    -------
    CampaignTrial
        Steps a life, differences of wins in shares of accounts and of profit in USD, what holdouts measure.

    Raises
    ------
    InputProblem
        If the scenario has no campaign, or one that begins when the observation window has ended.
    """
    campaign = scenario.programme.campaign
    if not campaign.steps:
        raise InputProblem("campaign: there is none to run; give programme.campaign.steps, or a plan with steps that can be sent")
    weeks = weeks_observed(scenario)
    if campaign.week >= weeks:
        raise InputProblem(
            f"programme.campaign.week: begins in week {campaign.week:g}, when the window of {weeks:.3g} weeks has ended, so that "
            "nobody would be seen to get anything; begin sooner or observe longer with run.weeks"
        )
    n = replications_of(scenario, n_replications)
    share = campaign.share_held_out if 0.0 < campaign.share_held_out < 1.0 else HALF
    regions = scenario.with_changes({"market.living.n_regions": N_REGIONS})
    variants = [
        regions.with_changes({"programme.campaign.share_held_out": out, "programme.campaign.held_out_by": by})
        for out, by in ((0.0, "account"), (1.0, "account"), (share, "account"), (share, "region"))
    ]
    sums: list[list[np.ndarray]] = [[] for _ in variants]
    told = np.zeros((len(campaign.steps), 5))
    for runs in paired_runs_of(variants, n, watched("runs", progress)):
        for v, run in enumerate(runs):
            sums[v].append(batch_sums(run.totals, run.scenario))
        told += _steps_of(runs[0], campaign.steps)
    values = [batch_values(np.concatenate(each)) for each in sums]
    win, into, out = (position(name) for name in ("p_win", IN, OUT))
    truth = together(difference(values[0][:, into], values[1][:, out]), 4)
    measured = tuple(
        _measured(by, values[v], sums[v], truth) for v, by in ((2, "account"), (3, "region"))
    )
    crowded = float(values[0][:, position("share_campaign_crowded")].mean())
    return CampaignTrial(
        scenario,
        tuple(StepTold(step.name, step.channel, *map(float, line / n)) for step, line in zip(campaign.steps, told, strict=True)),
        truth,
        together(difference(values[0][:, win], values[1][:, win]), 4),
        difference(values[0][:, position("profit")], values[1][:, position("profit")]),
        measured,
        crowded,
        share,
        n,
    )  # fmt: skip


def with_campaign(scenario: "Scenario", plan: "Plan") -> "tuple[Scenario, tuple[str, ...]]":
    """Return a scenario that runs a plan as its campaign, and the names of the steps that nobody can send.

    A step runs by the first of its channels that is a mail, an event or a rep; mail and events speak of what they can answer. Days
    become waits; roles and assets that the scenario does not have are left out, which ``lint`` says.

    Parameters
    ----------
    scenario : Scenario
        Whose campaign it becomes.
    plan : Plan
        From ``read_plan``; days are working days.

    Returns
    -------
    Scenario
        The same, with the campaign.
    tuple of str
        Names of the steps left to buyers.

    Raises
    ------
    InputProblem
        If no step can be sent.
    """
    personas = {persona.name for persona in scenario.market.personas}
    assets = {asset.name for asset in scenario.programme.library.assets if asset.channel == "content"}
    steps: list[dict[str, Any]] = []
    left: list[str] = []
    before = 0.0
    for step in plan.steps:
        channel = next((each for each in step.channels if each in SENT and (each == "rep" or step.job in OF_MAIL)), None)
        if channel is None:
            left.append(step.name)
            continue
        day = step.day if step.day is not None else before + DAYS_BETWEEN
        steps.append({
            "name": step.name, "channel": channel, "job": step.job or "problem", "only_if": step.only_if or "always",
            "personas": [role for role in step.roles if role in personas],
            "asset": step.asset if step.asset in assets else "", "days_wait": max(0.0, day - before),
        })  # fmt: skip
        before = max(before, day)
    if not steps:
        raise InputProblem(f"campaign: no step of '{plan.title}' is a mail, an event or a call; mail and events speak of {OF_MAIL}")
    return scenario.with_changes({"programme.campaign.steps": steps}), tuple(left)


def _measured(by: str, values: np.ndarray, sums: list[np.ndarray], truth: Difference) -> Measured:
    """Return what holding out measures: on average over batches, and life by life with a test of two shares."""
    into, out = position(IN), position(OUT)
    n_told = n_wrong = 0
    for life in sums:
        (won_in, won_out), (n_in, n_out) = life.sum(axis=0)[:, [into, out]]
        if not n_in or not n_out:
            continue
        apart, pooled = won_in / n_in - won_out / n_out, (won_in + won_out) / (n_in + n_out)
        n_told += bool(abs(apart) > Z * np.sqrt(pooled * (1.0 - pooled) * (1.0 / n_in + 1.0 / n_out)))
        n_wrong += bool(apart * truth.mean < 0)
    lift = together(difference(values[:, into], values[:, out]), 4)
    return Measured(by, lift, n_told / len(sums), n_wrong / len(sums))


def _steps_of(run: "Run", steps: tuple[CampaignStep, ...]) -> np.ndarray:
    """Return per step accounts that got to it, left out, people sent to, taken up, and accounts that met us before the next."""
    found = np.zeros((len(steps), 5))
    rows = of_kind(run.journal, Kind.CAMPAIGN, Kind.OUTBOUND, Kind.CONTACTED)
    rows = rows[np.isin(rows["account"], run.counted())]
    at: dict[int, int] = {}
    for account, kind, reason, value, detail, vendor in zip(
        *(rows[name].tolist() for name in ("account", "kind", "reason", "value", "detail", "vendor")), strict=True
    ):
        step = at.get(account, -1)
        if kind == Kind.CAMPAIGN:
            at[account] = step = step + 1
            found[step] += (1, reason == Reason.LEFT_OUT, value, detail, 0)
        elif step < 0 or vendor != 0:
            continue
        elif kind == Kind.CONTACTED:
            found[step, 4] += 1
        elif steps[step].channel == "rep":
            found[step, 2:4] += (1, reason == Reason.AGREED)
    return found


def _points(found: Difference) -> str:
    """Say a difference of shares in points."""
    said = f"{signed(found.mean, 'share')} ({digits(found.low, 'share')} to {digits(found.high, 'share')})"
    return said if found.is_told else f"{said}, not told from luck"


def _money(found: Difference) -> str:
    """Say a difference of money."""
    if not found.is_told:
        return f"an amount that cannot be told from luck ({about_dollars(found.low)} to {about_dollars(found.high)} a year)"
    return f"{signed(found.mean, 'USD')} ({about_dollars(found.low)} to {about_dollars(found.high)}) a year"
