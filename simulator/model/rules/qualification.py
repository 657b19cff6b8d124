"""The gate: who is let through to sales, and who is followed up."""

import math

from buyermaze.simulator.model.compiler.rule import rule

POINTS_HAND_RAISE = 30.0


@rule
def points(channel: int) -> float:
    """Return the lead-score points of an identified touch: rep 5, content 5, e-mail 2, event 10, advertising 3."""
    if channel == 2:
        return 2.0
    if channel == 3:
        return 10.0
    if channel == 4:
        return 3.0
    return 5.0


@rule
def looks_real(serious: bool, luck: float, discernment: float, strictness: float) -> bool:
    """Return whether a check takes a lead for a real project (signal detection: d' and criterion)."""
    return (discernment if serious else 0.0) + luck > strictness


@rule
def p_followed_up(distrust: float, leads_real: float, leads_accepted: float) -> float:
    """Return the chance that a rep works an accepted lead, given how good past leads proved (Sabnis et al. 2013)."""
    return 1.0 - distrust * (1.0 - leads_real / leads_accepted)


@rule
def aged_score(score: float, hours_idle: float, days_life: float) -> float:
    """Return a lead score after idle time: it halves every ``days_life`` working days; 0 means it never ages."""
    if days_life <= 0.0 or score <= 0.0:
        return score
    return score * math.exp(-0.6931471805599453 * hours_idle / (8.0 * days_life))
