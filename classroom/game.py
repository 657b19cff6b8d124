"""A year of the team game: every plan lives the same year, then hundreds of others, and is judged on four axes."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from buyermaze.classroom.levers import Plan, scenario_of
from buyermaze.classroom.scoring import frontier, points, ranks, skill_and_luck
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position

AXES: Final = ("profit_lifetime", "hours_per_person", "share_regret", "p_no_decision")
DEAD_ENDS: Final = "n_requests_missed"  # told beside the hours
BETTER: Final = (1, -1, -1, -1)
N_YEARS: Final = 200  # other years a plan lives when a year is revealed
N_MORE: Final = 1000  # other years every plan lives in the break
FIRST_OTHER: Final = 100  # replication of the first other year; the years of the rounds come before
SPAN_OF_FORECAST: Final = 6e6  # USD: forecasts are judged against a range as wide as this; assumption
Progress = Callable[[int, int], None]


def live(plans: Mapping[int, Plan], cards: Sequence[str], years: range, progress: Progress | None = None) -> np.ndarray:
    """Return what plans bring in some years: the same years for all.

    Returns
    -------
    ndarray of float64, shape (plans, years, len(AXES) + 1)
        In the order of ``AXES``, then dead ends per group; NaN where nobody bought and nobody can regret.
    """
    from buyermaze.simulator.runs.batch import outcome_table

    scenarios = [scenario_of(plan, cards) for plan in plans.values()]
    table = outcome_table(scenarios, years, progress)
    found: np.ndarray = table[:, :, [position(axis) for axis in (*AXES, DEAD_ENDS)]]
    return found


def year(
    plans: Mapping[int, Plan], cards: Sequence[str], round: int, progress: Progress | None = None
) -> dict[str, Any]:
    """Return the league of one year: every team on four axes this year and over 200 others, and who is on the frontier."""
    this = live(plans, cards, range(round, round + 1))[:, 0]
    others = live(plans, cards, range(FIRST_OTHER, FIRST_OTHER + N_YEARS), progress)
    means = np.nanmean(others, axis=1)
    best = frontier({team: means[i, : len(AXES)] for i, team in enumerate(plans)}, BETTER)
    return {
        "teams": {
            str(team): {"this": _plain(this[i]), "mean": _plain(means[i]), "frontier": team in best}
            for i, team in enumerate(plans)
        },
        "n_years": N_YEARS,
    }


def luck(
    plans: Mapping[int, Plan], cards: Sequence[str], round: int, progress: Progress | None = None
) -> dict[str, Any]:
    """Return skill and luck: every team's rank in the year of a round and in expectation, and luck's share of the spread."""
    this = live(plans, cards, range(round, round + 1))[:, 0, 0]
    others = live(plans, cards, range(FIRST_OTHER, FIRST_OTHER + N_MORE), progress)[:, :, 0]
    teams = list(plans)
    rank_this = ranks({team: float(this[i]) for i, team in enumerate(teams)})
    rank_mean = ranks({team: float(others[i].mean()) for i, team in enumerate(teams)})
    all_ranks = (others[None] > others[:, None]).sum(axis=1) + 1  # of every team in every year
    return {
        "teams": {
            str(team): {
                "this": float(this[i]), "mean": float(others[i].mean()),
                "low": float(np.quantile(others[i], 0.1)), "high": float(np.quantile(others[i], 0.9)),
                "rank": rank_this[team], "rank_mean": rank_mean[team],
                "share_first": float((all_ranks[i] == 1).mean()),
            }
            for i, team in enumerate(teams)
        },
        "share_luck": skill_and_luck(others).share if len(teams) > 1 else 0.0,
        "n_years": N_MORE,
    }  # fmt: skip


def forecast_points(low: float, high: float, truth: float) -> int:
    """Return the points of a forecast of the coming year's profit, 0 to 100."""
    return points(low, high, truth, SPAN_OF_FORECAST)


def axis_label(axis: str) -> str:
    """Return what an axis is called."""
    return OUTCOMES[position(axis)].label


def _plain(values: np.ndarray) -> list[float | None]:
    return [float(value) if np.isfinite(value) else None for value in values]
