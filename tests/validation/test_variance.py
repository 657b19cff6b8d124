"""Shares of variance on made-up ends: each source alone gets all of it."""

import numpy as np
import pytest

from benchmarks.variance import shares

N = 4000


@pytest.mark.parametrize(
    ("shape", "part"), [((N, 1, 1), "account"), ((N, 2, 1), "common_luck"), ((N, 2, 2), "other_luck")]
)
def test_what_only_one_source_decides_is_given_to_it(shape: tuple[int, int, int], part: str) -> None:
    flips = np.random.default_rng(1).random(shape) < 0.4
    found = shares(np.broadcast_to(flips, (N, 2, 2)))
    assert getattr(found, part) == pytest.approx(1.0, abs=0.05)
    assert sum(vars(found).values()) == pytest.approx(1.0)


def test_an_organisation_that_decides_everything_gets_everything() -> None:
    ends = np.zeros((N, 2, 2), dtype=bool)
    ends[:, :, 1] = True
    assert shares(ends).organisation == pytest.approx(1.0)
