"""The team game: a budget that binds, levers that exist, cards that strike, years that are the same for all."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from buyermaze.classroom.pages import working
from buyermaze.classroom.play import game, levers
from buyermaze.classroom.play.room import Room
from buyermaze.classroom.play.store import ROOM, New, Store
from buyermaze.simulator.core.errors import InputProblem
from tests.waiting import awaited

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
    made = {levers.company([START | {lever.key: place}]).fingerprint for place in range(len(lever.settings))}
    assert len(made) == len(lever.settings)


@pytest.mark.parametrize("card", levers.CARDS, ids=lambda card: card.key)
def test_every_card_changes_the_year_or_the_budget(card: levers.Card) -> None:
    struck = levers.company([START], [[card.key]]).fingerprint != levers.company([START]).fingerprint
    assert struck or levers.budget([card.key]) < levers.budget()


def test_a_card_strikes_in_its_own_year_and_what_lasts_a_year_ends_with_it() -> None:
    made = levers.company([START, START, START], [[], ["rival_price", "freeze"]])
    assert [shock.week for shock in made.market.shocks] == [levers.WEEKS + levers.WEEK_OF_SHOCK]
    assert [(each.week, *each.changes.values()) for each in made.timeline] == [(52.0, -0.1), (104.0, 0.0)]


def test_a_plan_is_in_force_from_its_year_on() -> None:
    made = levers.company([START, START | {"reps": 5}])
    assert [each.scenario.programme.team.n_reps for each in made.epochs] == [6, 8]


@pytest.mark.parametrize("dear", ["reps", "content", "ads"])
def test_a_plan_is_cut_until_it_fits_the_budget(dear: str) -> None:
    plan = START | {dear: len(levers.price_list()[dear]) - 1}
    for cards in ([], ["cut"]):
        assert levers.cost(levers.fitted(plan, cards)) <= levers.budget(cards)
    assert levers.fitted(START, []) == START


def test_there_are_a_dozen_levers_each_with_a_name_of_its_own() -> None:
    assert len(levers.LEVERS) >= 12
    assert len({lever.title for lever in levers.LEVERS}) == len(levers.LEVERS)


@pytest.mark.parametrize("wrong", [{}, {"reps": "x"}, {"reps": 99}, {"reps": -1}, {"reps": None}])
def test_a_plan_that_is_none_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InputProblem):
        levers.checked_plan({key: value for key, value in (START | wrong).items() if wrong})


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few lives, and years of twenty weeks."""
    monkeypatch.setattr(game, "N_YEARS", 3)
    monkeypatch.setattr(game, "N_MORE", 3)
    monkeypatch.setattr(levers, "WEEKS", 20.0)
    monkeypatch.setattr(levers, "WEEK_OF_SHOCK", 5.0)


@pytest.mark.usefixtures("short")
def test_the_same_plan_lives_the_same_year() -> None:
    other = START | {"manner": 2}
    played = {
        team: game.Played.of([plan], [["rival_price"]]) for team, plan in {1: START, 2: dict(START), 3: other}.items()
    }
    known: game.Known = {}
    league = game.year(played, known)["teams"]
    assert len(known) == 2, "what two teams share is lived once"
    assert league["1"] == league["2"]
    assert league["1"]["this"] != league["3"]["this"]
    first = game.this_year(played, {})["teams"]
    assert first == {team: {"this": each["this"]} for team, each in league.items()}, "shown before the rest is known"
    luck = game.luck(played)
    assert luck["teams"]["1"] == luck["teams"]["2"]
    assert luck["teams"]["1"]["this"] == league["1"]["this"][0]
    spread = luck["spread"]
    assert 0.0 <= spread["low"] <= spread["share"] <= spread["high"] <= 1.0 and spread["share"] > 0.0
    interval = f"(95 % interval {100 * spread['low']:.0f} to {100 * spread['high']:.0f})"
    assert game.spread_said(luck).endswith(f"{100 * spread['share']:.0f} % is luck {interval}.")
    alone = game.luck({1: game.Played.of([START]), 2: game.Played.of([dict(START)])})
    assert game.spread_said(alone) == "", "where every plan is the same there is no spread to be made of anything"


@pytest.mark.usefixtures("short")
def test_a_year_begins_where_the_last_one_ended() -> None:
    careless, careful = START | {"promise": 2, "manner": 2}, START | {"care": 2}
    lived = [
        game.live([game.Played.of(plans)], range(2))
        for plans in ([START], [START, START], [careless, START], [careful, START])
    ]
    assert len({each.tobytes() for each in lived}) == 4, "what was done before is still felt"


@pytest.mark.usefixtures("short")
def test_two_years_under_one_plan_are_one_run_of_two_years() -> None:
    plan = START | {"ads": 2}
    made = levers.company([plan, plan])
    assert len(made.timeline) == 1
    both = game.live([game.Played.of([plan, plan])], range(1), whole=True)
    second = game.live([game.Played.of([plan, plan])], range(1))
    assert not np.array_equal(both, second)


def test_teams_without_people_copy_the_best_of_last_year_within_their_budget(new_class: Callable[..., Path]) -> None:
    room = Room(Store(new_class(lessons=[], teams=3, rounds=2)))
    places = [place for place, step in enumerate(room.state.steps) if step.kind == "plan"]

    async def play() -> list[dict[str, int]]:
        found = []
        for place in places:
            await room.trainer({"do": "open", "step": place})
            dear = START | {"content": 4, "reps": 2}
            person = room.state.people.get("s1") or (await room.join("Mia", 2, "k" * 20))[0]
            await room.answer(person, place, "plan", {"plan": dear, "low": 0.0, "high": 1.0})
            best = {"teams": {"1": {"mean": [1.0]}, "2": {"mean": [5.0]}, "3": {"mean": [3.0]}}, "n_years": 1}
            await working.keep_computers(room, place)
            key = working.league_key(room, place + 1)
            await room.keep(New(ROOM, place + 1, key, best))
            found.append({team: room.plan_of(team, place) for team in (1, 2, 3)})
        return found

    first, second = awaited(play())
    room.close()
    assert first[1] == first[3] == START
    assert second[1] == first[2], "the first of them does what the best team did"
    assert second[3] == START, "the next what the second best did"
