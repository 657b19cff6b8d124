"""Every touch leaves an impression of the company, whoever made it."""

from buyermaze.simulator.core.vocabulary import N_SOUGHT, OURS, RIVALS, Kind
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.buyers.impression import carried
from buyermaze.simulator.model.state import World
from buyermaze.simulator.model.steps.books.journal_row import write


@rule
def leave_impression(
    w: World, g: int, i: int, c: int, vendor: int, reason: int, before: float, everywhere: float, now: float
) -> None:
    """Let the vendor's other channels feel what a touch in channel ``c`` did to trust, and write it down.

    ``before`` is the trust in that channel before the touch; ``everywhere`` the part of the change that all channels of the
    vendor have felt already. Nothing happens where companies are not one to their buyers.
    """
    q = w.params[0]
    p = w.people[g, i]
    change = p.trust[c] - before
    if q.impression_share_carried <= 0.0 or change == 0.0 or (OURS[c] == 0 and RIVALS[c] == 0):
        return
    for other in range(N_SOUGHT):
        if other != c and OURS[other] == OURS[c] and RIVALS[other] == RIVALS[c]:
            p.trust[other] = carried(p.trust[other], change - everywhere, q.impression_share_carried, q.mind_trust_most)
    write(
        w,
        now,
        w.accounts[g].id,
        Kind.IMPRESSION,
        person=i,
        reason=reason,
        channel=c,
        vendor=vendor,
        value=change,
        detail=p.trust[c],
    )
