"""Outcomes of a process of our own."""

from typing import Final

from buyermaze.simulator.outcomes.books.outcome import share
from buyermaze.simulator.outcomes.books.quantities import serious
from buyermaze.simulator.outcomes.books.tallies import Tally

# fmt: off
PROCESS: Final = [
    share("share_led_by_step", "conversations led by our process", 0,
          "Conversations in which our rep insisted on a step of our process, of all.",
          serious(Tally.N_STEPS), serious(Tally.N_SERVED), "person"),
    share("share_steps_refused", "steps of our process refused", -1,
          "Steps insisted on that the buyer refused.", serious(Tally.N_STEPS_REFUSED), serious(Tally.N_STEPS), "person"),
]
# fmt: on
