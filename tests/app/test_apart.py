"""Long work in processes apart: its answers, how far it is, its faults, and its end."""

import math
import os
import time
from functools import partial

import pytest

from buyermaze.screens.engine.apart import Apart, Withdrawn, look, report
from buyermaze.screens.engine.queue import Line, Order
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.reading.loading import load


def endless(seconds: float) -> None:
    """Work on until nobody waits any more."""
    while True:
        time.sleep(seconds)
        look()


def of_two() -> int:
    """Say how far the work is, and where it is done."""
    report(1, 2)
    return os.getpid()


@pytest.fixture(scope="module")
def line() -> Line:
    """Return a line with one process apart."""
    return Line(1)


def asked(line: Line, job, tick=None):  # type: ignore[no-untyped-def]
    found = []
    line.serve([job], 0.0, tick, lambda _, answer: found.append(answer), long=True)
    return found[0]


def test_long_work_is_done_in_another_process_that_is_used_again(line: Line) -> None:
    first, second = asked(line, os.getpid), asked(line, os.getpid)
    assert first == second != os.getpid()


def test_what_cannot_be_sent_is_done_here(line: Line) -> None:
    assert asked(line, lambda: os.getpid()) == os.getpid()


def test_a_fault_is_told_as_it_was(line: Line) -> None:
    with pytest.raises(ValueError, match="math domain"):
        asked(line, partial(math.sqrt, -1.0))
    with pytest.raises(InputProblem, match="nowhere"):
        asked(line, partial(load, "nowhere"))
    assert asked(line, partial(abs, -1)) == 1


def test_a_process_that_was_ended_is_begun_again_and_work_that_ends_it_twice_is_a_fault(line: Line) -> None:
    with pytest.raises(RuntimeError, match="ended twice"):
        asked(line, partial(os._exit, 1))
    assert asked(line, partial(abs, -1)) == 1


@pytest.mark.parametrize("seconds", [0.01, 1000.0])
def test_what_nobody_waits_for_is_ended_whether_it_looks_or_not(
    line: Line, seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("buyermaze.screens.engine.apart.SECONDS_TO_LEAVE", 0.2)
    began = []

    def gone(done: int, of: int) -> None:
        began.append(1)
        if len(began) > 5:
            raise KeyboardInterrupt

    job = partial(endless, seconds) if seconds < 1 else partial(time.sleep, seconds)
    with pytest.raises(KeyboardInterrupt):
        line.serve([job], 0.0, gone, long=True)
    assert asked(line, partial(abs, -1)) == 1  # its turn came


def test_work_withdrawn_before_it_began_is_not_done() -> None:
    order = Order([], lambda k, found: None)
    order.withdraw()
    with pytest.raises(Withdrawn):
        Apart().do(partial(abs, -1), order)


def test_work_apart_says_how_far_it_is() -> None:
    apart, order = Apart(), Order([], lambda k, found: None)
    assert apart.do(of_two, order) != os.getpid()
    assert order.progress == (1, 2)
