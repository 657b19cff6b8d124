"""Two programmes or markets under the same luck, and what the difference does beyond luck."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from buyermaze.simulator.engines.compiled.driver import open_office
from buyermaze.simulator.engines.compiled.loop import Halt, Office, advance
from buyermaze.simulator.inputs.loading import load
from buyermaze.simulator.inputs.scenario import Scenario
from buyermaze.simulator.model.parameters import pack
from buyermaze.simulator.model.rules.draws import run_key
from buyermaze.simulator.model.state import new_world, with_longer_journal
from buyermaze.simulator.outcomes.definitions import position
from buyermaze.simulator.runs.batch import outcome_table
from buyermaze.simulator.runs.run import simulate

N_RUNS = 20


@cache
def plain(name: str = "merged", market: str = "reference", n_accounts: int = 120) -> Scenario:
    """Return a shipped scenario, small and without a warm-up."""
    return load(name, market=market).with_changes({"run.n_accounts": n_accounts, "run.share_warm_up": 0.0})


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
    """Return the office of the compiled engine as it stands after some working hours."""
    team, n = scenario.programme.team, scenario.run.n_accounts
    world = new_world(
        pack(scenario.market, scenario.programme), run_key(scenario.run.seed, replication), team.n_reps, n, 400 * n
    )
    office = open_office(world, n, team.n_qualifiers)
    while (halt := advance(office, hours)) not in (Halt.FINISHED, Halt.TIME_UP):
        if halt == Halt.JOURNAL_FULL:
            office = office._replace(world=with_longer_journal(office.world, 2 * len(office.world.journal)))
        else:
            office = office._replace(**{part: _doubled(getattr(office, part)) for part in _HEAPS})
    return office


_HEAPS = ("agenda", "requests", "checks")


def _doubled(heap: Any) -> Any:
    longer = np.zeros(2 * len(heap), heap.dtype).view(np.recarray)
    longer[: len(heap)] = heap
    return longer
