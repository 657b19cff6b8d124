"""Markov attribution: an absorbing chain from start over channels to conversion or nothing, solved exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from buyermaze.simulator.analysis.attribution.touch_paths import Path
from buyermaze.simulator.core.errors import InputProblem

if TYPE_CHECKING:
    import pandas

State = tuple[str, ...]
START: Final[State] = ()
MOST_STATES: Final = 4000
MOST_ORDER: Final = 4  # longest memory tried when the order is chosen by criterion


@dataclass(frozen=True)
class Chain:
    """Transition counts between transient states, and from them into conversion and nothing.

    A state is the tuple of the last (up to ``order``) channels; the empty tuple is the start.
    """

    states: tuple[State, ...]
    moves: np.ndarray  # shape (states, states), counts
    converted: np.ndarray  # shape (states,), counts
    ended: np.ndarray  # shape (states,), counts
    value: np.ndarray  # shape (states,), what the conversions from here are worth together


@dataclass(frozen=True)
class Order:
    """How well a chain that remembers so many channels describes paths."""

    order: int
    n_states: int
    n_parameters: int
    log_likelihood: float
    bic: float


def chain(paths: Sequence[Path], order: int = 1) -> Chain:
    """Count the transitions of paths in a chain that remembers the last ``order`` channels."""
    if order < 1:
        raise InputProblem(f"order: a chain remembers 1 channel or more, not {order}")
    walks = [[path.channels[max(0, i - order) : i] for i in range(len(path.channels) + 1)] for path in paths]
    states = tuple(dict.fromkeys([START, *(state for walk in walks for state in walk)]))
    if len(states) > MOST_STATES:
        raise InputProblem(f"order: {order} makes {len(states)} states, more than {MOST_STATES}; choose a lower order")
    place = {state: s for s, state in enumerate(states)}
    n = len(states)
    moves, converted, ended, value = np.zeros((n, n)), np.zeros(n), np.zeros(n), np.zeros(n)
    for path, walk in zip(paths, walks, strict=True):
        weight = path.conversions + path.null
        steps = [place[state] for state in walk]
        np.add.at(moves, (steps[:-1], steps[1:]), weight)
        converted[steps[-1]] += path.conversions
        ended[steps[-1]] += path.null
        value[steps[-1]] += path.value
    return Chain(states, moves, converted, ended, value)


def p_conversion(walk: Chain, without: str | None = None) -> float:
    """Return the chance of getting from the start to a conversion: the absorbing chain, solved.

    Parameters
    ----------
    walk : Chain
        The chain.
    without : str, optional
        A channel that is removed: whoever would go there is lost.
    """
    return _from_start(walk, walk.converted, without)


def expected_value(walk: Chain, without: str | None = None) -> float:
    """Return what a path is worth on average, seen from the start; a conversion is worth what those from its state are.

    Parameters
    ----------
    walk, without
        As in ``p_conversion``.
    """
    return _from_start(walk, walk.value, without)


def _from_start(walk: Chain, reward: np.ndarray, without: str | None) -> float:
    """Return the expected sum of what ends in a reward (counted per state), starting at the start."""
    total = walk.moves.sum(axis=1) + walk.converted + walk.ended
    scale = np.where(total > 0, total, 1.0)
    inner = walk.moves / scale[:, None]
    gone = np.array([without is not None and without in state for state in walk.states])
    inner[:, gone] = 0.0
    p = np.linalg.solve(np.eye(len(total)) - inner, reward / scale)
    return float(p[walk.states.index(START)])


def removal_effects(
    paths: Sequence[Path], channels: Sequence[str], order: int = 1, of: str = "conversions"
) -> np.ndarray:
    """Return by what share the chance of a conversion (or the expected value) falls without each channel, shape (channels,)."""
    walk = chain(paths, order)
    reached = expected_value if of == "value" else p_conversion
    whole = reached(walk)
    if whole <= 0.0:
        return np.zeros(len(channels))
    effects = np.array([1.0 - reached(walk, channel) / whole for channel in channels])
    return np.maximum(effects, 0.0)


def markov(paths: Sequence[Path], channels: Sequence[str], order: int = 1, of: str = "conversions") -> np.ndarray:
    """Return what Markov attribution credits to each channel: all conversions (or value), shared by removal effects.

    Value is shared by the removal effects on the expected value, not on the chance of a conversion.
    """
    effects = removal_effects(paths, channels, order, of)
    total = sum(getattr(path, of) for path in paths)
    return total * effects / effects.sum() if effects.sum() > 0 else effects


def orders(paths: Sequence[Path], most: int = MOST_ORDER) -> list[Order]:
    """Return how well chains of growing memory describe paths, by Schwarz's criterion (BIC): the smallest is best.

    Every chain is judged on the same steps: all moves, conversions and ends, each as often as its path was met. A
    parameter is an exit of a state beyond its first.

    Parameters
    ----------
    paths
        Paths.
    most
        The longest memory tried; longer than the longest path it cannot be.
    """
    found = []
    for order in range(1, min(most, max(len(path.channels) for path in paths)) + 1):
        try:
            walk = chain(paths, order)
        except InputProblem:
            break
        exits = np.column_stack([walk.moves, walk.converted, walk.ended])
        total = exits.sum(axis=1, keepdims=True)
        seen = exits > 0
        share = np.divide(exits, total, out=np.ones_like(exits), where=seen)
        likelihood = float((exits * np.log(share)).sum())
        n_parameters = int(np.maximum(seen.sum(axis=1) - 1, 0).sum())
        bic = n_parameters * float(np.log(max(exits.sum(), 1.0))) - 2 * likelihood
        found.append(Order(order, len(walk.states), n_parameters, likelihood, bic))
    return found


def best_order(paths: Sequence[Path], most: int = MOST_ORDER) -> int:
    """Return the memory with the smallest criterion of ``orders``."""
    return min(orders(paths, most), key=lambda each: each.bic).order


def transitions(paths: Sequence[Path], order: int = 1) -> "pandas.DataFrame":
    """Return the transition matrix as one line per move that was seen: ``before, after, n, p``."""
    import pandas

    walk = chain(paths, order)
    names = [" > ".join(state) or "(start)" for state in walk.states]
    exits = np.column_stack([walk.moves, walk.converted, walk.ended])
    total = exits.sum(axis=1)
    after = [*(state[-1] if state else "(start)" for state in walk.states), "(conversion)", "(nothing)"]
    lines = [(names[s], after[t], exits[s, t], exits[s, t] / total[s]) for s, t in zip(*np.nonzero(exits), strict=True)]
    return pandas.DataFrame(lines, columns=["before", "after", "n", "p"])
