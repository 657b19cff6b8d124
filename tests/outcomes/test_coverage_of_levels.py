"""Intervals of levels hold the truth as often as they say, although batches of one replication are alike."""

import numpy as np
import pytest

from buyermaze.simulator.comparison.paired_statistics import estimate
from buyermaze.simulator.outcomes.batches import batch_values, by_replication

N_BATCHES, N_TRIALS = 6, 2000


def shares(rng: np.random.Generator, n_replications: int) -> np.ndarray:
    """Return sums of a share of 0.3 among about forty, batch by batch, each batch like the one before."""
    crowded = rng.normal(size=(N_TRIALS, n_replications, N_BATCHES))
    for k in range(1, N_BATCHES):
        crowded[..., k] = 0.6 * crowded[..., k - 1] + 0.8 * crowded[..., k]
    below = rng.poisson(40, crowded.shape)
    above = rng.binomial(below, np.clip(0.3 + 0.08 * crowded, 0.0, 1.0))
    return np.stack([above, below], axis=-1).reshape(N_TRIALS, -1, 2, 1).astype(float)


@pytest.mark.parametrize("n_replications", [4, 10])
def test_a_level_is_covered_where_batches_of_a_replication_are_alike(n_replications: int) -> None:
    held = {"by replication": 0, "by batch": 0}
    for sums in shares(np.random.default_rng(n_replications), n_replications):
        values = batch_values(sums)[:, 0]
        for name, each in (("by replication", by_replication(values, N_BATCHES)), ("by batch", values)):
            found = estimate(each)
            assert found.mean == pytest.approx(sums[:, 0].sum() / sums[:, 1].sum())
            held[name] += found.low <= 0.3 <= found.high
    assert 0.935 <= held["by replication"] / N_TRIALS <= 0.965
    assert held["by batch"] / N_TRIALS < 0.9, "what the interval would hold if batches were taken for independent"
