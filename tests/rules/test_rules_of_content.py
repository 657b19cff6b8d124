"""Content: what people can keep alive, what answers, what fits a checkout."""

import math

import pytest

from buyermaze.simulator.model.rules.buyers.content import p_answers, p_checkout, upkeep


def test_enough_people_keep_everything_alive() -> None:
    assert upkeep(5.0, 0.0, 4.0, 20.0, 1.0) == 1.0
    assert upkeep(50.0, 0.0, 4.0, 20.0, 1.0) == 1.0


def test_nothing_to_keep_is_kept() -> None:
    assert upkeep(0.0, 0.5, 4.0, 0.0, 2.0) == 1.0


def test_half_the_people_keep_half() -> None:
    assert upkeep(2.5, 0.0, 4.0, 20.0, 1.0) == 0.5


def test_coordination_and_complexity_cost_upkeep() -> None:
    assert upkeep(4.0, 0.25, 4.0, 20.0, 1.0) == pytest.approx(0.6)
    assert upkeep(4.0, 0.0, 4.0, 20.0, 16.0) == pytest.approx(0.8 / 8.0)


def test_an_asset_answers_by_quality_freshness_upkeep_and_target() -> None:
    assert p_answers(0.8, 0.0, 500.0, 1.0, 1.0) == 0.8
    assert p_answers(0.8, 500.0, 500.0, 0.5, 0.65) == pytest.approx(0.8 * math.exp(-1.0) * 0.5 * 0.65)


def test_complex_deals_rarely_fit_a_checkout() -> None:
    assert p_checkout(0.0, 1.0) == 0.0
    assert p_checkout(1.0, 0.4) == pytest.approx(math.exp(-0.4))
    assert p_checkout(1.0, 2.0) < p_checkout(1.0, 1.0)
