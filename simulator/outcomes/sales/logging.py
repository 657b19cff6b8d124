"""Outcomes of what our reps write down."""

from typing import Final

from buyermaze.simulator.outcomes.books.outcome import share
from buyermaze.simulator.outcomes.books.quantities import serious
from buyermaze.simulator.outcomes.books.tallies import Tally

# fmt: off
LOGGING: Final = [
    share("share_logged", "conversations written down", 1, "Conversations with our reps that are in our files.",
          serious(Tally.N_LOGGED), serious(Tally.N_SERVED), "person"),
]
# fmt: on
