"""Mail nobody asked for: when it helps, and when it is too much."""

from buyermaze.simulator.model.compiler.rule import rule

WEAR_OF_OPENING = 0.25  # how much less a mail is opened per recent one; assumption


@rule
def p_useful(share_relevant: float, exposure: float) -> float:
    """Return the chance that an opened mail says something new: what came lately has been said (wear-out)."""
    return share_relevant / (1.0 + exposure)


@rule
def p_opens(p_opened: float, trust: float, exposure: float) -> float:
    """Return the chance that a mail is opened: by trust in the sender, and less by those who have just had one."""
    return p_opened * trust / (1.0 + WEAR_OF_OPENING * exposure)
