"""Dated changes: what a timeline entry says, and which parameters may change while a run goes on."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

from pydantic import model_validator

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import checked_words
from buyermaze.simulator.inputs.grammar.fields import Day, Name, Sheet, Weeks, number, switch, table
from buyermaze.simulator.inputs.grammar.parameter_paths import dotted, is_table, resolve

MOST_ENTRIES: Final = 50  # of a timeline; assumption
LONGEST_RAMP: Final = 520  # weeks
MOST_STEPS: Final = 2_000  # weekly ones of all ramps of a timeline; assumption
MOST_MOVES: Final = 20_000  # of single parameters, by all those steps
LONGEST_TO_HIRE: Final = 104  # weeks
# what stays as it is while a run goes on, and why
FIXED: Final = {
    "market.shocks": "shocks have weeks of their own",
    "market.group.seats": "who sits in a group is settled when it arrives",
    "market.living.n_regions": "an account stays in the region it arrived in",
}
TABLES: Final = ("programme.library.assets",)  # tables that may be replaced as a whole
Ramp = Literal["linear", "s", "learning"]


class DatedChange(Sheet):
    """One entry of a timeline: from a date or a week on, other parameters are in force, at once or little by little."""

    name: Name = table("change", "Short name, by which sweeps and tables call the entry.")
    title: str = table("", "What is done, in words.")
    date: Day | None = table(None, "Calendar day on which it begins; a date or a week is needed.")
    week: Weeks | None = table(None, "Weeks after the beginning of the observation window instead; below 0: before it.")
    changes: dict[str, Any] = table({}, "New values by path: programme.team.n_reps, or groups within groups.")
    add: dict[str, Any] = table({}, "Added to what is in force, by path; below 0 it is taken away.")
    weeks_ramp: float = number(0, 0, LONGEST_RAMP, "weeks", "Time in which numbers move from the old value to the new.")
    ramp: Ramp = table(
        "linear",
        "Shape of the move: evenly; slowly at first and at last (s); fast at first, ever more slowly (learning).",
    )
    weeks_to_hire: Weeks | None = table(
        None, "Weeks until people added by it begin; left out: as long as hiring takes in the company."
    )
    cost: float = number(0, 0, 1e9, "USD", "Paid once when it begins.")
    share_handed_over: float = number(
        0, 0, 1, "share", "Accounts that get another rep when it begins; what was only in the old one's mind is lost."
    )
    may_change_nothing: bool = switch(False, "Whether it may set what holds by then already, as after a lever was moved there.")

    @model_validator(mode="after")
    def _has_one_moment_and_something_to_do(self) -> "DatedChange":
        checked_words(self.title)
        if (self.date is None) == (self.week is None):
            raise ValueError("a change needs a date or a week, and not both")
        if self.date is not None and not 1970 <= self.date.year <= 2300:
            raise ValueError(f"date {self.date} is out of bounds, allowed is a day in the years 1970 to 2300")
        if self.week is not None and not -10_000 <= self.week <= 1_000_000:
            raise ValueError(f"week {self.week:g} is out of bounds, allowed is -10,000 to 1,000,000")
        if self.weeks_to_hire is not None and not 0 <= self.weeks_to_hire <= LONGEST_TO_HIRE:
            raise ValueError(
                f"weeks_to_hire {self.weeks_to_hire:g} is out of bounds, allowed is 0 to {LONGEST_TO_HIRE}"
            )
        if not self.changes and not self.add and not self.share_handed_over:
            raise ValueError("a change must change something; give it 'changes' or 'add'")
        return self

    @property
    def words(self) -> str:
        """Say in a few words what is done."""
        return checked_words(self.title) or self.name


def leaves_of(given: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield keys and new value of every single parameter a change names, groups opened up.

    Raises
    ------
    InputProblem
        If a path leads nowhere, or to something that stays as it is while a run goes on.
    """
    for path, value in given.items():
        yield from _opened(resolve(str(path), data), value, data)


def _opened(keys: tuple[str | int, ...], value: Any, data: Mapping[str, Any]) -> Iterator[tuple[Any, Any]]:
    path = dotted(keys, data)
    if not keys or keys[0] not in ("market", "programme"):
        raise InputProblem(
            f"{path or 'the scenario'} cannot change within a run; start a path with market or programme"
        )
    for place, why in FIXED.items():
        if path == place or path.startswith(f"{place}."):
            raise InputProblem(f"{path} cannot change within a run: {why}")
    here: Any = data
    for key in keys:
        here = here[key]
    if isinstance(value, Mapping) and value and (isinstance(here, Mapping) or is_table(here)):
        for key, part in value.items():
            yield from _opened(resolve(f"{path}.{key}", data), part, data)
    elif is_table(here) and path not in TABLES:
        raise InputProblem(
            f"{path} cannot change within a run as a whole: rows may not come or go; name a row and a column"
        )
    elif isinstance(here, Mapping):
        raise InputProblem(f"{path} is a group of parameters; name one of {', '.join(map(str, here))}")
    elif keys[-1] == "name":
        raise InputProblem(f"{path} cannot change within a run: it is a name")
    else:
        yield keys, value
