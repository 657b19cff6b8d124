"""Outcomes of partners who sell for others too."""

from typing import Final

from buyermaze.simulator.outcomes.books.outcome import share
from buyermaze.simulator.outcomes.books.quantities import everyone
from buyermaze.simulator.outcomes.books.tallies import Tally

# fmt: off
PARTNERS: Final = [
    share("share_steered", "buyers shown a rival's product by partners", -1,
          "Conversations asked of our partners in which they put the first rival's product forward.",
          everyone(Tally.N_STEERED), everyone(Tally.N_STEERED) + everyone(Tally.N_BY_PARTNER), "person"),
]
# fmt: on
