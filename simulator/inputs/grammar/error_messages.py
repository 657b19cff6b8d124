"""Say what is wrong with a scenario in one sentence, from the errors a model reports."""

from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from buyermaze.simulator.core.errors import InputProblem, Path, remedy, shown
from buyermaze.simulator.inputs.grammar.parameter_paths import dotted

WHOLE = {int: "a whole number", float: "a number", bool: "yes or no", str: "text"}


def explained(error: ValidationError, model: type[BaseModel], data: Any, within: Path = ()) -> InputProblem:
    """Return the most telling error of a failed validation as one sentence; an unknown key goes first.

    ``within`` is where in the scenario the model's data stand, where the model is not a scenario.
    """
    errors = error.errors(include_url=False)
    first = next((entry for entry in errors if entry["type"] == "extra_forbidden"), errors[0])
    path: Path = tuple(part for part in first["loc"] if part != "[key]")
    place = ".".join(filter(None, (*map(str, within), dotted(path, data)))) or "the scenario"
    if first["type"] == "value_error":
        cause = first["ctx"]["error"]
        if isinstance(cause, InputProblem) and cause.path and (not path or cause.path[: len(path)] == path):
            return cause
        return _cross_check(place if within + path else "", within + path, str(cause))
    parent, field = _declared(model, path)
    if first["type"] == "extra_forbidden":
        word = str(path[-1])
        group = ".".join(filter(None, (*map(str, within), dotted(path[:-1], data)))) or "a scenario"
        names = list(parent.model_fields) if parent else []
        return InputProblem(f"{place}: {group} has no parameter '{word}'; {remedy(word, names)}", within + path)
    found = shown(first["input"])
    if first["type"] == "literal_error":
        names = [str(name) for name in _choices(model, path, field) if name != ""]  # which is said by leaving it out
        return InputProblem(f"{place}: {found} is not a valid choice; {remedy(str(first['input']), names)}", within + path)
    if first["type"] in ("greater_than_equal", "less_than_equal", "finite_number"):
        return InputProblem(f"{place}: {found} is out of bounds; {allowed(field)}", within + path)
    return InputProblem(f"{place}: expected {_expected(first['type'], field)}, found {found}", within + path)


def allowed(field: FieldInfo | None) -> str:
    """Say a parameter's bounds and unit: ``allowed is 0 to 200 working h``."""
    low, high = bounds(field)
    if low is None:
        return "it must be a finite number"
    return f"allowed is {low:,.10g} to {high:,.10g} {card(field).get('unit', '')}".rstrip()


def bounds(field: FieldInfo | None) -> tuple[Any, Any]:
    """Return the lowest and highest allowed value of a parameter, or twice nothing."""
    marks = field.metadata if field else []
    low = next((mark.ge for mark in marks if hasattr(mark, "ge")), None)
    high = next((mark.le for mark in marks if hasattr(mark, "le")), None)
    return low, high


def card(field: FieldInfo | None) -> dict[str, Any]:
    """Return unit, source and grade of a parameter."""
    extra = field.json_schema_extra if field else None
    return dict(extra) if isinstance(extra, dict) else {}


def _expected(kind: str, field: FieldInfo | None) -> str:
    if kind.startswith("tuple"):
        return "a list"
    if kind.startswith(("model", "dict", "dataclass")):
        return "a group of parameters"
    if kind.startswith("date"):
        return "a date such as 2026-01-05"
    if kind.startswith("int"):
        wanted: type = int
    elif kind.startswith("float"):
        wanted = float
    elif kind.startswith("bool"):
        wanted = bool
    else:
        return "text"
    limits = f" ({allowed(field)})" if bounds(field)[0] is not None else ""
    return WHOLE[wanted] + limits


def _choices(model: type[BaseModel], path: Path, field: FieldInfo | None) -> tuple[Any, ...]:
    """Return the words a choice allows; for a wrong key of a mapping, the keys it may have."""
    annotation: Any = field.annotation if field else None
    if get_origin(annotation) is dict:
        annotation = get_args(annotation)[0]
    return get_args(annotation) if get_origin(annotation) is Literal else ()


def _declared(model: type[BaseModel], path: Path) -> tuple[type[BaseModel] | None, FieldInfo | None]:
    """Follow a path through nested models; return the model that holds its end and the field declared there."""
    parent: type[BaseModel] | None = model
    field: FieldInfo | None = None
    annotation: Any = model
    for key in path:
        annotation = _without_none(annotation)
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            parent = annotation
            field = annotation.model_fields.get(str(key))
            annotation = field.annotation if field else None
        elif get_origin(annotation) is tuple:
            annotation = get_args(annotation)[0]
        elif get_origin(annotation) is dict and str(key) in get_args(get_args(annotation)[0]):
            field = FieldInfo.from_annotation(get_args(annotation)[1])
            annotation = field.annotation
        else:
            annotation = None
    return parent, field


def _without_none(annotation: Any) -> Any:
    """Return what something is when it is there at all."""
    kinds = [kind for kind in get_args(annotation) if kind is not type(None)]
    optional = get_origin(annotation) in (Union, UnionType) and len(kinds) == 1
    return kinds[0] if optional else annotation


def _cross_check(place: str, path: Path, sentence: str) -> InputProblem:
    """Join the place of a failed cross-check with the place its own sentence begins with, as in ``group.seats: ...``."""
    head = sentence.split(":")[0]
    if not head.replace(".", "").replace("_", "").isalnum():
        return InputProblem(f"{place}: {sentence}" if place else sentence, path)
    return InputProblem(f"{place}.{sentence}" if place else sentence, (*path, *head.split(".")))
