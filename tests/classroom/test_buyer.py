"""A seat lived by somebody: the choices are the whole life, exactly, and the card tells only what that person knows."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from buyermaze.classroom.play import buyer
from buyermaze.classroom.play.agenda import agenda
from buyermaze.classroom.play.room import Room
from buyermaze.classroom.play.state import CHOICES_PER_STEP, fold
from buyermaze.classroom.play.store import New, Store
from buyermaze.classroom.server import Pages
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import Kind
from buyermaze.simulator.runs.played import Choice, Life, own_choices, relive


def test_a_seat_played_as_its_person_would_gives_the_simulated_life_to_the_bit() -> None:
    seat, rows = buyer.the_seat()
    life = relive(seat, own_choices(rows, seat.person))
    assert life.closed
    life.finish(buyer.DAYS_LIVED)
    assert len(life.rows) > 50
    assert life.rows.tobytes() == rows[: len(life.rows)].tobytes()


def test_a_life_nobody_plays_is_the_simulated_one_and_other_luck_gives_another_of_the_same_people() -> None:
    seat, rows = buyer.the_seat()
    alone, other = (Life(seat, played=False, luck=luck) for luck in (0, 1))
    people = [np.array(life._office.world.people[life._slot].need) for life in (alone, other)]
    for life in (alone, other):
        life.finish(buyer.DAYS_LIVED)
    assert alone.rows.tobytes() == rows[: len(alone.rows)].tobytes()
    assert other.rows.tobytes() != rows[: len(other.rows)].tobytes()
    assert np.array_equal(*people)


def random_life(n: int, seed: int) -> Life:
    """Choose at random, waits and meetings included."""
    rng = np.random.default_rng(seed)
    life = Life(buyer.the_seat()[0])
    while not life.closed and len(life.choices) < n:
        job, channels = list(life.options().items())[rng.integers(len(life.options()))]
        do = ("visit", "visit", "visit", "wait", "meet")[rng.integers(5)]
        if do == "meet" and not life.may_meet:
            do = "wait"
        life.choose(Choice("visit", job, channels[rng.integers(len(channels))]) if do == "visit" else Choice(do))
    return life


@pytest.mark.parametrize("seed", range(3))
def test_any_list_of_choices_lived_again_gives_the_same_life_and_undo_is_popping_one(seed: int) -> None:
    life = random_life(12, seed)
    again = relive(life.seat, life.choices)
    assert again.rows.tobytes() == life.rows.tobytes()
    shorter = relive(life.seat, life.choices[:-1])
    shorter.choose(life.choices[-1])
    assert shorter.rows.tobytes() == life.rows.tobytes()


def test_a_called_meeting_comes_two_days_later() -> None:
    life = Life(buyer.the_seat()[0])
    assert life.may_meet
    called = life.now
    life.choose(Choice("meet"))
    while not (met := life.rows[life.rows.kind == Kind.MEETING]).size:
        life.choose(Choice("wait"))
    assert float(met[0].time) == pytest.approx(called + 16.0)


def test_what_is_not_offered_is_refused() -> None:
    life = Life(buyer.the_seat()[0])
    with pytest.raises(InputProblem, match="cannot be had"):
        life.choose(Choice("visit", 4, 0))  # nobody validates a favourite there is not
    assert life.choices == []


def test_every_kind_of_row_is_told_or_left_out_and_truth_is_never_told() -> None:
    _, rows = buyer.the_seat()
    people = ["champion 1", "economic 1"] * 6
    texts = [buyer.told(row, 0, people) for row in rows]
    assert sum(map(bool, texts)) > 10
    for row, text in zip(rows, texts, strict=True):
        if row.kind in (Kind.GO_LIVE, Kind.FEELING, Kind.REGRET, Kind.EFFORT):
            assert not text


def test_a_players_end_names_the_fork() -> None:
    seat, rows = buyer.the_seat()
    own = [buyer.kept(choice) for choice in own_choices(rows, seat.person)]
    assert buyer.fork(own) == len(own)
    assert buyer.fork([*own[:3], {"do": "wait"}]) == 3
    end = buyer.end_of(own)
    simulated = buyer.ending(rows, seat.person)
    assert {key: end[key] for key in simulated} == simulated


def test_a_room_keeps_nothing_of_a_life_but_its_choices(new_class: Callable[..., Path]) -> None:
    path = new_class(buyer=True)
    step = next(place for place, each in enumerate(agenda(("straighten",), 3, True)) if each.kind == "buyer")
    store = Store(path)
    joined = {"name": "Mia", "team": 1, "token": "x", "code": "ABCDE"}
    made = [buyer.kept(choice) for choice in random_life(4, 9).choices]
    undone = [*made[:2], {"do": "undo"}, *made[1:]]
    store.append([New("s1", 0, "joined", joined)])
    store.append([New("s1", CHOICES_PER_STEP * step + number, "choice", body) for number, body in enumerate(undone)])
    assert fold(store.events()).people["s1"].choices[step] == made
    store.close()
    lives = []
    for _ in range(2):  # the server starts again
        room = Room(Store(path))
        life, known = room.life(room.state.people["s1"], step)
        lives.append((life.rows.tobytes(), known))
        room.close()
    assert lives[0] == lives[1]
    assert lives[0][0] == relive(buyer.the_seat()[0], [buyer.choice_of(each) for each in made]).rows.tobytes()


@pytest.mark.parametrize(
    ("n", "words"), [(0, "at the first choice"), (1, "first choice was that of"), (2, "first 2 choices were those of")]
)
def test_where_the_ways_part_is_told_in_plain_words(new_class: Callable[..., Path], n: int, words: str) -> None:
    room = Room(Store(new_class(buyer=True)))
    mine = {"outcome": "you buy nothing", "days": 9, "hours": 2.0, "regret": None, "fork": n}
    lives = next(step for step in room.state.steps if step.kind == "lives")
    text, _ = Pages(room, "").fragment("seat_now.html", {"step": lives, "me": {"team": 1}, "mine": mine, "deadline": 0})
    room.close()
    assert words in text
