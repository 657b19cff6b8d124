"""How a scenario is run: seed, sizes, calendar."""

from datetime import date
from typing import Literal

from pydantic import field_validator

from buyermaze.simulator.inputs.fields import Sheet, count, number, table


class Run(Sheet):
    """Size and luck of a run."""

    seed: int = count(1, 0, 2**53, "number", "Root of all luck; scenarios with the same seed share their luck.")
    n_replications: int = count(20, 1, 1_000_000, "replications", "Independent repetitions with different luck.")
    n_accounts: int = count(
        200, 1, 10_000_000, "accounts", "Accounts that arrive; each is followed to the end of its life."
    )
    share_warm_up: float = number(
        0.15, 0, 0.9, "share", "First arrivals, met by empty desks, left out of the outcomes."
    )
    engine: Literal["compiled", "reference"] = table("compiled", "Both give the same journal, to the bit.")
    start: date = table(date(2026, 1, 5), "Calendar day of the first working hour.")

    @field_validator("start")
    @classmethod
    def _in_our_times(cls, start: date) -> date:
        if not 1970 <= start.year <= 2200:
            raise ValueError(f"{start} is out of bounds, allowed is a day in the years 1970 to 2200")
        return start
