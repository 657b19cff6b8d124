"""Outcomes by segment: every account belongs to one, and the segments make up the whole."""

import numpy as np
import pytest

import buyermaze as bm
from buyermaze.simulator.engines.reference.model import BuyerMaze
from buyermaze.simulator.outcomes.segments import segments_of

SEGMENTS = [
    {"name": "small", "weight": 3.0, "people": 0.6, "needs": 0.7},
    {"name": "large", "weight": 1.0, "people": 1.3},
]
QUICK = {
    "run.weeks_warm_up": 0.0, "run.weeks": 60.0, "run.weeks_follow_up": 200.0, "market.segments": SEGMENTS,
    "market.mind.days_longest": 150.0,
}  # fmt: skip


@pytest.fixture(scope="module")
def run():
    return bm.simulate(bm.load("baton_pass", changes=QUICK))


def test_the_segments_make_up_the_whole(run):
    found = run.by_segment()
    assert found["segment"].tolist() == ["small", "large"]
    n = found["n_accounts"].to_numpy()
    assert n.sum() == run.totals["sum"][:, 1, 0].sum()
    for name in ("p_win", "p_lost", "p_no_decision", "p_open"):
        assert (found[name] * n).sum() / n.sum() == pytest.approx(run.outcomes[name])
    assert found["n_accounts"].iloc[0] > 1.5 * found["n_accounts"].iloc[1]


@pytest.mark.parametrize("more", [{}, {"market.pool.n_firms": 60}])
def test_an_accounts_segment_is_the_one_it_lives_in(more):
    heavier = [{"week": 20, "changes": {"market.segments.large.weight": 30.0}}]
    scenario = bm.load("baton_pass", changes=QUICK | more | {"timeline": heavier, "run.engine": "reference"})
    maze = BuyerMaze(scenario).run_until(40 * 40.0)
    lived = maze.world.accounts[: len(maze.committees)]
    came = np.flatnonzero(lived.n_people > 0)
    told = segments_of(bm.simulate(scenario, engine="compiled"), came)
    assert told.tolist() == lived.segment[came].tolist()
    assert 0.0 < told.mean() < 1.0


def test_what_belongs_to_the_company_as_a_whole_is_in_no_segment(run):
    assert "cost_total" in run.outcomes
    assert "cost_total" not in run.by_segment().columns
