"""Turns at the engine: replications wait in line, one thread per core takes them, cheap orders before dear ones.

What is long in one piece waits in a line of its own and is done in processes apart, which the machine serves after everything else.
"""

import heapq
import itertools
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from contextvars import ContextVar
from typing import Any, Final

from buyermaze.screens.engine.apart import Apart, Withdrawn, here, look

__all__ = ["VISITOR", "Line", "Withdrawn", "look"]

Job = Callable[[], Any]
PATIENCE: Final = 40.0  # seconds an order may be passed by cheaper ones, per second of its own work
FAIR: Final = (
    5.0  # seconds of work a visitor may have had of late and still wait no more than twice as long for the next
)
HALF_LIFE: Final = 30.0  # seconds after which half of what a visitor has had is forgotten
LONG: Final = 0.4  # seconds of a single job from which on it is long; a usual run takes half of that
GLANCE: Final = 0.02  # seconds between two looks of a waiting visitor, times the number of those who wait
VISITOR: ContextVar[str] = ContextVar("visitor", default="")  # on whose behalf this thread works


class Order:
    """The jobs one visitor waits for."""

    def __init__(self, jobs: Iterable[Job], keep: Callable[[int, Any], None], at_home: bool = False) -> None:
        self.at_home = at_home
        self.jobs = deque(enumerate(jobs))
        self.keep = keep
        self.visitor = VISITOR.get()
        self.n_running = 0
        self.progress = (0, 1)  # what a long job said of itself: done, of
        self.withdrawn = False
        self.leave: set[Callable[[], None]] = set()  # tells processes apart that nobody waits any more
        self.done = threading.Event()
        self.problem: BaseException | None = None

    def look(self) -> None:
        """Leave if nobody waits any more."""
        if self.withdrawn:
            raise Withdrawn

    def withdraw(self) -> None:
        """Do nothing more of what is left, and see to it that what has begun stops at its next look."""
        self.jobs.clear()
        self.withdrawn = not self.done.is_set()
        for leave in list(self.leave) if self.withdrawn else ():
            leave()


class Line:
    """Orders and the threads that work on them.

    Every order has a time at which it is due: when it was placed, plus ``PATIENCE`` times the work in it, times what its visitor
    has had of late. What is due first is worked on first, job by job: a moved lever passes a map or a long run, who asks for
    much pays with his own wait, and nobody waits for ever.
    """

    def __init__(self, n_threads: int | None = None) -> None:
        self._n_threads = n_threads or os.cpu_count() or 1
        self._changed = threading.Condition()
        self._orders: list[tuple[float, int, Order]] = []
        self._long: list[tuple[float, int, Order]] = []
        self._had: dict[str, tuple[float, float]] = {}  # seconds of work by visitor, and as of when
        self._numbers = itertools.count()
        self._started = False

    def serve(
        self,
        jobs: Iterable[Job],
        seconds: float,
        tick: Callable[[int, int], None] | None = None,
        keep: Callable[[int, Any], None] = lambda k, found: None,
        long: bool = False,
        at_home: bool = False,
    ) -> None:
        """Have jobs done and wait for them.

        Parameters
        ----------
        jobs : iterable of callables
            Done in this order, several at a time. Long ones are done apart where they can be sent there: functions of modules
            with plain arguments.
        seconds : float
            About how much work they are.
        tick : callable, optional
            Called every now and then with what a long job said of itself, done and of how many; if it raises, what has not begun
            is withdrawn, and what has stops at its next ``look``.
        keep : callable, optional
            Given the number of every job that is done and what it returned.
        long, at_home : bool
            Whether jobs are long whatever ``seconds`` says, and whether they can be done nowhere but in this process.
        """
        order = Order(jobs, keep, at_home)
        if not order.jobs:
            return
        with self._changed:
            self._start()
            orders = self._long if long or seconds / len(order.jobs) > LONG else self._orders
            now = time.monotonic()
            due = now + PATIENCE * seconds * (1.0 + self._had_by(order.visitor, now) / FAIR)
            heapq.heappush(orders, (due, next(self._numbers), order))
            self._changed.notify_all()
        try:
            while not order.done.wait(GLANCE * max(1, len(self._orders) + len(self._long))):
                if tick:
                    tick(*order.progress)
        finally:
            with self._changed:
                order.withdraw()
        if order.problem is not None:
            raise order.problem

    def _start(self) -> None:
        if not self._started:
            self._started = True
            for orders, name in ((self._orders, "engine"), (self._long, "engine, long jobs")):
                for _ in range(self._n_threads):
                    threading.Thread(target=self._work, args=(orders,), name=name, daemon=True).start()

    def _work(self, orders: "list[tuple[float, int, Order]]") -> None:
        apart = Apart() if orders is self._long else None
        while True:
            with self._changed:
                while (found := self._next(orders)) is None:
                    self._changed.wait()
            order, (number, job) = found
            here.order = order
            began = time.monotonic()
            with suppress(Withdrawn):
                try:
                    order.keep(number, apart.do(job, order) if apart and not order.at_home else job())
                except Withdrawn:
                    raise
                except BaseException as problem:
                    order.problem = problem
            with self._changed:
                self._pay(order.visitor, time.monotonic() - began)
                order.n_running -= 1
                if order.problem is not None:
                    order.jobs.clear()
                if not order.jobs and not order.n_running:
                    order.done.set()
            del order, job, found
            here.order = None

    def _next(self, orders: "list[tuple[float, int, Order]]") -> tuple[Order, tuple[int, Job]] | None:
        """Return the next job of the order that is due first."""
        while orders:
            order = orders[0][-1]
            if order.jobs:
                order.n_running += 1
                return order, order.jobs.popleft()
            heapq.heappop(orders)
        return None

    def _had_by(self, visitor: str, now: float) -> float:
        """Return the seconds of work a visitor has had of late, those longer ago counting less."""
        seconds, at = self._had.get(visitor, (0.0, now))
        return seconds * 0.5 ** ((now - at) / HALF_LIFE)

    def _pay(self, visitor: str, seconds: float) -> None:
        now = time.monotonic()
        for name in [name for name, (_, at) in self._had.items() if now - at > 10 * HALF_LIFE]:
            del self._had[name]
        self._had[visitor] = self._had_by(visitor, now) + seconds, now
