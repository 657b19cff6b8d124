"""The class's file: nothing twice, nothing lost, nothing left of people who are to be forgotten."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from buyermaze.classroom.state import fold
from buyermaze.classroom.store import New, Store, only_server
from buyermaze.simulator.core.errors import InputProblem

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


def test_forgetting_leaves_no_name_anywhere_in_the_file_and_keeps_the_numbers(new_class: Callable[..., Path]) -> None:
    path = new_class()
    store = Store(path)
    store.append([New("s1", 0, "joined", JOINED), New("s1", 2, "size", {"low": 1.0, "high": 2.0})])
    store.append([New("s1", 5, "words", {"text": "Call Mia Unforgettable"})])
    store.append([New("team2", 6, "plan", {"low": 0.0, "high": 1.0, "hypothesis": "Mia Unforgettable says so"})])
    assert store.forget() == 1
    state = fold(store.events())
    store.close()
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
