"""Paid media: goodwill that builds up and decays, and a response to it that levels off."""

import math

from buyermaze.simulator.model.compiler.rule import rule


@rule
def goodwill(intensity: float, weeks_carry_over: float) -> float:
    """Return the goodwill that steady spending keeps up, in weeks of media at intensity 1.

    Goodwill G grows with what is spent and decays with a mean life of ``weeks_carry_over``, dG/dt = intensity - G/life
    (Nerlove & Arrow 1962); a company that has long spent alike stands where the two are equal.

    ``intensity``: spending, 1 is usual.
    """
    return intensity * weeks_carry_over


@rule
def reached(goodwill_now: float, weeks_saturating: float) -> float:
    """Return the share of those who can be reached at all that this goodwill reaches: more of it reaches ever fewer.

    ``goodwill_now``: weeks of media at intensity 1.
    ``weeks_saturating``: weeks of goodwill that reach 63 %.
    """
    return 1.0 - math.exp(-goodwill_now / weeks_saturating)


@rule
def media_added(share_by_medium: float, reached_now: float, reached_usually: float) -> float:
    """Return how many more come, or know us, than with a medium at intensity 1, as a part of all: below 0 they are fewer.

    ``share_by_medium``: share that comes through the medium at intensity 1.
    ``reached_now``: share of the reachable reached, 0 to 1.
    ``reached_usually``: the same at intensity 1.
    """
    return share_by_medium * (reached_now / reached_usually - 1.0)


@rule
def prior_precision(variance: float, familiar: bool, familiarity: float) -> float:
    """Return how sure people are of a vendor before any evidence: a known name is a smaller risk (Erdem & Swait 1998).

    ``variance``: variance of opinions of a stranger, value units squared.
    ``familiar``: whether the name is known.
    ``familiarity``: part of the variance that a known name removes.
    """
    return (1.0 + familiarity if familiar else 1.0) / variance
