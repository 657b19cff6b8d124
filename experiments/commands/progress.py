"""Say how far long work has come, on standard error and only to people."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(task: str, quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """Give a function ``(done, total)`` that moves a bar, or nothing if nobody is watching."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from buyermaze.simulator.model.compiler.status import announce

    announce(lambda line: print(line, file=sys.stderr, flush=True))
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        number = bar.add_task(task, total=None)
        yield lambda done, total: bar.update(number, completed=done, total=total)
