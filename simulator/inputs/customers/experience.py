"""The experience that is wished for: a statement, words people should say, and measures with a tolerance. It changes no result."""

from typing import Final, Literal, NamedTuple

from pydantic import field_validator, model_validator

from buyermaze.simulator.core.errors import remedy
from buyermaze.simulator.core.plain_text import checked_words
from buyermaze.simulator.core.vocabulary import BAD_WORDS, GOOD_WORDS, Reason, words
from buyermaze.simulator.inputs.grammar.fields import Name, Sheet, number, table

MeasureName = Literal["ces", "csat", "nps", "hours_wait", "dead_ends", "repeats", "feeling"]
Phase = Literal["", "discover", "research", "select", "use", "recommend"]


class Measured(NamedTuple):
    """A measure of experience: its name for people, unit, range, whether more is better, whose it is, and where it is taken."""

    label: str
    unit: str
    low: float
    high: float
    more_is_better: bool
    owner: str
    phases: tuple[str, ...]  # in which it can be measured


BUYING: Final = ("discover", "research", "select")

MEASURES: Final[dict[str, Measured]] = {
    "ces": Measured("ease of conversations, answered", "points of 7", 1.0, 7.0, True, "sales", BUYING),
    "csat": Measured("satisfied customers, answered", "share", 0.0, 1.0, True, "support", ("use",)),
    "nps": Measured("net promoter score, answered", "points", -100.0, 100.0, True, "everybody", ("recommend",)),
    "hours_wait": Measured("wait for our reps", "working hours", 0.0, 2000.0, False, "sales", BUYING),
    "dead_ends": Measured("dead ends in our content", "share of requests", 0.0, 1.0, False, "marketing", BUYING),
    "repeats": Measured("situations told again", "share of conversations", 0.0, 1.0, False, "sales", BUYING),
    "feeling": Measured("feeling", "-1 to 1", -1.0, 1.0, True, "everybody", (*BUYING, "use", "recommend")),
}
MOST_TARGETS: Final = 40  # of one statement; assumption
MOST_WORDS: Final = 20


class ExperienceTarget(Sheet):
    """One measure that is wished for, at least or at most so much, and how far a week may miss it before that is a breach."""

    measure: MeasureName = table("ces", "What is measured, week by week.")
    at_least: float | None = table(None, "Least that is wished; for measures of which more is better.")
    at_most: float | None = table(None, "Most that is wished; for measures of which less is better.")
    tolerance: float = number(0, 0, 2000, "unit of the measure", "How far a week may miss what is wished.")
    phase: Phase = table("", "Only of this phase of the journey; none: of all.")
    persona: str = table("", "Only of this persona; none: of all.")
    owner: Name = table("somebody", "Who answers for it; left out: the function whose measure it is.")

    @model_validator(mode="after")
    def _one_end_within_its_range(self) -> "ExperienceTarget":
        about = MEASURES[self.measure]
        given = [name for name in ("at_least", "at_most") if getattr(self, name) is not None]
        wanted = "at_least" if about.more_is_better else "at_most"
        if given != [wanted]:
            raise ValueError(f"{self.measure} needs {wanted} and nothing else: {about.label}, {about.unit}")
        if not about.low <= self.wished <= about.high:
            raise ValueError(
                f"{wanted} {self.wished:g} is out of bounds for {self.measure}; allowed is {about.low:g} to {about.high:g}"
            )
        if self.phase and self.phase not in about.phases:
            taken = " or ".join(about.phases)
            raise ValueError(f"{about.label} is measured in {taken}, never in '{self.phase}'; name such a phase or none")
        return self

    @property
    def wished(self) -> float:
        """Return what is wished, in the unit of the measure."""
        return float(self.at_least if self.at_least is not None else self.at_most or 0.0)

    @property
    def owned_by(self) -> str:
        """Return who answers for it."""
        return MEASURES[self.measure].owner if self.owner == "somebody" else self.owner

    @property
    def words(self) -> str:
        """Say the target: ``wait for our reps at most 8, in select, of champion``."""
        end = "at least" if MEASURES[self.measure].more_is_better else "at most"
        where = f", in {self.phase}" if self.phase else ""
        whom = f", of {self.persona}" if self.persona else ""
        return f"{MEASURES[self.measure].label} {end} {self.wished:g}{where}{whom}"

    def misses_by(self, value: float) -> float:
        """Return how far a value is on the wrong side of what is wished; negative where it is on the right one."""
        return self.wished - value if MEASURES[self.measure].more_is_better else value - self.wished


class Experience(Sheet):
    """What customers should live through and say; the model is not moved by it, it is held against what happens."""

    statement: str = table("", "What buying from us should feel like, in a sentence or two.")
    words: tuple[str, ...] = table((), "What people should say: helpful, recommended; easy, honest to peers who know them.")
    targets: tuple[ExperienceTarget, ...] = table((), "Measures that are wished for, with a tolerance.")

    @field_validator("statement")
    @classmethod
    def _plain(cls, text: str) -> str:
        return checked_words(text)

    @model_validator(mode="after")
    def _not_too_many(self) -> "Experience":
        for what, found, most in (("targets", self.targets, MOST_TARGETS), ("words", self.words, MOST_WORDS)):
            if len(found) > most:
                raise ValueError(f"{what}: {len(found)} are too many, allowed are {most}")
        said = tuple(dict.fromkeys((*THEMES, *WORDS_BY_NAME)))
        unknown = next((word for word in self.words if word not in said), None)
        if unknown is not None:
            raise ValueError(f"words: nobody says '{unknown}'; {remedy(unknown, said)}")
        return self


THEMES: Final = (  # what answers to surveys are about, ``analysis.customers.survey_comments`` tells how each comes about
    "helpful", "thin answer", "waited", "told it again", "pushed", "worth it", "forgone", "disappointment", "conflicted", "unsure",
    "effort", "recommended", "left alone", "issue open",
)  # fmt: skip
# what customers tell peers who know them by name
WORDS_BY_NAME: Final = tuple(words(Reason(word)) for word in (*GOOD_WORDS, *BAD_WORDS))
USUAL: Final = Experience(
    words=("helpful", "worth it", "recommended", "easy", "honest", "quick"),
    targets=(
        ExperienceTarget(measure="hours_wait", at_most=8.0, tolerance=2.0),
        ExperienceTarget(measure="dead_ends", at_most=0.2, tolerance=0.05),
        ExperienceTarget(measure="repeats", at_most=0.3, tolerance=0.1),
        ExperienceTarget(measure="feeling", at_least=0.1, tolerance=0.05),
        ExperienceTarget(measure="ces", at_least=5.0, tolerance=0.5),
        ExperienceTarget(measure="csat", at_least=0.7, tolerance=0.1),
        ExperienceTarget(measure="nps", at_least=20.0, tolerance=20.0),
    ),
)  # what is looked at where a scenario names nothing of its own; assumption
