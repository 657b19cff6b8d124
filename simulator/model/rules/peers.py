"""What customers tell their peers, and what hearing it does."""

from buyermaze.simulator.model.compiler.rule import rule


@rule
def circle(segment: int, region: int, n_regions: int) -> int:
    """Return the number of a circle of peers: those of one segment in one region.

    ``segment``: number of the segment.
    ``region``: number of the region.
    ``n_regions``: regions in the market.
    """
    return segment * n_regions + region


@rule
def told_value(balance: float, delight: float, negativity: float) -> float:
    """Return what a customer says of our value, in value units above the truth; bad news weighs more (Mizerski 1982).

    ``balance`` is promoters minus detractors, weighted by influence, -1 to 1; ``delight`` what all promoters say.

    ``negativity``: how much more bad news weighs.
    """
    return delight * balance * (negativity if balance < 0.0 else 1.0)


@rule
def rumour(doubted: float, broke_our_word: bool, weight: float) -> float:
    """Return how far a circle doubts a vendor's word after one more voice, 0 to 1.

    ``doubted``: doubt so far, 0 to 1.
    ``broke_our_word``: whether the new voice was let down.
    ``weight``: weight of one voice, 0 to 1.
    """
    return doubted + weight * ((1.0 if broke_our_word else 0.0) - doubted)
