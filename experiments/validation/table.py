"""The validation table: every published number beside what the reference market under the baton pass gives."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from buyermaze.experiments.validation.measures import Seen
from buyermaze.experiments.validation.published import FACTS, Fact
from buyermaze.simulator.comparison.paired_statistics import Estimate, estimate
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.runs.replications import runs_of

ORGANISATION = "baton_pass"  # the norm, and the only organisation ever calibrated
MARKET = "reference"


@dataclass(frozen=True)
class Checked:
    """One fact beside the simulated estimate of the same thing."""

    fact: Fact
    found: Estimate

    @property
    def inside(self) -> bool:
        """Whether the simulated mean lies in the fact's band."""
        return bool(self.fact.low <= self.found.mean <= self.fact.high)


def reference() -> Scenario:
    """Return the scenario the facts are held against."""
    return load(ORGANISATION, market=MARKET)


def validated(n_replications: int = 20, progress: Callable[[int, int], None] | None = None) -> list[Checked]:
    """Return every fact with its simulated mean and 95 % interval over replications."""
    scenario = reference()
    values = np.empty((n_replications, len(FACTS)))
    for run in runs_of(scenario, n_replications, progress):
        seen = Seen(run)
        values[run.replication] = [fact.measured(seen) for fact in FACTS]
    return [Checked(fact, estimate(values[:, place])) for place, fact in enumerate(FACTS)]


def share_inside(checked: list[Checked], use: str) -> float:
    """Return the share of facts of one use whose simulated mean is in band."""
    flags = [each.inside for each in checked if each.fact.use == use]
    return sum(flags) / len(flags)
