"""Curves of a plan: week by week, month by month, with the plan and without it, under the same luck."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from buyermaze.simulator.comparison.paired_statistics import Estimate, difference, estimate
from buyermaze.simulator.comparison.phrasing import about_dollars
from buyermaze.simulator.core.calendar import HOURS_PER_WEEK, day_words
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.notebook import card, one_line_of
from buyermaze.simulator.inputs.dates import timeline as moments
from buyermaze.simulator.inputs.dates.epochs import day_of, hours_of
from buyermaze.simulator.outcomes.books.periods import NAMES, measure_named, period_edges, period_name
from buyermaze.simulator.outlook.futures import Progress, futures_table, lasting

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario

N_REPLICATIONS: Final = 64  # halves an interval of the sixteen a first look needs
WEEKS_SHOWN: Final = 104  # after the beginning of the window; assumption: most reorganisations have shown by then
PLAN, NO_CHANGE = 0, 1
DISCLAIMER: Final = (
    "Relative to the company as the scenario describes it, under the same luck; no forecast of a firm unless the scenario "
    "was calibrated on its records."
)


@dataclass(frozen=True)
class Dip:
    """How a plan does against no change, in what is left over: bookings less cost to serve and spend, summed up."""

    depth: float  # USD that the plan is behind at worst, mean; 0 where it never is
    weeks: float  # from the first change until it is furthest behind
    break_even: float  # weeks from the first change until it is ahead for good; NaN if not within the horizon
    last: Estimate  # USD it is ahead at the horizon
    worst: Estimate  # USD it is ahead where it is furthest behind


@dataclass(frozen=True, eq=False, repr=False)
class Curves:
    """What a plan comes to period by period, and what no change would have come to."""

    scenario: "Scenario"
    by: str
    edges: np.ndarray  # working hours since the start of the run, shape (n_periods + 1,)
    table: np.ndarray  # shape (2: plan and no change, replications, periods, measures)

    def frame(self, measures: Sequence[str] = NAMES) -> "pandas.DataFrame":
        """Return a tidy frame: a line per period and measure, with means, their intervals and the paired difference.

        ``measures`` names those that are wanted, all by default. Columns ``mean``, ``low``, ``high`` are those of the plan,
        ``no_change`` the mean without it, ``difference``, ``difference_low`` and ``difference_high`` the plan less no change.
        """
        import pandas

        lines = []
        for k, hours in enumerate(self.edges[:-1]):
            day = day_of(self.scenario, hours)
            for measure in map(measure_named, measures):
                plan, other = self.table[:, :, k, NAMES.index(measure.name)]
                found, apart = estimate(plan), difference(plan, other)
                lines.append({
                    "period": period_name(day, self.by), "since": pandas.Timestamp(day), "measure": measure.name,
                    "unit": measure.unit, "mean": found.mean, "low": found.low, "high": found.high,
                    "no_change": estimate(other).mean, "difference": apart.mean, "difference_low": apart.low,
                    "difference_high": apart.high,
                })  # fmt: skip
        return pandas.DataFrame(lines)

    def ahead(self) -> list[Estimate]:
        """Return how far the plan is ahead at the end of each period in what is left over, USD, summed up and paired."""
        return list(self._ahead)

    @cached_property
    def _ahead(self) -> tuple[Estimate, ...]:
        both = self.table[..., NAMES.index("profit")].cumsum(axis=2)
        return tuple(difference(both[PLAN, :, k], both[NO_CHANGE, :, k]) for k in range(both.shape[2]))

    @property
    def first_change(self) -> float:
        """When the first change of the plan begins, working hours since the start of the run; NaN without a plan."""
        return min((hours_of(self.scenario, entry) for entry in self.scenario.timeline), default=float("nan"))

    def dip(self) -> Dip:
        """Return depth and length of the dip and the week of break-even.

        Raises
        ------
        InputProblem
            If the scenario has no timeline.
        """
        if not self.scenario.timeline:
            raise InputProblem("the scenario has no timeline, so there is no dip to measure; add dated changes to it")
        means = np.array([each.mean for each in self._ahead])
        weeks = (self.edges[1:] - max(self.first_change, self.edges[0])) / HOURS_PER_WEEK
        lowest = int(means.argmin())
        behind = np.flatnonzero(means < 0.0)
        if not len(behind):
            return Dip(0.0, 0.0, 0.0, self._ahead[-1], self._ahead[lowest])
        back = behind[-1] + 1
        return Dip(
            float(-means[lowest]),
            float(max(0.0, weeks[lowest])),
            float(weeks[back]) if back < len(means) else float("nan"),
            self._ahead[-1],
            self._ahead[lowest],
        )

    def sentences(self) -> list[str]:
        """Say what the plan does, in words."""
        last = day_words(day_of(self.scenario, self.edges[-1]))
        if not self.scenario.timeline:
            total = estimate(self.table[PLAN, :, :, NAMES.index("bookings")].sum(axis=1))
            interval = f"{about_dollars(total.low)} to {about_dollars(total.high).removeprefix('USD ')}"
            said = f"Until {last} bookings come to {about_dollars(total.mean)} ({interval}); nothing changes."
            return [said, DISCLAIMER]
        dip = self.dip()
        side = "ahead of" if dip.last.mean >= 0.0 else "behind"
        ahead = f"{about_dollars(abs(dip.last.mean))} {side} no change"
        if dip.last.low <= 0.0 <= dip.last.high:
            low, high = (
                f"{about_dollars(abs(end))} {'ahead' if end >= 0.0 else 'behind'}"
                for end in (dip.last.low, dip.last.high)
            )
            ahead += f", which may be luck ({low} to {high})"
        else:
            least, most = sorted((abs(dip.last.low), abs(dip.last.high)))
            ahead += f" ({about_dollars(least)} to {about_dollars(most)})"
        if dip.depth == 0.0:
            start = "The plan is never behind no change."
        else:
            start = (
                f"At worst the plan is {about_dollars(dip.depth)} behind no change{beyond_luck(dip.worst)}, {dip.weeks:.0f} weeks "
                "after its first change."
            )
        if dip.depth == 0.0:
            back = ""
        elif np.isnan(dip.break_even):
            back = f" It has not made up for that by {last}."
        else:
            back = f" It breaks even {dip.break_even:.0f} weeks after its first change."
        return [
            start + back,
            f"By {last} it is {ahead}, bookings less the cost to serve and to run the company.",
            DISCLAIMER,
        ]

    def __repr__(self) -> str:
        size = f"{len(self.edges) - 1} {self.by}s", f"{self.table.shape[1]} replications"
        return one_line_of("Curves", self.scenario.name, *size, *self.sentences()[:1])

    def _repr_html_(self) -> str:
        shown = ("bookings", "n_wins", "cost", "pipeline", "n_customers", "share_use")
        rows = [("measure", "plan", "no change")]
        for name in shown:
            measure = measure_named(name)
            values = self.table[..., NAMES.index(name)]
            total = values.sum(axis=2) if measure.kind == "flow" else values[:, :, -1]
            plan, other = (f"{estimate(total[s]).mean:,.4g}" for s in (PLAN, NO_CHANGE))
            rows.append((f"{measure.label}, {measure.unit}", plan, other))
        origin = f"{self.table.shape[1]} replications, same luck; flows are sums, the rest as it stands at the end"
        return card(f"{self.scenario.name}, {self.by} by {self.by}", self.sentences(), rows, origin)


def beyond_luck(found: Estimate) -> str:
    """Say of a size that was told that luck alone may have made it; nothing where it is more than that."""
    return "" if found.is_told else " (which may be luck)"


def horizon(scenario: "Scenario", weeks: float = WEEKS_SHOWN) -> float:
    """Return a moment so many weeks after the window begins, or after the last change if that is later."""
    last = max((hours_of(scenario, entry) for entry in scenario.timeline), default=0.0)
    return max(moments.timeline(scenario).window_from, last) + weeks * HOURS_PER_WEEK


def timeline(
    scenario: "Scenario",
    by: str = "week",
    n_replications: int = N_REPLICATIONS,
    until: float | None = None,
    progress: Progress | None = None,
    n_threads: int | None = None,
) -> Curves:
    """Return what a plan comes to in time, against no change under the same luck; the common past is run once.

    Parameters
    ----------
    scenario : Scenario
        With a timeline, or without one.
    by : {"week", "month", "quarter", "year"}
        Length of a period.
    n_replications : int
        Replications of plan and no change, 2 or more.
    until : float, optional
        End of the last period, working hours since the start of the run; default: ``WEEKS_SHOWN`` weeks after the last
        change.
    progress : callable (done, total), optional
        Told after every replication.
    n_threads : int, optional
        Threads, 1 or more; default: one per core.

    Returns
    -------
    Curves
        ``frame()``, ``dip()``, ``ahead()``, ``sentences()``.

    Raises
    ------
    InputProblem
        If there are too few replications, or no period of that name.
    """
    if n_replications < 2:
        raise InputProblem("curves need 2 replications or more, or luck cannot be told from a plan")
    until = horizon(scenario) if until is None else until
    edges = period_edges(scenario, by, until)
    plan = lasting(scenario, until)
    both = [plan, without_plan(plan)]
    return Curves(scenario, by, edges, futures_table(both, range(n_replications), edges, progress, n_threads))


def without_plan(scenario: "Scenario") -> "Scenario":
    """Return a scenario in which nothing changes."""
    return scenario.with_changes({"timeline": []}) if scenario.timeline else scenario
