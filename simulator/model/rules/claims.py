"""What sellers claim beyond the truth: how much of it is believed, and how it comes to light."""

import math

from buyermaze.simulator.model.compiler.rule import rule


@rule
def believed(promise: float, scepticism: float, credible: float, n_caught: int) -> float:
    """Return what is left of an exaggeration in a listener's mind, in value units.

    Scepticism grows with the size of the claim (Goldberg & Hartwick 1990), so that what is believed rises to a claim of
    ``credible`` value units and falls beyond it, and with every claim of this seller that was found out: once deceived,
    people are on their guard (Darke & Ritchie 2007).
    """
    kept = (1.0 - scepticism) ** (1.0 + n_caught)
    return promise * kept * math.exp(-max(0.0, promise) / credible)


@rule
def p_found_out(promise: float, tolerance: float, scale: float) -> float:
    """Return the chance that one check (a demo, a reference, a peer, a contract) shows a claim to be larger than the truth."""
    excess = promise - tolerance
    if excess <= 0.0:
        return 0.0
    return 1.0 - math.exp(-excess / scale)


@rule
def pitch_bias(push: float, reactance: float, n_before: int) -> float:
    """Return the bias of a pitch: people push back against being pushed, the more often the harder (Brehm 1966)."""
    return push * (1.0 - reactance * n_before)
