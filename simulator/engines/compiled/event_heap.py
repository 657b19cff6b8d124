"""A binary heap of events over a flat array, ordered by (priority, time, rank)."""

from typing import Final

from buyermaze.simulator.core.records import Long, Real, Records, dtype_of
from buyermaze.simulator.model.compiler.rule import rule


class Entry:
    """An event to come."""

    priority: Long
    time: Real  # working hours since the start of the run
    rank: Long  # rules.event_order.rank
    token: Long


ENTRY: Final = dtype_of(Entry)


@rule
def before(entry: Entry, priority: int, time: float, rank: int) -> bool:
    """Return whether an entry comes before the given key."""
    if entry.time != time and entry.priority == priority:
        return entry.time < time
    if entry.priority != priority:
        return entry.priority < priority
    return entry.rank < rank


@rule
def push(heap: Records[Entry], size: int, priority: int, time: float, rank: int, token: int) -> int:
    """Add an entry and return the new size; the array must have room."""
    i = size
    while i > 0:
        parent = (i - 1) >> 1
        if before(heap[parent], priority, time, rank):
            break
        _copy(heap[i], heap[parent])
        i = parent
    _set(heap[i], priority, time, rank, token)
    return size + 1


@rule
def pop(heap: Records[Entry], size: int) -> int:
    """Remove the first entry (entry 0, read before calling) and return the new size."""
    last = heap[size - 1]
    replace_first(heap, size - 1, last.priority, last.time, last.rank, last.token)
    return size - 1


@rule
def replace_first(heap: Records[Entry], size: int, priority: int, time: float, rank: int, token: int) -> None:
    """Put an entry in place of the first one: a pop and a push in one walk down."""
    i = 0
    child = 1
    while child < size:
        if child + 1 < size:
            child += _comes_before(heap[child + 1], heap[child])
        if not before(heap[child], priority, time, rank):
            break
        _copy(heap[i], heap[child])
        i = child
        child = 2 * i + 1
    _set(heap[i], priority, time, rank, token)


@rule
def _comes_before(entry: Entry, other: Entry) -> int:
    """Return 1 when ``entry`` comes before ``other``, else 0; computed without branches, which nobody could predict."""
    same_time = (entry.time == other.time) & (entry.rank < other.rank)
    sooner = (entry.time < other.time) | same_time
    return int((entry.priority < other.priority) | ((entry.priority == other.priority) & sooner))


@rule
def _copy(entry: Entry, other: Entry) -> None:
    _set(entry, other.priority, other.time, other.rank, other.token)


@rule
def _set(entry: Entry, priority: int, time: float, rank: int, token: int) -> None:
    entry.priority = priority
    entry.time = time
    entry.rank = rank
    entry.token = token
