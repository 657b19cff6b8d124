"""Selling and qualifying: what scarce people spend their time on, and whom they let in."""

import math

import pytest

from buyermaze.simulator.core.vocabulary import Channel
from buyermaze.simulator.model.rules.marketing.qualification import POINTS_HAND_RAISE, looks_real, p_followed_up, points
from buyermaze.simulator.model.rules.sales.selling import hours_occupied, hours_of_selling, skill_of, wait_memory


def test_skill_shortens_and_missing_context_and_coordination_lengthen_a_meeting() -> None:
    assert hours_of_selling(6.0, 1.0, 0.8, 1.0, 0.0) == 6.0
    assert hours_of_selling(6.0, 1.2, 0.8, 1.0, 0.0) == pytest.approx(5.0)
    assert hours_of_selling(6.0, 1.0, 0.8, 0.25, 0.0) == pytest.approx(6.6)
    assert hours_of_selling(6.0, 1.0, 0.8, 1.0, 0.25) == pytest.approx(8.0)


def test_a_third_of_the_week_for_selling_makes_work_last_three_times_as_long() -> None:
    assert hours_occupied(2.0, 0.25) == 8.0
    assert hours_occupied(2.0, 1.0) == 2.0


def test_spread_of_skill_leaves_its_mean_alone() -> None:
    assert skill_of(1.1, 0.0, 2.0) == 1.1
    assert skill_of(1.0, 0.5, 0.0) == pytest.approx(math.exp(-0.125))
    grid = [(k + 0.5) / 4000 for k in range(4000)]
    from statistics import NormalDist, fmean

    assert fmean(skill_of(1.1, 0.3, NormalDist().inv_cdf(p)) for p in grid) == pytest.approx(1.1, rel=1e-3)


def test_a_wait_told_around_moves_expectation_by_a_fiftieth() -> None:
    assert wait_memory(10.0, 10.0) == pytest.approx(10.0)
    assert wait_memory(0.0, 50.0) == pytest.approx(1.0)


def test_points_by_channel() -> None:
    own = (Channel.REP, Channel.CONTENT, Channel.EMAIL, Channel.EVENT, Channel.ADS)
    assert [points(channel.value) for channel in own] == [5.0, 5.0, 2.0, 10.0, 3.0]
    assert max(points(channel.value) for channel in own) < POINTS_HAND_RAISE


def test_discernment_lifts_real_projects_over_the_line_and_no_others() -> None:
    assert looks_real(True, 0.0, 1.6, 0.4)
    assert not looks_real(False, 0.0, 1.6, 0.4)
    assert looks_real(False, 0.5, 1.6, 0.4)
    assert not looks_real(True, -1.3, 1.6, 0.4)


def test_distrust_ignores_leads_in_proportion_to_how_poor_they_were() -> None:
    assert p_followed_up(0.5, 10.0, 10.0) == 1.0
    assert p_followed_up(0.5, 4.0, 10.0) == pytest.approx(0.7)
    assert p_followed_up(0.0, 0.0, 10.0) == 1.0
    assert p_followed_up(1.0, 0.0, 10.0) == 0.0
