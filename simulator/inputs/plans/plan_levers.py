"""Dates and sizes of a timeline as parameters, so that a sweep may move them."""

from typing import TYPE_CHECKING, Any, Final

from buyermaze.simulator.core.calendar import HOURS_PER_WEEK
from buyermaze.simulator.inputs.dates.timeline import timeline
from buyermaze.simulator.inputs.sheets.levers import Lever, levers_of

if TYPE_CHECKING:
    from buyermaze.simulator.inputs.sheets.scenario import Scenario

SIZES: Final = ("weeks_ramp", "share_handed_over", "cost")  # of an entry, beside its moment and what it changes


def plan_levers(scenario: "Scenario") -> list[Lever]:
    """List what may be moved of the entries whose names are their own: moment, sizes, and new or added numbers.

    An entry that says a date has no ``week``: what is moved by number is given by number.
    """
    whole = {lever.path: lever for lever in levers_of(scenario, scenario, ("market", "programme"))}
    names = [entry.name for entry in scenario.timeline]
    when, found = timeline(scenario), []
    for entry in scenario.timeline:
        if names.count(entry.name) > 1:
            continue
        place = f"timeline.{entry.name}"
        if entry.week is not None:
            first, last = -when.window_from / HOURS_PER_WEEK, (when.end - when.window_from) / HOURS_PER_WEEK
            found.append(_lever(f"{place}.week", entry.week, first, last, "weeks", "When it begins."))
        for size in SIZES:
            field = type(entry).model_fields[size]
            low, high = (
                next(getattr(each, side) for each in field.metadata if hasattr(each, side)) for side in ("ge", "le")
            )
            unit = str(field.json_schema_extra["unit"]) if isinstance(field.json_schema_extra, dict) else ""
            found.append(_lever(f"{place}.{size}", getattr(entry, size), low, high, unit, field.description or ""))
        for part in ("changes", "add"):
            for path, value in getattr(entry, part).items():
                own = whole.get(path)
                if own is None or own.low is None or own.high is None or isinstance(value, bool):
                    continue
                span = own.high - own.low
                low, high = (own.low, own.high) if part == "changes" else (-span, span)
                found.append(_lever(f"{place}.{part}.{path}", value, low, high, own.unit, own.meaning, own.kind))
    return found


def _lever(path: str, value: Any, low: float, high: float, unit: str, meaning: str, kind: Any = "number") -> Lever:
    return Lever(path, value, value, low, high, unit, meaning, "the plan's own", "D", kind)
