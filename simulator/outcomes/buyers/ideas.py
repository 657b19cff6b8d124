"""Outcomes of ideas: what answers on change spoke of, how challenges were taken, what was planted before the search."""

from typing import Final

from buyermaze.simulator.outcomes.books.outcome import Outcome, share
from buyermaze.simulator.outcomes.books.quantities import serious
from buyermaze.simulator.outcomes.books.tallies import Tally

ACCOUNTS = serious(Tally.JOURNEYS)
CHALLENGES = serious(Tally.N_TAKEN_UP) + serious(Tally.N_RESENTED)

# fmt: off
IDEAS: Final = [
    share("share_on_subject", "answers on a buyer's own concern", 1,
          "Answers of ours on the problem or its solutions that spoke to what the purchase is about for who asked.",
          serious(Tally.N_ON_SUBJECT), serious(Tally.N_IDEAS), "person"),
    Outcome("n_challenges", "challenges to how buyers see their business", "count", "journey", 0,
            "Answers of ours that challenged, per account.", CHALLENGES, ACCOUNTS),
    share("share_taken_up", "challenges taken up", 1, "Challenges that made change seem worth more; the others cost trust.",
          serious(Tally.N_TAKEN_UP), CHALLENGES, "person"),
    share("share_planted", "accounts with an idea of ours before the search", 0,
          "Accounts that had met an idea of ours before they set out, where ideas take time to ripen.",
          serious(Tally.PLANTED), ACCOUNTS),
    share("ripeness", "how far planted ideas were ripe", 1, "Of those accounts, how far the idea was ripe when they set out.",
          serious(Tally.RIPENESS), serious(Tally.PLANTED)),
]
# fmt: on
