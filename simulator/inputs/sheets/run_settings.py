"""How a scenario is run: seed, time, repetitions, calendar."""

from datetime import date
from typing import Literal

from pydantic import field_validator

from buyermaze.simulator.inputs.dates.calendars import Calendar
from buyermaze.simulator.inputs.grammar.fields import Day, Sheet, count, number, switch, table


class Run(Sheet):
    """Luck and time of a run: how long a company warms up, how long it is observed, and how often all is repeated."""

    seed: int = count(1, 0, 2**53, "number", "Root of all luck; scenarios with the same seed share their luck.")
    n_replications: int = count(4, 1, 1_000_000, "replications", "Independent repetitions with different luck.")
    weeks_warm_up: float = number(
        104, 0, 10_000, "weeks", "Time before the observation window, in which desks, memories and reputations fill."
    )
    weeks: float = number(
        312, 0.01, 1_000_000, "weeks", "Length of the observation window; who sets out within it is counted."
    )
    n_accounts: int = count(
        0,
        0,
        10_000_000,
        "accounts",
        "Accounts to observe: above 0, the window lasts as long as so many take to arrive.",
    )
    n_batches: int = count(
        6, 1, 1000, "batches", "Equal parts the window is cut into; each is a value for the intervals of a comparison."
    )
    weeks_follow_up: float = number(
        500, 0, 10_000, "weeks", "Longest time accounts are followed after the window; the rest is reported as open."
    )
    arrivals_continue: bool = switch(
        True, "Accounts go on arriving after the window until its own have finished; off, the last meet emptying desks."
    )
    engine: Literal["compiled", "reference"] = table("compiled", "Both give the same journal, to the bit.")
    start: Day = table(date(2026, 1, 5), "Calendar day on which the observation window begins.")
    calendar: Calendar = table(
        Calendar(), "Days and hours that are worked: where the working hours of a run fall on dates."
    )

    @property
    def size(self) -> str:
        """Return in words how much is observed."""
        return f"{self.n_accounts} accounts observed" if self.n_accounts else f"{self.weeks:g} weeks observed"

    @field_validator("start")
    @classmethod
    def _in_our_times(cls, start: date) -> date:
        if not 1970 <= start.year <= 2200:
            raise ValueError(f"{start} is out of bounds, allowed is a day in the years 1970 to 2200")
        return start
