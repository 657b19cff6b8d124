"""Whether a run may be read as the long run: truncation by MSER-5, saturated desks, drift."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from buyermaze.simulator.core.calendar import HOURS_PER_WEEK
from buyermaze.simulator.inputs.dates.epochs import mean_over
from buyermaze.simulator.inputs.dates.timeline import timeline
from buyermaze.simulator.outcomes.books.periods import OUR_WORK
from buyermaze.simulator.outcomes.books.sums import hunting
from buyermaze.simulator.runs.run import simulate

if TYPE_CHECKING:
    from buyermaze.simulator.inputs.sheets.scenario import Scenario
    from buyermaze.simulator.runs.run import Run

SATURATED: Final = 0.95  # use of reps' time from which desks only work off a queue; rule of thumb
BATCH: Final = 5  # weeks, as in MSER-5 (White 1997)
N_PARTS: Final = 10  # parts of the window among which a drift is looked for
NOTICED: Final = 0.02  # bias of the use of reps' time below which a late truncation is luck; about its half-width
FAR: Final = 4.0  # standard errors of a slope that luck does not explain


@dataclass(frozen=True)
class Steadiness:
    """What the weeks of a run say about whether its window shows the long run."""

    name: str
    use: float  # of reps' time, mean of the window
    weeks_warm_up: float  # left out before the window
    weeks_transient: float  # that MSER-5 would leave out
    bias: float  # of the window's use by what of that is in it
    drift: float  # change of use over the window, by a straight line
    drift_error: float  # its standard error

    @property
    def reason(self) -> str:
        """Return why the run is not steady; empty if it is."""
        if self.use >= SATURATED:
            return f"its desks are saturated: reps use {self.use:.2f} of their time, so that the queue decides"
        if self.weeks_transient > self.weeks_warm_up and abs(self.bias) > NOTICED:
            return (
                f"it is too short: after {self.weeks_warm_up:g} weeks of warm-up it has not settled, MSER-5 would leave out "
                f"{self.weeks_transient:.0f}"
            )
        if abs(self.drift) > FAR * self.drift_error:
            return f"it drifts: the use of reps' time {'rises' if self.drift > 0 else 'falls'} by {abs(self.drift):.2f}"
        return ""

    @property
    def steady(self) -> bool:
        """Return whether nothing speaks against reading the window as the long run."""
        return not self.reason

    def sentence(self) -> str:
        """Say whether the run is steady and, if it is not, why."""
        if self.steady:
            return f"{self.name} is steady: reps use {self.use:.2f} of their time."
        return f"{self.name} is not steady: {self.reason}."


def steadiness(scenario: "Scenario", replications: Sequence[int] = (0,)) -> Steadiness:
    """Check whether the observation window of a scenario shows the long run.

    Parameters
    ----------
    scenario : Scenario
        What to check. Its runs are simulated up to the end of the window.
    replications : sequence of int
        Replications whose weeks are averaged first (Welch); more of them make the check sharper.

    Returns
    -------
    Steadiness
    """
    engine = scenario.run.engine if scenario.parts else "compiled"
    short = scenario.with_changes({"run.weeks_follow_up": 0.0, "run.engine": engine})
    return of_weeks(scenario, np.mean([weekly_use(simulate(short, r)) for r in replications], axis=0))


def of_weeks(scenario: "Scenario", weeks: np.ndarray) -> Steadiness:
    """Return what a series of weekly use, shape (weeks up to the end of the window,), says about a scenario."""
    when = timeline(scenario)
    first = min(len(weeks) - 1, int(when.window_from / HOURS_PER_WEEK))
    window = weeks[first:]
    parts = np.array([part.mean() for part in np.array_split(window, min(N_PARTS, len(window)))])
    slope, error = _slope(parts)
    transient = BATCH * truncation(weeks)
    bias = float(window.mean() - weeks[max(first, transient) :].mean())
    return Steadiness(
        scenario.name, float(window.mean()), scenario.run.weeks_warm_up, float(transient), bias, slope, error
    )


def weekly_use(run: "Run") -> np.ndarray:
    """Return reps' selling hours over the hours they have, week by week up to the end of the window.

    Parameters
    ----------
    run
        What ``simulate`` returns: ``journal``, ``scenario``.
    """
    n = max(1, int(timeline(run.scenario).window_to / HOURS_PER_WEEK))
    work = run.journal[np.isin(run.journal["kind"], OUR_WORK)]
    week = (work["time"] / HOURS_PER_WEEK).astype(int)
    hours = np.bincount(week[week < n], weights=work["hours"][week < n], minlength=n)
    weeks = np.arange(n) * HOURS_PER_WEEK
    there = [mean_over(run.scenario, since, since + HOURS_PER_WEEK, hunting) * HOURS_PER_WEEK for since in weeks]
    return np.asarray(hours / there)


def truncation(series: np.ndarray) -> int:
    """Return how many batches of five MSER-5 leaves out at the start of a series.

    The number d that makes the squared standard error of the mean of what is left smallest: sum of squared deviations over
    (n - d) squared, among the first half of the batches (White 1997, *Simulation* 69).

    Parameters
    ----------
    series : ndarray, shape (n,)
        Equally spaced values.
    """
    n = len(series) // BATCH
    batches = series[: n * BATCH].reshape(n, BATCH).mean(axis=1)
    if n < 4:
        return 0
    marginal = [((batches[d:] - batches[d:].mean()) ** 2).sum() / (n - d) ** 2 for d in range(n // 2 + 1)]
    return int(np.argmin(marginal))


def _slope(parts: np.ndarray) -> tuple[float, float]:
    """Return the change from the first to the last part by a fitted line, and its standard error."""
    n = len(parts)
    if n < 3:
        return 0.0, 0.0
    place = np.linspace(-0.5, 0.5, n)
    spread = float((place**2).sum())
    slope = float((place * parts).sum()) / spread
    left = parts - parts.mean() - slope * place
    return slope, float(np.sqrt((left**2).sum() / (n - 2) / spread))
