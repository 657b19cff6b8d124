"""Beliefs under noisy, biased and repeated evidence: Gaussian updating that contradiction can unsettle."""

import math

from buyermaze.simulator.model.compiler.rule import rule

LEAST_NOISE = 1e-6  # value units
LEAST_MATCH = 0.15  # match below which an answer gets no harder to read; assumption


@rule
def signal_sd(noise: float, depth: float, channel_sd: float, match: float) -> float:
    """Return the noise of what a visit says about value: deep offers are harder to read, good answers easier.

    Nothing is free of noise altogether: a signal without any would count infinitely.
    """
    return max(noise * depth * channel_sd, LEAST_NOISE) / math.sqrt(max(match, LEAST_MATCH))


@rule
def signal_weight(credibility: float, trust: float, sd: float, n_repeats: int, repeat_discount: float) -> float:
    """Return the precision a signal is credited with; earlier signals of the same source make it count for less."""
    return credibility * trust / (1.0 + repeat_discount * n_repeats) / (sd * sd)


@rule
def updated_mean(mean: float, precision: float, signal: float, weight: float) -> float:
    """Return the posterior mean of a Gaussian belief."""
    return (precision * mean + weight * signal) / (precision + weight)


@rule
def surprise(mean: float, precision: float, signal: float, weight: float) -> float:
    """Return how far a signal lies from what was expected, in standard deviations."""
    return abs(signal - mean) / math.sqrt(1.0 / precision + 1.0 / weight)


@rule
def updated_precision(precision: float, weight: float, distance: float, threshold: float, cost: float) -> float:
    """Return the posterior precision; a contradiction beyond ``threshold`` sd costs confidence (Smithson 1999)."""
    total = precision + weight
    if distance > threshold:
        return total * math.exp(-cost * (distance - threshold))
    return total


@rule
def cue_shift(precision: float, weight: float, quality: float, expected_quality: float) -> float:
    """Return how much an encounter of this quality moves the opinion of the vendor (service quality as a cue)."""
    return weight * (quality - expected_quality) / (precision + weight)


@rule
def p_clash_noticed(difference: float, tolerance: float, scale: float) -> float:
    """Return the chance that two differing claims of one vendor are noticed."""
    excess = abs(difference) - tolerance
    if excess <= 0.0:
        return 0.0
    return 1.0 - math.exp(-excess / scale)
