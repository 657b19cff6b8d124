"""Student's t against scipy."""

import pytest
from scipy import stats

from buyermaze.simulator.comparison.student_t import quantile, tail


@pytest.mark.parametrize("df", [1, 2, 3, 7, 19, 99, 1999])
def test_tails_and_quantiles_are_those_of_scipy(df: int) -> None:
    for t in (0.0, 0.001, 0.3, 1.0, 2.1, 6.0, 40.0):
        assert tail(t, df) == pytest.approx(stats.t.sf(t, df), rel=1e-10)
    assert quantile(0.025, df) == pytest.approx(stats.t.isf(0.025, df), rel=1e-11)
    assert tail(quantile(0.025, df), df) == pytest.approx(0.025, rel=1e-12)


@pytest.mark.parametrize("df", [99_999, 100_001, 10**6, 10**9, 10**13])
def test_the_quantile_holds_for_as_many_values_as_anybody_asks_about(df: int) -> None:
    assert quantile(0.025, df) == pytest.approx(stats.t.isf(0.025, df), rel=1e-10)
