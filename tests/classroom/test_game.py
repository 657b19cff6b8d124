"""The team game: a budget that binds, levers that exist, cards that strike, years that are the same for all."""

import numpy as np
import pytest

from buyermaze.classroom import game, levers
from buyermaze.simulator.core.errors import InputProblem

START = levers.start_plan()


def test_the_budget_binds() -> None:
    assert levers.cost(START) <= levers.budget()
    dearest = {lever.key: int(np.argmax(levers.price_list()[lever.key])) for lever in levers.LEVERS}
    assert levers.cost(dearest) > 1.5 * levers.budget()
    assert levers.cost(START) > levers.budget(["cut"]), "a cut has to be answered"


def test_costs_add_up_to_what_a_plan_costs() -> None:
    prices = levers.price_list()
    rng = np.random.default_rng(3)
    for _ in range(20):
        plan = {lever.key: int(rng.integers(len(lever.settings))) for lever in levers.LEVERS}
        added = prices[""][0] + sum(prices[key][place] for key, place in plan.items())
        assert levers.cost(plan) == pytest.approx(added)


@pytest.mark.parametrize("lever", levers.LEVERS, ids=lambda lever: lever.key)
def test_every_setting_of_a_lever_makes_another_company(lever: levers.Lever) -> None:
    made = {levers.scenario_of(START | {lever.key: place}).fingerprint for place in range(len(lever.settings))}
    assert len(made) == len(lever.settings)


@pytest.mark.parametrize("card", levers.CARDS, ids=lambda card: card.key)
def test_every_card_changes_the_year_or_the_budget(card: levers.Card) -> None:
    struck = levers.scenario_of(START, [card.key]).fingerprint != levers.scenario_of(START).fingerprint
    assert struck or levers.budget([card.key]) < levers.budget()


def test_there_are_a_dozen_levers_each_with_a_name_of_its_own() -> None:
    assert len(levers.LEVERS) >= 12
    assert len({lever.title for lever in levers.LEVERS}) == len(levers.LEVERS)


@pytest.mark.parametrize("wrong", [{}, {"reps": "x"}, {"reps": 99}, {"reps": -1}, {"reps": None}])
def test_a_plan_that_is_none_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InputProblem):
        levers.checked_plan({key: value for key, value in (START | wrong).items() if wrong})


def test_the_same_plan_lives_the_same_year(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(game, "N_YEARS", 3)
    monkeypatch.setattr(game, "N_MORE", 3)
    monkeypatch.setitem(levers.YEAR, "run.weeks", 40.0)
    levers._company.cache_clear()
    try:
        other = START | {"manner": 2}
        league = game.year({1: START, 2: dict(START), 3: other}, ["rival_price"], 1)["teams"]
        assert league["1"] == league["2"]
        assert league["1"]["this"] != league["3"]["this"]
        luck = game.luck({1: START, 2: dict(START), 3: other}, ["rival_price"], 1)
        assert luck["teams"]["1"] == luck["teams"]["2"]
        assert luck["teams"]["1"]["this"] == league["1"]["this"][0]
        assert 0.0 < luck["share_luck"] <= 1.0
    finally:
        levers._company.cache_clear()
