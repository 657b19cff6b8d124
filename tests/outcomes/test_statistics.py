"""Intervals, paired differences and adjusted p-values agree with the textbook."""

import math

import numpy as np
import pytest
from scipy import stats

from buyermaze.simulator.comparison.paired_statistics import difference, estimate, holm, t_quantile, values_for

RNG = np.random.default_rng(7)
LUCK = RNG.normal(size=40)
A = 0.3 + 0.05 * LUCK + 0.01 * RNG.normal(size=40)
B = 0.27 + 0.05 * LUCK + 0.01 * RNG.normal(size=40)


def test_a_mean_has_the_t_interval() -> None:
    found = estimate(A)
    low, high = stats.t.interval(0.95, 39, A.mean(), stats.sem(A))
    assert (found.mean, found.standard_error) == pytest.approx((A.mean(), stats.sem(A)))
    assert (found.low, found.high) == pytest.approx((low, high))


def test_a_paired_difference_is_the_paired_t_test() -> None:
    found, test = difference(A, B), stats.ttest_rel(A, B)
    interval = test.confidence_interval()
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high))
    assert found.p == pytest.approx(test.pvalue, rel=1e-9)
    assert found.correlation == pytest.approx(stats.pearsonr(A, B).statistic)
    assert found.half_width < estimate(A).half_width  # what pairing is for


def test_undefined_replications_are_left_out_in_pairs_and_counted() -> None:
    a, b = A.copy(), B.copy()
    a[3] = b[3] = b[9] = np.nan
    found, kept = difference(a, b), np.delete(np.arange(40), [3, 9])
    assert (found.n, found.n_undefined) == (38, 2)
    assert found.p == pytest.approx(stats.ttest_rel(A[kept], B[kept]).pvalue)
    assert (estimate(a).n, estimate(a).n_undefined) == (39, 1)


def test_no_difference_at_all_is_certain() -> None:
    found = difference(A, A.copy())
    assert (found.mean, found.low, found.high, found.p) == (0.0, 0.0, 0.0, 1.0)
    assert found.correlation == pytest.approx(1.0)


def test_a_constant_difference_is_certain_too() -> None:
    assert difference(np.full(5, 3.0), np.full(5, 1.0)).p == 0.0
    assert math.isnan(difference(np.full(5, 3.0), np.full(5, 1.0)).correlation)


def test_rounding_is_no_difference() -> None:
    a = np.array([0.1 + 0.2] * 6)
    assert difference(a, np.full(6, 0.3)).mean == 0.0
    assert a[0] != 0.3


@pytest.mark.parametrize("n", [0, 1])
def test_too_few_values_give_no_interval(n: int) -> None:
    found = difference(A[:n], B[:n])
    assert math.isnan(found.standard_error)
    assert math.isnan(found.low)
    assert math.isnan(found.p)
    assert math.isnan(found.mean) == (n == 0)


def test_holm_adjusts_step_by_step() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.6, 0.5]) == [1.0, 1.0]
    assert holm([0.02]) == [0.02]
    adjusted = holm([0.01, math.nan, 0.02])
    assert adjusted[0] == pytest.approx(0.02)
    assert math.isnan(adjusted[1])


@pytest.mark.parametrize("target", [0.02, 0.001, 0.0003])
def test_the_replications_asked_for_are_just_enough(target: float) -> None:
    found = difference(A, B)
    spread = float(np.std(A - B, ddof=1))
    n = values_for(target, found)
    assert t_quantile(n) * spread / math.sqrt(n) <= target
    fewer = math.floor(n * 0.98) - 1
    assert n == 2 or t_quantile(fewer) * spread / math.sqrt(fewer) > target


def test_replications_need_a_target_and_a_spread() -> None:
    with pytest.raises(ValueError, match="positive"):
        values_for(0.0, difference(A, B))
    with pytest.raises(ValueError, match="two values"):
        values_for(0.1, difference(A[:1], B[:1]))
