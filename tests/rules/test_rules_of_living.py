"""Living with it: every feeling follows from expectations, value and effort; none is a constant."""

import math

import pytest

from buyermaze.simulator.model.rules.customers.after_sale import (
    conflictedness,
    disappointment,
    effort_ratio,
    forgone,
    left_unguided,
    p_renew,
    recommend_rating,
    regret_score,
    satisfaction_score,
    talk,
    unjustified,
    unsureness,
    use_gap,
)


def test_help_with_fitting_removes_the_shortfall() -> None:
    assert use_gap(-0.4, 1.5, 1.0, 0.1) == pytest.approx(-0.5)
    assert use_gap(-0.4, 1.5, 0.0, 0.1) == pytest.approx(0.1)


def test_guidance_counts_by_the_share_of_ones_own_questions() -> None:
    assert left_unguided(0.0, 3.5, 0.3) == 1.0
    assert left_unguided(1.05, 3.5, 0.3) == pytest.approx(math.exp(-1.0))
    assert left_unguided(1.0, 3.5, 0.3) == left_unguided(2.0, 7.0, 0.3)
    assert left_unguided(0.0, 0.0, 0.3) == 0.0


def test_only_a_better_alternative_is_forgone() -> None:
    assert forgone(0.5) == 0.5
    assert forgone(-0.5) == 0.0


def test_a_careful_search_justifies_a_choice() -> None:
    assert unjustified(0.0, 0.5) == 1.0
    assert unjustified(1.0, 0.5) == 0.5
    assert unjustified(0.8, 0.5) == pytest.approx(0.6)


def test_only_falling_short_disappoints() -> None:
    assert disappointment(1.0, 0.4) == pytest.approx(0.6)
    assert disappointment(0.4, 1.0) == 0.0


def test_conflict_is_noticeable_distance_from_the_group_and_being_overruled() -> None:
    assert conflictedness(1.0, 1.0, False, 0.0) == 0.0
    assert conflictedness(0.9, 1.0, False, 0.25) == 0.0
    assert conflictedness(0.2, 1.0, True, 0.25) == pytest.approx(1.05)


def test_unsureness_is_the_chance_of_a_loss() -> None:
    assert unsureness(0.0, 1.0) == 0.5
    assert unsureness(1.0, 1.0) == pytest.approx(0.158655, abs=1e-6)
    assert unsureness(1.0, 1e-6) == 0.0


def test_effort_is_relative_to_what_was_expected() -> None:
    assert effort_ratio(31.0, 5.0, 10.0, 4.2, 0.0) == 1.0
    assert effort_ratio(31.0, 5.0, 10.0, 4.2, 0.39) == pytest.approx(1.0 / 0.61)  # plans fall short


def test_regret_saturates_between_0_and_100() -> None:
    assert regret_score(0.0) == 0.0
    assert regret_score(math.log(2.0)) == pytest.approx(50.0)
    assert 99.0 < regret_score(10.0) < 100.0


def test_satisfaction_rises_with_worth_and_falls_harder_than_it_rises_with_surprise() -> None:
    assert satisfaction_score(6.3, 1.0, 1.0, 0.0, 0.6, 1.2, 0.5, 0.0) == pytest.approx(7.3)
    up = satisfaction_score(6.3, 1.0, 0.5, 0.0, 0.6, 1.2, 0.5, 0.0) - 7.3
    down = 7.3 - satisfaction_score(6.3, 1.0, 1.5, 0.0, 0.6, 1.2, 0.5, 0.0)
    assert (up, down) == (pytest.approx(0.3), pytest.approx(0.6))
    assert satisfaction_score(6.3, 1.0, 1.0, 2.0, 0.6, 1.2, 0.5, 0.0) == pytest.approx(6.3)


def test_being_served_well_adds_to_satisfaction() -> None:
    assert satisfaction_score(6.3, 1.0, 1.0, 0.0, 0.6, 1.2, 0.5, 0.4) == pytest.approx(7.7)
    assert satisfaction_score(6.3, 1.0, 1.0, 0.0, 0.6, 1.2, 0.5, -0.4) == pytest.approx(6.9)


@pytest.mark.parametrize(("realised", "limit"), [(50.0, 10.0), (-50.0, 0.0)])
def test_satisfaction_stays_on_its_scale(realised: float, limit: float) -> None:
    assert satisfaction_score(6.3, realised, 0.0, 0.0, 0.6, 1.2, 0.5, 0.0) == limit


def test_satisfied_people_recommend_and_regretful_ones_less() -> None:
    assert recommend_rating(7.0, 0.0) == 8.5
    assert recommend_rating(7.0, 50.0) == 7.5
    assert recommend_rating(10.0, 0.0) == 10.0
    assert recommend_rating(0.0, 100.0) == 0.0


def test_staying_depends_on_the_product_and_the_cost_of_leaving() -> None:
    assert p_renew(6.5, 40.0, 0.0) == 0.5
    assert p_renew(7.7, 40.0, 0.0) == pytest.approx(0.841345, abs=1e-6)
    assert p_renew(6.5, 40.0, 1.0) > p_renew(6.5, 40.0, 0.0) > p_renew(6.5, 90.0, 0.0)


def test_talk_moves_towards_half_the_balance_of_voices() -> None:
    assert talk(0.3, 1.0, 0.0) == 0.3
    assert talk(0.0, 1.0, 0.02) == pytest.approx(0.01)
    assert talk(0.2, -1.0, 1.0) == pytest.approx(-0.5)
