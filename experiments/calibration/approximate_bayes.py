"""Regression-adjusted approximate Bayesian computation on an ordinary sweep over the prior.

Points whose outcomes come close to what is known are kept, weighted by how close, and moved along a local linear
regression to where they would lie had they come out exactly (Beaumont, Zhang and Balding 2002).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

LEAST_KEPT, SHARE_KEPT = 200, 0.2
EDGE = 1e-3  # places are kept this far from the ends before they are put on a logit scale


@dataclass(frozen=True, eq=False)
class Posterior:
    """Equally likely draws of places in the unit cube, shape (draws, parameters), and what they rest on."""

    places: np.ndarray
    n_prior: int
    n_kept: int
    distance: float  # of the nearest point, in standard deviations of the outcomes over the prior


def posterior(
    places: np.ndarray,
    outcomes: np.ndarray,
    observed: Sequence[float],
    errors: Sequence[float],
    n_draws: int = 400,
    seed: int = 0,
) -> Posterior:
    """Return draws of the parameters given what is known.

    Parameters
    ----------
    places
        Places of the prior's points in the unit cube, shape (points, parameters).
    outcomes
        What they led to, shape (points, known numbers); points with an undefined outcome are left out.
    observed, errors
        The numbers known and their standard errors; simulated outcomes are blurred by as much.
    n_draws
        How many draws to return.
    seed
        Decides blur and draws.
    """
    rng = np.random.default_rng(seed)
    whole = np.isfinite(outcomes).all(axis=1)
    theta, reached = places[whole], outcomes[whole]
    if len(theta) < 2 * (reached.shape[1] + 1):
        raise ValueError("too few points with defined outcomes")
    reached = reached + rng.normal(0, 1, reached.shape) * np.asarray(errors)
    spread = reached.std(axis=0)
    spread[spread == 0] = 1
    apart = (reached - np.asarray(observed)) / spread
    distance = np.sqrt((apart**2).sum(axis=1))
    n_kept = min(len(theta), max(LEAST_KEPT, int(SHARE_KEPT * len(theta))))
    kept = np.argsort(distance, kind="stable")[:n_kept]
    reach = distance[kept[-1]] * (1 + 1e-9) + 1e-12
    weight = np.maximum(1 - (distance[kept] / reach) ** 2, 1e-6)
    logit = _logit(theta[kept])
    moved = logit - apart[kept] @ _slopes(apart[kept], logit, weight)
    drawn = _systematic(weight / weight.sum(), n_draws, rng)
    return Posterior(1 / (1 + np.exp(-moved[drawn])), len(theta), n_kept, float(distance[kept[0]]))


def _slopes(apart: np.ndarray, logit: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Return how parameters go with outcomes near what was observed, shape (known numbers, parameters)."""
    table = np.column_stack([np.ones(len(apart)), apart])
    weighted = table * weight[:, None]
    ridge = 1e-8 * weight.sum() * np.eye(table.shape[1])
    fitted: np.ndarray = np.linalg.solve(weighted.T @ table + ridge, weighted.T @ logit)
    return fitted[1:]


def _logit(places: np.ndarray) -> np.ndarray:
    inside = np.clip(places, EDGE, 1 - EDGE)
    result: np.ndarray = np.log(inside / (1 - inside))
    return result


def _systematic(share: np.ndarray, n: int, rng: np.random.Generator) -> np.ndarray:
    """Draw with given shares, each as often as its share says, to within one."""
    marks = (rng.random() + np.arange(n)) / n
    return np.minimum(np.searchsorted(np.cumsum(share), marks), len(share) - 1)
