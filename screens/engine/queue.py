"""Turns at the engine: replications wait in line, one thread per core takes them, cheap orders before dear ones.

A job gives way to what is due before it at each of its looks, some ten milliseconds apart. What is long in one piece waits in a
line of its own and is done in processes apart, which the machine serves after everything else. Of the threads the first goes before
the others, also beside pages and browsers on the same machine: what an order begins with is what its visitor sees first.
"""

import heapq
import itertools
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import Any, Final

from buyermaze.screens.engine.apart import Apart, Withdrawn, Work, here, look
from buyermaze.screens.engine.purse import STAYS, VISITOR, Purse
from buyermaze.screens.engine.turns import TURNS

__all__ = ["Line", "Withdrawn", "look"]

Job = Callable[[], Any]
LONG: Final = 0.4  # seconds of a single job from which on it is long; a usual run takes half of that
GLANCE: Final = 0.02  # seconds between two looks of a waiting visitor, times the number of those who wait
NICENESS: Final = 5  # of threads that are not the first: a third of what the first has where all want the processor; assumption


def _goes_after_others() -> None:
    """Have the machine serve this thread after others, where it tells threads apart."""
    if sys.platform == "linux":
        this = threading.get_native_id()
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, this, os.getpriority(os.PRIO_PROCESS, this) + NICENESS)


class Order:
    """The jobs one visitor waits for."""

    def __init__(self, jobs: Iterable[Job], keep: Callable[[int, Any], None], at_home: bool = False) -> None:
        self.at_home = at_home
        self.jobs = deque(enumerate(jobs))
        self.keep = keep
        self.visitor = VISITOR.get()
        self.n_running, self.due = 0, 0.0
        self.progress = (0, 1)  # what a long job said of itself: done, of
        self.withdrawn = False
        self.leave: set[Callable[[], None]] = set()  # tells processes apart that nobody waits any more
        self.done, self._told = threading.Event(), threading.Event()
        self.problem: BaseException | None = None

    def tell(self) -> None:
        """Tell who waits that a job is done, or all of them."""
        if not self.jobs and not self.n_running:
            self.done.set()
        self._told.set()

    def wait(self, seconds: float) -> bool:
        """Wait until the next job is done, a while at most; return whether all are."""
        self._told.wait(seconds)
        self._told.clear()
        return self.done.is_set()

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

    What is due first (see ``Purse``) is worked on first, job by job: a moved lever passes a map or a long run. An order that
    turns out to be long goes on in the line of the long ones.
    """

    def __init__(self, n_threads: int | None = None) -> None:
        self.purse = Purse()
        self._n_threads = n_threads or os.cpu_count() or 1
        self._changed = threading.Condition()
        self._orders: list[tuple[float, int, Order]] = []
        self._long: list[tuple[float, int, Order]] = []
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
            Called every now and then with what a long job said of itself, done and of how many. If it raises, or the visitor has
            moved on, what has not begun is withdrawn, and what has stops at its next ``look``.
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
            self._put(orders, order, seconds)
        stays = STAYS.get()
        try:
            with TURNS.aside():
                while not order.wait(GLANCE * max(1, len(self._orders) + len(self._long))):
                    stays()
                    if tick:
                        tick(*order.progress)
        finally:
            with self._changed:
                order.withdraw()
        if order.problem is not None:
            raise order.problem

    def _put(self, orders: "list[tuple[float, int, Order]]", order: Order, seconds: float) -> None:
        order.due = self.purse.due(order.visitor, seconds)
        heapq.heappush(orders, (order.due, next(self._numbers), order))
        self._changed.notify_all()

    def _go_on_long(self, order: Order, took: float) -> None:
        """Let what is left of an order wait among the long ones, unless it does so already."""
        others = [entry for entry in self._orders if entry[-1] is not order]
        if order.jobs and len(others) < len(self._orders):
            heapq.heapify(others)
            self._orders[:] = others
            self._put(self._long, order, took * len(order.jobs))

    def _start(self) -> None:
        if not self._started:
            self._started = True
            for orders, name in ((self._orders, "engine"), (self._long, "engine, long jobs")):
                idle: set[int] = set()
                for k in range(self._n_threads):
                    threading.Thread(target=self._work, args=(orders, k, idle), name=name, daemon=True).start()

    def _work(self, orders: "list[tuple[float, int, Order]]", k: int, idle: set[int]) -> None:
        """Do jobs in the thread numbered ``k`` of a line, of which ``idle`` are free; the first begins."""
        apart = Apart() if orders is self._long else None
        if k:
            _goes_after_others()
        while True:
            with self._changed:
                idle.add(k)
                while (found := self._next(orders) if k == min(idle) else None) is None:
                    self._changed.wait()
                idle.discard(k)
                if idle:
                    self._changed.notify_all()
            order, (number, job) = found
            self._do(orders, order, number, job, apart)
            del order, job, found

    def _do(
        self, orders: "list[tuple[float, int, Order]]", order: Order, number: int, job: Job, apart: Apart | None = None
    ) -> float:
        """Do a job and return how long it took, what was done in between for others left out."""
        is_apart = apart is not None and not order.at_home
        clock = time.monotonic if is_apart else time.thread_time  # here others' work does not count
        outer, began, lent = here.work, clock(), [0.0]
        here.work = Work(order, None if outer or apart else partial(self._give_way, order, lent))
        with suppress(Withdrawn):
            try:
                order.keep(number, apart.do(job, order) if apart and is_apart else job())
            except Withdrawn:
                raise
            except BaseException as problem:
                order.problem = problem
        here.work = outer
        with self._changed:
            took = clock() - began - lent[0]
            self.purse.pay(order.visitor, took)
            order.n_running -= 1
            if orders is self._orders and took > LONG:
                self._go_on_long(order, took)
            if order.problem is not None:
                order.jobs.clear()
            order.tell()
        return took

    def _give_way(self, order: Order, lent: list[float]) -> None:
        """Do what is due before an order whose job this thread is at; the job waits, and does not pay for it."""
        while self._orders:
            with self._changed:
                first = min((each for each in self._orders if each[-1].jobs), default=None)
                if first is None or first[-1] is order or first[0] >= order.due:
                    return
                first[-1].n_running += 1
                number, job = first[-1].jobs.popleft()
            lent[0] += self._do(self._orders, first[-1], number, job)

    def _next(self, orders: "list[tuple[float, int, Order]]") -> tuple[Order, tuple[int, Job]] | None:
        """Return the next job of the order that is due first."""
        while orders:
            order = orders[0][-1]
            if order.jobs:
                order.n_running += 1
                return order, order.jobs.popleft()
            heapq.heappop(orders)
        return None
