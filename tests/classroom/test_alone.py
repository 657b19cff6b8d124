"""One person alone: the direction, the range and the points are judged as in a room."""

from buyermaze.classroom.play.alone import Guess, directions, score, verdict
from buyermaze.classroom.play.lesson import load_lesson

LESSON = load_lesson("straighten")
TRUTH = LESSON.truth().mean


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
