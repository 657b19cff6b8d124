"""The odds of a target: how likely a plan reaches it by when, what moves the odds most, and until when it still helps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.simulator.comparison.paired_statistics import ALPHA, Difference, difference, shares_apart, wilson
from buyermaze.simulator.comparison.phrasing import about_dollars, gap, whole_percent
from buyermaze.simulator.comparison.plain_answer import OPEN, sure_by
from buyermaze.simulator.core.calendar import HOURS_PER_WEEK, day_words
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.notebook import card, one_line_of
from buyermaze.simulator.inputs.dates.epochs import day_of, hours_at
from buyermaze.simulator.inputs.dates.timeline import timeline
from buyermaze.simulator.inputs.plans.plan_parts import parts_of, without_part
from buyermaze.simulator.inputs.sheets.target import Target
from buyermaze.simulator.outcomes.books.periods import NAMES, measure_named, period_edges, period_name
from buyermaze.simulator.outlook.curves import DISCLAIMER, N_REPLICATIONS, Curves, without_plan
from buyermaze.simulator.outlook.futures import Progress, futures_table, lasting

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario

FAN: Final = (0.05, 0.25, 0.5, 0.75, 0.95)  # quantiles of the fan
WEEKS_BETWEEN_DATES: Final = 13  # between two dates at which it is asked whether hiring still helps
MOST_REPLICATIONS: Final = 100_000  # odds are then known to a third of a point; assumption
MOST_YEARS: Final = 20  # from the beginning of the observation to a target; assumption
N_HIRED: Final = 2  # reps whose latest useful date is asked for
# one thing each that a company can do at the beginning of the window; what a scenario cannot do is left out
MOVES: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("two reps more", {"add": {"programme.team.n_reps": N_HIRED}}),
    ("media half as much again", {"times": {
        "programme.marketing.ads": 1.5, "programme.marketing.events": 1.5, "programme.marketing.email": 1.5}}),
    ("requests answered in half the time", {"times": {"programme.selling.hours_response": 0.5}}),
    ("two content people more", {"add": {"programme.team.n_content": 2.0}}),
    ("prices 5 points lower", {"add": {"programme.pricing.level": -0.05}}),
    ("twice as much written down", {"times": {"programme.memory.share_recorded": 2.0}}),
    ("no gate", {"changes": {"programme.gate.closed": False}}),
    ("half the exaggeration", {"times": {"programme.message.promise": 0.5}}),
)  # fmt: skip


@dataclass(frozen=True)
class Odds:
    """How often a target was reached, with Wilson's 95 % interval."""

    n_reached: int
    n: int
    low: float
    high: float

    @property
    def p(self) -> float:
        """Return the share of replications that reached it."""
        return self.n_reached / self.n


@dataclass(frozen=True)
class Move:
    """What one thing done, or one entry of the plan left out, does to the target, under the same luck."""

    name: str
    odds: Difference  # of the chance to reach the target
    amount: Difference  # of what is reached


@dataclass(frozen=True, eq=False, repr=False)
class Outlook:
    """A plan held against a target."""

    scenario: "Scenario"
    target: Target
    by: str
    edges: (
        np.ndarray
    )  # working hours since the start of the run; the last is the evening before the target's day is over
    table: np.ndarray  # shape (2 + moves + dates, replications, periods, measures): plan, no change, then the others
    moves_made: tuple[str, ...]
    dates_tried: tuple[date, ...]
    curves: Curves = field(repr=False)

    def reached(self, s: int = 0) -> np.ndarray:
        """Return what is reached by the end of each period, shape (replications, periods)."""
        return np.asarray(self.table[s, :, :, NAMES.index(self.target.measure)].cumsum(axis=1))

    def odds(self, period: int = -1, s: int = 0) -> Odds:
        """Return the odds that the target is reached by the end of a period; default: the last."""
        return odds_of(self.reached(s)[:, period] >= self.target.amount)

    def frame(self) -> "pandas.DataFrame":
        """Return a tidy frame: a line per period with the odds to have reached the target by its end, and the fan.

        Columns ``p``, ``p_low``, ``p_high`` are the odds, ``q05`` to ``q95`` quantiles of what is reached, ``mean`` its mean
        and ``no_change`` the mean without the plan.
        """
        import pandas

        lines = []
        for k, hours in enumerate(self.edges[:-1]):
            day, amounts, found = day_of(self.scenario, hours), self.reached()[:, k], self.odds(k)
            fan = {f"q{round(100 * q):02d}": float(np.quantile(amounts, q)) for q in FAN}
            lines.append({
                "period": period_name(day, self.by), "since": pandas.Timestamp(day), "p": found.p, "p_low": found.low,
                "p_high": found.high, "mean": float(amounts.mean()), "no_change": float(self.reached(1)[:, k].mean()), **fan,
            })  # fmt: skip
        return pandas.DataFrame(lines)

    def moves(self) -> list[Move]:
        """Return what moves the odds, most first; where odds are alike, what moves the amount most."""
        found = [self._move(name, 2 + s) for s, name in enumerate(self.moves_made)]
        return sorted(found, key=lambda move: (-abs(move.odds.mean), -abs(move.amount.mean)))

    def dates(self) -> list[tuple[date, Move]]:
        """Return what hiring does if it comes on each of some dates, earliest first."""
        first = 2 + len(self.moves_made)
        return [(day, self._move(f"on {day_words(day)}", first + k)) for k, day in enumerate(self.dates_tried)]

    def latest(self) -> date | None:
        """Return the last date tried at which hiring still adds to the target beyond luck; None if it never does."""
        return max((day for day, move in self.dates() if move.amount.low > 0.0), default=None)

    def _move(self, name: str, s: int) -> Move:
        here, there = self.reached(s)[:, -1], self.reached()[:, -1]
        return Move(name, self._oftener(s, 0), difference(here, there))

    def apart(self) -> Difference:
        """Return how much likelier the plan makes the target, under the same luck."""
        return self._oftener(0, 1)

    def _oftener(self, s: int, than: int) -> Difference:
        return shares_apart(*(self.reached(k)[:, -1] >= self.target.amount for k in (s, than)))

    def verdict(self) -> str:
        """Say whether the plan makes the target likelier, by how much and how sure that is."""
        apart, chance = self.apart(), f"the chance of {said_of(self.target)} by {day_words(self.target.date)}"
        both = f"{whole_percent(self.odds().p)} with it, {whole_percent(self.odds(s=1).p)} without"
        sure, way = sure_by(apart.p), "raise" if apart.mean > 0.0 else "lower"
        if sure == OPEN:
            return f"Whether the plan raises or lowers {chance} is open: {both}"
        if apart.p >= ALPHA:
            return f"The plan may {way} {chance}, {sure}: {both}"
        return f"The plan {way}s {chance} by {gap(abs(apart.mean), 'share')}, {sure}: {both}"

    def bounds(self) -> str:
        """Say between which ends the plan's part in the chance lies."""
        apart = self.apart()
        ends = (f"{100 * abs(end):.0f} points {'more' if end > 0.0 else 'less'}" for end in (apart.low, apart.high))
        return f"the plan moves it by {100 * apart.mean:+.0f} points, anything between {' and '.join(ends)}"

    def sentences(self) -> list[str]:
        """Say odds, moves and dates in words."""
        said = said_of(self.target)
        odds, without = self.odds(), self.odds(s=1)
        last = day_words(self.target.date)
        lines = [
            f"The odds of {said} by {last} are {interval_said(odds)}, reached in {odds.n_reached} of {odds.n} runs; half of the "
            f"runs reach {self.about(float(np.median(self.reached()[:, -1])))} or more."
        ]
        if self.scenario.timeline:
            lines.append(f"Without the plan the chance is {interval_said(without)}; {self.bounds()} ({sure_by(self.apart().p)}).")
        if self.moves_made:
            lines.append(self._moved_most())
        if self.dates_tried:
            day = self.latest()
            lines.append(
                f"Hiring two reps more still adds to what is reached, beyond luck, if they come by {day_words(day)} (the last of "
                "the dates tried that does)."
                if day
                else "Hiring two reps more adds nothing to what is reached beyond luck, whenever they come."
            )
        return [*lines, DISCLAIMER]

    def _moved_most(self) -> str:
        """Say what moves the odds most; where they are too high or too low to move, what moves the amount."""
        most = self.moves()[0]
        if most.odds.mean == 0.0:
            amount = (
                f"{self.signed(most.amount.mean)} ({self.signed(most.amount.low)} to {self.signed(most.amount.high)})"
            )
            beyond = ", which may be luck" if most.amount.low <= 0.0 <= most.amount.high else ""
            return (
                f"Nothing that was tried moves the odds; what moves the amount most is {most.name}: {amount}{beyond}."
            )
        points = f"{100 * most.odds.mean:+.0f} points ({100 * most.odds.low:+.0f} to {100 * most.odds.high:+.0f})"
        if most.odds.low <= 0.0 <= most.odds.high:
            return f"Nothing that was tried moves the odds beyond luck; most of all does {most.name}, {points}."
        return f"What moves the odds most is {most.name}: {points}."

    def signed(self, value: float) -> str:
        """Say a difference that was found: ``+USD 120,000``."""
        return f"{'+' if value >= 0.0 else '-'}{self.about(abs(value))}"

    def about(self, value: float) -> str:
        """Say an amount that was found, to the digits that matter."""
        return about_dollars(value) if measure_named(self.target.measure).unit == "USD" else f"{value:,.0f}"

    def __repr__(self) -> str:
        return one_line_of("Outlook", self.scenario.name, self.sentences()[0])

    def _repr_html_(self) -> str:
        rows = [("by the end of", "odds", "half reach")]
        for line in self.frame().itertuples():
            rows.append((line.period, f"{100 * line.p:.0f} %", self.about(line.q50)))
        origin = f"{self.table.shape[1]} replications, same luck"
        return card(f"{self.scenario.name}: {said_of(self.target)}", self.sentences(), rows, origin)


def odds_of(reached: np.ndarray) -> Odds:
    """Return the odds from what happened in each replication, shape (n,), with Wilson's interval."""
    n_reached = int(reached.sum())
    return Odds(n_reached, len(reached), *wilson(n_reached, len(reached)))


def end_of(scenario: "Scenario", target: Target) -> float:
    """Return when the day of a target is over, working hours since the start of the run."""
    return hours_at(scenario, target.date + timedelta(days=1))


def held_against(curves: Curves, target: Target) -> Outlook:
    """Hold curves that are there already against a target, without trying what moves the odds.

    Raises
    ------
    InputProblem
        If no period of the curves ends with the target's day.
    """
    until = end_of(curves.scenario, target)
    n = int(np.searchsorted(curves.edges, until))
    if n < 1 or n >= len(curves.edges) or curves.edges[n] != until:
        raise InputProblem(f"target.date: no {curves.by} of these curves ends with {target.date}")
    table, edges = curves.table[:, :, :n], curves.edges[: n + 1]
    return Outlook(curves.scenario, target, curves.by, edges, table, (), (), curves)


def outlook(
    scenario: "Scenario",
    target: Target | None = None,
    by: str = "quarter",
    n_replications: int = N_REPLICATIONS,
    with_moves: bool = True,
    progress: Progress | None = None,
    n_threads: int | None = None,
) -> Outlook:
    """Hold a plan against a target: odds, fan, what moves them, and the latest date at which hiring helps.

    Parameters
    ----------
    scenario : Scenario
        With a timeline, or without one.
    target : Target, optional
        Default: the scenario's own.
    by : {"week", "month", "quarter", "year"}
        Periods in which odds and fan are told.
    n_replications : int
        Replications of everything, under the same luck, 2 or more.
    with_moves : bool
        Whether to try what moves the odds.
    progress : callable (done, total), optional
        Told after every replication.
    n_threads : int, optional
        Threads, 1 or more; default: one per core.

    Returns
    -------
    Outlook
        ``odds()``, ``frame()``, ``moves()``, ``dates()``, ``latest()``, ``sentences()``.

    Raises
    ------
    InputProblem
        If there is no target, or its day is not after the beginning of the observation window.
    """
    target = target or scenario.target
    if target is None:
        raise InputProblem("target: none is set; give the scenario a 'target', or name an amount")
    if n_replications < 2:
        raise InputProblem("an outlook needs 2 replications or more, or luck cannot be told from a plan")
    if n_replications > MOST_REPLICATIONS:
        raise InputProblem(f"an outlook takes no more than {MOST_REPLICATIONS:,} replications")
    since = timeline(scenario).window_from
    until = end_of(scenario, target)
    if until <= since:
        raise InputProblem(
            f"target.date: {target.date} is not after {day_of(scenario, since)}, when the observation begins"
        )
    if target.date.year - scenario.run.start.year > MOST_YEARS:
        raise InputProblem(
            f"target.date: {target.date} is more than {MOST_YEARS} years after {scenario.run.start}, when the observation begins"
        )
    edges = period_edges(scenario, by, until)
    plan = lasting(scenario, until)
    start = day_of(scenario, since)
    moved = _moves(plan, start) if with_moves else {}
    dated = _hired_at(plan, since, until) if with_moves else {}
    scenarios = [plan, without_plan(plan), *moved.values(), *dated.values()]
    table = futures_table(scenarios, range(n_replications), edges, progress, n_threads)
    return Outlook(
        scenario, target, by, edges, table, tuple(moved), tuple(dated), Curves(scenario, by, edges, table[:2])
    )


def _moves(plan: "Scenario", start: date) -> "dict[str, Scenario]":
    """Return the plan with one thing more done on its first day, or one entry left out; what cannot be done is left out."""
    found = {}
    for name, move in MOVES:
        changed = with_entry(plan, name, start, _in_numbers(plan, move))
        if changed is not None:
            found[name] = changed
    for part in parts_of(plan):
        try:
            found[f"without '{part.words}'"] = without_part(plan, part)
        except InputProblem:  # a later entry changes nothing any more
            continue
    return found


def _hired_at(plan: "Scenario", since: float, until: float) -> "dict[date, Scenario]":
    found = {}
    hours = since
    while hours < until - HOURS_PER_WEEK:
        day = day_of(plan, hours)
        changed = with_entry(plan, "hiring", day, {"add": {"programme.team.n_reps": N_HIRED}})
        if changed is not None:
            found[day] = changed
        hours += WEEKS_BETWEEN_DATES * HOURS_PER_WEEK
    return found


def _in_numbers(plan: "Scenario", move: Mapping[str, Any]) -> dict[str, Any]:
    """Return a move with multiples worked out from what is in force at the start, cut to what is allowed."""
    levers = {lever.path: lever for lever in plan.levers()}
    changes = dict(move.get("changes", {}))
    for path, factor in move.get("times", {}).items():
        lever = levers[path]
        changes[path] = float(min(lever.high or 0.0, max(lever.low or 0.0, lever.value * factor)))
    return {"changes": changes, "add": move.get("add", {})}


def with_entry(plan: "Scenario", name: str, day: date, entry: Mapping[str, Any]) -> "Scenario | None":
    """Return a plan with one more entry; None where it would change nothing, or not be allowed."""
    entries = [each.model_dump() for each in plan.timeline]
    try:
        return plan.with_changes({"timeline": [*entries, {"name": name, "date": day, **entry}]})
    except InputProblem:
        return None


def interval_said(odds: Odds) -> str:
    """Say odds with their interval: ``34 % (28 to 40)``."""
    return f"{100 * odds.p:.0f} % ({100 * odds.low:.0f} to {100 * odds.high:.0f})"


def said_of(target: Target) -> str:
    """Say what is to be reached, to the digit: ``bookings of USD 1.25 million``."""
    label, amount = measure_named(target.measure).label, target.amount
    if measure_named(target.measure).unit != "USD":
        return f"{label} of {amount:,.10g}"
    return f"{label} of USD {amount / 1e6:,.10g} million" if amount >= 1e6 else f"{label} of USD {amount:,.10g}"
