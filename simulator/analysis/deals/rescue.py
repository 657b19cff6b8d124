"""What would have saved a deal: every single change we could have made, tried over many lives with other luck.

The deal is taken as it stood on some days. From there it lives on many times, each time with other luck, once without and once
with every change. All changes are tried over a few lives; the most promising are judged over other, more lives, so that what is
told is not what luck picked.
"""

import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np

from buyermaze.simulator.analysis.deals.autopsy import autopsies, autopsy
from buyermaze.simulator.analysis.deals.causes import CAUSES
from buyermaze.simulator.analysis.deals.twin_replay import days_open
from buyermaze.simulator.comparison.paired_statistics import ALPHA, Difference, difference, together
from buyermaze.simulator.comparison.phrasing import about_dollars
from buyermaze.simulator.core.calendar import HOURS_PER_DAY, HOURS_PER_YEAR, day_words
from buyermaze.simulator.core.errors import InputProblem, remedy
from buyermaze.simulator.core.notebook import Told, watched
from buyermaze.simulator.core.vocabulary import N_INFO_JOBS, Job, Status
from buyermaze.simulator.inputs.dates.timeline import clock_of
from buyermaze.simulator.journal.journal import persona_labels
from buyermaze.simulator.runs.interventions import Intervention, checked, described
from buyermaze.simulator.runs.lives import ending, makes_a_difference, standing

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.engines.compiled.office import Office
    from buyermaze.simulator.inputs.sheets.scenario import Scenario
    from buyermaze.simulator.runs.replications import Progress
    from buyermaze.simulator.runs.run import Run

N_LIVES: Final = 40  # lives that the most promising changes are judged by
N_TRIED: Final = 4  # lives that every change is tried over first
N_JUDGED: Final = 6  # changes that are judged, each on the day that looked best for it
N_DAYS: Final = 3  # days tried, evenly between arrival and decision
MOST_LIVES: Final = 2000
MOST_DAYS: Final = 20
WHOSE: Final = {"answer": "marketing", "rep-calls": "a rep", "kit": "marketing", "price-cut": "whoever sets the price"}
HOURS_ANSWER: Final = 8.0  # of a content person to answer one person on one job in full; assumption
HOURS_KIT: Final = 16.0  # of a content person to write a case for management; assumption


@dataclass(frozen=True)
class Saving:
    """One change: on which day, who would make it, what it costs, and how often the deal is won with it and without."""

    change: Intervention
    said: str
    day: date
    whose: str
    cost: float  # USD; of a price cut, what is given up if they buy
    without: float  # share of lives won
    with_it: float
    gain: Difference  # paired over lives; intervals of all judged changes hold together
    known: bool  # told from luck


@dataclass(frozen=True, eq=False, repr=False)
class Rescue(Told):
    """What would have saved a deal, the best first."""

    scenario: "Scenario"
    account: int
    replication: int
    outcome: str
    cause: str
    chances: tuple[tuple[date, float], ...]  # day, and share of lives won from there on without any change
    savings: tuple[Saving, ...]
    n_tried: int
    n_lives: int

    @property
    def heading(self) -> str:
        """Return what this is about."""
        return f"What would have saved account {self.account} of {self.scenario.name}"

    def sentences(self) -> list[str]:
        """Say how it ended and why, how likely a win was, and what would have raised the chance."""
        lines = [f"Account {self.account}: {self.outcome}; true cause: {CAUSES[self.cause][0]}."]
        stood = "; ".join(f"{day_words(day)}: {_in_a_hundred(share)}" for day, share in self.chances)
        lines.append(f"As it stood, it would have been won in so many of 100 lives with other luck: {stood}.")
        known = [each for each in self.savings if each.known and each.gain.mean > 0]
        if not known:
            tried = f"{self.n_tried} changes tried" if self.n_tried else "nothing was left to change"
            return [*lines, f"Nothing single would have saved it by more than luck could do ({tried})."]
        best, *others = known
        lines.append(
            f"What would have helped most: on {day_words(best.day)}, {best.said}: won in {_in_a_hundred(best.with_it)} instead of "
            f"{_in_a_hundred(best.without)} of 100 lives ({_points(best.gain)}), by {best.whose}, for {_cost(best)}."
        )
        if others:
            lines.append(
                "Also: "
                + "; ".join(
                    f"on {day_words(each.day)}, {each.said} ({_gained(each.gain)}, {_cost(each)})"
                    for each in others
                )
                + "."
            )
        return lines

    def how(self) -> str:
        """Say how it was found."""
        return (
            f"{self.n_tried} single changes were tried over {N_TRIED} lives each, the most promising judged over {self.n_lives} "
            "others, with the same luck with and without the change; 95 % intervals hold for all judged together. What was under "
            f"way by then stays as it was. Costs: a rep's selling time at what it costs; {HOURS_ANSWER:.0f} h of a content person "
            f"for an answer to one person, {HOURS_KIT:.0f} h for a kit (assumptions); of a price cut, what is given up if they buy."
        )

    def table(self) -> "pandas.DataFrame":
        """Return one line per judged change, the best first.

        Columns: ``change, day, date, by, person, job, cost, won_without, won_with, gain, low, high, told_from_luck``.
        """
        import pandas

        lines = [
            (each.said, each.change.day, each.day.isoformat(), each.whose, each.change.person, _job(each.change), each.cost,
             each.without, each.with_it, each.gain.mean, each.gain.low, each.gain.high, each.known)
            for each in self.savings
        ]  # fmt: skip
        columns = ["change", "day", "date", "by", "person", "job", "cost", "won_without", "won_with", "gain", "low", "high",
                   "told_from_luck"]  # fmt: skip
        return pandas.DataFrame(lines, columns=columns)

    def words_table(self) -> "pandas.DataFrame":
        """Return the judged changes for people: when, what, by whom, its cost, the chance without and with it."""
        import pandas

        lines = [
            {
                "on": day_words(each.day), "what": each.said, "by": each.whose, "cost": _cost(each),
                "won without": f"{_in_a_hundred(each.without)} %", "won with": f"{_in_a_hundred(each.with_it)} %",
                "raises the chance by": _points(each.gain), "told from luck": "yes" if each.known else "no",
            }
            for each in self.savings
        ]  # fmt: skip
        return pandas.DataFrame(lines)


def rescue(
    scenario: "Scenario",
    account: int,
    replication: int = 0,
    n_lives: int = N_LIVES,
    n_days: int = N_DAYS,
    progress: "Progress | None" = None,
) -> Rescue:
    """Try every single change we could have made to one deal, on several days, and rank them by the chance they add.

    Parameters
    ----------
    scenario : Scenario
        The organisation in its market.
    account : int
        Arrival ordinal, from 0, of an account with a real project.
    replication : int
        Which luck it lived through, from 0.
    n_lives : int
        Lives with other luck that the most promising changes are judged by, 10 to 2000.
    n_days : int
        Days tried between arrival and decision, 1 to 20.
    progress : callable (done, total), optional
        Told after every life.

    Returns
    -------
    Rescue
        The most promising changes with the chance of a win with and without them (shares of lives), and cost in USD.

    Raises
    ------
    InputProblem
        If there is no such account, it had no real project, or a number is out of bounds.
    """
    from buyermaze.simulator.runs.run import simulate

    if not 10 <= n_lives <= MOST_LIVES:
        raise InputProblem(f"lives: {n_lives} is out of bounds, allowed is 10 to {MOST_LIVES}")
    if not 1 <= n_days <= MOST_DAYS:
        raise InputProblem(f"days: {n_days} is out of bounds, allowed is 1 to {MOST_DAYS}")
    run = simulate(scenario, replication)
    found = autopsy(run, account)
    days = _days(run, account, n_days)
    people = persona_labels(scenario)
    clock = clock_of(scenario)
    offices = dict(zip(days, standing(scenario, replication, days), strict=True))
    seats = {
        day: int(office.world.accounts[account % len(office.world.accounts)].n_people)
        for day, office in offices.items()
    }
    changes = [
        c
        for day, office in offices.items()
        for c in _changes(account, day, seats[day])
        if makes_a_difference(office, c)
    ]
    n_judged = min(N_JUDGED, len({(c.what, c.person, c.job) for c in changes}))
    report = _Report(
        watched("lives", progress), N_TRIED * (len(changes) + len(days)) + n_lives * (n_judged + len(days))
    )
    first = range(1, N_TRIED + 1)
    then = range(N_TRIED + 1, N_TRIED + 1 + n_lives)
    usual = {day: _won(offices[day], account, first, None, report) for day in days}
    tried = [(float((_won(offices[c.day], account, first, c, report) - usual[c.day]).mean()), c) for c in changes]
    tried.sort(key=lambda each: (-each[0], each[1].person >= 0))  # of equals, what reaches everybody
    best = {(c.what, c.person, c.job): c for _, c in reversed(tried)}  # each on its best day
    judged = [c for _, c in tried if best[c.what, c.person, c.job] is c][:N_JUDGED]
    usual = {day: _won(offices[day], account, then, None, report) for day in days}
    savings = []
    for change in judged:
        won = _won(offices[change.day], account, then, change, report)
        gain = together(difference(won, usual[change.day]), len(judged))
        said = described(change, people, scenario.market.offer.price_unit, clock_of(scenario))
        cost, on = cost_of(scenario, change, seats[change.day]), clock.day(change.day * HOURS_PER_DAY)
        savings.append(Saving(change, said, on, WHOSE[change.what], cost, float(usual[change.day].mean()),
                              float(won.mean()), gain, gain.p < ALPHA))  # fmt: skip
    savings.sort(key=lambda each: (-each.gain.mean, each.cost))
    chances = tuple((clock.day(day * HOURS_PER_DAY), float(usual[day].mean())) for day in days)
    return Rescue(
        scenario, account, replication, found.outcome, found.cause, chances, tuple(savings), len(changes), n_lives
    )


def lost_deals(run: "Run", cause: str | None = None) -> "pandas.DataFrame":
    """Return the counted real deals of a run that were not won, with the true cause of each.

    Parameters
    ----------
    run : Run
        What ``simulate`` returns.
    cause : str, optional
        Only those that ended by it, one of ``causes.CAUSES``.

    Returns
    -------
    DataFrame
        Columns ``account, outcome, cause, meaning, culprit, day``, in order of arrival.

    Raises
    ------
    InputProblem
        If there is no such cause.
    """
    import pandas

    known = [name for name in CAUSES if name not in ("won", "open")]
    if cause is not None and cause not in known:
        raise InputProblem(f"cause: there is no '{cause}'; {remedy(cause, known)}")
    lines = [
        (each.account, each.outcome, each.cause, CAUSES[each.cause][0], each.culprit, each.day)
        for each in autopsies(run)
        if each.cause in known and cause in (None, each.cause)
    ]
    return pandas.DataFrame(lines, columns=["account", "outcome", "cause", "meaning", "culprit", "day"])


def cost_of(scenario: "Scenario", change: Intervention, n_people: int) -> float:
    """Return about what a change costs in USD: hours at what they cost, or of a price cut what is given up if they buy."""
    team, selling, offer = scenario.programme.team, scenario.programme.selling, scenario.market.offer
    n_reached = n_people if change.person < 0 else 1
    if change.what == "price-cut":
        return change.amount * offer.price_unit * offer.deal_value
    if change.what == "rep-calls":
        hours = selling.hours_per_meeting * math.sqrt(offer.complexity)  # one meeting, however many come
        return hours * team.cost_rep / (HOURS_PER_YEAR * selling.share_time)
    hours = HOURS_KIT if change.what == "kit" else HOURS_ANSWER * n_reached
    return hours * team.cost_content / HOURS_PER_YEAR


def _changes(account: int, day: float, n_people: int) -> list[Intervention]:
    """Return everything we could do for one deal on one day, for everybody and for each person."""
    everybody = [checked(Intervention(what, account, day)) for what in ("kit", "price-cut")]
    seats = (-1, *range(n_people))
    answers = [checked(Intervention("answer", account, day, seat, job)) for job in range(N_INFO_JOBS) for seat in seats]
    return [*everybody, *(checked(Intervention("rep-calls", account, day, seat)) for seat in seats), *answers]


def _days(run: "Run", account: int, n_days: int) -> list[float]:
    """Return days evenly between arrival and decision, whole ones where there is room."""
    arrived, decided = days_open(run, account)
    days = [arrived + (k + 1) / (n_days + 1) * (decided - arrived) for k in range(n_days)]
    whole = sorted({float(round(day)) for day in days if arrived < round(day) < decided})
    return whole or [(arrived + decided) / 2]


class _Report:
    """Counts lives for whoever wants to know how far it is."""

    def __init__(self, progress: "Progress | None", total: int) -> None:
        self.progress, self.total, self.done = progress, total, 0

    def one_more(self) -> None:
        """Say that one more life has been lived."""
        self.done += 1
        if self.progress:
            self.progress(self.done, self.total)


def _won(office: "Office", account: int, lives: range, change: Intervention | None, report: _Report) -> np.ndarray:
    """Return 1 for every life in which the deal is won, 0 for others."""
    found = np.zeros(len(lives))
    for k, life in enumerate(lives):
        found[k] = ending(office, account, life, change) == Status.WON
        report.one_more()
    return found


def _job(change: Intervention) -> str:
    return Job(change.job).name.lower() if change.what == "answer" else ""


def _in_a_hundred(share: float) -> str:
    """Return lives won of a hundred, so finely that what lies between two of them is their difference."""
    return f"{100 * share:.3g}"


def _gained(gain: Difference) -> str:
    return f"{100 * gain.mean:+.3g} points"


def _points(gain: Difference) -> str:
    interval = f", {100 * gain.low:.0f} to {100 * gain.high:.0f}" if gain.standard_error > 0 else ""
    return f"{_gained(gain)}{interval}"


def _cost(saving: Saving) -> str:
    return f"{about_dollars(saving.cost)}{' off the price' if saving.change.what == 'price-cut' else ''}"
