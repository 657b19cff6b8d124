"""The simulator as a model: scenarios with the values of a point laid over them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from buyermaze.experiments.studies.axis import Axis
from buyermaze.simulator.extensions.registry import PARTS
from buyermaze.simulator.inputs.scenario import Scenario
from buyermaze.simulator.inputs.timeline import n_simulated
from buyermaze.simulator.outcomes.definitions import position
from buyermaze.simulator.outcomes.own import own_outcomes, refuse_failed

SECONDS_FIXED, SECONDS_PER_ACCOUNT = 0.003, 0.00022  # of one run on one core, measured


@dataclass(frozen=True)
class SimulatorModel:
    """Scenarios, what may vary in them, and which outcomes are kept."""

    scenarios: tuple[Scenario, ...]
    axes: tuple[Axis, ...]
    outcomes: tuple[str, ...]

    @property
    def scenario_names(self) -> tuple[str, ...]:
        """Return the names of the scenarios."""
        return tuple(scenario.name for scenario in self.scenarios)

    @property
    def seconds_per_run(self) -> float:
        """Return about how long one run takes on one core."""
        n_accounts = sum(n_simulated(scenario) for scenario in self.scenarios) / len(self.scenarios)
        slower = 40 if any(scenario.run.engine == "reference" for scenario in self.scenarios) else 1
        return slower * (SECONDS_FIXED + SECONDS_PER_ACCOUNT * n_accounts)

    def scenario_at(self, scenario: int, values: Mapping[str, Any]) -> Scenario:
        """Return a scenario with the values of a point laid over it."""
        changes: dict[str, Any] = {}
        for axis in self.axes:
            if axis.name in values:
                changes.update(axis.changes(values[axis.name]))
        return self.scenarios[scenario].with_changes(changes) if changes else self.scenarios[scenario]

    def run(self, scenario: int, values: Mapping[str, Any], luck: Sequence[int]) -> np.ndarray:
        """Return outcomes at a point, one line per piece of luck."""
        from buyermaze.simulator.runs.batch import outcome_table

        changed = self.scenario_at(scenario, values)
        places = [position(name) for name in self.outcomes]
        replications = range(luck[0], luck[-1] + 1)
        table: np.ndarray = outcome_table([changed], replications, n_threads=1)[0][:, places]
        refuse_failed(self.outcomes)
        return table

    def identity(self) -> dict[str, Any]:
        """Return fingerprints of the scenarios, which cover all their inputs, the seed and the sizes."""
        own = {name: PARTS[name].digest for name in self.outcomes if name in own_outcomes()}
        return {scenario.name: scenario.fingerprint for scenario in self.scenarios} | (
            {"own outcomes": own} if own else {}
        )
