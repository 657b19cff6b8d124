"""Study files: what they say, what is refused and how, what points they lead to."""

import json
from pathlib import Path

import jsonschema
import numpy as np
import pytest
import yaml

from buyermaze.experiments.designs.samplers import sampled
from buyermaze.experiments.plans.check import checked
from buyermaze.experiments.plans.plan import planned
from buyermaze.experiments.studies.axis import Axis
from buyermaze.experiments.studies.example import EXAMPLE
from buyermaze.experiments.studies.spec import DesignSpec
from buyermaze.experiments.studies.study_file import load_study, study_schema
from buyermaze.simulator.core.errors import InputProblem

STUDIES = Path(__file__).resolve().parents[2] / "docs" / "studies"
SHIPPED = [path for path in sorted(STUDIES.glob("*.yaml")) if "factors:" in path.read_text("utf-8")]
REAL = Axis("x", "x", "uncertainty", "real", 2, 6)
WHOLE = Axis("n", "n", "uncertainty", "integer", 1, 4)
WORD = Axis("w", "", "lever", "choice", values=("a", "b"), settings=({}, {}), weights=(1, 3))


def test_the_published_schema_is_in_step_with_the_program():
    """Refresh with: buyermaze study schema > docs/studies/schema.json."""
    assert json.loads((STUDIES / "schema.json").read_text("utf-8")) == json.loads(json.dumps(study_schema()))


@pytest.mark.parametrize("path", [None, *SHIPPED], ids=lambda path: path.name if path else "example")
def test_the_example_and_the_shipped_studies_are_sound(path, tmp_path):
    if path is None:
        path = tmp_path / "example.yaml"
        path.write_text(EXAMPLE, encoding="utf-8")
    jsonschema.validate(yaml.safe_load(path.read_text("utf-8")), study_schema())
    found = checked(planned(path))
    assert found.n_runs > 0
    assert not [remark for remark in found.remarks if "cannot be set up" in remark]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"factor": []}, "there is no 'factor' here; did you mean 'factors'"),
        ({"factors": [{"path": "market.offer.complexity", "hi": 2}]}, "there is no 'hi' here"),
        ({"factors": []}, "name at least one thing that varies"),
        ({"seed": True}, "seed: expected a number, found yes"),
        ({"replications": True}, "replications: expected a number, found yes"),
        ({"until_half_width": True}, "until_half_width: expected a number, found yes"),
        ({"until_told": True, "replications": 5}, "replications: with until_told allow 20 or more"),
        ({"until_told": True, "until_half_width": 0.1, "replications": 50}, "is another way to stop; choose one"),
        ({"until_told": True, "scenarios": ["merged"], "replications": 50}, "name two scenarios or more"),
        ({"design": {"n": "8"}}, "design.n: expected a number, found the text '8'"),
        ({"factors": [{"path": "market.offer.complexity", "low": True}]}, "low: expected a number, found yes"),
        ({"factors": [{"path": "market.offer.complexity", "levels": True}]}, "levels: expected a number, found yes"),
        ({"factors": [{"path": "market.offer.complexety"}]}, "did you mean"),
        ({"factors": [{"path": "market.offer.complexity", "high": 9}]}, "out of bounds; allowed is 0.1 to 4"),
        ({"factors": [{"path": "market.offer.complexity", "low": 2, "high": 1}]}, "low (2) must be below high (1)"),
        ({"factors": [{"path": "market.offer.our_edge", "scale": "log"}]}, "low above 0"),
        ({"factors": [{"path": "programme.gate.closed", "values": ["perhaps"]}]}, "cannot be 'perhaps'"),
        ({"factors": [{"path": "programme.team.n_reps", "values": [2.5]}]}, "expected a whole number"),
        ({"factors": [{"name": "o", "options": {"a": {"market.x": 1}}}]}, "option 'a' of o"),
        ({"factors": [{"path": "a", "options": {"b": {}}}]}, "either a path or options"),
        ({"design": {"kind": "sobol", "n": 100}}, "power of 2"),
        ({"design": {"kind": "spiral"}}, "is not a valid choice"),
        ({"design": {"kind": "points"}}, "needs a file"),
        ({"design": {"kind": "points", "file": "nowhere.csv"}}, "there is no such file"),
        ({"scenarios": ["batonpass"]}, "did you mean 'baton_pass'"),
        ({"scenarios": ["merged", "merged"]}, "named twice"),
        ({"outcomes": ["p_wim"]}, "did you mean 'p_win'"),
        ({"replications": 0}, "greater than or equal to 1"),
        ({"replications": "many"}, "expected a number, found the text 'many'"),
        ({"changes": {"run.n_acounts": 5}}, "did you mean"),
        ({"schema_version": 7}, "not a valid choice"),
    ],
)
def test_mistakes_are_told_in_one_sentence(small, written, change, words):
    with pytest.raises(InputProblem) as problem:
        planned(written(small(**change)))
    assert words in str(problem.value)
    assert "\n" not in str(problem.value)


def test_a_mistake_is_told_with_its_line(written, small):
    path = written(small(replications=-1))
    with pytest.raises(InputProblem, match=r"study\.yaml, line \d+"):
        load_study(path)


def test_places_follow_bounds_scales_and_weights():
    assert [REAL.at(0), REAL.at(0.5), REAL.at(1)] == [2, 4, 6]
    assert [WHOLE.at(place) for place in (0, 0.24, 0.26, 0.999, 1.0)] == [1, 1, 2, 4, 4]
    assert [WORD.at(place) for place in (0.2, 0.26, 1.0)] == ["a", "b", "b"]
    log = Axis("l", "l", "uncertainty", "real", 1, 100, log=True)
    assert log.at(0.5) == pytest.approx(10)
    for axis in (REAL, WHOLE, WORD, log):
        for place in (0.1, 0.5, 0.9):
            value = axis.at(place)
            assert axis.at(axis.place(value)) == pytest.approx(value) if axis.is_number else value


def test_designs_have_the_points_they_promise():
    axes = (REAL, WORD)
    assert len(sampled(DesignSpec(kind="grid", levels=3), axes, 1, None, Path())) == 6
    assert len(sampled(DesignSpec(kind="one_at_a_time", levels=3), axes, 1, None, Path())) == 6
    sobol = sampled(DesignSpec(kind="sobol", n=8), axes, 1, None, Path())
    assert list(sobol.block[:5]) == ["A", "B", "AB:x", "AB:w", "A2"]
    assert len(set(sobol.luck_group[:4])) == 1, "a row shares its luck"
    assert sobol.luck_group[4] >= 8, "but for the repeat of A, which is there to see what luck does"
    assert len(set(sobol.luck_group)) == 16
    lhs = sampled(DesignSpec(kind="latin_hypercube", n=10), axes, 1, None, Path())
    assert sorted((10 * lhs.places()[:, 0]).astype(int)) == list(range(10))


def test_a_morris_trajectory_moves_one_axis_at_a_time_and_stays_inside():
    axes = tuple(Axis(f"x{i}", f"x{i}", "uncertainty", "real", 0, 1) for i in range(4))
    design = sampled(DesignSpec(kind="morris", n=20, levels=4), axes, 3, None, Path())
    places = design.places().reshape(20, 5, 4)
    moved = np.abs(np.diff(places, axis=1)) > 1e-12
    assert (moved.sum(axis=2) == 1).all()
    assert (moved.sum(axis=1) == 1).all()
    assert places.min() >= 0
    assert places.max() <= 1


def test_points_come_from_a_file_and_empty_cells_leave_the_scenario_alone(small, written, tmp_path):
    (tmp_path / "p.csv").write_text("market.offer.complexity,warm_first\n0.7,yes\n,no\n", encoding="utf-8")
    plan = planned(written(small(design={"kind": "points", "file": "p.csv"})))
    assert plan.design.values(0) == {"complexity": 0.7, "warm_first": "yes"}
    assert plan.design.values(1) == {"warm_first": "no"}
    (tmp_path / "p.csv").write_text("complexity\n1.7\n", encoding="utf-8")
    with pytest.raises(InputProblem, match=r"line 2, complexity: 1\.7 is out of bounds"):
        planned(written(small(design={"kind": "points", "file": "p.csv"})))
    (tmp_path / "p.csv").write_text("market.offer.complexity\n1.7\n", encoding="utf-8")
    assert len(planned(written(small(design={"kind": "points", "file": "p.csv"}, factors=[]))).design) == 1


def test_a_pattern_stands_for_every_parameter_that_fits(small):
    plan = planned(small(factors=[{"path": "programme.team.*", "without": ["*cost*"]}]))
    assert [axis.path for axis in plan.axes] == [
        "programme.team.n_reps",
        "programme.team.n_qualifiers",
        "programme.team.n_content",
    ]
    assert all(axis.role == "lever" for axis in plan.axes)


def test_new_writes_a_sound_example_and_never_over_a_file(command, tmp_path):
    path = tmp_path / "mine.yaml"
    assert command("study", "new", path).returncode == 0
    found = command("study", "check", path)
    assert found.returncode == 0, found.stderr
    assert "5,760 runs" in found.stdout
    again = command("study", "new", path)
    assert again.returncode == 2
    assert "exists already" in again.stderr
    assert path.read_text("utf-8") == EXAMPLE


def test_a_sobol_of_all_levers_is_laid_out_at_once_and_says_what_takes_less(small, written, capsys):
    import time

    from buyermaze.experiments.commands.sweeps.sweep import tell_beforehand
    began = time.process_time()
    plan = planned(written(small(factors=[{"path": "programme.*"}], design={"kind": "sobol", "n": 64})))
    found = checked(plan)
    assert time.process_time() - began < 60, "it took minutes when every place was worked out anew"
    n_factors = len(plan.axes)
    assert n_factors > 100
    assert any("kind: morris" in remark and f"{10 * (n_factors + 1):,} points" in remark for remark in found.remarks)
    assert sum("without order" in remark for remark in found.remarks) == 1
    tell_beforehand(plan, 1)
    assert "about" in (said := capsys.readouterr().err)
    assert "Ctrl-C keeps what is done" in said
    assert "kind: morris" in said


def test_equal_places_of_a_design_have_equal_values_of_the_right_kind():
    from buyermaze.experiments.designs.design import from_places

    places = np.random.default_rng(0).random((40, 3))
    places[20:] = places[:20]
    design = from_places((REAL, WHOLE, WORD), places, np.arange(40), ["point"] * 40, np.zeros(40))
    for k, axis in enumerate((REAL, WHOLE, WORD)):
        assert design.columns[k].tolist() == [axis.at(float(place)) for place in places[:, k]]


def test_lines_about_a_sweep_say_how_long_the_rest_takes():
    import time

    from buyermaze.experiments.commands.sweeps.sweep import _words
    from buyermaze.experiments.sweeps.run import Progress

    said = _words(Progress(100, 50, rows=500, started=time.perf_counter() - 60))
    assert said.startswith("50 of 100 chunks, 8 runs/s, ")
    assert said.endswith(" left")
