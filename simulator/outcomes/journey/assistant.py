"""Outcomes of AI assistants: how much they are asked, how often they mislead, what is gone through with a seller."""

from typing import Final

from buyermaze.simulator.outcomes.books.outcome import Outcome, share
from buyermaze.simulator.outcomes.books.quantities import serious
from buyermaze.simulator.outcomes.books.tallies import Tally

ANSWERS = serious(Tally.N_ANSWERS)

# fmt: off
ASSISTANT: Final = [
    Outcome("n_assistant_answers", "assistants' answers", "count", "journey", 0, "Answers of AI assistants, per account.",
            ANSWERS, serious(Tally.JOURNEYS)),
    share("share_assistant_misleading", "misleading answers of assistants", -1, "Answers of AI assistants that misled.",
           serious(Tally.N_MISLED), ANSWERS, "person"),
    share("share_assistant_checked", "answers of assistants gone through with a seller", 0,
           "Answers of AI assistants that their reader went through with a rep of any vendor afterwards.",
           serious(Tally.N_VERIFIED), ANSWERS, "person"),
    share("share_assistant_corrected", "mistakes of assistants noticed with a seller", 0,
           "Conversations with a rep of any vendor about answers of AI assistants in which a mistake was noticed.",
           serious(Tally.N_PUT_RIGHT), serious(Tally.N_VERIFYING), "person"),
]
# fmt: on
