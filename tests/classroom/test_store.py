"""The class's file: nothing twice, nothing lost, nothing left of people who are to be forgotten."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from buyermaze.classroom.pages.views import deadline
from buyermaze.classroom.play.levers import cost, start_plan
from buyermaze.classroom.play.state import Class, fold
from buyermaze.classroom.play.store import Event, New, Store, only_server
from buyermaze.simulator.core.errors import InputProblem
from tests.classroom.conftest import SETTINGS

JOINED = {"name": "Mia Unforgettable", "team": 2, "token": "t0ken-digest", "code": "QRTUV"}


def test_an_event_is_kept_once_and_the_first_one_stays(new_class: Callable[..., Path]) -> None:
    store = Store(new_class())
    ((first, fresh),) = store.append([New("s1", 2, "sign", {"sign": "more"})])
    ((again, fresh_again),) = store.append([New("s1", 2, "sign", {"sign": "less"})])
    assert (fresh, fresh_again) == (True, False)
    assert again == first
    assert [event.kind for event in store.events()] == ["class", "sign"]


def test_the_file_is_written_ahead_and_through_to_the_disk(new_class: Callable[..., Path]) -> None:
    store = Store(new_class())
    assert store._file.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert store._file.execute("PRAGMA synchronous").fetchone()[0] == 2


def test_a_class_opened_again_stands_where_it_stood(new_class: Callable[..., Path]) -> None:
    path = new_class()
    store = Store(path)
    store.append([New("s1", 0, "joined", JOINED), New("trainer", 0, "did", {"do": "open", "step": 2})])
    store.append([New("s1", 2, "sign", {"sign": "more", "said": "later"}), New("trainer", 1, "did", {"do": "lock"})])
    before = fold(store.events())
    store.close()
    moved = path.with_name("mailed.db")
    path.rename(moved)
    after = fold(Store(moved).events())
    assert after == before
    assert (after.here.kind, after.phase) == ("predict", "locked")


def test_undo_takes_back_what_the_trainer_did_last_and_nothing_else(new_class: Callable[..., Path]) -> None:
    store = Store(new_class())
    deeds = [{"do": "open", "step": 2}, {"do": "lock"}, {"do": "undo"}]
    store.append([New("trainer", number, "did", deed) for number, deed in enumerate(deeds)])
    state = fold(store.events())
    assert (state.step, state.phase) == (2, "open")
    store.append([New("trainer", 3, "did", {"do": "undo"})])
    assert fold(store.events()).step == 0


def _after(*deeds: dict[str, object], seconds: int = 0) -> Class:
    """Return where a class stands after what its trainer did, so many seconds apart."""
    done = [("trainer", number, "did", each) for number, each in enumerate(deeds)]
    what = [("room", 0, "class", SETTINGS), ("s1", 0, "joined", JOINED), *done]
    at = datetime(2026, 11, 26, 9, tzinfo=UTC)
    return fold(Event(n, (at + timedelta(seconds=n * seconds)).isoformat(), *each) for n, each in enumerate(what, 1))


LOCK, REVEAL, UNDO, PAUSE, RESUME = ({"do": what} for what in ("lock", "reveal", "undo", "pause", "resume"))
QUESTION, PREDICT, WHAT, WHY, PLAN, YEAR = ({"do": "open", "step": step} for step in (1, 2, 3, 4, 6, 7))


@pytest.mark.parametrize(
    ("deeds", "phase"),
    [
        ((PREDICT, LOCK, WHAT, PREDICT), "locked"),
        ((PREDICT, LOCK, PREDICT), "locked"),
        ((PREDICT, WHAT, REVEAL, PREDICT), "locked"),
        ((PREDICT, WHY, PREDICT), "locked"),
        ((PREDICT, WHAT, REVEAL, QUESTION, PREDICT), "locked"),
        ((PREDICT, WHAT, PREDICT), "open"),
        (({"do": "open", "step": 5}, PREDICT), "open"),
        ((PREDICT, WHAT, REVEAL, UNDO, PREDICT), "open"),
        ((PREDICT, LOCK, WHAT, UNDO, UNDO), "open"),
        ((QUESTION, LOCK, PREDICT), "open"),
        ((PLAN, YEAR, REVEAL, PLAN), "locked"),
        ((PLAN, YEAR, PLAN), "open"),
        ((PREDICT, WHAT, REVEAL, PLAN), "open"),
    ],
)
def test_what_was_locked_or_shown_is_not_answered_after_a_step_back(
    deeds: tuple[dict[str, object], ...], phase: str
) -> None:
    assert _after(*deeds).phase == phase


def test_a_seat_that_was_freed_by_mistake_is_there_again_after_an_undo() -> None:
    free = {"do": "free", "seat": "s1"}
    assert not _after(PREDICT, free).present()
    back = _after(PREDICT, free, UNDO)
    assert (len(back.present()), back.step) == (1, 2)


def test_a_move_taken_back_leaves_everybody_in_the_team_before() -> None:
    moves = [{"do": "move", "seat": "s1", "team": team} for team in (3, 1)]
    state = _after(PREDICT, *moves, UNDO)
    assert (state.people["s1"].team, state.step) == (3, 2)


def test_a_pause_takes_nothing_from_the_time_of_a_step() -> None:
    opened = deadline(_after(QUESTION, PREDICT, seconds=60))
    paused = _after(QUESTION, PREDICT, PAUSE, {"do": "say", "words": "Look up"}, RESUME, seconds=60)
    assert deadline(paused) - opened == 2 * 60_000


def test_a_pause_before_a_step_counts_only_from_its_beginning() -> None:
    opened = deadline(_after(PAUSE, PREDICT, seconds=60))
    assert deadline(_after(PAUSE, PREDICT, RESUME, seconds=60)) - opened == 60_000


@pytest.mark.parametrize("plan", [None, [], {}, {"reps": 1}, {"reps": 99, "gone": 3}, {"reps": "2"}, {"reps": -1}])
def test_a_plan_of_an_older_version_lacks_no_lever_and_stands_nowhere_else(plan: object) -> None:
    first = Event(1, "", "room", 0, "class", SETTINGS)
    kept = fold([first, Event(2, "", "team2", 6, "plan", {"plan": plan, "low": 0.0})]).plans[2, 6].body["plan"]
    assert cost(kept) > 0
    assert kept == start_plan() | ({"reps": 1} if plan == {"reps": 1} else {})


def test_forgetting_leaves_no_name_anywhere_in_the_file_and_keeps_the_numbers(new_class: Callable[..., Path]) -> None:
    path = new_class()
    store = Store(path)
    store.append([New("s1", 0, "joined", JOINED), New("s1", 2, "size", {"low": 1.0, "high": 2.0})])
    store.append([New("s1", 5, "words", {"text": "Call Mia Unforgettable"})])
    store.append([New("trainer", 0, "did", {"do": "say", "words": "Mia Unforgettable, look up"})])
    store.append([New("team2", 6, "plan", {"low": 0.0, "high": 1.0, "hypothesis": "Mia Unforgettable says so"})])
    assert store.forget() == 1
    state = fold(store.events())
    store.close()
    assert state.message == ""
    assert state.people["s1"].answers[2, "size"].body == {"low": 1.0, "high": 2.0}
    left = b"".join(each.read_bytes() for each in path.parent.glob("class.db*"))
    for word in (b"Unforgettable", b"t0ken-digest", b"QRTUV"):
        assert word not in left


@pytest.mark.parametrize("content", [b"", b"no database at all", None])
def test_a_file_that_is_no_class_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "other.db"
    if content is None:
        sqlite3.connect(path).execute("CREATE TABLE events (id)").close()
    else:
        path.write_bytes(content)
    kept = path.read_bytes()
    with pytest.raises(InputProblem, match="no class"):
        Store(path)
    assert path.read_bytes() == kept


def test_nothing_is_written_over(new_class: Callable[..., Path]) -> None:
    path = new_class()
    with pytest.raises(InputProblem, match="there already"):
        Store.create(path, {})


def test_a_class_is_served_once_at_a_time(new_class: Callable[..., Path]) -> None:
    path = new_class()
    mark = only_server(path)
    with pytest.raises(InputProblem, match="being served already"):
        only_server(path)
    mark.close()
    only_server(path).close()
