"""Media, mail and talk: every response levels off."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buyermaze.simulator.model.rules.buyers.ideas import p_primed
from buyermaze.simulator.model.rules.environment.peers import circle, rumour, told_value
from buyermaze.simulator.model.rules.journey.choice import cooled_pull
from buyermaze.simulator.model.rules.marketing.mailing import p_opens, p_useful
from buyermaze.simulator.model.rules.marketing.media import goodwill, media_added, prior_precision, reached


def test_goodwill_is_where_building_up_and_decay_are_equal() -> None:
    """Adstock: what is spent every week, times what is left of each past week, adds up to the closed form."""
    weeks, life, step = 4000, 13.0, 0.01
    level = 0.0
    for _ in range(int(weeks / step / 10)):
        level += step * (1.5 - level / life)
    assert level == pytest.approx(goodwill(1.5, life), rel=1e-6)


def test_a_lasting_medium_and_a_geometric_adstock_agree_week_by_week() -> None:
    carried = math.exp(-1.0 / 13.0)
    adstock = sum(0.8 * carried**week for week in range(2000))
    a_week = 13.0 * (1.0 - carried)  # what is left, at the end of a week, of spending spread over it
    assert adstock * a_week == pytest.approx(goodwill(0.8, 13.0))


@given(st.floats(0.0, 500.0), st.floats(0.0, 500.0))
def test_more_goodwill_reaches_more_and_each_further_piece_less(one: float, more: float) -> None:
    first = reached(one, 10.0)
    assert 0.0 <= first <= reached(one + more, 10.0) <= 1.0
    assert reached(one + 2.0 * more, 10.0) - reached(one + more, 10.0) <= reached(one + more, 10.0) - first + 1e-12


def test_media_at_intensity_one_change_nothing_and_without_them_their_share_is_gone() -> None:
    assert media_added(0.15, 0.7, 0.7) == 0.0
    assert media_added(0.15, 0.0, 0.7) == -0.15


def test_priming_never_reaches_more_than_the_latent_and_its_second_half_brings_less() -> None:
    assert p_primed(0.0, 0.3) == 0.0
    assert p_primed(1.0, 0.3) - p_primed(0.5, 0.3) < p_primed(0.5, 0.3) < 0.3


def test_known_vendors_are_a_smaller_risk() -> None:
    assert prior_precision(0.5, True, 1.0) == 2.0 * prior_precision(0.5, False, 1.0) == 4.0


def test_a_lead_cools_to_an_ordinary_account() -> None:
    assert cooled_pull(2.2, 0.0, 5.0) == 2.2
    assert cooled_pull(2.2, 40.0, 5.0) == pytest.approx(1.0 + 1.2 / math.e)
    assert cooled_pull(2.2, 1e6, 5.0) == pytest.approx(1.0)


def test_mail_upon_mail_is_opened_less_and_says_less() -> None:
    assert p_useful(0.8, 0.0) == 0.8 > p_useful(0.8, 1.0) == 0.4
    assert p_opens(0.25, 1.0, 0.0) == 0.25 > p_opens(0.25, 1.0, 4.0) > p_opens(0.25, 0.5, 4.0)


def test_every_segment_and_region_is_a_circle_of_its_own() -> None:
    assert len({circle(segment, region, 3) for segment in range(6) for region in range(3)}) == 18


def test_bad_news_weighs_more_than_good() -> None:
    assert told_value(0.4, 1.0, 1.5) == 0.4
    assert told_value(-0.4, 1.0, 1.5) == pytest.approx(-0.6)


def test_a_circle_ends_up_doubting_a_vendor_as_often_as_it_is_found_out() -> None:
    doubted = 0.0
    for turn in range(4000):
        doubted = rumour(doubted, turn % 4 == 0, 0.01)
    assert doubted == pytest.approx(0.25, abs=0.01)
