"""Outcomes of what is asked for before meetings."""

from typing import Final

from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.outcomes.books.outcome import Outcome, share
from buyermaze.simulator.outcomes.books.quantities import Quantity, serious
from buyermaze.simulator.outcomes.books.sums import ACCOUNTS
from buyermaze.simulator.outcomes.books.tallies import Tally

SLIPPED = Quantity("hours by which meetings slipped / 8", lambda run: run.of_serious(Tally.HOURS_SLIPPED) / HOURS_PER_DAY)

# fmt: off
MATERIAL: Final = [
    share("share_material_missed", "wishes to read before a meeting not met", -1,
          "Requests for something to read before a meeting to which our content held no answer.",
          serious(Tally.N_MATERIAL_MISSED), serious(Tally.N_MATERIAL), "person"),
    Outcome("days_slipped", "days meetings slip", "days", "journey", -1,
            "Working days by which meetings slipped for want of something to read before, per account.", SLIPPED, ACCOUNTS),
]
# fmt: on
