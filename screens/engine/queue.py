"""Turns at the engine: replications wait in line, one thread per core takes them, short orders before long ones.

What is long in one piece waits in a line of its own, whose threads the machine serves after everything else.
"""

import heapq
import itertools
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Final

Job = Callable[[], None]
PATIENCE: Final = 40.0  # seconds an order may be passed by shorter ones, per second of its own work
LONG: Final = 0.15  # seconds of a single job from which on it is long
NICENESS: Final = 15  # of threads that do long jobs
GLANCE: Final = 0.02  # seconds between two looks of a waiting visitor, times the number of those who wait


_here = threading.local()


class Withdrawn(Exception):
    """Nobody waits any more for what this thread works on."""


def look(*_: object) -> None:
    """Leave the job of this thread if its order was withdrawn; long jobs call this every now and then.

    Raises
    ------
    Withdrawn
        If nobody waits for it.
    """
    order = getattr(_here, "order", None)
    if order is not None and order.withdrawn:
        raise Withdrawn


class Order:
    """The jobs one visitor waits for."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self.jobs = deque(jobs)
        self.n_running = 0
        self.withdrawn = False
        self.done = threading.Event()
        self.problem: BaseException | None = None


class Line:
    """Orders and the threads that work on them.

    Every order has a time at which it is due: when it was placed, plus ``PATIENCE`` times the work in it. What is due
    first is worked on first, so a moved lever passes a map or a long run, and nobody waits for ever.
    """

    def __init__(self, n_threads: int | None = None) -> None:
        self._n_threads = n_threads or os.cpu_count() or 1
        self._changed = threading.Condition()
        self._orders: list[tuple[float, int, Order]] = []
        self._long: list[tuple[float, int, Order]] = []
        self._numbers = itertools.count()
        self._started = False

    def serve(self, jobs: Iterable[Job], seconds: float, tick: Callable[[], None] | None = None) -> None:
        """Have jobs done and wait for them.

        Parameters
        ----------
        jobs : iterable of callables
            Done in this order, several at a time.
        seconds : float
            About how much work they are.
        tick : callable, optional
            Called every now and then; if it raises, what has not begun is withdrawn, and what has stops at its next ``look``.
        """
        order = Order(jobs)
        if not order.jobs:
            return
        with self._changed:
            self._start()
            orders = self._long if seconds / len(order.jobs) > LONG else self._orders
            heapq.heappush(orders, (time.monotonic() + PATIENCE * seconds, next(self._numbers), order))
            self._changed.notify_all()
        try:
            while not order.done.wait(GLANCE * max(1, len(self._orders) + len(self._long))):
                if tick:
                    tick()
        finally:
            with self._changed:
                order.withdrawn = not order.done.is_set()
                order.jobs.clear()
        if order.problem is not None:
            raise order.problem

    def _start(self) -> None:
        if not self._started:
            self._started = True
            for orders, name in ((self._orders, "engine"), (self._long, "engine, long jobs")):
                for _ in range(self._n_threads):
                    threading.Thread(target=self._work, args=(orders,), name=name, daemon=True).start()

    def _work(self, orders: "list[tuple[float, int, Order]]") -> None:
        if orders is self._long:
            with suppress(AttributeError, OSError):  # where threads have a niceness of their own
                os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
        while True:
            with self._changed:
                while (found := self._next(orders)) is None:
                    self._changed.wait()
            order, job = found
            _here.order = order
            try:
                job()
            except Withdrawn:
                pass
            except BaseException as problem:
                order.problem = problem
            with self._changed:
                order.n_running -= 1
                if order.problem is not None:
                    order.jobs.clear()
                if not order.jobs and not order.n_running:
                    order.done.set()

    def _next(self, orders: "list[tuple[float, int, Order]]") -> tuple[Order, Job] | None:
        """Return the next job of the order that is due first."""
        while orders:
            order = orders[0][-1]
            if order.jobs:
                order.n_running += 1
                return order, order.jobs.popleft()
            heapq.heappop(orders)
        return None
