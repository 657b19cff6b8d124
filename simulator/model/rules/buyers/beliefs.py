"""Beliefs under noisy, biased and repeated evidence: Gaussian updating that contradiction can unsettle."""

import math

from buyermaze.simulator.model.compiler.rule import rule

LEAST_NOISE = 1e-6  # value units
LEAST_MATCH = 0.15  # match below which an answer gets no harder to read; assumption


@rule
def signal_sd(noise: float, depth: float, channel_sd: float, match: float) -> float:
    """Return the noise of what a visit says about value: deep offers are harder to read, good answers easier.

    Nothing is free of noise altogether: a signal without any would count infinitely.

    ``noise``: noise of a plain signal, value units.
    ``depth``: square root of the offer's complexity.
    ``channel_sd``: noise of the channel relative to others.
    ``match``: how well the answer fits the question, 1 is full.
    """
    return max(noise * depth * channel_sd, LEAST_NOISE) / math.sqrt(max(match, LEAST_MATCH))


@rule
def signal_weight(credibility: float, trust: float, sd: float, n_repeats: int, repeat_discount: float) -> float:
    """Return the precision a signal is credited with; earlier signals of the same source make it count for less.

    ``credibility``: credibility of the channel, 0 to 1.
    ``trust``: trust in the channel or sender, 1 is full.
    ``sd``: its standard deviation, value units.
    ``n_repeats``: earlier visits of this person to this source.
    ``repeat_discount``: how fast repetition wears out, per repeat.
    """
    return credibility * trust / (1.0 + repeat_discount * n_repeats) / (sd * sd)


@rule
def updated_mean(mean: float, precision: float, signal: float, weight: float) -> float:
    """Return the posterior mean of a Gaussian belief.

    ``mean``: belief before, value units.
    ``precision``: its precision, 1 / value units squared.
    ``signal``: what was heard, value units.
    ``weight``: precision the signal is credited with.
    """
    return (precision * mean + weight * signal) / (precision + weight)


@rule
def surprise(mean: float, precision: float, signal: float, weight: float) -> float:
    """Return how far a signal lies from what was expected, in standard deviations.

    ``mean``: belief before, value units.
    ``precision``: its precision, 1 / value units squared.
    ``signal``: what was heard, value units.
    ``weight``: precision the signal is credited with.
    """
    return abs(signal - mean) / math.sqrt(1.0 / precision + 1.0 / weight)


@rule
def confused(confusion: float, distance: float, threshold: float, cost: float) -> float:
    """Return the log precision lost to contradictions after one more signal: beyond ``threshold`` sd it costs certainty.

    Conflicting sources are worse than vague ones (Smithson 1999): what is lost is certainty, not what was believed.

    ``confusion``: log precision lost so far.
    ``distance``: distance of the signal from the belief, standard deviations.
    ``cost``: log precision lost per sd beyond the threshold.
    """
    return confusion + cost * max(0.0, distance - threshold)


@rule
def clear_precision(precision: float, confusion: float) -> float:
    """Return the precision of a belief as its owner feels it, contradictions included.

    ``precision``: precision without contradictions, 1 / value units squared.
    ``confusion``: log precision lost to contradictions.
    """
    return precision * math.exp(-confusion)


@rule
def in_favour(signal: float, sd: float, distortion: float, leads: bool) -> float:
    """Return a signal as it is read by somebody who already has a favourite (Russo, Medvec & Meloy 1996).

    The vaguer the evidence, the further it is bent: for the favourite, and against its rivals.

    ``signal``: what was heard, value units.
    ``sd``: its noise, value units.
    ``distortion``: standard deviations by which favour bends a signal.
    ``leads``: whether the signal is about the favourite.
    """
    return signal + distortion * sd if leads else signal - distortion * sd


@rule
def hearsay_weight(precision: float, fit_variance: float, credence: float) -> float:
    """Return the precision of what a colleague tells about their own experience.

    Part of it was about them and not about the listener: both have a fit of their own. ``credence`` is how far advice is
    taken (Yaniv & Kleinberger 2000).

    ``precision``: precision of the colleague's own evidence.
    ``fit_variance``: variance of fit between people, value units squared.
    """
    return credence / (1.0 / precision + 2.0 * fit_variance)


@rule
def cue_shift(precision: float, weight: float, quality: float, expected_quality: float) -> float:
    """Return how much an encounter of this quality moves the opinion of the vendor (service quality as a cue).

    ``precision``: precision of the opinion of the vendor.
    ``weight``: precision that the cue is credited with.
    ``quality``: quality of the encounter, 1 is what the best give.
    ``expected_quality``: quality expected of an encounter.
    """
    return weight * (quality - expected_quality) / (precision + weight)


@rule
def trust_earned(trust: float, growth: float, most: float) -> float:
    """Return the trust in a source after one more answer that was worth having: it grows towards ``most``.

    ``trust``: trust in the channel or sender, 1 is full.
    ``growth``: share of the way to the most that one answer goes, 0 to 1.
    """
    return trust + growth * (most - trust) if trust < most else trust


@rule
def p_clash_noticed(difference: float, tolerance: float, scale: float) -> float:
    """Return the chance that two differing claims of one vendor are noticed.

    ``difference``: difference of the claims, value units.
    ``tolerance``: difference that nobody notices, value units.
    ``scale``: value units beyond it that 63 % notice.
    """
    excess = abs(difference) - tolerance
    if excess <= 0.0:
        return 0.0
    return 1.0 - math.exp(-excess / scale)
