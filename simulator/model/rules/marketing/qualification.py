"""The gate: who is let through to sales, and who is followed up."""

import math

from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.vocabulary import Channel
from buyermaze.simulator.model.compiler.rule import rule

POINTS_HAND_RAISE = 30.0  # lead-score points of asking for a rep, as usual in marketing automation; assumption
POINTS_OF_A_TOUCH = 5.0  # of an identified touch in a channel without points of its own; assumption
OTHER_POINTS = {Channel.EMAIL: 2.0, Channel.EVENT: 10.0, Channel.ADS: 3.0}  # assumption
POINTS = tuple(OTHER_POINTS.get(channel, POINTS_OF_A_TOUCH) for channel in Channel)
LN2 = math.log(2.0)


@rule
def points(channel: int) -> float:
    """Return the lead-score points of an identified touch: rep 5, content 5, e-mail 2, event 10, advertising 3.

    ``channel``: a ``vocabulary.Channel``.
    """
    return POINTS[channel]


@rule
def looks_real(serious: bool, luck: float, discernment: float, strictness: float) -> bool:
    """Return whether a check takes a lead for a real project (signal detection: d' and criterion).

    ``serious``: whether there is a real project.
    ``luck``: a standard normal number.
    ``discernment``: d': how far real projects stand out, standard deviations.
    ``strictness``: criterion, standard deviations.
    """
    return (discernment if serious else 0.0) + luck > strictness


@rule
def p_followed_up(distrust: float, leads_real: float, leads_accepted: float) -> float:
    """Return the chance that a rep works an accepted lead, given how good past leads proved (Sabnis et al. 2013).

    ``distrust``: share that is not worked when no lead was real, 0 to 1.
    ``leads_real``: accepted leads that were real so far.
    ``leads_accepted``: accepted leads so far.
    """
    return 1.0 - distrust * (1.0 - leads_real / leads_accepted)


@rule
def aged_score(score: float, hours_idle: float, days_life: float) -> float:
    """Return a lead score after idle time: it halves every ``days_life`` working days; 0 means it never ages.

    ``score``: lead-score points at the last touch.
    ``hours_idle``: working hours since then.
    """
    if days_life <= 0.0 or score <= 0.0:
        return score
    return score * math.exp(-LN2 * hours_idle / (HOURS_PER_DAY * days_life))
