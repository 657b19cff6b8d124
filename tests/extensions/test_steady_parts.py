"""Whether a scenario is steady can be told of one whose parts only the reference engine runs."""

from buyermaze import extend, load
from buyermaze.simulator.runs.steadiness import steadiness


def test_steadiness_of_a_scenario_with_a_policy_in_python_is_told_by_the_engine_that_runs_it():
    @extend.rep_policy("steady_first", meaning="The first free rep.")
    def steady_first(model, account):
        return min(n for n, rep in enumerate(model.world.reps) if rep.busy == 0)

    small = {"run.n_accounts": 6, "run.weeks_warm_up": 0.0, "run.arrivals_continue": False, "run.engine": "reference"}
    assert 0.0 <= steadiness(load("merged", changes=small | {"parts.steady_first": "on"})).use <= 1.0
