"""A lesson: one question, a prediction before anything is shown, the measured answer, and what to talk about afterwards.

Lessons are data: ``lessons/KEY.yaml`` holds the words and which organisations are compared, ``lessons/KEY.answers.json``
what these did in many replications (``python -m docs.lessons`` measures it again). No number that the model gives is
written into the words: they name *figures* in braces, which are filled in from the answers.
"""

import json
import re
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import Field, ValidationError, model_validator

from buyermaze.classroom.play.figures import Answers, Figure, Truth
from buyermaze.simulator.core.errors import InputProblem, remedy, shown
from buyermaze.simulator.core.local_files import content_of, understood
from buyermaze.simulator.core.plain_text import LONGEST_STORY, one_line
from buyermaze.simulator.inputs.grammar.fields import Sheet
from buyermaze.simulator.inputs.grammar.yaml_reader import read
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.model.compiler.disk_cache import rulebook_version

SCHEMA_VERSION: Final = 1
MOST_BYTES: Final = 4_000_000  # of an answers file; assumption
SUFFIX: Final = ".yaml"
BRACES: Final = re.compile(r"\{([^{}]*)\}")
Kind = Literal["question", "predict", "reveal", "mechanism", "debrief"]
MINUTES: Final[dict[Kind, float]] = {"question": 2, "predict": 3, "reveal": 3, "mechanism": 4, "debrief": 3}
GATES: Final[dict[Kind, str]] = {  # the five steps in order, and what opens the next one
    "question": "Everybody has read the briefing.",
    "predict": "Every answer is locked; nothing has been shown before.",
    "reveal": "The class, the truth with its interval, and who was near have been shown.",
    "mechanism": "One account has been lived twice.",
    "debrief": "Everybody has said what they take away.",
}
SCRIPT: Final[dict[Kind, tuple[str, ...]]] = {  # what is said and done in every lesson
    "question": (
        "Show the question and let somebody read it aloud. Then read the briefing, one statement after the other.",
        "Ask whether a word is unclear. Do not discuss yet.",
    ),
    "predict": (
        "Everybody decides alone: first the direction, then the size, then a range they would bet on.",
        "Say that a narrow range counts for more, but only if the truth lies in it. Then lock.",
    ),
    "reveal": (
        "Show the class first. Ask one person at each end for a reason, and thank both.",
        "Then show the truth with its interval, then who was near.",
    ),
    "mechanism": (
        "Let the account live twice. Stop where its two lives part and ask what will happen now.",
        "Then tell the chain of causes.",
    ),
    "debrief": (
        "Two minutes in pairs on one of the questions, then one sentence each from three pairs.",
        "Say where the model is weak before somebody else does.",
    ),
}
Words = Annotated[str, Field(min_length=1, max_length=LONGEST_STORY)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class Organisation(Sheet):
    """One of the organisations a lesson compares: a shipped scenario, perhaps changed, perhaps in another market."""

    name: Annotated[str, Field(min_length=1, max_length=60)] = Field(description="What people call it.")
    about: Words = Field(description="One sentence that says what is different here.")
    scenario: str = Field(description="Name of a shipped scenario.")
    market: str | None = Field(None, description="Name of a shipped market; by default the lesson's.")
    changes: dict[str, Any] = Field(default_factory=dict, description="Values by dotted path, as in ``bm.load``.")


class Prediction(Sheet):
    """What everybody says before anything is shown: a sign, a size, and how sure."""

    ask: Words = Field(description="The question, in one sentence.")
    figure: Key = Field(description="The figure that answers it; one that compares two organisations.")
    low: float = Field(lt=0, description="Smallest answer that can be given, in the figure's unit as it is said.")
    high: float = Field(gt=0, description="Largest answer that can be given.")
    step: float = Field(gt=0, description="Between two neighbouring answers.")
    more: Words = Field(description="What an answer above 0 says: 'later'.")
    less: Words = Field(description="What an answer below 0 says: 'sooner'.")


class Mechanism(Sheet):
    """Why it comes out that way: the chain of causes, and one account lived under two organisations."""

    told: tuple[Words, ...] = Field(min_length=1, description="The chain of causes, a sentence or two each.")
    lives: tuple[Key, Key] = Field(description="The two organisations under which one account is lived.")
    look: Words = Field(description="What to watch for in the two lives.")


class Objection(Sheet):
    """Something people say against the answer, and what to say then."""

    said: Words
    answer: Words


class Debrief(Sheet):
    """What to talk about afterwards, what will be objected, and where the model is weak."""

    questions: tuple[Words, ...] = Field(min_length=2)
    objections: tuple[Objection, ...] = Field(min_length=1)
    weak: tuple[Words, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Step:
    """One of the five gated steps: how long it takes, what the trainer says and does, and what opens the next one."""

    kind: Kind
    minutes: float
    script: tuple[str, ...]
    gate: str


class Tour(Sheet):
    """Where in the app the lesson goes on."""

    page: Key = Field(description="File name of a page of the app.")
    about: Words = Field(description="What to do there.")


class Lesson(Sheet):
    """A whole lesson; its words are filled with figures as soon as it has answers (see ``load_lesson``)."""

    schema_version: Literal[1] = SCHEMA_VERSION
    key: Key = "lesson"
    title: Annotated[str, Field(min_length=1, max_length=80)]
    question: Words = Field(description="What the lesson asks.")
    moral: Words = Field(description="What it teaches, in one sentence; not shown before the reveal.")
    market: str = "reference"
    organisations: dict[Key, Organisation] = Field(min_length=2)
    figures: dict[Key, Figure] = Field(min_length=1)
    briefing: tuple[Words, ...] = Field(min_length=3, description="Statements to read before predicting.")
    prediction: Prediction
    mechanism: Mechanism
    debrief: Debrief
    tour: Tour
    script: dict[Kind, tuple[Words, ...]] = Field(
        default_factory=dict, description="What the trainer says beside ``SCRIPT``, by step."
    )
    measured: Any = Field(None, exclude=True, repr=False)  # Answers, or None while they are still to be measured

    @model_validator(mode="after")
    def _names_belong_together(self) -> "Lesson":
        for name, figure in self.figures.items():
            for key in filter(None, (figure.organisation, figure.against)):
                _known(key, self.organisations, f"figures.{name}", "organisation")
        for key in self.mechanism.lives:
            _known(key, self.organisations, "mechanism.lives", "organisation")
        _known(self.prediction.figure, self.figures, "prediction.figure", "figure")
        if self.asked.against is None or self.asked.tolerance is None:
            raise ValueError(f"prediction.figure: '{self.prediction.figure}' needs 'against' and a 'tolerance'")
        if self.measured is None:
            for name in sorted(_named_in(self.model_dump(exclude={"figures", "organisations"}))):
                figure = _known(name, self.figures, "the words", "figure")
                if figure.against is not None and figure.tolerance is None:
                    raise ValueError(f"figures.{name}: the words say a difference, so it needs a 'tolerance'")
        return self

    @property
    def asked(self) -> Figure:
        """Return the figure that is predicted."""
        return self.figures[self.prediction.figure]

    @property
    def answers(self) -> Answers:
        """Return what the organisations did in every replication."""
        if self.measured is None:
            raise InputProblem(
                f"lesson {self.key}: it has not been measured yet; 'python -m docs.lessons {self.key}' does"
            )
        found: Answers = self.measured
        return found

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return the five gated steps in order."""
        return tuple(
            Step(kind, MINUTES[kind], (*SCRIPT[kind], *self.script.get(kind, ())), gate) for kind, gate in GATES.items()
        )

    @property
    def origin(self) -> str:
        """Say how the answers were measured, and whether rules or organisations have changed since."""
        answers = self.answers
        said = f"{answers.n_replications} replications under the same luck, rules {answers.rulebook}"
        now = {key: scenario.fingerprint for key, scenario in self.scenarios.items()}
        if answers.fingerprints != now:
            return f"{said}; organisations or market have been changed since, so sizes may differ a little"
        if answers.rulebook != rulebook_version():
            return f"{said}; rules have been changed since ({rulebook_version()})"
        return said

    @property
    def minutes(self) -> float:
        """Return how long the five steps take."""
        return sum(step.minutes for step in self.steps)

    @property
    def surprise(self) -> dict[str, Figure]:
        """Return the figures that the lesson claims, with their tolerances: they are measured again in the tests."""
        return {name: figure for name, figure in self.figures.items() if figure.tolerance is not None}

    def truth(self, name: str | None = None) -> Truth:
        """Return a figure as measured; by default the one that is predicted."""
        return self.figures[name or self.prediction.figure].truth(self.answers)

    @cached_property
    def scenarios(self) -> dict[str, Scenario]:
        """Return the organisations ready to run, by key."""
        return {
            key: load(each.scenario, each.market or self.market, each.changes).model_copy(
                update={"name": key, "title": each.name}
            )
            for key, each in self.organisations.items()
        }


SHEETS: Final[dict[str, type[Sheet]]] = {
    "organisations": Organisation,
    "figures": Figure,
    "prediction": Prediction,
    "mechanism": Mechanism,
    "debrief": Debrief,
    "objections": Objection,
    "tour": Tour,
}


def lesson_keys() -> list[str]:
    """Return the keys of the shipped lessons in alphabetical order: those that have been measured."""
    return [key for key in draft_keys() if _answers_file(key)[0].is_file()]


def draft_keys() -> list[str]:
    """Return the keys of all lessons that are written, measured or not, in alphabetical order."""
    return sorted(name.removesuffix(SUFFIX) for name in _shipped())


def lessons() -> list[Lesson]:
    """Return all shipped lessons in alphabetical order of their keys."""
    return [load_lesson(key) for key in lesson_keys()]


def load_lesson(name_or_path: str | Path) -> Lesson:
    """Return a shipped lesson by its key, or one's own by the path of its file, words filled with what was measured.

    Raises
    ------
    InputProblem
        If there is no such lesson, its file says something a lesson cannot say, or its answers are missing or broken.
    """
    lesson = draft(name_or_path)
    file, label = _answers_file(name_or_path)
    if not file.is_file():
        raise InputProblem(f"{label}: the answers are missing; 'python -m docs.lessons {lesson.key}' measures them")
    try:
        answers = Answers.from_dict(json.loads(content_of(file, label, MOST_BYTES)))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        if isinstance(error, InputProblem):
            raise
        raise InputProblem(f"{label}: these are no answers of a lesson; measure it again") from None
    missing = [
        f"{figure.outcome} of {key}"
        for figure in lesson.figures.values()
        for key in filter(None, (figure.organisation, figure.against))
        if key not in answers.table or figure.outcome not in answers.outcomes
    ]
    if missing:
        raise InputProblem(f"{label}: there is no {missing[0]}; measure the lesson again")
    with understood(label, "answers of a lesson"):
        return filled(lesson, answers)


def draft(name_or_path: str | Path) -> Lesson:
    """Return a lesson with its words as written, whether or not it has been measured."""
    file, label = _words_file(name_or_path)
    document = read(file, label)
    data = document.data
    if "schema_version" not in data:
        raise InputProblem(f"{label}: 'schema_version: {SCHEMA_VERSION}' is missing at the top")
    for own in ("key", "measured"):
        if own in data:
            raise InputProblem(f"{document.place((own,))}: a lesson's file has no '{own}'; remove the line")
    try:
        return Lesson(**data, key=Path(label).name.removesuffix(SUFFIX))
    except ValidationError as error:
        errors = error.errors(include_url=False)
        first = next((entry for entry in errors if entry["type"] == "extra_forbidden"), errors[0])
        raise InputProblem(f"{document.place(first['loc'])}: {_sentence(first)}") from None


def filled(lesson: Lesson, answers: Answers) -> Lesson:
    """Return the lesson with answers, every figure that its words name said as measured."""
    numbers = {name: figure.told(answers) for name, figure in lesson.figures.items()}

    def said(value: Any) -> Any:
        if isinstance(value, str):
            return BRACES.sub(lambda found: numbers.get(found[1], found[0]), value)
        if isinstance(value, dict):
            return {key: said(entry) for key, entry in value.items()}
        return [said(entry) for entry in value] if isinstance(value, (list, tuple)) else value

    kept = {"figures", "organisations"}
    words = said(lesson.model_dump(exclude=kept))
    return Lesson(**words, **{name: getattr(lesson, name) for name in kept}, measured=answers)


def _shipped() -> dict[str, Traversable]:
    folder = files("buyermaze.classroom").joinpath("lessons")
    return {entry.name: entry for entry in folder.iterdir() if entry.name.endswith(SUFFIX)}


def _words_file(name_or_path: str | Path) -> tuple[Traversable | Path, str]:
    name = str(name_or_path)
    shipped = _shipped().get(f"{name}{SUFFIX}")
    if shipped is not None:
        return shipped, f"{name}{SUFFIX}"
    path = Path(name)
    if name.endswith((SUFFIX, ".yml")) or path.is_file():
        return path, name
    raise InputProblem(f"there is no lesson '{one_line(name, 60)}'; {remedy(name, lesson_keys())}")


def _answers_file(name_or_path: str | Path) -> tuple[Traversable | Path, str]:
    name = str(name_or_path)
    if f"{name}{SUFFIX}" in _shipped():
        return files("buyermaze.classroom").joinpath("lessons", f"{name}.answers.json"), f"{name}.answers.json"
    path = Path(name).with_suffix(".answers.json")
    return path, str(path)


def _sentence(error: Any) -> str:
    """Say one error that the sheets report: where, and what is allowed."""
    path = [str(part + 1) if isinstance(part, int) else part for part in error["loc"] if part != "[key]"]
    where, kind = ".".join(path), error["type"]
    if kind == "missing":
        return f"{where} is missing"
    if kind == "extra_forbidden":
        owner = SHEETS.get(path[-2] if not path[-2].isdigit() else path[-3], Lesson) if len(path) > 1 else Lesson
        owner = SHEETS.get(path[0], owner) if path[0] in ("organisations", "figures") else owner
        return f"{where}: there is no '{path[-1]}' here; {remedy(path[-1], owner.model_fields)}"
    if kind == "value_error":
        return f"{where}: {error['ctx']['error']}" if where else str(error["ctx"]["error"])
    message = error["msg"].removeprefix("Input ").removeprefix("should ")
    return f"{where}: {shown(error['input'])} does not fit; it should {message}"


def _known(key: str, among: dict[str, Any], place: str, word: str) -> Any:
    if key not in among:
        raise ValueError(f"{place}: there is no {word} '{one_line(key, 40)}'; {remedy(key, among)}")
    return among[key]


def _named_in(value: Any) -> set[str]:
    if isinstance(value, str):
        return set(BRACES.findall(value))
    entries = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    return {name for entry in entries for name in _named_in(entry)}
