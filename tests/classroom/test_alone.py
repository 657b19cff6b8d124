"""One person alone: the direction, the range and the points are judged as in a room."""

from buyermaze.classroom.play.alone import Guess, directions, score, verdict
from buyermaze.classroom.play.figures import Truth
from buyermaze.classroom.play.lesson import load_lesson

ONE = load_lesson("one_function")  # dead ends: some 10 % more
LESSON = load_lesson("straighten")
TRUTH = LESSON.truth().judged_by


def test_a_narrow_range_around_the_truth_is_worth_most() -> None:
    near, wide = Guess(TRUTH - 2, TRUTH + 2), Guess(0, 2 * TRUTH)
    assert score(LESSON, near) > score(LESSON, wide) > score(LESSON, Guess(-100, -50)) == 0


def test_the_verdict_says_whether_the_direction_was_right_and_the_range_held() -> None:
    assert verdict(LESSON, Guess(TRUTH - 2, TRUTH + 2))[1:] == [
        "You had the direction right.",
        "Your range holds the truth.",
    ]
    wrong = verdict(LESSON, Guess(-20, -10))
    assert wrong[1] == "You said: sooner." and "misses the truth by" in wrong[2]


def test_a_range_says_its_direction_by_the_side_of_nothing_on_which_it_lies() -> None:
    said = {(0, 5): 1, (2, 9): 1, (-5, 0): -1, (-9, -2): -1, (-1, 8): 0, (0, 0): 0}
    assert {ends: Guess(*ends).sign for ends in said} == said
    assert list(directions(LESSON)) == [1, 0, -1]


def test_a_range_is_held_against_the_truth_as_it_is_said() -> None:
    measured = Truth(10.3, 9.8, 10.9, "%")
    assert (measured.said, measured.judged_by) == ("10 %", 10.0)  # a range that ends at 10 holds it
    units = {Truth(-243_512.0, -3e5, -2e5, "USD"): -244_000.0, Truth(0.34, 0, 1, "points"): 0.3, Truth(0.0347, 0, 1, ""): 0.035}
    assert all(truth.judged_by == value for truth, value in units.items())
    assert verdict(ONE, Guess(-10, 10))[-1] == "Your range holds the truth."
