"""A binary heap of events over a flat array, ordered by (priority, time, rank)."""

from typing import Any, Final

import numpy as np

from simulator.rulebook.compiling import rule

ENTRY: Final = np.dtype(
    [("priority", np.int64), ("time", np.float64), ("rank", np.int64), ("token", np.int64)], align=True
)


@rule
def before(heap: Any, i: int, priority: int, time: float, rank: int) -> bool:
    """Return whether entry ``i`` comes before the given key."""
    entry = heap[i]
    if entry.priority != priority:
        return entry.priority < priority
    if entry.time != time:
        return entry.time < time
    return entry.rank < rank


@rule
def push(heap: Any, size: int, priority: int, time: float, rank: int, token: int) -> int:
    """Add an entry and return the new size; the array must have room."""
    i = size
    while i > 0:
        parent = (i - 1) >> 1
        if before(heap, parent, priority, time, rank):
            break
        heap[i] = heap[parent]
        i = parent
    _put(heap, i, priority, time, rank, token)
    return size + 1


@rule
def pop(heap: Any, size: int) -> int:
    """Remove the first entry (entry 0, read before calling) and return the new size."""
    last = size - 1
    moved = heap[last]
    priority, time, rank, token = moved.priority, moved.time, moved.rank, moved.token
    i = 0
    child = 1
    while child < last:
        other = child + 1
        if other < last:
            entry = heap[other]
            if not before(heap, child, entry.priority, entry.time, entry.rank):
                child = other
        if not before(heap, child, priority, time, rank):
            break
        heap[i] = heap[child]
        i = child
        child = 2 * i + 1
    if last > 0:
        _put(heap, i, priority, time, rank, token)
    return last


@rule
def _put(heap: Any, i: int, priority: int, time: float, rank: int, token: int) -> None:
    entry = heap[i]
    entry.priority = priority
    entry.time = time
    entry.rank = rank
    entry.token = token
