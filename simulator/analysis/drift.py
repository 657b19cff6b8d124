"""Buyers who change little by little, and a company that follows with a lag: how far apart they are, and what the lag costs.

A drift has no rule of its own: levers of the market move by a ramp of the timeline, those of the company by a later one of the
same length, at the same spend.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from buyermaze.simulator.comparison.paired_statistics import Difference, difference, together
from buyermaze.simulator.comparison.phrasing import about_dollars, gap, signed, whole_percent
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.notebook import Told, watched
from buyermaze.simulator.core.phrases import listed, times
from buyermaze.simulator.outcomes.batches import batch_values
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position
from buyermaze.simulator.runs.paired_runs import Runs, simulated
from buyermaze.simulator.runs.replications import Progress, replications_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario


class Drift(NamedTuple):
    """What of buyers moves over the whole window, what of the company follows, and how both are said."""

    buyers: str
    market: dict[str, float]  # added in all, by path
    company: str
    programme: dict[str, int]


# two ways that are each other's mirror, so that none is preferred; sizes are assumptions, heads for heads at the same spend
DRIFTS: Final = {
    "self_service": Drift(
        "buyers like reps less and content more, and avoid sellers longer",
        {"market.channels.rep.appeal": -0.5, "market.channels.content.appeal": 0.5, "market.mind.early_reluctance": 2.0},
        "two reps less, two content people more", {"programme.team.n_reps": -2, "programme.team.n_content": 2},
    ),
    "people": Drift(
        "buyers like reps more and content less, and avoid sellers less long",
        {"market.channels.rep.appeal": 0.5, "market.channels.content.appeal": -0.5, "market.mind.early_reluctance": -2.0},
        "two reps more, two content people less", {"programme.team.n_reps": 2, "programme.team.n_content": -2},
    ),
}  # fmt: skip
WORDS: Final = {"self_service": "towards self-service", "people": "towards people"}
LAGS: Final = (0.0, 0.25, 0.5, 0.75, None)  # of the window; None: never
N_STEPS: Final = 12  # in which a drift goes its way; assumption: small enough to be little by little
JUDGED: Final = ("profit_lifetime", "p_win", "ces")


@dataclass(frozen=True)
class Following:
    """A company that follows with a lag."""

    lag: float | None  # weeks; None: never
    mismatch: float  # how far buyers are ahead of the company, share of the whole drift, mean over the window
    over_time: tuple[float, ...]  # the same by year of the window
    costs: dict[str, Difference]  # of ``JUDGED``, against following at once; intervals of all lags hold together
    by_drift: dict[str, Difference]  # of these, what the same lag would not cost had buyers stayed as they are

    @property
    def words(self) -> str:
        """Say the lag in words."""
        return "never" if self.lag is None else "at once" if self.lag == 0 else f"{self.lag:.0f} weeks later"


@dataclass(frozen=True, eq=False, repr=False)
class Drifted(Told):
    """What a drift of buyers does to a company that follows at once, later or never, under the same luck."""

    scenario: "Scenario"
    towards: str
    itself: dict[str, Difference]  # what the drift does if nobody follows, against buyers who stay as they are
    followers: tuple[Following, ...]  # by lag, at once first
    n_replications: int

    @property
    def heading(self) -> str:
        """Return what this is about."""
        return f"Buyers drift {WORDS[self.towards]}, {self.scenario.name} follows"

    def sentences(self) -> list[str]:
        """Say what the drift does by itself, how far apart they get and what each lag costs."""
        never = self.followers[-1]
        lines = [self._verdict()]
        lines.append(f"Left alone, the drift changes {listed([_said(name, found) for name, found in self.itself.items()])}.")
        for each in self.followers[1:]:
            money, part = each.costs["profit_lifetime"], each.by_drift["profit_lifetime"]
            lines.append(
                f"Following {each.words}: buyers are {whole_percent(each.mismatch)} of the drift ahead on average; lifetime profit "
                f"{_money(money)} against following at once, {_money(part)} of that because buyers drift."
            )
        years = ", ".join(whole_percent(share) for share in never.over_time)
        lines.append(f"Year by year buyers are {years} ahead of a company that never follows.")
        return lines

    def _verdict(self) -> str:
        never = self.followers[-1]
        money, part = never.costs["profit_lifetime"], never.by_drift["profit_lifetime"]
        if not any(each.costs["profit_lifetime"].is_told for each in self.followers[1:]) and not part.is_told:
            return "What lagging behind costs cannot be told from luck at any lag."
        what = "costs" if money.mean < 0 else "saves"
        said = f"Never following {what} {about_dollars(abs(money.mean))} of lifetime profit a year"
        if not money.is_told:
            said = "What never following costs cannot be told from luck"
        if not part.is_told:
            return f"{said}; that it is because buyers drift cannot be told from luck: the same move would do so anyway."
        return f"{said}; the drift makes following worth {about_dollars(-part.mean)} a year more than it was."

    def how(self) -> str:
        """Say what drifts and what follows."""
        drift = DRIFTS[self.towards]
        return (
            f"Over the whole window {drift.buyers}, in {N_STEPS} equal steps; the company follows with as many, and ends with "
            f"{drift.company}, at the same spend. What is lagged beyond the end of the window is not lived. Because buyers drift: "
            "the cost of a lag less what the same lag costs among buyers who stay as they are. "
            f"{times(self.n_replications, 'replication')}, "
            "the same luck in all; 95 % intervals of all lags hold together. How far and "
            "where buyers drift is an assumption; both ways can be tried."
        )

    def table(self) -> "pandas.DataFrame":
        """Return one line per lag and outcome: ``lag_weeks`` (NaN: never), ``mismatch, outcome, change, low, high``.

        ``by_drift, by_drift_low, by_drift_high``: of the change, what the same lag would not do among buyers who stay.
        """
        import pandas

        return pandas.DataFrame([
            {"lag_weeks": np.nan if each.lag is None else each.lag, "mismatch": each.mismatch, "outcome": name,
             "change": found.mean, "low": found.low, "high": found.high, "by_drift": each.by_drift[name].mean,
             "by_drift_low": each.by_drift[name].low, "by_drift_high": each.by_drift[name].high}
            for each in self.followers for name, found in each.costs.items()
        ])  # fmt: skip

    def over_time(self) -> "pandas.DataFrame":
        """Return one line per lag and year of the window: ``lag_weeks, follows, year`` (from 1), ``mismatch``."""
        import pandas

        return pandas.DataFrame([
            {"lag_weeks": np.nan if each.lag is None else each.lag, "follows": each.words, "year": year + 1, "mismatch": share}
            for each in self.followers for year, share in enumerate(each.over_time)
        ])  # fmt: skip

    def words_table(self) -> "pandas.DataFrame":
        """Return one line per lag for people."""
        import pandas

        return pandas.DataFrame([
            {"the company follows": each.words, "buyers ahead": whole_percent(each.mismatch)}
            | {OUTCOMES[position(name)].label: _signed(name, found) for name, found in each.costs.items()}
            | {"because buyers drift": _signed("profit_lifetime", each.by_drift["profit_lifetime"])}
            for each in self.followers
        ])  # fmt: skip


def checked_drift(towards: str) -> None:
    """Refuse a drift that there is not."""
    if towards not in DRIFTS:
        raise InputProblem(f"towards: there is no '{towards}'; there is {' and '.join(DRIFTS)}")


def drifting(
    scenario: "Scenario", towards: str = "self_service", lag: float | None = None, buyers: bool = True
) -> "Scenario":
    """Return a scenario whose buyers drift over the whole window, and whose company follows.

    Parameters
    ----------
    scenario : Scenario
        The organisation in its market; what its timeline holds stays.
    towards : {"self_service", "people"}
        Where buyers drift.
    lag : float, optional
        Weeks after buyers that the company follows, 0 or more; None: never.
    buyers : bool
        Whether buyers drift; otherwise the company makes the same moves among buyers who stay as they are.

    Returns
    -------
    Scenario

    Raises
    ------
    InputProblem
        If there is no such drift, or what moves leaves its bounds.
    """
    checked_drift(towards)
    drift, weeks = DRIFTS[towards], scenario.run.weeks
    entries: list[dict[str, Any]] = [entry.model_dump(exclude_unset=True) for entry in scenario.timeline]
    for k in range(N_STEPS):
        at = weeks * k / N_STEPS
        if buyers:
            add = {path: size / N_STEPS for path, size in drift.market.items()}
            entries.append({"name": f"drift_{k}", "week": at, "add": add})
        moved = {path: _heads(n, k + 1) - _heads(n, k) for path, n in drift.programme.items()}
        if lag is not None and at + lag < weeks and any(moved.values()):
            heads = {path: n for path, n in moved.items() if n}
            entries.append({"name": f"follow_{k}", "week": at + lag, "weeks_to_hire": 0, "add": heads})
    return scenario.with_changes({"timeline": entries})


def drift_cost(
    scenario: "Scenario",
    n_replications: int | None = None,
    towards: str = "self_service",
    progress: Progress | None = None,
    runs: Runs | None = None,
) -> Drifted:
    """Tell what it costs to follow buyers who drift at once, later or never.

    Parameters
    ----------
    scenario : Scenario
        The organisation in its market.
    n_replications : int, optional
        Replications of every lag, 1 or more; by default the scenario's own.
    towards : {"self_service", "people"}
        Where buyers drift, see ``drifting``.
    progress : callable (done, total), optional
        Told after every finished run.
    runs : callable (scenarios, n_replications), optional
        Runs scenarios and returns sums as ``runs.batch.sum_table`` does, which is the default.

    Returns
    -------
    Drifted
        Mismatch by lag and year, costs of each lag in lifetime profit (USD a year), wins (share) and ease (points).
    """
    checked_drift(towards)
    n, weeks = replications_of(scenario, n_replications), scenario.run.weeks
    lags = [None if share is None else share * weeks for share in LAGS]
    variants = [drifting(scenario, towards, lag, buyers) for buyers in (True, False) for lag in lags]
    sums = (runs or simulated(watched("runs", progress)))(variants, n)
    found = [[batch_values(each)[:, position(name)] for name in JUDGED] for each in sums]
    values, still = found[: len(lags)], found[len(lags) :]
    many = (len(lags) - 1) * len(JUDGED)
    followers = []
    for lag, moved, stayed in zip(lags, values, still, strict=True):
        costs, by_drift = {}, {}
        for k, name in enumerate(JUDGED):
            costs[name] = together(difference(moved[k], values[0][k]), many)
            by_drift[name] = together(difference(moved[k] - values[0][k], stayed[k] - still[0][k]), many)
        ahead = _ahead(weeks, lag)
        years = tuple(float(each.mean()) for each in np.array_split(ahead, _years(weeks)))
        followers.append(Following(lag, float(ahead.mean()), years, costs, by_drift))
    itself = {name: together(difference(values[-1][k], still[-1][k]), len(JUDGED)) for k, name in enumerate(JUDGED)}
    return Drifted(scenario, towards, itself, tuple(followers), n)


def _heads(n: int, k: int) -> int:
    """Return how many of ``n`` heads are moved after ``k`` steps; as many here as there, since they are moved as one."""
    return int(np.sign(n)) * int(abs(n) * k / N_STEPS + 0.5)


def _ahead(weeks: float, lag: float | None) -> np.ndarray:
    """Return week by week how far buyers are ahead of the company, as a share of the whole drift."""
    now = np.arange(int(weeks)) + 0.5
    gone = _steps_gone(now, weeks)
    return gone if lag is None else gone - np.where(now >= lag, _steps_gone(now - lag, weeks), 0.0)


def _steps_gone(now: np.ndarray, weeks: float) -> np.ndarray:
    return np.floor(np.clip(now, 0, None) * N_STEPS / weeks + 1.0).clip(0, N_STEPS) / N_STEPS


def _signed(name: str, found: Difference) -> str:
    return signed(found.mean, OUTCOMES[position(name)].unit)


def _money(found: Difference) -> str:
    told = "" if found.is_told else ", not told from luck"
    return f"{signed(found.mean, 'USD')} a year ({about_dollars(found.low)} to {about_dollars(found.high)}{told})"


def _years(weeks: float) -> int:
    return max(1, round(weeks / 52))


def _said(name: str, found: Difference) -> str:
    about = OUTCOMES[position(name)]
    if not found.is_told:
        return f"{about.label} by nothing that can be told from luck"
    size = about_dollars(abs(found.mean)) if about.unit == "USD" else gap(abs(found.mean), about.unit)
    return f"{about.label} by {'+' if found.mean > 0 else '-'}{size}"
