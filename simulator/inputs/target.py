"""A target: how much by when."""

import datetime
import re
from typing import Final, Literal

from pydantic import model_validator

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.fields import Sheet, number, table

FACTORS: Final = {"": 1.0, "k": 1e3, "m": 1e6, "bn": 1e9}
WRITTEN: Final = re.compile(r"([0-9]+(?:\.[0-9]*)?|\.[0-9]+) *(k|m|bn)?", re.IGNORECASE)


class Target(Sheet):
    """How much is to be reached from the beginning of the observation window to the end of a day."""

    amount: float = number(1_000_000, 0, 1e12, "USD or accounts", "What is to be reached.")
    measure: Literal["bookings", "n_wins", "profit"] = table("bookings", "What is added up.")
    date: datetime.date = table(datetime.date(2026, 12, 31), "Day by whose end it is to be reached.")

    @model_validator(mode="after")
    def _in_our_times(self) -> "Target":
        if not 1970 <= self.date.year <= 2300:
            raise ValueError(f"date {self.date} is out of bounds, allowed is a day in the years 1970 to 2300")
        return self


def amount_of(text: str) -> float:
    """Return an amount as people write it: ``1.2m``, ``800k``, ``1,200,000``.

    Raises
    ------
    InputProblem
        If it is no amount.
    """
    found = WRITTEN.fullmatch(text.strip().replace(",", "").replace("_", ""))
    if not found:
        raise InputProblem(f"target: '{text}' is no amount; write 1200000, 800k or 1.2m")
    return float(found[1]) * FACTORS[(found[2] or "").lower()]
