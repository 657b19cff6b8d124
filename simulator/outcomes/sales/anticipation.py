"""Outcomes of guesses of the next question."""

from typing import Final

from buyermaze.simulator.outcomes.books.outcome import Outcome, share
from buyermaze.simulator.outcomes.books.quantities import serious
from buyermaze.simulator.outcomes.books.sums import ACCOUNTS
from buyermaze.simulator.outcomes.books.tallies import Tally

# fmt: off
ANTICIPATION: Final = [
    share("share_guesses_hit", "guesses of the next question that hit", 1,
          "Conversations prepared for the question that then came, of all that were prepared for one.",
          serious(Tally.N_GUESSED), serious(Tally.N_PREPARED), "person"),
    Outcome("hours_guessed_wrong", "selling time lost by wrong guesses", "hours", "journey", -1,
            "Selling hours of our reps that went into questions nobody brought, per account.",
            serious(Tally.HOURS_MISSED), ACCOUNTS),
    share("share_put_before_hit", "guesses put before readers that hit", 1,
          "Visits to our content in which what was put before the reader was what they had come for, of all with a guess.",
          serious(Tally.N_PUT_BEFORE_HIT), serious(Tally.N_PUT_BEFORE), "person"),
]
# fmt: on
