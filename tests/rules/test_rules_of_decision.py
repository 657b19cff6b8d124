"""Decision: risk, evidence, dissent, and a case on its way up."""

import math

import pytest

from buyermaze.simulator.model.rules.decision import belief_sd, case_strength, loss_averse, p_give_up, rank_value


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


def test_variances_of_vendor_change_and_dissent_add() -> None:
    assert belief_sd(4.0, 1.0, 0.0, 0.5) == pytest.approx(math.sqrt(1.25))
    assert belief_sd(4.0, 1.0, 2.0, 0.5) == pytest.approx(math.sqrt(1.25 + 0.5 * 4.0))


def test_rank_falls_with_missing_evidence_and_unanswered_calls() -> None:
    assert rank_value(1.0, 1.0, 0, 0.25, 0.2) == 1.0
    assert rank_value(1.0, 0.0, 2, 0.25, 0.2) == pytest.approx(1.0 - 0.25 - 0.4)


def test_larger_groups_give_up_sooner_and_a_kit_calms() -> None:
    assert p_give_up(0.22, 3, False, 0.4) == pytest.approx(1.0 - math.exp(-0.66))
    assert p_give_up(0.22, 3, True, 0.4) == pytest.approx(1.0 - math.exp(-0.66 * 0.6))
    assert p_give_up(0.22, 8, False, 0.4) > p_give_up(0.22, 3, False, 0.4)
    assert p_give_up(0.22, 8, True, 1.0) == 0.0


def test_without_a_kit_a_case_thins_out_level_by_level() -> None:
    assert case_strength(1.0, 2, False, 0.5, 0.25, 0.1) == pytest.approx(0.6)
    assert case_strength(1.0, 2, True, 0.5, 0.25, 0.1) == pytest.approx(1.6)
    assert case_strength(1.0, 5, True, 0.5, 0.25, 0.1) == case_strength(1.0, 1, True, 0.5, 0.25, 0.1)
