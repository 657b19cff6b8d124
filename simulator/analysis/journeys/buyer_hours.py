"""The buyers' profit and loss: hours, effort and political risk of everybody in the group, and who caused them."""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.simulator.analysis.journeys.buyer_book import (
    ENTRIES,
    EXPOSURES,
    US,
    Booked,
    efforts,
    exposures,
    hours_booked,
)
from buyermaze.simulator.comparison.paired_statistics import Estimate, estimate
from buyermaze.simulator.core.phrases import times
from buyermaze.simulator.core.vocabulary import Kind
from buyermaze.simulator.runs.history import of_kind
from buyermaze.simulator.runs.replications import Progress, replications_of, runs_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario
    from buyermaze.simulator.runs.run import Run

COLUMNS: Final = ("entry", "caused_by", "function", "side", "hours", "low", "high", "share", "meaning")
PER: Final = 100  # buyers per which exposures are told
# measures of a persona, each a mean over its people
MEASURES: Final = ("hours", "lost", "lost_through_us", "effort", "exposed", "exposed_through_us")


@dataclass(frozen=True, eq=False)
class HoursLedger:
    """Person-hours per real account by entry, what every persona pays, and waiting; with intervals over replications."""

    scenario: "Scenario"
    hours: dict[str, Estimate]  # per counted real account
    total: Estimate
    waiting: Estimate  # working hours that requests to our reps waited, per account; no work, but time
    exposed: dict[str, Estimate]  # times per hundred people, by entry of EXPOSURES
    personas: dict[str, dict[str, Estimate]]  # persona: measure of MEASURES, per person
    n_people: dict[str, float]  # persona: people a real account
    n_replications: int

    def table(self) -> "pandas.DataFrame":
        """Return one line per entry, largest first.

        ``entry, caused_by, function`` (of ours), ``side, hours, low, high, share, meaning``; hours per account.
        """
        import pandas

        lines = [
            (name, e.caused_by, e.function, e.side, found.mean, found.low, found.high, found.mean / (self.total.mean or 1.0),
             e.meaning)
            for name, found in self.hours.items()
            for e in (ENTRIES[name],)
        ]  # fmt: skip
        table = pandas.DataFrame(lines, columns=list(COLUMNS))
        return table.sort_values("hours", ascending=False, kind="stable").reset_index(drop=True)

    def by_cause(self) -> "pandas.DataFrame":
        """Return gains and losses by who caused them: ``caused_by, function, gain, loss`` in hours per account."""
        sums = self.table().groupby(["caused_by", "function", "side"])["hours"].sum().unstack(fill_value=0)
        return sums.reindex(columns=["gain", "loss"], fill_value=0.0).rename_axis(columns=None).reset_index()

    def by_persona(self) -> "pandas.DataFrame":
        """Return what a person pays, by persona: ``persona, people`` (an account), ``measure, mean, low, high``.

        ``hours``, ``lost``, ``lost_through_us`` in hours; ``effort`` hours over hours expected, of decided groups; ``exposed`` and
        ``exposed_through_us`` times a person stood there with what did not hold.
        """
        import pandas

        lines = [
            (persona, self.n_people[persona], name, found.mean, found.low, found.high)
            for persona, measures in self.personas.items()
            for name, found in measures.items()
        ]
        return pandas.DataFrame(lines, columns=["persona", "people", "measure", "mean", "low", "high"])

    def risks(self) -> "pandas.DataFrame":
        """Return political risk by kind, most frequent first.

        ``exposure, caused_by, function, times, low, high, meaning``; times per hundred people.
        """
        import pandas

        lines = [
            (name, (e := EXPOSURES[name]).caused_by, e.function, found.mean, found.low, found.high, e.meaning)
            for name, found in self.exposed.items()
        ]
        columns = ["exposure", "caused_by", "function", "times", "low", "high", "meaning"]
        table = pandas.DataFrame(lines, columns=columns)
        return table.sort_values("times", ascending=False, kind="stable").reset_index(drop=True)

    def words_table(self) -> "pandas.DataFrame":
        """Return one line per persona for people."""
        import pandas

        lines = [
            {
                "persona": persona, "people a group": f"{self.n_people[persona]:.1f}", "hours each": f"{m['hours'].mean:.1f}",
                "lost": f"{m['lost'].mean:.1f}", "of these through us": f"{m['lost_through_us'].mean:.1f}",
                "hours against expected": f"{m['effort'].mean:.2f}" if np.isfinite(m["effort"].mean) else "unknown",
                f"times exposed, {PER} people": f"{PER * m['exposed'].mean:.0f}",
                "of these by us": f"{PER * m['exposed_through_us'].mean:.0f}",
            }
            for persona, m in self.personas.items()
        ]  # fmt: skip
        return pandas.DataFrame(lines)

    def sentences(self) -> list[str]:
        """Say what a purchase costs its buyers, how much of it was lost, through whom, and where they were exposed."""
        if self.total.mean == 0:
            return ["Nobody with a real project spent any time in these runs, so there is nothing to book."]
        table = self.table()
        lost = table[table["side"] == "loss"]
        ours = lost[lost["caused_by"] == US]
        lines = [
            f"A buying group spends {self.total.mean:.0f} person-hours on its purchase; {lost['hours'].sum():.0f} of them "
            f"({100 * lost['share'].sum():.0f} %) are lost, {ours['hours'].sum():.0f} of those through us."
        ]
        for line in lost.head(3).to_dict("records"):
            whom = f"our {line['function']}" if line["function"] else line["caused_by"]
            lines.append(
                f"{str(line['entry']).capitalize()}: {line['hours']:.1f} hours{self._between(line, '.1f')}, caused by {whom}."
            )
        lines.append(f"Besides, its requests to our reps waited {self.waiting.mean:.0f} working hours.")
        return [*lines, *self._of_people()]

    def _of_people(self) -> list[str]:
        pays = max(self.personas, key=lambda persona: self.personas[persona]["lost_through_us"].mean)
        most = max(self.personas, key=lambda persona: self.personas[persona]["exposed"].mean)
        loss, risk = self.personas[pays]["lost_through_us"], self.personas[most]["exposed"]
        lines = [f"We cost the {pays} most: {loss.mean:.1f} hours each."] if loss.mean > 0 else []
        if risk.mean == 0:
            return [*lines, "Nobody stood before colleagues or management with what did not hold."]
        lines.append(
            f"The {most} risks most: {PER * risk.mean:.0f} times in {PER} such people somebody stood before colleagues or "
            f"management with what did not hold, {PER * self.personas[most]['exposed_through_us'].mean:.0f} times because of us."
        )
        risks = self.risks()
        ours = risks[(risks["caused_by"] == US) & (risks["times"] > 0)]
        for line in ours.head(2).to_dict("records"):
            lines.append(
                f"{str(line['exposure']).capitalize()}: {line['times']:.1f} times in {PER} people{self._between(line, '.1f')}, "
                f"caused by our {line['function']}."
            )
        return lines

    def _between(self, line: dict[str, Any], form: str) -> str:
        return f" (95 % interval {line['low']:{form}} to {line['high']:{form}})" if self.n_replications > 1 else ""

    def how(self) -> str:
        """Say how the ledger was made, and what is counted."""
        return (
            f"{times(self.n_replications, 'replication')}; "
            "accounts with a real project. Time given to mails and pilots is shared out "
            "evenly among those who take part. Political risk is counted, not weighed: refused cases and failed votes of whoever "
            "carries the purchase, quarrels in meetings, claims found out, fine print, regretted purchases; that each counts as "
            "one, and whom it is booked to, are assumptions."
        )


def buyer_hours(
    scenario: "Scenario", n_replications: int | None = None, progress: Progress | None = None
) -> HoursLedger:
    """Book hours, effort and exposures of the people of counted real accounts to who caused them.

    Parameters
    ----------
    scenario : Scenario
        What to analyse.
    n_replications : int, optional
        Replications; default: the scenario's own.
    progress : callable (done, total), optional
        Told after every finished run.
    """
    n = replications_of(scenario, n_replications)
    personas = list(dict.fromkeys(scenario.market.group.seats))
    books, risks, waited = np.zeros((n, len(ENTRIES))), np.zeros((n, len(EXPOSURES))), np.zeros(n)
    paid = np.full((n, len(personas), len(MEASURES)), np.nan)
    people = np.zeros((n, len(personas)))
    for r, run in enumerate(runs_of(scenario, n, progress)):
        lines = booked(run)
        found, waited[r], n_accounts = book(run, lines)
        books[r] = [found[name] / max(1, n_accounts) for name in ENTRIES]
        waited[r] /= max(1, n_accounts)
        paid[r], people[r], times = _by_persona(run, lines, personas)
        risks[r] = [PER * times[name] / max(1.0, people[r].sum()) for name in EXPOSURES]
        people[r] /= max(1, n_accounts)
    hours = {name: estimate(books[:, e]) for e, name in enumerate(ENTRIES)}
    exposed = {name: estimate(risks[:, e]) for e, name in enumerate(EXPOSURES)}
    by = {
        persona: {name: estimate(paid[:, p, m]) for m, name in enumerate(MEASURES)} for p, persona in enumerate(personas)
    }
    known = {persona: measures for persona, measures in by.items() if np.isfinite(measures["hours"].mean)}
    n_people = dict(zip(personas, people.mean(axis=0).tolist(), strict=True))
    return HoursLedger(scenario, hours, estimate(books.sum(axis=1)), estimate(waited), exposed, known, n_people, n)


def booked(run: "Run") -> list[Booked]:
    """Return the hours of everybody in counted real accounts, line by line."""
    return [each for account in run.counted_real().tolist() for each in hours_booked(run, account)]


def book(run: "Run", lines: list[Booked] | None = None) -> tuple[dict[str, float], float, int]:
    """Return the person-hours of a run by entry, the hours waited for our reps, and the number of accounts counted."""
    chosen = run.counted_real()
    entries = dict.fromkeys(ENTRIES, 0.0)
    for each in booked(run) if lines is None else lines:
        entries[each.entry] += each.hours
    waits = of_kind(run.journal, Kind.SERVED, Kind.GAVE_UP)
    return entries, float(waits["value"][np.isin(waits["account"], chosen)].sum()), len(chosen)


def _by_persona(
    run: "Run", lines: list[Booked], personas: list[str]
) -> tuple[np.ndarray, np.ndarray, Counter[str]]:
    """Return what people of every persona pay (personas, measures), how many there are, and exposures by entry."""
    chosen, seats = run.counted_real(), run.scenario.market.group.seats
    seat_of = [personas.index(seat) for seat in seats]
    sums, people = np.zeros((len(personas), len(MEASURES))), np.zeros(len(personas))
    hours: dict[tuple[int, int], float] = {}
    times: Counter[str] = Counter()
    for account in chosen.tolist():
        for i in range(int(run.of(account)["value"][0])):
            people[seat_of[i]] += 1
        for exposed in exposures(run, account):
            times[exposed.entry] += 1
            sums[seat_of[exposed.person], 4:] += [1.0, EXPOSURES[exposed.entry].caused_by == US]
    for each in lines:
        about, p = ENTRIES[each.entry], seat_of[each.person]
        hours[each.account, each.person] = hours.get((each.account, each.person), 0.0) + each.hours
        sums[p, 0] += each.hours
        if about.side == "loss":
            sums[p, 1] += each.hours
            sums[p, 2] += each.hours * (about.caused_by == US)
    efforted = np.zeros(len(personas))
    for (_, i), ratio in efforts(run, chosen, hours).items():
        sums[seat_of[i], MEASURES.index("effort")] += ratio
        efforted[seat_of[i]] += 1
    n = np.repeat(people[:, None], len(MEASURES), axis=1)
    n[:, MEASURES.index("effort")] = efforted
    return np.divide(sums, n, out=np.full_like(sums, np.nan), where=n > 0), people, times
