"""Decision: risk, evidence, dissent, and a case on its way up."""

import math

import pytest
from scipy import integrate, stats

from buyermaze.simulator.model.rules.journey.decision import (
    belief_sd,
    case_strength,
    common_gain,
    expected_gain,
    learnable_sd,
    loss_averse,
    overload,
    p_give_up,
    p_settled,
    planned,
    pressure,
    rank_value,
    worth_considering,
)


def test_without_risk_a_gain_counts_once_and_a_loss_by_the_aversion() -> None:
    assert loss_averse(1.5, 0.0, 2.25) == 1.5
    assert loss_averse(-1.5, 0.0, 2.25) == -1.5 * 2.25


def test_without_aversion_only_the_mean_counts() -> None:
    assert loss_averse(0.3, 2.0, 1.0) == pytest.approx(0.3)


def test_a_fair_gamble_is_disliked_by_the_mean_loss() -> None:
    assert loss_averse(0.0, 1.0, 3.0) == pytest.approx(-2.0 / math.sqrt(2.0 * math.pi))


@pytest.mark.parametrize("mean", [-1.0, 0.0, 0.4, 2.0])
def test_risk_and_aversion_only_ever_lower_the_value(mean: float) -> None:
    assert loss_averse(mean, 1.0, 2.25) < loss_averse(mean, 0.5, 2.25) < mean + 1e-12
    assert loss_averse(mean, 1.0, 3.0) < loss_averse(mean, 1.0, 2.0)


def test_a_small_risk_approaches_certainty() -> None:
    assert loss_averse(-1.0, 1e-9, 2.25) == pytest.approx(loss_averse(-1.0, 0.0, 2.25))


def test_variances_of_vendor_change_dissent_and_overload_add() -> None:
    assert belief_sd(4.0, 1.0, 0.0, 0.5, 0.0) == pytest.approx(math.sqrt(1.25))
    assert belief_sd(4.0, 1.0, 2.0, 0.5, 0.0) == pytest.approx(math.sqrt(1.25 + 0.5 * 4.0))
    assert belief_sd(4.0, 1.0, 2.0, 0.5, 0.3) == pytest.approx(math.sqrt(1.25 + 0.5 * 4.0 + 0.3))


def test_only_alternatives_hard_to_tell_apart_overload_and_advice_takes_it_away() -> None:
    assert overload(0, 0.1, 0.0) == 0.0
    assert overload(2, 0.1, 0.0) == pytest.approx(0.2)
    assert overload(2, 0.1, 0.75) == pytest.approx(0.05)


@pytest.mark.parametrize(("lead", "sd"), [(0.0, 1.0), (0.4, 0.7), (-0.3, 0.5), (2.0, 0.3)])
def test_what_an_alternative_may_be_better_by_is_the_integral_over_its_chances(lead: float, sd: float) -> None:
    whole = integrate.quad(lambda x: max(0.0, x) * stats.norm.pdf(x, -lead, sd), 0.0, 10.0)[0]
    assert expected_gain(lead, sd) == pytest.approx(whole, abs=1e-7)
    assert expected_gain(0.4, 0.0) == 0.0
    assert expected_gain(-0.4, 0.0) == 0.4


def test_a_late_vendor_needs_the_better_reason_the_more_is_settled() -> None:
    gain = expected_gain(0.2, 0.7)
    assert worth_considering(0.2, 0.7, 0.99 * gain, 0.0)
    assert not worth_considering(0.2, 0.7, 0.99 * gain, 0.1)
    assert not worth_considering(-5.0, 0.7, 0.1, 1.0)  # nobody is added to settled requirements
    assert worth_considering(0.2, 0.7, 0.0, 0.9)


def test_an_opinion_may_move_by_the_variance_that_learning_takes_away() -> None:
    variance, gained = 0.8, 1.7
    assert learnable_sd(variance, gained) ** 2 == pytest.approx(variance - 1.0 / (1.0 / variance + gained))
    assert learnable_sd(variance, 0.0) == 0.0


def test_plans_fall_short_and_delay_hurts_more_beyond_them() -> None:
    assert planned(100.0, 0.39) == pytest.approx(61.0)
    assert pressure(50.0, 61.0, 2.0) == 1.0
    assert pressure(122.0, 61.0, 2.0) == pytest.approx(3.0)


def test_disagreement_is_settled_less_once_it_is_heated() -> None:
    assert p_settled(0.4, 0.0) == 0.4
    assert p_settled(0.4, 1.0) == pytest.approx(0.2)


def test_a_group_case_shows_common_gain_and_private_messages_hide_it() -> None:
    assert common_gain(0.5, 0.0, False, 0.4) == 0.5
    assert common_gain(0.5, 0.5, False, 0.4) == 0.25
    assert common_gain(0.5, 0.0, True, 0.4) == pytest.approx(0.7)
    assert common_gain(0.5, 1.0, True, 1.0) == 1.0


def test_rank_falls_with_missing_evidence_and_unanswered_calls() -> None:
    assert rank_value(1.0, 1.0, 0, 0.25, 0.2) == 1.0
    assert rank_value(1.0, 0.0, 2, 0.25, 0.2) == pytest.approx(1.0 - 0.25 - 0.4)


def test_tension_ends_projects_and_a_kit_calms() -> None:
    assert p_give_up(2.0, 0.0, False, 0.4) == 0.0
    assert p_give_up(2.0, 0.3, False, 0.4) == pytest.approx(1.0 - math.exp(-0.6))
    assert p_give_up(2.0, 0.3, True, 0.4) == pytest.approx(1.0 - math.exp(-0.36))
    assert p_give_up(2.0, 0.3, True, 1.0) == 0.0


def test_without_a_kit_a_case_thins_out_level_by_level() -> None:
    assert case_strength(1.0, 2, False, 0.5, 0.25, 0.1) == pytest.approx(0.6)
    assert case_strength(1.0, 2, True, 0.5, 0.25, 0.1) == pytest.approx(1.6)
    assert case_strength(1.0, 5, True, 0.5, 0.25, 0.1) == case_strength(1.0, 1, True, 0.5, 0.25, 0.1)
