"""What becomes of purchases whose champion left."""

from typing import Final

from buyermaze.simulator.outcomes.books.outcome import share
from buyermaze.simulator.outcomes.books.quantities import serious
from buyermaze.simulator.outcomes.books.tallies import Tally

# fmt: off
CHAMPION: Final = [
    share("p_no_decision_champion_left", "no decision after a champion left", -1,
          "Accounts whose champion left and that bought from nobody.",
          serious(Tally.CHAMPION_LEFT_NO_DECISION), serious(Tally.CHAMPION_LEFT)),
]
# fmt: on
