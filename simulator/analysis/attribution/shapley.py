"""Shapley values: what each player adds, averaged over all orders in which they could have come."""

import math
from collections.abc import Callable, Sequence
from itertools import combinations

import numpy as np

from buyermaze.simulator.analysis.attribution.touch_paths import Path


def shapley(players: Sequence[str], worth: "Callable[[frozenset[str]], float | np.ndarray]") -> np.ndarray:
    """Return the Shapley value of every player of a game.

    Parameters
    ----------
    players
        Their names; all coalitions are asked for once, so 2 to the power of their number.
    worth
        What a coalition achieves: a number, or numbers of one shape.

    Returns
    -------
    ndarray of float64, shape (len(players), ...)
        The players first, then the shape of what a coalition achieves. Sums to what all achieve minus what nobody
        achieves (efficiency).
    """
    n = len(players)
    value = {frozenset(team): worth(frozenset(team)) for size in range(n + 1) for team in combinations(players, size)}
    result = np.zeros((n, *np.shape(value[frozenset()])))
    for p, player in enumerate(players):
        others = [name for name in players if name != player]
        for size in range(n):
            weight = math.factorial(size) * math.factorial(n - size - 1) / math.factorial(n)
            for team in combinations(others, size):
                without = frozenset(team)
                result[p] += weight * (value[without | {player}] - value[without])
    return result


def path_shapley(paths: Sequence[Path], channels: Sequence[str], of: str = "conversions") -> np.ndarray:
    """Return Shapley credit from paths: a coalition achieves the conversions whose channels all lie in it.

    Every conversion then splits evenly among the different channels on its path, whatever their order (Zhao, Mahboobi
    and Bagheri 2018).
    """
    place = {name: c for c, name in enumerate(channels)}
    given = np.zeros(len(channels))
    for path in paths:
        different = set(path.channels)
        for name in different:
            given[place[name]] += getattr(path, of) / len(different)
    return given
