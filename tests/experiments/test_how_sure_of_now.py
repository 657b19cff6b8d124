"""Answers of sweeps say how sure they are of what is now, and leave open what luck leaves open."""

from dataclasses import replace

import numpy as np
import pytest

from buyermaze.experiments.answers.break_even import flip
from buyermaze.experiments.answers.frontier import frontier
from buyermaze.experiments.answers.sensitivity import sensitivity
from buyermaze.experiments.models.known_functions import FunctionModel
from buyermaze.experiments.sweeps.run import sweep
from buyermaze.simulator.core.errors import InputProblem


class Lucky(FunctionModel):
    """Two scenarios: the second is better by x1 + 0.2, and luck of a given size is added to it point by point."""

    @property
    def scenario_names(self):
        """Name both."""
        return ("old", "new")

    def run(self, scenario, values, luck):
        """Return luck of this point, plus the difference for the second."""
        place = int(1e6 * values.get("x1", 0.5)) + 7 * int(1e6 * values.get("x2", 0.5))
        drawn = np.array([np.random.default_rng([place, each, scenario]).normal(0, self.noise) for each in luck])
        return (drawn + scenario * (values.get("x1", 0.5) + 0.2))[:, None]


@pytest.fixture
def lucky(tmp_path):
    def make(kind, noise, n=64):
        factors = [{"path": f"x{i}", "low": 0, "high": 1} for i in (1, 2)]
        study = {"schema_version": 1, "model": "ishigami", "factors": factors, "replications": 3}
        model = Lucky("ishigami", noise)
        return sweep(study | {"design": {"kind": kind, "n": n, "levels": 11}}, tmp_path / f"{kind}{noise}", model=model)

    return make


@pytest.mark.parametrize("kind", ["one_at_a_time", "latin_hypercube"])
def test_where_things_stand_comes_with_its_interval(lucky, kind):
    found = flip(lucky(kind, 0.02))
    assert found.low < 0.7 < found.high
    assert "95 % interval" in found.sentences()[0]
    assert found.sentences()[0].endswith("so new has more of it.")
    unsure = flip(lucky(kind, 30.0))
    assert unsure.low < 0 < unsure.high
    assert unsure.sentences()[0].endswith("which of the two has more of it cannot be told from luck.")


@pytest.mark.parametrize("kind", ["one_at_a_time", "latin_hypercube"])
def test_what_is_now_does_not_depend_on_the_threshold_it_is_held_against(lucky, kind):
    plain = flip(lucky(kind, 0.02))
    assert flip(lucky(kind, 0.02), threshold=0.4).now == pytest.approx(plain.now, abs=1e-4)
    assert flip(lucky(kind, 0.02), threshold=0.4).sentences()[0].endswith("above the threshold of 0.4.")
    assert flip(lucky(kind, 0.02), threshold=0.9).sentences()[0].endswith("below the threshold of 0.9.")


def test_only_what_luck_cannot_undo_is_said_never_to_reverse(lucky):
    sure = flip(lucky("latin_hypercube", 0.02))
    assert "It does not reverse anywhere in the range of x1, x2." in sure.sentences()
    unsure = flip(lucky("latin_hypercube", 30.0))
    kept = unsure.table[~unsure.table["flips"]]
    assert not kept["certain"].any()
    assert not any("does not reverse" in line for line in unsure.sentences())


def test_what_is_not_settled_now_is_not_said_to_reverse(lucky):
    found = flip(lucky("one_at_a_time", 0.02), threshold=0.7)
    assert found.sentences()[0].endswith("on which side of the threshold of 0.7 that is cannot be told from luck.")
    assert found.table["flips"].any() and not any(line.startswith("It reverses") for line in found.sentences())


def test_shares_that_cannot_be_told_from_nothing_have_no_interval_either(lucky):
    found = sensitivity(lucky("sobol", 300.0, 16))
    assert not found.told
    assert found.table[["first_low", "first_high", "total_low", "total_high"]].isna().all(axis=None)
    assert "Nobody can tell" in found.sentences()[0]


def test_what_a_sweep_did_not_store_is_said_in_words(small, tmp_path):
    factors = [{"path": "programme.team.n_reps", "values": [2, 6]}]
    found = sweep(small(factors=factors, outcomes=["p_win"]), tmp_path / "s")
    with pytest.raises(InputProblem, match=r"this sweep has no 'winss'; did you mean 'wins'"):
        flip(found, "winss")
    with pytest.raises(InputProblem, match=r"such as wins, regret.*this sweep stored wins$"):
        frontier(found)


@pytest.mark.parametrize(("certain", "low", "says"), [
    (True, 0.1, "It reverses when approvals is none."),
    (False, 0.1, "It may reverse when approvals is none: luck alone may have made that."),
    (True, -1.0, "It may reverse when approvals is none: what it is there can be told from luck."),
])  # fmt: skip
def test_a_named_choice_reverses_the_verdict_only_where_luck_cannot_have_made_that(lucky, certain, low, says):
    found = flip(lucky("one_at_a_time", 0.02))
    table = found.table.iloc[:1].assign(factor="approvals", flips=False, words="none", certain=certain)
    assert says in replace(found, table=table, low=low).sentences()


class Idle:
    """A line in one factor beside two that do nothing; luck differs by point, and what is shared favours one end of x3."""

    scenario_names, outcomes, seconds_per_run, parameters = ("line",), ("y",), 1e-5, ("x1", "x2", "x3")

    def __init__(self, slope, shared, seed):
        self.slope, self.shared, self.seed = slope, shared, seed

    def run(self, scenario, values, luck):
        """Return the line and luck."""
        x = np.array([values[name] for name in self.parameters])
        place = np.frombuffer(x.tobytes(), np.uint32).tolist()
        by_point = np.array([np.random.default_rng([self.seed, n, *place]).standard_normal() for n in luck])
        shared = np.array([np.random.default_rng([self.seed, n]).standard_normal() for n in luck])
        return (self.slope * x[0] + 0.3 * by_point + self.shared * shared * (x[2] - 0.5))[:, None]

    def identity(self):
        """Return what the results depend on."""
        return {"idle": [self.slope, self.shared, self.seed]}


@pytest.mark.parametrize(
    ("design", "replications", "shared"),
    [
        ({"kind": "latin_hypercube", "n": 60}, 4, 0.0),
        ({"kind": "latin_hypercube", "n": 60}, 4, 1.0),
        ({"kind": "morris", "n": 20, "levels": 4}, 1, 0.0),
        ({"kind": "morris", "n": 20, "levels": 4}, 4, 0.0),
    ],
)
def test_factors_that_do_nothing_are_not_named_as_what_drives_an_outcome(tmp_path, design, replications, shared):
    factors = [{"path": f"x{k}", "low": 0, "high": 1} for k in (1, 2, 3)]
    study = {"schema_version": 1, "factors": factors, "design": design, "replications": replications}
    named, found_out = [], []
    for slope in (0.0, 2.0):
        for trial in range(12):
            model, out = Idle(slope, shared, trial), tmp_path / f"{slope}-{trial}"
            found = sensitivity(sweep(study | {"seed": trial}, out, n_threads=1, model=model))
            told = found.table.set_index("factor")["told"]
            assert told.any() or found.sentences()[0].startswith("No factor moves")
            assert not told["x1"] or "x1" in found.sentences()[0]
            named += [told["x2"], told["x3"]]
            found_out += [told["x1"]] if slope else []
    assert np.mean(named) < 0.15, "5 % of idle factors are named by chance"
    assert np.mean(found_out) > 0.7, "what matters is named"


def test_a_wave_is_told_from_luck_by_morris_where_runs_are_repeated(ishigami, tmp_path):
    asked = ishigami(design={"kind": "morris", "n": 50, "levels": 4})
    once = sensitivity(sweep(asked, tmp_path / "once"))
    assert not once.table["told"].all() and any("Two replications tell" in each for each in once.sentences())
    again = sensitivity(sweep(asked | {"replications": 2}, tmp_path / "again"))
    assert again.table["told"].all(), again.table
