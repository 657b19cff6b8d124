"""The parts of your own that a scenario uses: the parameters each brings, and when it does what it does."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError, model_validator

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.extensions.packages import part_named
from buyermaze.simulator.extensions.registry import IN_SCENARIOS, ONE_OF_A_KIND, Part
from buyermaze.simulator.inputs.grammar.error_messages import explained
from buyermaze.simulator.inputs.grammar.fields import Day, Sheet, number, table
from buyermaze.simulator.inputs.grammar.parsing import YES_NO

DAYS_A_WEEK = 5.0  # working days


class Dated(Sheet):
    """When an intervention happens; add parameters of its own in a class below this one."""

    date: Day | None = table(None, "Calendar day on which it happens.")
    week: float | None = table(None, "Weeks after the beginning of the observation window instead; below 0: before it.")

    @model_validator(mode="after")
    def _has_one_moment(self) -> "Dated":
        if (self.date is None) == (self.week is None):
            raise ValueError("it needs a date or a week, and not both")
        return self


class Regular(Sheet):
    """How often a mechanism works and what it costs; add parameters of its own in a class below this one."""

    days_between: float = number(DAYS_A_WEEK, 0.125, 5000, "working days", "Time from one time it works to the next.")
    cost: float = number(0, 0, 1e9, "USD/year", "What it costs to have it.")


DEFAULT_SHEETS: Mapping[str, type[Sheet]] = {"intervention": Dated, "mechanism": Regular}


def sheet_of(part: Part) -> type[Sheet]:
    """Return the class of a part's parameters.

    Raises
    ------
    InputProblem
        If it is no class below the one that its kind of part needs.
    """
    usual = DEFAULT_SHEETS.get(part.kind, Sheet)
    if part.sheet and not (isinstance(part.sheet, type) and issubclass(part.sheet, usual)):
        needed = f"extend.{usual.__name__}" if part.kind in DEFAULT_SHEETS else usual.__name__
        raise InputProblem(f"extension '{part.name}': parameters of a {part.kind} are a class below {needed}")
    return part.sheet or usual


def checked_parts(given: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the parts a scenario uses, each with all of its parameters; what is switched off is left out.

    Raises
    ------
    InputProblem
        If no extension brings a part, a parameter is not right, or two parts want to do the same thing.
    """
    found: dict[str, dict[str, Any]] = {}
    kinds: dict[str, str] = {}
    for name, value in given.items():
        values = switched(value, name)
        if values is None:
            continue
        part = part_named(str(name), IN_SCENARIOS)
        if part.kind in ONE_OF_A_KIND and part.kind in kinds:
            raise InputProblem(
                f"parts: '{kinds[part.kind]}' and '{name}' are both a {part.kind}; use one of them", ("parts", name)
            )
        kinds[part.kind] = name
        try:
            found[name] = sheet_of(part)(**values).model_dump()
        except ValidationError as error:
            raise explained(error, sheet_of(part), values, within=("parts", str(name))) from None
    return found


def switched(value: Any, name: str) -> dict[str, Any] | None:
    """Return the parameters a part is given; ``on`` and nothing stand for its defaults, ``off`` for none of it."""
    if isinstance(value, str) and value.strip().lower() in YES_NO:
        value = YES_NO[value.strip().lower()]
    if value is False:
        return None
    if value is True or value is None:
        return {}
    if not isinstance(value, Mapping):
        raise InputProblem(f"parts.{name}: give its parameters by name, or 'on' or 'off'", ("parts", name))
    return {str(key): entry for key, entry in value.items()}


def defaults_of(name: str) -> dict[str, Any]:
    """Return the parameters of a part as they are by default, as far as there are defaults."""
    sheet = sheet_of(part_named(name, IN_SCENARIOS))
    return {key: field.default for key, field in sheet.model_fields.items() if not field.is_required()}
