"""How somebody says that a table is written, where its cells may mean two things."""

from dataclasses import dataclass
from typing import Final

from buyermaze.simulator.core.errors import InputProblem, remedy
from buyermaze.simulator.tables.dates import ORDERS, Order
from buyermaze.simulator.tables.numbers import DECIMALS, Decimal

CENTURIES: Final = (1900, 2000)


@dataclass(frozen=True)
class Written:
    """Which comes first of day and month, the year that 00 is short for, and what separates decimals.

    Raises
    ------
    InputProblem
        If one of them is none of those there are.
    """

    dates: Order | None = None
    century: int | None = None
    decimal: Decimal | None = None

    def __post_init__(self) -> None:
        """Refuse what is no way to write."""
        for option, word, allowed in (("--dates", self.dates, ORDERS), ("--decimal", self.decimal, DECIMALS)):
            if word is not None and word not in allowed:
                raise InputProblem(f"{option} {word}: {remedy(word, allowed)}")
        if self.century is not None and self.century not in CENTURIES:
            raise InputProblem(f"--century {self.century}: give 1900 or 2000")


PLAIN: Final = Written()
