"""Find the best of several under the same luck, so that the winner is a winner and not luck."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

N_FIRST, N_BATCH = 20, 10
Sample = Callable[[Sequence[int], range], np.ndarray]
Measure = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True, eq=False)
class Selection:
    """Who won, who could not be told from the winner, and how many runs each was worth."""

    winner: int
    not_worse: tuple[int, ...]  # candidates that could not be told from the winner, the winner included
    values: list[np.ndarray]  # what every candidate reached, run by run, more being better
    n_runs: int


def mean_of(values: np.ndarray) -> np.ndarray:
    """Return the mean of every line, undefined runs left out."""
    result: np.ndarray = np.nanmean(values, axis=-1)
    return result


def worst_fifth_of(values: np.ndarray) -> np.ndarray:
    """Return the mean of the worst fifth of every line: what happens when the market is unkind."""
    n = max(1, values.shape[-1] // 5)
    result: np.ndarray = np.nanmean(np.sort(values, axis=-1)[..., :n], axis=-1)
    return result


def paired_elimination(
    sample: Sample, n_candidates: int, confidence: float = 0.95, indifference: float = 0.0, most: int = 500
) -> Selection:
    """Run all, then only those not yet shown to be worse, until one is left (or all left differ by too little to matter).

    Every comparison is paired, on the same luck, and shares the error allowed evenly with all other pairs and looks.

    Parameters
    ----------
    sample
        Gives what some candidates reach on a stretch of luck, shape (candidates, luck), more being better.
    n_candidates
        How many there are.
    confidence
        Chance at least that the best is not dropped.
    indifference
        A difference smaller than this is not worth telling.
    most
        Runs per candidate after which the search ends.
    """
    from scipy.special import stdtrit

    looks = [*range(N_FIRST, most, N_BATCH), most]
    alpha = (1 - confidence) / max(1, n_candidates - 1) / len(looks)
    alive = list(range(n_candidates))
    values = [np.empty(0) for _ in range(n_candidates)]
    n_runs = n = 0
    for look in looks:
        more = sample(alive, range(n, look))
        n_runs += more.size
        n = look
        for line, i in enumerate(alive):
            values[i] = np.concatenate([values[i], more[line]])
        table = np.stack([values[i] for i in alive])
        leader = int(np.argmax(mean_of(table)))
        behind = table[leader] - table
        defined = np.isfinite(behind).sum(axis=1)
        error = np.nanstd(behind, axis=1, ddof=1) / np.sqrt(np.maximum(defined, 1))
        half = stdtrit(np.maximum(defined - 1, 1), 1 - alpha) * error
        apart = mean_of(behind)
        winner = alive[leader]
        settled = [apart[k] + half[k] <= indifference for k in range(len(alive)) if k != leader]
        alive = [i for k, i in enumerate(alive) if k == leader or not (apart[k] > half[k] and apart[k] > 0)]
        if len(alive) == 1 or (indifference > 0 and settled and all(settled)):
            break
    return Selection(winner, tuple(alive), values, n_runs)


def sequential_halving(sample: Sample, n_candidates: int, budget: int, measure: Measure = mean_of) -> Selection:
    """Share a number of runs over rounds; after each the worse half of the candidates is dropped.

    Parameters
    ----------
    sample, n_candidates
        As for ``paired_elimination``.
    budget
        Runs altogether.
    measure
        What is compared: the mean, or what happens in the worst fifth.
    """
    alive = list(range(n_candidates))
    rounds = max(1, int(np.ceil(np.log2(n_candidates))))
    values = [np.empty(0) for _ in range(n_candidates)]
    n = n_runs = 0
    for _ in range(rounds):
        each = max(2, budget // (rounds * len(alive)))
        more = sample(alive, range(n, n + each))
        n_runs += more.size
        n += each
        for line, i in enumerate(alive):
            values[i] = np.concatenate([values[i], more[line]])
        scores = measure(np.stack([values[i] for i in alive]))
        order = [alive[k] for k in np.argsort(-scores, kind="stable")]
        alive = order[: max(1, (len(order) + 1) // 2)]
        if len(alive) == 1:
            break
    finalists = order[:2] if len(order) > 1 else order
    return Selection(order[0], tuple(finalists), values, n_runs)


def chance_of_best(values: Sequence[np.ndarray], winner: int, measure: Measure = mean_of, n: int = 1000) -> float:
    """Return how often the winner stays ahead of everybody with as many runs when luck is drawn anew."""
    whole = [line for line in values if len(line) == len(values[winner])]
    table = np.stack(whole)
    place = next(k for k, line in enumerate(whole) if line is values[winner])
    rng = np.random.default_rng(0)
    won = 0
    for _ in range(n):
        drawn = rng.integers(0, table.shape[1], table.shape[1])
        won += int(np.argmax(measure(table[:, drawn])) == place)
    return won / n
