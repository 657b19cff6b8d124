"""Numbers read off a run's totals, each carrying the words that say what it is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from buyermaze.simulator.core.calendar import HOURS_PER_YEAR
from buyermaze.simulator.core.vocabulary import words
from buyermaze.simulator.inputs.dates.epochs import mean_over
from buyermaze.simulator.inputs.sheets.own_moments import cost_of_parts
from buyermaze.simulator.outcomes.books.tallies import Tally

if TYPE_CHECKING:
    from buyermaze.simulator.inputs.sheets.scenario import Scenario

SERIOUS, NOT_SERIOUS = 1, 0


@dataclass(frozen=True)
class Books:
    """What one run adds up to: its totals beside the scenario that led to them."""

    totals: np.ndarray  # shape (1,), dtype tallies.TOTALS
    scenario: "Scenario"

    def of_serious(self, tally: Tally) -> float:
        """Return the sum of a tally over counted journeys with a real project behind them."""
        return float(self.totals["sum"][0, SERIOUS, tally])

    def of_all(self, tally: Tally) -> float:
        """Return the sum of a tally over all counted journeys."""
        return float(self.totals["sum"][0, SERIOUS, tally] + self.totals["sum"][0, NOT_SERIOUS, tally])

    def mean(self, read: "Callable[[Scenario], float]") -> float:
        """Return a number read off what is in force, mean over the time of these books."""
        since, hours = self.total("since"), self.total("hours")
        return mean_over(self.scenario, since, since + hours, read)

    def own_cost(self) -> float:
        """Return what mechanisms of one's own cost over the time of these books, in USD."""
        return cost_of_parts(self.scenario) * self.total("hours") / HOURS_PER_YEAR

    def commission(self) -> float:
        """Return what partners keep of the first terms of what was bought, in USD."""
        return self.of_all(Tally.COMMISSION) * self.mean(lambda now: now.market.offer.deal_value)

    def total(self, field: str) -> float:
        """Return one run-level number of the totals."""
        return float(self.totals[field][0])


@dataclass(frozen=True)
class Quantity:
    """A number that can be read off a run, and the text that says which one; sums and multiples keep the text right."""

    text: str
    read: Callable[[Books], float]

    def __add__(self, other: "Quantity") -> "Quantity":
        return Quantity(f"{self.text} + {other.text}", lambda run: self.read(run) + other.read(run))

    def __sub__(self, other: "Quantity") -> "Quantity":
        return Quantity(f"{self.text} - {other.text}", lambda run: self.read(run) - other.read(run))

    def __rmul__(self, factor: float) -> "Quantity":
        inner = f"({self.text})" if " " in self.text and (" + " in self.text or " - " in self.text) else self.text
        return Quantity(f"{factor:g} * {inner}", lambda run: factor * self.read(run))


def serious(tally: Tally) -> Quantity:
    """Return the sum of a tally over serious journeys."""
    return Quantity(words(tally), lambda run: run.of_serious(tally))


def everyone(tally: Tally) -> Quantity:
    """Return the sum of a tally over all journeys, idle inquiries included."""
    return Quantity(f"{words(tally)} of all", lambda run: run.of_all(tally))


def entropy_of_steps(run: Books) -> float:
    """Return the yes/no questions (bits) it takes to say where all steps through the maze went, knowing where each came from.

    The sum over moves of minus the base-2 logarithm of their share among the moves out of the same room. A funnel,
    where each room has one way out, needs none.
    """
    steps = run.totals["steps"][0]
    leaving = np.repeat(steps.sum(axis=1), steps.shape[1])
    moves = steps.ravel()
    taken = moves > 0
    return float((moves[taken] * np.log2(leaving[taken] / moves[taken])).sum())
