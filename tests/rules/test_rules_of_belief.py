"""Beliefs: what a signal weighs, where it moves a mean, when it unsettles."""

import math

import pytest

from buyermaze.simulator.model.rules.beliefs import (
    cue_shift,
    p_clash_noticed,
    signal_sd,
    signal_weight,
    surprise,
    updated_mean,
    updated_precision,
)


def test_noise_of_a_signal_is_scale_times_depth_times_channel() -> None:
    assert signal_sd(1.4, 2.0, 1.3, 1.0) == 1.4 * 2.0 * 1.3


def test_good_answers_are_read_more_clearly_down_to_a_floor() -> None:
    assert signal_sd(1.0, 1.0, 1.0, 4.0) == 0.5
    assert signal_sd(1.0, 1.0, 1.0, 0.0) == signal_sd(1.0, 1.0, 1.0, 0.15) == 1.0 / math.sqrt(0.15)


def test_a_full_weight_is_credibility_over_variance() -> None:
    assert signal_weight(0.5, 1.0, 2.0, 0, 0.5) == pytest.approx(0.5 / 4.0)


@pytest.mark.parametrize(("discount", "total"), [(0.0, 4.0), (1.0, 1.0 + 1 / 2 + 1 / 3 + 1 / 4)])
def test_repeats_count_in_full_or_by_the_harmonic_series(discount: float, total: float) -> None:
    assert sum(signal_weight(1.0, 1.0, 1.0, n, discount) for n in range(4)) == pytest.approx(total)


def test_trust_scales_the_weight() -> None:
    assert signal_weight(1.0, 0.25, 1.0, 3, 0.5) == pytest.approx(0.25 * signal_weight(1.0, 1.0, 1.0, 3, 0.5))


def test_the_mean_lies_between_belief_and_signal_by_precision() -> None:
    assert updated_mean(0.0, 3.0, 1.0, 1.0) == 0.25
    assert updated_mean(0.4, 2.0, 9.0, 0.0) == pytest.approx(0.4)


def test_surprise_is_measured_in_sds_of_the_prediction() -> None:
    assert surprise(0.0, 1.0, 2.0, 1.0) == pytest.approx(2.0 / math.sqrt(2.0))
    assert surprise(0.0, 1.0, -2.0, 1.0) == surprise(0.0, 1.0, 2.0, 1.0)


def test_precisions_add_up_to_the_threshold_and_shrink_beyond_it() -> None:
    assert updated_precision(2.0, 3.0, 1.5, 1.5, 0.35) == 5.0
    assert updated_precision(2.0, 3.0, 2.5, 1.5, 0.35) == pytest.approx(5.0 * math.exp(-0.35))
    assert updated_precision(2.0, 3.0, 9.0, 1.5, 0.0) == 5.0


def test_an_encounter_as_expected_moves_nothing_a_better_one_lifts() -> None:
    assert cue_shift(2.0, 0.35, 0.75, 0.75) == 0.0
    assert cue_shift(2.0, 0.35, 1.0, 0.75) == pytest.approx(0.35 * 0.25 / 2.35)
    assert cue_shift(2.0, 0.35, 0.0, 0.75) < 0.0


def test_differing_claims_are_noticed_beyond_the_tolerance_only() -> None:
    assert p_clash_noticed(0.25, 0.25, 0.5) == 0.0
    assert p_clash_noticed(-0.75, 0.25, 0.5) == pytest.approx(1.0 - math.exp(-1.0))
    assert p_clash_noticed(0.75, 0.25, 0.5) == p_clash_noticed(-0.75, 0.25, 0.5)
