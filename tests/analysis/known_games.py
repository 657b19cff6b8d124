"""Runs that are not simulated: outcomes given by a known function of a scenario's inputs, with luck that all share."""

from collections.abc import Callable, Sequence

import numpy as np

from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.outcomes.definitions import NAMES, position

N_BATCHES = 6  # values a replication gives, as in a usual run


def known_runs(
    truth: Callable[[Scenario], float], money: Callable[[Scenario], float], noise: float, seed: int
) -> Callable[[Sequence[Scenario], int], np.ndarray]:
    """Return a stand-in for simulated runs: wins and profits a year are as told, plus luck.

    Half of the luck is the same for all scenarios, as common random numbers are; the rest depends on the scenario.
    """

    def runs(scenarios: Sequence[Scenario], n: int) -> np.ndarray:
        values = n * N_BATCHES
        shared = np.random.default_rng(seed).normal(0, noise, values)
        sums = np.ones((len(scenarios), values, 2, len(NAMES)))
        for s, scenario in enumerate(scenarios):
            own = np.random.default_rng([seed, int(scenario.fingerprint, 16)]).normal(0, noise, values)
            sums[s, :, 0, position("p_win")] = truth(scenario) + shared + own
            for name in ("profit", "profit_lifetime", "revenue"):
                sums[s, :, 0, position(name)] = money(scenario) + 1e6 * (shared + own)
        return sums

    return runs
