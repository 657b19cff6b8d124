"""What of a person's knowledge outlives them, how a guess hits, and who goes along with a step."""

from buyermaze.simulator.core.vocabulary import N_INFO_JOBS
from buyermaze.simulator.model.compiler.rule import rule


@rule
def habit(mean: float, spread: float, luck: float) -> float:
    """Return how likely one rep does what is a matter of habit: even between the ends of the spread, never beyond 0 and 1.

    ``mean``: chance over all reps.
    ``spread``: how far reps differ up or down.
    ``luck``: the rep's own, in (0, 1).
    """
    return min(1.0, max(0.0, mean + spread * (2.0 * luck - 1.0)))


@rule
def p_guessed(p_hit: float, known: float) -> float:
    """Return the chance that the question expected is the one that is asked.

    ``p_hit``: chance for a buyer of whom all is known.
    ``known``: how well the buyer's situation is known, 0 to 1; the rest is a guess among all jobs.
    """
    return known * p_hit + (1.0 - known) / N_INFO_JOBS


@rule
def p_refuses(p_refused: float, done: float) -> float:
    """Return the chance that somebody refuses to go through a step.

    ``p_refused``: chance of who has it all behind them.
    ``done``: share of it that is answered, 0 to 1.
    """
    return p_refused * done


@rule
def only_theirs(in_mind: float, on_file: float, share_handed_on: float) -> float:
    """Return what of a rep's knowledge of a buyer goes with the rep: neither on file nor told to a successor.

    ``in_mind``: how well the rep knows the situation, 0 to 1.
    ``on_file``: how well the files know it, 0 to 1.
    ``share_handed_on``: part of the rest that is handed on, 0 to 1.
    """
    return (1.0 - share_handed_on) * max(0.0, in_mind - on_file)


@rule
def p_steered(ours: float, theirs: float) -> float:
    """Return the chance that a partner who sells both puts another vendor's product forward: by what either pays (Luce 1959).

    ``ours``, ``theirs``: what the partner keeps of a deal's price, shares; alike if neither pays anything.
    """
    return theirs / (ours + theirs) if ours + theirs > 0.0 else 0.5
