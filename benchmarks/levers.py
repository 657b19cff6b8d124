"""Whether any lever solves the model: the best programmes at equal spend in every market, and where their levers sit."""

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

GOAL = "profit_lifetime"
EDGE = 0.02  # a lever within this part of its range from an end sits at its bound
N_BEST = 20
N_BINS = 6  # equal parts of a lever's range by which its share of the spread is measured
FACTORS = [
    {"path": "programme.pricing.level", "low": -0.2, "high": 0.2, "name": "price"},
    {"path": "programme.message.promise", "low": 0, "high": 3, "name": "promise"},
    {"path": "programme.message.fine_print", "low": 0, "high": 1, "name": "fine print"},
    {"path": "programme.selling.need_focus", "low": 0, "high": 1, "name": "need focus"},
    {"path": "programme.marketing.ads", "low": 0, "high": 3, "name": "advertising"},
    {"path": "programme.marketing.events", "low": 0, "high": 3, "name": "events"},
    {"path": "programme.marketing.email", "low": 0, "high": 3, "name": "e-mail"},
    {"path": "programme.marketing.priming", "low": 0, "high": 1, "name": "priming"},
    {"path": "programme.nurture.days_between", "low": 1, "high": 60, "name": "days between mails"},
    {"path": "programme.memory.tailoring", "low": 0, "high": 0.5, "name": "tailoring"},
    {"path": "programme.team.n_reps", "low": 3, "high": 9, "name": "reps"},
    {"path": "programme.team.n_content", "low": 1, "high": 10, "name": "content people"},
]


def run(quick: bool = False) -> dict[str, Any]:
    """Search twelve levers of the baton pass within its own spend in every market, and report on the best twenty."""
    from buyermaze.simulator.inputs.reading.shelves import available_markets

    markets = [found.name for found in available_markets()]
    found = {market: searched(market, quick) for market in markets}
    names = [str(factor["name"]) for factor in FACTORS]
    n_at_bound = {name: sum(found[market]["at bound"][name] > 0.5 for market in markets) for name in names}
    return {
        **found,
        "markets in which a lever sits at its bound in more than half of the best": n_at_bound,
        "largest share of the spread that one lever explains": max(
            max(found[market]["share of spread"].values()) for market in markets
        ),
    }


def searched(market: str, quick: bool, changes: dict[str, Any] | None = None) -> dict[str, Any]:
    """Sweep and optimise in one market; return how often each lever sits at a bound and what it explains.

    ``changes`` are laid over the market and the run.
    """
    from buyermaze.experiments.answers.optimize import optimize
    from buyermaze.experiments.sweeps.run import sweep
    from buyermaze.simulator.inputs.reading.loading import load
    from buyermaze.simulator.outcomes.definitions import position
    from buyermaze.simulator.runs.batch import outcome_table

    own = load("baton_pass", market=market).with_changes(changes or {})
    budget = float(outcome_table([own], range(2))[0][:, position("cost_total")].mean())
    study = {
        "schema_version": 1,
        "title": f"Twelve levers at equal spend: {market}",
        "question": "Which programme earns most over a customer's lifetime?",
        "scenarios": ["baton_pass"],
        "market": market,
        "changes": changes or {},
        "factors": FACTORS,
        "design": {"kind": "latin_hypercube", "n": 96 if quick else 384},
        "outcomes": [GOAL, "cost_total"],
        "replications": 1,
        "seed": 1,
    }
    with tempfile.TemporaryDirectory() as folder:
        space = sweep(study, Path(folder) / "space")
        tables = [optimize(space, GOAL, budget, most_runs=100 if quick else 1000, seed=seed).table for seed in (0, 1)]
        programmes = space.table([GOAL])
    best = pd.concat(tables).sort_values("mean", ascending=False).head(N_BEST)
    return {
        "best lifetime profit, million USD": float(best["mean"].max()) / 1e6,
        "at bound": {str(factor["name"]): _at_bound(best, factor) for factor in FACTORS},
        "share of spread": {str(factor["name"]): _explained(programmes, str(factor["name"])) for factor in FACTORS},
        "median of the best": {str(factor["name"]): float(best[factor["name"]].median()) for factor in FACTORS},
    }


def _at_bound(best: pd.DataFrame, factor: dict[str, Any]) -> float:
    """Return the larger part of the best programmes whose lever sits at one end of its range."""
    values = (best[factor["name"]].astype(float) - factor["low"]) / (factor["high"] - factor["low"])
    return float(max((values <= EDGE).mean(), (values >= 1.0 - EDGE).mean()))


def _explained(programmes: pd.DataFrame, name: str) -> float:
    """Return the part of the variance of lifetime profit over programmes that lies between parts of a lever's range."""
    goal = programmes[GOAL].to_numpy()
    parts = pd.cut(programmes[name].astype(float), N_BINS, labels=False).to_numpy()
    means = np.array([goal[parts == part].mean() if (parts == part).any() else goal.mean() for part in range(N_BINS)])
    between = float(((means[parts] - goal.mean()) ** 2).mean())
    n = len(goal)
    within = float(((goal - means[parts]) ** 2).sum() / (n - N_BINS))
    return max(0.0, (between - (N_BINS - 1) / n * within) / float(goal.var()))
