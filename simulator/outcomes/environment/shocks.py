"""Outcomes of events from outside."""

from typing import Final

from buyermaze.simulator.outcomes.books.outcome import Outcome, share
from buyermaze.simulator.outcomes.books.quantities import serious
from buyermaze.simulator.outcomes.books.sums import ACCOUNTS
from buyermaze.simulator.outcomes.books.tallies import Tally

# fmt: off
SHOCKS: Final = [
    Outcome("n_shocks", "shocks", "count", "journey", 0, "Outside events that struck, per account.",
            serious(Tally.N_SHOCKS), ACCOUNTS),
    share("share_diverted", "favourites changed after shocks", 0,
          "Accounts struck by an outside event whose favourite was another one afterwards.",
          serious(Tally.DIVERTED), serious(Tally.STRUCK)),
]
# fmt: on
