"""Run chunks on any executor: a bounded window, nothing lost when workers die, a clean stop."""

import concurrent.futures as cf
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar

Work = TypeVar("Work")
MOST_REBUILDS: Final = 5


class Stop:
    """Set by Ctrl-C: no new work is begun, finished work is kept; a second Ctrl-C leaves at once."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self, *signal_and_frame: Any) -> None:
        if self.asked:
            os._exit(130)
        self.asked = True


@contextmanager
def stoppable() -> Iterator[Stop]:
    """Let Ctrl-C and a polite end (SIGTERM) ask for a stop, where signals can be caught."""
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def windowed(
    make_executor: Callable[[], cf.Executor],
    function: Callable[[Work], Any],
    work: Iterable[Work],
    record: Callable[[Any], None],
    window: int,
    stop: Stop,
    idle: Callable[[], None] = lambda: None,
    linger: bool = True,
) -> None:
    """Put work through an executor, a few pieces at a time, recording results as they come.

    Parameters
    ----------
    make_executor
        Called again, at most five times, when the executor breaks because a worker died.
    function
        Done to every piece of work; must be importable by workers.
    work
        Pieces of work; taken one by one, so that a very long list need not exist.
    record
        Told every result, in the calling thread.
    window
        Pieces given out at a time.
    stop
        Asked before new work is given out.
    idle
        Called at least twice a second.
    linger
        Whether to wait, after a stop, for what is running (and keep it).
    """
    waiting = iter(work)
    again: deque[Work] = deque()
    live: dict[cf.Future[Any], Work] = {}
    executor = make_executor()
    rebuilt = 0
    try:
        while True:
            broken = False
            while not stop.asked and len(live) < window:
                piece = again.popleft() if again else next(waiting, None)
                if piece is None:
                    break
                try:
                    live[executor.submit(function, piece)] = piece
                except cf.BrokenExecutor:
                    again.appendleft(piece)
                    broken = True
                    break
            if not live and not broken:
                return
            if stop.asked:
                for future in [future for future in live if future.cancel()]:
                    del live[future]
                if not linger:
                    return
            for future in () if broken else cf.wait(live, timeout=0.5, return_when=cf.FIRST_COMPLETED)[0]:
                piece = live.pop(future)
                try:
                    record(future.result())
                except cf.BrokenExecutor:
                    again.append(piece)
                    broken = True
            idle()
            if broken:
                rebuilt += 1
                if rebuilt > MOST_REBUILDS:
                    raise cf.BrokenExecutor(f"workers died {rebuilt} times")
                for future, piece in live.items():
                    if future.done() and not future.cancelled() and future.exception() is None:
                        record(future.result())
                    else:
                        again.append(piece)
                live.clear()
                executor.shutdown(wait=False)
                executor = make_executor()
    finally:
        for future in live:
            future.cancel()
        executor.shutdown(wait=False)
