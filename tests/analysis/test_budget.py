"""Where the next money goes: known returns are found, swaps are tested on other luck, and intervals hold together."""

from dataclasses import replace

import numpy as np
import pytest

import buyermaze as bm
from buyermaze.simulator.analysis.budget import LEVERS, budget, moved
from buyermaze.simulator.comparison.paired_statistics import difference, together
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.outcomes.books.costs import yearly_spend
from tests.analysis.known_games import known_runs

OURS = Scenario(name="ours")


def earns(ads: float, reps: float, content: float):
    """Return a profit in which a dollar earns so much on some levers and nothing on others."""

    def profit(scenario: Scenario) -> float:
        m, t = scenario.programme.marketing, scenario.programme.team
        return ads * 60_000 * m.ads + reps * t.cost_rep * t.n_reps + content * t.cost_content * t.n_content - yearly_spend(
            scenario.programme
        )  # fmt: skip

    return profit


def wins(scenario: Scenario) -> float:
    return 0.2


def found(profit, noise: float = 0.002, seed: int = 1, **given):
    return budget(OURS, n_replications=4, runs=known_runs(wins, profit, noise, seed), **given)


def test_the_best_lever_its_return_and_what_would_not_be_missed_are_found() -> None:
    result = found(earns(3.0, 1.0, 0.2))
    gain = {each.step.words: each.gain.mean for each in result.more}
    assert gain["advertising"] == pytest.approx(200_000, abs=6_000)  # three dollars for one, less that one
    assert gain["reps"] == pytest.approx(0, abs=6_000)
    assert gain["content people"] == pytest.approx(-80_000, abs=6_000)
    assert [each.step.words for each in result.pays] == ["advertising"]
    said = "\n".join(result.sentences())
    assert "goes best to advertising" in said and "USD 200,000" in said
    assert "less would pay on:" in said and "content people" in said


def test_a_swap_is_at_equal_spend_and_says_what_it_brings() -> None:
    result = found(earns(3.0, 1.0, 0.2))
    best = result.swaps[0]
    assert (best.taken.words, best.given.words) == ("content people", "advertising")
    assert best.gain.low > 0 and best.gain.mean == pytest.approx(2.8 * 100_000, rel=0.05)
    assert "A swap that pays: USD 100,000 from content people to advertising" in "\n".join(result.sentences())
    for swap in result.swaps:
        assert swap.taken.spend == pytest.approx(-swap.given.spend, abs=1)


def test_swaps_meet_luck_that_nobody_was_chosen_by() -> None:
    seeds = []
    known = known_runs(wins, earns(3, 1, 1), 0.002, 1)
    budget(OURS, n_replications=2, runs=lambda s, n: (seeds.append({each.run.seed for each in s}), known(s, n))[1])
    assert len(seeds) == 2 and all(len(each) == 1 for each in seeds) and seeds[0] != seeds[1]


def test_nothing_is_as_good_is_said_when_nothing_earns_its_cost() -> None:
    result = found(earns(0.5, 0.5, 0.5))
    assert result.pays == ()
    assert replace(result, swaps=()).sentences()[0].startswith("Nothing is as good as keeping the money")


def test_a_swap_that_pays_is_never_told_below_nothing_is_as_good() -> None:
    result = found(earns(0.5, 0.5, 0.5))
    assert result.pays == () and any(each.gain.low > 0 for each in result.swaps)
    first, second = result.sentences()[:2]
    assert first.startswith("Better moved than added") and "Nothing is as good" not in " ".join(result.sentences())
    assert second.startswith("A swap that pays")


def test_the_table_says_levers_with_their_unit_and_losses_in_one_way() -> None:
    table = found(earns(0.5, 0.5, 0.5)).words_table()
    of = table.set_index("lever")
    assert set(of.loc["reps", "now"]) == {"6 people"} or of.loc["reps", "now"] == "6 people"
    assert set(table.loc[table["lever"] == "advertising", "now"]) == {"1 of 3"}
    said = table.to_string()
    assert "-USD " in said and "USD -" not in said and "+USD -" not in said


def test_whole_people_are_counted_in_proportion_and_a_full_lever_takes_what_it_can() -> None:
    reps = next(lever for lever in LEVERS if lever.words == "reps")
    step = moved(OURS, reps, 100_000)
    assert step and (step.value, step.spend) == (7, 170_000)
    nearly = OURS.with_changes({"programme.marketing.ads": 2.5, "programme.marketing.events": 3.0})
    result = budget(nearly, n_replications=4, runs=known_runs(wins, earns(3.0, 1, 1), 0.0001, 1))
    ads = next(each for each in result.more if each.step.words == "advertising")
    assert ads.step.spend == pytest.approx(30_000) and ads.gain.mean == pytest.approx(60_000, rel=0.05)
    said = "\n".join(result.sentences())
    assert "No more than USD 30,000 fits into advertising." in said and "No more money fits into: events." in said


def test_qualifiers_are_a_lever_only_where_there_is_a_gate() -> None:
    words = lambda scenario: {each.step.words for each in budget(  # noqa: E731
        scenario, n_replications=2, runs=known_runs(wins, earns(1, 1, 1), 0.002, 1)).more}  # fmt: skip
    assert "qualifiers" not in words(OURS)
    assert "qualifiers" in words(OURS.with_changes({"programme.gate.closed": True}))


def test_intervals_of_all_levers_hold_together() -> None:
    """Seven returns known in advance, 24 values, 1,000 trials: in 95 of 100 trials all seven intervals hold at once."""
    rng = np.random.default_rng(5)
    truth, n_trials, all_held = rng.normal(size=7), 1000, 0
    for _ in range(n_trials):
        base = rng.normal(size=24)
        values = base + truth[:, None] + rng.normal(0, 0.7, (7, 24))
        held = [together(difference(each, base), 7) for each in values]
        all_held += all(each.low <= truth[k] <= each.high for k, each in enumerate(held))
    assert 0.935 <= all_held / n_trials <= 0.985


def test_wrong_questions_are_refused() -> None:
    for bad in (0, -5, float("nan"), 1e12):
        with pytest.raises(InputProblem, match="amount"):
            budget(OURS, bad)
    with pytest.raises(InputProblem, match="counted in profit or profit_lifetime"):
        budget(OURS, outcome="p_win")
    free = dict.fromkeys(("team.cost_rep", "team.cost_content", "marketing.cost_email", "marketing.cost_ads",
                          "marketing.cost_events", "marketing.cost_priming"), 0.0)  # fmt: skip
    with pytest.raises(InputProblem, match="no lever that costs money"):
        budget(OURS.with_changes({f"programme.{path}": value for path, value in free.items()}))


def test_a_simulated_budget_holds_every_lever_and_one_value_says_so() -> None:
    small = bm.load("merged").with_changes({"run.weeks_warm_up": 0.0, "run.n_accounts": 12, "run.arrivals_continue": False,
                                            "run.n_batches": 1})  # fmt: skip
    result = budget(small, n_replications=1)
    assert {each.step.words for each in result.more} >= {"reps", "advertising", "events", "content people"}
    assert "One value cannot tell" in result.sentences()[0]
    assert set(result.table()["kind"]) <= {"more", "less", "swap"}
