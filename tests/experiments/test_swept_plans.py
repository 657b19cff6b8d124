"""Dates and sizes of a plan are factors of a sweep."""

import pytest

from buyermaze.experiments.plans.plan import planned
from buyermaze.experiments.sweeps.run import sweep
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.outcomes.definitions import position
from buyermaze.simulator.runs.batch import outcome_table
from tests.worlds import cohort

PLAN = """schema_version: 1
extends: baton_pass
timeline:
  - {name: hire, week: 1, add: {programme.team.n_reps: 2}}
"""
FACTORS = [
    {"path": "timeline.hire.week", "low": 0.0, "high": 1.5},
    {"path": "timeline.hire.add.programme.team.n_reps", "low": 1, "high": 4},
    {"path": "timeline.hire.cost", "low": 0.0, "high": 50_000.0},
]


def test_a_sweep_over_the_date_and_the_size_of_hiring_stores_what_runs_give(small, tmp_path):
    (tmp_path / "plan.yaml").write_text(PLAN)
    study = small(
        scenarios=[str(tmp_path / "plan.yaml")],
        factors=FACTORS,
        design={"kind": "latin_hypercube", "n": 3},
        replications=1,
    )
    rows, plan = sweep(study, tmp_path / "s").rows(), planned(study)
    base = load(str(tmp_path / "plan.yaml"), changes={**cohort(12), "run.seed": 1})
    costs = set()
    for point in range(3):
        values = plan.design.values(point)
        changes = {axis.path: value for axis, value in zip(plan.axes, values.values(), strict=True)}
        changed = base.with_changes(changes)
        assert (
            changed.epochs[-1].scenario.programme.team.n_reps
            == base.programme.team.n_reps + changes[FACTORS[1]["path"]]
        )
        expected = outcome_table([changed], range(1))[0][0, position("cost_total")]
        assert rows[rows["point"] == point]["cost_total"].iloc[0] == expected
        costs.add(expected)
    assert len(costs) == 3


def test_an_entry_or_a_size_that_is_not_there_is_refused(small, tmp_path):
    (tmp_path / "plan.yaml").write_text(PLAN)
    wrong = [{"path": "timeline.hire.weak", "low": 0.0, "high": 1.0}]
    with pytest.raises(InputProblem, match=r"timeline\.hire\.week"):
        planned(small(scenarios=[str(tmp_path / "plan.yaml")], factors=wrong))
