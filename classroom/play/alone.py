"""A lesson for one person: what they said before anything was shown, and how it compares with what came out."""

from dataclasses import dataclass

from buyermaze.classroom.play.figures import said
from buyermaze.classroom.play.lesson import Lesson
from buyermaze.classroom.play.scoring import SURE, points
from buyermaze.simulator.comparison.phrasing import whole_percent


@dataclass(frozen=True)
class Guess:
    """A prediction: the range in which somebody would bet, four to one, that the truth lies."""

    low: float  # in the figure's unit as it is said
    high: float

    @property
    def sign(self) -> int:
        """Return 1 or -1 for the side of 0 on which they expect the figure; 0: the range has something of both."""
        return 0 if self.low == self.high == 0 else 1 if self.low >= 0 else -1 if self.high <= 0 else 0

    def holds(self, truth: float) -> bool:
        """Return whether a value lies in the range."""
        return self.low <= truth <= self.high


def directions(lesson: Lesson) -> dict[int, str]:
    """Return how the directions of a prediction are called, by sign."""
    return {1: lesson.prediction.more, 0: "no difference", -1: lesson.prediction.less}


def score(lesson: Lesson, guess: Guess) -> int:
    """Return the points of a guess, 0 to 100: honest width wins."""
    return points(guess.low, guess.high, lesson.truth().judged_by, lesson.prediction.high - lesson.prediction.low)


def verdict(lesson: Lesson, guess: Guess) -> list[str]:
    """Say what came out, whether the direction was right, and whether the range held."""
    truth = lesson.truth()
    word = directions(lesson)[truth.sign]
    unit = truth.unit
    lines = [
        f"{truth.said} {word} (95 % interval {truth.interval}), "
        f"measured in {lesson.answers.n_replications} replications under the same luck."
    ]
    right = guess.sign == truth.sign
    lines.append("You had the direction right." if right else f"You said: {directions(lesson)[guess.sign]}.")
    if guess.holds(truth.judged_by):
        lines.append("Your range holds the truth.")
    else:
        off = max(guess.low - truth.judged_by, truth.judged_by - guess.high)
        lines.append(f"Your range misses the truth by {said(off, unit)}.")
    return lines


def how_sure() -> str:
    """Say how sure people are asked to be of their range."""
    sure = whole_percent(SURE)
    return f"Choose a range in which the truth lies with {sure} certainty, so that you would be wrong one time in five."
