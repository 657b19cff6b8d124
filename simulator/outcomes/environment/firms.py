"""Outcomes of firms that come back."""

from typing import Final

from buyermaze.simulator.outcomes.books.outcome import share
from buyermaze.simulator.outcomes.books.quantities import serious
from buyermaze.simulator.outcomes.books.sums import ACCOUNTS, RETURNED
from buyermaze.simulator.outcomes.books.tallies import Tally

# fmt: off
FIRMS: Final = [
    share("share_returned", "firms that set out before", 0, "Serious accounts of a firm that had been one before.",
          RETURNED, ACCOUNTS),
    share("p_win_returned", "wins among firms that set out before", 1,
          "Serious accounts of a firm that had been one before, and bought from us.", serious(Tally.RETURNED_WON), RETURNED),
]
# fmt: on
