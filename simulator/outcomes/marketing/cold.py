"""Outcomes of winning cold contacts back."""

from typing import Final

from buyermaze.simulator.outcomes.books.outcome import Outcome, share
from buyermaze.simulator.outcomes.books.quantities import Quantity, everyone
from buyermaze.simulator.outcomes.books.tallies import Tally

BACK = everyone(Tally.N_WON_BACK)

# fmt: off
COLD: Final = [
    share("share_won_back", "cold contacts won back", 1,
          "Offers to cold contacts after which they opened what we sent, of all such offers.", BACK, everyone(Tally.N_TRIED),
          "person"),
    Outcome("cost_won_back", "cost of a contact won back", "USD", "person", -1,
            "What offers to cold contacts cost for each contact won back.",
            Quantity("offers to cold contacts * reactivation.cost",
                     lambda run: run.of_all(Tally.N_TRIED) * run.mean(lambda now: now.programme.reactivation.cost)), BACK),
]
# fmt: on
