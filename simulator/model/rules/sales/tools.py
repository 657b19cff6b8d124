"""Assets at hand in a conversation."""

from buyermaze.simulator.model.compiler.rule import rule


@rule
def asset_at_hand(luck: float, p_uses: float, p_helps: float) -> float:
    """Return the chance that an asset helps a rep with a question: 0 for a rep who does not use what there is.

    ``luck``: a uniform number.
    ``p_uses``: chance that a rep uses assets, 0 to 1.
    ``p_helps``: chance that the catalogue holds one that helps, 0 to 1.
    """
    return p_helps if luck < p_uses else 0.0
