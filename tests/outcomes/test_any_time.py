"""Intervals that hold however often one looks: closed forms and false alarms."""

import math
from typing import Any

import numpy as np
import pytest

from buyermaze.simulator.comparison.any_time import at_any_time, evidence, half_width
from buyermaze.simulator.comparison.paired_statistics import ALPHA, difference, estimate, t_quantile

N_NULLS, N_MOST, N_FIRST = (
    2000,
    400,
    20,
)  # comparisons without a difference; values looked at one by one, from the first look


def _normal(rng: np.random.Generator) -> np.ndarray:
    return rng.normal(size=(N_NULLS, N_MOST))


def _wins(rng: np.random.Generator) -> np.ndarray:
    """Differences in shares of wins of forty accounts, of which most are won or lost on both sides."""
    return (rng.binomial(8, 0.3, (N_NULLS, N_MOST)) - rng.binomial(8, 0.3, (N_NULLS, N_MOST))) / 40


def _money(rng: np.random.Generator) -> np.ndarray:
    """Differences in profit: a few large deals."""
    return rng.gamma(1.5, size=(N_NULLS, N_MOST)) - rng.gamma(1.5, size=(N_NULLS, N_MOST))


def _lopsided(rng: np.random.Generator) -> np.ndarray:
    """Differences that are mostly nothing, and rarely much, to one side."""
    return rng.exponential(size=(N_NULLS, N_MOST)) - 1.0


def _looks(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and standard error of every null after each value from the first look on."""
    n = np.arange(1, N_MOST + 1)
    mean = values.cumsum(axis=1) / n
    variance = ((values**2).cumsum(axis=1) - n * mean**2).clip(0) / np.maximum(n - 1, 1)
    return mean[:, N_FIRST - 1 :], np.sqrt(variance / n)[:, N_FIRST - 1 :]


def _alarms(mean: np.ndarray, half: np.ndarray) -> float:
    return float((np.abs(mean) > half).any(axis=1).mean())


@pytest.mark.parametrize(("drawn", "most"), [(_normal, 0.05), (_wins, 0.05), (_money, 0.05), (_lopsided, 0.07)])
def test_looking_after_every_value_raises_few_false_alarms(drawn: Any, most: float) -> None:
    mean, error = _looks(drawn(np.random.default_rng(7)))
    lasting = np.array([half_width(1.0, n) for n in range(N_FIRST, N_MOST + 1)])
    usual = np.array([t_quantile(n) for n in range(N_FIRST, N_MOST + 1)])
    alarms = {
        name: float((np.abs(mean) > factor * error).any(axis=1).mean())
        for name, factor in (("lasting", lasting), ("usual", usual))
    }
    assert 0.001 < alarms["lasting"] <= most
    assert alarms["usual"] > 0.2, "looking on with usual intervals finds something by luck alone"


def test_evidence_is_that_of_the_t_test_weighed_over_effects() -> None:
    n, t = 30, 2.4
    from scipy.integrate import quad
    from scipy.stats import nct, norm
    from scipy.stats import t as student

    from buyermaze.simulator.comparison.any_time import SPREAD

    weighed = quad(
        lambda d: nct.pdf(t, n - 1, d * math.sqrt(n)) * norm.pdf(d, scale=math.sqrt(SPREAD)), -3, 3, points=[0.0, 0.4]
    )[0]
    assert evidence(t, 1.0, n) == pytest.approx(weighed / student.pdf(t, n - 1), rel=1e-6)


@pytest.mark.parametrize("n", [12, 20, 100, 5000])
def test_the_interval_ends_where_the_evidence_is_twenty_to_one(n: int) -> None:
    assert evidence(half_width(1.0, n), 1.0, n) == pytest.approx(1 / ALPHA, rel=1e-9)


def test_it_is_wider_than_the_usual_interval_and_tightest_about_a_hundred_values() -> None:
    widths = {n: half_width(1.0, n) for n in (20, 50, 100, 400, 100_000)}
    assert all(width > 1.96 for width in widths.values())
    assert 2.9 < widths[100] < 3.2 and widths[20] > widths[100] < widths[100_000]


def test_too_few_values_say_nothing() -> None:
    assert half_width(1.0, 2) == math.inf and math.isnan(half_width(1.0, 1))
    assert math.isnan(at_any_time(estimate(np.array([1.0]))).low)
    assert at_any_time(difference(np.array([1.0, 1.0, 1.0]), np.array([1.0, 1.0, 1.0]))).p == 1.0


def test_it_is_the_same_applied_twice() -> None:
    rng = np.random.default_rng(1)
    once = at_any_time(difference(rng.normal(1, 1, 40), rng.normal(0, 1, 40)))
    assert at_any_time(once) == once
