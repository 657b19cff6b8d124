"""A result can be traced to what made it."""

import json

from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.model.compiler.disk_cache import rulebook_version
from buyermaze.simulator.runs.manifest import manifest
from tests.worlds import cohort


def test_everything_needed_to_make_a_result_again() -> None:
    scenario = Scenario(name="relay").with_changes({"run.seed": 12, **cohort(30)})
    found = manifest([scenario], "buyermaze run relay")
    assert found["rulebook"] == rulebook_version()
    assert found["command"] == "buyermaze run relay"
    assert {"package", "python", "numpy", "numba"} <= set(found)
    relay = found["scenarios"]["relay"]
    weeks = 30 / scenario.market.demand.n_accounts_per_week
    assert (relay["fingerprint"], relay["seed"], relay["weeks_observed"]) == (scenario.fingerprint, 12, weeks)
    assert json.dumps(found) == json.dumps(manifest([scenario], "buyermaze run relay"))
