"""When a run is warm, observed and over."""

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from buyermaze.simulator.core.calendar import DAYS_PER_WEEK, HOURS_PER_DAY, HOURS_PER_WEEK, HOURS_PER_YEAR
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.public_holidays import known_years

if TYPE_CHECKING:
    from buyermaze.simulator.core.clock import Clock

Scenario: TypeAlias = Any  # a ``scenario.Scenario``, which itself builds on this module


@dataclass(frozen=True)
class Timeline:
    """The moments that divide a run, in working hours since its start."""

    window_from: float  # the warm-up ends, the observation window begins
    window_to: float  # the window ends
    arrivals_to: float  # nobody arrives from here on; infinite while the load is kept on
    end: float  # whoever is still open then stays open
    n_batches: int

    @property
    def hours(self) -> float:
        """Return the length of the observation window."""
        return self.window_to - self.window_from


def timeline(scenario: Scenario) -> Timeline:
    """Return the moments that divide the runs of a scenario."""
    run = scenario.run
    window_from = run.weeks_warm_up * HOURS_PER_WEEK
    window_to = window_from + weeks_observed(scenario) * HOURS_PER_WEEK
    arrivals_to = float("inf") if run.arrivals_continue else window_to
    return Timeline(
        window_from, window_to, arrivals_to, window_to + run.weeks_follow_up * HOURS_PER_WEEK, run.n_batches
    )


def clock_of(scenario: Scenario) -> "Clock":
    """Return the calendar of a run, whose first working hour is the warm-up before the day the window begins."""
    from buyermaze.simulator.core.clock import Clock

    office = scenario.run.calendar.office
    days = -round(scenario.run.weeks_warm_up * DAYS_PER_WEEK)
    return Clock(Clock(scenario.run.start, office).day(days * HOURS_PER_DAY), office)


def check_calendar(scenario: Scenario) -> None:
    """Refuse a calendar whose holidays are not known for the whole observation window.

    Raises
    ------
    InputProblem
        If the window begins before or ends after the years for which the country's holidays are known.
    """
    country = scenario.run.calendar.country
    if not country:
        return
    clock, when, (first, last) = clock_of(scenario), timeline(scenario), known_years(country)
    since, until = clock.day(when.window_from), clock.day(when.window_to)
    if since.year < first or until.year > last:
        raise InputProblem(
            f"run.calendar.country: holidays of {country} are known for {first} to {last}, the window lasts from {since} "
            f"to {until}; observe fewer weeks or leave the country out",
            ("run", "calendar", "country"),
        )


def weeks_observed(scenario: Scenario) -> float:
    """Return the length of the observation window in weeks: as set, or as long as the accounts asked for take to arrive."""
    if scenario.run.n_accounts:
        return scenario.run.n_accounts / scenario.market.demand.rate
    return scenario.run.weeks


def years_observed(scenario: Scenario) -> float:
    """Return the length of the observation window in years of fifty weeks."""
    return weeks_observed(scenario) * HOURS_PER_WEEK / HOURS_PER_YEAR


def said(scenario: Scenario) -> str:
    """Say how long a run of a scenario is observed."""
    return (
        f"{weeks_observed(scenario):g} weeks each (about {n_observed(scenario)} accounts), "
        f"observed after {scenario.run.weeks_warm_up:g} weeks of warm-up"
    )


def n_observed(scenario: Scenario) -> int:
    """Return how many accounts are expected to set out within the observation window of one replication."""
    return round(weeks_observed(scenario) * scenario.market.demand.rate)


def n_simulated(scenario: Scenario) -> int:
    """Return about how many accounts arrive in one replication, warm-up, follow-up and dated changes of demand included."""
    run, living = scenario.run, scenario.market.living
    longest = scenario.market.mind.days_longest + scenario.market.offer.days_to_use
    longest += living.n_periods * living.days_period
    follow_up = min(run.weeks_follow_up, longest / DAYS_PER_WEEK) if run.arrivals_continue else 0.0
    end = run.weeks_warm_up + weeks_observed(scenario) + follow_up
    if not scenario.timeline:
        return 1 + round(end * scenario.market.demand.rate)
    begins = [min(end, epoch.hours / HOURS_PER_WEEK) for epoch in scenario.epochs]
    lasts = [until - since for since, until in pairwise([*begins, end])]
    return 1 + round(sum(each * epoch.scenario.market.demand.rate for each, epoch in zip(lasts, scenario.epochs, strict=True)))
