"""Outcomes of offers: prices bargained over, pilots, packages."""

from typing import Final

from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.outcomes.books.outcome import Outcome, share
from buyermaze.simulator.outcomes.books.quantities import serious
from buyermaze.simulator.outcomes.books.sums import ACCOUNTS, OPPORTUNITIES, WON
from buyermaze.simulator.outcomes.books.tallies import Tally

PILOTED, PICKED = serious(Tally.PILOTED), serious(Tally.N_PICKED)

# fmt: off
OFFERS: Final = [
    share("share_bargained", "groups that bargained with us", 0, "Accounts that asked us for a lower price before they voted.",
          serious(Tally.ASKED_LESS), ACCOUNTS),
    share("share_taken_off", "taken off by bargaining", -1, "Mean part of the list price that bargaining took off our wins.",
          serious(Tally.TAKEN_OFF), WON),
    share("share_discount_refused", "refused of discounts asked for", -1,
          "Part of the discounts asked of us that was refused.", serious(Tally.REFUSED_OFF), serious(Tally.ASKED_OFF)),
    Outcome("days_discount_approval", "days a discount waits for approval", "days", "journey", -1,
            "Working days until a discount beyond a rep's authority was granted or refused.",
            (1 / HOURS_PER_DAY) * serious(Tally.HOURS_SENT_UP), serious(Tally.N_SENT_UP)),
    share("share_piloted", "groups with a pilot", 0, "Accounts that took up a pilot, of those that met one of our reps.",
          PILOTED, OPPORTUNITIES),
    share("share_pilots_failed", "failed pilots", -1, "Pilots that failed for reasons that are not the product's, of those seen.",
          serious(Tally.N_PILOTS_FAILED), serious(Tally.N_PILOTS_SEEN)),
    share("p_win_piloted", "wins after a pilot", 1, "Accounts with a pilot that bought from us.",
          serious(Tally.PILOTED_WON), PILOTED),
    share("share_other_package", "packages other than the standard one", 0, "Groups that picked a larger or smaller package.",
          serious(Tally.N_PICKED_OTHER), PICKED),
    share("share_wrong_package", "wrong packages", -1, "Groups that picked a package that was not the best for them.",
          serious(Tally.N_PICKED_WRONG), PICKED),
]
# fmt: on
