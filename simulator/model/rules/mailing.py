"""Mail and calls nobody asked for: when they are taken, when they help, and when it is too much."""

from buyermaze.simulator.model.compiler.rule import rule

IN_MIND = 0.5  # of a mail read, from which another one comes too soon; assumption
WEAR_OF_OPENING = 0.25  # how much less a mail is opened or a call taken per recent one; assumption


@rule
def is_cold(hours: float, hours_warm: float) -> bool:
    """Return whether a contact has gone cold.

    ``hours``: working hours since the last visit, or mail that was read.
    ``hours_warm``: after how many a contact is cold; 0: never.
    """
    return bool(hours_warm > 0.0 and hours > hours_warm)


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


@rule
def is_crowded(exposure: float) -> bool:
    """Return whether somebody is written to who still has half of an earlier mail in mind, or more.

    ``exposure``: recent mails read that have not faded yet, a count.
    """
    return exposure >= IN_MIND


@rule
def is_region_held_out(region: int, n_regions: int, first: float, share: float) -> bool:
    """Return whether a region gets no campaign: as many in a row do not as make up the share, whole regions only.

    ``region``: from 0 to ``n_regions`` - 1.
    ``first``: luck that says where the row begins, 0 to 1.
    ``share``: of regions to be held out, 0 to 1.
    """
    place = (region + int(first * n_regions)) % n_regions
    return place < int(share * n_regions + 0.5)
