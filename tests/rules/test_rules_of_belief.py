"""Beliefs: what a signal weighs, where it moves a mean, when it unsettles."""

import math

import pytest

from buyermaze.simulator.model.rules.buyers.beliefs import (
    clear_precision,
    confused,
    cue_shift,
    hearsay_weight,
    in_favour,
    p_clash_noticed,
    signal_sd,
    signal_weight,
    surprise,
    trust_earned,
    updated_mean,
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


def test_contradictions_beyond_the_threshold_cost_certainty_and_pile_up() -> None:
    assert confused(0.2, 1.5, 1.5, 0.35) == 0.2
    assert confused(0.2, 2.5, 1.5, 0.35) == pytest.approx(0.55)
    assert clear_precision(5.0, 0.0) == 5.0
    assert clear_precision(5.0, math.log(2.0)) == pytest.approx(2.5)


def test_the_vaguer_the_evidence_the_further_it_is_bent_towards_the_favourite() -> None:
    assert in_favour(0.3, 2.0, 0.0, True) == in_favour(0.3, 2.0, 0.0, False) == 0.3
    assert in_favour(0.3, 2.0, 0.1, True) == pytest.approx(0.5)
    assert in_favour(0.3, 2.0, 0.1, False) == pytest.approx(0.1)
    assert in_favour(0.3, 0.0, 0.1, True) == 0.3


def test_what_a_colleague_found_counts_for_less_the_more_it_was_about_them() -> None:
    assert hearsay_weight(2.0, 0.0, 1.0) == 2.0
    assert hearsay_weight(2.0, 0.0, 0.3) == pytest.approx(0.6)
    assert hearsay_weight(2.0, 0.25, 1.0) == pytest.approx(1.0)
    assert hearsay_weight(1e12, 0.5, 1.0) == pytest.approx(1.0)  # however much they know, they are somebody else


def test_trust_grows_towards_its_most_by_answers_worth_having() -> None:
    assert trust_earned(1.0, 0.1, 1.5) == pytest.approx(1.05)
    assert trust_earned(0.5, 1.0, 1.5) == 1.5
    assert trust_earned(1.5, 0.1, 1.5) == 1.5
    assert trust_earned(1.0, 0.0, 1.5) == 1.0


def test_an_encounter_as_expected_moves_nothing_a_better_one_lifts() -> None:
    assert cue_shift(2.0, 0.35, 0.75, 0.75) == 0.0
    assert cue_shift(2.0, 0.35, 1.0, 0.75) == pytest.approx(0.35 * 0.25 / 2.35)
    assert cue_shift(2.0, 0.35, 0.0, 0.75) < 0.0


def test_differing_claims_are_noticed_beyond_the_tolerance_only() -> None:
    assert p_clash_noticed(0.25, 0.25, 0.5) == 0.0
    assert p_clash_noticed(-0.75, 0.25, 0.5) == pytest.approx(1.0 - math.exp(-1.0))
    assert p_clash_noticed(0.75, 0.25, 0.5) == p_clash_noticed(-0.75, 0.25, 0.5)
