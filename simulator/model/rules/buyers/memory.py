"""What is known of a person: gained, grown old, and put to use in what content says."""

import math

from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.model.compiler.rule import rule

MOST_LEARNED = 0.9  # share of what is not known yet that one touch can tell at most; assumption


@rule
def context_gained(context: float, share_learned: float, complexity: float, share_kept: float) -> float:
    """Return what is known of a person after a touch: a fixed hour teaches less of a larger story.

    ``share_kept`` is the part that gets through to where it is kept: in the mind of whoever was there, or on file.

    ``context``: how well the situation is known, 0 to 1.
    ``share_learned``: share of a simple story that one touch tells, 0 to 1.
    ``complexity``: complexity of the offer, 1 is ordinary.
    """
    return context + (1.0 - context) * min(MOST_LEARNED, share_learned / complexity) * share_kept


@rule
def aged_context(context: float, hours_idle: float, days_fresh: float) -> float:
    """Return what is still true of what was known of a person: situations change; 0 days: they never do.

    ``context``: how well the situation is known, 0 to 1.
    ``hours_idle``: working hours since the last conversation.
    ``days_fresh``: working days after which 37 % is left; 0: it never ages.
    """
    if days_fresh <= 0.0:
        return context
    return context * math.exp(-hours_idle / (HOURS_PER_DAY * days_fresh))


@rule
def content_match(skill: float, tailoring: float, context: float) -> float:
    """Return how well an answer found in our content fits a reader we know ``context`` (0 to 1) about.

    ``skill``: skill of marketing, 1 is ordinary.
    ``tailoring``: how far content is fitted to who is known, per unit of context.
    """
    return skill * (1.0 + tailoring * context)
