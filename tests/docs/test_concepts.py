"""The page of concepts names levers, outcomes and commands that exist, and leaves no group of levers out."""

import re
from functools import cache
from pathlib import Path

import pytest

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.loading import SCENARIO_KEYS, load
from buyermaze.simulator.outcomes.definitions import NAMES
from buyermaze.simulator.runs.run import simulate
from tests.levers.busy import LONG, alternatives, busy, context

PAGE = Path(__file__).resolve().parents[2] / "docs" / "concepts.md"
NAMED = re.findall(r"`([^`]+)`", PAGE.read_text(encoding="utf-8"))
PATHS = sorted({name for name in NAMED if name.startswith(("market.", "programme."))})


def test_everything_named_is_a_lever_an_outcome_or_a_command() -> None:
    known = {"buyermaze"} | set(NAMES) | set(SCENARIO_KEYS)
    assert not [name for name in NAMED if name not in PATHS and name.split()[0] not in known]


@pytest.mark.parametrize("path", PATHS)
def test_a_path_named_leads_to_levers(path: str) -> None:
    assert any(lever.path == path or lever.path.startswith(f"{path}.") for lever in levers())


def test_every_group_of_levers_has_a_concept() -> None:
    groups = {".".join(lever.path.split(".")[:2]) for lever in levers()}
    assert groups - {".".join(path.split(".")[:2]) for path in PATHS} == set()


def levers():
    return [
        lever
        for lever in [
            *load("unified_experience", market="turbulent", changes={"programme.coverage": [{"name": "all"}]}).levers(),
            *busy().levers(),
        ]
        if lever.path.startswith(("market.", "programme."))
    ]


ROWS = [
    (
        line.split("|")[1].strip(),
        re.findall(r"`([^`]+)`", line.split("|")[2]),
        re.findall(r"`([^`]+)`", line.split("|")[4]),
    )
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and line.count("|") == 5 and "`" in line
]


@pytest.mark.parametrize(("concept", "paths", "shown"), ROWS, ids=[row[0] for row in ROWS])
def test_what_a_concept_is_seen_in_moves_with_what_sets_it(concept: str, paths: list[str], shown: list[str]) -> None:
    still = {name for name in shown if name in NAMES}
    for path in paths:
        for lever in [lever for lever in busy().levers() if lever.path == path or lever.path.startswith(f"{path}.")][
            :12
        ]:
            around = context(lever.path) | LONG
            before = outcomes(tuple(around.items()))
            for value in alternatives(lever):
                if not still:
                    return
                try:
                    scenario = busy().with_changes(around | {lever.path: value})
                except InputProblem:
                    continue  # at odds with another parameter
                after = simulate(scenario).outcomes
                still = {name for name in still if repr(after[name]) == repr(before[name])}
    assert not still, f"{concept}: {', '.join(sorted(still))} cannot be moved by {', '.join(paths)}"


@cache
def outcomes(changes: tuple[tuple[str, object], ...]) -> dict[str, float]:
    return simulate(busy().with_changes(dict(changes))).outcomes
