"""A claim of the trade as something that can be run: who says it, what it would mean here, and how it came out."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol

import numpy as np

from buyermaze.simulator.comparison.negligible import NEGLIGIBLE
from buyermaze.simulator.comparison.paired_statistics import ALPHA, Estimate
from buyermaze.simulator.comparison.phrasing import gap
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.outcomes.books.outcome import Unit
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position

if TYPE_CHECKING:
    from collections.abc import Mapping

    from buyermaze.simulator.inputs.sheets.scenario import Scenario

Verdict = Literal["true", "reversed", "no real difference", "not told"]
VERDICTS: Final[dict[Verdict, str]] = {
    "true": "holds",
    "reversed": "is the other way round",
    "no real difference": "makes no real difference",
    "not told": "cannot be told from luck",
}


@dataclass(frozen=True)
class Side:
    """An organisation with some changes, in whatever market it is put."""

    programme: str = "baton_pass"
    changes: tuple[tuple[str, Any], ...] = ()

    def scenario(self, market: str, changes: "Mapping[str, Any]") -> "Scenario":
        """Return the scenario in a market, with further changes below this side's own."""
        return load(self.programme, market=market, changes={**changes, **dict(self.changes)})


Seen = dict[Side, np.ndarray]  # by side: values of all outcomes, shape (n, outcomes), same luck in the same row


class Test(Protocol):
    """What a claim means in the model, as a number that is above 0 where the claim holds."""

    @property
    def sides(self) -> tuple[Side, ...]:
        """Return what has to be run."""

    @property
    def unit(self) -> Unit:
        """Return the unit of the number."""

    def values(self, seen: Seen) -> np.ndarray:
        """Return the number, value by value of the luck, shape (n,)."""

    def says(self) -> str:
        """Say in words what is measured."""


class _OfOutcome:
    """A test whose number has the unit of its outcome."""

    outcome: str

    @property
    def unit(self) -> Unit:
        return OUTCOMES[position(self.outcome)].unit


@dataclass(frozen=True)
class Shift(_OfOutcome):
    """An outcome moves in one direction when something is changed."""

    before: Side
    after: Side
    outcome: str
    direction: Literal[1, -1]
    words: str  # what the change is, said after "when"

    @property
    def sides(self) -> tuple[Side, ...]:
        return self.before, self.after

    def values(self, seen: Seen) -> np.ndarray:
        k = position(self.outcome)
        return np.asarray(self.direction * (seen[self.after][:, k] - seen[self.before][:, k]))

    def says(self) -> str:
        return f"{'more' if self.direction > 0 else 'less'} {OUTCOMES[position(self.outcome)].label} when {self.words}"


def words_of(side: Side) -> str:
    """Return an organisation's name as people read it."""
    return side.programme.replace("_", " ")


@dataclass(frozen=True)
class Level(_OfOutcome):
    """An outcome is above or below a level."""

    side: Side
    outcome: str
    level: float
    direction: Literal[1, -1]

    @property
    def sides(self) -> tuple[Side, ...]:
        return (self.side,)

    def values(self, seen: Seen) -> np.ndarray:
        return np.asarray(self.direction * (seen[self.side][:, position(self.outcome)] - self.level))

    def says(self) -> str:
        about = OUTCOMES[position(self.outcome)]
        level = f"{100 * self.level:g} %" if about.unit == "share" else f"{self.level:g}"
        return f"{about.label} {'above' if self.direction > 0 else 'below'} {level} under {words_of(self.side)}"


@dataclass(frozen=True)
class More(_OfOutcome):
    """One outcome is larger than another of the same unit under the same organisation."""

    side: Side
    outcome: str
    other: str

    @property
    def sides(self) -> tuple[Side, ...]:
        return (self.side,)

    def values(self, seen: Seen) -> np.ndarray:
        rows = seen[self.side]
        return np.asarray(rows[:, position(self.outcome)] - rows[:, position(self.other)])

    def says(self) -> str:
        first, second = (OUTCOMES[position(name)].label for name in (self.outcome, self.other))
        return f"more of {first} than of {second} under {words_of(self.side)}"


@dataclass(frozen=True)
class Joint(_OfOutcome):
    """Two changes together move an outcome by more than the sum of what each does alone."""

    base: Side
    one: Side
    other: Side
    outcome: str
    words: str

    @property
    def sides(self) -> tuple[Side, ...]:
        return self.base, self.one, self.other, self.both

    @property
    def both(self) -> Side:
        """Return the side with both changes."""
        base = dict(self.base.changes)
        moved = {
            path: value for side in (self.one, self.other) for path, value in side.changes if base.get(path) != value
        }
        return Side(self.base.programme, tuple((base | moved).items()))

    def values(self, seen: Seen) -> np.ndarray:
        base, one, other, both = (seen[side][:, position(self.outcome)] for side in self.sides)
        return np.asarray(both - one - other + base)

    def says(self) -> str:
        about = OUTCOMES[position(self.outcome)]
        return f"more {about.label} from {self.words} together than from each alone, added up"


@dataclass(frozen=True)
class Across:
    """Over organisations, one outcome goes with another: their correlation, from 1 down to -1."""

    organisations: tuple[Side, ...]
    outcome: str
    other: str

    @property
    def sides(self) -> tuple[Side, ...]:
        return self.organisations

    @property
    def unit(self) -> Unit:
        return "ratio"

    def values(self, seen: Seen) -> np.ndarray:
        """Return pseudo-values of the correlation of means (the jackknife), whose mean and spread are its own."""
        columns = [position(self.outcome), position(self.other)]
        rows = np.array([seen[side][:, columns] for side in self.organisations])  # (organisations, n, 2)
        n = rows.shape[1]
        whole, total = _correlation(rows.mean(axis=1)), rows.sum(axis=1)
        without = np.array([_correlation((total - rows[:, i]) / (n - 1)) for i in range(n)])
        return np.asarray(n * whole - (n - 1) * without)

    def says(self) -> str:
        first, second = (OUTCOMES[position(name)].label for name in (self.outcome, self.other))
        return f"over the {len(self.organisations)} shipped organisations, more {first} goes with more {second}"


def _correlation(pairs: np.ndarray) -> float:
    """Return the correlation of two columns; NaN where one of them is undefined or never varies."""
    if not np.isfinite(pairs).all() or (pairs == pairs[0]).all(axis=0).any():
        return float("nan")
    return float(np.corrcoef(pairs[:, 0], pairs[:, 1])[0, 1])


@dataclass(frozen=True)
class Claim:
    """A sentence people of the trade know, in our words, and the test it is put to.

    ``trust``: A peer-reviewed or observed, B named survey or records, C widely quoted without a public method, X contested.
    """

    key: str
    says: str
    origin: str
    trust: Literal["A", "B", "C", "X"]
    test: Test
    note: str = ""  # what the test leaves out


@dataclass(frozen=True)
class Finding:
    """How a claim came out in one world: the tested number with its interval; above 0 the claim holds."""

    mean: float
    low: float
    high: float
    p: float  # by luck alone, adjusted for the number of worlds looked at; NaN where nothing could be measured
    verdict: Verdict = field(default="not told")

    def __post_init__(self) -> None:
        if self.p < ALPHA:
            object.__setattr__(self, "verdict", "true" if self.mean > 0 else "reversed")


def judged(found: Estimate, p: float, unit: Unit) -> Finding:
    """Return a finding; one not told from luck is "no real difference" where its whole interval is negligible."""
    most = NEGLIGIBLE[unit]
    if not p < ALPHA and found.n > 1 and -most <= found.low and found.high <= most:
        return Finding(found.mean, found.low, found.high, p, "no real difference")
    return Finding(found.mean, found.low, found.high, p)


def in_digits(value: float) -> float:
    """Return a number in the five digits in which answers are shipped, so that what is measured anew reads the same."""
    return float(f"{value:.5g}")


def measured(found: Finding, unit: Unit) -> str:
    """Say the tested number with its interval: above 0 the claim holds."""
    if found.mean != found.mean:
        return "nothing to measure"
    mean, low, high = (gap(in_digits(value), unit) for value in (found.mean, found.low, found.high))
    return f"{mean} ({low} to {high})"
