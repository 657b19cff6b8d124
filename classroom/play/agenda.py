"""What a class does, step after step: its lessons, a seat in a buying group, the team game and the end."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from buyermaze.classroom.play.lesson import Lesson, load_lesson

StepKind = Literal[
    "welcome", "question", "predict", "reveal", "mechanism", "debrief", "buyer", "lives", "plan", "year", "luck", "end"
]
MINUTES_WELCOME: Final = 5.0  # this and the following: time a room of thirty needs; assumption
MINUTES_BUYER: Final = 12.0
MINUTES_LIVES: Final = 5.0
MINUTES_PLAN: Final = 7.0
MINUTES_YEAR: Final = 4.0
MINUTES_LUCK: Final = 8.0
MINUTES_END: Final = 5.0
LESSON_STEPS: Final[dict[StepKind, str]] = {
    "question": "the question",
    "predict": "predict",
    "reveal": "what happens",
    "mechanism": "why",
    "debrief": "what it means",
}


@dataclass(frozen=True)
class Step:
    """One step: what kind, what it is called, how long it may take, and the lesson or round it belongs to."""

    kind: StepKind
    title: str
    minutes: float
    lesson: str = ""
    round: int = 0


@lru_cache(maxsize=32)
def lesson_of(key: str) -> Lesson:
    """Return a lesson; it is read once."""
    return load_lesson(key)


def agenda(lessons: tuple[str, ...], n_rounds: int, buyer: bool) -> tuple[Step, ...]:
    """Return the steps of a class in order."""
    steps = [Step("welcome", "Welcome", MINUTES_WELCOME)]
    for key in lessons:
        lesson = lesson_of(key)
        steps += [
            Step(part.kind, f"{lesson.title}: {LESSON_STEPS[part.kind]}", part.minutes, key) for part in lesson.steps
        ]
    if buyer:
        steps += [
            Step("buyer", "Play the buyer", MINUTES_BUYER),
            Step("lives", "Play the buyer: your path and others", MINUTES_LIVES),
        ]
    for number in range(1, n_rounds + 1):
        steps += [
            Step("plan", f"Team game: plan year {number}", MINUTES_PLAN, round=number),
            Step("year", f"Team game: year {number}", MINUTES_YEAR, round=number),
        ]
    if n_rounds:
        steps.append(Step("luck", "Team game: skill and luck", MINUTES_LUCK))
    return (*steps, Step("end", "What we take home", MINUTES_END))
