"""Outcomes of tools: how many come into buyers' hands, by whom, and the hours they spare."""

from typing import Final

from buyermaze.simulator.outcomes.books.outcome import Outcome, share
from buyermaze.simulator.outcomes.books.quantities import serious
from buyermaze.simulator.outcomes.books.tallies import Tally

IN_HAND = serious(Tally.N_TOOLS)

# fmt: off
TOOLS: Final = [
    Outcome("n_tools", "tools of ours in buyers' hands", "count", "journey", 1,
            "Questions of members for which they have an asset of ours to work with, per account.",
            IN_HAND, serious(Tally.JOURNEYS)),
    share("share_tools_by_reps", "tools handed over by reps", 0,
          "Of those tools, the ones our reps handed over in a conversation.", serious(Tally.N_TOOLS_BY_REPS), IN_HAND, "person"),
    Outcome("hours_spared", "person-hours spared by tools", "hours", "journey", 1,
            "Time that members did not spend because they had a tool of ours, per account.",
            serious(Tally.HOURS_SPARED), serious(Tally.JOURNEYS)),
]
# fmt: on
