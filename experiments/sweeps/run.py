"""Run a plan into a folder; run again, it goes on where it was."""

import concurrent.futures as cf
import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from buyermaze.experiments.plans.plan import Plan, planned
from buyermaze.experiments.sweeps.chunk_files import (
    clear_unfinished,
    part_name,
    parts_in,
    read_part,
    span,
    uncovered,
    write_whole,
)
from buyermaze.experiments.sweeps.chunk_work import Chunk, Done, run_chunk
from buyermaze.experiments.sweeps.compact import compact
from buyermaze.experiments.sweeps.executors import stoppable, windowed
from buyermaze.experiments.sweeps.folder import claim
from buyermaze.experiments.sweeps.results import Sweep
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.notebook import watched

WINDOW_PER_WORKER: Final = 3


@dataclass
class Progress:
    """How far a sweep is: chunks and runs, also those of earlier sittings, and the pace of this one."""

    n_chunks: int
    done: int
    rows: int = 0
    failed: int = 0
    repaired: int = 0
    started: float = 0.0
    done_before: int = 0

    @property
    def rows_per_second(self) -> float:
        """Return the pace of this sitting."""
        return self.rows / max(1e-9, time.perf_counter() - self.started)

    @property
    def seconds_left(self) -> float:
        """Return about how long the rest takes at this pace."""
        fresh = self.done - self.done_before
        return (self.n_chunks - self.done) * (time.perf_counter() - self.started) / fresh if fresh else float("nan")


Report = Callable[[Progress], None]
MakeExecutor = Callable[[], cf.Executor]


class Interrupted(KeyboardInterrupt):
    """A sweep was stopped on request; what is finished is stored."""


def sweep(
    source: Any,
    out: str | Path,
    *,
    n_threads: int | None = None,
    shard: tuple[int, int] = (1, 1),
    cluster: str | None = None,
    model: Any = None,
    allow_version_change: bool = False,
    progress: Report | None = None,
    command: str | None = None,
) -> Sweep:
    """Run a study into a folder and return the folder for reading; a folder begun earlier is gone on with.

    Parameters
    ----------
    source : str, Path, mapping, Study or Plan
        A study file, its content as a mapping, or a plan.
    out : str or Path
        The folder; made if absent.
    n_threads : int, optional
        Threads of this machine; default: one per core.
    shard : (int, int)
        Which part of the work to do: ``(i, n)`` does every n-th chunk from the i-th, counted from 1.
    cluster : str, optional
        Address of a Dask scheduler whose workers do the work instead.
    model : Model, optional
        Runs instead of what the study names (see ``buyermaze.experiments.models.protocol``).
    allow_version_change : bool
        Go on with a folder that another version of the program began.
    progress : callable (Progress), optional
        Told now and then how far the sweep is; in a notebook a bar is shown by default.
    command : str, optional
        The command line that was typed, for the manifest.

    Returns
    -------
    Sweep
        The folder, for reading.

    Raises
    ------
    InputProblem
        If study or folder do not fit; nothing is written then.
    Interrupted
        If Ctrl-C asked for a stop; what is finished is stored.
    """
    plan = planned(source, model)
    _check_shard(shard)
    folder = Path(out)
    mark = claim(folder, plan, command, allow_version_change)
    clear_unfinished(folder)
    stored, n_damaged = _stored(folder, mark)
    mine = [
        first
        for k, first in enumerate(range(0, len(plan.design), plan.points_per_chunk))
        if k % shard[1] == shard[0] - 1
    ]
    todo = [first for first in mine if first not in stored]
    before = len(mine) - len(todo)
    state = Progress(len(mine), before, started=time.perf_counter(), done_before=before, repaired=n_damaged)

    def record(done: Done) -> None:
        write_whole(folder / part_name(done.first, done.last), done.content)
        state.done += 1
        state.rows += done.n_rows
        state.failed += done.n_failed

    bar = watched("chunks") if progress is None else None

    def report() -> None:
        if progress:
            progress(state)
        elif bar:
            bar(state.done, state.n_chunks)

    report()
    if todo:
        with (
            _first_here(folder) as first_here,
            stoppable() as stop,
            _executors(cluster, n_threads) as (make, n_workers),
        ):
            work = _chunks(plan, mark, folder, todo if first_here else todo[::-1], state)
            windowed(make, run_chunk, work, record, WINDOW_PER_WORKER * n_workers, stop, report, linger=cluster is None)
        report()
        if stop.asked and state.done < state.n_chunks:
            raise Interrupted(f"{state.done} of {state.n_chunks} chunks are stored")
    result = Sweep(folder)
    if result.is_complete:
        compact(folder, mark)
    return result


def chunk_at(plan: Plan, first: int, mark: str) -> Chunk:
    """Return the chunk that begins at a point."""
    points = range(first, min(len(plan.design), first + plan.points_per_chunk))
    study = plan.study
    return Chunk(
        first,
        plan.model,
        tuple(plan.design.values(point) for point in points),
        tuple(int(plan.design.luck_group[point]) for point in points),
        study.replications,
        study.until_half_width,
        study.until_told,
        mark,
    )


def _chunks(plan: Plan, mark: str, folder: Path, todo: list[int], state: Progress) -> Iterator[Chunk]:
    """Give out the chunks to do, leaving out those that another process has stored meanwhile."""
    for first in todo:
        last = min(len(plan.design), first + plan.points_per_chunk)
        if (folder / part_name(first, last)).exists():
            state.done += 1
            continue
        yield chunk_at(plan, first, mark)


def _stored(folder: Path, mark: str) -> tuple[set[int], int]:
    """Return the first points of all chunks that are stored whole, and how many damaged parts were thrown away."""
    kept: list[Path] = []
    n_damaged = 0
    for path in parts_in(folder):
        try:
            whole = read_part(path, [mark]) is not None
        except FileNotFoundError:
            continue
        if whole:
            kept.append(path)
        else:
            n_damaged += 1
            path.unlink(missing_ok=True)
    stored: set[int] = set()
    for path in uncovered(kept)[0]:
        stored.update(range(*span(path)))
    return stored, n_damaged


def _executors(cluster: str | None, n_threads: int | None) -> "AbstractContextManager[tuple[MakeExecutor, int]]":
    if cluster is not None:
        from buyermaze.experiments.sweeps.dask import cluster_executors

        return cluster_executors(cluster)
    return _threads(n_threads or os.cpu_count() or 1)


@contextmanager
def _threads(n: int) -> Iterator[tuple[MakeExecutor, int]]:
    yield lambda: cf.ThreadPoolExecutor(n), n


@contextmanager
def _first_here(folder: Path) -> Iterator[bool]:
    """Tell whether no other process of this machine works on the folder; a second one begins at the other end."""
    try:
        import fcntl
    except ImportError:
        yield True
        return
    number = -1
    alone = True
    try:
        try:
            number = os.open(folder, os.O_RDONLY)
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            alone = False
        except OSError:  # a file system without locks: both begin at the same end, and work done twice is the same work
            pass
        yield alone
    finally:
        if number >= 0:
            os.close(number)


def _check_shard(shard: tuple[int, int]) -> None:
    if not 1 <= shard[0] <= shard[1]:
        raise InputProblem(f"shard {shard[0]}/{shard[1]}: the first number runs from 1 to the second")
