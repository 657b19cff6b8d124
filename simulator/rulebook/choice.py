"""What to find out next, and where: two random-utility choices (McFadden 1974; information foraging)."""

import math

from simulator.rulebook.compiling import rule


@rule
def need_utility(covered: float, n_open_before: int, need_pull: float, order_pull: float) -> float:
    """Return the pull of an open need: the emptier the stronger, held back by unfinished earlier jobs."""
    return need_pull * (1.0 - covered) - order_pull * n_open_before


@rule
def standing_utility(appeal: float, gain: float, hours: float, gain_pull: float, time_cost: float) -> float:
    """Return the part of a channel's utility that never changes: liking, expected gain (log), time it takes."""
    return appeal + gain_pull * math.log(gain / 0.3 + 1e-6) - time_cost * hours


@rule
def confidence_utility(trust: float, memory: float, trust_pull: float) -> float:
    """Return the utility of trusting a channel and of having found answers there before (0 when both are full)."""
    product = trust * memory
    if product == 1.0:
        return 0.0
    return trust_pull * math.log(max(product, 0.02))


@rule
def exposure_now(exposure: float, hours_since: float, hours_fade: float) -> float:
    """Return what is left of past exposure to a channel after some hours."""
    if exposure == 0.0:
        return 0.0
    return exposure * math.exp(-hours_since / hours_fade)


@rule
def fatigue_utility(exposure: float, fatigue: float) -> float:
    """Return the (negative) utility of being tired of a channel: ``fatigue`` per doubling of exposure."""
    if exposure == 0.0:
        return 0.0
    return -fatigue * math.log(1.0 + exposure) / 0.6931471805599453


@rule
def content_hope(share_found: float) -> float:
    """Return how much of a full shelf's gain readers expect from a shelf with holes: holes are partly known."""
    return 0.15 + 0.85 * share_found
