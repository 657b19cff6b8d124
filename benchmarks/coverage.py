"""How often 95 % intervals of answers hold the truth, and whether sensitivities are unbiased, on functions that are known.

Reported in docs/experiments.md; run with  python -m benchmarks coverage  (some ten minutes of processor time; --quick: a tenth of
the trials).
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas

from buyermaze.experiments.answers.break_even import _drawn_fits, _fit, _terms
from buyermaze.experiments.answers.pawn import Pawn, beyond_chance
from buyermaze.experiments.answers.prim import chosen, prim, simplified
from buyermaze.experiments.answers.profile import _from_first
from buyermaze.experiments.answers.scenario_discovery import _again
from buyermaze.experiments.answers.sensitivity import _moves
from buyermaze.experiments.answers.sobol import sobol_indices
from buyermaze.experiments.answers.two_way import design_interval, mean_interval
from buyermaze.experiments.designs.samplers import EVEN, grid, sampled
from buyermaze.experiments.studies.axis import Axis
from buyermaze.experiments.studies.spec import DesignSpec

N_TRIALS = 2000
N_LEVELS = 4
SHAPES: dict[str, tuple[int, Callable[[np.ndarray], np.ndarray], float]] = {
    "a line": (1, lambda x: x[:, 0], 0.5),
    "curves that add up": (3, lambda x: x[:, 0] + x[:, 1] ** 2 + np.exp(x[:, 2]), 1 / 2 + 1 / 3 + np.e - 1),
    "the greater of two": (2, lambda x: x.max(axis=1), 2 / 3),
    "a product": (2, lambda x: 4 * (x[:, 0] - 0.5) * (x[:, 1] - 0.5), 0.0),
    "a step": (2, lambda x: (x[:, 0] > 0.37).astype(float), 0.63),
}  # factors, function, mean over 0 to 1


def mean_coverage(
    luck_shared: float,
    luck_by_point: float,
    n_points: int,
    n_luck: int,
    own: bool = False,
    n_trials: int = N_TRIALS,
) -> float:
    """Return how often the interval of a mean over points drawn at random and luck holds the truth: f = x + luck, x in 0 to 1."""
    rng = np.random.default_rng(1)
    inside = 0
    for _ in range(n_trials):
        x = rng.random(n_points)
        values = x[:, None] + luck_by_point * rng.standard_normal((n_points, n_luck))
        values += luck_shared * rng.standard_normal((1, n_luck) if not own else (n_points, n_luck))
        found = mean_interval(values, np.arange(n_points) if own else np.zeros(n_points))
        inside += found.low <= 0.5 <= found.high
    return inside / n_trials


def design_coverage(
    kind: str, n: int, shape: str, luck_shared: float, luck_by_point: float, n_luck: int, own: bool = False, n_trials: int = 400
) -> float:
    """Return how often the interval of a mean over the points of a design, and over luck, holds the truth.

    ``n``: points or rows. ``own``: every point has luck of its own; shared luck hits points unlike. What a design of levels
    stands for is those levels.
    """
    rng = np.random.default_rng(6)
    n_factors, function, truth = SHAPES[shape]
    axes = tuple(Axis(f"x{k}", f"x{k}", "uncertainty", "real", 0.0, 1.0) for k in range(1, n_factors + 1))
    if kind not in EVEN:
        truth = float(function(grid(axes, N_LEVELS).places()).mean())
    inside = 0
    for _ in range(n_trials):
        asked = DesignSpec.model_validate({"kind": kind, "n": n, "levels": N_LEVELS})
        design = sampled(asked, axes, int(rng.integers(2**31)), "own" if own else None, Path())
        places = design.places()
        height = function(places)
        luck = rng.standard_normal((int(design.luck_group.max()) + 1, n_luck))[design.luck_group] * (0.5 + places[:, :1])
        values = height[:, None] + luck_shared * luck + luck_by_point * rng.standard_normal((len(design), n_luck))
        found = design_interval(kind, axes, places, design.row, design.luck_group, values)
        inside += found.low - 1e-9 <= truth <= found.high + 1e-9
    return inside / n_trials


def flip_coverage(luck_shared: float, luck_by_point: float, n_trials: int = 400) -> float:
    """Return how often the interval of a place where a surface turns holds the truth: f = x1 - 0.4 + luck turns at 0.4."""
    rng = np.random.default_rng(2)
    inside = 0
    for _ in range(n_trials):
        places = rng.random((120, 2))
        values = (
            places[:, :1]
            - 0.4
            + luck_by_point * rng.standard_normal((120, 8))
            + luck_shared * rng.standard_normal((1, 8))
        )
        table, mean = _terms(places, True), values.mean(axis=1)
        fits = np.array([_fit(table, mean), *_drawn_fits(table, values, mean, np.zeros(120, int))])
        heights = fits @ _terms(np.array([[0.4, 0.5]]), True)[0]
        low, high = np.percentile(heights[1:], [2.5, 97.5])
        inside += low <= 0 <= high
    return inside / n_trials


def profile_coverage(luck_shared: float, luck_by_point: float, kind: str, n_trials: int = N_TRIALS) -> float:
    """Return how often the interval of a step between two levels holds the truth: f = level + other factors + luck.

    ``kind``: points that differ in the factor alone (``paired``, a grid), or other points at each level (``apart``).
    """
    rng = np.random.default_rng(4)
    n, inside = 40, 0
    first = np.arange(2 * n) < n
    for _ in range(n_trials):
        other = rng.random(n)
        others = np.concatenate([other, other if kind == "paired" else rng.random(n)])
        values = np.where(first, 0.0, 0.5)[:, None] + others[:, None] + luck_by_point * rng.standard_normal((2 * n, 8))
        values += luck_shared * rng.standard_normal((1, 8)) * np.where(first, 1.0, 1.5)[:, None]  # luck hits levels unlike
        pairs = [(k, n + k) for k in range(n)] if kind == "paired" else None
        _, low, high = _from_first(values, np.zeros(2 * n), first, ~first, pairs)
        inside += low <= 0.5 <= high
    return inside / n_trials


def discovered(
    luck_shared: float, luck_by_point: float, effect: float, n_trials: int = 100, n_luck: int = 8
) -> tuple[float, float]:
    """Return how often ``discover`` keeps a limit on x1, which matters by ``effect``, and on one of two dummies."""
    rng = np.random.default_rng(5)
    axes = tuple(Axis(name, name, "uncertainty", "real", 0.0, 1.0) for name in ("x1", "d1", "d2"))
    found = np.zeros(2)
    for _ in range(n_trials):
        frame = pandas.DataFrame(rng.random((200, 3)), columns=[axis.name for axis in axes])
        values = effect * (frame[["x1"]].to_numpy() - 0.5) + luck_by_point * rng.standard_normal((200, n_luck))
        values += luck_shared * rng.standard_normal((1, n_luck)) * (frame[["d1"]].to_numpy() - 0.5)  # shared luck favours a side
        ahead = values.mean(axis=1) > 0.0
        again = _again(values, 0.0, np.zeros(200), False)
        box = simplified(chosen(prim(frame, ahead, axes)), frame, ahead, again=again)
        found += ("x1" in box.limits, "d1" in box.limits or "d2" in box.limits)
    return float(found[0] / n_trials), float(found[1] / n_trials)


def factors_named(
    kind: str, n: int, n_luck: int, slope: float, luck_shared: float = 0.0, n_trials: int = 200
) -> tuple[float, float]:
    """Return how often Morris or PAWN (a latin hypercube) name x1, which has a slope, and each of two idle factors.

    Luck of 0.3 differs by point; shared luck favours one end of the second idle factor.
    """
    rng = np.random.default_rng(7)
    axes = tuple(Axis(name, name, "uncertainty", "real", 0.0, 1.0) for name in ("x1", "d1", "d2"))
    found = np.zeros(3)
    for _ in range(n_trials):
        asked = DesignSpec.model_validate({"kind": kind, "n": n, "levels": N_LEVELS})
        design = sampled(asked, axes, int(rng.integers(2**31)), None, Path())
        places, group = design.places(), design.luck_group
        shared = luck_shared * rng.standard_normal((int(group.max()) + 1, n_luck))[group] * (places[:, 2:] - 0.5)
        values = slope * places[:, :1] + 0.3 * rng.standard_normal((len(places), n_luck)) + shared
        if kind == "morris":
            steps = len(axes) + 1
            told, _ = _moves(places.reshape(-1, steps, len(axes)), values.reshape(-1, steps, n_luck), group[::steps])
        else:
            told, _ = beyond_chance(Pawn.at(places), values, design.row, group)
        found += told
    return float(found[0] / n_trials), float(found[1:].sum() / (2 * n_trials))


def sobol_means(noise: float, n_replications: int, n_rows: int = 512, n_trials: int = 60) -> np.ndarray:
    """Return mean total indices of x1 and two dummies for f = x1 + luck that differs by point; the truth is 1, 0, 0."""
    rng = np.random.default_rng(3)
    found = []
    for _ in range(n_trials):
        a, b = rng.random((n_rows, 3)), rng.random((n_rows, 3))

        def run(x: np.ndarray) -> np.ndarray:
            return x[:, :1] + noise * rng.standard_normal((len(x), n_replications))

        ab = []
        for i in range(3):
            mixed = a.copy()
            mixed[:, i] = b[:, i]
            ab.append(run(mixed))
        found.append(sobol_indices(("x1", "d1", "d2"), run(a), run(b), np.array(ab), a_again=run(a)).total)
    return np.mean(found, axis=0)


def run(quick: bool = False) -> dict[str, Any]:
    """Return coverages of 95 % intervals, limits that ``discover`` keeps, and mean indices; in a tenth of the trials if quick."""
    part = 10 if quick else 1
    mixtures = ((0.0, 0.3), (0.05, 0.3), (0.3, 0.0), (0.3, 0.3))
    found: dict[str, Any] = {}

    def named(what: str, shared: float, by_point: float) -> str:
        return f"{what} ({shared} shared, {by_point} by point)"

    for luck in mixtures:
        found[named("mean, 60 points, 8 shared pieces of luck", *luck)] = mean_coverage(*luck, 60, 8, n_trials=N_TRIALS // part)
        found[named("flip, 120 points, the same luck", *luck)] = flip_coverage(*luck, 400 // part)
    for n_luck in (2, 3, 4):
        for luck in mixtures:
            few = [mean_coverage(*luck, n_points, n_luck, n_trials=N_TRIALS // part) for n_points in (3, 8, 60)]
            found[named(f"mean, 3, 8 and 60 points, {n_luck} pieces", *luck)] = few
    for kind, n in (("latin_hypercube", 20), ("latin_hypercube", 60), ("sobol", 32), ("morris", 20), ("grid", 1)):
        for shape in SHAPES:
            cases = [(*luck, 8) for luck in mixtures] + [(0.3, 0.3, 2), (0.0, 0.3, 3), (0.0, 0.0, 3)]
            held = [design_coverage(kind, n, shape, *case, n_trials=400 // part) for case in cases]
            what = f"mean, {kind} of {n}, {shape}; 8 pieces of luck, {mixtures} shared and by point; 2; 3 by point; none"
            found[what] = [*held, design_coverage(kind, n, shape, 0.0, 0.3, 1, own=True, n_trials=400 // part)]
    found["mean, luck of its own at every point"] = mean_coverage(0, 0.3, 60, 2, own=True, n_trials=N_TRIALS // part)
    for luck in ((0.0, 0.3), (0.3, 0.0), (0.3, 0.3)):
        for kind in ("paired", "apart"):
            what = named(f"profile, a step between levels, points {kind}", *luck)
            found[what] = profile_coverage(*luck, kind, n_trials=N_TRIALS // part)
    for shared, by_point, effect in ((0.0, 0.3, 0.0), (0.3, 0.3, 0.0), (0.0, 0.3, 1.0), (0.3, 0.3, 1.0)):
        what = named(f"discover keeps a limit on what matters by {effect}, and on a dummy", shared, by_point)
        found[what] = discovered(shared, by_point, effect, 100 // part)
    for kind, n, n_luck, shared in (
        ("morris", 20, 1, 0.0), ("morris", 20, 4, 0.0), ("morris", 20, 4, 1.0),
        ("latin_hypercube", 60, 4, 0.0), ("latin_hypercube", 60, 4, 1.0), ("latin_hypercube", 200, 1, 0.0),
    ):  # fmt: skip
        method = "Morris" if kind == "morris" else "PAWN"
        for slope in (0.0, 2.0):
            what = f"{method} of {n} names a slope of {slope:g}, and each of the idle; {n_luck} pieces of luck, {shared} shared"
            found[what] = factors_named(kind, n, n_luck, slope, shared, 200 // part)
    for n in (1, 2, 4):
        means = sobol_means(0.3, n, n_trials=60 // part)
        found[f"mean total indices of x1 and two dummies, {n} replications"] = np.round(means, 3).tolist()
    return found
