"""The best of several under luck: who wins, and how good the winner is said to be."""

import numpy as np
import pytest

from buyermaze.experiments.answers.optimize import optimize
from buyermaze.experiments.answers.ranking_and_selection import paired_elimination, sequential_halving
from buyermaze.experiments.sweeps.run import sweep
from buyermaze.simulator.core.errors import InputProblem


def noisy(means, rho=0.9, sd=0.04):
    """Return a sampler of candidates whose luck is mostly shared."""

    def sample(which, luck):
        shared = np.array([np.random.default_rng([7, each]).normal(0, sd) for each in luck])
        own = np.array([[np.random.default_rng([8, each, i]).normal(0, sd) for each in luck] for i in which])
        return np.array([means[i] for i in which])[:, None] + np.sqrt(rho) * shared + np.sqrt(1 - rho) * own

    return sample


def test_selection_picks_the_winner_and_drops_the_rest_early():
    means = np.full(12, 0.5)
    means[7] = 0.52
    found = paired_elimination(noisy(means), 12)
    assert found.winner == 7
    assert found.not_worse == (7,)
    assert found.n_runs < 12 * 100
    assert sequential_halving(noisy(means), 12, 800).winner == 7


def test_selection_does_not_crown_luck():
    """Equal candidates: hardly ever may one be declared the single best."""
    crowned = 0
    for seed in range(40):
        luck = np.random.default_rng(seed)
        table = luck.normal(0, 1, (4, 100))
        found = paired_elimination(lambda which, stretch, table=table: table[list(which)][:, stretch], 4, most=100)
        crowned += len(found.not_worse) == 1
    assert crowned <= 4


def test_optimize_finds_a_better_programme_within_the_budget(small, tmp_path):
    factors = [
        {"path": "programme.team.n_reps", "low": 2, "high": 10},
        {"path": "programme.marketing.ads"},
        {"path": "market.offer.complexity", "low": 0.5, "high": 1.5},
    ]
    folder = sweep(small(factors=factors, design={"kind": "latin_hypercube", "n": 16}), tmp_path / "s")
    budget = float(folder.rows()["cost_total"].median())
    found = optimize(folder, "cost_total", budget=budget, most_runs=240)
    assert found.cost <= budget
    assert found.winner["n_reps"] <= 3, "the cheapest programme has the fewest reps"
    assert found.sentences()[0].startswith(f"Best for cost a year within USD {budget:,.0f}: ")
    assert found.sentences()[1].startswith(f"It reaches USD {found.reached.mean:,.0f} (95 % interval USD ")
    assert "complexity" not in found.winner, "what is not ours to choose is not chosen"
    with pytest.raises(InputProblem, match="no programme found costs at most"):
        optimize(folder, "p_win", budget=1.0, most_runs=60)


def test_what_a_winner_reaches_is_told_from_luck_that_had_no_say_in_its_winning(small, tmp_path, monkeypatch):
    from buyermaze.experiments.answers.optimize import _Search

    plain, seen = _Search.run, []

    def noted(self, candidates, worlds):
        table = plain(self, candidates, worlds)
        seen.append((worlds, table))
        return table

    monkeypatch.setattr(_Search, "run", noted)
    factors = [{"path": "programme.team.n_reps", "low": 2, "high": 10}]
    found = optimize(sweep(small(factors=factors), tmp_path / "s"), "cost_total", most_runs=40)
    *earlier, (worlds, reached) = seen
    assert found.reached.mean == pytest.approx(-reached.mean()), "less of a cost is better, so that it is turned round"
    assert found.reached.n == len(worlds) >= 20
    assert worlds.start >= max(each.stop for each, _ in earlier)


def test_the_best_for_the_unkindest_fifth_is_told_by_what_it_reaches_there(small, tmp_path):
    factors = [{"path": "programme.team.n_reps", "low": 2, "high": 10}]
    found = optimize(sweep(small(factors=factors), tmp_path / "s"), "cost_total", measure="worst_fifth", most_runs=40)
    assert found.unkindest >= found.reached.mean, "of a cost the unkindest are the highest"
    first, second = found.sentences()[:2]
    assert first.startswith("Best for cost a year in the unkindest fifth of luck and market: ")
    assert second.startswith(f"It reaches USD {found.unkindest:,.0f} there, and on average USD {found.reached.mean:,.0f} (95 %")
