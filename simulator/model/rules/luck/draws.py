"""Keyed luck: every draw is a pure function of who, why and the how-manieth time, never of what was drawn before.

The chain of keys is run -> account -> person; a draw adds purpose, other entity and occurrence. The run key mixes the
root seed and the replication, never the scenario, so two scenarios share all the luck they have in common. The mixer is
the finaliser of splitmix64 (Steele, Lea & Flood 2014); every field is mixed in full, twice.
"""

import math

import numpy as np

from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.luck.normal import normal_quantile

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST = np.uint64(0xBF58476D1CE4E5B9)
SECOND = np.uint64(0x94D049BB133111EB)
S12, S27, S30, S31, S32, S48 = (np.uint64(n) for n in (12, 27, 30, 31, 32, 48))
UNIT = 2.0**-52
REP_KEYS = 1_000_000_000  # reps' keys start beyond any account's


@rule
def mix(word: np.uint64) -> np.uint64:
    """Scramble 64 bits so that every input bit reaches every output bit.

    ``word``: 64 bits.
    """
    word = (word ^ (word >> S30)) * FIRST
    word = (word ^ (word >> S27)) * SECOND
    return word ^ (word >> S31)


@rule
def child_key(parent: np.uint64, number: int | np.uint64) -> np.uint64:
    """Return the key of the ``number``-th entity below ``parent`` (replication, account, person, rep)."""
    return mix((parent ^ mix(np.uint64(number) + GOLDEN)) + GOLDEN)


@rule
def draw(key: np.uint64, purpose: int, other: int, occurrence: int) -> float:
    """Return a uniform number strictly between 0 and 1.

    ``purpose`` < 65 536 is a ``vocabulary.Draw``; ``other`` < 65 536 another entity (vendor, channel, seat);
    ``occurrence`` < 2**32 counts how often this happened before.

    ``key``: key of who draws.
    """
    word = (np.uint64(purpose) << S48) | (np.uint64(other) << S32) | np.uint64(occurrence)
    bits = mix(mix(key + word * GOLDEN) ^ key) >> S12
    return (float(bits) + 0.5) * UNIT


@rule
def exponential(uniform: float, mean: float) -> float:
    """Turn a uniform into an exponential waiting time with the given mean.

    ``uniform``: a uniform number strictly between 0 and 1.
    ``mean``: mean wait, in any unit of time.
    """
    return -mean * math.log(uniform)


@rule
def normal(uniform: float) -> float:
    """Turn a uniform into a standard normal number by inversion.

    ``uniform``: a uniform number strictly between 0 and 1.
    """
    return normal_quantile(uniform)


def run_key(seed: int, replication: int) -> np.uint64:
    """Return the root of all luck in one replication; it knows the seed and the replication, never the scenario."""
    seed_key = np.uint64(child_key(np.uint64(0), np.uint64(seed)))
    return np.uint64(child_key(seed_key, np.uint64(replication)))
