"""The one loop over replications: whole runs, one after the other, told about as they finish."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from buyermaze.simulator.core.errors import InputProblem

if TYPE_CHECKING:
    from buyermaze.simulator.inputs.sheets.scenario import Scenario
    from buyermaze.simulator.runs.run import Run

Progress = Callable[[int, int], None]


def replications_of(scenario: "Scenario", n_replications: int | None) -> int:
    """Return how many replications to run: as asked, or the scenario's own.

    Raises
    ------
    InputProblem
        If fewer than one is asked for.
    """
    n = scenario.run.n_replications if n_replications is None else n_replications
    if n < 1:
        raise InputProblem(f"replications: {n} is too few; give 1 or more")
    return n


def runs_of(scenario: "Scenario", n_replications: int, progress: Progress | None = None) -> "Iterator[Run]":
    """Simulate every replication of a scenario, one after the other, each with its whole journal."""
    for (run,) in paired_runs_of([scenario], n_replications, progress):
        yield run


def paired_runs_of(
    scenarios: "Sequence[Scenario]", n_replications: int, progress: Progress | None = None
) -> "Iterator[tuple[Run, ...]]":
    """Simulate every replication of several scenarios under the same luck, each with its whole journal.

    Parameters
    ----------
    scenarios : sequence of Scenario
        Their runs come in this order.
    n_replications : int
        Replications 0 to ``n_replications`` - 1.
    progress : callable (done, total), optional
        Told after every finished run; it may raise to stop.
    """
    from buyermaze.simulator.runs.run import simulate  # brings the engine along

    done = 0
    for replication in range(n_replications):
        runs = []
        for scenario in scenarios:
            runs.append(simulate(scenario, replication))
            done += 1
            if progress:
                progress(done, n_replications * len(scenarios))
        yield tuple(runs)
