"""The team game: every company lives the same years with the same luck, then hundreds of others, judged on four axes."""

from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.classroom.levers import Plan, company
from buyermaze.classroom.scoring import frontier, points, ranks, skill_and_luck
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position, run_outcomes

if TYPE_CHECKING:
    from buyermaze.simulator.runs.kept import Past

AXES: Final = ("profit_lifetime", "hours_per_person", "share_regret", "p_no_decision")
DEAD_ENDS: Final = "n_requests_missed"  # told beside the hours
BETTER: Final = (1, -1, -1, -1)
N_YEARS: Final = 200  # other lives of the company that are averaged when a year is revealed
N_MORE: Final = 1000  # other lives of the whole game in the break
THIS: Final = 1  # replication all companies live in the room
FIRST_OTHER: Final = 100  # replication of the first other life
MOST_BYTES: Final = 350e6  # of lives kept at the end of a year: six teams take some 275e6
SPAN_OF_FORECAST: Final = 6e6  # USD: forecasts are judged against a range as wide as this; assumption
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Played:
    """What a team has played so far: a plan for every year, and the cards of every year."""

    plans: tuple[tuple[tuple[str, int], ...], ...]
    cards: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, plans: Sequence[Plan], cards: Sequence[Sequence[str]] = ()) -> "Played":
        """Return it from plans as they are locked; the order in which cards were dealt does not matter."""
        return cls(
            tuple(tuple(sorted(plan.items())) for plan in plans), tuple(tuple(sorted(set(keys))) for keys in cards)
        )


    @property
    def before(self) -> "Played":
        """Return what was played until the last year began."""
        return Played(self.plans[:-1], self.cards[: len(self.plans) - 1])


Known = MutableMapping[Played, dict[str, Any]]  # years that have been lived
Pasts = MutableMapping[Played, "Past"]  # every life of a company as it was when its last year ended, for the next to begin there


def live(
    played: Sequence[Played],
    lives: range,
    progress: Progress | None = None,
    whole: bool = False,
    pasts: Pasts | None = None,
) -> np.ndarray:
    """Return what the last year brings (or, as means a year, the whole game) in some lives: the same luck for all.

    Returns
    -------
    ndarray of float64, shape (played, lives, len(AXES) + 1)
        In the order of ``AXES``, then dead ends per group; NaN where nobody bought and nobody can regret.
    """
    from buyermaze.simulator.runs.batch import totals_table

    scenarios = [company([dict(plan) for plan in each.plans], each.cards) for each in played]
    totals = totals_table(scenarios, lives, progress, pasts=[(pasts or {}).get(each.before) for each in played])
    return np.array([
        [run_outcomes(run if whole else run[-1:], scenario, (*AXES, DEAD_ENDS)) for run in runs]
        for runs, scenario in zip(totals, scenarios, strict=True)
    ])  # fmt: skip


def live_pasts(played: Iterable[Played], pasts: Pasts, progress: Progress | None = None) -> None:
    """Keep the lives a league needs as they are when the last year of companies ends, and forget those of earlier years.

    They only save time: a life that is not kept, because there is no more room or the server began anew, is lived from its start.
    """
    from buyermaze.simulator.runs.kept import Past

    lives = (THIS, *range(FIRST_OTHER, FIRST_OTHER + N_YEARS))
    different = [each for each in dict.fromkeys(played) if each.plans]
    for done, each in enumerate(different):
        told = (lambda k, n, done=done: progress(done * n + k, len(different) * n)) if progress else None
        scenario = company([dict(plan) for plan in each.plans], each.cards)
        past = pasts[each] = Past(scenario, pasts.get(each.before))
        past.live(lives, MOST_BYTES - sum(other.n_bytes for other in pasts.values()), told)
        needed = {*different, *(other.before for other in different[done + 1 :])}
        for other in [other for other in pasts if other not in needed]:
            del pasts[other]


def year_of(
    played: Played, known: Known, progress: Progress | None = None, pasts: Pasts | None = None
) -> dict[str, Any]:
    """Return what its last year brought a company, in this life and as the mean of others; lived once and then known."""
    if played not in known:
        lives = live([played], range(FIRST_OTHER, FIRST_OTHER + N_YEARS), progress, pasts=pasts)[0]
        this = live([played], range(THIS, THIS + 1), pasts=pasts)[0, 0]
        known[played] = {"this": _plain(this), "mean": _plain(np.nanmean(lives, axis=0))}
    return known[played]


def this_year(
    played: Mapping[int, Played], progress: Progress | None = None, pasts: Pasts | None = None
) -> dict[str, Any]:
    """Return what the year brought every team in this life alone: the first tap of the reveal need not wait for others."""
    different = list(dict.fromkeys(played.values()))
    lives = live(different, range(THIS, THIS + 1), progress, pasts=pasts)[:, 0]
    return {"teams": {str(team): {"this": _plain(lives[different.index(each)])} for team, each in played.items()}}


def year(
    played: Mapping[int, Played], known: Known, progress: Progress | None = None, pasts: Pasts | None = None
) -> dict[str, Any]:
    """Return the league of a year: every team on four axes this year and over 200 others, and who is on the frontier."""
    missing = [each for each in dict.fromkeys(played.values()) if each not in known]
    for done, each in enumerate(missing):
        told = (lambda k, n, done=done: progress(done * n + k, len(missing) * n)) if progress else None
        year_of(each, known, told, pasts)
    teams = {team: known[each] for team, each in played.items()}
    means = {team: [np.nan if x is None else x for x in each["mean"][: len(AXES)]] for team, each in teams.items()}
    best = frontier(means, BETTER)
    return {
        "teams": {str(team): {**each, "frontier": team in best} for team, each in teams.items()},
        "n_years": N_YEARS,
    }


def luck(played: Mapping[int, Played], progress: Progress | None = None) -> dict[str, Any]:
    """Return skill and luck: every team's rank in the game and in expectation, and luck's share of the spread.

    Profit is the mean a year over the whole game; a life is all its years, in the order in which they were played.
    """
    different = list(dict.fromkeys(played.values()))
    place = [different.index(each) for each in played.values()]
    this = live(different, range(THIS, THIS + 1), whole=True)[place, 0, 0]
    others = live(different, range(FIRST_OTHER, FIRST_OTHER + N_MORE), progress, whole=True)[place, :, 0]
    teams = list(played)
    rank_this = ranks({team: float(this[i]) for i, team in enumerate(teams)})
    rank_mean = ranks({team: float(others[i].mean()) for i, team in enumerate(teams)})
    all_ranks = (others[None] > others[:, None]).sum(axis=1) + 1  # of every team in every life
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
