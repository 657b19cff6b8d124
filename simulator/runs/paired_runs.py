"""Wins of variants of a scenario under the same luck: the raw material of every what-if here."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from buyermaze.simulator.inputs.dates.timeline import years_observed
from buyermaze.simulator.runs.replications import Progress

if TYPE_CHECKING:
    from buyermaze.simulator.inputs.sheets.scenario import Scenario

Runs = Callable[[Sequence["Scenario"], int], np.ndarray]  # (scenarios, replications) to sums as ``sum_table`` has them


def simulated(progress: Progress | None = None) -> Runs:
    """Return what runs scenarios under the same luck, the first replications of each; ``progress`` is told after every run."""

    def run(scenarios: "Sequence[Scenario]", n: int) -> np.ndarray:
        from buyermaze.simulator.runs.batch import sum_table

        return sum_table(scenarios, range(n), progress)

    return run


def paired_wins(scenarios: "Sequence[Scenario]", n_replications: int, progress: Progress | None = None) -> np.ndarray:
    """Return the counted wins a year of every scenario in every batch, shape (scenarios, replications * batches)."""
    from buyermaze.simulator.outcomes.books.tallies import Tally
    from buyermaze.simulator.runs.batch import totals_table

    totals = totals_table(scenarios, range(n_replications), progress)
    batch = years_observed(scenarios[0]) / scenarios[0].run.n_batches
    return np.array([each["sum"][:, :, 1, Tally.WON].ravel() for each in totals]) / batch


def without_channels(scenario: "Scenario", channels: Sequence[str]) -> "Scenario":
    """Return a scenario in which nobody can learn anything through some channels, so that nobody turns to them.

    A channel without information gain has no standing attraction (see ``model.parameters``). Its cost, the people behind it and
    everything else stay as they are.
    """
    changes: dict[str, Any] = {}
    for channel in channels:
        name = channel.replace(" ", "_")
        gain: Mapping[str, float] = getattr(scenario.market.channels, name).gain.model_dump()
        changes |= {f"market.channels.{name}.gain.{job}": 0.0 for job in gain}
    return scenario.with_changes(changes) if changes else scenario
