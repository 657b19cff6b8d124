"""Two programmes or markets under the same luck, and what the difference does beyond luck."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from buyermaze.simulator.engines.compiled.driver import advanced, open_office
from buyermaze.simulator.engines.compiled.loop import Office
from buyermaze.simulator.inputs.dates.timeline import n_simulated
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.model.parameters import pack
from buyermaze.simulator.model.rules.luck.draws import run_key
from buyermaze.simulator.model.state import new_world
from buyermaze.simulator.outcomes.definitions import position
from buyermaze.simulator.runs.batch import outcome_table
from buyermaze.simulator.runs.run import simulate
from tests.worlds import cohort

N_RUNS = 20


@cache
def plain(name: str = "merged", market: str = "reference", n_accounts: int = 120) -> Scenario:
    """Return a shipped scenario, small and without a warm-up."""
    return load(name, market=market).with_changes(cohort(n_accounts))


_tables: dict[tuple[str, int], np.ndarray] = {}


def outcomes(scenario: Scenario, n_runs: int = N_RUNS) -> np.ndarray:
    """Return the outcomes of some runs, shape (runs, outcomes); asked twice, it runs once."""
    key = scenario.fingerprint, n_runs
    if key not in _tables:
        _tables[key] = outcome_table([scenario], range(n_runs))[0]
    return _tables[key]


@dataclass(frozen=True)
class Pair:
    """Outcomes of two scenarios under the same luck."""

    before: np.ndarray
    after: np.ndarray

    def change(self, name: str) -> float:
        """Return the mean change of an outcome where both sides have it."""
        return float(np.nanmean(self._changes(name)))

    def level(self, name: str) -> float:
        """Return the mean of an outcome after the change."""
        return float(np.nanmean(self.after[:, position(name)]))

    def clear(self, name: str) -> float:
        """Return the change in standard errors; a change that luck has no part in counts as endless."""
        changes = self._changes(name)
        changes = changes[~np.isnan(changes)]
        assert len(changes) >= 3, name
        error = float(np.std(changes, ddof=1)) / math.sqrt(len(changes))
        mean = float(np.mean(changes))
        if error < 1e-12 * max(1.0, abs(mean)):
            return math.copysign(math.inf, mean) if abs(mean) > 1e-9 else 0.0
        return mean / error

    def _changes(self, name: str) -> np.ndarray:
        return self.after[:, position(name)] - self.before[:, position(name)]


def paired(base: Scenario, changes: Mapping[str, Any], n_runs: int = N_RUNS) -> Pair:
    """Run a scenario with and without some changes."""
    return Pair(outcomes(base, n_runs), outcomes(base.with_changes(changes), n_runs))


def rises(pair: Pair, *names: str) -> None:
    """Check that outcomes rise by more than luck explains."""
    for name in names:
        assert pair.clear(name) > 3.0, f"{name} changes by {pair.change(name):.4g}, {pair.clear(name):.1f} errors"


def falls(pair: Pair, *names: str) -> None:
    """Check that outcomes fall by more than luck explains."""
    for name in names:
        assert pair.clear(name) < -3.0, f"{name} changes by {pair.change(name):.4g}, {pair.clear(name):.1f} errors"


def journals(scenario: Scenario, n_runs: int = 3) -> list[Any]:
    """Return whole journals of some runs."""
    return [simulate(scenario, replication).journal for replication in range(n_runs)]


def midway(scenario: Scenario, hours: float, replication: int = 0) -> Office:
    """Return the office of the compiled engine as it stands after some working hours; every account keeps its place."""
    n_slots = 64 + 2 * n_simulated(scenario)
    world = new_world(pack(scenario), run_key(scenario.run.seed, replication), n_slots, 65_536)
    office = advanced(open_office(world), hours)
    n_arrived = int(office.desk[0].n_arrived)
    world = office.world
    return office._replace(world=world._replace(accounts=world.accounts[:n_arrived], people=world.people[:n_arrived]))
