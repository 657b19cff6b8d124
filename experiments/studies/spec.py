"""The study file as typed, frozen data: every key with its meaning, so that schema and messages write themselves."""

from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from buyermaze.simulator.core.plain_text import LONGEST_STORY, checked_words
from buyermaze.simulator.inputs.grammar.fields import Name, plain_number

SCHEMA_VERSION: Final = 1
MAIN_OUTCOMES: Final = (
    "p_win",
    "p_no_decision",
    "share_regret",
    "share_no_regret_win",
    "days_to_decision",
    "effort_ratio",
    "cost_total",
    "profit",
)
DesignKind = Literal["grid", "one_at_a_time", "latin_hypercube", "sobol", "morris", "points"]
LARGEST: Final = 1e15  # of a number in a study; larger ones are slips, and whole numbers up to it are exact
Word = Annotated[str, AfterValidator(checked_words)]
Number = Annotated[int | float, Field(ge=-LARGEST, le=LARGEST), BeforeValidator(plain_number)]
Whole = Annotated[int, BeforeValidator(plain_number)]
Real = Annotated[float, BeforeValidator(plain_number)]
Levels = Annotated[int, Field(ge=2, le=1000), BeforeValidator(plain_number)]
HalfWidth = Annotated[float, Field(gt=0), BeforeValidator(plain_number)]


class Strict(BaseModel):
    """Frozen data; unknown keys, NaN and infinities are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Factor(Strict):
    """One thing that varies: a parameter over a range or a list of values, or named options that change several."""

    name: Name | None = Field(default=None, description="Name in tables and sentences; default: the end of the path.")
    path: str | None = Field(
        default=None, description="Dotted path of a parameter; with * it stands for every one that fits."
    )
    without: tuple[str, ...] = Field(default=(), description="Patterns of paths left out where the path holds a *.")
    low: Number | None = Field(default=None, description="Lowest value; default: the parameter's own bound.")
    high: Number | None = Field(default=None, description="Highest value; default: the parameter's own bound.")
    scale: Literal["linear", "log"] = Field(default="linear", description="log spreads values evenly by ratio.")
    levels: Levels | None = Field(default=None, description="Steps in a grid or one-at-a-time design.")
    values: tuple[bool | Number | Word, ...] | None = Field(
        default=None, min_length=1, description="The only values taken."
    )
    options: dict[Name, dict[str, Any]] | None = Field(
        default=None, min_length=1, description="Named options, each a set of changes by dotted path."
    )
    weights: tuple[Real, ...] | None = Field(default=None, description="How often each value or option is drawn.")
    role: Literal["lever", "uncertainty"] | None = Field(
        default=None,
        description="lever: ours to choose; uncertainty: not. Default: lever within programme, else uncertainty.",
    )

    @model_validator(mode="after")
    def _one_way(self) -> "Factor":
        if (self.path is None) == (self.options is None):
            raise ValueError("give either a path or options")
        if self.options is not None and self.name is None:
            raise ValueError("options need a name")
        if self.values is not None and (self.low is not None or self.high is not None):
            raise ValueError("give either values or low and high")
        listed = self.values if self.values is not None else self.options
        if self.weights is not None:
            if listed is None or len(self.weights) != len(listed):
                raise ValueError("weights need a list of values or options of the same length")
            if min(self.weights) <= 0:
                raise ValueError("weights must be above 0")
        if self.low is not None and self.high is not None and not self.low < self.high:
            raise ValueError(f"low ({self.low:g}) must be below high ({self.high:g})")
        return self


class DesignSpec(Strict):
    """Which points of the factor space are visited."""

    kind: DesignKind = Field(default="latin_hypercube", description="How points are chosen.")
    n: Whole = Field(
        default=256, ge=1, le=10_000_000,
        description="Points (latin_hypercube), base rows (sobol) or trajectories (morris).",
    )  # fmt: skip
    levels: Levels = Field(default=5, description="Steps per factor (grid, one_at_a_time, morris).")
    second_order: bool = Field(default=False, description="Sobol: also estimate how pairs of factors act together.")
    file: str | None = Field(
        default=None, description="Points: a CSV with one column per factor, relative to the study."
    )

    @model_validator(mode="after")
    def _complete(self) -> "DesignSpec":
        if (self.kind == "points") != (self.file is not None):
            raise ValueError("a design of kind points, and only that, needs a file")
        if self.kind == "sobol" and self.n & (self.n - 1):
            raise ValueError(f"n must be a power of 2 for sobol, such as {1 << max(3, self.n.bit_length() - 1)}")
        if self.kind == "morris" and self.levels % 2:
            raise ValueError("levels must be even for morris")
        return self


class Study(Strict):
    """A question, the scenarios it is put to, what varies, and how much is run."""

    schema_version: Literal[1] = Field(default=SCHEMA_VERSION, description="Version of the study file format.")
    title: str = Field(default="", description="One line that says what this is.")
    question: str = Field(default="", description="What is to be found out, in plain words.")
    model: Literal["simulator", "ishigami", "g_function"] = Field(
        default="simulator",
        description="What is run: the simulator, or a test function with known sensitivities (x1, x2, ...).",
    )
    scenarios: tuple[str, ...] = Field(
        default=("baton_pass", "merged"), min_length=1, description="Shipped scenarios, or files relative to the study."
    )
    market: str | None = Field(
        default=None, description="A shipped market or a file that replaces every scenario's own."
    )
    changes: dict[str, Any] = Field(default={}, description="Changes made to every scenario first, by dotted path.")
    factors: tuple[Factor, ...] = Field(default=(), description="What varies.")
    design: DesignSpec = Field(default=DesignSpec(), description="Which points are visited.")
    outcomes: tuple[str, ...] = Field(
        default=MAIN_OUTCOMES,
        min_length=1,
        description="What is stored; the first is the one that matters. 'all' stores all.",
    )
    replications: Whole = Field(
        default=10, ge=1, le=1_000_000, description="Runs per point and scenario, each with its own luck."
    )
    until_half_width: HalfWidth | None = Field(
        default=None,
        description="Replicate each point until the first outcome (the difference, where scenarios are compared) is known "
        "to within this 95 % half-width; replications is then the most that is tried.",
    )  # fmt: skip
    until_told: bool = Field(
        default=False,
        description="Replicate each point until the differences of the first outcome between scenarios are told from luck or too "
        "small to speak of, by intervals that hold however often one looks; replications is then the most that is tried.",
    )
    luck: Literal["shared", "by_row", "own"] | None = Field(
        default=None,
        description="shared: the same luck at every point; by_row: luck belongs to a row of a sobol or morris design "
        "(their default); own: every point has luck of its own.",
    )
    seed: Whole = Field(default=1, ge=0, le=2**53, description="Root of all luck and of the choice of points.")

    @field_validator("title", "question")
    @classmethod
    def _plain_words(cls, text: str) -> str:
        return checked_words(text, LONGEST_STORY)

    @model_validator(mode="after")
    def _agrees(self) -> "Study":
        if len(set(self.scenarios)) < len(self.scenarios):
            raise ValueError("scenarios: the same scenario is named twice")
        if not self.factors and self.design.kind != "points":
            raise ValueError("factors: name at least one thing that varies")
        looks = "until_told" if self.until_told else "until_half_width"
        if (self.until_told or self.until_half_width is not None) and self.replications < 20:
            raise ValueError(f"replications: with {looks} allow 20 or more")
        if self.until_told and self.until_half_width is not None:
            raise ValueError("until_told: until_half_width is another way to stop; choose one")
        if self.until_told and (self.model != "simulator" or len(self.scenarios) < 2):
            raise ValueError("until_told: name two scenarios or more, which are told apart")
        return self
