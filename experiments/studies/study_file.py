"""Read a study file; whatever is wrong with it is told in one sentence with its line."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from buyermaze.experiments.studies.spec import SCHEMA_VERSION, DesignSpec, Factor, Study
from buyermaze.simulator.core.errors import InputProblem, remedy, shown
from buyermaze.simulator.inputs.grammar.yaml_reader import read

SHEETS: dict[str, type[BaseModel]] = {"factors": Factor, "design": DesignSpec}


@dataclass(frozen=True)
class StudyFile:
    """A study and the folder its relative names start from."""

    study: Study
    folder: Path
    label: str


def load_study(source: "str | Path | Mapping[str, Any] | Study | StudyFile") -> StudyFile:
    """Read a study from a YAML file, a mapping, or pass one on.

    Raises
    ------
    InputProblem
        If the file cannot be read or says something a study cannot say.
    """
    if isinstance(source, StudyFile):
        return source
    if isinstance(source, Study):
        return StudyFile(source, Path(), "study")
    if isinstance(source, Mapping):
        return StudyFile(_checked(dict(source), lambda path: "study"), Path(), "study")
    path = Path(source)
    if not path.is_file() and path.suffix not in (".yaml", ".yml"):
        raise InputProblem(f"{path}: there is no such study file; 'buyermaze study new {path.name}.yaml' writes one")
    document = read(path, str(path))
    if "schema_version" not in document.data:
        raise InputProblem(f"{path}: 'schema_version: {SCHEMA_VERSION}' is missing at the top")
    return StudyFile(_checked(document.data, document.place), path.parent, str(path))


def study_schema() -> dict[str, Any]:
    """Return the JSON Schema of study files."""
    schema = Study.model_json_schema()
    return (
        {"$schema": "https://json-schema.org/draft/2020-12/schema"}
        | schema
        | {
            "title": "Buyer Maze study",
            "required": ["schema_version"],
        }
    )


def _checked(data: dict[str, Any], place: Any) -> Study:
    try:
        return Study(**data)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        first = next((entry for entry in errors if entry["type"] == "extra_forbidden"), errors[0])
        raise InputProblem(f"{place(first['loc'])}: {_sentence(first)}") from None


def _sentence(error: Any) -> str:
    path = tuple(
        part for part in error["loc"] if not (isinstance(part, str) and part in ("int", "float", "bool", "str"))
    )
    where = ".".join(str(part + 1) if isinstance(part, int) else part for part in path)
    kind, found = error["type"], shown(error["input"])
    if kind == "extra_forbidden":
        owner: type[BaseModel] = SHEETS.get(str(path[0]), Study) if len(path) > 1 else Study
        return f"there is no '{path[-1]}' here; {remedy(str(path[-1]), owner.model_fields)}"
    if kind == "value_error":
        return f"{where}: {error['ctx']['error']}" if where else str(error["ctx"]["error"])
    if kind == "literal_error":
        owner = SHEETS.get(str(path[0]), Study) if len(path) > 1 else Study
        field = owner.model_fields.get(str(path[-1]))
        names = [str(name) for arm in get_args(field.annotation) for name in (get_args(arm) or (arm,))] if field else []
        names = [name for name in names if name != "None" and "NoneType" not in name]
        return f"{where}: {found} is not a valid choice; {remedy(str(error['input']), names)}"
    message = error["msg"].removeprefix("Input should be ")
    return f"{where}: {found} does not fit; expected {message[:1].lower()}{message[1:]}"
