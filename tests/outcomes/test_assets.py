"""Assets one by one: what they were asked for, what they answered, which are dead."""

import numpy as np
import pytest

import buyermaze as bm
from buyermaze.simulator.core.vocabulary import Channel, Job, Kind, Reason
from tests.worlds import cohort

CATALOGUE = [
    {"name": "overview", "job": "solution", "quality": 0.8},
    {"name": "first checklist", "job": "requirements", "quality": 0.5},
    {"name": "second checklist", "job": "requirements", "quality": 0.5},
    {"name": "empty shell", "job": "problem", "quality": 0.0},
    {"name": "for nobody here", "job": "solution", "persona": "procurement", "quality": 0.0},
    {"name": "playbook", "job": "requirements", "channel": "rep", "quality": 0.6},
]


@pytest.fixture(scope="module")
def run():
    changes = {"programme.library.assets": CATALOGUE, "programme.voice.p_noticed": 0.0}
    return bm.simulate(bm.load("merged", changes=cohort(150) | changes))


def content(run, job):
    rows = run.counted_rows()
    return rows[(rows["kind"] == Kind.TOUCH) & (rows["channel"] == Channel.CONTENT) & (rows["job"] == job)]


def test_an_asset_alone_is_credited_with_every_answer_found(run) -> None:
    table = run.assets().set_index("name")
    visits = content(run, Job.SOLUTION)
    assert table.loc["overview", "n_asked"] == len(visits)
    assert table.loc["overview", "n_answers"] == pytest.approx((visits["reason"] == Reason.FOUND).sum())


def test_two_assets_alike_are_credited_alike_and_hold_more_answers_than_were_found(run) -> None:
    table = run.assets().set_index("name")
    first, second = table.loc["first checklist"], table.loc["second checklist"]
    found = (content(run, Job.REQUIREMENTS)["reason"] == Reason.FOUND).sum()
    assert first["n_answers"] == second["n_answers"]
    p = first["p_answers"]
    assert first["n_answers"] == pytest.approx(found * p / (1.0 - (1.0 - p) ** 2))


def test_an_asset_that_answers_nothing_is_dead_and_others_are_not(run) -> None:
    table = run.assets().set_index("name")
    assert table.loc["empty shell", "n_asked"] > 0
    assert list(table.index[table["is_dead"]]) == ["empty shell", "for nobody here"]
    assert table.loc["playbook", "used_by"] == "reps"
    assert 0 < table.loc["playbook", "n_answers"] <= table.loc["playbook", "n_asked"]
    assert np.isfinite(table["answers_a_year"]).all()
