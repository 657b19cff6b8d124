"""Scores that cannot be gamed, medals that mean something, luck told from skill."""

import numpy as np
import pytest

from buyermaze.classroom.pages.views import near
from buyermaze.classroom.play.agenda import lesson_of
from buyermaze.classroom.play.scoring import (
    calibration,
    frontier,
    interval_score,
    points,
    ranks,
    skill_and_luck,
    standings,
)
from tests.classroom.rooms import Room
from tests.worlds import within


def test_an_honest_range_scores_best_on_average() -> None:
    truths = np.random.default_rng(1).normal(0.0, 1.0, 20_000)
    honest = 1.2816  # holds eight in ten of a normal truth

    def mean_score(half: float) -> float:
        return float(np.mean([interval_score(-half, half, truth) for truth in truths]))

    scores = {half: mean_score(half) for half in (0.3, 0.8, honest, 2.0, 3.0)}
    assert min(scores, key=lambda half: scores[half]) == honest


def test_points_go_from_the_truth_itself_down_to_nothing() -> None:
    assert points(5.0, 5.0, 5.0, 100.0) == 100
    assert points(0.0, 100.0, 50.0, 100.0) == 0
    assert points(-100.0, -90.0, 100.0, 100.0) == 0
    assert points(0.0, 10.0, 5.0, 100.0) > points(0.0, 40.0, 5.0, 100.0) > points(8.0, 10.0, 20.0, 100.0)


def test_calibration_counts_what_held() -> None:
    found = calibration([(0, 1, 0.5), (0, 1, 2.0), (0, 1, 1.0)])
    assert (found.n, found.n_held) == (3, 2)
    assert "2 of your 3" in found.said
    assert calibration([(0, 1, 2.0)]).said.startswith("Your one range missed the truth")


def test_who_got_no_points_is_not_named_as_near() -> None:
    room = Room(["straighten"])
    asked, step = lesson_of("straighten").prediction, 2
    assert room.state.steps[step].kind == "predict"
    for k, size in enumerate(({"low": asked.low, "high": asked.low}, {"low": asked.low, "high": asked.high})):
        room.add(f"s{k}", 0, "joined", {"name": f"P{k}", "team": 1, "token": "", "code": f"C{k}"})
        room.add(f"s{k}", step, "size", size)
    assert near(room.state, step) == []


def test_the_frontier_holds_everybody_whom_nobody_beats_on_all_axes() -> None:
    axes = {1: (3.0, 5.0), 2: (2.0, 4.0), 3: (1.0, 5.0), 4: (3.0, 5.0)}  # more is better, then less is
    assert frontier(axes, (1, -1)) == {1, 2, 4}


def test_equals_share_a_rank() -> None:
    assert ranks({1: 2.0, 2: 5.0, 3: 2.0}) == {2: 1, 1: 2, 3: 2}


@pytest.mark.parametrize("better", [1, -1])
def test_ranks_in_one_life_stand_beside_those_over_many(better: int) -> None:
    every = better * np.array([[1.0, 5.0, 6.0, 5.0], [2.0, 1.0, 1.0, 5.0]])
    often, once = standings(every[:, 0], every, better)
    assert (often.rank, often.rank_mean, once.rank, once.rank_mean) == (2, 1, 1, 2)
    assert (often.share_first, once.share_first) == (0.75, 0.5)  # equals are both first
    assert often.low < often.mean < often.high and often.mean == every[0].mean()


@pytest.mark.parametrize(("skill", "luck"), [(1.0, 2.0), (2.0, 0.5), (0.0, 1.0)])
def test_luck_and_skill_are_told_apart(skill: float, luck: float) -> None:
    rng = np.random.default_rng(2)
    means = np.array([-1.0, -0.5, 0.0, 0.5, 1.0, 0.0])
    means = skill * (means - means.mean()) / means.std()
    common = rng.normal(0, 10.0, 4000)  # a year that is good for all tells nothing about anybody
    found = skill_and_luck(means[:, None] + common + rng.normal(0, luck, (6, 4000)))
    expected = luck**2 * 5 / 6  # apart from the mean of six teams
    assert found.share == pytest.approx(expected / (expected + skill**2), abs=0.02)


@pytest.mark.parametrize(("n_teams", "n_years", "skill"), [(2, 2, 1.0), (2, 12, 0.5), (4, 12, 1.0)])
def test_the_interval_of_lucks_share_holds_it_nineteen_times_in_twenty(n_teams: int, n_years: int, skill: float) -> None:
    rng = np.random.default_rng(5)
    plans = np.linspace(-1.0, 1.0, n_teams)
    plans *= skill / plans.std(ddof=1)
    share, n = 1.0 / (1.0 + skill**2), 600
    held = 0
    for _ in range(n):
        found = skill_and_luck(plans[:, None] + rng.normal(0.0, 1.0, (n_teams, n_years)) + rng.normal(0.0, 3.0, n_years))
        held += found.low <= share <= found.high
    assert within(held / n, 0.95, n)


def test_two_lives_tell_little_about_luck_and_no_luck_at_all_is_told() -> None:
    two = skill_and_luck(np.array([[1.0, 3.0], [2.0, 1.0]]))
    assert two.share == 1.0 and two.low < 0.4 and two.high == 1.0
    same = skill_and_luck(np.array([[1.0, 2.0], [3.0, 4.0]]))
    assert same.share == 0.0 and same.low < 0.001 and same.high < 0.1
