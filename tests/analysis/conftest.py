import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))  # journals written by hand

from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.runs.run import simulate
from tests.worlds import cohort

SMALL = {**cohort(60), "run.n_replications": 3, "market.demand.share_not_serious": 0.4}


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    """A small market in which most inquiries are real."""
    return Scenario(name="small").with_changes(SMALL)


@pytest.fixture(scope="session")
def gated(scenario) -> Scenario:
    """The same behind a gate, with everything after the sale switched on."""
    changes = {
        "programme.gate.closed": True, "programme.team.n_qualifiers": 1, "programme.voice.p_survey": 0.8,
        "programme.message.gap": 0.6,
    }  # fmt: skip
    return scenario.with_changes(changes)


@pytest.fixture(scope="session")
def run(scenario):
    """One replication of the small market."""
    return simulate(scenario)


@pytest.fixture(scope="session")
def gated_run(gated):
    """One replication of the gated one."""
    return simulate(gated)
