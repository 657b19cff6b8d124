"""The team game: every company lives the same years with the same luck, then hundreds of others, judged on four axes."""

from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.classroom.play.levers import Plan, company
from buyermaze.classroom.play.scoring import Luck, frontier, points, skill_and_luck, standings
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


Known = MutableMapping[Played, dict[int, np.ndarray]]  # by replication: lives of a company whose last year is over
Pasts = MutableMapping[Played, "Past"]  # every life of a company as it was when its last year ended, for the next to begin there


def live(
    played: Sequence[Played],
    lives: Sequence[int],
    progress: Progress | None = None,
    whole: bool = False,
    pasts: Pasts | None = None,
    known: Known | None = None,
    n_threads: int | None = None,
) -> np.ndarray:
    """Return what the last year brings (or, as means a year, the whole game) in some lives: the same luck for all.

    Lives that are ``known``, of the last year alone, are not lived again, and those that are lived become known one by one.

    Returns
    -------
    ndarray of float64, shape (played, lives, len(AXES) + 1)
        In the order of ``AXES``, then dead ends per group; NaN where nobody bought and nobody can regret.
    """
    from buyermaze.simulator.runs.batch import live_each

    scenarios = [company([dict(plan) for plan in each.plans], each.cards) for each in played]
    known = {} if known is None else known
    found = [known.setdefault(each, {}) for each in played]
    missing = [(s, life) for s in range(len(played)) for life in lives if life not in found[s]]
    done = len(played) * len(lives) - len(missing)

    def lived(s: int, life: int, run: np.ndarray) -> None:
        nonlocal done
        done += 1
        found[s][life] = run_outcomes(run if whole else run[-1:], scenarios[s], (*AXES, DEAD_ENDS))
        if progress:
            progress(done, len(played) * len(lives))

    live_each(scenarios, missing, lived, n_threads, [(pasts or {}).get(each.before) for each in played])
    return np.array([[own[life] for life in lives] for own in found])


def live_pasts(played: Iterable[Played], pasts: Pasts, progress: Progress | None = None) -> None:
    """Keep the lives a league needs as they are when the last year of companies ends, and forget those of earlier years.

    They only save time: a life that is not kept, because there is no more room or the server began anew, is lived from its start.
    """
    from buyermaze.simulator.runs.kept import Past

    lives = lives_of_a_year()
    different = [each for each in dict.fromkeys(played) if each.plans]
    for done, each in enumerate(different):
        told = (lambda k, n, done=done: progress(done * n + k, len(different) * n)) if progress else None
        scenario = company([dict(plan) for plan in each.plans], each.cards)
        past = pasts[each] = Past(scenario, pasts.get(each.before))
        past.live(lives, MOST_BYTES - sum(other.n_bytes for other in pasts.values()), told)
        needed = {*different, *(other.before for other in different[done + 1 :])}
        for other in [other for other in pasts if other not in needed]:
            del pasts[other]


def lives_of_a_year() -> tuple[int, ...]:
    """Return the replications a league is made of: the one all companies live in the room, then the others."""
    return (THIS, *range(FIRST_OTHER, FIRST_OTHER + N_YEARS))


def this_year(
    played: Mapping[int, Played], known: Known, progress: Progress | None = None, pasts: Pasts | None = None
) -> dict[str, Any]:
    """Return what the year brought every team in this life alone: the first tap of the reveal need not wait for others."""
    different = list(dict.fromkeys(played.values()))
    lives = live(different, [THIS], progress, pasts=pasts, known=known)[:, 0]
    return {"teams": {str(team): {"this": _plain(lives[different.index(each)])} for team, each in played.items()}}


def year(
    played: Mapping[int, Played], known: Known, progress: Progress | None = None, pasts: Pasts | None = None
) -> dict[str, Any]:
    """Return the league of a year: every team on four axes this year and over 200 others, and who is on the frontier."""
    different = list(dict.fromkeys(played.values()))
    lives = live(different, lives_of_a_year(), progress, pasts=pasts, known=known)
    this, means = lives[:, 0], np.array([np.nanmean(own, axis=0) for own in lives[:, 1:]])
    place = {team: different.index(each) for team, each in played.items()}
    best = frontier({team: means[i, : len(AXES)].tolist() for team, i in place.items()}, BETTER)
    return {
        "teams": {
            str(team): {"this": _plain(this[i]), "mean": _plain(means[i]), "frontier": team in best}
            for team, i in place.items()
        },
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
    return {
        "teams": {str(team): vars(each) for team, each in zip(played, standings(this, others), strict=True)},
        "spread": vars(skill_and_luck(others)) if len(different) > 1 else None,
        "n_years": N_MORE,
    }


def spread_said(found: Mapping[str, Any]) -> str:
    """Say which part of the spread between teams is luck, of what ``luck`` returned; nothing where no two plans differ."""
    return f"Of the spread between teams in one life {Luck(**found['spread']).said()}." if found.get("spread") else ""


def forecast_points(low: float, high: float, truth: float) -> int:
    """Return the points of a forecast of the coming year's profit, 0 to 100."""
    return points(low, high, truth, SPAN_OF_FORECAST)


def axis_label(axis: str) -> str:
    """Return what an axis is called."""
    return OUTCOMES[position(axis)].label


def _plain(values: np.ndarray) -> list[float | None]:
    return [float(value) if np.isfinite(value) else None for value in values]
