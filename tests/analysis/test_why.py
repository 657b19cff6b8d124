"""Why card: parts add up, known functions are taken apart correctly, intervals hold the truth, and words say what was found."""

from collections.abc import Sequence

import numpy as np
import pytest

import buyermaze as bm
from buyermaze.simulator.analysis.attribution.shapley import shapley
from buyermaze.simulator.analysis.why import contributions, grouped, mixed, n_stages, teams_of, tried, why
from buyermaze.simulator.comparison.paired_statistics import crossed
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.sheets.scenario import Scenario, differences
from tests.analysis.known_games import known_runs

FIRST = Scenario(name="before")
SECOND = FIRST.with_changes({
    "programme.memory.share_recorded": 1.0, "programme.message.gap": 0.0, "programme.pricing.open": True,
    "programme.coordination.share_time": 0.1,
}).model_copy(update={"name": "after"})  # fmt: skip


def truth(scenario: Scenario) -> float:
    """Memory adds 0.06, one voice 0.02 and, where there is memory, 0.04 more; an open price nothing; coordination costs 0.03."""
    p = scenario.programme
    memory, voice = p.memory.share_recorded == 1.0, p.message.gap == 0.0
    return 0.2 + 0.06 * memory + 0.02 * voice + 0.04 * (memory and voice) - 0.03 * (p.coordination.share_time > 0)


def money(scenario: Scenario) -> float:
    return 5e6 * truth(scenario)


@pytest.fixture(scope="module")
def explained():
    return why(FIRST, SECOND, n_replications=4, runs=known_runs(truth, money, 0.002, 1))


def test_parts_of_a_known_function_are_found(explained) -> None:
    found = {part.theme: part.effect.mean for part in explained.parts}
    assert found == pytest.approx(
        {"memory": 0.08, "claims": 0.04, "time for coordination": -0.03, "price": 0.0}, abs=0.004
    )
    assert {part.theme for part in explained.parts if part.known} == {"memory", "claims", "time for coordination"}


def test_parts_add_up_to_the_whole_in_the_outcome_and_in_money(explained) -> None:
    assert sum(part.effect.mean for part in explained.parts) == pytest.approx(explained.whole.mean, abs=1e-12)
    assert sum(part.money.mean for part in explained.parts) == pytest.approx(explained.money.mean, abs=1e-6)


def test_the_pair_that_needs_each_other_is_named_and_no_other(explained) -> None:
    known = [set(pair.themes) for pair in explained.pairs if pair.known]
    assert known == [{"memory", "claims"}]
    said = " ".join(explained.sentences())
    assert "Together, memory and claims bring" in said and "more than the sum" in said


def test_sentences_say_what_helps_what_holds_back_and_what_is_not_known(explained) -> None:
    said = "\n".join(explained.sentences())
    assert "What helps after: memory +8" in said and "USD" in said
    assert "What holds back after: time for coordination -" in said
    assert "Not told from luck: price." in said


def test_what_moves_money_alone_is_said_with_its_money() -> None:
    def saved(scenario: Scenario) -> float:
        return money(scenario) + 2e5 * scenario.programme.pricing.open

    found = why(FIRST, SECOND, n_replications=4, runs=known_runs(truth, saved, 0.002, 1))
    price = next(part for part in found.parts if part.theme == "price")
    assert not price.known and price.known_in_money
    said = "\n".join(found.sentences())
    assert "Told from luck in money alone: price +USD 200,000 a year (USD " in said and "Not told from luck" not in said


def test_less_of_what_is_bad_counts_as_help() -> None:
    found = why(FIRST, SECOND, "p_no_decision", 4, runs=known_runs(truth, money, 0.002, 1))
    assert all(part.effect.mean == 0 for part in found.parts)
    assert "What helps" not in " ".join(found.sentences())


def test_the_same_organisation_twice_has_no_parts() -> None:
    same = FIRST.model_copy(update={"name": "again"})
    found = why(FIRST, same, n_replications=2, runs=known_runs(truth, money, 0.002, 1))
    assert found.parts == () and "differ in nothing" in found.sentences()[0]
    assert found.table().empty
    assert found.words_table().empty and list(found.words_table())[-1] == "inputs"


def test_one_value_tells_nothing_from_luck() -> None:
    runs = known_runs(truth, money, 0.002, 1)
    found = why(FIRST, SECOND, n_replications=1, runs=lambda scenarios, n: runs(scenarios, n)[:, :1])
    assert not any(part.known for part in found.parts)
    assert "cannot be told apart" in found.sentences()[0]


def test_orders_with_their_reverses_are_exact_where_only_pairs_interact() -> None:
    names = [f"p{k}" for k in range(7)]
    rng = np.random.default_rng(3)
    alone, together = rng.normal(size=7), rng.normal(size=(7, 7))

    def worth(team: frozenset[str]) -> np.ndarray:
        there = np.array([name in team for name in names], dtype=float)
        return np.array([alone @ there + there @ np.triu(together, 1) @ there])

    orders = tried(7, 6)
    assert len(orders) == 6 and {*orders[0]} == set(range(7)) and orders[1] == orders[0][::-1]
    found = contributions(names, orders, worth)
    assert np.allclose(found, shapley(names, worth)[None])
    assert len(set(teams_of(names, orders))) < 2**7


def test_intervals_hold_the_truth_where_three_things_need_each_other() -> None:
    """Known function with third-order interactions, shared luck by value, orders drawn: 95 % intervals, 400 trials."""
    names = [f"p{k}" for k in range(6)]
    rng = np.random.default_rng(11)
    slopes, triples = rng.normal(size=6), [(0, 1, 2, 1.5), (2, 3, 4, -2.0), (0, 4, 5, 1.0)]

    def value(team: frozenset[str]) -> float:
        there = [name in team for name in names]
        return float(slopes @ there) + sum(size for a, b, c, size in triples if there[a] and there[b] and there[c])

    exact = shapley(names, value)
    inside, n_trials, n_values = 0, 400, 12
    for _ in range(n_trials):
        luck = rng.normal(0, 0.6, (6, n_values))  # what each thing adds differs from value to value
        orders = [
            order for each in (rng.permutation(6) for _ in range(4)) for order in (tuple(each), tuple(each)[::-1])
        ]
        found = contributions(names, orders, lambda team: np.array(value(team)) + _added(team, names, luck))  # noqa: B023
        inside += sum(each.low <= exact[k] <= each.high for k in range(6) for each in (crossed(found[:, k]),))
    assert 0.93 <= inside / (6 * n_trials) <= 0.995


def _added(team: frozenset[str], names: list[str], luck: np.ndarray) -> np.ndarray:
    return sum((luck[k] for k, name in enumerate(names) if name in team), np.zeros(luck.shape[1]))


@pytest.mark.parametrize("name", [entry.name for entry in bm.available()])
def test_all_differences_taken_over_make_the_second_organisation(name: str) -> None:
    first, second = bm.load("baton_pass"), bm.load(name)
    assert mixed(first, second, differences(first, second)).fingerprint == second.fingerprint
    assert mixed(first, second, ()).fingerprint == first.fingerprint


def test_dated_changes_are_a_part_of_their_own() -> None:
    first = bm.load("baton_pass")
    second = first.with_changes({"timeline": [{"name": "hire", "week": 10, "add": {"programme.team.n_reps": 2}}]})
    assert list(grouped(first, second)) == ["dated changes"]
    assert mixed(first, second, differences(first, second)).fingerprint == second.fingerprint
    said = why(first, second, n_replications=2, runs=known_runs(truth, money, 0.002, 1)).words_table()
    assert said["inputs"].tolist() == [f"none -> {differences(first, second)[0][2]}"]


def test_another_market_is_a_part_and_content_goes_with_its_people() -> None:
    first, second = bm.load("baton_pass"), bm.load("baton_pass", market="turbulent")
    second = second.with_changes({f"run.{key}": getattr(first.run, key) for key in ("weeks", "weeks_warm_up")})
    themes = grouped(first, second)
    assert list(themes) == ["buyers and market"]
    people = [persona.model_copy(update={"name": f"{persona.name} two"}) for persona in first.market.personas]
    asset = first.programme.library.assets[0].model_copy(update={"persona": "all"})
    seats = {f"market.group.seats": [f"{name} two" for name in first.market.group.seats]}  # noqa: F541
    other = first.with_changes({"market.personas": [p.model_dump() for p in people], **seats,
                                "programme.library.assets": [asset.model_dump()]})  # fmt: skip
    assert list(grouped(first, other)) == ["buyers and market, content"]


def test_other_luck_and_wrong_numbers_are_refused() -> None:
    with pytest.raises(InputProblem, match=r"run\.seed: the organisations differ in it \(1 and 2\)"):
        why(FIRST, SECOND.with_changes({"run.seed": 2}))
    with pytest.raises(InputProblem, match="orders: 1 is too few"):
        why(FIRST, SECOND, n_orders=1)
    with pytest.raises(InputProblem, match="replications: 0"):
        why(FIRST, SECOND, n_replications=0)


@pytest.mark.parametrize(("first", "second", "n"), [(FIRST, SECOND, 1), (bm.load("baton_pass"), bm.load("merged"), 2)])
def test_the_stages_of_runs_are_known_before_the_first_run(first: Scenario, second: Scenario, n: int) -> None:
    asked = []

    def counting(scenarios: Sequence[Scenario], n_replications: int) -> np.ndarray:
        asked.append(len(scenarios))
        return known_runs(truth, money, 0.002, 1)(scenarios, n_replications)

    why(first, second, n_replications=2, runs=counting)
    assert len(asked) == n_stages(first, second) == n


def test_simulated_parts_add_up_and_what_changes_nothing_adds_exactly_nothing() -> None:
    small = {"run.weeks_warm_up": 0.0, "run.n_accounts": 30, "run.arrivals_continue": False, "run.n_replications": 2}
    first = bm.load("baton_pass").with_changes(small)
    second = first.with_changes({"programme.team.cost_rep": 1e5, "programme.memory.share_recorded": 1.0})
    found = why(first, second.model_copy(update={"name": "cheaper"}))
    parts = {part.theme: part for part in found.parts}
    assert parts["head count"].effect.mean == parts["head count"].effect.high == 0.0
    assert parts["head count"].money.mean == pytest.approx(6 * 70_000)
    assert sum(part.effect.mean for part in found.parts) == pytest.approx(found.whole.mean, abs=1e-9)
