"""Buyers who drift and a company that lags: known costs come back, what would pay anyway is kept apart, both ways are one."""

import numpy as np
import pytest

from buyermaze.simulator.analysis.drift import DRIFTS, N_STEPS, drift_cost, drifting
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.outcomes.books.costs import yearly_spend
from tests.analysis.known_games import known_runs
from tests.worlds import cohort

OURS = Scenario(name="ours").with_changes({"run.weeks": 208.0})


def far(scenario: Scenario, of) -> float:  # type: ignore[no-untyped-def]
    """Return the mean over the window of something of the scenario in force."""
    weeks = np.arange(int(scenario.run.weeks)) + 0.5
    starts = [each.hours / 40 - scenario.run.weeks_warm_up for each in scenario.epochs]
    values = [of(each.scenario) for each in scenario.epochs]
    return float(np.mean([values[max(k for k, start in enumerate(starts) if start <= week)] for week in weeks]))


def content(scenario: Scenario) -> float:
    return far(scenario, lambda each: each.programme.team.n_content) - 4.0


def mismatch(scenario: Scenario) -> float:
    """Return how far content people lag behind what buyers like of content, as a share of the whole drift."""

    def apart(now: Scenario) -> float:
        return abs((now.market.channels.content.appeal - 0.85) / 0.5 - (now.programme.team.n_content - 4) / 2)

    return far(scenario, apart)


def found(money, towards: str = "self_service"):  # type: ignore[no-untyped-def]
    return drift_cost(OURS, 4, towards, runs=known_runs(lambda _: 0.2, money, 0.002, 1))


@pytest.mark.parametrize("towards", DRIFTS)
def test_buyers_and_company_go_all_the_way_in_steps_at_the_same_spend(towards: str) -> None:
    whole = drifting(OURS, towards, 0.0)
    start, end = whole.epochs[0].scenario, whole.epochs[-1].scenario
    assert len(whole.epochs) == N_STEPS + 1
    assert end.market.channels.rep.appeal - start.market.channels.rep.appeal == pytest.approx(
        DRIFTS[towards].market["market.channels.rep.appeal"]
    )
    assert end.programme.team.n_reps - start.programme.team.n_reps == DRIFTS[towards].programme["programme.team.n_reps"]
    assert len({yearly_spend(each.scenario.programme) for each in whole.epochs}) == 1
    never, moves = drifting(OURS, towards, None), drifting(OURS, towards, 0.0, buyers=False)
    assert {each.scenario.programme.team.n_reps for each in never.epochs} == {start.programme.team.n_reps}
    assert {each.scenario.market.channels.rep.appeal for each in moves.epochs} == {start.market.channels.rep.appeal}
    assert moves.epochs[-1].scenario.programme.team == end.programme.team


def test_the_two_ways_are_each_others_mirror() -> None:
    one, other = DRIFTS.values()
    assert {path: -size for path, size in one.market.items()} == other.market
    assert {path: -size for path, size in one.programme.items()} == other.programme


def test_a_cost_of_mismatch_comes_back_and_is_laid_to_the_drift() -> None:
    result = found(lambda scenario: -1e6 * mismatch(scenario))
    never = result.followers[-1]
    assert never.mismatch == pytest.approx(mismatch(drifting(OURS)), abs=0.02)
    assert never.costs["profit_lifetime"].mean < 0 and never.costs["profit_lifetime"].is_told
    assert never.by_drift["profit_lifetime"].is_told and never.by_drift["profit_lifetime"].mean < 0
    by_lag = [each.costs["profit_lifetime"].mean for each in result.followers]
    assert by_lag == sorted(by_lag, reverse=True) and by_lag[0] == 0
    assert [each.mismatch for each in result.followers] == sorted(each.mismatch for each in result.followers)
    verdict = result.sentences()[0]
    assert verdict.startswith("Never following costs USD ") and "the drift makes following worth" in verdict


def test_a_move_that_pays_anyway_is_not_laid_to_the_drift() -> None:
    result = found(lambda scenario: 1e6 * content(scenario))
    never = result.followers[-1]
    assert never.costs["profit_lifetime"].is_told and never.costs["profit_lifetime"].mean < -1e5
    assert not never.by_drift["profit_lifetime"].is_told
    assert "the same move would do so anyway" in result.sentences()[0]


def test_nothing_is_told_where_nothing_happens() -> None:
    result = found(lambda _: 1e6)
    assert result.sentences()[0] == "What lagging behind costs cannot be told from luck at any lag."


def test_a_simulated_drift_is_told_by_lag_and_year_and_a_wrong_one_is_refused() -> None:
    small = Scenario(name="small").with_changes({**cohort(40), "run.n_replications": 2})
    result = drift_cost(small, 2)
    assert len(result.table()) == len(result.followers) * 3 and set(result.over_time()["follows"]) >= {"at once", "never"}
    assert all(line.endswith(".") for line in (*result.sentences(), result.how())) and result._repr_html_()
    assert all(np.isfinite(result.table()["mismatch"]))
    with pytest.raises(InputProblem, match="self_service and people"):
        drift_cost(small, 1, "sideways")
