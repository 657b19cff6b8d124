"""Outcomes of a campaign: whom it reaches, who takes it up, wins with and without it."""

from typing import Final

from buyermaze.simulator.outcomes.books.outcome import share
from buyermaze.simulator.outcomes.books.quantities import everyone, serious
from buyermaze.simulator.outcomes.books.sums import ACCOUNTS
from buyermaze.simulator.outcomes.books.tallies import Tally

CONTACTED = everyone(Tally.N_CONTACTED)

# fmt: off
CAMPAIGN: Final = [
    share("share_enlisted", "accounts in a campaign", 0, "Real purchases that a campaign of ours reached.",
          serious(Tally.ENLISTED), ACCOUNTS),
    share("p_win_enlisted", "wins of accounts in a campaign", 1, "Real purchases in our campaign that bought from us.",
          serious(Tally.ENLISTED_WON), serious(Tally.ENLISTED)),
    share("p_win_held_out", "wins of accounts held out", 1,
          "Real purchases that were held out of our campaign and bought from us.",
          serious(Tally.HELD_OUT_WON), serious(Tally.HELD_OUT)),
    share("share_campaign_taken", "mails and invitations taken up", 1,
          "Mails and invitations of a campaign that somebody opened or came to.", everyone(Tally.N_OPENED), CONTACTED, "person"),
    share("share_campaign_crowded", "campaign contacts that came too soon", -1,
          "Mails and invitations of a campaign to people who had half of an earlier mail in mind, or more.",
          everyone(Tally.N_CROWDED), CONTACTED, "person"),
]
# fmt: on
