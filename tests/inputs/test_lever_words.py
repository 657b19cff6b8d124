"""What a lever is set to, the way people say it."""

import pytest

from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.sheets.levers import Lever, named_with_unit, unit_entered, value_words

PLAIN = load("merged")


def lever(path: str, **changes: float) -> Lever:
    found = PLAIN.with_changes({name.replace("__", "."): value for name, value in changes.items()})
    return next(each for each in found.levers() if each.path == path)


def test_value_is_said_as_a_part_of_a_price() -> None:
    promise = lever("programme.message.promise")
    assert (value_words(promise, 0.7), named_with_unit("Promise", promise)) == ("70 % of a price", "Promise (of a price)")


def test_where_price_weighs_more_the_same_value_is_a_smaller_part_of_it() -> None:
    promise = lever("programme.message.promise", market__offer__price_unit=0.2)
    assert value_words(promise, 0.7) == "14 % of a price"
    assert named_with_unit("Promise", promise) == "Promise (times 20 % of a price)"


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("programme.team.cost_rep", 170_000.0, "170,000 USD a year"),
        ("programme.memory.share_recorded", 0.25, "25 %"),
        ("programme.handoff.delay_hours", 16.0, "16 working hours"),
        ("market.mind.simplicity_weight", 0.0, "0 % of a price"),
    ],
)
def test_numbers_are_said_with_units_that_mean_something(path: str, value: float, said: str) -> None:
    assert value_words(lever(path), value) == said


def test_no_lever_is_said_in_a_unit_of_the_model() -> None:
    for each in PLAIN.levers():
        said = f"{value_words(each, each.value)} {named_with_unit('', each)}"
        assert not any(word in said for word in ("value unit", "utility", "information unit", "log", "probit", "/")), each.path


def test_the_unit_a_value_is_written_in_is_said_in_prices() -> None:
    units = {each.path: unit_entered(each) for each in PLAIN.levers()}
    assert not any("value unit" in said for said in units.values())
    assert units["programme.message.gap"] == "of a price"
    assert units["market.group.cost_of_delay"] == "prices/working day"
    assert units["market.offer.price_unit"] == "share/price"
