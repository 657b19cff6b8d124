"""The promise ledger: every claim of ours a buyer hears, what became of it, which channel made it, and who paid for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from buyermaze.simulator.comparison.paired_statistics import Difference, Estimate, difference, estimate, together
from buyermaze.simulator.comparison.phrasing import about_dollars, digits, gap
from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.notebook import Told, watched
from buyermaze.simulator.core.phrases import CHANNELS, listed, times
from buyermaze.simulator.core.vocabulary import CLAIMS, OURS, Channel, Kind
from buyermaze.simulator.inputs.dates.timeline import clock_of
from buyermaze.simulator.journal.journal import persona_labels
from buyermaze.simulator.outcomes.batches import batch_values
from buyermaze.simulator.outcomes.books.costs import price_of
from buyermaze.simulator.outcomes.definitions import OUTCOMES, position
from buyermaze.simulator.runs.history import History, decisions, of_kind
from buyermaze.simulator.runs.paired_runs import Runs, simulated
from buyermaze.simulator.runs.replications import Progress, replications_of, runs_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario

OUR_CHANNELS: Final = tuple(c for c in Channel if OURS[c] and CLAIMS[c])
CHECKS: Final = {  # before the decision, by who had heard the claim; of one moment the first counts
    Kind.CAUGHT: "found to be exaggerated",
    Kind.CLAIM_CLASH: "contradicted by our other function",
    Kind.FINE_PRINT: "taken back by the fine print",
}
KEPT, BROKEN, UNTESTED = "kept in use", "fell short in use", "never put to the test"
FATES: Final = (*CHECKS.values(), BROKEN, KEPT, UNTESTED)
HONEST: Final = {"programme.message.promise": 0.0, "programme.message.gap": 0.0, "programme.message.fine_print": 0.0}
PAID: Final = {  # outcomes that honesty may change, and who lives with them
    "p_win": "we", "p_renewal": "we", "profit_lifetime": "we", "share_regret": "buyers", "hours_per_person": "buyers",
}  # fmt: skip
SAID_IN: Final = {CHANNELS[channel].label: f"in {CHANNELS[channel].visits}" for channel in OUR_CHANNELS}
LIMITS: Final = (
    "The journal knows who heard a claim where, and who found out what; it does not know which visit carried the claim that was "
    "found out, so all that this person had heard until then count. Whether use keeps a promise is told of the whole group, by "
    "value against what it expected when it voted, which claims made only in part."
)


@dataclass(frozen=True)
class Heard:
    """One claim of ours that one person heard, and what became of it."""

    account: int
    day: float  # working days since the start of the run
    date: str
    person: str
    channel: str
    fate: str  # one of FATES
    day_fate: float  # working days since the start; NaN if it was never put to the test


@dataclass(frozen=True)
class DealPromises:
    """What one buying group heard from us, and what became of it."""

    account: int
    heard: tuple[Heard, ...]
    checks: tuple[str, ...]  # what was found out, in order, in words
    use: str  # what use showed, in words; empty if it never came to that

    def sentences(self) -> list[str]:
        """Tell what was promised, what was found out, and what use showed."""
        if not self.heard:
            return [
                "The group heard no claim of ours before it decided.",
                *self.checks,
                *([self.use] if self.use else []),
            ]
        by = _counted([SAID_IN[each.channel] for each in self.heard])
        n, people = len(self.heard), len({each.person for each in self.heard})
        first = f"{people} {'person' if people == 1 else 'people'} heard {n} claim{'s' * (n > 1)} of ours: {by}."
        fates = _counted([each.fate for each in self.heard])
        return [first, *self.checks, *([self.use] if self.use else []), f"What became of them: {fates}."]

    def table(self) -> "pandas.DataFrame":
        """Return one line per claim heard: ``account, date, person, channel, fate, day, day_fate``."""
        return _claims_table(self.heard)


def deal_promises(run: History, account: int) -> DealPromises:
    """Return the promise ledger of one account.

    Parameters
    ----------
    run : Run
        What ``simulate`` returns.
    account : int
        Arrival ordinal, from 0.

    Returns
    -------
    DealPromises
        Every visit to a channel of ours that makes claims, up to the decision, with what became of it.

    Raises
    ------
    InputProblem
        If the run has no such account.
    """
    rows = run.of(account)
    if not len(rows):
        most = int(run.journal["account"].max(initial=0))
        raise InputProblem(f"account: there is no account {account} in this run; they run from 0 to {most}")
    clock, people = clock_of(run.scenario), persona_labels(run.scenario)
    ended = decisions(rows)
    end = float(ended["time"][0]) if len(ended) else np.inf
    ours = rows[(rows["vendor"] == 0) & (rows["time"] <= end)]
    used = of_kind(rows, Kind.GO_LIVE)
    used = used[used["vendor"] == 0]
    short = bool(len(used)) and float(used["value"][0]) < float(used["detail"][0])
    checks = of_kind(ours, *CHECKS)
    heard = []
    visits = rows[(rows["kind"] == Kind.TOUCH) & np.isin(rows["channel"], OUR_CHANNELS) & (rows["time"] <= end)]
    for visit in visits:
        later = checks[(checks["person"] == visit["person"]) & (checks["time"] >= visit["time"])]
        if len(later):
            fate, time = CHECKS[Kind(later["kind"][0])], float(later["time"][0])
        elif len(used):
            fate, time = (BROKEN if short else KEPT), float(used["time"][0])
        else:
            fate, time = UNTESTED, np.nan
        day = float(visit["time"]) / HOURS_PER_DAY
        label = CHANNELS[Channel(visit["channel"])].label
        heard.append(Heard(account, day, clock.words(day), people[visit["person"]], label, fate, time / HOURS_PER_DAY))
    said = tuple(
        f"{clock.words(float(each['time']) / HOURS_PER_DAY)}, {CHANNELS[Channel(each['channel'])].visit}: a claim that "
        f"{people[each['person']]} had heard is {CHECKS[Kind(each['kind'])]}, by what about "
        f"{about_dollars(price_of(run.scenario, float(each['value'])))} off the price would make good."
        for each in checks
    )
    use = ""
    if len(used):
        when = clock.words(float(used["time"][0]) / HOURS_PER_DAY)
        missed = about_dollars(price_of(run.scenario, abs(float(used["value"][0] - used["detail"][0]))))
        use = f"{when}: in use it is worth about {missed} {'less' if short else 'more'} than had been expected."
    return DealPromises(account, tuple(heard), said, use)


@dataclass(frozen=True, eq=False, repr=False)
class PromiseLedger(Told):
    """Every claim of ours in the runs of a scenario, by channel and fate, and what honesty would change."""

    scenario: "Scenario"
    heard: tuple[Heard, ...]  # of the first replication
    counts: np.ndarray  # claims a real account, shape (replications, channels, fates), as OUR_CHANNELS and FATES
    paid: tuple[
        tuple[str, Difference], ...
    ]  # outcomes with honest claims less those today; empty where claims are honest
    n_replications: int

    @property
    def heading(self) -> str:
        """Return what this is about."""
        return f"Promises of {self.scenario.name}"

    def share(self, channel: int | None, fates: Sequence[str]) -> Estimate:
        """Return the share of claims, of one channel by place or of all, that met some fates, over replications."""
        counts = self.counts.sum(axis=1) if channel is None else self.counts[:, channel]
        chosen = counts[:, [FATES.index(fate) for fate in fates]].sum(axis=1)
        whole = counts.sum(axis=1)
        return estimate(np.divide(chosen, whole, out=np.full_like(chosen, np.nan), where=whole > 0))

    def sentences(self) -> list[str]:
        """Say how much was promised, what of it was found out or fell short, through whom, and who paid."""
        total = self.counts.sum(axis=(1, 2))
        if not total.any():
            return ["No buying group heard a claim of ours in these runs.", *self._who_paid()]
        per = estimate(total)
        by = self.counts.sum(axis=2).mean(axis=0)
        order = [c for c in np.argsort(-by, kind="stable").tolist() if by[c] > 0]
        parts = [f"{CHANNELS[OUR_CHANNELS[c]].visits} {100 * by[c] / by.sum():.0f} %" for c in order]
        found = self.share(None, tuple(CHECKS.values()))
        lines = [
            f"A buying group hears {per.mean:.1f}{_between(per, 1.0, '.1f')} claims of ours before it decides: {listed(parts)}.",
            f"Found out before the decision: {_percent(found)} of them; {BROKEN}: {_percent(self.share(None, (BROKEN,)))}; "
            f"{KEPT}: {_percent(self.share(None, (KEPT,)))}; the rest was {UNTESTED}.",
        ]
        bad = np.array([self.share(c, (*CHECKS.values(), BROKEN)).mean for c in order])
        if len(order) > 1 and np.nanmax(bad) > 0:
            worst = order[int(np.nanargmax(bad))]
            share = self.share(worst, (*CHECKS.values(), BROKEN))
            where = CHANNELS[OUR_CHANNELS[worst]].visits
            lines.append(f"Most often found out or fallen short: what was heard in {where}, {_percent(share)}.")
        return [*lines, *self._who_paid()]

    def _who_paid(self) -> list[str]:
        if not self.paid:
            return [
                "Nobody paid: nothing is claimed beyond the truth, by one voice, and there is no fine print; what falls short in "
                "use is what buyers expected on their own account."
            ]
        if self.paid[0][1].n < 2:
            return ["One value cannot tell who paid from luck; run more replications."]
        told = [f"{_said(name, found)}" for name, found in self.paid if found.is_told]
        others = [OUTCOMES[position(name)].label for name, found in self.paid if not found.is_told]
        start = "Had we claimed no more than the truth, with one voice and no fine print, same luck"
        lines = [f"{start}: {'; '.join(told)}." if told else f"{start}: nothing can be told from luck."]
        if told and others:
            lines.append(f"Not told from luck: {listed(others)}.")
        return lines

    def table(self) -> "pandas.DataFrame":
        """Return one line per channel and fate: ``channel, fate, n, share, low, high``.

        ``n`` are claims a real account, ``share`` is of those of the channel, with its 95 % interval.
        """
        import pandas

        lines = []
        for c, channel in enumerate(OUR_CHANNELS):
            for f, fate in enumerate(FATES):
                share = self.share(c, (fate,))
                lines.append(
                    (CHANNELS[channel].label, fate, self.counts[:, c, f].mean(), share.mean, share.low, share.high)
                )
        return pandas.DataFrame(lines, columns=["channel", "fate", "n", "share", "low", "high"])

    def words_table(self) -> "pandas.DataFrame":
        """Return one line per channel for people: claims a group hears of it, and the share of them that met each fate."""
        import pandas

        lines = []
        for c, channel in enumerate(OUR_CHANNELS):
            n = self.counts[:, c].sum(axis=1).mean()
            if n > 0:
                fates = {fate: _percent(self.share(c, (fate,))) for fate in FATES}
                lines.append({"channel": CHANNELS[channel].label, "heard by a group": f"{n:.1f}", **fates})
        return pandas.DataFrame(lines, columns=["channel", "heard by a group", *FATES])

    def paid_table(self) -> "pandas.DataFrame":
        """Return what honest claims would change, one line per outcome: ``outcome, who, difference, low, high``."""
        import pandas

        lines = [(name, PAID[name], found.mean, found.low, found.high) for name, found in self.paid]
        return pandas.DataFrame(lines, columns=["outcome", "who", "difference", "low", "high"])

    def claims(self) -> "pandas.DataFrame":
        """Return every claim heard in the first replication, one line each: ``account, date, person, channel, fate, ...``."""
        return _claims_table(self.heard)

    def how(self) -> str:
        """Say how the ledger was made, and what it cannot say."""
        return (
            f"{times(self.n_replications, 'replication')}; "
            f"claims of ours up to the decision, of accounts with a real project. {LIMITS} "
            "Who paid is told by living the same luck with honest claims; its 95 % intervals hold together."
        )


def promises(
    scenario: "Scenario",
    n_replications: int | None = None,
    progress: Progress | None = None,
    runs: Runs | None = None,
) -> PromiseLedger:
    """Keep the ledger of every claim of ours that buyers hear, and say who paid for what was not true.

    Parameters
    ----------
    scenario : Scenario
        What to simulate. Dated changes of its claims stay where claims are made honest.
    n_replications : int, optional
        Replications; default: the scenario's own.
    progress : callable (done, total), optional
        Told after every finished run of a step.
    runs : callable (scenarios, n_replications), optional
        Runs scenarios and returns sums as ``runs.batch.sum_table`` does, which is the default.

    Returns
    -------
    PromiseLedger
        Claims a real account by channel and fate, and outcomes with honest claims less those today, same luck.
    """
    n = replications_of(scenario, n_replications)
    counts = np.zeros((n, len(OUR_CHANNELS), len(FATES)))
    labels = [CHANNELS[channel].label for channel in OUR_CHANNELS]
    first: tuple[Heard, ...] = ()
    for r, run in enumerate(runs_of(scenario, n, progress)):
        accounts = run.counted_real().tolist()
        heard = tuple(each for account in accounts for each in deal_promises(run, account).heard)
        for each in heard:
            counts[r, labels.index(each.channel), FATES.index(each.fate)] += 1.0 / len(accounts)
        first = heard if r == 0 else first
    honest = scenario.with_changes(HONEST)
    paid: tuple[tuple[str, Difference], ...] = ()
    if honest.fingerprint != scenario.fingerprint:
        today, other = (
            batch_values(sums) for sums in (runs or simulated(watched("runs", progress)))([scenario, honest], n)
        )
        columns = {name: position(name) for name in PAID}
        paid = tuple((name, together(difference(other[:, c], today[:, c]), len(PAID))) for name, c in columns.items())
    return PromiseLedger(scenario, first, counts, paid, n)


def _claims_table(heard: Sequence[Heard]) -> "pandas.DataFrame":
    import pandas

    columns = ["account", "date", "person", "channel", "fate", "day", "day_fate"]
    return pandas.DataFrame([[getattr(each, column) for column in columns] for each in heard], columns=columns)


def _counted(things: Sequence[str]) -> str:
    """Say how many of each thing there are, the most first."""
    counts = {thing: list(things).count(thing) for thing in dict.fromkeys(things)}
    return listed([f"{n} {thing}" for thing, n in sorted(counts.items(), key=lambda pair: -pair[1])])


def _said(name: str, found: Difference) -> str:
    about = OUTCOMES[position(name)]
    ends = sorted(abs(each) for each in (found.low, found.high))  # of an interval on one side of zero
    low, high = (digits(each, about.unit) for each in ends)
    return (
        f"{about.label} {gap(abs(found.mean), about.unit)} {'higher' if found.mean > 0 else 'lower'} ({low} to {high})"
    )


def _percent(found: Estimate) -> str:
    return f"{100 * found.mean:.0f} %{_between(found, 100.0, '.0f', 1.0)}" if np.isfinite(found.mean) else "undefined"


def _between(found: Estimate, times: float, form: str, most: float = np.inf) -> str:
    """Say the interval of what is no less than 0 and no more than ``most``."""
    low, high = (times * min(most, max(0.0, end)) for end in (found.low, found.high))
    return f" ({low:{form}} to {high:{form}})" if found.n > 1 else ""
