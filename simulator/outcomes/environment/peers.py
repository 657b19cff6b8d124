"""Outcomes of customers who talk: who hears them, and what of."""

from typing import Final

from buyermaze.simulator.outcomes.books.outcome import Outcome, share
from buyermaze.simulator.outcomes.books.quantities import serious
from buyermaze.simulator.outcomes.books.sums import ACCOUNTS
from buyermaze.simulator.outcomes.books.tallies import Tally

RECOMMENDED = serious(Tally.RECOMMENDED)

# fmt: off
PEERS: Final = [
    Outcome("n_heard", "customers of ours heard", "count", "journey", 0,
            "Times a member heard from a peer who was a customer of ours, per account.", serious(Tally.N_HEARD), ACCOUNTS),
    share("share_reached", "accounts reached by customers of ours", 0,
          "Accounts in which somebody heard from a customer of ours.", serious(Tally.REACHED), ACCOUNTS),
    share("share_good_words", "good words about us", 1,
          "Words of customers of ours that were about something lived well, of all that were heard by name.",
          serious(Tally.N_GOOD_WORDS), serious(Tally.N_WORDS), "person"),
    share("share_told_unasked", "told unasked", 0, "Customers of ours heard by those who had not asked, of all that were heard.",
          serious(Tally.N_UNASKED), serious(Tally.N_HEARD), "person"),
    share("share_recommended", "accounts a customer sent", 0, "Accounts that had heard of us from a customer when they set out.",
          RECOMMENDED, ACCOUNTS),
    share("p_win_recommended", "wins of accounts a customer sent", 1,
          "Accounts that had heard of us from a customer when they set out, and bought from us.",
          serious(Tally.RECOMMENDED_WON), RECOMMENDED),
]
# fmt: on
