"""Skill and luck on *Compare*: lives are whole replications, and what is said of them is true."""

import re

import pytest

from buyermaze.screens.panels.verdict.skill_and_luck import lives, told
from buyermaze.simulator.comparison.comparison import Comparison, compare
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.outcomes.definitions import position
from buyermaze.simulator.runs.run import simulate
from tests.app.sizes import WEEKS

SMALL = {"run.weeks": WEEKS, "run.weeks_warm_up": 20.0}


@pytest.fixture(scope="module")
def found() -> Comparison:
    return compare([load("baton_pass", changes=SMALL), load("merged", changes=SMALL)], n_replications=3)


def test_a_life_is_a_whole_replication(found: Comparison) -> None:
    for s, scenario in enumerate(found.scenarios):
        for r in range(3):
            assert lives(found)[s, r, position("p_win")] == pytest.approx(simulate(scenario, r).outcomes["p_win"])


def test_who_is_first_in_one_life_stands_beside_who_is_over_all(found: Comparison) -> None:
    wins = lives(found)[:, :, position("p_win")]
    sentence, table = told(found, "p_win")
    assert f"first in one life: {found.names[wins[:, 0].argmax()]};" in sentence
    assert f"first over 3 lives: {found.names[wins.mean(axis=1).argmax()]}." in sentence
    assert re.search(r"\d % is luck \(95 % interval \d+ to \d+\)\.$", sentence)
    assert table is not None and list(table["Organisation"]) == found.names
    effort = lives(found)[:, :, position("hours_per_person")]  # less is better
    assert f"first in one life: {found.names[effort[:, 0].argmin()]};" in told(found, "hours_per_person")[0]
