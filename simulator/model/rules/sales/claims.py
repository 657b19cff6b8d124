"""What sellers claim beyond the truth: how much of it is believed, and how it comes to light."""

import math

from buyermaze.simulator.model.compiler.rule import rule


@rule
def believed(promise: float, scepticism: float, credible: float, n_caught: int) -> float:
    """Return what is left of an exaggeration in a listener's mind, in value units.

    Scepticism grows with the size of the claim (Goldberg & Hartwick 1990), so that what is believed rises to a claim of
    ``credible`` value units and falls beyond it, and with every claim of this seller that was found out: once deceived,
    people are on their guard (Darke & Ritchie 2007).

    ``promise``: what is claimed above the truth, value units.
    ``scepticism``: share of a promise that is discounted, 0 to 1.
    ``n_caught``: claims of this seller that were found out so far.
    """
    kept = (1.0 - scepticism) ** (1.0 + n_caught)
    return promise * kept * math.exp(-max(0.0, promise) / credible)


@rule
def p_found_out(promise: float, tolerance: float, scale: float) -> float:
    """Return the chance that one check (a demo, a reference, a peer, a contract) shows a claim to be larger than the truth.

    ``promise``: what is claimed above the truth, value units.
    ``tolerance``: exaggeration that passes, value units.
    ``scale``: value units beyond it that 63 % of checks show.
    """
    excess = promise - tolerance
    if excess <= 0.0:
        return 0.0
    return 1.0 - math.exp(-excess / scale)


@rule
def pitch_bias(push: float, reactance: float, n_before: int) -> float:
    """Return the bias of a pitch: people push back against being pushed, the more often the harder (Brehm 1966).

    ``push``: bias of a first pitch, value units.
    ``reactance``: how fast pushing turns against itself, per pitch.
    ``n_before``: pitches before this one.
    """
    return push * (1.0 - reactance * n_before)
