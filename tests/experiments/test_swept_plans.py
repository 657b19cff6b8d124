"""Dates and sizes of a plan are factors of a sweep."""

import pytest

from buyermaze.experiments.plans.plan import planned
from buyermaze.experiments.sweeps.results import open_sweep
from buyermaze.experiments.sweeps.run import sweep
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.outcomes.definitions import position
from buyermaze.simulator.runs.batch import outcome_table
from tests.worlds import cohort

REPS = "programme.team.n_reps"
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


def test_points_of_a_sweep_at_which_a_dated_change_changes_nothing_are_lived_and_read_again(small, tmp_path):
    paths = {"before": REPS, "later": f"timeline.hire.changes.{REPS}"}
    (tmp_path / "plan.yaml").write_text(PLAN.replace("add: {programme.team.n_reps: 2}", "changes: {programme.team.n_reps: 9}"))
    study = small(
        scenarios=[str(tmp_path / "plan.yaml")],
        factors=[{"name": name, "path": path, "low": 4, "high": 5} for name, path in paths.items()],
        design={"kind": "latin_hypercube", "n": 8},
        replications=1,
    )
    sweep(study, tmp_path / "s")
    assert len(open_sweep(tmp_path / "s").rows()) == 8


def test_a_sweep_around_levers_at_what_a_dated_change_sets_later_is_read_again(small, tmp_path):
    (tmp_path / "plan.yaml").write_text(PLAN.replace("add: {programme.team.n_reps: 2}", "changes: {programme.team.n_reps: 9}"))
    study = small(
        scenarios=[str(tmp_path / "plan.yaml")],
        changes={**cohort(12), "programme.team.n_reps": 9},
        factors=[{"path": "market.offer.complexity", "low": 0.5, "high": 1.5}],
        design={"kind": "latin_hypercube", "n": 2},
        replications=1,
    )
    sweep(study, tmp_path / "s")
    again = open_sweep(tmp_path / "s")
    assert len(again.scenarios[0].epochs) == 2 and len(again.rows()) == 2
