"""One person alone: the direction, the range and the points are judged as in a room."""

from buyermaze.classroom.play.alone import Guess, directions, score, side, verdict
from buyermaze.classroom.play.lesson import load_lesson

LESSON = load_lesson("straighten")
TRUTH = LESSON.truth().mean


def test_a_narrow_range_around_the_truth_is_worth_most() -> None:
    near, wide = Guess(1, TRUTH - 2, TRUTH + 2), Guess(1, 0, 2 * TRUTH)
    assert score(LESSON, near) > score(LESSON, wide) > score(LESSON, Guess(-1, -100, -50)) == 0


def test_the_verdict_says_whether_the_direction_was_right_and_the_range_held() -> None:
    assert verdict(LESSON, Guess(1, TRUTH - 2, TRUTH + 2))[1:] == [
        "You had the direction right.",
        "Your range holds the truth.",
    ]
    wrong = verdict(LESSON, Guess(-1, -20, -10))
    assert wrong[1] == "You said: sooner." and "misses the truth by" in wrong[2]


def test_a_direction_limits_the_range_to_its_side_of_nothing() -> None:
    assert side(LESSON, 1) == (0, LESSON.prediction.high)
    assert side(LESSON, -1) == (LESSON.prediction.low, 0)
    assert side(LESSON, 0) == (LESSON.prediction.low, LESSON.prediction.high)
    assert list(directions(LESSON)) == [1, 0, -1]
