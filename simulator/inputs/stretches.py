"""What the calendar changes within epochs: demand by month, and the last weeks of quarters."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from buyermaze.simulator.core.calendar import HOURS_PER_WEEK
from buyermaze.simulator.inputs.epochs import day_of, hours_at

Scenario: TypeAlias = Any  # a ``scenario.Scenario``

MONTHS_PER_QUARTER = 3


@dataclass(frozen=True)
class Stretch:
    """A part of an epoch in which the calendar changes nothing."""

    hours: float  # working hours from the start of the run to its beginning
    epoch: int  # place among the scenario's epochs
    demand: float = 1.0  # inquiries relative to those of a mean month
    pressed: bool = False  # whether the quarter has to be made


def stretches_of(scenario: Scenario, end: float) -> list[Stretch]:
    """Return the stretches of a run in order of time, up to its end; those of the epochs where the calendar is flat.

    Parameters
    ----------
    scenario : Scenario
        Its epochs say what is in force from when.
    end : float
        Working hours since the start of the run.
    """
    epochs = scenario.epochs
    months = (
        _months(scenario, end)
        if any(_is_seasonal(each.scenario) or _is_pressed(each.scenario) for each in epochs)
        else []
    )
    moments = {each.hours for each in epochs}
    for k, (first, _, after) in enumerate(months):
        if any(_is_seasonal(each.scenario) for each in epochs):
            moments.add(first)
        if months[k][1].month % MONTHS_PER_QUARTER == 0:
            weeks = {each.scenario.programme.quarter.weeks_pressure for each in epochs if _is_pressed(each.scenario)}
            moments |= {after, *(after - each * HOURS_PER_WEEK for each in weeks)} if weeks else set()
    found = []
    for hours in sorted(each for each in moments if 0.0 <= each <= max(end, epochs[-1].hours)):
        number = max(k for k, epoch in enumerate(epochs) if epoch.hours <= hours)
        found.append(_stretch(epochs[number].scenario, hours, number, months))
    return found


def follows_calendar(scenario: Scenario) -> bool:
    """Return whether months or quarters make a difference to a run."""
    return any(_is_seasonal(each.scenario) or _is_pressed(each.scenario) for each in scenario.epochs)


def _stretch(now: Scenario, hours: float, number: int, months: list[tuple[float, date, float]]) -> Stretch:
    if not months:
        return Stretch(hours, number)
    place = bisect_right(months, hours, key=lambda month: month[0]) - 1
    demand = now.market.seasons.factors[months[place][1].month - 1] if _is_seasonal(now) else 1.0
    left = next(after for _, day, after in months[place:] if day.month % MONTHS_PER_QUARTER == 0) - hours
    return Stretch(
        hours, number, demand, _is_pressed(now) and left <= now.programme.quarter.weeks_pressure * HOURS_PER_WEEK
    )


def _is_seasonal(now: Scenario) -> bool:
    return len(set(now.market.seasons.factors)) > 1


def _is_pressed(now: Scenario) -> bool:
    return bool(now.programme.quarter.weeks_pressure > 0.0)


def _months(scenario: Scenario, end: float) -> list[tuple[float, date, float]]:
    """Return beginning, first day and end of every month of a run, in working hours since its start."""
    day = day_of(scenario, 0.0).replace(day=1)
    found: list[tuple[float, date, float]] = []
    hours = hours_at(scenario, day)
    while hours <= end or day.month % MONTHS_PER_QUARTER != 1:
        following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        after = hours_at(scenario, following)
        found.append((hours, day, after))
        day, hours = following, after
    return found
