"""What an outcome is: a name, words, a unit, and the two sums whose ratio it is."""

from dataclasses import dataclass
from typing import Literal

from buyermaze.simulator.outcomes.books.quantities import Books, Quantity

Unit = Literal["share", "days", "hours", "USD", "points", "ratio", "questions", "count"]
Level = Literal["journey", "person", "run"]


@dataclass(frozen=True)
class Outcome:
    """One number a run is judged by: a ratio of two sums, undefined (NaN) when the lower one is 0."""

    name: str
    label: str  # how a sentence calls it
    unit: Unit
    level: Level  # what it averages over: journeys, people and their deeds, or nothing (the run as a whole)
    better: Literal[1, 0, -1]  # 1: more is better for the seller or the buyers, -1: less is, 0: neither
    meaning: str
    numerator: Quantity
    denominator: Quantity

    @property
    def formula(self) -> str:
        """Return the calculation as text."""
        above, below = self.numerator.text, self.denominator.text
        if below == "1":
            return above
        above = f"({above})" if " + " in above or " - " in above else above
        below = f"({below})" if " + " in below or " - " in below or " * " in below else below
        return f"{above} / {below}"

    def value(self, run: Books) -> float:
        """Return the outcome of a run; NaN when the denominator is 0."""
        below = self.denominator.read(run)
        return self.numerator.read(run) / below if below != 0 else float("nan")


def share(
    name: str, label: str, better: Literal[1, 0, -1], meaning: str, above: Quantity, below: Quantity, level: Level = "journey",
) -> Outcome:  # fmt: skip
    """Define a share of one quantity in another."""
    return Outcome(name, label, "share", level, better, meaning, above, below)
