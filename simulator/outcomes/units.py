"""The unit of a column, by its name: an outcome's own, or what the prefix of its name says."""

from typing import Final

from buyermaze.simulator.outcomes.definitions import NAMES, OUTCOMES

IN_WORDS: Final = {
    "share": "share, 0 to 1", "days": "working days", "hours": "hours", "USD": "USD", "points": "points",
    "questions": "yes/no questions", "count": "number",
}  # fmt: skip
BY_PREFIX: Final = {
    "n_": "number", "share_": "share, 0 to 1", "p_": "share, 0 to 1", "days_": "working days", "hours_": "hours",
    "cost_": "USD", "profit": "USD",
}  # fmt: skip
NO_SHARES: Final = frozenset({"p_adjusted", "p_value"})  # probabilities of a test, which are called by their names


def in_words(column: str) -> str:
    """Return what people read above a column: an outcome's label, or the words of its name without the prefix of its kind."""
    if column in NAMES:
        return OUTCOMES[NAMES.index(column)].label
    words = column.removeprefix("n_") if len(column) > 2 else column
    return words.replace("_", " ")


def unit_of(column: str) -> str:
    """Return a column's unit in words; empty where it has none or nobody says."""
    if column in NAMES:
        unit = str(OUTCOMES[NAMES.index(column)].unit)
        return IN_WORDS.get(unit, unit)
    if column in NO_SHARES:
        return ""
    if column == "share":
        return IN_WORDS["share"]
    return next((unit for prefix, unit in BY_PREFIX.items() if column.startswith(prefix)), "")


def is_share(column: str) -> bool:
    """Tell whether a column's numbers are shares, which people read in per cent."""
    return unit_of(column) == IN_WORDS["share"]
