"""The buyer's profit and loss in hours: what every hour went to, and who caused it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from buyermaze.simulator.analysis.deals.causes import SHARE_PITCHED
from buyermaze.simulator.comparison.paired_statistics import Estimate, estimate
from buyermaze.simulator.core.vocabulary import CHANNEL_TRAITS, OWN_CHANNELS, Channel, Kind, Owner, Reason
from buyermaze.simulator.runs.replications import Progress, replications_of, runs_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.scenario import Scenario
    from buyermaze.simulator.runs.run import Run

US, GROUP, RIVALS, INDEPENDENT = "us", "the group itself", "rivals", "independent sources"
# entry: (who caused it, what it means, gain or loss)
ENTRIES: Final = {
    "answers from our content": (US, "visits to our content that found something", "gain"),
    "conversations with our reps": (US, "conversations in context, and what the others were still worth", "gain"),
    "our e-mail, events and ads": (US, "time given to what we sent and staged", "gain"),
    "rivals": (RIVALS, "time with rivals' reps and content", "gain"),
    "peers and analysts": (INDEPENDENT, "time with peers and analysts, AI assistants included", "gain"),
    "own desk work": (GROUP, "work alone that led on", "gain"),
    "meetings": (GROUP, "meetings of the group", "gain"),
    "dead ends": (US, "visits to our content that found nothing, or a gap somebody filled", "loss"),
    "writing alone": (US, "justifications written without usable material of ours", "loss"),
    "telling it again": (US, "the part of a conversation lost because our rep did not know the situation", "loss"),
    "listening to pitches": (US, "the part of a conversation in which our rep pushed the sale", "loss"),
    "waiting in vain": (
        US,
        "hassle of requests to our reps that nobody answered, and of their calls in vain or too early",
        "loss",
    ),
    "rework after a vote": (GROUP, "work on a job opened again after a vote failed or a favourite fell", "loss"),
    "rework after a surprise": (US, "work on a job opened again after a contradiction of ours", "loss"),
    "rework after forgetting": (GROUP, "work on a job opened again because knowledge faded or members joined", "loss"),
}
COLUMNS: Final = ("entry", "caused_by", "side", "hours", "low", "high", "share", "meaning")


@dataclass(frozen=True, eq=False)
class HoursLedger:
    """Person-hours per real account by entry, with intervals over replications, and waiting beside them."""

    scenario: "Scenario"
    hours: dict[str, Estimate]  # per counted real account
    total: Estimate
    waiting: Estimate  # working hours that requests to our reps waited, per account; no work, but time
    n_replications: int

    def table(self) -> "pandas.DataFrame":
        """Return one line per entry, largest first: ``entry, caused_by, side, hours, low, high, share, meaning``."""
        import pandas

        lines = [
            (name, *(ENTRIES[name][k] for k in (0, 2)), found.mean, found.low, found.high, found.mean / (self.total.mean or 1.0),
             ENTRIES[name][1])
            for name, found in self.hours.items()
        ]  # fmt: skip
        table = pandas.DataFrame(lines, columns=list(COLUMNS))
        return table.sort_values("hours", ascending=False, kind="stable").reset_index(drop=True)

    def by_cause(self) -> "pandas.DataFrame":
        """Return gains and losses by who caused them: ``caused_by, gain, loss`` in hours per account."""
        sums = self.table().groupby(["caused_by", "side"])["hours"].sum().unstack(fill_value=0)
        return sums.reindex(columns=["gain", "loss"], fill_value=0.0).rename_axis(columns=None).reset_index()

    def sentences(self) -> list[str]:
        """Say what a purchase costs its buyers, how much of it was lost, and through whom."""
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
            known = self.n_replications > 1
            interval = f" (95 % interval {line['low']:.1f} to {line['high']:.1f})" if known else ""
            lines.append(
                f"{str(line['entry']).capitalize()}: {line['hours']:.1f} hours{interval}, caused by {line['caused_by']}."
            )
        lines.append(f"Besides, its requests to our reps waited {self.waiting.mean:.0f} working hours.")
        return lines


def buyer_hours(
    scenario: "Scenario", n_replications: int | None = None, progress: Progress | None = None
) -> HoursLedger:
    """Book every person-hour of counted real accounts to one entry.

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
    books, waited = np.zeros((n, len(ENTRIES))), np.zeros(n)
    for replication, run in enumerate(runs_of(scenario, n, progress)):
        found, waited[replication], n_accounts = book(run)
        books[replication] = [found[name] / max(1, n_accounts) for name in ENTRIES]
        waited[replication] /= max(1, n_accounts)
    hours = {name: estimate(books[:, e]) for e, name in enumerate(ENTRIES)}
    return HoursLedger(scenario, hours, estimate(books.sum(axis=1)), estimate(waited), n)


def book(run: "Run") -> tuple[dict[str, float], float, int]:
    """Return the person-hours of a run by entry, the hours waited for our reps, and the number of accounts counted."""
    rows = run.journal
    chosen = run.counted_real()
    rows = rows[np.isin(rows["account"], chosen)]
    entries = dict.fromkeys(ENTRIES, 0.0)
    rework = _rework(rows)
    lost = {
        "telling it again": float(run.scenario.programme.memory.penalty_unknown),
        "listening to pitches": SHARE_PITCHED,
    }
    columns = (rows[name].tolist() for name in ("kind", "channel", "reason", "hours", "value"))
    for kind, channel, reason, hours, value, again in zip(*columns, rework, strict=True):
        if kind == Kind.TOUCH:
            entry = _entry(channel, reason, again)
            if entry in lost:
                entries[entry] += lost[entry] * hours
                entries["conversations with our reps"] += (1 - lost[entry]) * hours
            else:
                entries[entry] += hours
        elif kind == Kind.MEETING:
            entries["meetings"] += hours
        elif kind in (Kind.MAILED, Kind.CAMPAIGN):
            entries["our e-mail, events and ads"] += hours
        elif kind == Kind.OUTBOUND:
            in_vain = reason in (Reason.UNANSWERED, Reason.PREMATURE)
            entries["waiting in vain" if in_vain else "conversations with our reps"] += value
        elif kind == Kind.GAVE_UP:
            entries["waiting in vain"] += hours
        elif kind in (Kind.PILOT, Kind.BARGAINED):
            entries["conversations with our reps" if channel == Channel.REP else "rivals"] += hours
    waits = np.isin(rows["kind"], (Kind.SERVED, Kind.GAVE_UP))
    return entries, float(rows["value"][waits].sum()), len(chosen)


def _entry(channel: int, reason: int, again: str) -> str:
    """Return the entry a visit belongs to; what went wrong in itself comes before rework."""
    if reason == Reason.ALONE:
        return "writing alone"
    if channel == Channel.CONTENT and reason in (Reason.DEAD_END, Reason.SENT_ON):
        return "dead ends"
    if channel == Channel.REP and reason == Reason.OUT_OF_CONTEXT:
        return "telling it again"
    if channel == Channel.REP and reason == Reason.PUSHED:
        return "listening to pitches"
    if again:
        return again
    if channel == Channel.REP:
        return "conversations with our reps"
    if channel == Channel.CONTENT:
        return "answers from our content"
    if channel in OWN_CHANNELS:
        return "our e-mail, events and ads"
    if CHANNEL_TRAITS[Channel(channel)].owner == Owner.RIVAL:
        return "rivals"
    return "own desk work" if channel == Channel.OWN_WORK else "peers and analysts"


def _rework(rows: np.ndarray) -> list[str]:
    """Return for every row, in journal order, the kind of rework a visit is, or '' for none.

    A job is reworked from the moment it is opened again until it is complete again. The cause is what came last before
    it opened: a vote that failed, an approval refused or a new favourite; a contradiction or clash of ours on the way;
    else fading knowledge or a new member.
    """
    open_again: dict[tuple[int, int], str] = {}
    shaken: dict[int, str] = {}
    found = []
    columns = (rows[name].tolist() for name in ("account", "job", "kind", "reason", "vendor", "channel"))
    for account, job, kind, reason, vendor, channel in zip(*columns, strict=True):
        if kind in (Kind.LOOPED, Kind.FAVOURITE) or (kind == Kind.APPROVAL and reason == Reason.REFUSED):
            shaken[account] = "rework after a vote"
        elif kind in (Kind.CLAIM_CLASH, Kind.SURPRISE) and vendor == 0 and channel in OWN_CHANNELS:
            shaken.setdefault(account, "rework after a surprise")
        elif kind == Kind.REOPENED:
            open_again[account, job] = shaken.pop(account, "rework after forgetting")
        elif kind == Kind.COMPLETED:
            open_again.pop((account, job), None)
        found.append(open_again.get((account, job), "") if kind == Kind.TOUCH else "")
    return found
