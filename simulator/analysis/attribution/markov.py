"""Markov attribution: an absorbing chain from start over channels to conversion or nothing, solved exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from buyermaze.simulator.analysis.attribution.touch_paths import Path
from buyermaze.simulator.core.errors import InputProblem

State = tuple[str, ...]
START: Final[State] = ()
MOST_STATES: Final = 4000


@dataclass(frozen=True)
class Chain:
    """Transition counts between transient states, and from them into conversion and nothing.

    A state is the tuple of the last (up to ``order``) channels; the empty tuple is the start.
    """

    states: tuple[State, ...]
    moves: np.ndarray  # shape (states, states), counts
    converted: np.ndarray  # shape (states,), counts
    ended: np.ndarray  # shape (states,), counts


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
    moves, converted, ended = np.zeros((n, n)), np.zeros(n), np.zeros(n)
    for path, walk in zip(paths, walks, strict=True):
        weight = path.conversions + path.null
        steps = [place[state] for state in walk]
        np.add.at(moves, (steps[:-1], steps[1:]), weight)
        converted[steps[-1]] += path.conversions
        ended[steps[-1]] += path.null
    return Chain(states, moves, converted, ended)


def p_conversion(walk: Chain, without: str | None = None) -> float:
    """Return the chance of getting from the start to a conversion: the absorbing chain, solved.

    Parameters
    ----------
    walk : Chain
        The chain.
    without : str, optional
        A channel that is removed: whoever would go there is lost.
    """
    total = walk.moves.sum(axis=1) + walk.converted + walk.ended
    lively = total > 0
    scale = np.where(lively, total, 1.0)
    inner = walk.moves / scale[:, None]
    exits = walk.converted / scale
    gone = np.array([without is not None and without in state for state in walk.states])
    inner[:, gone] = 0.0
    p = np.linalg.solve(np.eye(len(total)) - inner, exits)
    return float(p[walk.states.index(START)])


def removal_effects(paths: Sequence[Path], channels: Sequence[str], order: int = 1) -> np.ndarray:
    """Return by what share the chance of a conversion falls when each channel is removed, shape (channels,)."""
    walk = chain(paths, order)
    whole = p_conversion(walk)
    if whole <= 0.0:
        return np.zeros(len(channels))
    effects = np.array([1.0 - p_conversion(walk, channel) / whole for channel in channels])
    return np.maximum(effects, 0.0)


def markov(paths: Sequence[Path], channels: Sequence[str], order: int = 1, of: str = "conversions") -> np.ndarray:
    """Return what Markov attribution credits to each channel: all conversions (or value), shared by removal effects."""
    effects = removal_effects(paths, channels, order)
    total = sum(getattr(path, of) for path in paths)
    return total * effects / effects.sum() if effects.sum() > 0 else effects
