"""Outcomes of calls nobody asked for: how many, how they are taken, who meets us because of one, early or late."""

from typing import Final

from buyermaze.simulator.outcomes.books.outcome import Outcome, share
from buyermaze.simulator.outcomes.books.quantities import Quantity, everyone, serious
from buyermaze.simulator.outcomes.books.sums import SELLING_TIME
from buyermaze.simulator.outcomes.books.tallies import Tally

CALLS = everyone(Tally.N_CALLS)
CALLING = Quantity("selling hours of calls in the window", lambda run: run.total("hours_outbound"))
OTHER_WAITED = everyone(Tally.HOURS_WAITED) - everyone(Tally.HOURS_OWN_WAITED)
OTHER_SETTLED = everyone(Tally.N_SERVED) + everyone(Tally.N_GAVE_UP) - everyone(Tally.N_OWN_SETTLED)
FIRST = serious(Tally.CALLED) - serious(Tally.CALLED_LATE)

# fmt: off
OUTBOUND: Final = [
    Outcome("n_calls", "calls nobody asked for", "count", "journey", 0,
            "Calls of our reps to somebody who had not asked, per inquiry, those without a project included.",
            CALLS, everyone(Tally.JOURNEYS)),
    share("share_calls_agreed", "calls that led to a meeting", 1, "Calls after which somebody agreed to meet our rep.",
          everyone(Tally.N_CALLS_AGREED), CALLS, "person"),
    share("share_calls_premature", "calls that came too early", -1,
          "Calls taken by somebody whose need was not ripe for a seller, and whom they put off.",
          everyone(Tally.N_CALLS_PREMATURE), CALLS, "person"),
    share("share_contacts_by_us", "first contacts that began with our call", 0,
          "Accounts that met our rep for the first time because our rep had called, of all that met one.",
          serious(Tally.CALLED), serious(Tally.OPPORTUNITY)),
    share("p_win_called_first", "wins where our call came before any seller", 1,
          "Accounts that met us because of our call, and no other seller before, and bought from us.",
          serious(Tally.CALLED_WON) - serious(Tally.CALLED_LATE_WON), FIRST),
    share("p_win_called_late", "wins where our call came after a rival", 1,
          "Accounts that met us because of our call when they had met a rival's rep already, and bought from us.",
          serious(Tally.CALLED_LATE_WON), serious(Tally.CALLED_LATE)),
    share("share_time_calling", "reps' time spent on calls", 0,
          "Selling hours spent on calls over hours available, within the window.", CALLING, SELLING_TIME, "run"),
    Outcome("hours_wait_own_leads", "wait of leads our reps found", "hours", "person", -1,
            "Working hours from asking for our rep to being served or giving up, of accounts that agreed to a call.",
            everyone(Tally.HOURS_OWN_WAITED), everyone(Tally.N_OWN_SETTLED)),
    Outcome("hours_wait_other_leads", "wait of other leads", "hours", "person", -1,
            "The same of everybody else.", OTHER_WAITED, OTHER_SETTLED),
]
# fmt: on
