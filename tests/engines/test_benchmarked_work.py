"""What the engines are measured against goes on running: the plain engine, and the amounts of work counted in it."""

import hashlib
from pathlib import Path

import pytest

from benchmarks import alone
from benchmarks.c_loop import inner_work
from benchmarks.keyings import KEYINGS, copied
from benchmarks.plain import Worker
from benchmarks.threads import _share_without_lock
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.runs.run import simulate


def test_every_kind_of_inner_work_is_counted_in_the_plain_engine() -> None:
    """No amount handed to the C program is nought or below."""
    amounts = inner_work("baton_pass", 6)
    assert all(amount > 0 for amount in amounts.values()), amounts


@pytest.mark.parametrize("name", ["baton_pass", "merged"])
def test_the_plain_engine_writes_the_journal_of_the_compiled_one(name: str) -> None:
    """Same rows, same bytes."""
    worker = Worker()
    _, n_rows, mark = worker.ask("run", name, 6)
    worker.close()
    journal = simulate(load(name).with_changes(alone(6)), 0).journal
    assert (n_rows, mark) == (len(journal), hashlib.sha256(journal.tobytes()).hexdigest())


def test_other_keyings_of_luck_find_the_line_by_which_decisions_are_numbered(tmp_path: Path) -> None:
    """A copy of the house differs from it in that line alone."""
    asis, weekly = (copied(tmp_path / str(n), line) for n, line in enumerate(list(KEYINGS.values())[:2]))
    apart = set(weekly.read_text().splitlines()) ^ set(asis.read_text().splitlines())
    assert apart == {line.rstrip() for line in list(KEYINGS.values())[:2]}


def test_most_of_a_run_is_compiled_code_in_which_other_threads_go_on() -> None:
    assert 0.5 < _share_without_lock() < 1.0
