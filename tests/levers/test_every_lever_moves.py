"""Every single lever of market and programme moves something, somewhere."""

import json
from functools import cache

import numpy as np
import pytest

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.sheets.levers import Lever
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.runs.run import simulate
from tests.levers.busy import LONG, alternatives, busy, context

CLOSED = {"programme.campaign.steps.invitation.only_if"}  # of a first step: there is none before it, all other values are refused


@cache
def untouched(changes: str) -> tuple[bytes, bytes]:
    """Return what happens before a lever is moved."""
    return happenings(busy().with_changes(json.loads(changes)))


def happenings(scenario: Scenario) -> tuple[bytes, bytes]:
    """Return journal and outcomes of one run, bit by bit."""
    run = simulate(scenario)
    return run.journal.tobytes(), np.array(list(run.outcomes.values())).tobytes()


@pytest.mark.parametrize("lever", busy().levers(), ids=lambda lever: lever.path)
def test_the_lever_moves_something(lever: Lever) -> None:
    tried: list[object] = []
    for size in ({}, LONG):  # what is rare takes a longer run to show
        around = context(lever.path) | size
        before = untouched(json.dumps(around))
        for value in alternatives(lever):
            try:
                scenario = busy().with_changes(around | {lever.path: value})
            except InputProblem:
                continue  # at odds with another parameter
            tried.append(value)
            if happenings(scenario) != before:
                return
    if lever.path in CLOSED:
        assert not tried, f"{lever.path} can be moved and moves nothing"
        return
    pytest.fail(f"{lever.path} moved nothing from {lever.value} to any of {tried}")


def test_there_are_hundreds_of_levers_and_every_path_is_its_own() -> None:
    paths = [lever.path for lever in busy().levers()]
    assert len(paths) == len(set(paths)) > 450
