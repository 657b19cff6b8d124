"""Whose product a partner puts forward."""

from buyermaze.simulator.model.compiler.rule import rule


@rule
def p_steered(ours: float, theirs: float) -> float:
    """Return the chance that a partner who sells both puts another vendor's product forward: by what either pays (Luce 1959).

    ``ours``, ``theirs``: what the partner keeps of a deal's price, shares; alike if neither pays anything.
    """
    return theirs / (ours + theirs) if ours + theirs > 0.0 else 0.5
