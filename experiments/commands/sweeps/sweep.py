"""The command that runs a study into a folder."""

import math
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from buyermaze.experiments.commands.shared.options import as_typed, typed
from buyermaze.experiments.commands.shared.progress import now_and_then, say_what_comes_first
from buyermaze.experiments.commands.shared.shared_options import ANSWERS, Given, takes
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import without_folders

if TYPE_CHECKING:
    from buyermaze.experiments.plans.plan import Plan
    from buyermaze.experiments.sweeps.run import Progress

LONG_ENOUGH_TO_SAY = 30.0  # seconds; assumption
STOPPED_AND_SAID, SOME_FAILED = -130, 5  # the first leaves with 130 and nothing more is said


@takes(*ANSWERS, "quiet")
def sweep(
    given: Given,
    study: Annotated[str, typer.Argument(metavar="STUDY", help="Path of a study file.")],
    out: Annotated[str, typer.Option("--out", metavar="DIR", help="Folder for the results; run again, it goes on.")],
    shard: Annotated[
        str, typer.Option("--shard", metavar="I/N", help="Only every N-th chunk from the I-th, for array jobs.")
    ] = "1/1",
    cluster: Annotated[
        str | None, typer.Option("--cluster", metavar="ADDRESS", help="Run on the workers of a Dask scheduler.")
    ] = None,
    jobs: Annotated[int | None, typer.Option("--jobs", metavar="N", help="Threads; default: one per core.")] = None,
    allow_version_change: Annotated[
        bool, typer.Option("--allow-version-change", help="Go on with a folder another version of the program began.")
    ] = False,
) -> int:
    """Run a study into a folder; the same line again goes on where it was."""
    from buyermaze.experiments.plans.plan import planned
    from buyermaze.experiments.sweeps.run import Interrupted
    from buyermaze.experiments.sweeps.run import sweep as run_sweep

    line = as_typed(given.context)
    if jobs is not None and jobs < 1:
        raise InputProblem(f"--jobs {jobs}: give 1 or more")
    failed = 0
    plan = planned(study)
    if not given.quiet and cluster is None:
        tell_beforehand(plan, jobs)

    with told(given.quiet) as tell:

        def report(state: "Progress") -> None:
            nonlocal failed
            failed = state.failed
            tell(state)

        try:
            found = run_sweep(
                plan,
                out,
                n_threads=jobs,
                shard=parsed_shard(shard),
                cluster=cluster,
                allow_version_change=allow_version_change,
                progress=report,
                command=typed(given.context),
            )
        except Interrupted as stop:
            print(f"buyermaze: stopped; {stop}. Go on with:  {line}", file=sys.stderr)
            return STOPPED_AND_SAID
    if failed:
        print(
            f"buyermaze: {failed} runs failed; they are kept with their reason in the column 'error'", file=sys.stderr
        )
    if given.outputs:
        content = {"folder": without_folders(out), "complete": found.is_complete, "n_points": found.n_points,
                   "n_points_stored": found.n_points_stored, "n_failed": failed, "table": found.table()}  # fmt: skip
        given.hand_out(content, {"runs": content["table"]})
    if not given.quiet:
        stored, whole = found.n_points_stored, found.n_points
        state = "complete" if found.is_complete else f"{stored:,} of {whole:,} points; other shards are still to come"
        print(
            f"{out}: {state}. Ask it with  buyermaze sensitivity|discover|flip|frontier|memo {shlex.quote(out)}",
            file=sys.stderr,
        )
    return SOME_FAILED if failed else 0


def tell_beforehand(plan: "Plan", jobs: int | None = None) -> None:
    """Say on standard error how long a plan takes, where that is long enough to go away, and what takes less."""
    import os

    from buyermaze.experiments.plans.check import screened
    from buyermaze.experiments.sweeps.progress import lasting

    say_what_comes_first()
    seconds = plan.seconds / (jobs or os.cpu_count() or 1)
    if seconds < LONG_ENOUGH_TO_SAY:
        return
    said = f"buyermaze: {plan.n_runs:,} runs, about {lasting(seconds)}; Ctrl-C keeps what is done, and the same line goes on"
    shorter = screened(plan)
    print(f"{said}. {shorter}" if shorter else said, file=sys.stderr, flush=True)


def parsed_shard(text: str) -> tuple[int, int]:
    """Read ``2/8`` as the second of eight."""
    first, slash, second = text.partition("/")
    if not slash or not first.strip().isdigit() or not second.strip().isdigit():
        raise InputProblem(f"--shard {text}: write which part of how many, as in 2/8")
    return int(first), int(second)


@contextmanager
def told(quiet: bool) -> "Iterator[Callable[[Progress], None]]":
    """Give a function that shows a bar on a terminal, a line now and then elsewhere, or nothing."""
    if quiet:
        yield lambda state: None
    elif sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn
        from rich.progress import Progress as Bar

        with Bar(
            TextColumn("Sweeping"), BarColumn(), TextColumn("{task.description}"), console=Console(stderr=True)
        ) as bar:
            number = bar.add_task("", total=None)

            def show(state: "Progress") -> None:
                bar.update(number, completed=state.done, total=state.n_chunks, description=_words(state))

            yield show
    else:
        due = now_and_then()

        def line(state: "Progress") -> None:
            if due():
                print(f"buyermaze: {_words(state)}", file=sys.stderr, flush=True)

        yield line


def _words(state: "Progress") -> str:
    from buyermaze.experiments.sweeps.progress import lasting

    said = f"{state.done:,} of {state.n_chunks:,} chunks"
    if state.repaired:
        said += f", {state.repaired} damaged redone"
    if state.rows:
        said += f", {state.rows_per_second:,.0f} runs/s"
        left = state.seconds_left  # asked once: it changes while one asks
        if state.done < state.n_chunks and math.isfinite(left):
            said += f", {lasting(left)} left"
    return said
