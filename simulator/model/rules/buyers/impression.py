"""What one touch says of everything else that comes from the same vendor."""

from buyermaze.simulator.model.compiler.rule import rule


@rule
def carried(trust: float, change: float, share: float, most: float) -> float:
    """Return the trust in a channel after a touch in another channel of the vendor: part of what that did to trust is felt here.

    ``trust``: trust in the channel or sender, 1 is full.
    ``change``: what the touch added to the trust in its own channel, or took.
    ``share``: part that carries over, 0 to 1.
    ``most``: trust that good touches lead to; who trusts more already keeps that.
    """
    return max(0.0, min(max(trust, most), trust + share * change))
