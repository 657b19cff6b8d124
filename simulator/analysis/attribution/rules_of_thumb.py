"""Heuristic attribution: rules of thumb that share out each conversion among the touches before it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np

from buyermaze.simulator.analysis.attribution.touch_paths import Path

HALF_LIFE_HOURS: Final = 80.0  # two working weeks: model chapter 12
HALF_LIFE_STEPS: Final = 7.0  # where times are unknown; assumption
Rule = Callable[[Path], np.ndarray]


def first(path: Path) -> np.ndarray:
    """Give everything to the first touch."""
    return _milestones(len(path.channels), {0: 1.0}, 0.0)


def last(path: Path) -> np.ndarray:
    """Give everything to the last touch."""
    return _milestones(len(path.channels), {len(path.channels) - 1: 1.0}, 0.0)


def last_non_direct(path: Path) -> np.ndarray:
    """Give everything to the last touch that was no direct visit; to the last where all were."""
    named = [place for place, name in enumerate(path.channels) if not is_direct(name)]
    return _milestones(len(path.channels), {(named or [len(path.channels) - 1])[-1]: 1.0}, 0.0)


def is_direct(channel: str) -> bool:
    """Tell whether a channel is that of people who typed the address: ``Direct``, ``(direct) / (none)``."""
    return channel.lower().replace("(", "").replace(")", "").split("/")[0].strip() in ("direct", "direct traffic")


def linear(path: Path) -> np.ndarray:
    """Give every touch the same."""
    return np.full(len(path.channels), 1.0 / len(path.channels))


def position(path: Path) -> np.ndarray:
    """Give 40 % to the first touch, 40 % to the last, 20 % to those between."""
    return _milestones(len(path.channels), _shares((0, 0.4), (len(path.channels) - 1, 0.4)), 0.2)


def u_shaped(path: Path) -> np.ndarray:
    """Give 40 % to the first touch, 40 % to the one that made the lead, 20 % to the others."""
    lead = len(path.channels) - 1 if path.lead is None else path.lead
    return _milestones(len(path.channels), _shares((0, 0.4), (lead, 0.4)), 0.2)


def w_shaped(path: Path) -> np.ndarray:
    """Give 30 % each to the first touch, to the one that made the lead and to the one that made the opportunity.

    The others share 10 %. Where the lead is unknown the middle touch stands for it, where the opportunity is unknown
    the last.
    """
    n = len(path.channels)
    lead = (n - 1) // 2 if path.lead is None else path.lead
    opportunity = n - 1 if path.opportunity is None else path.opportunity
    return _milestones(n, _shares((0, 0.3), (lead, 0.3), (opportunity, 0.3)), 0.1)


def time_decay(path: Path, half_life_hours: float = HALF_LIFE_HOURS) -> np.ndarray:
    """Give touches less the longer before the end they were: half per half-life of working hours.

    Where times are unknown, half per seven touches.
    """
    if path.hours is None:
        age = np.arange(len(path.channels) - 1, -1, -1) / HALF_LIFE_STEPS
    else:
        age = np.array(path.hours) / half_life_hours
    weights = 0.5 ** (age - age.min())
    return weights / weights.sum()


RULES: Final[Mapping[str, Rule]] = {
    "first": first,
    "last": last,
    "last_non_direct": last_non_direct,
    "linear": linear,
    "u_shaped": u_shaped,
    "w_shaped": w_shaped,
    "time_decay": time_decay,
    "position": position,
}


def credit(paths: Sequence[Path], channels: Sequence[str], rule: Rule, of: str = "conversions") -> np.ndarray:
    """Return what a rule credits to each channel.

    Parameters
    ----------
    paths
        Paths; those without a conversion give no credit.
    channels
        The channels, in the order of the result.
    rule
        How one path's touches share: weights that sum to 1.
    of : {"conversions", "value"}
        What is shared out.

    Returns
    -------
    ndarray of float64, shape (len(channels),)
        Sums to the conversions (or value) of all paths.
    """
    place = {name: c for c, name in enumerate(channels)}
    given = np.zeros(len(channels))
    for path in paths:
        amount = getattr(path, of)
        if amount:
            np.add.at(given, [place[name] for name in path.channels], amount * rule(path))
    return given


def _shares(*parts: tuple[int, float]) -> dict[int, float]:
    """Add up the shares of milestones; two milestones at one touch give it both shares."""
    shares: dict[int, float] = {}
    for place, share in parts:
        shares[place] = shares.get(place, 0.0) + share
    return shares


def _milestones(n: int, shares: dict[int, float], rest: float) -> np.ndarray:
    """Return weights of ``n`` touches: shares for the milestones, the rest spread evenly, scaled to sum to 1."""
    weights = np.zeros(n)
    others = n - len(shares)
    if others:
        weights += rest / others
    for place, share in shares.items():
        weights[place] = share
    return weights / weights.sum()
