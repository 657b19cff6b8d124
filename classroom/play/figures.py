"""A lesson's answers: what each organisation did in every replication, and the figures that are read off them."""

import math
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

import numpy as np
from pydantic import Field, field_validator, model_validator

from buyermaze.simulator.comparison.paired_statistics import Estimate, estimate
from buyermaze.simulator.core.errors import remedy
from buyermaze.simulator.inputs.grammar.fields import Sheet
from buyermaze.simulator.outcomes.definitions import NAMES, OUTCOMES, position

PERCENT: Final = 100.0
UNITS: Final = {
    "share": "%", "days": "working days", "hours": "hours", "USD": "USD", "points": "points",
    "questions": "yes/no questions", "ratio": "", "count": "",
}  # fmt: skip


@dataclass(frozen=True)
class Truth:
    """A figure as measured, in its unit as people say it, with the 95 % interval that luck leaves."""

    mean: float
    low: float
    high: float
    unit: str  # "points", "%", "working days", "USD"; empty for plain numbers

    @property
    def sign(self) -> int:
        """Return 1 or -1 where the interval lies on one side of 0, otherwise 0."""
        return 1 if self.low > 0 else -1 if self.high < 0 else 0

    @property
    def judged_by(self) -> float:
        """Return the mean to the digit that is said: what people see is what their ranges are held against."""
        return round(self.mean, _digits(self.mean, self.unit)) if math.isfinite(self.mean) else self.mean

    @property
    def said(self) -> str:
        """Return how large it is in words; its direction is the business of the sentence around it."""
        return said(abs(self.mean), self.unit)

    @property
    def interval(self) -> str:
        """Return the interval of the size in words, with as many digits as tell its ends apart."""
        low, high = (self.low, self.high) if self.mean >= 0 else (-self.high, -self.low)
        ends = [said(low, self.unit), said(high, self.unit)]
        if ends[0] == ends[1]:
            ends = [f"{low:,.2f}", f"{high:,.2f} {self.unit}".rstrip()]
        return f"{ends[0].removesuffix(self.unit).rstrip() if self.unit != 'USD' else ends[0]} to {ends[1]}"


def said(value: float, unit: str) -> str:
    """Write a number as one says it in a room, two to three digits: ``103 working days``, ``USD 240,000``, ``8.3 %``."""
    if not math.isfinite(value):
        return "undefined"
    if unit == "USD":
        return f"USD {round(value, _digits(value, unit)):,.0f}"
    text = f"{value:,.0f}" if abs(value) >= 10 else f"{value:.1f}" if unit else f"{value:.2g}"
    return f"{text} {unit}".rstrip()


def _digits(value: float, unit: str) -> int:
    """Return with how many digits behind the point a number is said; below 0 they are before it."""
    first = math.floor(math.log10(abs(value))) if value else 0
    if unit == "USD":
        return -max(0, first - 2)
    return 0 if abs(value) >= 10 else 1 if unit else 1 - first


class Figure(Sheet):
    """One number of a lesson: an outcome of an organisation, or how far it is from that of another.

    ``tolerance`` is how far a short, fresh measurement may be from the answers shipped, in the unit as it is said; it is
    stated for what the lesson claims, and smaller than the figure, so that the sign is guarded with the size.
    """

    outcome: str = Field(description="Name of an outcome.")
    organisation: str = Field(description="Key of the organisation measured.")
    against: str | None = Field(None, description="Key of the organisation it is compared with.")
    how: Literal["difference", "change"] = Field(
        "difference", description="In the outcome's unit, or in percent of what it is compared with."
    )
    tolerance: Annotated[float, Field(gt=0)] | None = None

    @field_validator("outcome")
    @classmethod
    def _there_is_one(cls, name: str) -> str:
        if name not in NAMES:
            raise ValueError(f"there is no outcome '{name}'; {remedy(name, NAMES)}")
        return name

    @model_validator(mode="after")
    def _a_change_is_from_something(self) -> "Figure":
        if self.how == "change" and self.against is None:
            raise ValueError("how: a change needs 'against', the organisation it is measured from")
        if self.against == self.organisation:
            raise ValueError(f"against: '{self.against}' is compared with itself")
        return self

    @property
    def unit(self) -> str:
        """Return the unit as people say it."""
        unit = OUTCOMES[position(self.outcome)].unit
        if self.how == "change":
            return "%"
        return "points" if unit == "share" and self.against else UNITS[unit]

    @property
    def label(self) -> str:
        """Return what the outcome is called."""
        return OUTCOMES[position(self.outcome)].label

    def values(self, answers: "Answers") -> np.ndarray:
        """Return the figure in every replication, in its unit as said, shape (n_replications,); their mean is the figure."""
        own = answers.of(self.organisation, self.outcome)
        scale = PERCENT if OUTCOMES[position(self.outcome)].unit == "share" else 1.0
        if self.against is None:
            return scale * own
        base = answers.of(self.against, self.outcome)
        if self.how == "difference":
            return scale * (own - base)
        both = np.isfinite(own) & np.isfinite(base)
        level = float(np.mean(base[both])) if both.any() else math.nan
        ratio = float(np.mean(own[both])) / level if level else math.nan
        # the delta method for a ratio of means; a loss that shrinks is a change for the better, hence the absolute level
        change = (
            np.sign(level) * (ratio - 1) + (own - ratio * base) / abs(level) if level else np.full(len(own), math.nan)
        )
        return PERCENT * change

    def truth(self, answers: "Answers") -> Truth:
        """Return the figure with the 95 % interval of its mean."""
        found: Estimate = estimate(self.values(answers))
        return Truth(found.mean, found.low, found.high, self.unit)

    def told(self, answers: "Answers") -> str:
        """Return the figure as words name it: a difference by its size, a level with its sign."""
        truth = self.truth(answers)
        return truth.said if self.against else said(truth.mean, self.unit)


@dataclass(frozen=True)
class Answers:
    """What the organisations of a lesson did, replication by replication, under the same luck."""

    rulebook: str  # version of the rules they were measured with
    fingerprints: dict[str, str]  # of the scenarios, by organisation
    outcomes: tuple[str, ...]
    table: dict[str, np.ndarray]  # by organisation, shape (n_replications, outcomes), in the outcomes' own units
    n_seeds: int  # seeds for which it was checked whether the wall shows the surprise
    n_seeds_shown: int  # those for which it does: right sign, beyond luck
    replication: int  # the account that is lived twice: its replication
    account: int  # and its arrival ordinal
    lives: dict[str, tuple[str, ...]]  # its story by organisation
    probe: dict[
        str, tuple[float | None, ...]
    ]  # outcomes of the first replication alone, by organisation; None: undefined

    @property
    def n_replications(self) -> int:
        """Return how many replications were run for every organisation."""
        return len(next(iter(self.table.values())))

    def of(self, organisation: str, outcome: str) -> np.ndarray:
        """Return one outcome of one organisation in every replication, shape (n_replications,)."""
        return self.table[organisation][:, self.outcomes.index(outcome)]

    def to_dict(self) -> dict[str, Any]:
        """Return everything ready for JSON, numbers to six digits."""
        return {
            "rulebook": self.rulebook,
            "fingerprints": self.fingerprints,
            "n_seeds": self.n_seeds,
            "n_seeds_shown": self.n_seeds_shown,
            "replication": self.replication,
            "account": self.account,
            "lives": {key: list(lines) for key, lines in self.lives.items()},
            "probe": {key: list(values) for key, values in self.probe.items()},
            "outcomes": list(self.outcomes),
            "table": {
                key: [[float(f"{v:.6g}") if math.isfinite(v) else None for v in row] for row in rows.tolist()]
                for key, rows in self.table.items()
            },
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Answers":
        """Return the answers written by ``to_dict``."""
        return cls(
            rulebook=str(data["rulebook"]),
            fingerprints={str(key): str(value) for key, value in data["fingerprints"].items()},
            outcomes=tuple(data["outcomes"]),
            table={key: np.array(rows, dtype=np.float64) for key, rows in data["table"].items()},
            n_seeds=int(data["n_seeds"]),
            n_seeds_shown=int(data["n_seeds_shown"]),
            replication=int(data["replication"]),
            account=int(data["account"]),
            lives={key: tuple(lines) for key, lines in data["lives"].items()},
            probe={key: tuple(values) for key, values in data["probe"].items()},
        )
