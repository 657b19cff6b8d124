"""The published schema says the same as the program, and the parameter tables leave nothing out."""

import json
from importlib.resources import files

import jsonschema
import pytest
import yaml

from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.inputs.sheets.schema import json_schema, parameter_table

SHIPPED = [
    entry
    for folder in (files("buyermaze.scenarios"), files("buyermaze.scenarios").joinpath("markets"))
    for entry in folder.iterdir()
    if entry.name.endswith(".yaml")
]


def test_the_published_schema_is_in_step_with_the_program():
    """Refresh with: buyermaze schema > scenarios/schema.json."""
    assert json.loads(files("buyermaze.scenarios").joinpath("schema.json").read_text("utf-8")) == json_schema()


@pytest.mark.parametrize("entry", SHIPPED, ids=lambda entry: entry.name)
def test_shipped_files_satisfy_the_schema(entry):
    jsonschema.validate(yaml.safe_load(entry.read_text("utf-8")), json_schema())


@pytest.mark.parametrize(
    "content",
    [
        {"schema_version": 2},
        {"schema_version": 1, "program": {}},
        {"schema_version": 1, "programme": {"handoff": {"delay": 1}}},
        {"schema_version": 1, "programme": {"handoff": {"delay_hours": 500}}},
        {"schema_version": 1, "programme": {"handoff": {"delay_hours": "soon"}}},
        {"schema_version": 1, "run": {"engine": "fast"}},
        {"schema_version": 1, "market": {"personas": {"sponsor": {"weight": -1}}}},
        {},
    ],
)
def test_the_schema_refuses_what_the_program_refuses(content: dict):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(content, json_schema())


@pytest.mark.parametrize("amount", [1_200_000, 1.2e6, "1.2m", "800k", "1,200,000", "USD 1.2 million"])
def test_an_amount_is_a_number_or_written_as_people_write_it(amount):
    content = {"schema_version": 1, "target": {"amount": amount}}
    jsonschema.validate(content, json_schema())
    assert Scenario.model_validate({"target": {"amount": amount}}).target.amount > 0.0


@pytest.mark.parametrize("amount", ["plenty", True, -1.0, [1]])
def test_what_is_no_amount_is_refused_by_the_schema_too(amount):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"schema_version": 1, "target": {"amount": amount}}, json_schema())


def test_tables_may_be_changed_by_row():
    jsonschema.validate({"schema_version": 1, "market": {"personas": {"sponsor": {"weight": 2}}}}, json_schema())


def test_the_parameter_tables_name_every_group_of_levers():
    text = parameter_table()
    for lever in Scenario().levers():
        if not lever.path.startswith(
            (
                "market.personas",
                "market.channels",
                "market.approvals",
                "market.segments",
                "market.rivals",
                "programme.library.assets",
            )
        ):
            path = "market.group.seats" if lever.path.startswith("market.group.seats") else lever.path
            assert f"| `{path}` |" in text
    for path in (
        "market.personas.<name>.need.problem",
        "market.channels.<channel>.gain.problem",
        "market.rivals.<name>.price",
    ):
        assert f"| `{path}` |" in text


def test_every_row_of_a_parameter_table_has_as_many_cells_as_its_head():
    width = 0
    for line in parameter_table().splitlines():
        if not line.startswith("|"):
            width = 0
            continue
        width = width or line.count("|")
        assert line.count("|") == width


def test_a_parameter_table_shows_the_default_that_is_in_force_in_its_place():
    text = parameter_table()
    for lever in Scenario().levers():
        if lever.path.startswith("programme.governance."):
            shown = f"{lever.default:,.10g}" if isinstance(lever.default, float) else str(lever.default)
            assert f"| `{lever.path}` | {shown} |" in text
