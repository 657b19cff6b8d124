"""What the calendar changes within epochs: demand by month, and the last weeks of quarters."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeAlias

from buyermaze.simulator.core.calendar import HOURS_PER_WEEK
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.dates.epochs import day_of, hours_at

Scenario: TypeAlias = Any  # a ``scenario.Scenario``

MONTHS_PER_QUARTER = 3
WEEKS_PER_MONTH: Final = 52 / 12  # at most
MOST_STRETCHES: Final = 10_000  # of a run, some twelve kilobytes each; eight hundred years of months


@dataclass(frozen=True)
class Stretch:
    """A part of an epoch in which the calendar changes nothing."""

    hours: float  # working hours from the start of the run to its beginning
    epoch: int  # place among the scenario's epochs
    demand: float = 1.0  # inquiries relative to those of a mean month
    pressed: bool = False  # whether the quarter has to be made


@dataclass(frozen=True)
class _Month:
    hours: float  # working hours from the start of the run to its beginning
    day: date  # its first
    after: float  # when it is over

    @property
    def ends_quarter(self) -> bool:
        return self.day.month % MONTHS_PER_QUARTER == 0


def stretches_of(scenario: Scenario, end: float) -> list[Stretch]:
    """Return the stretches of a run in order of time, up to its end; those of the epochs where the calendar is flat.

    Parameters
    ----------
    scenario : Scenario
        Its epochs say what is in force from when.
    end : float
        Working hours since the start of the run.

    Raises
    ------
    InputProblem
        If there are so many that they would fill the memory before anything happens.
    """
    begins = [each.hours for each in scenario.epochs]
    seasons = [_seasons(each.scenario) for each in scenario.epochs]
    pressed = [_hours_pressed(each.scenario) for each in scenario.epochs]
    months = _months(scenario, end) if any(seasons) or any(pressed) else []
    moments = {*begins, *(each.hours for each in months if any(seasons))}
    if any(pressed):
        ends = [each.after for each in months if each.ends_quarter]
        moments |= {*ends, *_pressures(begins, pressed, ends)}
    _check(len(moments))
    found = []
    for hours in sorted(each for each in moments if 0.0 <= each <= max(end, begins[-1])):
        number = bisect_right(begins, hours) - 1
        if not months:
            found.append(Stretch(hours, number))
            continue
        place = bisect_right(months, hours, key=lambda month: month.hours) - 1
        left = next(month.after for month in months[place : place + MONTHS_PER_QUARTER] if month.ends_quarter) - hours
        demand = seasons[number][months[place].day.month - 1] if seasons[number] else 1.0
        found.append(Stretch(hours, number, demand, bool(pressed[number]) and left <= pressed[number]))
    return found


def follows_calendar(scenario: Scenario) -> bool:
    """Return whether months or quarters make a difference to a run."""
    return any(_seasons(each.scenario) or _hours_pressed(each.scenario) for each in scenario.epochs)


def _pressures(begins: list[float], pressed: list[float], ends: list[float]) -> list[float]:
    """Return when quarters begin to press, each by what is in force by then."""
    found = []
    for begin, after, hours in zip(begins, [*begins[1:], float("inf")], pressed, strict=True):
        if hours:
            quarters = ends[bisect_left(ends, begin + hours) : bisect_left(ends, after + hours)]
            found += [each - hours for each in quarters]
    return found


def _seasons(now: Scenario) -> tuple[float, ...]:
    """Return the factors of the months where they differ."""
    factors: tuple[float, ...] = now.market.seasons.factors
    return factors if len(set(factors)) > 1 else ()


def _hours_pressed(now: Scenario) -> float:
    return float(now.programme.quarter.weeks_pressure) * HOURS_PER_WEEK


def _months(scenario: Scenario, end: float) -> list[_Month]:
    """Return every month of a run, to the end of its last quarter."""
    _check(end / HOURS_PER_WEEK / WEEKS_PER_MONTH)
    day = day_of(scenario, 0.0).replace(day=1)
    found: list[_Month] = []
    hours = hours_at(scenario, day)
    while hours <= end or day.month % MONTHS_PER_QUARTER != 1:
        following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        after = hours_at(scenario, following)
        found.append(_Month(hours, day, after))
        day, hours = following, after
    return found


def _check(n: float) -> None:
    if n > MOST_STRETCHES:
        raise InputProblem(
            f"run: dates, months and quarters divide a run into about {n:,.0f} parts, allowed are {MOST_STRETCHES:,}; "
            "observe fewer weeks, or take out market.seasons, programme.quarter.weeks_pressure or parts of the timeline"
        )
