"""The metric ladder: what a seller's dashboards count week by week, beside how many of each had a project behind them."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from buyermaze.simulator.core.calendar import HOURS_PER_DAY, HOURS_PER_WEEK
from buyermaze.simulator.core.vocabulary import OWN_CHANNELS, Channel, Kind, Status
from buyermaze.simulator.inputs.dates.timeline import timeline
from buyermaze.simulator.runs.history import of_kind
from buyermaze.simulator.runs.replications import replications_of, runs_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario
    from buyermaze.simulator.runs.run import Run

VISITS: Final = ("visits", "identified visits")  # counted every time; the rungs below once per account
STEPS: Final = ("inquiries", "leads", "accepted", "opportunities", "wins")
ENDS: Final = ("lost", "no decision")  # opportunities that did not become wins
RUNGS: Final = (*VISITS, *STEPS, *ENDS)


@dataclass(frozen=True)
class Ladder:
    """Counts per week and rung, means over replications; shapes (weeks, rungs), rungs in the order of ``RUNGS``."""

    scenario: "Scenario"
    n_replications: int
    counts: np.ndarray
    real: np.ndarray
    days_between: dict[str, float]  # median working days from a step to the next, over accounts that took both
    n_straight: float = 0.0  # opportunities a replication that nothing had called a lead: they asked for a rep

    def table(self) -> "pandas.DataFrame":
        """Return one line per week, from 1: the mean count of every rung."""
        import pandas

        table = pandas.DataFrame(self.counts, columns=list(RUNGS))
        table.insert(0, "week", np.arange(1, len(table) + 1))
        return table

    def rungs(self) -> "pandas.DataFrame":
        """Return one line per rung: ``rung, n, share_real, share_of_step_before, days_from_step_before``."""
        import pandas

        n, real = self.counts.sum(axis=0), self.real.sum(axis=0)
        lines = []
        for k, rung in enumerate(RUNGS):
            before = n[k - 1] if rung in STEPS[1:] else np.nan
            share = n[k] / before if before > 0 else np.nan
            lines.append((rung, n[k], real[k] / n[k] if n[k] else np.nan, share, self.days_between.get(rung, np.nan)))
        names = ["rung", "n", "share_real", "share_of_step_before", "days_from_step_before"]
        return pandas.DataFrame(lines, columns=names)

    def sentences(self) -> list[str]:
        """Say where the ladder loses accounts, and what its counts are worth."""
        rungs = self.rungs().set_index("rung")
        n, real = rungs["n"], rungs["share_real"]
        steps = rungs.loc[list(STEPS[1:]), "share_of_step_before"].dropna()
        lines = [
            f"Per replication {n['inquiries']:.1f} accounts were seen, {n['leads']:.1f} became leads, "
            f"{n['opportunities']:.1f} opportunities ({self.n_straight:.1f} without having been a lead) and {n['wins']:.1f} wins."
        ]
        if len(steps):
            worst = str(steps.idxmin())
            before = STEPS[STEPS.index(worst) - 1]
            lines.append(f"The narrowest step is from {before} to {worst}: {100 * steps.min():.0f} % take it.")
        if n["leads"] > 0:
            lines.append(
                f"{100 * real['leads']:.0f} % of the leads had a project behind them, of the accounts seen "
                f"{100 * real['inquiries']:.0f} %: the seller's systems cannot tell."
            )
        return lines


def ladder(
    scenario: "Scenario", n_replications: int | None = None, progress: Callable[[int, int], None] | None = None
) -> Ladder:
    """Count every rung week by week since the observation window began, over its accounts, idle inquiries included.

    Parameters
    ----------
    scenario : Scenario
        What to simulate.
    n_replications : int, optional
        Replications; default: the scenario's own.
    progress : callable (done, total), optional
        Told after every finished run.

    Returns
    -------
    Ladder
        Counts a week and rung, mean over replications; median working days from step to step.
    """
    n = replications_of(scenario, n_replications)
    found, n_straight = [], 0.0
    gaps: dict[str, list[float]] = {step: [] for step in STEPS[1:]}
    for run in runs_of(scenario, n):
        events = climbed(run)
        found.append(events)
        for before, step in itertools.pairwise(STEPS):
            first = {account: hours for rung, account, hours, _ in events if rung == before}
            gaps[step] += [hours - first[a] for rung, a, hours, _ in events if rung == step and a in first]
        called = {account for rung, account, *_ in events if rung == "leads"}
        n_straight += sum(rung == "opportunities" and account not in called for rung, account, *_ in events) / n
        if progress:
            progress(run.replication + 1, n)
    n_weeks = 1 + max((int(hours // HOURS_PER_WEEK) for events in found for _, _, hours, _ in events), default=0)
    counts, real = np.zeros((n_weeks, len(RUNGS))), np.zeros((n_weeks, len(RUNGS)))
    for rung, _, hours, serious in (event for events in found for event in events):
        place = int(hours // HOURS_PER_WEEK), RUNGS.index(rung)
        counts[place] += 1.0 / n
        real[place] += serious / n
    days = {step: float(np.median(hours)) / HOURS_PER_DAY for step, hours in gaps.items() if hours}
    return Ladder(scenario, n, counts, real, days, n_straight)


def climbed(run: "Run", rows: np.ndarray | None = None) -> list[tuple[str, int, float, bool]]:
    """Return what was counted, in order of time: rung, account, working hour of the window, whether it had a project.

    Of the accounts that set out within the window; of others where their journal ``rows`` are given.

    Visits are to our content, e-mail, events and advertising. An inquiry is the first visit or request tied to the
    account, a lead the first score above the threshold or hand raised, accepted the first lead that passed the gate or
    was worked without one, an opportunity the first conversation with our rep.
    """
    rows = run.counted_rows() if rows is None else rows
    begun = timeline(run.scenario).window_from
    arrived = of_kind(rows, Kind.ARRIVED)
    serious = dict(zip(arrived["account"].tolist(), (arrived["detail"] == 1).tolist(), strict=True))
    ours = (rows["kind"] == Kind.TOUCH) & np.isin(rows["channel"], OWN_CHANNELS)
    digital = ours & (rows["channel"] != Channel.REP)
    met = (rows["kind"] == Kind.CONTACTED) & (rows["vendor"] == 0)
    opportunity = np.isin(rows["account"], rows["account"][met])
    ended = (rows["kind"] == Kind.DECISION) & opportunity
    marks = {
        "visits": digital,
        "identified visits": digital & (rows["seen"] == 1),
        "inquiries": (ours & (rows["seen"] == 1)) | (rows["kind"] == Kind.ASKED),
        "leads": rows["kind"] == Kind.LEAD,
        "accepted": np.isin(rows["kind"], (Kind.ACCEPTED, Kind.LEAD_WORK)),
        "opportunities": met,
        "wins": (rows["kind"] == Kind.DECISION) & (rows["detail"] == Status.WON),
        "lost": ended & (rows["detail"] == Status.LOST),
        "no decision": ended & (rows["detail"] == Status.NO_DECISION),
    }
    found = []
    for rung, mark in marks.items():
        chosen = rows[mark]
        if rung not in VISITS:
            chosen = chosen[np.sort(np.unique(chosen["account"], return_index=True)[1])]
        pairs = zip(chosen["account"].tolist(), chosen["time"].tolist(), strict=True)
        found += [(rung, account, hours - begun, serious[account]) for account, hours in pairs]
    return sorted(found, key=lambda event: event[2])
