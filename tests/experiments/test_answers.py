"""Answers on cases whose answer is known."""

import re

import numpy as np
import pandas
import pytest

from buyermaze.experiments.answers.break_even import crossing, flip
from buyermaze.experiments.answers.frontier import frontier, non_dominated
from buyermaze.experiments.answers.memo import memo
from buyermaze.experiments.answers.prim import chosen, prim, simplified
from buyermaze.experiments.answers.profile import profile
from buyermaze.experiments.answers.scenario_discovery import discover, tree_leaves
from buyermaze.experiments.answers.sensitivity import sensitivity
from buyermaze.experiments.models.known_functions import FunctionModel, g_function
from buyermaze.experiments.studies.axis import Axis
from buyermaze.experiments.sweeps.run import sweep
from buyermaze.simulator.core.errors import InputProblem
from tests.optional import needed
from tests.worlds import cohort

ISHIGAMI = {"x1": (0.3139, 0.5576), "x2": (0.4424, 0.4424), "x3": (0.0, 0.2437)}
G = (0.0, 1.0, 4.5, 9.0, 99.0, 99.0)


def g_truth():
    """Return the exact first and total order indices of the g-function with six factors."""
    own = np.array([1 / (3 * (1 + a) ** 2) for a in G])
    whole = np.prod(1 + own) - 1
    return own / whole, own * np.prod(1 + own) / (1 + own) / whole


def in_salib(found, names, values):
    """Return SALib's indices and half-widths from the same points: blocks A, AB..., B by row."""
    from SALib.analyze import sobol

    problem = {"num_vars": len(names), "names": names, "bounds": [[0, 1]] * len(names)}
    return sobol.analyze(problem, values, calc_second_order=False, seed=1)


class Pair(FunctionModel):
    """Two scenarios: the second is better by x1 - 0.3 (plus luck), whatever x2."""

    @property
    def scenario_names(self):
        """Name both."""
        return ("old", "new")

    def run(self, scenario, values, luck):
        """Return luck, plus the difference for the second."""
        drawn = np.array([np.random.default_rng([each, scenario]).normal(0, 0.02) for each in luck])
        return (drawn + scenario * (values.get("x1", 0.8) - 0.3))[:, None]


@pytest.fixture
def pair(tmp_path):
    def make(kind, n=200, replications=5):
        factors = [{"path": f"x{i}", "low": 0, "high": 1} for i in (1, 2)]
        study = {"schema_version": 1, "model": "ishigami", "factors": factors, "replications": replications}
        study["design"] = {"kind": kind, "n": n, "levels": 11}
        return sweep(study, tmp_path / kind, model=Pair("ishigami"))

    return make


def salib_order(found, n_factors):
    """Return the stored values in SALib's order of blocks: A, AB of every factor, B."""
    rows = found.rows().set_index("point")["y"].to_numpy().reshape(-1, n_factors + 3)
    return rows[:, [0, *range(2, n_factors + 2), 1]].ravel()


def test_ishigami_from_points_to_indices(ishigami, tmp_path):
    needed("SALib")
    found = sweep(ishigami(), tmp_path / "s")
    answer = sensitivity(found)
    reference = in_salib(found, ["x1", "x2", "x3"], salib_order(found, 3))
    table = answer.table.set_index("factor")
    for k, (name, (first, total)) in enumerate(ISHIGAMI.items()):
        assert abs(table.loc[name, "first"] - reference["S1"][k]) <= reference["S1_conf"][k]
        assert abs(table.loc[name, "total"] - reference["ST"][k]) <= reference["ST_conf"][k]
        assert table.loc[name, "first"] == pytest.approx(first, abs=0.04)
        assert table.loc[name, "total"] == pytest.approx(total, abs=0.04)
        assert table.loc[name, "total_low"] <= total <= table.loc[name, "total_high"]
    assert answer.noise == 0
    assert answer.sentences()[0].startswith("What drives y of ishigami most: x1")


def test_the_g_function_from_points_to_indices(ishigami, tmp_path):
    needed("SALib")
    factors = [{"path": f"x{i + 1}", "low": 0, "high": 1} for i in range(6)]
    found = sweep(ishigami(model="g_function", factors=factors), tmp_path / "s")
    table = sensitivity(found).table.set_index("factor").sort_index()
    first, total = g_truth()
    reference = in_salib(found, [f"x{i + 1}" for i in range(6)], salib_order(found, 6))
    np.testing.assert_allclose(table["first"], first, atol=0.03)
    np.testing.assert_allclose(table["total"], total, atol=0.03)
    assert (np.abs(table["total"] - reference["ST"]) <= reference["ST_conf"] + 1e-9).all()
    assert g_function([0.5] * 6) == pytest.approx(np.prod([a / (1 + a) for a in G]))


def test_second_order_finds_the_pair_that_acts_together(ishigami, tmp_path):
    found = sweep(ishigami(design={"kind": "sobol", "n": 1024, "second_order": True}), tmp_path / "s")
    table = sensitivity(found).table.set_index("factor")
    assert table.loc["x1", "partner"] == "x3"
    assert table.loc["x1", "with_partner"] == pytest.approx(0.2437, abs=0.05)


def test_luck_is_measured_apart_and_does_not_bias_indices(ishigami, tmp_path):
    noisy = sensitivity(sweep(ishigami(), tmp_path / "s", model=FunctionModel("ishigami", noise=2.0)))
    table = noisy.table.set_index("factor")
    assert noisy.noise == pytest.approx(4 / (4 + 13.84), abs=0.04)
    for name, (first, total) in ISHIGAMI.items():
        assert table.loc[name, "total"] == pytest.approx(total, abs=0.06)
        assert table.loc[name, "first"] == pytest.approx(first, abs=0.08)


def test_failed_rows_are_left_out_and_said_so(ishigami, tmp_path):
    class Holes(FunctionModel):
        def run(self, scenario, values, luck):
            if values["x2"] > 3:
                raise ValueError("hole")
            return super().run(scenario, values, luck)

    answer = sensitivity(sweep(ishigami(), tmp_path / "s", model=Holes("ishigami")))
    assert answer.n_used < 1024
    assert any("left out" in remark for remark in answer.remarks)
    assert answer.table["first"].abs().max() > 0.2, "one undefined row must not silence all"


def test_morris_and_pawn_put_factors_in_order(ishigami, tmp_path):
    needed("SALib")
    factors = [{"path": f"x{i + 1}", "low": 0, "high": 1} for i in range(6)]
    study = ishigami(model="g_function", factors=factors)
    morris = sensitivity(sweep(study | {"design": {"kind": "morris", "n": 50, "levels": 4}}, tmp_path / "m"))
    assert list(morris.table["factor"].head(3)) == ["x1", "x2", "x3"]
    pawn = sensitivity(sweep(study | {"design": {"kind": "latin_hypercube", "n": 1000}}, tmp_path / "p"))
    assert list(pawn.table["factor"].head(2)) == ["x1", "x2"]
    with pytest.raises(InputProblem, match="needs a design of kind sobol"):
        sensitivity(tmp_path / "p", method="sobol")


def test_a_growing_sweep_can_be_asked(ishigami, tmp_path, monkeypatch):
    monkeypatch.setattr("buyermaze.experiments.plans.plan.MOST_ROWS_PER_CHUNK", 60)
    part = sweep(ishigami(), tmp_path / "s", shard=(1, 2))
    answer = sensitivity(part)
    assert 400 < answer.n_used < 600
    assert any("still growing" in remark for remark in answer.remarks)


def planted(n=4000, seed=1):
    """Return points of which those in a box (and hardly any other) are of interest."""
    rng = np.random.default_rng(seed)
    frame = pandas.DataFrame(
        {"a": rng.random(n), "b": rng.random(n), "c": rng.random(n), "k": rng.choice(list("pqr"), n)}
    )
    inside = (frame["a"] > 0.6) & (frame["b"] < 0.4) & (frame["k"] != "q")
    return frame, (inside & (rng.random(n) < 0.95)) | (~inside & (rng.random(n) < 0.02))


AXES = (
    *(Axis(name, name, "uncertainty", "real", 0, 1) for name in "abc"),
    Axis("k", "", "uncertainty", "choice", values=tuple("pqr"), settings=({}, {}, {})),
)


def test_prim_finds_a_planted_box():
    frame, interest = planted()
    box = simplified(chosen(prim(frame, interest.to_numpy(), AXES)), frame, interest.to_numpy())
    assert set(box.limits) == {"a", "b", "k"}, "and nothing about c"
    assert box.limits["a"][0] == pytest.approx(0.6, abs=0.04)
    assert box.limits["b"][1] == pytest.approx(0.4, abs=0.04)
    assert box.limits["k"] == {"p", "r"}
    assert box.density > 0.85
    assert box.coverage > 0.8


def test_the_tree_finds_it_too():
    needed("sklearn")
    frame, interest = planted()
    leaves = tree_leaves(frame, interest.to_numpy(), AXES)
    assert leaves.loc[0, "share"] > 0.9
    assert all(f"{name} is" in leaves.loc[0, "where"] for name in "abk")
    assert "b is at most 0.4" in leaves.loc[0, "where"] or "b is at most 0.39" in leaves.loc[0, "where"]


def test_discover_says_where_the_new_one_wins(pair):
    needed("sklearn")
    found = discover(pair("latin_hypercube"))
    assert found.share == pytest.approx(0.7, abs=0.02)
    assert found.reversed, "where it loses is rarer, so that is what is looked for"
    assert found.box.limits["x1"][1] == pytest.approx(0.3, abs=0.05)
    assert found.surely[0] == pytest.approx(0.7, abs=0.08)
    assert "It does not at" in found.sentences()[2]
    assert "x1 is at most" in found.sentences()[2]


@pytest.mark.parametrize("kind", ["one_at_a_time", "latin_hypercube"])
def test_flip_finds_where_the_verdict_turns(pair, kind):
    found = flip(pair(kind))
    row = found.table.set_index("factor").loc["x1"]
    assert row["flips"]
    assert row["certain"]
    assert row["at"] == pytest.approx(0.3, abs=0.03)
    assert row["low"] - 0.02 <= 0.3 <= row["high"] + 0.02
    assert not found.table.set_index("factor").loc["x2", "flips"]
    assert crossing(np.array([0.0, 1.0, 2.0]), np.array([-1.0, 1.0, -1.0]), 1.6) == 1.5


def test_the_frontier_holds_what_nothing_beats(small, tmp_path):
    values = np.array([[1.0, 1.0], [2.0, 0.5], [0.5, 2.0], [1.0, 0.9], [np.nan, 9.0]])
    assert list(non_dominated(values)) == [True, True, True, False, False]
    factors = [{"path": "programme.team.n_reps", "values": [2, 6, 10]}, {"path": "market.offer.complexity"}]
    found = frontier(sweep(small(factors=factors), tmp_path / "s"), ["p_win", "cost_total"])
    assert len(found.table) == 6, "states of the market are averaged over"
    assert found.table["n_runs"].sum() == 24 * 2 * 2
    cheapest = found.table.sort_values("cost_total").iloc[0]
    assert cheapest["on_frontier"]
    with pytest.raises(InputProblem, match="two goals"):
        frontier(tmp_path / "s", ["p_win"])


def test_a_memo_answers_on_one_page(small, tmp_path):
    for module in ("altair", "vl_convert", "sklearn", "SALib"):
        needed(module)
    folder = sweep(
        small(
            design={"kind": "latin_hypercube", "n": 60},
            title="Does it <pay>?",
            replications=1,
            changes=cohort(50),
            outcomes=["days_to_decision", "p_win"],
        ),
        tmp_path / "s",
    )
    written = {path.name: path.read_text("utf-8") for path in memo(folder)}
    for heading in (
        "Question",
        "Answer",
        "Recommendation",
        "How sure",
        "Where it holds",
        "Where it flips",
        "What drives it",
        "How it was run",
    ):
        assert f"## {heading}" in written["memo.md"]
        assert f"<h2>{heading}</h2>" in written["memo.html"]
    assert "working days" in written["memo.md"].split("## How sure")[0], "amounts have their unit"
    for page in ("memo.md", "memo.html"):
        told, run = written[page].split("How it was run")
        assert "baton pass" in told and not re.search(r"baton\\?_pass|[a-z]\\?_[a-z]+ is at|\(pawn\)", told), "names are words"
        assert "market.offer" in run or "market." in run
    assert "Does it &lt;pay&gt;?" in written["memo.html"]
    assert "<svg" in written["memo.html"]
    assert "http" not in written["memo.html"].replace("http://www.w3.org", ""), "nothing is fetched from anywhere"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([0.10, 0.11, 0.12, 0.10], "choose b over a"),
        ([-0.10, -0.11, -0.12, -0.10], "choose a over b"),
        ([0.10, -0.11, 0.12, -0.10], "Do not choose"),
        ([0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, -0.01], "is the better guess"),
    ],
)  # fmt: skip
def test_a_memo_recommends_what_points_and_luck_agree_on(values, said):
    from buyermaze.experiments.answers.contrast import Contrast
    from buyermaze.experiments.answers.memo import _advice, _Result
    from buyermaze.experiments.answers.two_way import mean_interval

    mean = np.array(values)
    found = mean_interval(np.column_stack([mean, mean + 1e-3]), np.arange(len(mean)))
    result = _Result(mean, found, float((mean > 0).mean()), np.arange(len(mean)), 1e-3, 2)
    assert said in " ".join(_advice(Contrast("p_win", "b", "a"), result, has_region=True))
    other = _Result(mean, found, float((mean < 0).mean()), np.arange(len(mean)), 1e-3, 2)
    less_is_better = _advice(Contrast("share_regret", "b", "a"), other, has_region=True)
    assert ("choose b over a" in " ".join(less_is_better)) == (said == "choose a over b")


def test_neighbouring_levels_of_which_the_same_can_be_told_are_one_regime():
    import pandas

    from buyermaze.experiments.answers.contrast import Contrast
    from buyermaze.experiments.answers.profile import Profile

    lines = [("none", 0.01, -0.02, 0.04), ("one", -0.01, -0.05, 0.03), ("two", 0.04, 0.01, 0.07), ("three", 0.05, 0.02, 0.08)]
    table = pandas.DataFrame(lines, columns=["level", "mean", "low", "high"])
    assert Profile(Contrast("p_win", "kit", "none"), "approvals", table).regimes() == [
        "approvals none to one: cannot be told from luck.",
        "approvals two to three: kit is ahead, by 4.0 points to 5.0 points.",
    ]
    assert Profile(Contrast("share_regret", "kit", "ads"), "approvals", table).regimes()[1].startswith(
        "approvals two to three: ads is ahead"
    )


def test_a_memo_on_a_grid_tells_regimes_level_by_level(small, tmp_path):
    for module in ("altair", "vl_convert"):
        needed(module)
    chains = {"none": {"market.approvals": []}, "one": {"market.approvals": [{"name": "head", "hours_wait": 30, "threshold": 0.1}]}}
    grid = small(
        factors=[{"name": "approvals", "role": "uncertainty", "options": chains}], design={"kind": "grid"}, replications=3,
        changes=cohort(20), outcomes=["p_win"],
    )  # fmt: skip
    written = {path.name: path.read_text("utf-8") for path in memo(sweep(grid, tmp_path / "s"))}
    said = written["memo.md"].split("## Regimes")[1].split("##")[0]
    assert "approvals none" in said and "of each level by itself" in said


def test_a_sweep_comes_with_named_axes(ishigami, tmp_path):
    needed("xarray")
    stored = sweep(ishigami(design={"kind": "latin_hypercube", "n": 8}), tmp_path / "s")
    cube = stored.to_xarray()
    assert cube["y"].dims == ("point", "scenario", "replication")
    assert cube["x1"].dims == ("point",)
    rows = stored.table()
    assert np.array_equal(cube["y"].to_numpy().ravel(), rows.sort_values("point")["y"].to_numpy())


def test_a_profile_compares_levels_under_the_same_luck(tmp_path):
    factors = [{"path": f"x{i}", "low": 0, "high": 1} for i in (1, 2)]
    study = {"schema_version": 1, "model": "ishigami", "factors": factors, "replications": 20}
    folder = sweep(study | {"design": {"kind": "grid", "levels": 3}}, tmp_path / "g", model=Pair("ishigami"))
    table = profile(folder, "x1").table
    np.testing.assert_allclose(table["mean"], [-0.3, 0.2, 0.7], atol=0.02)
    np.testing.assert_allclose(table["from_first"], [0, 0.5, 1.0], atol=1e-12)
    assert (table["n"] == 3 * 20).all()
    with pytest.raises(InputProblem, match="no factor 'x3'"):
        profile(folder, "x3")
    spread = sweep(study | {"design": {"kind": "latin_hypercube", "n": 16}}, tmp_path / "l", model=Pair("ishigami"))
    with pytest.raises(InputProblem, match="takes 16 values, another at every point; a grid"):
        profile(spread, "x1")


def test_intervals_count_shared_luck_which_more_points_do_not_average_away():
    # the share of intervals that hold the truth is near 95 % whether luck is shared by all points or differs by point
    from buyermaze.experiments.answers.two_way import mean_interval

    rng = np.random.default_rng(5)
    for shared, by_point in ((0.3, 0.0), (0.3, 0.3), (0.0, 0.3)):
        inside = 0
        for _ in range(600):
            values = (
                rng.random((60, 1)) + by_point * rng.standard_normal((60, 8)) + shared * rng.standard_normal((1, 8))
            )
            found = mean_interval(values, np.zeros(60))
            inside += found.low <= 0.5 <= found.high
        assert 0.92 <= inside / 600 <= 0.98, (shared, by_point)
    differences = rng.standard_normal((600, 40, 8))  # of pairs that nothing but luck by point tells apart
    found_all = [mean_interval(values, np.zeros(40)) for values in differences]
    assert 0.935 <= np.mean([found.low <= 0.0 <= found.high for found in found_all]) <= 0.978
    alone = mean_interval(rng.random((60, 1)), np.zeros(60))
    assert np.isnan(alone.low), "one piece of luck cannot tell what luck does"
    assert np.isfinite(mean_interval(rng.random((60, 1)), np.arange(60)).low), "luck of its own at every point can"


@pytest.mark.parametrize("n_replications", [1, 2, 4])
def test_luck_that_differs_by_point_does_not_make_dummies_look_strong(n_replications):
    from buyermaze.experiments.answers.sobol import sobol_indices

    rng = np.random.default_rng(6)
    totals = []
    for _ in range(30):
        a, b = rng.random((512, 3)), rng.random((512, 3))
        ab = np.repeat(a[None], 3, axis=0)
        for i in range(3):
            ab[i, :, i] = b[:, i]

        def run(x):
            return x[..., :1] + 0.3 * rng.standard_normal((*x.shape[:-1], n_replications))

        totals.append(sobol_indices(("x1", "d1", "d2"), run(a), run(b), run(ab), a_again=run(a)).total)
    error = np.std(totals, axis=0) / np.sqrt(30)
    assert (np.abs(np.mean(totals, axis=0) - [1, 0, 0]) < 4 * error).all()


def test_where_luck_is_nearly_all_nobody_can_tell():
    from buyermaze.experiments.answers.sobol import sobol_indices

    rng = np.random.default_rng(7)
    luck = [rng.standard_normal((64, 2)) for _ in range(5)]
    found = sobol_indices(("x1", "x2"), luck[0], luck[1], np.array(luck[2:4]), a_again=luck[4])
    assert not found.told
