"""Outcomes of what our people know and how they lead conversations."""

from typing import Final

from buyermaze.simulator.outcomes.outcome import Outcome, share
from buyermaze.simulator.outcomes.quantities import everyone, serious
from buyermaze.simulator.outcomes.tallies import Tally

ACCOUNTS = serious(Tally.JOURNEYS)
MISREAD = serious(Tally.MISREAD)

# fmt: off
OUR_PEOPLE: Final = [
    share("share_logged", "conversations written down", 1, "Conversations with our reps that are in our files.",
          serious(Tally.N_LOGGED), serious(Tally.N_SERVED), "person"),
    share("share_lost_with_rep", "knowledge lost with the rep", -1,
          "Of what a rep knew of an account who went, what is neither on file nor handed on; mean over accounts that lost "
          "their rep, where that matters to somebody.", serious(Tally.KNOWN_LOST), serious(Tally.N_REASSIGNED)),
    share("p_renewal_new_rep", "renewals of customers whose rep went", 1,
          "Customers of ours whose rep went before they came to renewal, and who renewed.",
          serious(Tally.NEW_REP_RENEWED), serious(Tally.NEW_REP_DUE)),
    share("share_misread", "accounts taken for another segment", -1,
          "Accounts with a project that our company took for accounts of another segment.", MISREAD, ACCOUNTS),
    share("p_win_misread", "wins of accounts taken for another segment", 1,
          "Accounts taken for another segment that bought from us.", serious(Tally.MISREAD_WON), MISREAD),
    share("share_selling_misread", "selling time spent on misread accounts", -1,
          "Selling hours of our reps spent on inquiries that were taken for another segment, or had been.",
          everyone(Tally.HOURS_MISREAD), everyone(Tally.HOURS_SELLING)),
    share("share_guesses_hit", "guesses of the next question that hit", 1,
          "Conversations prepared for the question that then came, of all that were prepared for one.",
          serious(Tally.N_GUESSED), serious(Tally.N_PREPARED), "person"),
    Outcome("hours_guessed_wrong", "selling time lost by wrong guesses", "hours", "journey", -1,
            "Selling hours of our reps that went into questions nobody brought, per account.",
            serious(Tally.HOURS_MISSED), ACCOUNTS),
    share("share_put_before_hit", "guesses put before readers that hit", 1,
          "Visits to our content in which what was put before the reader was what they had come for, of all with a guess.",
          serious(Tally.N_PUT_BEFORE_HIT), serious(Tally.N_PUT_BEFORE), "person"),
    share("share_led_by_step", "conversations led by our process", 0,
          "Conversations in which our rep insisted on a step of our process, of all.",
          serious(Tally.N_STEPS), serious(Tally.N_SERVED), "person"),
    share("share_steps_refused", "steps of our process refused", -1,
          "Steps insisted on that the buyer refused.", serious(Tally.N_STEPS_REFUSED), serious(Tally.N_STEPS), "person"),
]
# fmt: on
