"""Differences too small to speak of: what a board would call the same, and when looking on may end."""

from collections.abc import Sequence
from typing import Final

from buyermaze.simulator.comparison.any_time import at_any_time
from buyermaze.simulator.comparison.paired_statistics import ALPHA, Difference, holm
from buyermaze.simulator.outcomes.books.outcome import Unit
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position

# differences at most this large, in the outcome's unit, are called no difference worth speaking of; assumption
NEGLIGIBLE: Final[dict[Unit, float]] = {
    "share": 0.005, "USD": 50_000.0, "days": 2.0, "hours": 0.5, "points": 1.0, "ratio": 0.02, "questions": 0.02, "count": 0.1,
}  # fmt: skip
LOOKS: Final = range(4, 65, 4)  # lives after which an answer that goes on by itself is looked at; it ends with the last


def is_negligible(found: Difference, outcome: str) -> bool:
    """Say whether a difference is known to be too small to speak of: all of its interval is."""
    return found.n > 1 and is_smaller(found.low, found.high, outcome)


def is_smaller(low: float, high: float, outcome: str) -> bool:
    """Say whether everything between two values of an outcome, in its unit, is too small to speak of."""
    most = NEGLIGIBLE[OUTCOMES[position(outcome)].unit]
    return -most <= low and high <= most


def are_settled(pairs: Sequence[Difference], outcome: str) -> bool:
    """Say whether all differences of an outcome are told from luck, or too small to speak of, however often one looked."""
    lasting = [at_any_time(pair) for pair in pairs]
    chances = holm([pair.p for pair in lasting])
    return all(p < ALPHA or is_negligible(pair, outcome) for pair, p in zip(lasting, chances, strict=True))
