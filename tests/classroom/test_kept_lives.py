"""A year begins where the last one ended: lives that are kept go on, to the bit as if lived from the beginning."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from buyermaze.classroom.pages import working
from buyermaze.classroom.play import game, levers
from buyermaze.classroom.play.room import Room
from buyermaze.classroom.play.store import Store
from buyermaze.simulator.model.parameters import pack
from buyermaze.simulator.runs.batch import totals_table
from buyermaze.simulator.runs.kept import Past
from tests.waiting import awaited

START = levers.start_plan()
CARDS = [card.key for card in levers.CARDS]


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few lives."""
    monkeypatch.setattr(game, "N_YEARS", 3)


def some_years(seed: int) -> tuple[list[levers.Plan], list[list[str]]]:
    rng = np.random.default_rng(seed)
    plans = [{lever.key: int(rng.integers(len(lever.settings))) for lever in levers.LEVERS} for _ in range(3)]
    return plans, [list(rng.choice(CARDS, int(rng.integers(4)), replace=False)) for _ in range(3)]


@pytest.mark.parametrize("seed", range(8))
def test_a_life_that_goes_on_is_the_life_lived_from_the_beginning(seed: int) -> None:
    plans, cards = some_years(seed)
    lives = range(10 * seed, 10 * seed + 3)
    past = None
    for n in (1, 2, 3):
        scenario = levers.company(plans[:n], cards[:n])
        (whole,) = totals_table([scenario], lives)
        (gone_on,) = totals_table([scenario], lives, pasts=[past])
        assert gone_on.tobytes() == whole.tobytes(), f"year {n}"
        past = Past(scenario, past)
        past.live(lives)


def test_years_that_are_skipped_in_between_make_no_difference() -> None:
    plans, cards = some_years(99)
    first, all_three = levers.company(plans[:1], cards[:1]), levers.company(plans, cards)
    past = Past(first)
    past.live(range(2))
    whole, gone_on = (totals_table([all_three], range(3), pasts=[each])[0] for each in (None, past))
    assert gone_on.tobytes() == whole.tobytes(), "the third life is not kept and lived from the beginning"


def test_a_past_is_only_taken_for_ones_own() -> None:
    past = Past(levers.company([START], [["freeze"]]))
    more = START | {"reps": 7}
    for plans, cards, same in (
        ([START, more], [["freeze"], ["launch"]], True),
        ([START, START], [["freeze"]], True),
        ([START], [["freeze"]], True),
        ([START, more], [[], ["freeze"]], False),
        ([more, START], [["freeze"]], False),
        ([START, more], [["rival_price", "freeze"]], False),
    ):
        assert past.holds(pack(levers.company(plans, cards))) is same, (plans, cards)
    shorter = levers.company([START], [["freeze"]]).with_changes({"run.weeks": 26.0})
    assert not past.holds(pack(shorter)), "it would have been over before"


def league(room: Room, step: int) -> dict[str, Any]:
    return game.year(working.played(room, step), {}, pasts=room.pasts)


@pytest.mark.usefixtures("few")
def test_the_league_is_the_same_whatever_is_kept(new_class: Callable[..., Path]) -> None:
    """Cards of this year, teams without people, a step back, another plan in a year that was kept: none of it shows."""
    room = Room(Store(new_class(lessons=[], teams=3, rounds=3)))
    plans = [place for place, step in enumerate(room.state.steps) if step.kind == "plan"]

    async def play() -> None:
        person, _ = await room.join("Mia", 2, "k" * 20)
        for number, (place, card, reps) in enumerate(zip(plans, ("launch", "rival_price", "cut"), (2, 4, 1), strict=True), 1):
            await room.trainer({"do": "open", "step": place})
            await room.trainer({"do": "card", "card": card, "round": number})
            before = list(working.played(room, place - 1).values())
            game.live_pasts(before, room.pasts)
            await room.answer(person, place, "plan", {"plan": START | {"reps": reps}, "low": 0.0, "high": 1.0})
            await working.keep_computers(room, place)
            then = working.played(room, place)
            assert place == plans[0] or all(each.before in room.pasts for each in then.values())
            assert league(room, place + 1) == game.year(then, {})
        assert {len(each.plans) for each in room.pasts} == {2}, "earlier years are forgotten"
        await room.trainer({"do": "open", "step": plans[1]})  # back
        assert league(room, plans[1] + 1) == game.year(working.played(room, plans[1]), {})

    awaited(play())
    room.close()


@pytest.mark.usefixtures("few")
def test_what_is_kept_never_takes_more_than_its_room(monkeypatch: pytest.MonkeyPatch) -> None:
    everybody = {team: game.Played.of([START | {"reps": team}, START]) for team in range(4)}
    whole = game.year(everybody, {})
    monkeypatch.setattr(game, "MOST_BYTES", 1e6)
    pasts: game.Pasts = {}
    game.live_pasts([each.before for each in everybody.values()], pasts)
    assert 0 < sum(past.n_bytes for past in pasts.values()) < 1.5e6
    assert not all(past.n_bytes for past in pasts.values())
    assert game.year(everybody, {}, pasts=pasts) == whole


@pytest.mark.usefixtures("few")
def test_the_past_is_lived_while_a_year_is_planned(new_class: Callable[..., Path]) -> None:
    room = Room(Store(new_class(lessons=[], teams=2, rounds=2)))
    first, second = (place for place, step in enumerate(room.state.steps) if step.kind == "plan")

    async def play() -> None:
        await room.trainer({"do": "open", "step": first})
        await working.begin(room)
        assert not room.pasts, "nothing lies before the first year"
        await room.join("Mia", 1, "k" * 20)
        await room.trainer({"do": "open", "step": second})
        await working.begin(room)
        jobs = [job.task for job in room.jobs.values() if job.task]
        for task in jobs:
            await task
        assert list(room.pasts) == [game.Played.of([START], [[]])], "both teams have left the company as it is"

    awaited(play())
    room.close()


@pytest.mark.usefixtures("few")
def test_lives_of_a_year_that_is_given_up_are_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    everybody = {team: game.Played.of([START | {"reps": team}]) for team in range(2)}
    whole, known, lived = game.year(everybody, {}), dict[game.Played, dict[int, np.ndarray]](), lives_lived(monkeypatch)

    def give_up(done: int, total: int) -> None:
        assert total == 8
        if done == 5:
            raise RuntimeError("the trainer goes on")

    with pytest.raises(RuntimeError):
        game.year(everybody, known, give_up)
    assert game.year(everybody, known) == whole
    assert sorted(map(len, lived)) == [3, 8], "five of eight were known"


@pytest.mark.usefixtures("few")
def test_a_plan_is_lived_while_its_forecast_is_written(
    new_class: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Room(Store(new_class(lessons=[], teams=1, rounds=1)))
    step = next(place for place, each in enumerate(room.state.steps) if each.kind == "plan")
    thought_of, locked = (START | {"reps": reps} for reps in (1, 2))
    lived = lives_lived(monkeypatch)

    async def play() -> None:
        person, _ = await room.join("Mia", 1, "k" * 20)
        await room.trainer({"do": "open", "step": step})
        for plan in (thought_of, locked):
            working.begin_draft(room, 1, plan)
        while room.jobs and not any(job.failed for job in room.jobs.values()):
            await room.news(1.0)
        assert not room.jobs
        assert (1, step) not in room.state.plans, "nothing is locked by it"
        n_before = sum(map(len, lived))
        await room.answer(person, step, "plan", {"plan": locked, "low": 0.0, "high": 1.0})
        assert league(room, step + 1) == game.year(working.played(room, step), room.lived)
        assert sum(map(len, lived)) == n_before + 4, "what was locked is known, and lived once more to compare"

    awaited(play())
    room.close()


@pytest.mark.usefixtures("few")
def test_a_draft_is_given_up_when_its_team_locks_something_else_or_the_class_goes_elsewhere(new_class: Callable[..., Path]) -> None:
    room = Room(Store(new_class(lessons=[], teams=2, rounds=1)))
    step = next(place for place, each in enumerate(room.state.steps) if each.kind == "plan")
    locked, other = (START | {"reps": reps} for reps in (1, 2))

    async def play() -> None:
        (person, _), _ = await room.join("Mia", 1, "k" * 20), await room.join("Tom", 2, "l" * 20)
        await room.trainer({"do": "open", "step": step})
        working.begin_draft(room, 1, locked)
        while room.jobs:
            await room.news(1.0)
        for team in (1, 2):
            working.begin_draft(room, team, other)
        one, two = (room.jobs[step + 1, f"draft:{team}"] for team in (1, 2))
        await room.answer(person, step, "plan", {"plan": locked, "low": 0.0, "high": 1.0})
        await working.begin(room)
        assert (one.given_up, two.given_up) == (True, False), "what is locked has been lived already"
        await room.trainer({"do": "open", "step": step - 1})
        await working.begin(room)
        assert two.given_up, "what the class needs now does not wait for it"

    awaited(play())
    room.close()


def lives_lived(monkeypatch: pytest.MonkeyPatch) -> list[list[tuple[int, int]]]:
    """Return a list to which is added which lives are lived from now on, each time some are."""
    from buyermaze.simulator.runs import batch

    found: list[list[tuple[int, int]]] = []
    real = batch.live_each

    def counted(scenarios: Any, lives: Any, *others: Any) -> None:
        found.append(list(lives))
        real(scenarios, lives, *others)

    monkeypatch.setattr(batch, "live_each", counted)
    return found
