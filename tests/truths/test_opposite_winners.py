"""Neither organisation wins everywhere: one market, two loads, the same two programmes, opposite winners beyond doubt."""

import numpy as np
import pytest

from buyermaze.simulator.comparison.paired_statistics import Difference, difference
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.outcomes.batches import batch_values
from buyermaze.simulator.outcomes.books.costs import yearly_spend
from buyermaze.simulator.outcomes.definitions import position
from buyermaze.simulator.runs.batch import sum_table

MARKET = "simple_transactional"
RUNS = 16  # measured: 6 replications are enough on average, more leave room for luck
QUIET, DROWNING = 0.7, 1.6  # times the market's own inquiries; at its own load the two cannot be told apart


def merged_against_baton(load_factor: float) -> Difference:
    """Return the paired difference in conversion, merged minus baton pass."""
    changes = {"market.demand.load": load_factor}
    pair = [load(name, market=MARKET, changes=changes) for name in ("baton_pass", "merged")]
    sums = sum_table(pair, range(RUNS))
    baton, merged = (batch_values(np.asarray(each))[:, position("p_win")] for each in sums)
    return difference(merged, baton)


def test_the_merged_organisation_wins_while_its_desks_can_bear_the_crowd() -> None:
    assert merged_against_baton(QUIET).low > 0.0


def test_the_baton_pass_wins_where_the_crowd_drowns_whoever_has_no_gate() -> None:
    assert merged_against_baton(DROWNING).high < 0.0


def test_both_programmes_cost_the_same() -> None:
    assert yearly_spend(load("baton_pass").programme) == pytest.approx(yearly_spend(load("merged").programme))
