"""One run of one scenario: its journal, its journeys, its outcomes."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.inputs.scenario import Scenario
from simulator.ledger import fold, new_journeys, new_totals
from simulator.outcomes import OUTCOMES, run_outcomes
from simulator.packing import HOURS_PER_WEEK, pack
from simulator.rulebook.luck import child_key

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True, eq=False)
class Run:
    """What happened in one replication of a scenario; ``journal`` holds rows of ``layout.ROW`` in the order they happened."""

    scenario: Scenario
    replication: int
    journal: Any

    @cached_property
    def _folded(self) -> tuple[np.ndarray, np.ndarray]:
        journeys = new_journeys(self.scenario.run.n_accounts)
        totals = new_totals()
        fold(
            self.journal, len(self.journal), journeys, totals, first_counted(self.scenario), hours_window(self.scenario)
        )
        return journeys, totals

    def journeys(self) -> "pandas.DataFrame":
        """Return one row per account with everything its journey can be summed up by."""
        from simulator.ledger import journeys_frame

        return journeys_frame(self._folded[0])

    @property
    def totals(self) -> np.ndarray:
        """The sums the outcomes are computed from, shape (1,), dtype ``ledger.TOTALS``."""
        return self._folded[1]

    @cached_property
    def outcomes(self) -> dict[str, float]:
        """The outcomes of this run by name; NaN where nothing happened to average over."""
        values = run_outcomes(self._folded[1], self.scenario)
        return {outcome.name: float(value) for outcome, value in zip(OUTCOMES, values, strict=True)}


def simulate(scenario: Scenario, replication: int = 0, engine: str | None = None) -> Run:
    """Run one replication of a scenario and keep its whole journal.

    Parameters
    ----------
    scenario : Scenario
        What to simulate.
    replication : int
        Which luck to use, from 0; the same number gives the same luck in every scenario with the same seed.
    engine : {"compiled", "reference"}, optional
        Overrides the scenario's own choice; both give the same journal.
    """
    if (engine or scenario.run.engine) == "reference":
        from simulator.engines.reference.model import BuyerMaze

        return Run(scenario, replication, BuyerMaze(scenario, replication).run().journal)
    from simulator.engines.compiled.run import run

    team = scenario.programme.team
    params = pack(scenario.market, scenario.programme)
    key = run_key(scenario, replication)
    return Run(scenario, replication, run(params, key, scenario.run.n_accounts, team.n_reps, team.n_qualifiers))


def run_key(scenario: Scenario, replication: int) -> np.uint64:
    """Return the root of all luck in one replication; it knows the seed and the replication, never the scenario."""
    seed_key = np.uint64(child_key(np.uint64(0), np.uint64(scenario.run.seed)))
    return np.uint64(child_key(seed_key, np.uint64(replication)))


def first_counted(scenario: Scenario) -> int:
    """Return the first account that counts, the ones before it being the warm-up."""
    return int(scenario.run.n_accounts * scenario.run.share_warm_up)


def hours_window(scenario: Scenario) -> float:
    """Return the working hours over which accounts are expected to arrive."""
    return scenario.run.n_accounts / scenario.market.demand.n_accounts_per_week * HOURS_PER_WEEK
