"""Outcomes of reps who leave."""

from typing import Final

from buyermaze.simulator.outcomes.books.outcome import share
from buyermaze.simulator.outcomes.books.quantities import serious
from buyermaze.simulator.outcomes.books.tallies import Tally

# fmt: off
STAFFING: Final = [
    share("share_lost_with_rep", "knowledge lost with the rep", -1,
          "Of what a rep knew of an account who went, what is neither on file nor handed on; mean over accounts that lost "
          "their rep, where that matters to somebody.", serious(Tally.KNOWN_LOST), serious(Tally.N_REASSIGNED)),
    share("p_renewal_new_rep", "renewals of customers whose rep went", 1,
          "Customers of ours whose rep went before they came to renewal, and who renewed.",
          serious(Tally.NEW_REP_RENEWED), serious(Tally.NEW_REP_DUE)),
]
# fmt: on
