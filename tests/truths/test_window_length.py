"""The length of the observation window changes how well a company is known, not what it is like: in every market."""

import math

import numpy as np
import pytest

from buyermaze.simulator.comparison.comparison import HEADLINES
from buyermaze.simulator.comparison.paired_statistics import Estimate, estimate
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.reading.shelves import available_markets
from buyermaze.simulator.outcomes.batches import batch_values
from buyermaze.simulator.outcomes.definitions import position
from buyermaze.simulator.runs.batch import sum_table

RUNS = 4
FAR = (
    4.0  # standard errors; of eight markets with seven numbers each, luck sends one this far every three hundred times
)
WATCHED = (*HEADLINES, "p_no_decision", "hours_wait_for_rep")


def known(market: str, stretch: float) -> dict[str, Estimate]:
    """Return what is watched of the baton pass, with the market's window stretched and its batches as long as ever."""
    base = load("baton_pass", market=market)
    n_batches = int(base.run.n_batches * stretch)
    changes = {"run.n_batches": n_batches, "run.weeks": n_batches * base.run.weeks / base.run.n_batches}
    values = batch_values(sum_table([base.with_changes(changes)], range(RUNS))[0])
    return {name: estimate(np.asarray(values[:, position(name)])) for name in WATCHED}


@pytest.mark.parametrize("market", [found.name for found in available_markets()])
def test_doubling_or_halving_the_window_moves_no_headline_by_more_than_luck(market: str) -> None:
    half, double = known(market, 0.5), known(market, 2.0)
    for name in WATCHED:
        error = math.hypot(half[name].standard_error, double[name].standard_error)
        apart = abs(double[name].mean - half[name].mean)
        assert error > 0
        assert apart <= FAR * error, (
            f"{name}: {half[name].mean:.4g} and {double[name].mean:.4g}, {apart / error:.1f} errors"
        )
