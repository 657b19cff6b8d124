"""Whom a campaign reaches too soon, and whom not at all."""

from buyermaze.simulator.model.compiler.rule import rule

IN_MIND = 0.5  # of a mail read, from which another one comes too soon; assumption


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
