"""Scarce reps: how long things take when time also goes into coordination, rediscovery and everything else."""

import math

from buyermaze.simulator.model.compiler.rule import rule

SHARE_NEWS = 0.02  # weight of the latest wait in what buyers expect; assumption: some fifty waits make a reputation


@rule
def hours_of_selling(
    hours: float, skill: float, hours_rediscovery: float, context: float, coordination: float
) -> float:
    """Return selling time of one buyer meeting: skill shortens it, missing context and coordination lengthen it."""
    return (hours / skill + hours_rediscovery * (1.0 - context)) / (1.0 - coordination)


@rule
def hours_occupied(hours_selling: float, share_time: float) -> float:
    """Return how long a rep is taken up by some selling time when only part of the week is available for it."""
    return hours_selling / share_time


@rule
def skill_of(mean: float, sd: float, normal_luck: float) -> float:
    """Return one rep's skill: log-normal around the team's, with the team's mean preserved."""
    return mean * math.exp(sd * normal_luck - 0.5 * sd * sd)


@rule
def wait_memory(expected: float, waited: float) -> float:
    """Return what buyers expect to wait after one more wait has been told around."""
    return (1.0 - SHARE_NEWS) * expected + SHARE_NEWS * waited
