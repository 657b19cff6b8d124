"""A target: how much by when."""

import datetime
import re
from collections.abc import Mapping
from typing import Any, Final, Literal

from pydantic import ValidationError, field_validator, model_validator

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.grammar.error_messages import explained
from buyermaze.simulator.inputs.grammar.fields import Day, Sheet, number, table

Measured = Literal["bookings", "n_wins", "profit"]
FACTORS: Final = {
    "": 1.0, "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9,
}  # fmt: skip
NUMBER: Final = r"[0-9]{1,3}(?:[,_][0-9]{3})+(?:\.[0-9]*)?|[0-9]+(?:\.[0-9]*)?(?:e[0-9]+)?|\.[0-9]+"
WRITTEN: Final = re.compile(rf"(?:USD|\$)? *({NUMBER}) *({'|'.join(filter(None, FACTORS))})?", re.IGNORECASE)


class Target(Sheet):
    """How much is to be reached from the beginning of the observation window to the end of a day."""

    amount: float = number(1_000_000, 0, 1e12, "USD or accounts", "What is to be reached.")
    measure: Measured = table("bookings", "What is added up.")
    date: Day = table(datetime.date(2026, 12, 31), "Day by whose end it is to be reached.")

    @model_validator(mode="before")
    @classmethod
    def _has_an_amount(cls, data: Any) -> Any:
        if isinstance(data, dict) and "amount" not in data:
            raise ValueError("amount is missing; give what is to be reached, 1.2m")
        return data

    @field_validator("amount", mode="before")
    @classmethod
    def _as_people_write_it(cls, given: Any) -> Any:
        return amount_of(given, "") if isinstance(given, str) else given

    @model_validator(mode="after")
    def _in_our_times(self) -> "Target":
        if not self.amount and self.measure != "profit":
            raise ValueError("amount 0 is reached before anything happens; give what is to be reached")
        if not 1970 <= self.date.year <= 2300:
            raise ValueError(f"date {self.date} is out of bounds, allowed is a day in the years 1970 to 2300")
        return self


def target_of(data: Mapping[str, Any]) -> Target:
    """Return a target of what was said of it: ``amount``, ``measure``, ``date``.

    Raises
    ------
    InputProblem
        If it is none.
    """
    try:
        return Target(**data)
    except ValidationError as error:
        raise explained(error, Target, dict(data)) from None


def amount_of(text: str, where: str = "target: ") -> float:
    """Return an amount as people write it: ``1.2m``, ``800k``, ``1,200,000``.

    Raises
    ------
    InputProblem
        If it is no amount.
    """
    found = WRITTEN.fullmatch(text.strip())
    if not found:
        raise InputProblem(f"{where}'{text}' is no amount; write 1200000, 1,200,000, 800k or 1.2m, in USD")
    return float(re.sub("[,_]", "", found[1])) * FACTORS[(found[2] or "").lower()]
