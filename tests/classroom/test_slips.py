"""Predictions on paper: typed in by the trainer they are answers as any other, and nobody else can type them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from buyermaze.classroom.pages.slips import slips_page, type_slip
from buyermaze.classroom.play.room import Room
from buyermaze.classroom.play.store import Store
from buyermaze.simulator.core.errors import InputProblem
from tests.classroom.conftest import SETTINGS
from tests.classroom.phones import Phone, Trainer, served
from tests.waiting import awaited

PREDICT = 2
SLIP = {"name": "Ana", "team": "2", "sign": "more", "low": "10", "high": "60", "key": "a-key-that-came-with-the-form"}


@pytest.fixture
def room(new_class: Callable[..., Path]) -> Iterator[Room]:
    found = Room(Store(new_class()))
    yield found
    found.close()


def typed(room: Room, *slips: dict[str, Any], step: int = PREDICT, lock: bool = False) -> list[str]:
    """Open a step and type slips; return what was said of each."""

    async def all_of_them() -> list[str]:
        await room.trainer({"do": "open", "step": step})
        if lock:
            await room.trainer({"do": "lock"})
        return [await type_slip(room, slip) for slip in slips]

    return awaited(all_of_them())


def test_a_slip_takes_a_seat_and_locks_both_answers(room: Room) -> None:
    assert typed(room, SLIP) == ["Ana: locked."]
    (person,) = room.state.present()
    assert (person.name, person.team) == ("Ana", 2)
    assert person.answers[PREDICT, "sign"].body["sign"] == "more"
    assert person.answers[PREDICT, "size"].body == {"low": 10.0, "high": 60.0}
    assert slips_page(room.state)["typed"] == [("Ana", 2, {"low": 10.0, "high": 60.0})]


def test_a_slip_typed_twice_counts_once(room: Room) -> None:
    with pytest.raises(InputProblem, match="is in already"):
        typed(room, SLIP, SLIP | {"name": "ana", "low": "20"})
    assert [person.answers[PREDICT, "size"].body["low"] for person in room.state.present()] == [10.0]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"name": " "}, "how you want to be called"),
        ({"sign": "up"}, "which way"),
        ({"low": "many"}, "has to be a number"),
        ({"low": "70"}, "change them over"),
        ({"high": "9999"}, "out of bounds"),
    ],
)
def test_a_slip_that_cannot_be_read_leaves_nothing(room: Room, change: dict[str, str], told: str) -> None:
    with pytest.raises(InputProblem, match=told):
        typed(room, SLIP | change)
    assert not room.state.present()


def test_no_slip_is_taken_where_nothing_is_predicted_or_all_is_locked(room: Room) -> None:
    with pytest.raises(InputProblem, match="nothing is predicted"):
        typed(room, SLIP, step=0)
    with pytest.raises(InputProblem, match="locked"):
        typed(room, SLIP, lock=True)
    assert not room.state.present()


def test_only_the_trainer_sees_the_page_and_names_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "class.db"
    Store.create(path, SETTINGS).close()
    with served(path) as port:
        trainer, phone = Trainer(port, SETTINGS["trainer_key"]), Phone(port)
        trainer.do("open", step=PREDICT)
        assert phone.ask("GET", "/trainer/slips")[0] == 403
        assert phone.ask("POST", "/trainer/slips", SLIP)[0] == 403
        status, page = trainer.ask("POST", "/trainer/slips", SLIP | {"name": "<b>Ana"})
        assert status == 200 and "&lt;b&gt;Ana: locked." in page and "<b>Ana" not in page
        status, page = trainer.ask("POST", "/trainer/slips", SLIP | {"name": "Ben", "high": "lots"})
        assert status == 400 and "has to be a number" in page and 'value="Ben"' in page
