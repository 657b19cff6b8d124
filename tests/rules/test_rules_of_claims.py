"""What sellers say beyond the truth: believed in part, checked, and resented when it is pushed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buyermaze.simulator.model.rules.sales.claims import believed, p_found_out, pitch_bias

sizes = st.floats(0.0, 10.0)


def test_a_claim_of_the_credible_size_is_believed_most() -> None:
    most = believed(1.2, 0.5, 1.2, 0)
    assert most == pytest.approx(1.2 * 0.5 / 2.718281828459045)
    assert believed(1.1, 0.5, 1.2, 0) < most > believed(1.3, 0.5, 1.2, 0)


def test_every_claim_found_out_halves_what_is_believed_at_half_scepticism() -> None:
    assert believed(0.7, 0.5, 1.0, 1) == pytest.approx(0.5 * believed(0.7, 0.5, 1.0, 0))
    assert believed(0.7, 1.0, 1.0, 0) == 0.0


@given(sizes, st.floats(0.0, 1.0), st.floats(0.05, 20.0), st.integers(0, 50))
def test_nobody_believes_more_than_is_claimed(promise: float, scepticism: float, credible: float, n: int) -> None:
    assert 0.0 <= believed(promise, scepticism, credible, n) <= promise


@given(sizes, sizes)
def test_larger_claims_are_found_out_more_often_and_small_ones_never(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert p_found_out(low, 0.3, 6.0) <= p_found_out(high, 0.3, 6.0) < 1.0
    assert p_found_out(0.3, 0.3, 6.0) == 0.0


def test_the_first_pitch_moves_in_full_and_later_ones_turn_against_us() -> None:
    assert pitch_bias(0.8, 0.5, 0) == 0.8
    assert pitch_bias(0.8, 0.5, 2) == 0.0
    assert pitch_bias(0.8, 0.5, 4) == pytest.approx(-0.8)
