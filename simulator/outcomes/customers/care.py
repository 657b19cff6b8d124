"""Outcomes of looking after customers between purchases."""

from typing import Final

from buyermaze.simulator.outcomes.books.outcome import Outcome, share
from buyermaze.simulator.outcomes.books.quantities import serious
from buyermaze.simulator.outcomes.books.tallies import Tally

# fmt: off
CARE: Final = [
    share("share_neglected", "periods of neglect", -1, "Periods of use without a word from us.",
          serious(Tally.N_PERIODS) - serious(Tally.N_CARED), serious(Tally.N_PERIODS)),
    share("share_alerts_answered", "alerts answered", 1, "Alerts about our customers that somebody called back on.",
          serious(Tally.N_RECOVERIES), serious(Tally.N_ALERTS)),
    Outcome("hours_alert_open", "time until an alert is answered", "hours", "journey", -1,
            "Working hours from an alert to the call, over those answered.",
            serious(Tally.HOURS_TO_RECOVERY), serious(Tally.N_RECOVERIES)),
    share("share_issues_open", "issues left open", -1, "Issues of our customers that nobody solved.",
          serious(Tally.N_ISSUES_OPEN), serious(Tally.N_ISSUES)),
]
# fmt: on
