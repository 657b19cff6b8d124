"""How often a guess of the next question hits."""

from buyermaze.simulator.core.vocabulary import N_INFO_JOBS
from buyermaze.simulator.model.compiler.rule import rule


@rule
def p_guessed(p_hit: float, known: float) -> float:
    """Return the chance that the question expected is the one that is asked.

    ``p_hit``: chance for a buyer of whom all is known.
    ``known``: how well the buyer's situation is known, 0 to 1; the rest is a guess among all jobs.
    """
    return known * p_hit + (1.0 - known) / N_INFO_JOBS
