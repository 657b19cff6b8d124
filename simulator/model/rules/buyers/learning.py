"""Understanding gained, shared and lost."""

import math

from buyermaze.simulator.model.compiler.rule import rule

LEAST_KEPT = 0.1  # share of a match that survives any ignorance of the situation; assumption


@rule
def covered(gained: float, need: float) -> float:
    """Return the share of a need that is met, 0 to 1; no need counts as met.

    ``gained``: what was gained, information units.
    ``need``: what is needed, information units.
    """
    if need <= 0.0:
        return 1.0
    return min(1.0, gained / need)


@rule
def visit_gain(gain: float, match: float, luck: float, half_width: float) -> float:
    """Return the information a visit yields; ``luck`` in (0, 1) spreads it evenly by ``half_width`` around its mean.

    ``gain``: what a visit to the channel usually gives, information units.
    ``match``: how well the answer fits the question, 1 is full.
    """
    return gain * match * (1.0 - half_width + 2.0 * half_width * luck)


@rule
def seller_match(
    skill: float, depth: float, in_context: bool, penalty: float, playbook: float, confidence: float
) -> float:
    """Return how well a seller's answer fits: skill counts for more in deep matters, and so does missing context.

    An asset at hand softens the damage of not knowing the buyer's situation, and makes a rep surer of any answer
    (Krishnan, Netemeyer & Boles 2002).

    ``skill``: the rep's skill, 1 is ordinary.
    ``depth``: square root of the offer's complexity.
    ``in_context``: whether the situation is known.
    ``penalty``: share of the match lost without it.
    ``playbook``: chance that an asset guides the rep, 0 to 1.
    ``confidence``: share by which a rep with an asset answers better.
    """
    match = skill**depth * (1.0 + confidence * playbook)
    if in_context:
        return match
    return match * max(LEAST_KEPT, 1.0 - penalty * depth * (1.0 - playbook))


@rule
def share_remembered(hours: float, hours_memory: float) -> float:
    """Return the share of understanding left after some hours without use.

    ``hours``: working hours since.
    ``hours_memory``: working hours after which 37 % is left.
    """
    return math.exp(-hours / hours_memory)


@rule
def p_mentioned(p_one: float, n_informed: int) -> float:
    """Return the chance that at least one of ``n_informed`` brings an item up (Stasser & Titus 1985).

    ``p_one``: chance of each.
    """
    return 1.0 - (1.0 - p_one) ** float(n_informed)


@rule
def speaks_up(p_mention: float, has_kit: bool, share_kit_speaks: float) -> float:
    """Return the chance of mentioning, raised by part of the silence when a kit puts the facts on the table.

    ``p_mention``: chance without a kit.
    ``has_kit``: whether a justification kit is at hand.
    ``share_kit_speaks``: part of the silence that a kit breaks, 0 to 1.
    """
    if has_kit:
        return p_mention + (1.0 - p_mention) * share_kit_speaks
    return p_mention


@rule
def attention(exposure: float, capacity: float) -> float:
    """Return the share of a visit that is taken in: beyond its capacity a mind has to divide it (Malhotra 1982).

    ``exposure`` is what is left of recent visits and messages, all channels together.

    ``capacity``: exposure that a mind takes in whole.
    """
    return 1.0 if exposure <= capacity else capacity / exposure


@rule
def understanding(known: float, needed: float) -> float:
    """Return the share of the general questions answered, 0 to 1; who has none understands enough.

    ``known``: what is known of the general questions, information units.
    ``needed``: what is needed, information units.
    """
    return 1.0 if needed <= 0.0 else min(1.0, known / needed)
