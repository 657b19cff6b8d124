"""Machine code called by its address: what is passed that way, and that whatever is not gives the same answer."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from buyermaze.simulator.core.agenda import Event
from buyermaze.simulator.core.records import records
from buyermaze.simulator.engines.compiled.event_heap import ENTRY, before, push
from buyermaze.simulator.model.compiler.machine_code import spelled
from buyermaze.simulator.model.compiler.rule import COMPILED, rule
from buyermaze.simulator.model.rules.luck.draws import child_key, mix
from buyermaze.simulator.model.rules.luck.event_order import rank

ROOT = Path(__file__).resolve().parents[2]
HEAP = records(4, ENTRY)


def test_an_array_is_passed_as_its_place_shape_and_strides() -> None:
    words: list[object] = []
    assert spelled((HEAP, 2.5, 3, True, np.uint64(2**64 - 1)), words)[1:] == ("real", "long", "flag", "key")  # type: ignore[index]
    assert words[2:] == [4, ENTRY.itemsize, HEAP.ctypes.data, 4, ENTRY.itemsize, 2.5, 3, True, 2**64 - 1]


def read_only() -> object:
    numbers = np.zeros(3)
    numbers.flags.writeable = False
    return numbers


@pytest.mark.parametrize(
    "value",
    [
        read_only(),
        np.zeros((4, 4))[::2],
        np.zeros(4)[::-1],
        np.array(1.0),
        HEAP[0],
        "word",
        None,
        2**64,
        -(2**63) - 1,
        (1, 2),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_of_another_kind_is_not_passed(value: object) -> None:
    assert spelled((1, value), []) is None


def test_records_of_another_layout_are_of_another_kind() -> None:
    other = np.zeros(4, np.dtype([("priority", "i8"), ("time", "f8"), ("rank", "i8")]))
    kinds = {spelled((each,), []) for each in (HEAP, HEAP.reshape(2, 2), other, np.zeros(4), np.zeros(4, np.int64))}
    assert len(kinds) == 5


def test_an_array_in_the_place_of_one_that_is_gone_is_told_by_itself() -> None:
    for n in range(1, 200):
        words: list[object] = []
        spelled((np.zeros(n),), words)
        assert words[2] == words[5] == n


@pytest.mark.skipif(not COMPILED, reason="rules run uncompiled: BUYERMAZE_JIT or NUMBA_DISABLE_JIT says so")
def test_a_rule_answers_alike_whatever_its_numbers_are_called() -> None:
    assert (
        rank(Event.WAKE, 7, 2) == rank(int(Event.WAKE), np.int32(7), np.int8(2)) == rank(Event.WAKE, account=7, seat=2)
    )
    key = child_key(np.uint64(1), np.uint64(2))
    assert key >= 2**63, "a key that no whole number with a sign holds"
    assert mix(np.uint64(key)) == mix(key)


def test_a_single_record_is_for_the_same_source_uncompiled() -> None:
    heap = records(4, ENTRY)
    assert push(heap, 0, 0, 2.0, 1, 0) == 1
    assert before(heap[0], 0, 3.0, 1) and not before(heap[0], 0, 1.0, 1)


@pytest.mark.skipif(not COMPILED, reason="rules run uncompiled: BUYERMAZE_JIT or NUMBA_DISABLE_JIT says so")
def test_rules_find_each_other_by_name_in_another_process() -> None:
    import pickle

    assert pickle.loads(pickle.dumps(rank)) is rank


@rule
def too_much(value: float) -> tuple[float, float]:
    """Return two numbers, which machine code does not hand to Python."""
    return value, 2.0 * value


def test_a_rule_that_gives_more_than_a_number_is_run_uncompiled() -> None:
    assert too_much(1.5) == (1.5, 3.0)


@pytest.mark.skipif(not COMPILED, reason="rules run uncompiled: BUYERMAZE_JIT or NUMBA_DISABLE_JIT says so")
def test_threads_that_call_their_first_rules_at_once_link_into_one_engine() -> None:
    program = """
import gc, sys, threading, time
from buyermaze.simulator.model.compiler import machine_code
slow, made = machine_code._engine.__wrapped__, []
def engine():
    made.append(1)
    time.sleep(0.2)  # so that the other thread comes in the meantime
    return slow()
machine_code._engine = machine_code.cache(engine)
from buyermaze.simulator.model.rules.luck.event_order import rank
found, start = [], threading.Barrier(4)
def call(n):
    start.wait()
    found.append(rank(1, n, 0))
threads = [threading.Thread(target=call, args=(n,)) for n in range(4)]
[each.start() for each in threads]
[each.join() for each in threads]
gc.collect()
print(len(made), sorted(found) == [rank(1, n, 0) for n in range(4)])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.stdout.split(), done.returncode) == (["1", "True"], 0), done.stderr
