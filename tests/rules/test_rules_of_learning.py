"""Learning: gained in visits, caught in meetings, faded in between."""

import math

import pytest

from buyermaze.simulator.model.rules.buyers.learning import (
    attention,
    covered,
    p_mentioned,
    seller_match,
    share_remembered,
    speaks_up,
    understanding,
    visit_gain,
)
from buyermaze.simulator.model.rules.buyers.memory import aged_context, content_match, context_gained


def test_a_need_is_covered_between_nothing_and_all() -> None:
    assert covered(0.0, 2.0) == 0.0
    assert covered(1.0, 2.0) == 0.5
    assert covered(5.0, 2.0) == 1.0
    assert covered(0.0, 0.0) == 1.0


def test_luck_spreads_a_visit_evenly_around_its_mean() -> None:
    assert visit_gain(0.4, 1.0, 0.5, 0.4) == 0.4
    assert visit_gain(0.4, 1.0, 0.0, 0.4) == pytest.approx(0.24)
    assert visit_gain(0.4, 1.0, 1.0, 0.4) == pytest.approx(0.56)
    assert visit_gain(0.4, 0.5, 0.9, 0.0) == 0.2


def test_skill_counts_for_more_in_deep_matters() -> None:
    assert seller_match(1.2, 2.0, True, 0.5, 0.0, 0.0) == pytest.approx(1.44)
    assert seller_match(0.8, 2.0, True, 0.5, 0.0, 0.0) == pytest.approx(0.64)


def test_missing_context_hurts_more_in_deep_matters_down_to_a_tenth() -> None:
    assert seller_match(1.0, 1.0, False, 0.5, 0.0, 0.0) == 0.5
    assert seller_match(1.0, 1.5, False, 0.5, 0.0, 0.0) == 0.25
    assert seller_match(1.0, 3.0, False, 0.5, 0.0, 0.0) == 0.1


def test_a_playbook_softens_missing_context() -> None:
    assert seller_match(1.0, 1.0, False, 0.5, 1.0, 0.0) == 1.0
    assert seller_match(1.0, 1.0, False, 0.5, 0.5, 0.0) == 0.75


def test_content_fits_better_the_better_the_reader_is_known() -> None:
    assert content_match(1.1, 0.2, 0.0) == 1.1
    assert content_match(1.0, 0.2, 0.5) == pytest.approx(1.1)


def test_a_conversation_closes_part_of_the_gap_less_of_a_larger_story() -> None:
    assert context_gained(0.5, 0.4, 1.0, 1.0) == pytest.approx(0.7)
    assert context_gained(0.5, 0.4, 2.0, 1.0) == pytest.approx(0.6)
    assert context_gained(0.0, 0.9, 0.1, 1.0) == 0.9
    assert context_gained(1.0, 0.4, 1.0, 1.0) == 1.0
    assert context_gained(0.3, 0.4, 1.0, 0.0) == 0.3


def test_knowledge_fades_to_37_percent_after_one_memory() -> None:
    assert share_remembered(0.0, 100.0) == 1.0
    assert share_remembered(100.0, 100.0) == pytest.approx(math.exp(-1.0))


def test_the_more_know_it_the_likelier_it_is_said() -> None:
    assert p_mentioned(0.45, 0) == 0.0
    assert p_mentioned(0.45, 1) == pytest.approx(0.45)
    assert p_mentioned(0.45, 3) == pytest.approx(1.0 - 0.55**3)


def test_a_kit_removes_part_of_the_silence() -> None:
    assert speaks_up(0.4, False, 0.25) == 0.4
    assert speaks_up(0.4, True, 0.25) == pytest.approx(0.55)
    assert speaks_up(0.4, True, 1.0) == 1.0


def test_what_is_known_of_a_person_goes_out_of_date() -> None:
    assert aged_context(0.8, 1000.0, 0.0) == 0.8
    assert aged_context(0.8, 80.0, 10.0) == pytest.approx(0.8 * math.exp(-1.0))


def test_beyond_its_capacity_a_mind_divides_its_attention() -> None:
    assert attention(3.0, 12.0) == attention(12.0, 12.0) == 1.0
    assert attention(24.0, 12.0) == 0.5


def test_understanding_is_the_share_of_questions_answered() -> None:
    assert understanding(1.0, 4.0) == 0.25
    assert understanding(9.0, 4.0) == 1.0
    assert understanding(0.0, 0.0) == 1.0
