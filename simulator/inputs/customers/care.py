"""Looking after customers between purchases."""

from buyermaze.simulator.inputs.grammar.fields import Sheet, number


class Care(Sheet):
    """Looking after customers: who does it, and at whose expense."""

    share_caring: float = number(0, 0, 0.9, "share", "Part of reps' selling time kept for customers; the rest hunts.")
    p_resolved: float = number(0.7, 0, 1, "probability", "Chance that support solves an issue.")
