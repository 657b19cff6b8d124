"""What is offered to customers: what is known of their needs, and what was listened to."""

from buyermaze.simulator.model.compiler.rule import rule

SHARE_STILL_UNTOLD = 0.5  # of further needs, after one more contact that listened; assumption


@rule
def share_offered(share_untold: float, n_listened: float) -> float:
    """Return for which part of a customer's further needs something is offered: those we hear of anyway, and what was listened to.

    ``share_untold``: needs no seller hears of who has not listened, 0 to 1.
    ``n_listened``: contacts that only listened; each brings up half of what is still untold.
    """
    return 1.0 - share_untold * SHARE_STILL_UNTOLD**n_listened
