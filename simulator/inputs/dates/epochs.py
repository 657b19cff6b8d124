"""From a timeline to epochs: what is in force from when until when."""

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, TypeAlias

from pydantic import BaseModel

from buyermaze.simulator.core.calendar import HOURS_PER_WEEK
from buyermaze.simulator.core.errors import InputProblem, Path, shown
from buyermaze.simulator.inputs.dates.dated_changes import MOST_ENTRIES, MOST_MOVES, MOST_STEPS, DatedChange, leaves_of
from buyermaze.simulator.inputs.dates.timeline import clock_of, timeline
from buyermaze.simulator.inputs.grammar.error_messages import WHOLE
from buyermaze.simulator.inputs.grammar.parameter_paths import dotted
from buyermaze.simulator.inputs.grammar.parsing import plain

Scenario: TypeAlias = Any  # a ``scenario.Scenario``, which itself builds on this module

WEEKS_PER_STEP: Final = 1.0  # a ramp moves once a week, each step as high as the ramp is in the middle of it
TEAM: Final = ("programme", "team")
HEADS: Final = tuple((*TEAM, name) for name in ("n_reps", "n_qualifiers", "n_content"))  # people, who have to be found
WEEKS_TO_HIRE: Final = ("programme", "staff", "weeks_to_hire")
_may_be_idle: Final = ContextVar("may_be_idle", default=False)  # whether an entry of a plan may change nothing
LEARNING: Final = 3.0  # rate of learning per length of the ramp, which ends with 95 % of it; assumption


@dataclass(frozen=True)
class Epoch:
    """A stretch of a run in which nothing is changed by plan."""

    hours: float  # working hours from the start of the run to its beginning
    scenario: Scenario  # what is in force; it has no timeline itself
    entry: int  # number, from 1, of the timeline's entry that begins here; 0: none does
    share_handed_over: float = 0.0  # accounts that get another rep when it begins
    cost: float = 0.0  # USD paid once when it begins


@dataclass(frozen=True)
class _Step:
    hours: float
    entry: int  # from 1; 0 where a ramp only moves on
    values: Mapping[Path, Any]
    share_handed_over: float = 0.0
    cost: float = 0.0
    hired: bool = False  # people decided on earlier, who begin now

    def without(self, since: Mapping[Path, float], more: Mapping[Path, Any]) -> "_Step":
        """Return the step without what a later entry has taken over; people who are being hired come besides ``more``."""
        if self.values.keys().isdisjoint(since):
            return self
        left = {}
        for keys, value in self.values.items():
            if keys not in since or self.hours <= since[keys]:
                left[keys] = value
            elif self.hired and keys in more:
                left[keys] = value + more[keys]
        return replace(self, values=left)


@dataclass
class _Plan:
    """What a timeline comes to, as its entries are laid over one another in order of time."""

    first: Any  # data at the start of the run
    last: Any  # data when everything so far is done
    made: Scenario  # checked, of the last data
    steps: list[_Step]
    idle: list[int] = field(default_factory=list)  # numbers of the entries that change nothing, from 1

    def reached(self, keys: Path, hours: float, hired: bool = False) -> Any:
        """Return the value of a parameter just before a moment; with ``hired``, with those who begin at it."""
        found = at(self.first, keys)
        for step in self.steps:
            if (step.hours < hours or (hired and step.hired and step.hours == hours)) and keys in step.values:
                found = step.values[keys]
        return found

    def is_hiring(self, keys: Path, hours: float) -> bool:
        """Return whether people of some kind begin after a moment by what is planned so far."""
        return any(step.hired and step.hours > hours and keys in step.values for step in self.steps)


def hours_of(scenario: Scenario, entry: DatedChange) -> float:
    """Return when an entry begins, in working hours since the start of the run."""
    if entry.week is not None:
        return timeline(scenario).window_from + entry.week * HOURS_PER_WEEK
    assert entry.date is not None
    return hours_at(scenario, entry.date)


def hours_at(scenario: Scenario, day: date) -> float:
    """Return the working hours from the start of a run to the morning of a calendar day; below 0 if it was before."""
    return clock_of(scenario).hours_at(day)


def day_of(scenario: Scenario, hours: float) -> date:
    """Return the calendar day on which so many working hours have passed since the start of a run."""
    return clock_of(scenario).day(hours)


def day_said(scenario: Scenario, entry: DatedChange) -> date:
    """Return the calendar day on which an entry begins."""
    return entry.date or day_of(scenario, hours_of(scenario, entry))


@contextmanager
def moved_otherwise() -> Iterator[None]:
    """Make scenarios that differ from one somebody wrote in anything but its dated changes.

    What is written down and changes nothing is a mistake, and refused. Where a lever happens to be moved to what a dated change
    sets later, nothing is wrong with either.
    """
    mark = _may_be_idle.set(True)
    try:
        yield
    finally:
        _may_be_idle.reset(mark)


def checked_epochs(scenario: Scenario) -> tuple[Epoch, ...]:
    """Return the epochs of a scenario that is being made, as ``epochs_of`` does.

    Raises
    ------
    InputProblem
        As ``epochs_of`` does, and if an entry changes nothing, ``moved_otherwise`` apart.
    """
    return epochs_of(scenario, _may_be_idle.get())


def epochs_of(scenario: Scenario, may_be_idle: bool = True) -> tuple[Epoch, ...]:
    """Return the epochs of a scenario in order of time; the first begins with the run.

    Raises
    ------
    InputProblem
        If an entry begins outside the run, or changes what cannot be changed or not to such a value; or nothing, unless it may.
    """
    if not scenario.timeline:
        return (Epoch(0.0, scenario, 0),)
    plan = _planned(scenario, may_be_idle)
    return _joined(scenario.model_copy(update={"timeline": ()}), plan.first, plan.steps)


def fit_to_be_read(scenario: Scenario) -> Scenario:
    """Return a scenario as a file can say it: its dated changes that change nothing say that they may."""
    if not scenario.timeline:
        return scenario
    idle = _planned(scenario, True).idle
    marked = {number: scenario.timeline[number - 1].model_copy(update={"may_change_nothing": True}) for number in idle}
    entries = tuple(marked.get(number, entry) for number, entry in enumerate(scenario.timeline, 1))
    return scenario.model_copy(update={"timeline": entries})


def _planned(scenario: Scenario, may_be_idle: bool) -> _Plan:
    """Lay the entries of a timeline over one another in order of time."""
    if len(scenario.timeline) > MOST_ENTRIES:
        raise InputProblem(f"timeline: {len(scenario.timeline)} entries, at most {MOST_ENTRIES}", ("timeline",))
    moments = [_checked_moment(scenario, n) for n in range(len(scenario.timeline))]
    start = scenario.model_copy(update={"timeline": ()})
    first = start.model_dump()
    plan = _Plan(first, first, start, [])
    for n in sorted(range(len(moments)), key=lambda n: moments[n]):
        try:
            _lay_over(plan, scenario.timeline[n], n + 1, moments[n], may_be_idle)
        except InputProblem as problem:
            raise InputProblem(f"{_place(scenario, n)}: {problem}", ("timeline", n)) from None
    return plan


def _checked_moment(scenario: Scenario, n: int) -> float:
    """Return when an entry begins; a date outside the run is refused."""
    hours, when = hours_of(scenario, scenario.timeline[n]), timeline(scenario)
    if not 0.0 <= hours < when.end:
        first, last = day_of(scenario, 0.0), day_of(scenario, when.end)
        said = day_of(scenario, hours)
        raise InputProblem(
            f"{_place(scenario, n)}: {said} is outside the run, which lasts from {first} to {last}", ("timeline", n)
        )
    return hours


def _lay_over(plan: _Plan, entry: DatedChange, number: int, start: float, may_be_idle: bool) -> None:
    """Add an entry's steps to a plan.

    The entry takes over from what ramps before it have reached; what they would still have done to its parameters is
    left out. New people begin as much later as hiring takes, and people who are being hired come whatever is added or
    taken away before.
    """
    lag = _hours_to_hire(plan, entry, start)
    targets: dict[Path, Any] = {}
    comes: dict[Path, float] = {}  # when each parameter moves
    more: dict[Path, Any] = {}  # people added or taken away
    for keys, value in leaves_of(entry.changes, plan.last):
        path, current = dotted(keys, plan.last), at(plan.last, keys)
        if keys in targets:
            raise InputProblem(f"{path} is given twice")
        targets[keys] = plain(value)
        if isinstance(current, int | float) and not isinstance(targets[keys], int | float):
            raise InputProblem(f"{path}: expected {WHOLE[type(current)]}, found {shown(value)}")
        comes[keys] = start + (lag if keys in HEADS and targets[keys] > plan.reached(keys, start) else 0.0)
    for keys, value in leaves_of(entry.add, plan.last):
        path = dotted(keys, plan.last)
        if keys in targets:
            raise InputProblem(f"{path} is given twice" if keys in more else f"{path} is both set and added to")
        total = _sum(plan.reached(keys, start), value, path)
        comes[keys] = start + (lag if keys in HEADS and total > plan.reached(keys, start) else 0.0)
        targets[keys] = _sum(plan.reached(keys, comes[keys], hired=True), value, path)
        more[keys] = total - plan.reached(keys, start)
    for step in plan.steps:
        twice = next((keys for keys in targets if keys in step.values), None)
        if step.hours == start and step.entry and twice:
            raise InputProblem(f"{dotted(twice, plan.last)} is changed twice at the same time")
    before = {keys: plan.reached(keys, comes[keys], hired=True) for keys in targets}
    if before == targets and not entry.share_handed_over:
        if not may_be_idle and not entry.may_change_nothing:
            keys = next(iter(targets))
            raise InputProblem(f"changes nothing: {dotted(keys, plan.last)} is {_said(before[keys])} by then already")
        plan.idle.append(number)
    now = {keys: value for keys, value in targets.items() if comes[keys] == start}
    later = {keys: value for keys, value in targets.items() if keys not in now}
    _check_number(plan, math.ceil(entry.weeks_ramp / WEEKS_PER_STEP), len(targets))
    if entry.weeks_to_hire and not any(keys in HEADS for keys in targets):
        raise InputProblem("weeks_to_hire: nobody is hired here; leave it out")
    steps = _steps(entry, number, start, before, now, plan.last)
    if later:
        begins = _steps(entry, number, start + lag, before, later, plan.last)
        steps += [replace(step, entry=0, share_handed_over=0.0, cost=0.0, hired=True) for step in begins]
    last = {
        keys: at(plan.last, keys) + more[keys] if plan.is_hiring(keys, comes[keys]) and keys in more else value
        for keys, value in targets.items()
    }
    data = _with(plan.last, last)
    plan.last, plan.made = data, _made(plan.made, plan.last, data)  # bounds and cross-checks
    plan.steps = [step.without(comes, more) for step in plan.steps] + steps
    plan.steps.sort(key=lambda step: step.hours)


def _check_number(plan: _Plan, n_steps: int, n_keys: int) -> None:
    """Refuse ramps of so many steps that nobody has the time to make them."""
    n_moves = n_steps * n_keys + sum(len(step.values) for step in plan.steps)
    n_steps += len(plan.steps)
    for what, n, most in (("weekly steps", n_steps, MOST_STEPS), ("weekly moves of single parameters", n_moves, MOST_MOVES)):
        if n > most:
            raise InputProblem(f"weeks_ramp: ramps come to {n:,} {what} so far, at most {most:,} are made; ramp for fewer weeks")


def _hours_to_hire(plan: _Plan, entry: DatedChange, start: float) -> float:
    """Return how long after an entry new people begin, in working hours."""
    weeks = entry.weeks_to_hire if entry.weeks_to_hire is not None else plan.reached(WEEKS_TO_HIRE, start)
    return float(weeks) * HOURS_PER_WEEK


def _steps(
    entry: DatedChange, number: int, start: float, before: Mapping[Path, Any], targets: Mapping[Path, Any], data: Any
) -> list[_Step]:
    n_steps = math.ceil(entry.weeks_ramp / WEEKS_PER_STEP)
    if not n_steps:
        return [_Step(start, number, targets, entry.share_handed_over, entry.cost)]
    for keys in targets:
        if isinstance(before[keys], bool) or not isinstance(before[keys], int | float):
            raise InputProblem(
                f"{dotted(keys, data)} is no number and cannot move little by little; leave weeks_ramp out"
            )
    hours_step = entry.weeks_ramp * HOURS_PER_WEEK / n_steps
    steps = []
    for j in range(n_steps + 1):
        share = ramp_share((j + 0.5) / n_steps, entry.ramp) if j < n_steps else 1.0
        values = {keys: _between(before[keys], targets[keys], share) for keys in targets}
        first = j == 0
        handed_over, cost = (entry.share_handed_over, entry.cost) if first else (0.0, 0.0)
        steps.append(_Step(start + j * hours_step, number if first else 0, values, handed_over, cost))
    return steps


def ramp_share(part: float, shape: str) -> float:
    """Return how far a ramp has come after a part of its time, 0 to 1.

    Evenly; as the smooth step 3t^2 - 2t^3; or by the exponential law of practice (Heathcote, Brown & Mewhort 2000).
    """
    if shape == "learning":
        return (1.0 - math.exp(-LEARNING * part)) / (1.0 - math.exp(-LEARNING))
    return part if shape == "linear" else part * part * (3.0 - 2.0 * part)


def _between(before: Any, after: Any, share: float) -> Any:
    """Return a value on the way; whole numbers stay whole."""
    if share >= 1.0:
        return after
    value = before + (after - before) * share
    return round(value) if isinstance(before, int) else value


def _sum(before: Any, more: Any, path: str) -> Any:
    if isinstance(before, bool) or not isinstance(before, int | float):
        raise InputProblem(f"{path}: nothing can be added to what is no number")
    more = plain(more)
    if isinstance(more, bool) or not isinstance(more, int | float):
        raise InputProblem(f"{path}: what is added must be a number, found {shown(more)}")
    return before + more


def _joined(start: Scenario, first: Any, steps: list[_Step]) -> tuple[Epoch, ...]:
    """Return epochs from steps in order of time; what happens with the start of the run belongs to its first epoch."""
    before: Any = first
    now = start
    epochs = [Epoch(0.0, start, 0)]
    for step in steps:
        if not step.values and not step.entry:
            continue
        data = _with(before, step.values)
        before, now = data, _made(now, before, data)
        last = epochs[-1]
        if step.hours <= last.hours:
            entry = (step.entry or last.entry) if last.hours > 0.0 else 0
            shared = max(step.share_handed_over, last.share_handed_over)
            epochs[-1] = Epoch(last.hours, now, entry, shared, last.cost + step.cost)
        else:
            epochs.append(Epoch(step.hours, now, step.entry, step.share_handed_over, step.cost))
    return tuple(epochs)


def _made(like: Scenario, of: Mapping[str, Any], data: Mapping[str, Any]) -> Scenario:
    """Return a checked scenario; groups in which nothing differs from another scenario's data are taken from it as they are."""
    return like if data is of else type(like)(**_taken_over(like, of, data))


def _taken_over(made: Any, of: Any, data: Any) -> Any:
    if data is of:
        return made
    if isinstance(made, BaseModel):
        return {name: _taken_over(getattr(made, name), of[name], value) for name, value in data.items()}
    return data


def at(data: Any, keys: Path) -> Any:
    """Return what nested data holds at some keys."""
    for key in keys:
        data = data[key]
    return data


def _with(data: Any, values: Mapping[Path, Any]) -> Any:
    """Return a copy of nested data with some values replaced."""
    copied = data
    for keys, value in values.items():
        copied = _replaced(copied, keys, value)
    return copied


def _replaced(data: Any, keys: Path, value: Any) -> Any:
    if not keys:
        return value
    if isinstance(data, Mapping):
        return {**data, keys[0]: _replaced(data[keys[0]], keys[1:], value)}
    rows = list(data)
    rows[int(keys[0])] = _replaced(rows[int(keys[0])], keys[1:], value)
    return rows


def _place(scenario: Scenario, n: int) -> str:
    entry = scenario.timeline[n]
    names = [each.name for each in scenario.timeline]
    if names.count(entry.name) == 1:
        return f"timeline.{entry.name}"
    return (
        f"timeline.{n} ('{entry.title}')" if entry.title else f"timeline.{n}"
    )  # a transition comes to several entries


def _said(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else shown(value)


def in_force_at(scenario: Scenario, day: date) -> Scenario:
    """Return what is in force just before a calendar day."""
    hours = hours_at(scenario, day)
    return next(
        (epoch.scenario for epoch in reversed(scenario.epochs) if epoch.hours < hours), scenario.epochs[0].scenario
    )


def mean_over(scenario: Scenario, since: float, until: float, read: Any) -> float:
    """Return the mean over a stretch of a run, in working hours since its start, of a number read off what is in force."""
    epochs = scenario.epochs
    if len(epochs) == 1 or until <= since:
        return float(read(epochs[0].scenario))
    total = 0.0
    for k, epoch in enumerate(epochs):
        ends = epochs[k + 1].hours if k + 1 < len(epochs) else math.inf
        hours = min(until, ends) - max(since, epoch.hours)
        if hours > 0.0:
            total += hours * read(epoch.scenario)
    return total / (until - since)


def paid_once(scenario: Scenario, since: float, until: float) -> float:
    """Return what the entries of a timeline cost that begin within a stretch of a run, USD."""
    return float(sum(epoch.cost for epoch in scenario.epochs if since <= epoch.hours < until))
