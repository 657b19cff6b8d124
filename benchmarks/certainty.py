"""What certainty costs: CPU seconds to a half-width, paired luck beside independent luck, and false alarms of looking on."""

import math
import time
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from buyermaze.experiments.answers.ranking_and_selection import paired_elimination
from buyermaze.simulator.comparison.any_time import at_any_time, half_width
from buyermaze.simulator.comparison.paired_statistics import estimate, t_quantile
from buyermaze.simulator.comparison.plain_answer import JUDGED_BY
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.reading.shelves import available_markets
from buyermaze.simulator.outcomes.batches import batch_values
from buyermaze.simulator.outcomes.definitions import position
from buyermaze.simulator.runs.batch import sum_table

SIDES: Final = ("baton_pass", "merged")
AIMS: Final = {"p_win": 0.005, "share_regret": 0.02}  # half-widths aimed at: half a point of wins, two points of regret
N_NULLS: Final = 2000  # comparisons of an organisation with itself under other luck
LIVES_A_LOOK: Final = 4  # the app looks after so many more
MOST_LIVES: Final = 64  # where the app stops by itself
FIRST_LOOK, LAST_LOOK = 20, 200  # values at which a null comparison is looked at, one by one


def run(quick: bool = False) -> dict[str, Any]:
    """Measure every market's default comparison, and false alarms in the reference market."""
    names = [entry.name for entry in available_markets()]
    found: dict[str, Any] = {}
    for name in names[:2] if quick else names:
        found[name], values = _market(name, 12 if quick else 48)
        if name == names[0]:
            found["comparisons of nothing told from luck"] = _false_alarms(values[0][:, position("p_win")])
            n_batches = load(SIDES[0], market=name).run.n_batches
            found["the same, lives of the two sides moved together, looked at as the app does"] = {
                key: _alarms_by_lives(values[1, :, position(key)] - values[0, :, position(key)], n_batches)
                for key in JUDGED_BY
            }
    found["what the best of twelve reaches, bias in standard errors"] = _bias_of_the_best()
    return found


def _bias_of_the_best() -> dict[str, float]:
    """Return how far off the winner of a search is told, on the luck that chose it and on luck of its own.

    Twelve programmes of which each is a little better than the one before, with luck that all share and luck of each.
    """
    rng = np.random.default_rng(1)
    truth = np.linspace(0.0, 0.2, 12)

    def reached(which: Sequence[int], luck: Sequence[int]) -> np.ndarray:
        noise = rng.normal(0.0, 0.6, (len(which), len(luck)))
        return truth[list(which)][:, None] + rng.normal(size=len(luck)) + noise

    off: dict[str, list[float]] = {"on the luck that chose it": [], "on luck of its own, as optimize tells it": []}
    for _ in range(N_NULLS):
        search = paired_elimination(reached, len(truth), most=166)
        seen = search.values[search.winner]
        for name, values in zip(off, (seen, reached([search.winner], range(len(seen)))[0]), strict=True):
            told = estimate(values)
            off[name].append((told.mean - truth[search.winner]) / told.standard_error)
    return {name: float(np.mean(each)) for name, each in off.items()}


def _market(name: str, n: int) -> tuple[dict[str, Any], np.ndarray]:
    """Return what certainty costs in a market, and the values of both organisations."""
    sides = [load(side, market=name) for side in SIDES]
    sum_table(sides, range(1))  # compiled
    began = time.process_time()
    values = np.array([batch_values(each) for each in sum_table(sides, range(n))])
    seconds = (time.process_time() - began) / n
    found: dict[str, Any] = {}
    for key, aim in AIMS.items():
        a, b = values[:, :, position(key)]
        both = np.isfinite(a) & np.isfinite(b)
        per_value = len(a) / n
        needed = {
            "paired": float(np.var(a[both] - b[both], ddof=1)),
            "independent": float(np.var(a[both], ddof=1) + np.var(b[both], ddof=1)),
        }
        cost = {luck: _values_for(aim, variance) / per_value * seconds for luck, variance in needed.items()}
        found[f"{key}, to {aim:g} either way"] = {
            "CPU s, paired luck": cost["paired"],
            "CPU s, independent luck": cost["independent"],
            "ratio": cost["paired"] / cost["independent"],
        }
    return found, values


def _values_for(aim: float, variance: float) -> int:
    n = 2
    while t_quantile(n) * math.sqrt(variance / n) > aim:
        n += max(1, n // 50)
    return n


def _alarms_by_lives(apart: np.ndarray, n_batches: int) -> dict[str, float]:
    """Return how often differences moved to a mean of nothing are told from luck at some look after every fourth life."""
    rng = np.random.default_rng(1)
    lives = (apart - np.nanmean(apart)).reshape(-1, n_batches)
    told = dict.fromkeys(("intervals that hold at every look", "usual intervals"), 0)
    for _ in range(N_NULLS):
        drawn = lives[rng.integers(len(lives), size=MOST_LIVES)]
        seen = [estimate(drawn[:n].ravel()) for n in range(LIVES_A_LOOK, MOST_LIVES + 1, LIVES_A_LOOK)]
        for name, each in zip(told, ([at_any_time(one) for one in seen], seen), strict=True):
            told[name] += any(one.is_told for one in each)
    return {name: n / N_NULLS for name, n in told.items()}


def _false_alarms(wins: np.ndarray) -> dict[str, float]:
    """Return how many comparisons of nothing are told from luck by somebody who looks after every value."""
    rng = np.random.default_rng(1)
    apart = rng.choice(wins, (N_NULLS, LAST_LOOK)) - rng.choice(wins, (N_NULLS, LAST_LOOK))
    n = np.arange(1, LAST_LOOK + 1)
    mean = apart.cumsum(axis=1) / n
    variance = ((apart**2).cumsum(axis=1) - n * mean**2).clip(0) / np.maximum(n - 1, 1)
    error = np.sqrt(variance / n)[:, FIRST_LOOK - 1 :]
    mean = mean[:, FIRST_LOOK - 1 :]
    factors = {
        "intervals that hold at every look": [half_width(1.0, int(k)) for k in n[FIRST_LOOK - 1 :]],
        "usual intervals": [t_quantile(int(k)) for k in n[FIRST_LOOK - 1 :]],
    }
    return {
        name: float((np.abs(mean) > np.array(factor) * error).any(axis=1).mean()) for name, factor in factors.items()
    }
