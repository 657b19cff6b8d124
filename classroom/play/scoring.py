"""How predictions are judged: an interval score that honest width wins, calibration per person, medals, skill and luck."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from buyermaze.simulator.comparison.phrasing import whole_percent

SURE: Final = 0.8  # how sure people are asked to be that the truth is between what they say
NEAR: Final = 3  # who is named as near


def interval_score(low: float, high: float, truth: float) -> float:
    """Return how far off an interval was, in the truth's unit; less is better, and saying what one believes is best.

    The width, and on a miss ten times the distance to the truth (Gneiting & Raftery 2007, 80 % intervals).

    Parameters
    ----------
    low, high : float
        The interval in which the truth was said to be with 80 % certainty.
    truth : float
        What came out.
    """
    missed = max(0.0, low - truth) + max(0.0, truth - high)
    return (high - low) + 2.0 / (1.0 - SURE) * missed


def points(low: float, high: float, truth: float, span: float) -> int:
    """Return the interval score as points from 100 (the truth itself) down to 0 (no better than the widest guess)."""
    return max(0, round(100.0 * (1.0 - interval_score(low, high, truth) / span)))


@dataclass(frozen=True)
class Calibration:
    """How somebody's intervals held over a session: how many there were, and how many held the truth."""

    n: int
    n_held: int

    @property
    def said(self) -> str:
        """Say it to the person; fewer than three intervals say nothing about anybody."""
        if self.n == 1:
            return f"Your one range {'held' if self.n_held else 'missed'} the truth; of ten honest ones about eight hold it."
        held = f"{self.n_held} of your {self.n} ranges held the truth"
        if self.n < 3:
            return f"{held}; of ten honest ones about eight do."
        share = self.n_held / self.n
        verdict = "you were surer than you could be" if share < 0.6 else (
            "they were about as wide as they should be" if share <= 0.95 or self.n < 6 else "you could be bolder"
        )  # fmt: skip
        return f"{held}, eight in ten are honest: {verdict}."


def calibration(intervals: Sequence[tuple[float, float, float]]) -> Calibration:
    """Return how (low, high, truth) triples held."""
    return Calibration(len(intervals), sum(low <= truth <= high for low, high, truth in intervals))


def frontier(axes: Mapping[int, Sequence[float]], better: Sequence[int]) -> set[int]:
    """Return who is on the frontier: nobody else is at least as good on every axis and better on one.

    Parameters
    ----------
    axes : mapping from team to values, one per axis
    better : sequence of 1 or -1
        1 where more is better, -1 where less is.
    """
    values = {team: np.array(found) * np.array(better) for team, found in axes.items() if np.isfinite(found).all()}
    return {
        team
        for team, own in values.items()
        if not any((other >= own).all() and (other > own).any() for rival, other in values.items() if rival != team)
    }


def ranks(values: Mapping[int, float], better: int = 1) -> dict[int, int]:
    """Return everybody's rank, 1 the best; equals share one."""
    return {team: 1 + sum(better * other > better * own for other in values.values()) for team, own in values.items()}


@dataclass(frozen=True)
class Standing:
    """Where somebody stands in one life, and where in expectation over many."""

    this: float
    mean: float
    low: float  # of eight in ten lives
    high: float
    rank: int  # in this life; 1 the best
    rank_mean: int  # by the mean
    share_first: float  # of lives in which nobody is better


def standings(this: np.ndarray, lives: np.ndarray, better: int = 1) -> list[Standing]:
    """Put ranks in one life beside those in expectation.

    Parameters
    ----------
    this : ndarray of float, shape (teams,)
        One outcome of everybody in one life.
    lives : ndarray of float, shape (teams, lives)
        The same in many lives, with the same luck in the same column.
    better : int
        1 where more is better, -1 where less is.
    """
    by_life, by_mean = (ranks(dict(enumerate(values.tolist())), better) for values in (this, lives.mean(axis=1)))
    first = (better * lives == (better * lives).max(axis=0)).mean(axis=1)
    low, high = np.quantile(lives, [0.1, 0.9], axis=1)
    return [
        Standing(float(this[i]), float(lives[i].mean()), float(low[i]), float(high[i]), by_life[i], by_mean[i], float(first[i]))
        for i in range(len(this))
    ]


MOST_RATIO: Final = 1e4  # of teams' variance to luck's; where it is larger luck has hardly a share


@dataclass(frozen=True)
class Luck:
    """What one year was made of: the part of the spread between teams that was luck, of one, and where it lies with 95 %."""

    share: float
    sd_skill: float
    sd_luck: float
    low: float = 0.0
    high: float = 1.0

    def said(self) -> str:
        """Say which part is luck, and how well that is known."""
        return f"{whole_percent(self.share)} is luck (95 % interval {100 * self.low:.0f} to {100 * self.high:.0f})"


def skill_and_luck(years: np.ndarray) -> Luck:
    """Split the spread between teams in one year into what plans make and what luck makes.

    Parameters
    ----------
    years : ndarray of float, shape (teams, years)
        One outcome of every team's plan in many years, the same luck in the same column.

    Returns
    -------
    Luck
        ``sd_skill`` between the teams' expectations, less what the finite number of years adds by itself; ``sd_luck`` of
        what one year adds to a team's distance from the mean team; ``share`` is luck's part of their summed variance.
        ``low`` and ``high`` are the ends of its 95 % interval, from the noncentral F of teams against teams by years.
    """
    apart = years - years.mean(axis=0)
    own = apart.mean(axis=1)
    luck = float(np.mean((apart - own[:, None]) ** 2)) * years.shape[1] / max(1, years.shape[1] - 1)
    skill = max(0.0, float(np.mean(own**2)) - luck / years.shape[1])
    total = skill + luck
    low, high = _share_between(float(np.mean(own**2)) / luck if luck > 0 else np.inf, *years.shape)
    return Luck(luck / total if total > 0 else 0.0, skill**0.5, luck**0.5, low, high)


def _share_between(ratio: float, n_teams: int, n_years: int) -> tuple[float, float]:
    """Return between which shares of luck the observed ``ratio`` of teams' variance to luck's is not strange (95 %)."""
    from scipy.optimize import brentq
    from scipy.special import ncfdtr

    free, left = n_teams - 1, (n_teams - 1) * (n_years - 1)
    if not free or not left:
        return 0.0, 1.0
    ratio = min(ratio, MOST_RATIO)

    def apart(chance: float) -> float:  # how far teams lie apart where so large a ratio is that strange
        def left_over(far: float) -> float:
            return float(ncfdtr(free, left, far, n_years * ratio)) - chance

        if left_over(0.0) <= 0.0:
            return 0.0
        most = 1.0
        while left_over(most) > 0.0:
            most *= 2.0
        return float(brentq(left_over, 0.0, most))

    low, high = (1.0 / (1.0 + apart(chance) / (n_years * free)) for chance in (0.025, 0.975))
    return low, high
