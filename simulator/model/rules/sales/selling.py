"""Scarce reps: how long things take when time also goes into coordination, rediscovery and everything else."""

import math

from buyermaze.simulator.model.compiler.rule import rule

SHARE_NEWS = 0.02  # weight of the latest wait in what buyers expect; assumption: some fifty waits make a reputation


@rule
def hours_of_selling(
    hours: float, skill: float, hours_rediscovery: float, context: float, coordination: float
) -> float:
    """Return selling time of one buyer meeting: skill shortens it, missing context and coordination lengthen it.

    ``hours``: hours an ordinary rep who knows everything needs.
    ``skill``: skill, 1 is ordinary.
    ``hours_rediscovery``: hours it takes to find out what is not known.
    ``context``: how well the situation is known, 0 to 1.
    ``coordination``: share of time that goes into coordination, 0 to 1.
    """
    return (hours / skill + hours_rediscovery * (1.0 - context)) / (1.0 - coordination)


@rule
def hours_occupied(hours_selling: float, share_time: float) -> float:
    """Return how long a rep is taken up by some selling time when only part of the week is available for it.

    ``hours_selling``: hours of selling.
    ``share_time``: part of the week left for selling, 0 to 1.
    """
    return hours_selling / share_time


@rule
def skill_of(mean: float, sd: float, normal_luck: float) -> float:
    """Return one rep's skill: log-normal around the team's, with the team's mean preserved.

    ``mean``: the team's mean skill.
    ``sd``: spread of log skill.
    ``normal_luck``: a standard normal number.
    """
    return mean * math.exp(sd * normal_luck - 0.5 * sd * sd)


@rule
def wait_memory(expected: float, waited: float) -> float:
    """Return what buyers expect to wait after one more wait has been told around.

    ``expected``: working hours expected so far.
    ``waited``: working hours of the latest wait.
    """
    return (1.0 - SHARE_NEWS) * expected + SHARE_NEWS * waited
