"""The parts of a plan as people think of them: a reorganisation is one thing, though it takes several entries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeAlias

from buyermaze.simulator.inputs.dates.dated_changes import DatedChange
from buyermaze.simulator.inputs.dates.epochs import day_said, in_force_at
from buyermaze.simulator.inputs.plans.transitions import TRANSITIONS, given_of, part_of

Scenario: TypeAlias = Any  # a ``scenario.Scenario``, which itself builds on what a timeline is


@dataclass(frozen=True)
class Part:
    """Entries of a timeline that belong together: one change, or all that a transition comes to."""

    transition: str  # its name; empty for a change that is none
    entries: tuple[DatedChange, ...]
    day: date  # on which it begins
    done: date  # on which the last of its entries is in force as a whole

    @property
    def words(self) -> str:
        """Say in a few words what is done."""
        return self.entries[0].words


def parts_of(scenario: Scenario) -> list[Part]:
    """Return the parts of a scenario's plan in order of time."""
    groups: list[list[DatedChange]] = []
    latest: dict[str, list[DatedChange]] = {}  # by transition, the entries of the one begun last
    for entry in scenario.timeline:
        name = part_of(entry.name)
        group = latest.get(name, [])
        if not name or not group or entry.name in {each.name for each in group}:  # a name comes once in a transition
            group = latest[name] = []
            groups.append(group)
        group.append(entry)
    return sorted((_part(scenario, group) for group in groups), key=lambda part: part.day)


def _part(scenario: Scenario, entries: Sequence[DatedChange]) -> Part:
    days = [day_said(scenario, each) for each in entries]
    done = max(day + timedelta(weeks=each.weeks_ramp) for day, each in zip(days, entries, strict=True))
    name = part_of(entries[0].name)
    # an entry that stands alone may merely be called like a transition
    is_one = bool(name) and (len(entries) > 1 or entries[0].title == TRANSITIONS[name].title)
    return Part(name if is_one else "", tuple(entries), min(days), done)


def without_part(scenario: Scenario, part: Part) -> Scenario:
    """Return a scenario whose plan lacks one part.

    Raises
    ------
    InputProblem
        If something that comes later does nothing without it.
    """
    return _with(scenario, {id(entry): None for entry in part.entries})


def moved_to(scenario: Scenario, part: Part, day: date) -> Scenario:
    """Return a scenario in which one part of the plan begins on another day, and all of it as much earlier or later.

    Raises
    ------
    InputProblem
        If the day is outside the run, or something does nothing any more.
    """
    later = day - part.day
    return _with(scenario, {id(entry): _shifted(entry, later) for entry in part.entries})


def sizes_of(scenario: Scenario, part: Part) -> dict[str, Any]:
    """Return the numbers with which a transition on the timeline was made, as ``transition`` takes them."""
    before = in_force_at(without_part(scenario, part), part.day).programme
    return given_of([entry.model_dump() for entry in part.entries], before, part.day)


def _with(scenario: Scenario, changed: Mapping[int, Any]) -> Scenario:
    entries = [changed.get(id(entry), entry) for entry in scenario.timeline]
    return scenario.with_changes({"timeline": [entry.model_dump() for entry in entries if entry is not None]})


def _shifted(entry: DatedChange, later: timedelta) -> DatedChange:
    if entry.date is not None:
        return entry.model_copy(update={"date": entry.date + later})
    assert entry.week is not None
    return entry.model_copy(update={"week": entry.week + later.days / 7})
