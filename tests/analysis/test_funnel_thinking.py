"""Funnel thinking: a market that is a funnel is forecast right, budgets keep their sum, and known costs are found."""

import numpy as np
import pytest

from buyermaze.simulator.analysis.funnel_thinking.allotments import (
    by_last_touch,
    divided,
    last_touch,
    posts_of,
    promised,
    spent,
    tried_out,
    with_money,
)
from buyermaze.simulator.analysis.funnel_thinking.cost import Learnt, funnel_thinking
from buyermaze.simulator.analysis.funnel_thinking.forecast import Forecasts, fitted, forecasts
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import Channel, Kind, Status
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.outcomes.books.costs import yearly_spend
from tests.analysis.known_games import known_runs
from tests.handmade import journal, row, run_of

OURS = Scenario(name="ours")
SHARES, HOURS = (0.5, 1.0, 0.5, 0.4), (40.0, 0.0, 80.0, 120.0)  # a tenth of all inquiries are won after six weeks


def a_true_funnel(hours: float, every: float = 0.5) -> list[np.ndarray]:
    """Return accounts that take the steps of a funnel exactly, from the first hour on."""
    came = np.arange(0.0, hours, every)
    accounts = np.arange(len(came), dtype=float)
    steps = [np.array([accounts, came])]
    for share, lag in zip(SHARES, HOURS, strict=True):
        before = steps[-1]
        goes_on = np.floor(np.arange(1, before.shape[1] + 1) * share) > np.floor(np.arange(before.shape[1]) * share)
        steps.append(before[:, goes_on] + np.array([[0.0], [lag]]))
    return steps


def test_a_market_that_is_a_funnel_is_fitted_and_forecast_right() -> None:
    steps = a_true_funnel(8000.0)
    funnel = fitted(steps, 4000.0, 0.0)
    assert funnel.shares == pytest.approx(SHARES, abs=0.01) and funnel.hours == HOURS
    for since in (4000.0, 4100.0, 6000.0):  # of inquiries that are known, of some that are not, of none that is
        won = np.count_nonzero((steps[-1][1] >= since) & (steps[-1][1] < since + 500))
        assert funnel.wins(4000.0, since, since + 500) == pytest.approx(won, rel=0.03)


def test_what_comes_after_the_day_of_the_forecast_is_unknown_to_it() -> None:
    steps = a_true_funnel(4000.0)
    changed = [np.concatenate([step, step + np.array([[1e6], [4000.0]])], axis=1) for step in steps]
    assert fitted(steps, 3000.0, 0.0).wins(3000.0, 3000.0, 3500.0) == fitted(changed, 3000.0, 0.0).wins(
        3000.0, 3000.0, 3500.0
    )


def test_forecasts_of_equal_runs_miss_by_nothing_but_what_they_get_wrong() -> None:
    year = OURS.with_changes({"run.weeks": 100.0, "run.weeks_warm_up": 0.0})
    found = forecasts(year, [a_true_funnel(4000.0)] * 3)
    funnel, before, maze = (each.mean for each in found.misses())
    assert maze == 0 and funnel < 0.03 and before < 0.2
    assert found.table().shape == (3 * found.wins.shape[1], 6)


@pytest.mark.parametrize(("weeks", "n", "says"), [(10.0, 2, "observe 25 weeks or more"), (50.0, 1, "give 2 or more")])
def test_too_little_to_learn_from_is_said(weeks: float, n: int, says: str) -> None:
    with pytest.raises(InputProblem, match=says):
        forecasts(OURS.with_changes({"run.weeks": weeks, "run.n_accounts": 0}), [a_true_funnel(100.0)] * n)


def test_last_touch_credits_marketing_s_own_last_visit_that_was_seen() -> None:
    def touch(time: float, channel: Channel, seen: int = 1):
        return row(Kind.TOUCH, time, person=0, channel=channel, seen=seen)

    won = row(Kind.DECISION, 9.0, vendor=0, detail=Status.WON)
    rows = [row(Kind.ARRIVED, 0.0, value=1, detail=1), touch(1.0, Channel.ADS), touch(2.0, Channel.EMAIL),
            touch(3.0, Channel.EVENT, seen=0), touch(4.0, Channel.REP), won]  # fmt: skip
    assert last_touch(run_of(journal(*rows))).tolist() == [0.0, 1.0, 0.0, 0.0]


def test_a_divided_budget_keeps_its_sum_and_fits_into_its_posts() -> None:
    posts = posts_of(OURS)
    money = spent(OURS, posts)
    wins = {"email": 9.0, "ads": 1.0}
    plan = by_last_touch(posts, wins, money)
    assert sum(plan) == pytest.approx(sum(money))
    assert all(given <= post.most + 0.01 for given, post in zip(plan, posts, strict=True))
    by_words = dict(zip([post.words for post in posts], plan, strict=True))
    assert by_words["e-mail"] == pytest.approx(60_000) and by_words["advertising"] == pytest.approx(
        180_000
    )  # both full
    assert with_money(OURS, posts, plan).programme.marketing.ads == pytest.approx(3.0)
    assert yearly_spend(with_money(OURS, posts, plan).programme) == pytest.approx(yearly_spend(OURS.programme))
    assert sum(divided(posts, [0.0] * len(posts), 1e12)) == pytest.approx(sum(post.most for post in posts))
    assert promised(posts, wins, money, money) == pytest.approx(0.0)


def test_the_search_finds_the_best_division_of_a_known_world() -> None:
    posts = posts_of(OURS)
    start = spent(OURS, posts)
    best = tried_out(posts, [start], lambda plans: np.array([3 * p[2] + p[0] - 2 * p[1] for p in plans]))
    assert best[1] == 0.0 and best[2] == pytest.approx(posts[2].most) and sum(best) == pytest.approx(sum(start))


def seen(ads: float) -> Learnt:
    nothing = Forecasts((), np.ones((3, 2, 1)), np.ones((2, 1)))
    return Learnt(nothing, {"content": 1.0, "email": 0.0, "ads": ads, "event": 0.0})


@pytest.mark.parametrize(("earns", "word"), [(3.0, "forgoes lifetime profit"), (0.0, "brings more lifetime profit")])
def test_known_costs_of_last_touch_are_found_whichever_way_they_point(earns: float, word: str) -> None:
    """Advertising earns a known sum a dollar; last touch credits none of the wins to it."""

    def profit(scenario: Scenario) -> float:
        fooled = 3.0 if scenario.run.seed == OURS.run.seed else earns  # the luck that plans are chosen by may mislead
        return fooled * 60_000 * scenario.programme.marketing.ads - yearly_spend(scenario.programme) - (
            0.0 if earns else 60_000 * scenario.programme.marketing.ads
        )  # fmt: skip

    found = funnel_thinking(OURS, n_replications=4, runs=known_runs(lambda s: 0.2, profit, 0.0005, 3), seen=seen(0.0))
    told = f"{word} and revenue of first sales against that of one who knows the maze (wins cannot be told from luck)"
    assert told in found.sentences()[0]
    apart = found.contrasts[2].gain
    assert apart.low <= -180_000 * (earns or -1.0) <= apart.high
    assert sum(found.money["by last touch"]) == pytest.approx(found.budget)
    assert found.misplaced >= 180_000 - 1


def test_plans_meet_luck_by_which_they_were_not_chosen() -> None:
    seeds: list[set[int]] = []
    known = known_runs(lambda s: 0.2, lambda s: 0.0, 0.001, 1)
    funnel_thinking(
        OURS, n_replications=2, runs=lambda s, n: (seeds.append({e.run.seed for e in s}), known(s, n))[1], seen=seen(1)
    )
    assert len(set.union(*seeds[:-1])) == 1 and not seeds[-1] & set.union(*seeds[:-1])


def test_wrong_questions_are_refused() -> None:
    with pytest.raises(InputProblem, match="judged by profit or profit_lifetime"):
        funnel_thinking(OURS, "p_win")
    with pytest.raises(InputProblem, match="last touch credits nothing"):
        funnel_thinking(OURS, n_replications=2, seen=Learnt(seen(0).forecast, {}))
    free = dict.fromkeys(("team.cost_content", "marketing.cost_email", "marketing.cost_ads", "marketing.cost_events",
                          "marketing.cost_priming"), 0.0)  # fmt: skip
    with pytest.raises(InputProblem, match="no marketing budget"):
        funnel_thinking(OURS.with_changes({f"programme.{path}": value for path, value in free.items()}))
