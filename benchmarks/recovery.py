"""Hide parameters, simulate the numbers they lead to, calibrate, and count how often the intervals hold them."""

import tempfile
from pathlib import Path

import numpy as np

from benchmarks import alone

NUMBERS = ("p_win_of_leads", "p_win_of_opportunities", "days_to_win", "p_no_decision_of_opportunities", "p_lead")
FACTORS = [
    {"path": "market.offer.benefit_mean", "low": 0, "high": 2.5},
    {"path": "market.group.give_up_per_tension", "low": 0, "high": 0.6},
    {"path": "market.group.pace", "low": 0.3, "high": 3, "scale": "log"},
    {"path": "market.demand.share_not_serious", "low": 0.1, "high": 0.9},
]


def run(trials: int = 30, n: int = 800, n_accounts: int = 100) -> dict[str, float | int]:
    """Return how many of ``trials`` hidden values lie in their 90 % intervals, and how wide these are."""
    from buyermaze.experiments.calibration.approximate_bayes import posterior
    from buyermaze.experiments.sweeps.run import sweep

    study = {
        "schema_version": 1,
        "scenarios": ["baton_pass"],
        "changes": alone(n_accounts),
        "factors": FACTORS,
        "design": {"kind": "latin_hypercube", "n": n},
        "outcomes": list(NUMBERS),
        "replications": 1,
        "luck": "own",
    }
    with tempfile.TemporaryDirectory() as folder:
        prior = _table(sweep(study, Path(folder) / "prior"))
        hidden = _table(
            sweep({**study, "seed": 77, "design": {"kind": "latin_hypercube", "n": 2 * trials}}, Path(folder) / "h")
        )
    whole = np.flatnonzero(np.isfinite(hidden[1]).all(axis=1))[:trials]
    inside, width = [], []
    for i in whole:
        found = posterior(prior[0], prior[1], hidden[1][i], [1e-9] * len(NUMBERS), seed=int(i))
        low, high = np.percentile(found.places, [5, 95], axis=0)
        inside.append((low <= hidden[0][i]) & (hidden[0][i] <= high))
        width.append(high - low)
    names = [str(factor["path"]).split(".")[-1] for factor in FACTORS]
    share = np.mean(inside, axis=0)
    return {
        "trials": len(whole),
        "inside_90": round(float(np.mean(inside)), 3),
        **{f"inside_90_{name}": round(float(each), 3) for name, each in zip(names, share, strict=True)},
        **{f"width_{name}": round(float(each), 2) for name, each in zip(names, np.mean(width, axis=0), strict=True)},
    }


def _table(found: "object") -> tuple[np.ndarray, np.ndarray]:
    from buyermaze.experiments.answers.sensitivity import places_of
    from buyermaze.experiments.sweeps.results import Sweep

    assert isinstance(found, Sweep)
    return places_of(found), np.column_stack([found.cube(name)[1][:, 0, 0] for name in NUMBERS])


if __name__ == "__main__":
    print(run())
