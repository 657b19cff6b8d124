"""Closing the loop: who is found, how many wait, what calling back earns, how wrong alerts may be, and how many reps are best."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from buyermaze.simulator.comparison.paired_statistics import Difference, Estimate, difference, estimate, together
from buyermaze.simulator.comparison.phrasing import digits, signed
from buyermaze.simulator.core.notebook import Told, watched
from buyermaze.simulator.core.vocabulary import Kind, Reason
from buyermaze.simulator.model.rules.customers.after_sale import MOST_SATISFACTION
from buyermaze.simulator.model.steps.customers.after_sale import REGRETFUL_FROM, UNHAPPY_BELOW
from buyermaze.simulator.outcomes.batches import batch_sums, batch_values, by_replication
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position
from buyermaze.simulator.runs.history import of_kind
from buyermaze.simulator.runs.paired_runs import Runs, simulated
from buyermaze.simulator.runs.replications import Progress, replications_of, runs_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario
    from buyermaze.simulator.runs.run import Run

STEPS: Final = (-2, -1, 0, 1, 2)  # reps more or less than today
FALSE_ALARMS: Final = (0.02, 0.1, 0.3)  # chances per content customer and period that are tried beside today's
FALSE_ALARM: Final = "programme.voice.p_false_alarm"
NOBODY_CALLS: Final = {"programme.voice.recovery": 0.0, "programme.voice.hours_recovery": 0.0}
EARNED: Final = "profit_lifetime"
SILENT: Final = "No unhappy customer is noticed and none is asked here: the chances of both are 0, so nobody is called back."


@dataclass(frozen=True)
class Alarms:
    """Alerts about our counted customers in one replication, beside how these truly felt."""

    n: int
    n_right: int  # about a customer who was unhappy indeed
    n_unhappy: int  # periods of use at whose end a customer was unhappy
    n_noticed: int  # of these, with an alert
    most_waiting: int  # at once

    @property
    def precision(self) -> float:
        """Return the share of alerts that are right; NaN without any."""
        return self.n_right / self.n if self.n else np.nan

    @property
    def found(self) -> float:
        """Return the share of unhappy periods that raise an alert; NaN without any."""
        return self.n_noticed / self.n_unhappy if self.n_unhappy else np.nan


@dataclass(frozen=True)
class Staffing:
    """One number of reps: how alerts are answered, what it earns against today's, and what calling back earns with it."""

    n_reps: int
    answered: Estimate
    hours_open: Estimate
    against_today: Difference
    calling_back: Difference


@dataclass(frozen=True)
class Doubt:
    """One chance that a content customer is taken for unhappy: how many alerts are right then, and what calling back earns."""

    chance: float
    right: Estimate
    calling_back: Difference


@dataclass(frozen=True, eq=False, repr=False)
class CallBacks(Told):
    """Alerts and call-backs in the runs of a scenario."""

    scenario: "Scenario"
    alarms: tuple[Alarms, ...]  # by replication
    staffings: tuple[Staffing, ...]  # by number of reps, fewest first; empty where there are no alerts
    doubts: tuple[Doubt, ...] = ()  # by chance of a false alarm, least first

    @property
    def heading(self) -> str:
        """Return what this is about."""
        return f"Call-backs of {self.scenario.name}"

    def best(self) -> Staffing:
        """Return the number of reps with the most lifetime profit, told from luck or not."""
        return max(self.staffings, key=lambda each: each.against_today.mean)

    def sentences(self) -> list[str]:
        """Say who is found, how long alerts wait, what calling back earns, also with false alarms, and with how many reps."""
        if not self.staffings:
            return [SILENT]
        n = float(np.mean([each.n for each in self.alarms]))
        caught = estimate(np.array([each.found for each in self.alarms]))
        today = next(each for each in self.staffings if each.n_reps == self.scenario.programme.team.n_reps)
        best, adds = self.best(), today.calling_back
        if not n:
            return ["No alert was raised in these runs, so there is nobody to call back."]
        lines = [
            f"Of the periods at whose end a customer is unhappy {_percent(caught)} raise an alert, {n:,.0f} alerts per replication "
            "in all.",
            f"{_percent(today.answered)} of the alerts are called back on, after {today.hours_open.mean:.0f} working hours; as "
            f"many as {max(each.most_waiting for each in self.alarms)} are open at once, those never called back on among them.",
            f"Calling back {_moves(adds)} lifetime profit: {_between(adds)}.",
            *(self._doubted(each) for each in self.doubts),
        ]
        if best is today or not best.against_today.is_told:
            said = "No other number of reps tried earns more by more than luck"
            others = [f"{each.n_reps}: {_between(each.against_today)}" for each in self.staffings if each is not today]
            return [*lines, f"{said}; against today's {today.n_reps}, lifetime profit with {'; with '.join(others)}."]
        waits = f"alerts then wait {digits(best.hours_open.mean, 'hours')} hours"
        more = f"lifetime profit {_between(best.against_today)} against today's {today.n_reps}"
        return [*lines, f"Of the numbers of reps tried {best.n_reps} earn most: {more}; {waits}."]

    def _doubted(self, doubt: Doubt) -> str:
        """Say what becomes of alerts and of calling back at one chance of a false alarm."""
        if not doubt.chance:
            return "No content customer is taken for unhappy here; that is an assumption, under which every alert is right."
        today = doubt.chance == self.scenario.programme.voice.p_false_alarm
        taken = "As it is, with" if today else "With"
        return (
            f"{taken} {100 * doubt.chance:g} of 100 content customers a period taken for unhappy, {_percent(doubt.right)} of the "
            f"alerts {'are' if today else 'would be'} right, and calling back {_moves(doubt.calling_back)} lifetime profit: "
            f"{_between(doubt.calling_back)}."
        )

    def table(self) -> "pandas.DataFrame":
        """Return one line per number of reps.

        ``n_reps, share_alerts_answered, hours_alert_open``, ``earned`` with ``earned_low`` and ``earned_high`` (lifetime profit
        against today's number), ``calling_back`` with ``calling_back_low`` and ``calling_back_high`` (with call-backs less
        without), USD a year.
        """
        import pandas

        names = ["n_reps", "share_alerts_answered", "hours_alert_open", "earned", "earned_low", "earned_high",
                 "calling_back", "calling_back_low", "calling_back_high"]  # fmt: skip
        lines = [
            (each.n_reps, each.answered.mean, each.hours_open.mean,
             each.against_today.mean, each.against_today.low, each.against_today.high,
             each.calling_back.mean, each.calling_back.low, each.calling_back.high)
            for each in self.staffings
        ]  # fmt: skip
        return pandas.DataFrame(lines, columns=names)

    def words_table(self) -> "pandas.DataFrame":
        """Return the numbers of reps tried, for people."""
        import pandas

        lines = [
            {"reps": each.n_reps, "alerts answered": _percent(each.answered), "hours until then": f"{each.hours_open.mean:.0f}",
             "lifetime profit against today's": _between(each.against_today), "of it by calling back": _between(each.calling_back)}
            for each in self.staffings
        ]  # fmt: skip
        return pandas.DataFrame(lines)

    def how(self) -> str:
        """Say how it was found."""
        n = len(self.alarms)
        return (
            f"{n} replication{'s' * (n > 1)}. Unhappy is who is satisfied below {UNHAPPY_BELOW:g} of 10 or regrets above "
            f"{REGRETFUL_FROM:g} of 100 at the end of a period of use. How often a firm takes content customers for unhappy is not "
            "published, so several chances are tried; how many alerts are right then also depends on how many are unhappy. Low "
            "answers to surveys are always right: people answer what they feel. Reps call back in the time they sell in, so a "
            "number of reps is judged by all it earns; every number and chance lives the same luck with call-backs and without "
            "(no time taken, nothing put right), and 95 % intervals hold together."
        )


def alarms(run: "Run") -> Alarms:
    """Count the alerts of one run, and the customers who were unhappy.

    Parameters
    ----------
    run : Run
        What ``simulate`` returns.

    Returns
    -------
    Alarms
        Counts of this run.
    """
    people = run.journeys()
    people = people[people["customer"]].set_index("account")
    rows = run.counted_rows()
    rows = rows[np.isin(rows["account"], people.index)]
    regretful = set(people.index[people["regret"] > REGRETFUL_FROM].tolist())
    alerts = of_kind(rows, Kind.ALERT)
    alerts = alerts[(alerts["vendor"] == 0) & np.isin(alerts["reason"], (Reason.NONE, Reason.ASKED_RECOMMEND))]
    right = (alerts["value"] < UNHAPPY_BELOW) | np.isin(alerts["account"], list(regretful))
    uses = of_kind(rows, Kind.USE)
    felt = np.clip(people["satisfaction"].loc[uses["account"]].to_numpy() + uses["value"], 0.0, MOST_SATISFACTION)
    unhappy = uses[(felt < UNHAPPY_BELOW) | np.isin(uses["account"], list(regretful))]
    raised = set(zip(alerts["account"].tolist(), alerts["time"].tolist(), strict=True))
    noticed = [pair in raised for pair in zip(unhappy["account"].tolist(), unhappy["time"].tolist(), strict=True)]
    calls = of_kind(rows, Kind.RECOVERY)
    moments = np.concatenate([alerts["time"], calls["time"]])
    change = np.concatenate([np.ones(len(alerts)), -np.ones(len(calls))])
    waiting = np.cumsum(change[np.argsort(moments, kind="stable")])
    return Alarms(len(alerts), int(right.sum()), len(unhappy), sum(noticed), int(waiting.max(initial=0)))


def call_backs(
    scenario: "Scenario",
    n_replications: int | None = None,
    progress: Progress | None = None,
    runs: Runs | None = None,
) -> CallBacks:
    """Hold alerts against how customers truly feel; try how wrong they may be, and with how many reps calling back pays best.

    Parameters
    ----------
    scenario : Scenario
        What to simulate.
    n_replications : int, optional
        Replications; default: the scenario's own.
    progress : callable (done, total), optional
        Told after every finished run of a step.
    runs : callable (scenarios, n_replications), optional
        Runs scenarios and returns sums as ``runs.batch.sum_table`` does, which is the default.

    Returns
    -------
    CallBacks
        Alerts by replication beside who was unhappy, what every number of reps tried earns, with call-backs and without, and
        what calling back earns as alerts are wrong more often.
    """
    n, voice = replications_of(scenario, n_replications), scenario.programme.voice
    if not (voice.p_noticed or voice.p_survey):
        return CallBacks(scenario, (), ())
    chances = sorted({voice.p_false_alarm, *FALSE_ALARMS})
    doubted = {chance: _followed(scenario.with_changes({FALSE_ALARM: chance}), n, progress) for chance in chances}
    today = scenario.programme.team.n_reps
    tried = sorted({max(1, today + step) for step in STEPS})
    staffed = {each: scenario.with_changes({"programme.team.n_reps": each}) for each in tried}
    others = [each for each in tried if each != today]  # today's were lived above
    silenced = [company.with_changes(NOBODY_CALLS) for company in staffed.values()]
    sums = (runs or simulated(watched("runs", progress)))([*(staffed[each] for each in others), *silenced], n)
    values = [batch_values(each) for each in sums]
    with_them = dict(zip(others, values, strict=False)) | {today: doubted[voice.p_false_alarm][1]}
    without = dict(zip(tried, values[len(others) :], strict=True))
    lives = {each: by_replication(with_them[each], scenario.run.n_batches) for each in tried}
    earned = position(EARNED)
    count = 2 * len(tried) - 1 + len(chances)  # intervals that hold together
    staffings = tuple(
        Staffing(
            each,
            estimate(lives[each][:, position("share_alerts_answered")]),
            estimate(lives[each][:, position("hours_alert_open")]),
            together(difference(with_them[each][:, earned], with_them[today][:, earned]), count),
            together(difference(with_them[each][:, earned], without[each][:, earned]), count),
        )
        for each in tried
    )
    silent = without[today][:, earned]
    doubts = tuple(
        Doubt(
            chance,
            estimate(np.array([each.precision for each in heard])),
            together(difference(lived[:, earned], silent), count),
        )
        for chance, (heard, lived) in doubted.items()
    )
    return CallBacks(scenario, doubted[voice.p_false_alarm][0], staffings, doubts)


def _followed(company: "Scenario", n: int, progress: Progress | None) -> tuple[tuple[Alarms, ...], np.ndarray]:
    """Return the alerts of every replication of a company, and the values of the same lives, as ``batch_values`` has them."""
    heard, sums = zip(*((alarms(run), batch_sums(run.totals, company)) for run in runs_of(company, n, progress)), strict=True)
    return heard, batch_values(np.concatenate(sums))


def _percent(found: Estimate) -> str:
    if not np.isfinite(found.mean):
        return "undefined"
    ends = f" ({100 * max(0.0, found.low):.0f} to {100 * min(1.0, found.high):.0f})" if found.n > 1 else ""
    return f"{100 * found.mean:.0f} %{ends}"


def _between(found: Difference) -> str:
    unit = OUTCOMES[position(EARNED)].unit
    ends = f" ({signed(found.low, unit)} to {signed(found.high, unit)})" if found.n > 1 else ""
    return f"{signed(found.mean, unit)}{ends}"


def _moves(found: Difference) -> str:
    """Say which way lifetime profit goes, or that luck hides it."""
    if not found.is_told:
        return "cannot be told to add to or take from"
    return "adds to" if found.mean > 0 else "takes from"
