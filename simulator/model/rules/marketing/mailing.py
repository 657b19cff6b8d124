"""Mail and calls nobody asked for: when they are taken, and when they help."""

from buyermaze.simulator.model.compiler.rule import rule

WEAR_OF_OPENING = 0.25  # how much less a mail is opened or a call taken per recent one; assumption


@rule
def p_useful(share_relevant: float, exposure: float) -> float:
    """Return the chance that an opened mail says something new: what came lately has been said (wear-out).

    ``share_relevant``: share of mails that answer something, 0 to 1.
    ``exposure``: recent visits that have not faded yet, a count.
    """
    return share_relevant / (1.0 + exposure)


@rule
def p_opens(p_opened: float, trust: float, exposure: float) -> float:
    """Return the chance that a mail is opened or a call taken: by trust in the sender, and less by those who have just had one.

    ``p_opened``: chance with full trust and no mail lately.
    ``trust``: trust in the channel or sender, 1 is full.
    ``exposure``: recent visits that have not faded yet, a count.
    """
    return p_opened * trust / (1.0 + WEAR_OF_OPENING * exposure)
