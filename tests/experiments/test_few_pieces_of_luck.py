"""Intervals under shared luck, few pieces of it and every design: they hold the truth as often as they say, or are not given."""

import numpy as np
import pytest

import buyermaze as bm
from buyermaze.experiments.answers.memo import memo


def test_steps_between_points_apart_hold_the_truth_under_strong_shared_luck_and_under_luck_by_point():
    from buyermaze.experiments.answers.profile import _from_first

    rng = np.random.default_rng(11)
    n = 60
    first = np.arange(2 * n) < n
    unlike = np.where(first, 1.0, 1.7)[:, None]  # luck hits the levels unlike
    inside = {}
    for kind, (others, shared, by_point) in {"shared": (0.05, 0.5, 0.1), "by point": (0.3, 0.0, 0.5)}.items():
        held = 0
        for _ in range(600):
            values = others * rng.standard_normal((2 * n, 1)) + by_point * rng.standard_normal((2 * n, 4))
            values += shared * rng.standard_normal((1, 4)) * unlike
            _, low, high = _from_first(values, np.zeros(2 * n), first, ~first, None)
            held += low <= 0.0 <= high
        inside[kind] = held / 600
    assert 0.93 <= inside["shared"] <= 0.985, inside
    assert 0.93 <= inside["by point"] <= 0.985, inside


@pytest.mark.parametrize("n_luck", [2, 3, 4])
@pytest.mark.parametrize(
    ("shared", "by_point", "points"), [(0.3, 0.0, 0.3), (0.3, 0.3, 0.3), (0.05, 0.3, 0.3), (0.0, 0.3, 0.3)]
)
def test_intervals_hold_the_truth_with_two_to_four_pieces_of_luck(n_luck, shared, by_point, points):
    from buyermaze.experiments.answers.profile import _from_first
    from buyermaze.experiments.answers.two_way import mean_interval

    rng = np.random.default_rng(12)
    n, n_trials = 40, 400
    first, held = np.arange(2 * n) < n, np.zeros(2)
    for _ in range(n_trials):
        values = points * rng.standard_normal((2 * n, 1)) + by_point * rng.standard_normal((2 * n, n_luck))
        values += shared * rng.standard_normal((1, n_luck)) * np.where(first, 1.0, 2.0)[:, None]
        mean = mean_interval(values[first], np.zeros(n))
        _, low, high = _from_first(values, np.zeros(2 * n), first, ~first, None)
        held += (mean.low <= 0 <= mean.high, low <= 0 <= high)
    assert (held / n_trials >= 0.925).all(), held / n_trials  # below 0.93 by luck of 400 trials at most


@pytest.mark.parametrize("n_luck", [2, 3, 8])
def test_where_a_line_turns_is_held_by_an_interval_or_none_is_given_whatever_the_pieces_of_luck(n_luck):
    from buyermaze.experiments.answers.break_even import N_FINE, crossing, held
    from buyermaze.simulator.comparison.paired_statistics import t_quantile

    rng = np.random.default_rng(13)
    x, line = np.linspace(0, 1, 5), np.linspace(0, 1, N_FINE)
    n_told = n_held = 0
    for _ in range(400):
        values = (x - 0.5)[:, None] + 0.05 * rng.standard_normal((1, n_luck)) + 0.02 * rng.standard_normal((5, n_luck))
        mean = values.mean(axis=1)
        half = t_quantile(n_luck) * values.std(axis=1, ddof=1) / np.sqrt(n_luck)
        low, high = held(line, *(np.interp(line, x, mean + sign * half) for sign in (-1, 1)), crossing(x, mean, 0.0))
        n_told += np.isfinite(low) or np.isfinite(high)
        n_held += low <= 0.5 <= high
    assert 0.925 <= n_held / 400 <= 0.98, n_held
    assert n_told > (100 if n_luck == 2 else 300)


@pytest.mark.parametrize("n_luck", [2, 3])
def test_a_dummy_is_rarely_taken_for_a_limit_of_a_region_under_few_pieces_of_luck(n_luck):
    from benchmarks.coverage import discovered

    _, dummy = discovered(0.3, 0.05, 0.0, n_trials=40, n_luck=n_luck)
    assert dummy <= 0.15


@pytest.mark.parametrize(("kind", "n"), [("latin_hypercube", 60), ("grid", 1)])
@pytest.mark.parametrize("shape", ["a line", "the greater of two"])
def test_a_mean_over_an_evenly_spread_design_is_held_as_often_as_said_and_not_always(kind, n, shape):
    from benchmarks.coverage import design_coverage

    held = design_coverage(kind, n, shape, 0.0, 0.3, 8, n_trials=400)
    assert 0.92 <= held <= 0.99, held


@pytest.mark.parametrize(("kind", "n"), [("latin_hypercube", 8), ("latin_hypercube", 30), ("sobol", 16), ("morris", 20)])
@pytest.mark.parametrize("shape", ["a product", "the greater of two", "a step"])
def test_a_mean_over_a_design_is_held_whatever_shape_is_left_when_the_known_is_taken_off(kind, n, shape):
    from benchmarks.coverage import design_coverage

    for own, luck in ((False, 0.0), (True, 0.2)):
        assert design_coverage(kind, n, shape, luck, luck, 2, own=own, n_trials=150) >= 0.90, (own, luck)


def test_terms_that_a_design_balances_have_mean_nothing_over_every_kind_of_range():
    from buyermaze.experiments.designs.balance import known_terms
    from buyermaze.experiments.studies.axis import Axis

    axes = (
        Axis("r", "r", "lever", "real", 2.0, 200.0, log=True),
        Axis("i", "i", "lever", "integer", 1, 4),
        Axis("l", "l", "lever", "levels", values=(1.0, 5.0, 6.0), weights=(0.5, 0.3, 0.2)),
        Axis("c", "c", "lever", "choice", values=("a", "b", "c"), weights=(0.2, 0.2, 0.6)),
    )
    even = (np.arange(1000) + 0.5) / 1000
    for k, axis in enumerate(axes):
        places = np.array([[axis.place(axis.at(place))] for place in even])
        terms = known_terms((axis,), places, np.arange(1000))
        assert terms.shape[1] == (2 if axis.kind == "choice" else 5)
        np.testing.assert_allclose(terms.mean(axis=0), 0.0, atol=1e-4, err_msg=str(k))
    assert known_terms(axes, np.full((8, 4), 0.5), np.arange(8)).shape == (8, 0), "few points bear no terms"


def test_points_of_a_row_are_drawn_together_and_a_grid_is_not_drawn_at_all():
    from buyermaze.experiments.answers.two_way import mean_interval
    from buyermaze.experiments.designs.balance import row_means

    values = np.array([[1.0, np.nan], [3.0, np.nan], [5.0, 7.0]])
    np.testing.assert_array_equal(row_means(values, np.array([0, 0, 1])), [[2.0, np.nan], [5.0, 7.0]])
    unlike = np.array([[0.0, 0.1], [10.0, 10.1], [20.0, 20.2]])
    assert mean_interval(unlike, np.zeros(3)).low < 0
    assert mean_interval(unlike, np.zeros(3), drawn=False).low > 9
    assert mean_interval(unlike, np.arange(3), drawn=False).low > 9
    assert np.isnan(mean_interval(unlike[:, :1], np.zeros(3), drawn=False).low), "one piece of luck cannot tell"


class Twins:
    """Two scenarios that never differ."""

    scenario_names, outcomes, seconds_per_run, parameters = ("one", "other"), ("y",), 1e-6, ("slope",)

    def run(self, scenario, values, luck):
        return np.array([[values["slope"] * each] for each in luck])

    def identity(self):
        return {"twins": 1}


def test_a_memo_on_what_never_differs_calls_it_the_same_and_no_interval_wide(tmp_path):
    factors = [{"path": "slope", "low": 0, "high": 1}]
    study = {"schema_version": 1, "factors": factors, "design": {"n": 4}, "replications": 4}
    bm.sweep(study, tmp_path / "twins", model=Twins())
    told = next(path for path in memo(tmp_path / "twins") if path.suffix == ".md").read_text("utf-8")
    assert "would be the same as of" in told and "lower than" not in told
    assert "none of them differs here" in told and "makes it wide" not in told


@pytest.mark.parametrize(("n", "replications"), [(4, 4), (8, 8)])
def test_the_interval_of_what_never_differs_has_no_width(n, replications, tmp_path):
    factors = [{"path": "slope", "low": 0, "high": 1}]
    study = {"schema_version": 1, "factors": factors, "design": {"n": n}, "replications": replications}
    bm.sweep(study, tmp_path / "twins", model=Twins())
    told = next(path for path in memo(tmp_path / "twins") if path.suffix == ".md").read_text("utf-8")
    assert "interval of that average is 0 to 0;" in told
