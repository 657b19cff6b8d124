"""Outcomes of accounts taken for another segment."""

from typing import Final

from buyermaze.simulator.outcomes.books.outcome import share
from buyermaze.simulator.outcomes.books.quantities import everyone, serious
from buyermaze.simulator.outcomes.books.sums import ACCOUNTS
from buyermaze.simulator.outcomes.books.tallies import Tally

MISREAD = serious(Tally.MISREAD)

# fmt: off
SEGMENTATION: Final = [
    share("share_misread", "accounts taken for another segment", -1,
          "Accounts with a project that our company took for accounts of another segment.", MISREAD, ACCOUNTS),
    share("p_win_misread", "wins of accounts taken for another segment", 1,
          "Accounts taken for another segment that bought from us.", serious(Tally.MISREAD_WON), MISREAD),
    share("share_selling_misread", "selling time spent on misread accounts", -1,
          "Selling hours of our reps spent on inquiries that were taken for another segment, or had been.",
          everyone(Tally.HOURS_MISREAD), everyone(Tally.HOURS_SELLING)),
]
# fmt: on
