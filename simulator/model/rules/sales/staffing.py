"""How new reps get going, how many leave, and what of their knowledge goes with them."""

from buyermaze.simulator.model.compiler.rule import rule

N_PARTS = 3.0  # of a ramp, each a step
WEEKS_PER_YEAR = 50.0  # of work
LEAVING_AT_MOST = 0.1  # a week, where everybody leaves within a year; assumption


@rule
def only_theirs(in_mind: float, on_file: float, share_handed_on: float) -> float:
    """Return what of a rep's knowledge of a buyer goes with the rep: neither on file nor told to a successor.

    ``in_mind``: how well the rep knows the situation, 0 to 1.
    ``on_file``: how well the files know it, 0 to 1.
    ``share_handed_on``: part of the rest that is handed on, 0 to 1.
    """
    return (1.0 - share_handed_on) * max(0.0, in_mind - on_file)


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
