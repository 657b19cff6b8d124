"""Outcomes of what is known of buyers when they are talked to."""

from typing import Final

from buyermaze.simulator.outcomes.books.outcome import share
from buyermaze.simulator.outcomes.books.quantities import serious
from buyermaze.simulator.outcomes.books.sums import CONVERSATIONS
from buyermaze.simulator.outcomes.books.tallies import Tally

# fmt: off
MEMORY: Final = [
    share("share_out_of_context", "conversations out of context", -1,
          "Conversations that answered the need, but in which our rep or a partner's did not know the buyer's situation.",
          serious(Tally.N_OUT_OF_CONTEXT), CONVERSATIONS, "person"),
]
# fmt: on
