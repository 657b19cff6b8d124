"""Neither organisation wins everywhere: two markets, the same two programmes, opposite winners beyond doubt."""

import pytest

from buyermaze.simulator.comparison.paired_statistics import Difference, difference
from buyermaze.simulator.inputs.loading import load
from buyermaze.simulator.inputs.scenario import Scenario, differences
from buyermaze.simulator.outcomes.definitions import position
from buyermaze.simulator.runs.batch import outcome_table

# measured: 40 and 60 replications are enough on average, more leave room for luck
RUNS = {"simple_transactional": 120, "complex_enterprise": 200}
CROWD = {"market.demand.n_accounts_per_week": 260.0}  # twice what the simple market ships with


def in_market(name: str, market: str) -> Scenario:
    """Return an organisation in one of the two markets."""
    scenario = load(name, market=market)
    return scenario.with_changes(CROWD) if market == "simple_transactional" else scenario


def merged_against_baton(market: str) -> Difference:
    """Return the paired difference in conversion, merged minus baton pass."""
    pair = [in_market(name, market) for name in ("baton_pass", "merged")]
    table = outcome_table(pair, range(RUNS[market]))[:, :, position("p_win")]
    return difference(table[1], table[0])


def test_the_baton_pass_wins_where_purchases_are_simple_and_a_crowd_of_idle_inquiries_comes() -> None:
    assert merged_against_baton("simple_transactional").high < 0.0


def test_the_merged_organisation_wins_where_purchases_are_complex() -> None:
    assert merged_against_baton("complex_enterprise").low > 0.0


@pytest.mark.parametrize("name", ["baton_pass", "merged"])
def test_the_programmes_are_the_same_in_both_markets(name: str) -> None:
    simple, complex_ = (in_market(name, market) for market in RUNS)
    assert simple.programme == complex_.programme
    changed = {path.split(".")[0] for path, *_ in differences(simple, complex_)}
    assert changed == {"market", "run"}


def test_both_programmes_cost_the_same() -> None:
    from buyermaze.simulator.outcomes.costs import yearly_spend

    assert yearly_spend(load("baton_pass").programme) == pytest.approx(yearly_spend(load("merged").programme))
