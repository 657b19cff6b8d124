"""The canonical order of events, and the normal distribution."""

import itertools
import math

import pytest
from scipy import stats

from buyermaze.simulator.core.agenda import Event
from buyermaze.simulator.core.vocabulary import N_PEOPLE, N_REPS
from buyermaze.simulator.model.rules.luck.event_order import account_of, event_of, rank, seat_of
from buyermaze.simulator.model.rules.luck.normal import LOW, normal_cdf, normal_pdf, normal_quantile


def test_a_rank_gives_back_what_it_was_made_of() -> None:
    for event, account, seat in itertools.product(Event, (0, 1, 63, 64, 10_000_000), (0, 5, N_PEOPLE - 1)):
        place = rank(event.value, account, seat)
        assert (event_of(place), account_of(place), seat_of(place)) == (event.value, account, seat)


def test_ranks_order_by_kind_then_account_then_seat() -> None:
    keys = list(itertools.product(range(len(Event)), (0, 1, 9_999_999), (0, 1, 11)))
    assert sorted(keys) == sorted(keys, key=lambda key: rank(*key))


def test_every_seat_and_rep_fits_into_a_rank() -> None:
    assert max(N_PEOPLE, N_REPS) <= 64


@pytest.mark.parametrize("x", [-8.0, -2.0, -0.1, 0.0, 0.7, 3.0, 8.0])
def test_normal_cdf_and_density_against_scipy(x: float) -> None:
    assert normal_cdf(x) == pytest.approx(stats.norm.cdf(x), rel=1e-12)
    assert normal_pdf(x) == pytest.approx(stats.norm.pdf(x), rel=1e-12)


@pytest.mark.parametrize("p", [2.0**-53, 1e-9, LOW, math.nextafter(LOW, 1), 0.3, 0.5, 0.7, 1 - LOW, 1 - 2.0**-53])
def test_normal_quantile_against_scipy(p: float) -> None:
    assert normal_quantile(p) == pytest.approx(stats.norm.ppf(p), rel=2e-9, abs=2e-9)


def test_the_quantile_is_odd_and_rising() -> None:
    points = [normal_quantile(k / 1000) for k in range(1, 1000)]
    assert points == sorted(points)
    assert all(a == pytest.approx(-b, abs=1e-8) for a, b in zip(points, reversed(points), strict=True))
