"""Turns at the engine: replications wait in line, one thread per core takes them, short orders before long ones."""

import heapq
import itertools
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Final

Job = Callable[[], None]
PATIENCE: Final = 40.0  # seconds an order may be passed by shorter ones, per second of its own work
GLANCE: Final = 0.02  # seconds between two looks of a waiting visitor, times the number of those who wait


class Order:
    """The jobs one visitor waits for."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self.jobs = deque(jobs)
        self.n_running = 0
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
            Called every now and then; if it raises, what has not begun is withdrawn.
        """
        order = Order(jobs)
        if not order.jobs:
            return
        with self._changed:
            self._start()
            heapq.heappush(self._orders, (time.monotonic() + PATIENCE * seconds, next(self._numbers), order))
            self._changed.notify_all()
        try:
            while not order.done.wait(GLANCE * max(1, len(self._orders))):
                if tick:
                    tick()
        finally:
            with self._changed:
                order.jobs.clear()
        if order.problem is not None:
            raise order.problem

    def _start(self) -> None:
        if not self._started:
            self._started = True
            for _ in range(self._n_threads):
                threading.Thread(target=self._work, name="engine", daemon=True).start()

    def _work(self) -> None:
        while True:
            with self._changed:
                while (found := self._next()) is None:
                    self._changed.wait()
            order, job = found
            try:
                job()
            except BaseException as problem:
                order.problem = problem
            with self._changed:
                order.n_running -= 1
                if order.problem is not None:
                    order.jobs.clear()
                if not order.jobs and not order.n_running:
                    order.done.set()

    def _next(self) -> tuple[Order, Job] | None:
        """Return the next job of the order that is due first."""
        while self._orders:
            order = self._orders[0][-1]
            if order.jobs:
                order.n_running += 1
                return order, order.jobs.popleft()
            heapq.heappop(self._orders)
        return None
