"""Calls nobody asked for: whether a need looks ripe, what time is kept for them, how one that comes too early is taken."""

from buyermaze.simulator.model.compiler.rule import rule


@rule
def is_flagged(luck: float, is_ripe: bool, p_hit: float, p_false_alarm: float) -> bool:
    """Return whether readiness detection flags an account (signal detection by hits and false alarms).

    ``luck``: a uniform number, the same for a ripe account and one that is not.
    ``is_ripe``: whether the need is ripe.
    ``p_hit``: chance to flag a ripe one.
    ``p_false_alarm``: chance to flag another.
    """
    return luck < (p_hit if is_ripe else p_false_alarm)


@rule
def irritation(annoyance: float, trust: float) -> float:
    """Return the share of trust a pitch out of season costs: up to twice as much where there is no trust (Friestad & Wright 1994).

    ``annoyance``: share lost by who trusts fully, 0 to 0.9.
    ``trust``: trust in the channel or sender, 1 is full.
    """
    return min(1.0, annoyance * (2.0 - min(1.0, trust)))


@rule
def time_kept(before: float, hours: float, share: float, hours_week: float, at_least: float) -> float:
    """Return what is left of reps' time for leads of their own: never more than of a week, or one call.

    ``before``: selling time left when it was last reckoned, h.
    ``hours``: working hours since then.
    ``share``: selling time for leads of their own in a working hour of the company, h.
    ``hours_week``: working hours of a week.
    ``at_least``: selling time of one call, h.
    """
    return min(max(share * hours_week, at_least), before + share * hours)
