"""Choice: what attracts, what repels, and the race that decides."""

import math

import pytest

from buyermaze.simulator.model.rules.journey.choice import (
    LEAST_TRUST,
    channel_rate,
    content_hope,
    exposure_now,
    first_to_come,
    need_utility,
    p_discovered,
    readiness_rate,
    standing_rate,
    waiting_rate,
)


def test_an_empty_need_pulls_fully_and_open_earlier_jobs_hold_it_back() -> None:
    assert need_utility(0.0, 0, 2.0, 0.7) == 2.0
    assert need_utility(0.5, 2, 2.0, 0.7) == pytest.approx(1.0 - 1.4)
    assert need_utility(1.0, 0, 2.0, 0.7) == 0.0


def test_standing_attraction_at_the_reference_gain_is_liking_less_time() -> None:
    assert standing_rate(0.85, 0.3, 2.0, 1.6, 0.25) == pytest.approx(math.exp(0.85 - 0.5))


def test_gain_counts_by_its_power() -> None:
    assert standing_rate(0.0, 0.6, 0.0, 1.6, 0.0) == pytest.approx(2.0**1.6)
    assert standing_rate(0.0, 0.6, 0.0, 0.0, 0.0) == 1.0


def test_trust_scales_a_rate_but_nobody_is_written_off() -> None:
    assert channel_rate(2.0, 0.5, 0.0, 0.1) == 1.0
    assert channel_rate(2.0, 0.0, 0.0, 0.1) == 2.0 * LEAST_TRUST


def test_one_over_fatigue_recent_visits_halve_the_attraction() -> None:
    assert channel_rate(1.0, 1.0, 10.0, 0.1) == 0.5
    assert channel_rate(1.0, 1.0, 10.0, 0.0) == 1.0


def test_waiting_is_disliked_by_the_working_day() -> None:
    assert waiting_rate(0.0, 0.1) == 1.0
    assert waiting_rate(16.0, 0.1) == pytest.approx(math.exp(-0.2))


def test_the_likelier_alternative_comes_sooner_and_low_luck_later() -> None:
    assert first_to_come(0.5, 2.0) == pytest.approx(math.log(2.0) / 2.0)
    assert first_to_come(0.5, 2.0) < first_to_come(0.5, 1.0)
    assert first_to_come(0.1, 1.0) > first_to_come(0.9, 1.0)


def test_exposure_halves_after_one_fading_time_and_never_quite_ends() -> None:
    assert exposure_now(3.0, 0.0, 120.0) == 3.0
    assert exposure_now(3.0, 120.0, 120.0) == 1.5
    assert exposure_now(3.0, 12_000.0, 120.0) > 0.0


def test_readers_hope_for_something_even_of_an_empty_shelf() -> None:
    assert content_hope(0.0) == 0.15
    assert content_hope(1.0) == 1.0


def test_sellers_are_sought_in_step_with_what_one_understands() -> None:
    assert readiness_rate(1.0, 5.0) == 1.0
    assert readiness_rate(0.0, 5.0) == pytest.approx(math.exp(-5.0))
    assert readiness_rate(0.0, 0.0) == 1.0
    assert readiness_rate(0.5, 2.0) == pytest.approx(math.exp(-1.0))


def test_eyes_close_as_requirements_settle() -> None:
    assert p_discovered(0.12, 0.0) == 0.12
    assert p_discovered(0.12, 0.5) == pytest.approx(0.06)
    assert p_discovered(0.12, 1.0) == 0.0
