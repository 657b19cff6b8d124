"""Say how far long work has come, on standard error: a bar on a terminal, now and then a line elsewhere."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from buyermaze.simulator.core.pace import Pace, said_of

SECONDS_BETWEEN_LINES: Final = 10.0
TIMES_AS_LONG: Final = "many hundred"  # measured: more than 570


@contextmanager
def progress(task: str, quiet: bool, stages: int = 1) -> Iterator[Callable[[int, int], None] | None]:
    """Give a function ``(done, total)`` that moves a bar or writes a line now and then, or nothing if nobody asked.

    ``stages`` of work that come one after the other are told with it, since the time left is that of the present one.
    """
    if quiet:
        yield None
        return
    say_what_comes_first()
    if not sys.stderr.isatty():
        yield _lines(task, stages)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        number = bar.add_task(task, total=None)
        pace = Pace()

        def move(done: int, total: int) -> None:
            pace.left(done, total, time.monotonic())
            bar.update(number, completed=done, total=total, description=f"{task}{said_of(pace.stage, stages)}")

        yield move


def say_what_comes_first() -> None:
    """Say that the engine has to be compiled first, or will not be."""
    from buyermaze.simulator.model.compiler.rule import COMPILED
    from buyermaze.simulator.model.compiler.status import announce

    if not COMPILED:
        said = f"a run takes {TIMES_AS_LONG} times as long"
        print(f"buyermaze: the compiler is switched off (NUMBA_DISABLE_JIT or BUYERMAZE_JIT): {said}", file=sys.stderr)
    announce(lambda line: print(f"buyermaze: {line}", file=sys.stderr, flush=True))


def now_and_then(seconds: float = SECONDS_BETWEEN_LINES) -> Callable[[], bool]:
    """Return a function that tells whether it is time for another line."""
    last = time.monotonic()

    def due() -> bool:
        nonlocal last
        if time.monotonic() - last < seconds:
            return False
        last = time.monotonic()
        return True

    return due


def _lines(task: str, stages: int = 1) -> Callable[[int, int], None]:
    """Return a function that writes how far work is and how long the rest of a stage takes, a line now and then."""
    from buyermaze.experiments.sweeps.progress import lasting

    pace, due = Pace(), now_and_then()

    def line(done: int, total: int) -> None:
        # before the first the engine may have been compiled, which tells nothing of what is left
        left = pace.left(done, total, time.monotonic()) if done else None
        if not due():
            return
        rest = f", {lasting(left)} left" if left is not None and done < total else ""
        which = said_of(pace.stage, stages)
        print(f"buyermaze: {task.lower()}{which}, {done:,} of {total:,}{rest}", file=sys.stderr, flush=True)

    return line
