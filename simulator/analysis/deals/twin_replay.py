"""Twin replay: one account, one change on one day, the same luck; where the ways part, and both stories."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from buyermaze.simulator.core import phrases
from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import Job, Kind, Status
from buyermaze.simulator.inputs.dates.timeline import clock_of
from buyermaze.simulator.journal.event_kinds import activity
from buyermaze.simulator.journal.journal import persona_labels
from buyermaze.simulator.runs.history import by_account, decisions, of_kind
from buyermaze.simulator.runs.interventions import Intervention, checked, described

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario
    from buyermaze.simulator.runs.run import Run

LINKS: Final = (
    "the line for our reps", "the qualification desk", "how long buyers expect to wait", "reps' trust in leads",
    "word of mouth", "content gaps closed for everybody",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Twin:
    """The same replication twice: as it was, and with one change; ``story`` and ``journal`` come in this order."""

    change: Intervention
    before: "Run"
    after: "Run"
    people: list[str]
    fork_row: int | None  # place in both journals of the first row that differs
    touched: tuple[tuple[int, float, str], ...]  # accounts whose rows differ, from which working day, first in what

    @property
    def fork_day(self) -> float | None:
        """Return the working day on which the account's two lives first differ in anything."""
        return next((day for account, day, _ in self.touched if account == self.change.account), None)

    @property
    def outcomes(self) -> tuple[str, str]:
        """Return how the account ended without and with the change."""
        return _outcome(self.before, self.change.account), _outcome(self.after, self.change.account)

    def stories(self) -> tuple[list[str], list[str]]:
        """Return both stories of the account, in sentences."""
        from buyermaze.simulator.journal.story import story

        return story(self.before, self.change.account), story(self.after, self.change.account)

    def table(self) -> "pandas.DataFrame":
        """Return one line per account whose rows differ: ``account, from_day, first_in, before, after, decided_otherwise``.

        ``first_in`` is the first thing that happens otherwise (or at another time, or with another result).
        """
        import pandas

        lines = [(*line, line[3] != line[4]) for line in self._ends()]
        return pandas.DataFrame(
            lines, columns=["account", "from_day", "first_in", "before", "after", "decided_otherwise"]
        )

    def _ends(self) -> list[tuple[int, float, str, str, str]]:
        return [(*line, _outcome(self.before, line[0]), _outcome(self.after, line[0])) for line in self.touched]

    def fork_table(self, n: int = 8) -> "pandas.DataFrame":
        """Return the next ``n`` things the account does in both lives, side by side, from the first that differs on."""
        import pandas

        told = [self._told(run) for run in (self.before, self.after)]
        start = next((k for k, pair in enumerate(zip(*told, strict=False)) if pair[0] != pair[1]), min(map(len, told)))
        start = len(told[0]) if self.fork_row is None else start
        parts = [
            pandas.DataFrame(lines[start : start + n], columns=[f"{name}_day", name])
            for name, lines in zip(("before", "after"), told, strict=True)
        ]
        return pandas.concat(parts, axis=1)

    def words_table(self, n: int = 8) -> "pandas.DataFrame":
        """Return what ``fork_table`` does for people, with dates; blank where the one life has nothing further."""
        table, words = self.fork_table(n), {}
        for name, said in (("before", "without the change"), ("after", "with the change")):
            words[f"{said}: on"] = table[f"{name}_day"].map(self._date, na_action="ignore").astype(object)
            words[said] = table[name]
        import pandas

        return pandas.DataFrame(words).fillna("")

    def _told(self, run: "Run") -> list[tuple[float, str]]:
        """Return what happened to the account: the working day and who did what."""
        rows = run.of(self.change.account)
        who = [self.people[p] if p >= 0 else "the group" for p in rows["person"]]
        days = (rows["time"] / HOURS_PER_DAY).tolist()
        return [(day, f"{person}: {activity(row)}") for day, person, row in zip(days, who, rows, strict=True)]

    def _date(self, day: float) -> str:
        """Return a working day of the run as a date."""
        return clock_of(self.before.scenario).words(max(0.0, day))

    def sentences(self) -> list[str]:
        """Say what was changed, when the ways part, how both ended, and who else was reached."""
        change, others = self.change, [line for line in self.touched if line[0] != self.change.account]
        ends, market = self.outcomes, self.before.scenario.market
        said = described(change, self.people, market.offer.price_unit, clock_of(self.before.scenario))
        lines = [f"On {self._date(change.day)}, {said} (account {change.account})."]
        if self.fork_day is None:
            return [*lines, "Nothing comes of it: both lives of the account are the same, row for row."]
        n_same = len(self.before.journal) if self.fork_row is None else self.fork_row
        lines.append(
            f"The first {n_same:,} rows of both journals are the same; the two lives part on "
            f"{self._date(self.fork_day)}."
        )
        if ends[0] == ends[1]:
            lines.append(f"Both end the same: {ends[0]}{_when(self.before, self.after, change.account)}.")
        else:
            lines.append(f"Without the change: {ends[0]}. With it: {ends[1]}.")
        if not others:
            return [*lines, "No other account was reached."]
        turned = [line for line in self._ends() if line[4] != line[3] and line[0] != change.account]
        ending = f"{len(turned)} of them ended differently" if turned else "none of them ended differently"
        lines.append(
            f"{len(others)} other accounts were reached, the first on {self._date(min(day for _, day, _ in others))}, through what "
            f"accounts share ({', '.join(LINKS)}); {ending}."
        )
        return lines


def replay(
    scenario: "Scenario",
    account: int,
    day: float,
    what: str,
    person: int = -1,
    job: "str | int" = "validation",
    amount: float = 0.0,
    replication: int = 0,
) -> Twin:
    """Live one replication twice, the second time with one change to one account.

    Parameters
    ----------
    scenario : Scenario
        What to simulate.
    account : int
        Arrival ordinal, from 0; its purchase must be open on that day.
    day : float
        Working day since the start of the run. Everything that happens up to and including its first moment stays.
    what : str
        One of ``interventions.CHANGES``: answer, rep-calls, leaves, kit, price-cut, freeze, slowdown, trust-lost, other-rep.
    person : int
        Seat of the person it concerns; -1 for everybody.
    job : str or int
        The buying job, for an answer.
    amount : float
        Size, for a price cut, a freeze or a slowdown; 0 for the usual one. Number of another rep, from 1; 0 for the next one.
    replication : int
        Which luck, from 0.

    Raises
    ------
    InputProblem
        If there is no such account, person, job or change, or the account is not there or has decided on that day.
    """
    from buyermaze.simulator.runs.run import simulate, simulate_with

    change = checked(Intervention(what, account, day, person, _job(job), amount))
    after = simulate_with(scenario, change, replication)
    before = simulate(scenario, replication)
    first, touched = _differences(before.journal, after.journal)
    return Twin(change, before, after, persona_labels(scenario), first, touched)


def days_open(run: "Run", account: int) -> tuple[float, float]:
    """Return the working days of an account's arrival and decision: between them a change can be made."""
    rows = run.of(account)
    if not len(rows):
        raise InputProblem(f"account: there is no account {account} in this run")
    decided = of_kind(rows, Kind.DECISION)["time"]
    return float(rows["time"][0]) / HOURS_PER_DAY, float(
        decided[0] if len(decided) else rows["time"][-1]
    ) / HOURS_PER_DAY


def _job(job: str | int) -> int:
    names = [word.name.lower() for word in Job]
    if isinstance(job, str):
        if job.lower() not in names:
            raise InputProblem(f"job: there is no '{job}'; there are {', '.join(names)}")
        return names.index(job.lower())
    return int(job)


def _differences(a: np.ndarray, b: np.ndarray) -> tuple[int | None, tuple[tuple[int, float, str], ...]]:
    """Return where two journals first differ, and every account whose rows differ with the day from which they do."""
    n = min(len(a), len(b))
    apart = np.flatnonzero(_differ(a[:n], b[:n]))
    first = int(apart[0]) if len(apart) else (None if len(a) == len(b) else n)
    if first is None:
        return None, ()
    touched = []
    later_a, later_b = dict(by_account(a[first:])), dict(by_account(b[first:]))
    for account in sorted({*later_a, *later_b}):
        one, two = later_a.get(account, a[:0]), later_b.get(account, b[:0])
        m = min(len(one), len(two))
        places = np.flatnonzero(_differ(one[:m], two[:m]))
        if len(places) or len(one) != len(two):
            k = int(places[0]) if len(places) else m
            row = min((rows[k] for rows in (one, two) if k < len(rows)), key=lambda each: float(each["time"]))
            touched.append((account, float(row["time"]) / HOURS_PER_DAY, activity(row)))
    return first, tuple(sorted(touched, key=lambda each: each[1]))


def _differ(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return which rows differ in anything."""
    apart = np.zeros(len(a), dtype=bool)
    for field in a.dtype.names or ():
        apart |= a[field] != b[field]
    return apart


def _outcome(run: "Run", account: int) -> str:
    rows = decisions(run.of(account))
    return phrases.outcome(rows["detail"][0] if len(rows) else Status.OPEN)


def _when(before: "Run", after: "Run", account: int) -> str:
    """Say by how many days of the calendar the decision moved, if it did."""
    ends = (days_open(run, account)[1] * HOURS_PER_DAY for run in (before, after))
    moved = clock_of(before.scenario).days_between(*ends)
    if not moved:
        return ", on the same day"
    return f", {phrases.times(abs(moved), 'day')} {'later' if moved > 0 else 'earlier'}"
