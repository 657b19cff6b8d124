"""When parts of your own do what they do: moments of a run, in order, each with what happens to the world at it."""

import heapq
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.extensions.packages import part_named
from buyermaze.simulator.inputs.dates.dated_changes import DatedChange
from buyermaze.simulator.inputs.dates.epochs import hours_of
from buyermaze.simulator.inputs.sheets.own_parts import sheet_of

if TYPE_CHECKING:
    from buyermaze.simulator.inputs.sheets.scenario import Scenario

Change = Callable[[Any], None]


def own_moments(scenario: "Scenario") -> Iterator[tuple[float, Change]]:
    """Yield when something of your own happens, in working hours since the start, and what; mechanisms go on for ever.

    An engine lets everything up to and including a moment happen, hands over its world, and goes on: the same on both.
    """
    agenda: list[tuple[float, int, float, Any, Any]] = []
    for place, (name, values) in enumerate(scenario.parts.items()):
        part = part_named(name)
        sheet: Any = sheet_of(part)(**values)
        if part.kind == "intervention":
            hours = hours_of(scenario, DatedChange(date=sheet.date, week=sheet.week, share_handed_over=1.0))
            if hours < 0.0:
                raise InputProblem(f"parts.{name}: it would happen before the run begins; choose a later day")
            agenda.append((hours, place, 0.0, part.what, sheet))
        elif part.kind == "mechanism":
            period = sheet.days_between * HOURS_PER_DAY
            agenda.append((period, place, period, part.what, sheet))
    heapq.heapify(agenda)
    while agenda:
        hours, place, period, what, sheet = heapq.heappop(agenda)
        if period:
            heapq.heappush(agenda, (hours + period, place, period, what, sheet))
        yield hours, partial(_does, what, hours, sheet)


def cost_of_parts(scenario: "Scenario") -> float:
    """Return what the mechanisms of your own that a scenario uses cost, in USD a year."""
    return float(
        sum(values.get("cost", 0.0) for name, values in scenario.parts.items() if part_named(name).kind == "mechanism")
    )


def refuse_parts(scenario: "Scenario", what: str) -> None:
    """Refuse an analysis that leaves a run and comes back to it, where parts of your own would not be followed."""
    if scenario.parts:
        raise InputProblem(
            f"{what} cannot follow parts of your own ({', '.join(scenario.parts)}); leave them out of the scenario"
        )


def _does(what: Any, hours: float, sheet: Any, world: Any) -> None:
    what(world, hours, sheet)
