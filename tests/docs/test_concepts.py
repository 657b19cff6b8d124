"""The page of concepts: 114 rows, names that exist, levers that move what is named, by more than luck where it says so."""

import ast
import json
import re
from functools import cache
from pathlib import Path

import pytest
from typer.main import get_command

from buyermaze.experiments.commands.commands import command_line
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.reading.shelves import SCENARIO_KEYS, available
from buyermaze.simulator.outcomes.definitions import NAMES
from buyermaze.simulator.runs.run import simulate
from docs.concepts import COUNTED, PAGE, Change, Concept, around, concepts, count_said, effects, moved_lines, under
from tests.levers.busy import LONG, alternatives, busy, context

ROWS = concepts()
SOURCES = [row for row in ROWS if row.number != "+"]
PATHS = sorted({path for row in ROWS for path in row.paths if path.startswith(("market.", "programme."))})
MEASURED = [[cell.strip(" `") for cell in each.split("|")[1:-1]] for each in moved_lines()]
MOVING = [row for row in ROWS if row.outcomes]


def name_of(row: Concept) -> str:
    return f"{row.number} {row.name}"


def test_rows_are_numbered_from_1_to_114_without_a_gap() -> None:
    assert [row.number for row in SOURCES] == [str(n) for n in range(1, 115)]


def test_the_page_counts_its_rows_rightly() -> None:
    assert COUNTED.findall(PAGE.read_text(encoding="utf-8")) == [count_said()]


def test_whatever_is_not_modelled_whole_says_what_is_missing_and_nothing_else_is_empty() -> None:
    for row in ROWS:
        if row.kind == "not modelled":
            assert row.happens.startswith("not modelled, because "), name_of(row)
            assert not row.paths, name_of(row)
            assert not row.shown, name_of(row)
        else:
            assert row.shown, name_of(row)
            assert row.kind == "real" or row.happens.startswith("in part: "), name_of(row)
            assert row.paths or not row.outcomes, name_of(row)


def test_everything_named_is_a_lever_an_outcome_or_a_command() -> None:
    commands = {f"buyermaze {name}" for name in get_command(command_line()).commands}
    for row in ROWS:
        assert [path for path in row.paths if path not in PATHS and path not in SCENARIO_KEYS] == [], name_of(row)
        assert [each for each in row.shown if each not in commands | set(NAMES)] == [], name_of(row)
    others = set(re.findall(r"`([^`]+)`", "".join(row.happens for row in ROWS)))
    assert others <= {each.name for each in available()}


def test_pages_named_are_pages_of_the_app() -> None:
    source = (Path(__file__).resolve().parents[2] / "screens" / "main.py").read_text(encoding="utf-8")
    titles = next(
        node.value
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "TITLES"
    )
    known = {title for title, _ in ast.literal_eval(titles).values()}
    assert {page for row in ROWS for page in row.pages} <= known


@pytest.mark.parametrize("path", PATHS)
def test_a_path_named_leads_to_levers(path: str) -> None:
    assert any(under(lever.path, path) for lever in levers())


def test_every_group_of_levers_has_a_concept() -> None:
    groups = {".".join(lever.path.split(".")[:2]) for lever in levers()}
    assert groups - {".".join(path.split(".")[:2]) for path in PATHS} == set()


@cache
def levers():
    everyone = load("unified_experience", market="turbulent", changes={"programme.coverage": [{"name": "all"}]})
    return [
        lever for lever in [*everyone.levers(), *busy().levers()] if lever.path.startswith(("market.", "programme."))
    ]


@pytest.mark.parametrize("row", MOVING, ids=name_of)
def test_every_lever_of_a_concept_moves_what_it_is_seen_in_and_all_of_that_moves(row: Concept) -> None:
    still, idle = set(row.outcomes), set(row.paths)
    for path in row.paths:
        for size in ({}, LONG):
            for change in moves(path, size):
                if path not in idle and not (still and size):
                    break
                moved = moved_by(*change)
                if moved & set(row.outcomes):
                    idle.discard(path)
                still -= moved
    assert not idle, f"{', '.join(sorted(idle))} moves nothing of {', '.join(row.outcomes)}"
    assert not still, f"{', '.join(sorted(still))} cannot be moved by {', '.join(row.paths)}"


@pytest.mark.parametrize("row", MOVING, ids=name_of)
def test_what_a_concept_is_seen_in_was_moved_by_more_than_luck(row: Concept) -> None:
    found = {
        outcome: each
        for number, outcome, *each in MEASURED
        if number == row.number and outcome != "none" and any(under(each[0], path) for path in row.paths)
    }
    assert set(row.outcomes) <= set(found), "python -m docs.concepts measures what is missing here"
    for _, _, _, change, half in found.values():
        assert not change.startswith("no value "), "that it is gone where its mechanism is off is true by definition"
        assert abs(float(change)) > float(half)


def test_what_was_measured_stands_out_from_luck_again() -> None:
    _, outcome, lever, _, value, change, _ = next(each for each in MEASURED if each[0] == "16")
    again, half = (float(each[NAMES.index(outcome)]) for each in effects(Change(lever, json.loads(value))))
    assert abs(again) > half
    assert again * float(change) > 0


@pytest.mark.parametrize("draw", range(3))
def test_the_more_reps_differ_the_less_satisfied_customers_are_whoever_was_hired(draw: int) -> None:
    change = Change("programme.selling.skill_sd", 0.8)
    before = busy().with_changes(around(change) | {change.path: 0.0})
    after = before.with_changes({change.path: change.value})
    satisfied, less = (simulate(each, 100 + draw).outcomes["satisfaction"] for each in (before, after))
    assert less < satisfied


def moves(path: str, size: dict[str, float]):
    """Give one lever's other value after the other, with what has to hold around it."""
    for lever in [lever for lever in busy().levers() if under(lever.path, path)][:12]:
        around = context(lever.path) | size
        for value in alternatives(lever):
            yield json.dumps(around, sort_keys=True), lever.path, json.dumps(value)


@cache
def moved_by(around: str, path: str, value: str) -> set[str]:
    try:
        scenario = busy().with_changes(json.loads(around) | {path: json.loads(value)})
    except InputProblem:
        return set()  # at odds with another parameter
    before, after = outcomes(around), simulate(scenario).outcomes
    return {name for name in NAMES if repr(after[name]) != repr(before[name])}


@cache
def outcomes(around: str) -> dict[str, float]:
    return simulate(busy().with_changes(json.loads(around))).outcomes
