"""Who goes along with a step they did not ask for."""

from buyermaze.simulator.model.compiler.rule import rule


@rule
def p_refuses(p_refused: float, done: float) -> float:
    """Return the chance that somebody refuses to go through a step.

    ``p_refused``: chance of who has it all behind them.
    ``done``: share of it that is answered, 0 to 1.
    """
    return p_refused * done
