"""Scarce reps: how long things take when time also goes into coordination, rediscovery and everything else."""

import math

from buyermaze.simulator.model.compiler.rule import rule

SHARE_NEWS = 0.02  # weight of the latest wait in what buyers expect; assumption: some fifty waits make a reputation

N_PARTS = 3.0  # of a ramp, each a step
WEEKS_PER_YEAR = 50.0  # of work
LEAVING_AT_MOST = 0.1  # a week, where everybody leaves within a year; assumption


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


@rule
def ramp_share(weeks: float, weeks_ramp: float, first: float, second: float, third: float) -> float:
    """Return what part of full capacity a rep has some weeks after the first day: a step for each third of the ramp.

    ``weeks``: weeks since the first day, 0 or more.
    ``weeks_ramp``: length of the ramp, weeks; 0: none.
    ``first``, ``second``, ``third``: part of full capacity in each third of it, 0 to 1.
    """
    if weeks >= weeks_ramp:
        return 1.0
    part = N_PARTS * weeks / weeks_ramp
    if part < 1.0:
        return first
    return second if part < N_PARTS - 1.0 else third


@rule
def p_leaves_in_week(share_leaving: float) -> float:
    """Return the chance that a rep leaves in one of the fifty weeks of a year.

    ``share_leaving``: share of reps who leave in a year, 0 to 1.
    """
    if share_leaving >= 1.0:
        return LEAVING_AT_MOST
    return min(LEAVING_AT_MOST, 1.0 - (1.0 - share_leaving) ** (1.0 / WEEKS_PER_YEAR))
