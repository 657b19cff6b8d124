"""The levers of a scenario: every single number, switch and choice, with all that is known about it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any, Final, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from buyermaze.simulator.inputs.grammar.error_messages import bounds, card
from buyermaze.simulator.inputs.grammar.parameter_paths import row_names

Kind = Literal["number", "count", "switch", "choice", "text", "date"]
KINDS: dict[Any, Kind] = {float: "number", int: "count", bool: "switch", str: "text"}


UNITS_SAID: Final = {  # units that say something to people
    "people": "people", "hours": "hours", "h": "hours", "working h": "working hours", "days": "days", "weeks": "weeks",
    "working days": "working days", "points": "points", "USD": "USD", "USD/year": "USD a year", "USD/quarter": "USD a quarter",
    "accounts": "accounts", "accounts/week": "accounts a week", "assets/person": "pieces of content a person", "firms": "firms",
    "visits": "visits", "recent visits": "visits of late", "refusals": "refusals", "regions": "regions", "packages": "packages",
    "periods": "periods", "per visit": "a visit",
}  # fmt: skip
IN_PERCENT: Final = ("share", "probability")
IN_PRICES: Final = "value units"  # said by what, taken off the price of a deal, would be as good


@dataclass(frozen=True)
class Lever:
    """One parameter: where it is, what it is set to, and what may be said about it."""

    path: str
    value: Any
    default: Any
    low: float | None
    high: float | None
    unit: str
    meaning: str
    source: str
    grade: str
    kind: Kind
    choices: tuple[str, ...] = ()
    per_price: float = 1.0  # part of a deal's price that a value unit is worth


def levers_of(scenario: BaseModel, reference: BaseModel, sections: tuple[str, ...]) -> list[Lever]:
    """List the parameters of some sections; defaults are taken from a reference where it has the same path."""
    defaults = {path: value for section in sections for path, value, *_ in leaves(getattr(reference, section), section)}
    market, programme = scenario.market, scenario.programme  # type: ignore[attr-defined]
    people, assets, segments = (
        tuple(each.name for each in rows) for rows in (market.personas, programme.library.assets, market.segments)
    )
    named = {"personas": people, "assets": assets, "segments": segments}
    found = []
    for section in sections:
        for path, value, field, meaning in leaves(getattr(scenario, section), section):
            usual = None if field.is_required() or isinstance(field.default, tuple) else field.default
            default = defaults.get(path, usual)
            card_of = _lever(path, value, default, field, meaning, _choices(path, field, named))
            found.append(replace(card_of, per_price=market.offer.price_unit) if card_of.unit == IN_PRICES else card_of)
    return found


def within(scenario: BaseModel, changes: Mapping[str, float]) -> dict[str, float]:
    """Return changes of single numbers by dotted path, each brought within the bounds that its card gives."""
    found = {}
    for path, value in changes.items():
        above, _, name = path.rpartition(".")
        low, high = bounds(type(attrgetter(above)(scenario)).model_fields[name])
        found[path] = min(high, max(low, value))
    return found


def part_levers(sheet: BaseModel, name: str) -> list[Lever]:
    """List the parameters that a part of your own brings."""
    return [
        _lever(path, value, None if field.is_required() else field.default, field, meaning, _choices(path, field, {}))
        for path, value, field, meaning in leaves(sheet, f"parts.{name}")
    ]


def _lever(path: str, value: Any, default: Any, field: FieldInfo, meaning: str, choices: tuple[str, ...]) -> Lever:
    low, high = bounds(field)
    about = card(field)
    return Lever(
        path=path,
        value=value,
        default=default,
        low=low,
        high=high,
        unit="choice" if choices else about.get("unit", ""),
        meaning=meaning,
        source=about.get("source", ""),
        grade=about.get("grade", ""),
        kind="choice" if choices else KINDS.get(_scalar(field), "date"),
        choices=choices,
    )


def changed(
    first: BaseModel, second: BaseModel, sections: tuple[str, ...], without: tuple[str, ...]
) -> list[tuple[str, Any, Any]]:
    """List the parameters that differ; a table row that only one side has is listed once, by its name."""
    sides = [
        {
            path: value
            for section in sections
            for path, value, *_ in leaves(getattr(side, section), section)
            if path.split(".")[-1] not in without
        }
        for side in (first, second)
    ]
    rows = [set(_rows(side, sections)) for side in (first, second)]
    alone = {path: (path in rows[0], path in rows[1]) for path in rows[0] ^ rows[1]}
    result: list[tuple[str, Any, Any]] = []
    for path in dict.fromkeys([*sides[0], *sides[1]]):
        row = next((name for name in alone if path.startswith(name + ".")), None)
        if row is not None:
            here, there = alone[row]
            entry = (row, "present" if here else None, "present" if there else None)
            if entry not in result:
                result.append(entry)
        elif sides[0].get(path) != sides[1].get(path):
            result.append((path, sides[0].get(path), sides[1].get(path)))
    return result


def lever_words(path: str) -> str:
    """Return a path as people read it: ``Governance, committee: days to fix``."""
    section, *groups = path.replace("_", " ").split(".")
    last = groups.pop() if groups else section
    kind, _, rest = last.partition(" ")
    last = {"n": rest, "p": f"chance {rest}"}.get(kind, last)
    if last == "sd" or last.endswith(" sd"):
        last = f"spread of {last[:-3]}".removesuffix(" of ")
    return f"{', '.join(groups or [section]).capitalize()}: {last}" if last != section else last.capitalize()


def value_words(lever: Lever, value: Any) -> str:
    """Return a lever's value the way people say it."""
    if lever.kind == "switch":
        return "yes" if value else "no"
    if lever.kind == "choice":
        return str(value)
    if lever.unit in IN_PERCENT:
        return f"{100 * value:.0f} %"
    if lever.unit == "intensity":
        return f"{value:,.3g} of {lever.high:g}"
    if lever.unit == IN_PRICES:
        return f"{100 * value * lever.per_price:.3g} % of a price"
    return f"{value:,g} {unit_words(lever)}".strip()


def unit_words(lever: Lever) -> str:
    """Return a lever's unit the way people say it beside a number; empty where it says nothing to them."""
    if lever.unit == IN_PRICES:
        return "of a price" if lever.per_price == 1 else f"times {100 * lever.per_price:.3g} % of a price"
    return UNITS_SAID.get(lever.unit, "")


def unit_entered(lever: Lever) -> str:
    """Return the unit a lever's value is written in, in words where there are any: what an analyst sets."""
    return unit_words(lever) or lever.unit.replace(IN_PRICES, "prices").replace(IN_PRICES.removesuffix("s"), "price")


def named_with_unit(words: str, lever: Lever) -> str:
    """Return the words of a lever with its unit in brackets, where that says something."""
    said = unit_words(lever)
    return f"{words} ({said})" if said else words


def leaves(sheet: BaseModel, prefix: str, group: str = "") -> Iterator[tuple[str, Any, FieldInfo, str]]:
    """Yield path, value, declaration and meaning of every single parameter in a sheet; labels are left out."""
    for name, field in type(sheet).model_fields.items():
        if name == "name":
            continue
        value = getattr(sheet, name)
        path = f"{prefix}.{name}"
        own = field.description or ""
        meaning = f"{group.rstrip('.')}: {own[:1].lower()}{own[1:]}" if group else own
        if isinstance(value, BaseModel):
            yield from leaves(value, path, own if type(value).__name__ == "JobNumbers" else "")
        elif isinstance(value, dict):
            inner = FieldInfo.from_annotation(get_args(field.annotation)[1])
            inner.json_schema_extra = card(field) | {"unit": "utility"}
            yield from ((f"{path}.{key}", entry, inner, meaning) for key, entry in value.items())
        elif isinstance(value, tuple):
            names = {position: word for word, position in row_names(value).items()}
            for position, row in enumerate(value):
                place = f"{path}.{names.get(position, position)}"
                if isinstance(row, BaseModel):
                    yield from leaves(row, place)
                else:
                    yield place, row, field, meaning
        else:
            yield path, value, field, meaning


def _rows(scenario: BaseModel, sections: tuple[str, ...]) -> Iterator[str]:
    for section in sections:
        yield from _rows_of(getattr(scenario, section), section)


def _rows_of(sheet: BaseModel, prefix: str) -> Iterator[str]:
    for name in type(sheet).model_fields:
        value = getattr(sheet, name)
        if isinstance(value, BaseModel):
            yield from _rows_of(value, f"{prefix}.{name}")
        elif isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
            names = {position: word for word, position in row_names(value).items()}
            yield from (f"{prefix}.{name}.{names.get(position, position)}" for position in range(len(value)))


def _choices(path: str, field: FieldInfo, named: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return what a text may be: words of the sheet, or names of rows the scenario has."""
    annotation = field.annotation
    if get_origin(annotation) is Literal:
        return tuple(str(word) for word in get_args(annotation))
    if path.startswith("market.group.seats.") or (path.startswith("programme.campaign.steps.") and ".personas." in path):
        return named["personas"]
    if path.startswith("programme.library.assets.") and path.endswith(".persona"):
        return ("all", *named["personas"])
    if path.startswith("programme.campaign.steps.") and path.endswith(".asset"):
        return ("", *named["assets"])
    return named["segments"] if path.startswith("programme.campaign.segments.") else ()


def _scalar(field: FieldInfo) -> Any:
    annotation = field.annotation
    return get_args(annotation)[0] if get_origin(annotation) is tuple else annotation
