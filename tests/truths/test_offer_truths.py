"""Offers of whole runs against closed forms: Bayes after a pilot, an arctangent of wrong packages, a capped exponential."""

import math

import numpy as np
import pytest
from scipy import stats

from buyermaze.simulator.core.vocabulary import Draw, Kind
from buyermaze.simulator.model.rules.luck.draws import draw
from buyermaze.simulator.model.steps.sales.offers import SHOWS
from tests.worlds import buyer, channels, clean, cohort, history, rows, within


def offered(seats: tuple[str, ...] = ("buyer",), **changes: object):
    """Return a world in which our reps answer everything and say nothing of value, and everybody is glad to buy from us."""
    base = {
        "market.demand.n_accounts_per_week": 5.0,
        "market.group.days_between_meetings": 3.0,
        "market.offer.benefit_mean": 3.0,
        "market.offer.days_to_use": 0.0,
        "market.living.n_periods": 1,
        **cohort(1500),
    }
    need = {"problem": 1.0, "requirements": 1.0}
    people = [buyer(need=need), buyer("purchasing", need=need, needs_terms=True)]
    given = {key.replace("__", "."): value for key, value in changes.items()}
    return history(clean(people, seats, channels(rep={"problem": 5.0, "requirements": 5.0}) | base | given))


@pytest.mark.parametrize(("sd", "fails"), [(0.3, 0.0), (0.8, 0.0), (0.8, 1.0)])
def test_after_a_pilot_beliefs_are_gaussian_posteriors(sd: float, fails: float) -> None:
    world = offered(
        market__offer__quality_sd=0.6, programme__pilot__p_offered=1.0, market__pilot_reception__sd=sd,
        market__pilot_reception__p_fails=fails, run__n_accounts=60,
    )  # fmt: skip
    p, prior, weight = world.people[:, 0], 1.0 / 0.6**2, 1.0 / sd**2
    seen = rows(world.journal, Kind.PILOT_SEEN)["account"]
    assert len(seen) > 40
    for account in seen:
        luck = stats.norm.ppf(draw(p.key[account], Draw.PILOT.value, SHOWS, 0))
        signal = p.truth[account, 0] + sd * luck - 0.8 * fails
        assert p.precision[account, 0] == pytest.approx(prior + weight, rel=1e-12)
        assert p.opinion[account, 0] == pytest.approx(weight * signal / (prior + weight), rel=1e-7, abs=1e-8)


@pytest.mark.parametrize("error", [0.0, 0.25, 0.5])
def test_wrong_packages_are_as_common_as_two_normals_of_unlike_sign(error: float) -> None:
    world = offered(programme__packages__n=3, market__package_choice__error_sd=error)
    picked = rows(world.journal, Kind.PACKAGE)
    wrong = float((picked["detail"] > 0.0).mean())
    assert len(picked) > 1000
    assert within(wrong, math.atan(error / 0.5) / math.pi, len(picked))
    assert within(float((picked["value"] == 1.0).mean()), 0.5, len(picked))


def test_a_package_that_fits_is_worth_half_a_normal_more() -> None:
    """With no error the gain is step · |want|, whose mean is step · sd · √(2/π), and it is felt in what the product is worth."""
    plain, packages = (offered(programme__packages__n=n, market__package_choice__error_sd=0.0) for n in (1, 3))
    net = [world.people[:, 0].truth[:, 0] - world.accounts.price[:, 0] for world in (plain, packages)]
    picked = np.unique(rows(packages.journal, Kind.PACKAGE)["account"])
    gain = (net[1] - net[0])[picked]
    mean, sd = 0.2 * 0.5 * math.sqrt(2.0 / math.pi), 0.2 * 0.5 * math.sqrt(1.0 - 2.0 / math.pi)
    assert abs(gain.mean() - mean) < 4.0 * sd / math.sqrt(len(gain))
    assert gain.min() >= -1e-12


def test_what_is_asked_is_exponential_and_at_most_half() -> None:
    world = offered(
        ("buyer", "purchasing"), market__bargaining__p_asks=1.0, programme__discounts__authority=0.1,
        programme__discounts__p_approved=0.0, programme__discounts__days_approval=0.0,
    )  # fmt: skip
    asked = rows(world.journal, Kind.BARGAINED)
    assert len(asked) > 1000
    mean = 0.15 * (1.0 - math.exp(-0.5 / 0.15))
    assert abs(asked["detail"].mean() - mean) < 4.0 * 0.15 / math.sqrt(len(asked))
    given = 0.15 * (1.0 - math.exp(-0.1 / 0.15))  # nothing beyond authority is approved
    assert abs(asked["value"].mean() - given) < 4.0 * 0.1 / math.sqrt(len(asked))
    assert within(float(len(rows(world.journal, Kind.SENT_UP)) / len(asked)), math.exp(-0.1 / 0.15), len(asked))


def test_a_group_of_which_nobody_settles_terms_does_not_bargain() -> None:
    assert not len(rows(offered(("buyer", "buyer"), market__bargaining__p_asks=1.0).journal, Kind.BARGAINED))
