"""Neither organisation wins everywhere: two markets, the same two programmes, opposite winners beyond doubt."""

import pytest

from buyermaze.simulator.comparison.paired_statistics import Difference, difference
from buyermaze.simulator.inputs.loading import load
from buyermaze.simulator.inputs.scenario import differences
from buyermaze.simulator.outcomes.definitions import position
from buyermaze.simulator.runs.batch import outcome_table

# measured: 100 and 200 replications are enough on average, more leave room for luck
RUNS = {"simple_transactional": 120, "complex_enterprise": 280}


def merged_against_baton(market: str) -> Difference:
    """Return the paired difference in conversion, merged minus baton pass."""
    pair = [load("baton_pass", market=market), load("merged", market=market)]
    table = outcome_table(pair, range(RUNS[market]))[:, :, position("p_win")]
    return difference(table[1], table[0])


def test_the_baton_pass_wins_where_purchases_are_simple_and_the_crowd_is_idle() -> None:
    assert merged_against_baton("simple_transactional").high < 0.0


def test_the_merged_organisation_wins_where_purchases_are_complex() -> None:
    assert merged_against_baton("complex_enterprise").low > 0.0


@pytest.mark.parametrize("name", ["baton_pass", "merged"])
def test_the_programmes_are_the_same_in_both_markets(name: str) -> None:
    simple, complex_ = (load(name, market=market) for market in RUNS)
    assert simple.programme == complex_.programme
    changed = {path.split(".")[0] for path, *_ in differences(simple, complex_)}
    assert changed == {"market", "run"}


def test_both_programmes_cost_the_same() -> None:
    from buyermaze.simulator.outcomes.costs import yearly_spend

    assert yearly_spend(load("baton_pass").programme) == pytest.approx(yearly_spend(load("merged").programme))
