"""The scenario file described for editors (JSON Schema) and for readers (Markdown tables)."""

from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from buyermaze.simulator.inputs.customers.experience import Experience, ExperienceTarget
from buyermaze.simulator.inputs.dates.dated_changes import DatedChange
from buyermaze.simulator.inputs.grammar.error_messages import bounds, card
from buyermaze.simulator.inputs.sheets.market import Market
from buyermaze.simulator.inputs.sheets.programme import Programme
from buyermaze.simulator.inputs.sheets.run_settings import Run
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.inputs.sheets.target import Target

WORDS = {"title": "One line that says what this is.", "story": "What it is, what it costs and what it teaches."}


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of scenario and market files; only the version is required, because files extend."""
    whole = Scenario.model_json_schema()
    definitions = {name: _partial(definition) for name, definition in whole["$defs"].items()}
    amount = definitions["Target"]["properties"]["amount"]
    kept = {key: amount.pop(key) for key in ("type", "minimum", "maximum")}
    amount["anyOf"] = [kept, {"type": "string", "pattern": "[0-9]", "examples": ["1.2m", "800k", "1,200,000"]}]
    properties = whole["properties"]
    text = {key: {"type": "string", "description": meaning} for key, meaning in WORDS.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Buyer Maze scenario",
        "description": "A scenario: market, programme and run, laid over the file it extends or over the defaults.",
        "type": "object",
        "additionalProperties": False,
        "required": ["schema_version"],
        "properties": {
            "schema_version": {"const": 1, "description": "Version of the scenario file format."},
            **text,
            "extends": {"type": "string", "description": "Name of a shipped file, or path relative to this one."},
            "market": {
                "description": "What the company does not control: a mapping, or the name or path of a market file.",
                "anyOf": [{"type": "string"}, _reference(properties["market"])],
            },
            "programme": _reference(properties["programme"]) | {"description": "What the company does control."},
            "run": _reference(properties["run"]) | {"description": "Seed, sizes and calendar."},
            "timeline": _property(properties["timeline"]),
            "target": {"$ref": "#/$defs/Target", "description": "What is to be reached by when."},
            "experience": {"$ref": "#/$defs/Experience", "description": "What customers should live through."},
        },
        "$defs": definitions,
    }


def parameter_table() -> str:
    """Return Markdown tables of every parameter: path, default, unit, range, grade, source, meaning."""
    parts = []
    for name, sheet in (("market", Market()), ("programme", Programme()), ("run", Run())):
        parts += list(_sheet_tables(type(sheet), name, (sheet.__doc__ or "").strip()))
        parts += list(_default_rows(sheet, name))
    parts += list(_sheet_tables(DatedChange, "timeline.<name>", (DatedChange.__doc__ or "").strip()))
    parts += list(_sheet_tables(Target, "target", (Target.__doc__ or "").strip()))
    parts += list(_sheet_tables(Experience, "experience", (Experience.__doc__ or "").strip()))
    parts += list(_sheet_tables(ExperienceTarget, "experience.targets.<n>", (ExperienceTarget.__doc__ or "").strip()))
    return "\n\n".join(parts) + "\n"


def _partial(definition: dict[str, Any]) -> dict[str, Any]:
    """Make every key optional, tables changeable by row name, and units part of the description."""
    result = dict(definition)
    result.pop("required", None)
    result.pop("title", None)
    if "properties" in result:
        result["properties"] = {key: _property(entry) for key, entry in result["properties"].items()}
    return result


def _property(entry: dict[str, Any]) -> dict[str, Any]:
    about = {key: entry[key] for key in ("unit", "source", "grade") if key in entry}
    result = {key: value for key, value in entry.items() if key not in about and key != "title"}
    if not isinstance(result.get("default"), (int, float, str)):
        result.pop("default", None)
    if about.get("unit", "table") not in ("table", "yes/no"):
        result["description"] = f"{result.get('description', '')} Unit: {about['unit']}. Grade {about['grade']}."
    rows = result.get("items", {}).get("$ref")
    if rows:
        kept = {key: result.pop(key) for key in ("type", "items")}
        by_name = {"type": "object", "additionalProperties": {"$ref": rows}}
        result["anyOf"] = [kept, by_name]
        result["description"] += " A list replaces the table, a mapping by name changes rows."
    return result


def _reference(entry: dict[str, Any]) -> dict[str, Any]:
    return {"$ref": entry["$ref"]}


def _sheet_tables(model: type[BaseModel], path: str, heading: str, usual: BaseModel | None = None) -> Iterator[str]:
    """Yield the table of a sheet's own parameters, then those of the sheets inside it.

    ``usual`` is the sheet that stands in this place by default, where it is not the model's own.
    """
    rows = []
    inner: list[tuple[type[BaseModel], str, str, BaseModel | None]] = []
    for name, field in model.model_fields.items():
        place = f"{path}.{name}"
        annotation = field.annotation
        meaning = field.description or ""
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            inner.append((annotation, place, meaning, field.default if isinstance(field.default, annotation) else None))
        elif get_origin(annotation) is tuple and isinstance(get_args(annotation)[0], type(BaseModel)):
            inner.append((get_args(annotation)[0], f"{place}.<name>", meaning, None))
        else:
            rows.append(_row(place, field, getattr(usual, name) if usual else field.default))
    if rows:
        head = "| Path | Default | Unit | Range | Grade | Source | Meaning |\n|---|---|---|---|---|---|---|"
        yield f"### `{path}`\n\n{heading}\n\n" + "\n".join([head, *rows])
    if model.__name__ == "Channels":
        yield from _sheet_tables(inner[0][0], f"{path}.<channel>", heading)
        return
    for sheet, place, meaning, default in inner:
        yield from _sheet_tables(sheet, place, meaning, default)


def _default_rows(sheet: BaseModel, path: str) -> Iterator[str]:
    """Yield the rows that the tables of people, channels, approvals and content hold by default."""
    for name in type(sheet).model_fields:
        value = getattr(sheet, name)
        if isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
            rows = {row.name: row for row in value}
        elif type(value).__name__ == "Channels":
            rows = {key: getattr(value, key) for key in type(value).model_fields}
        else:
            if isinstance(value, BaseModel):
                yield from _default_rows(value, f"{path}.{name}")
            continue
        cells = {key: _cells(row) for key, row in rows.items()}
        columns = list(next(iter(cells.values())))
        lines = ["| " + " | ".join(["Row", *columns]) + " |", "|" + "---|" * (len(columns) + 1)]
        lines += ["| " + " | ".join([key, *row.values()]) + " |" for key, row in cells.items()]
        yield f"### Default rows of `{path}.{name}`\n\n" + "\n".join(lines)


def _cells(row: BaseModel) -> dict[str, str]:
    cells: dict[str, str] = {}
    for name in type(row).model_fields:
        value = getattr(row, name)
        if isinstance(value, BaseModel):
            cells |= {f"{name} {key}": text for key, text in _cells(value).items()}
        elif isinstance(value, dict):
            cells[name] = ", ".join(f"{key} {_default(number)}" for key, number in value.items() if number)
        elif name != "name":
            cells[name] = _default(value)
    return cells


def _row(path: str, field: FieldInfo, default: Any) -> str:
    about = card(field)
    low, high = bounds(field)
    limits = f"{low:,.10g} to {high:,.10g}" if low is not None else _words(field)
    unit = about.get("unit", "")
    cells = [f"`{path}`", _default(default), unit if unit != "table" else "", limits, about.get("grade", "")]
    cells += [about.get("source", ""), field.description or ""]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _words(field: FieldInfo) -> str:
    annotation: Any = field.annotation
    optional = type(None) in get_args(annotation)
    if get_origin(annotation) in (dict, tuple) or annotation in (str, bool) or annotation is None or optional:
        return ""
    return ", ".join(map(str, get_args(annotation)))


def _default(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return f"{value:,.10g}"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if isinstance(value, dict) or value is None else str(value)
