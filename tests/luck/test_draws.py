"""The generator: pinned answers, an independent version in plain integers, uniformity along every key word."""

import itertools

import numpy as np
import pytest
from scipy import stats

from buyermaze.simulator.core.vocabulary import Draw
from buyermaze.simulator.model.rules.luck.draws import child_key, draw, exponential, mix, normal

WORD = 2**64 - 1
GOLDEN = 0x9E3779B97F4A7C15


def plain_mix(word: int) -> int:
    """Scramble 64 bits with Python's own integers (the finaliser of splitmix64)."""
    word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & WORD
    word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & WORD
    return word ^ (word >> 31)


def plain_child(parent: int, number: int) -> int:
    """Return a child key with Python's own integers."""
    return plain_mix(((parent ^ plain_mix((number + GOLDEN) & WORD)) + GOLDEN) & WORD)


def plain_draw(key: int, purpose: int, other: int, occurrence: int) -> float:
    """Return a draw with Python's own integers."""
    word = (purpose << 48) | (other << 32) | occurrence
    bits = plain_mix(plain_mix((key + word * GOLDEN) & WORD) ^ key) >> 12
    return (bits + 0.5) * 2.0**-52


KEY = plain_child(plain_child(0, 1), 0)  # seed 1, replication 0
MIXES = {1: 0x5692161D100B05E5, 2**63: 0x25C26EA579CEA98A, WORD: 0xB4D055FCF2CBBD7B}
CHILDREN = {
    (0, 0): 0xA706DD2F4D197E6F,
    (0, 1): 0x5E41AB087439611E,
    (1, 0): 0x8B4FDA8C892B50E,
    (2**63, 7): 0x7E44EB9E75B86B14,
    (WORD, 2**40): 0x1507CE79924AE1B5,
}
DRAWS = {
    (7434303198761161278, 1, 0, 0): "0x1.68453f2286de5p-1",
    (7434303198761161278, 1, 0, 1): "0x1.48478528aa06ap-2",
    (7434303198761161278, 1, 1, 0): "0x1.0d0b8c45fcf57p-1",
    (7434303198761161278, 2, 0, 0): "0x1.349347f3a95c0p-7",
    (WORD, 54, 65535, 2**32 - 1): "0x1.ef5285d93be9cp-3",
    (0, 0, 0, 0): "0x1.0000000000000p-53",
}


def test_known_answers() -> None:
    assert {word: int(mix(np.uint64(word))) for word in MIXES} == MIXES
    assert {key: int(child_key(np.uint64(key[0]), key[1])) for key in CHILDREN} == CHILDREN
    assert {key: float(draw(np.uint64(key[0]), *key[1:])).hex() for key in DRAWS} == DRAWS


def test_the_plain_version_agrees_everywhere() -> None:
    numbers = (0, 1, 2, 63, 2**31, 2**32 - 1)
    for parent, number in itertools.product((0, 1, KEY, WORD), (*numbers, 1_000_000_063, 2**53)):
        assert int(child_key(np.uint64(parent), number)) == plain_child(parent, number)
    for key, purpose, other, occurrence in itertools.product((0, KEY, WORD), (1, 31, 69), (0, 9, 65535), numbers):
        assert draw(np.uint64(key), purpose, other, occurrence) == plain_draw(key, purpose, other, occurrence)


def along(word: str, n: int = 20_000) -> np.ndarray:
    """Return draws that differ in one word of their key only."""
    key = np.uint64(KEY)
    if word == "account":
        return np.array([draw(np.uint64(child_key(key, k)), 5, 0, 0) for k in range(n)])
    if word == "replication":
        seed = np.uint64(child_key(np.uint64(0), 1))
        return np.array([draw(np.uint64(child_key(seed, k)), 5, 0, 0) for k in range(n)])
    if word == "seed":
        return np.array([draw(np.uint64(child_key(np.uint64(0), k)), 5, 0, 0) for k in range(n)])
    if word == "purpose":
        return np.array([draw(key, k, 0, 0) for k in range(n)])
    if word == "other":
        return np.array([draw(key, 5, k, 0) for k in range(n)])
    return np.array([draw(key, 5, 0, k) for k in range(n)])


@pytest.mark.parametrize("word", ["seed", "replication", "account", "purpose", "other", "occurrence"])
def test_draws_are_uniform_and_uncorrelated_along_every_key_word(word: str) -> None:
    u = along(word)
    assert u.min() > 0.0
    assert u.max() < 1.0
    assert stats.kstest(u, "uniform").pvalue > 1e-4
    assert stats.chisquare(np.bincount((u * 64).astype(int), minlength=64)).pvalue > 1e-4
    fine = u * 2**26 % 1.0  # low bits as well
    assert stats.kstest(fine, "uniform").pvalue > 1e-4
    for lag in (1, 2, 8, 64):
        assert abs(np.corrcoef(u[:-lag], u[lag:])[0, 1]) < 4.5 / np.sqrt(len(u))


@pytest.mark.parametrize("other", ["seed", "replication", "account", "purpose", "other", "occurrence"])
def test_draws_along_different_key_words_are_uncorrelated(other: str) -> None:
    words = ["seed", "replication", "account", "purpose", "other", "occurrence"]
    u = along(other, 4000)[1:]  # the first is the same draw in several of them
    for word in words[words.index(other) + 1 :]:
        assert abs(np.corrcoef(u, along(word, 4000)[1:])[0, 1]) < 4.5 / np.sqrt(len(u))


def test_every_single_bit_of_a_key_changes_a_draw_beyond_recognition() -> None:
    keys = np.random.default_rng(3).integers(0, WORD, 400, dtype=np.uint64)
    for bit in range(64):
        pairs = [(draw(key, 5, 0, 0), draw(key ^ np.uint64(1 << bit), 5, 0, 0)) for key in keys]
        a, b = np.array(pairs).T
        assert abs(np.corrcoef(a, b)[0, 1]) < 4.5 / 20


def test_variates_have_their_distributions() -> None:
    u = along("occurrence")
    assert stats.kstest([exponential(x, 3.0) for x in u], "expon", args=(0, 3.0)).pvalue > 1e-4
    assert stats.kstest([normal(x) for x in u], "norm").pvalue > 1e-4


# name by number, for ever; the first is number 1
FROZEN = """
ARRIVAL SERIOUS SIZE PACE BENEFIT QUALITY PRICE BRAND CLAIM_MARKETING CLAIM_SALES AWARE SELF_SERVE FIT STAKE START
NEED CHANNEL RIVAL LEAVE RESPONSE PATIENCE RIVAL_WAIT REST SERVICE IDENTIFIED FOUND VOICE CONTEXT LUCK_OF_VISIT
JUSTIFY DISCOVER SIGNAL CLAIM_NOTICED MEETING_GAP ATTEND MENTION QUIT ABANDON JOIN OUTSIDE WAKE CHECK_TIME FILTER
FOLLOW_UP HANDOFF APPROVAL_TIME APPROVAL IMPLEMENTATION LEARNS_ALTERNATIVE USE RENEWAL ALERT REP_SKILL KIT SEGMENT
PRIMED FOLLOWED_UP USES_ASSETS PUSH MAIL_OPENED MAIL_RELEVANT FIX SHOCK CARE ISSUE RESOLVED EXPANSION INVITED RESPONDS
"""


def test_purposes_are_frozen_and_new_ones_come_last() -> None:
    assert [purpose.name for purpose in Draw][: len(FROZEN.split())] == FROZEN.split()
    assert [purpose.value for purpose in Draw] == list(range(1, len(Draw) + 1))
    assert len(Draw.__members__) == len(Draw)  # no two names share a number
