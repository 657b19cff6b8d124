"""Ideas: whether what is said meets a concern, whether a challenge is taken up, and how far a planted idea is ripe."""

import math

from buyermaze.simulator.core.calendar import HOURS_PER_WEEK
from buyermaze.simulator.model.compiler.rule import rule

N_SUBJECTS = 3  # fix a problem, run better, grow


@rule
def subject_of(luck: float, fix: float, run: float, grow: float) -> int:
    """Return a subject by its weight: 0 a problem to be fixed, 1 running better, 2 growing; alike without any weight.

    ``luck``: a uniform number.
    ``fix``, ``run``, ``grow``: weights, 0 or more.
    """
    total = fix + run + grow
    if total <= 0.0:
        return int(N_SUBJECTS * luck)
    return 0 if luck * total < fix else 1 if luck * total < fix + run else 2


@rule
def turned(subject: int, hours: float, weeks_turn: float) -> int:
    """Return what a subject has become by some time: with every turn a problem gives way to running better, that to growing.

    ``subject``: 0 to 2, what it would be at the start of the run.
    ``hours``: working hours since then; less than 0 before.
    ``weeks_turn``: weeks from turn to turn; 0: it stays.
    """
    if weeks_turn <= 0.0:
        return subject
    return (subject + math.floor(hours / (HOURS_PER_WEEK * weeks_turn))) % N_SUBJECTS


@rule
def p_taken_up(p_open: float, trust: float, fit: float) -> float:
    """Return the chance that a challenge is taken up: in proportion to trust (Friestad & Wright 1994) and to how far it fits.

    ``p_open``: chance of who trusts fully, 0 to 1.
    ``trust``: trust in the channel or sender, 1 is full.
    ``fit``: 1 for one's own concern, less for another.
    """
    return p_open * min(1.0, trust) * fit


@rule
def urgency_added(urgency: float, repeat_discount: float, n_before: int) -> float:
    """Return what a challenge taken up adds to the benefit that change seems to have: further ones say less and less.

    ``urgency``: value units that the first one adds.
    ``repeat_discount``: how fast repetition wears out, per repeat.
    ``n_before``: challenges taken up before.
    """
    return urgency / (1.0 + repeat_discount * n_before)


@rule
def ripeness(hours: float, weeks_ripen: float) -> float:
    """Return how far an idea is ripe, 0 to 1.

    ``hours``: working hours since it was met.
    ``weeks_ripen``: weeks after which 63 % of it is; 0: it is at once.
    """
    return 1.0 if weeks_ripen <= 0.0 else 1.0 - math.exp(-hours / (HOURS_PER_WEEK * weeks_ripen))


@rule
def p_primed(intensity: float, share_latent: float) -> float:
    """Return the chance that a later buyer was primed: the first ideas reach the willing, later ones fewer and fewer.

    ``intensity``: priming, 0 to 1 and more.
    ``share_latent``: share of buyers who do not know yet that they will be.
    """
    return share_latent * (1.0 - math.exp(-2.0 * intensity))
