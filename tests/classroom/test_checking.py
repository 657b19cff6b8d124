"""What a trainer's laptop is asked before a class."""

from buyermaze.classroom.checking import _engine


def test_the_engine_is_timed_on_a_year_of_the_game() -> None:
    found = _engine()
    assert found.what == "one year of one plan"
    assert found.found.endswith(" s")
