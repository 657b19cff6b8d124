"""Hostile inputs give a sentence or do no harm; a short run here, a long one with ``python -m tests.fuzz``."""

import random

import pytest

from buyermaze.simulator.inputs.reading.loading import load
from tests.fuzz.bounds import bounds_of, covering, problems
from tests.fuzz.fuzzing import fuzz, input_of, tried

SHORT = 400
KEPT = (
    (1, 1000),
    (20261125, 2258),
    (20261126, 11933),
    (20261126, 22464),
    (20261126, 28112),
    (778899, 21545),
    (778899, 26214),
)  # seed and number of inputs that once were taken wrongly


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.filterwarnings("ignore")
def test_no_hostile_input_gives_a_traceback_or_a_long_message(seed: int) -> None:
    assert not fuzz(SHORT, seed)


@pytest.mark.parametrize(("seed", "number"), KEPT)
def test_inputs_that_once_broke_something_no_longer_do(seed: int, number: int) -> None:
    assert tried(seed, number) is None


def test_an_input_is_the_same_whenever_it_is_made() -> None:
    assert input_of(5, 77) == input_of(5, 77)
    assert len({input_of(5, number)[1] for number in range(60)}) > 50


def test_every_two_parameters_meet_at_all_their_bounds() -> None:
    rows = covering(30)
    for first in range(30):
        for second in range(first):
            assert {(row[first], row[second]) for row in rows} == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_no_row_of_a_journal_is_no_number_at_any_pair_of_bounds() -> None:
    base = load("merged")
    assert len(bounds_of(base)) > 400
    n, wrong = problems(base, 25, random.Random(3).randrange(10**6))
    assert n > 40 and not wrong
