"""Habits of writing things down."""

from buyermaze.simulator.model.compiler.rule import rule


@rule
def habit(mean: float, spread: float, luck: float) -> float:
    """Return how likely one rep does what is a matter of habit: even between the ends of the spread, never beyond 0 and 1.

    ``mean``: chance over all reps.
    ``spread``: how far reps differ up or down.
    ``luck``: the rep's own, in (0, 1).
    """
    return min(1.0, max(0.0, mean + spread * (2.0 * luck - 1.0)))
