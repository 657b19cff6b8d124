"""Understanding gained, shared and lost."""

import math

from buyermaze.simulator.model.compiler.rule import rule


@rule
def covered(gained: float, need: float) -> float:
    """Return the share of a need that is met, 0 to 1; no need counts as met."""
    if need <= 0.0:
        return 1.0
    return min(1.0, gained / need)


@rule
def visit_gain(gain: float, match: float, luck: float, half_width: float) -> float:
    """Return the information a visit yields; ``luck`` in (0, 1) spreads it evenly by ``half_width`` around its mean."""
    return gain * match * (1.0 - half_width + 2.0 * half_width * luck)


@rule
def seller_match(skill: float, depth: float, in_context: bool, penalty: float, playbook: float) -> float:
    """Return how well a seller's answer fits: skill counts for more in deep matters, and so does missing context.

    A playbook asset softens the damage of not knowing the buyer's situation.
    """
    match = skill**depth
    if in_context:
        return match
    return match * max(0.1, 1.0 - penalty * depth * (1.0 - playbook))


@rule
def content_match(skill: float, tailoring: float, context: float) -> float:
    """Return how well an answer found in our content fits a reader we know ``context`` (0 to 1) about."""
    return skill * (1.0 + tailoring * context)


@rule
def context_gained(context: float, share_learned: float, complexity: float, share_heard: float) -> float:
    """Return what our side knows of a person after a conversation: a fixed hour teaches less of a larger story."""
    return context + (1.0 - context) * min(0.9, share_learned / complexity) * share_heard


@rule
def share_remembered(hours: float, hours_memory: float) -> float:
    """Return the share of understanding left after some hours without use."""
    return math.exp(-hours / hours_memory)


@rule
def p_mentioned(p_one: float, n_informed: int) -> float:
    """Return the chance that at least one of ``n_informed`` brings an item up (Stasser & Titus 1985)."""
    return 1.0 - (1.0 - p_one) ** float(n_informed)


@rule
def speaks_up(p_mention: float, has_kit: bool, share_kit_speaks: float) -> float:
    """Return the chance of mentioning, raised by part of the silence when a kit puts the facts on the table."""
    if has_kit:
        return p_mention + (1.0 - p_mention) * share_kit_speaks
    return p_mention


@rule
def aged_context(context: float, share_known: float, hours_idle: float, days_fresh: float) -> float:
    """Return what our side still knows of a person: old knowledge ages back to what the files say; 0: it never ages."""
    if days_fresh <= 0.0 or context <= share_known:
        return context
    return share_known + (context - share_known) * math.exp(-hours_idle / (8.0 * days_fresh))
