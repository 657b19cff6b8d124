"""The simulator as a model: scenarios with the values of a point laid over them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from buyermaze.experiments.studies.axis import Axis
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.extensions.packages import part_named
from buyermaze.simulator.inputs.dates.timeline import n_simulated
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.outcomes.definitions import position
from buyermaze.simulator.outcomes.own import own_outcomes, refuse_failed

SECONDS_FIXED, SECONDS_PER_ACCOUNT = 0.003, 0.00022  # of one run on one core, measured
TIMES_AS_LONG = 80  # a run of the reference engine beside that, measured: 17 ms an account

OWN = "own parts"  # in an identity, beside the names of scenarios


@dataclass(frozen=True)
class SimulatorModel:
    """Scenarios, what may vary in them, and which outcomes are kept."""

    scenarios: tuple[Scenario, ...]
    axes: tuple[Axis, ...]
    outcomes: tuple[str, ...]
    marks: dict[str, str] = field(
        init=False, default_factory=dict, compare=False
    )  # of parts of one's own, where it was made

    def __post_init__(self) -> None:
        """Note which version of every part of one's own is meant."""
        object.__setattr__(self, "marks", {name: part_named(name).digest for name in self._own_parts()})

    def _own_parts(self) -> set[str]:
        used = {name for scenario in self.scenarios for name in scenario.parts}
        return used | {name for name in self.outcomes if name in own_outcomes()}

    def check(self) -> None:
        """Refuse to run where parts of one's own are missing or of another version, as on a worker of a cluster.

        Raises
        ------
        InputProblem
            If a part is not there, or its code is not that of where the sweep was started.
        """
        for name, mark in self.marks.items():
            if part_named(name).digest != mark:
                raise InputProblem(
                    f"the part '{name}' is not of the same version on a worker as where the sweep was started; give all "
                    "workers the same files"
                )

    @property
    def scenario_names(self) -> tuple[str, ...]:
        """Return the names of the scenarios."""
        return tuple(scenario.name for scenario in self.scenarios)

    @property
    def seconds_per_run(self) -> float:
        """Return about how long one run takes on one core."""
        n_accounts = sum(n_simulated(scenario) for scenario in self.scenarios) / len(self.scenarios)
        slower = TIMES_AS_LONG if any(scenario.run.engine == "reference" for scenario in self.scenarios) else 1
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
        """Return fingerprints of the scenarios, which cover all inputs, seed and sizes, and the code of parts of one's own."""
        prints: dict[str, Any] = {scenario.name: scenario.fingerprint for scenario in self.scenarios}
        return prints | ({OWN: dict(sorted(self.marks.items()))} if self.marks else {})
