"""A linear funnel fitted to what the seller counted, and what its forecasts of wins are worth."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from buyermaze.simulator.analysis.journeys.funnel import STEPS, climbed
from buyermaze.simulator.comparison.paired_statistics import Difference, Estimate, difference, estimate, together
from buyermaze.simulator.core.calendar import HOURS_PER_DAY, HOURS_PER_WEEK, HOURS_PER_YEAR
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.dates.timeline import timeline

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario
    from buyermaze.simulator.runs.run import Run

HOURS_PER_QUARTER: Final = HOURS_PER_YEAR / 4
WAYS: Final = ("linear funnel", "as many as in the year before", "mean of other lives of this market")


@dataclass(frozen=True, eq=False)
class LinearFunnel:
    """Every inquiry takes the same steps, a fixed share to the next, after a fixed time.

    ``shares`` and ``hours`` (working hours, median) are of each step to the next, in the order of ``STEPS``; ``per_hour`` is
    how many inquiries come.
    """

    per_hour: float
    shares: tuple[float, ...]
    hours: tuple[float, ...]
    inquiries: np.ndarray  # hours at which they came, in order

    def wins(self, now: float, since: float, until: float) -> float:
        """Return how many wins are expected from ``since`` to ``until``, hours after ``now``."""
        lag = sum(self.hours)
        known = np.searchsorted(self.inquiries, [min(since - lag, now), min(until - lag, now)])
        to_come = max(0.0, until - lag - max(now, since - lag))
        return float(np.prod(self.shares)) * (float(known[1] - known[0]) + self.per_hour * to_come)


@dataclass(frozen=True, eq=False)
class Forecasts:
    """Wins by quarter after the day of the forecast, and what was forecast of them.

    ``expected`` has the shape (ways, runs, quarters), in the order of ``WAYS``; ``wins`` the shape (runs, quarters).
    """

    funnels: tuple[LinearFunnel, ...]  # one per run
    expected: np.ndarray
    wins: np.ndarray

    def misses(self) -> tuple[Estimate, ...]:
        """Return by how much every way misses a quarter's wins, as a share of a usual quarter, mean over runs."""
        return tuple(estimate(each) for each in self._missed)

    def worse_than_maze(self) -> tuple[Difference, ...]:
        """Return by how much more the first two ways miss than the third; intervals hold together."""
        missed = self._missed
        return tuple(together(difference(each, missed[2]), 2) for each in missed[:2])

    @property
    def _missed(self) -> np.ndarray:
        usual = self.wins.mean()
        missed: np.ndarray = np.abs(self.expected - self.wins).mean(axis=2) / (usual if usual > 0 else np.nan)
        return missed

    def steps(self) -> "pandas.DataFrame":
        """Return the fitted funnel, mean over runs: ``step, share_of_step_before, days_from_step_before``."""
        import pandas

        shares = np.mean([each.shares for each in self.funnels], axis=0)
        days = np.mean([each.hours for each in self.funnels], axis=0) / HOURS_PER_DAY
        return pandas.DataFrame({"step": STEPS[1:], "share_of_step_before": shares, "days_from_step_before": days})

    def table(self) -> "pandas.DataFrame":
        """Return one line per run and quarter from 1: ``replication, quarter, wins``, then what each of ``WAYS`` expected."""
        import pandas

        n_runs, n = self.wins.shape
        names = [way.replace(" ", "_") for way in WAYS]
        columns = {name: each.ravel() for name, each in zip(names, self.expected, strict=True)}
        place = {"replication": np.repeat(np.arange(n_runs), n), "quarter": np.tile(np.arange(1, n + 1), n_runs)}
        return pandas.DataFrame({**place, "wins": self.wins.ravel(), **columns})

    def sentences(self) -> list[str]:
        """Say how far forecasts miss while nothing changes."""
        missed, worse = self.misses(), self.worse_than_maze()
        if np.isnan(missed[0].mean):
            return ["No deal was won after the day of the forecast."]
        size = f"({100 * worse[0].low:+.0f} to {100 * worse[0].high:+.0f} points)"
        if not worse[0].is_told:
            told = f"whether the funnel forecasts worse than the last cannot be told from luck {size}."
        else:
            word = "worse" if worse[0].mean > 0 else "better"
            told = f"the funnel forecasts {word} than the last, by {100 * abs(worse[0].mean):.0f} points {size}."
        return [
            f"While nothing changes, the funnel misses a quarter's wins by {100 * missed[0].mean:.0f} % of a usual quarter, "
            f"saying {WAYS[1]} by {100 * missed[1].mean:.0f} %, and the {WAYS[2]} by {100 * missed[2].mean:.0f} %, which is "
            f"mostly luck that nobody can forecast; {told}"
        ]


def fitted(steps: Sequence[np.ndarray], now: float, begun: float) -> LinearFunnel:
    """Fit a linear funnel to the past.

    Parameters
    ----------
    steps : sequence of ndarray, shape (2, n)
        Accounts and hours of those that took each of ``STEPS``, each account once.
    now, begun : float
        Hours; what came after ``now`` is unknown, and counting began at ``begun``.

    Returns
    -------
    LinearFunnel
        A share counts only who had the usual time for the next step; 0, and no time, where nobody took it.
    """
    past = [step[:, step[1] <= now] for step in steps]
    shares, hours = [], []
    for before, after in itertools.pairwise(past):
        _, b, a = np.intersect1d(before[0], after[0], return_indices=True)
        took = np.maximum(after[1][a] - before[1][b], 0.0)
        lag = float(np.median(took)) if len(took) else 0.0
        ripe = before[1] <= now - lag
        n_after = np.count_nonzero(after[1] >= begun + lag)
        shares.append(min(1.0, n_after / np.count_nonzero(ripe)) if ripe.any() else 0.0)
        hours.append(lag)
    came = np.sort(past[0][1])
    return LinearFunnel(len(came) / (now - begun), tuple(shares), tuple(hours), came)


def steps_of(run: "Run") -> list[np.ndarray]:
    """Return who took each of ``STEPS`` and when, as the seller counted it from the first day of the run on.

    Returns
    -------
    list of ndarray, each of shape (2, n)
        Accounts, and working hours since the observation window began.
    """
    found = climbed(run, run.journal)
    return [np.array([(a, h) for rung, a, h, _ in found if rung == step]).reshape(-1, 2).T for step in STEPS]


def day_of_forecast(scenario: "Scenario") -> tuple[float, int]:
    """Return the day of the forecast, in working hours since the window began, and how many quarters are forecast from it on.

    Raises
    ------
    InputProblem
        If the window is shorter than half a year.
    """
    hours = timeline(scenario).hours
    n = round(hours / 2 / HOURS_PER_QUARTER)
    if n < 1:
        raise InputProblem(
            f"run.weeks: a window of {hours / HOURS_PER_WEEK:.3g} weeks is too short to learn from its first half and forecast "
            "the second; observe 25 weeks or more"
        )
    return hours - n * HOURS_PER_QUARTER, n


def forecasts(scenario: "Scenario", counted: Sequence[Sequence[np.ndarray]]) -> Forecasts:
    """Forecast the second half of the window from the first, run by run.

    Parameters
    ----------
    scenario : Scenario
        What the runs are of.
    counted : sequence of ``steps_of``
        One per run, two or more: one who knows the maze forecasts each of them by the mean of the others.

    Returns
    -------
    Forecasts
        Wins a quarter of 500 working hours.

    Raises
    ------
    InputProblem
        If there is one run only, or the window is too short.
    """
    now, n = day_of_forecast(scenario)
    if len(counted) < 2:
        raise InputProblem("replications: 1 is too few to know what is luck; give 2 or more")
    begun = -timeline(scenario).window_from
    edges = now + HOURS_PER_QUARTER * np.arange(n + 1)
    funnels = [fitted(steps, now, begun) for steps in counted]
    wins = np.array([np.histogram(steps[-1][1], edges)[0] for steps in counted], dtype=float)
    year = min(HOURS_PER_YEAR, now - begun)
    before = [np.count_nonzero((s[-1][1] > now - year) & (s[-1][1] <= now)) / year * HOURS_PER_QUARTER for s in counted]
    expected = np.array([
        [[funnel.wins(now, *pair) for pair in itertools.pairwise(edges)] for funnel in funnels],
        np.repeat(before, n).reshape(-1, n),
        (wins.sum(axis=0) - wins) / (len(counted) - 1),
    ])  # fmt: skip
    return Forecasts(tuple(funnels), expected, wins)
