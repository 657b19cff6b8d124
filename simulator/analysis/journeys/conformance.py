"""Designed against lived: how far real journeys follow a plan, where they leave it, and how many ways there are.

A journey is replayed against a plan by the cheapest alignment: walking through the plan in order, staying at a step as
long as one likes, every lived activity is either foreseen by the step one stands at, or a deviation (cost 1); every step
passed without a matching activity is skipped (cost 1). Fitness is 1 minus this cost over the worst possible one
(Carmona, van Dongen, Solti and Weidlich 2018): 1 for a journey as designed, 0 for one with nothing in common with it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from buyermaze.simulator.analysis.journeys.campaign_plan import FUNNEL, Plan
from buyermaze.simulator.comparison.paired_statistics import Estimate, estimate
from buyermaze.simulator.core.vocabulary import Channel, Job, Kind, words
from buyermaze.simulator.runs.replications import Progress, replications_of, runs_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario
    from buyermaze.simulator.runs.run import Run

Activity = tuple[str, str]  # job, channel
SKIPPED, AGAIN, NO_JOB = "skipped: ", "again ", "no job was ever complete"
FEWEST = 10  # journeys on either side below which win rates are not set side by side


@dataclass(frozen=True)
class Alignment:
    """One journey held against a plan: its fitness, and what deviated, in words."""

    fitness: float
    foreseen: float  # share of lived activities that some step of the plan foresees, in whatever order
    deviations: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Conformance:
    """How the journeys of a scenario follow a plan."""

    scenario: "Scenario"
    plan: Plan
    journeys: "pandas.DataFrame"  # replication, account, outcome, fitness, foreseen, variant
    deviations: "pandas.DataFrame"  # deviation, times, journeys, share_won, share_won_else
    places: "pandas.DataFrame"  # job, channel, times (per journey), journeys (share), foreseen
    moves: "pandas.DataFrame"  # job, to_job, times: per journey, how often the next thing the same person does is on another job
    n_replications: int

    def table(self) -> "pandas.DataFrame":
        """Return the deviations, most frequent first.

        ``deviation, times`` (per journey), ``journeys`` (share that show it), ``share_won`` and ``share_won_else`` (of
        journeys with and without it; an association, not an effect).
        """
        return self.deviations

    def variants(self) -> "pandas.DataFrame":
        """Return the ways taken through the jobs, most frequent first: ``variant, journeys, share, share_won``."""
        grouped = self.journeys.assign(won=self.journeys["outcome"] == "won").groupby("variant", sort=False)
        found = (
            grouped["won"].agg(["size", "mean"]).reset_index().set_axis(["variant", "journeys", "share_won"], axis=1)
        )
        found["share"] = found["journeys"] / max(1, len(self.journeys))
        return found.sort_values("journeys", ascending=False, kind="stable").reset_index(drop=True)

    def fitness(self) -> Estimate:
        """Return mean fitness over journeys, with its interval over replications."""
        return estimate(self.journeys.groupby("replication")["fitness"].mean().to_numpy())

    def share_linear(self) -> float:
        """Return of the journeys that completed a job the share that kept to the order of a funnel as far as they got."""
        begun = self.journeys[self.journeys["variant"] != NO_JOB]
        return float(begun["linear"].mean()) if len(begun) else float("nan")

    def parted(self) -> "pandas.DataFrame":
        """Return one line per job: ``job, times`` (per journey), ``not_planned`` (share of them), ``most`` (their channel)."""
        import pandas

        lines = []
        for job, group in self.places.groupby("job", sort=False):
            other, total = group[~group["foreseen"]], group["times"].sum()
            most = other.loc[other["times"].idxmax(), "channel"] if len(other) else ""
            lines.append((job, total, other["times"].sum() / total, most))
        return pandas.DataFrame(lines, columns=["job", "times", "not_planned", "most"])

    def lived_by(self) -> list[float]:
        """Return for every step of the plan the share of journeys that did not skip it."""
        skipped = dict(zip(self.deviations["deviation"], self.deviations["journeys"], strict=True))
        return [1.0 - skipped.get(f"{SKIPPED}{step.name}", 0.0) for step in self.plan.steps]

    def sentences(self) -> list[str]:
        """Say how well the plan fits, how much it foresaw, what deviates most, and how many ways there are."""
        if not len(self.journeys):
            return ["Nobody with a real project did anything in these runs, so there is nothing to compare."]
        fit, seen = self.fitness(), self.journeys["foreseen"].mean()
        interval = f" (95 % interval {fit.low:.2f} to {fit.high:.2f})" if fit.n > 1 else ""
        lines = [
            f"Lived journeys fit '{self.plan.title}' to {fit.mean:.2f} of 1{interval}; the plan foresees "
            f"{100 * seen:.0f} % of what people do."
        ]
        parted = self.parted()
        apart = parted.loc[parted["not_planned"].idxmax()]
        if apart["not_planned"] > 0:
            lines.append(
                f"They part most at {apart['job']}: {100 * apart['not_planned']:.0f} % of what is done there was not planned, "
                f"most of that through {apart['most']}."
            )
        for line in self.deviations.head(5).to_dict("records"):
            has = round(line["journeys"] * len(self.journeys))
            said = f"{line['deviation']}: in {100 * line['journeys']:.0f} % of journeys, {line['times']:.1f} times each"
            if min(has, len(self.journeys) - has) >= FEWEST:
                said += (
                    f"; {100 * line['share_won']:.0f} % of them won, {100 * line['share_won_else']:.0f} % of the others"
                )
            lines.append(f"{said}.")
        ways = self.variants()
        n, m = len(self.journeys), len(ways)
        lines.append(f"{n:,} journey{'s' * (n > 1)} took {m} way{'s' * (m > 1)} through the jobs.")
        none = float((self.journeys["variant"] == NO_JOB).mean())
        if none < 1.0:
            lines.append(
                f"{100 * none:.0f} % of them completed no job; of the others {100 * self.share_linear():.0f} % kept to the order "
                "of a funnel as far as they got, and went back to no job."
            )
        return lines


def conform(
    scenario: "Scenario",
    plan: Plan = FUNNEL,
    n_replications: int | None = None,
    only_seen: bool = False,
    progress: Progress | None = None,
) -> Conformance:
    """Hold the journeys of counted real accounts against a plan.

    Parameters
    ----------
    scenario : Scenario
        What to analyse.
    plan : Plan
        The designed journey; by default the classic funnel.
    n_replications : int, optional
        Replications; default: the scenario's own.
    only_seen : bool
        Look through the seller's lens: only touches its systems saw.
    progress : callable (done, total), optional
        Told after every finished run.
    """
    import pandas

    n = replications_of(scenario, n_replications)
    lines: list[tuple[Any, ...]] = []
    counts: list[Counter[str]] = []
    did: list[Counter[Activity]] = []
    went: Counter[tuple[str, str]] = Counter()
    for run in runs_of(scenario, n, progress):
        ways = variants_of(run)
        went.update(moves_of(run, only_seen))
        for account, won, lived in journeys_of(run, only_seen):
            found = align(lived, plan)
            way = ways.get(account, NO_JOB)
            outcome = "won" if won else "not won"
            lines.append((run.replication, account, outcome, found.fitness, found.foreseen, way, _linear(way)))
            counts.append(Counter(found.deviations))
            did.append(Counter(lived))
    columns = ["replication", "account", "outcome", "fitness", "foreseen", "variant", "linear"]
    table = pandas.DataFrame(lines, columns=columns)
    deviations = _deviations(counts, table["outcome"] == "won")
    per = max(1, len(did))
    moves = pandas.DataFrame([(*pair, times / per) for pair, times in went.most_common()], columns=["job", "to_job", "times"])
    return Conformance(scenario, plan, table, deviations, _places(plan, did), moves, n)


def journeys_of(run: "Run", only_seen: bool = False) -> list[tuple[int, bool, list[Activity]]]:
    """Return for every counted real account whether we won, and what its people did in order: job and channel."""
    won = set(run.won().tolist())
    touches = _did(run, only_seen)
    jobs, channels = [words(job) for job in Job], [words(channel) for channel in Channel]
    lived: dict[int, list[Activity]] = {int(account): [] for account in run.counted_real()}
    for account, job, channel in zip(*(touches[name].tolist() for name in ("account", "job", "channel")), strict=True):
        lived[account].append((jobs[job], channels[channel]))
    return [(account, account in won, steps) for account, steps in lived.items()]


def moves_of(run: "Run", only_seen: bool = False) -> Counter[tuple[str, str]]:
    """Count how often a person goes from one job on to another, by both; meetings are the group's, and follow one another.

    What a colleague does meanwhile is no move: a group at work on several jobs at once has not gone back by it.
    """
    touches = _did(run, only_seen)
    touches = touches[np.lexsort((np.arange(len(touches)), touches["person"], touches["account"]))]
    before, after = touches[:-1], touches[1:]
    same = (before["account"] == after["account"]) & (before["person"] == after["person"])
    gone = same & (before["job"] != after["job"])
    jobs = [words(job) for job in Job]
    return Counter((jobs[a], jobs[b]) for a, b in zip(before["job"][gone].tolist(), after["job"][gone].tolist(), strict=True))


def _did(run: "Run", only_seen: bool) -> np.ndarray:
    """Return the touches and meetings of counted real accounts that are about a job, in order of time."""
    rows = run.journal
    mark = np.isin(rows["kind"], (Kind.TOUCH, Kind.MEETING)) & (rows["job"] >= 0) & (rows["channel"] >= 0)
    mark &= np.isin(rows["account"], run.counted_real())
    return rows[mark & (rows["seen"] == 1)] if only_seen else rows[mark]


def align(lived: Sequence[Activity], plan: Plan) -> Alignment:
    """Return the cheapest alignment of a journey with a plan."""
    known = {activity: _foreseen_by(plan, activity) for activity in dict.fromkeys(lived)}
    fits = [known[activity] for activity in lived]
    n, m = len(lived), len(plan.steps)
    far = n + m + 1
    # cost of i activities done, standing at step j, unmatched and matched; before the first step nothing can be skipped
    row = [(far, 0), *((far, far) for _ in range(m))]
    came: list[list[tuple[int, int]]] = []  # by i and j: how it was reached, unmatched and matched
    for i in range(n + 1):
        above, row, moves = row, [], []
        for j in range(m + 1):
            unmatched, matched, by, by_match = far, far, 0, 0
            if i > 0:  # an activity the step does not foresee
                if above[j][0] + 1 < far:
                    unmatched, by = above[j][0] + 1, 1
                if above[j][1] + 1 < far:
                    matched, by_match = above[j][1] + 1, 1
                if j > 0 and j - 1 in fits[i - 1] and min(above[j]) < matched:
                    matched = min(above[j])
                    by_match = 2 if matched == above[j][1] else 3
            elif j == 0:
                matched = 0
            if j > 0:
                ahead = (row[j - 1][1], row[j - 1][0] + 1)  # leaving a step unmatched skips it
                if min(ahead) < unmatched:
                    unmatched, by = min(ahead), 4 if ahead[0] <= ahead[1] else 5
            row.append((unmatched, matched))
            moves.append((by, by_match))
        came.append(moves)
    skipped, reached = row[m][0] + 1, row[m][1]
    total = min(reached, skipped)
    deviations = _trace(lived, plan, fits, came, 1 if reached <= skipped else 0)
    foreseen = sum(bool(fit) for fit in fits) / n if n else 0.0
    return Alignment(1.0 - total / (n + m) if n + m else 1.0, foreseen, deviations)


def variants_of(run: "Run") -> dict[int, str]:
    """Return the way every group took: the order in which jobs became complete, and which were opened again.

    Truth, not what the seller sees: ``problem > solution > again problem > requirements``.
    """
    rows = run.journal[np.isin(run.journal["kind"], (Kind.COMPLETED, Kind.REOPENED))]
    ways: dict[int, list[str]] = {}
    for account, job, kind in zip(*(rows[name].tolist() for name in ("account", "job", "kind")), strict=True):
        name = words(Job(job))
        ways.setdefault(account, []).append(f"{AGAIN}{name}" if kind == Kind.REOPENED else name)
    return {account: " > ".join(way) for account, way in ways.items()}


def _places(plan: Plan, did: "list[Counter[Activity]]") -> "pandas.DataFrame":
    """Return where journeys go, job by job and channel by channel, and whether the plan foresees it."""
    import pandas

    lines = []
    for job in (words(job) for job in Job):
        for channel in (words(channel) for channel in Channel):
            times = [each[job, channel] for each in did if (job, channel) in each]
            if times:
                foreseen = bool(_foreseen_by(plan, (job, channel)))
                lines.append((job, channel, sum(times) / len(did), len(times) / len(did), foreseen))
    return pandas.DataFrame(lines, columns=["job", "channel", "times", "journeys", "foreseen"])


def _linear(way: str) -> bool:
    """Return whether jobs became complete in the order of a funnel, at least one of them, and none was opened again."""
    order = [words(job) for job in Job]
    return way != NO_JOB and AGAIN not in way and all(a <= b for a, b in pairwise(order.index(job) for job in way.split(" > ")))


def _foreseen_by(plan: Plan, activity: Activity) -> set[int]:
    job, channel = activity
    return {
        s
        for s, step in enumerate(plan.steps)
        if step.job in ("", job) and (not step.channels or channel in step.channels)
    }


def _trace(
    lived: Sequence[Activity], plan: Plan, fits: list[set[int]], came: list[list[tuple[int, int]]], matched: int
) -> tuple[str, ...]:
    """Walk the cheapest alignment back and name its deviations."""
    found: list[str] = []
    i, j, k = len(lived), len(plan.steps), matched
    if k == 0 and j > 0:
        found.append(f"{SKIPPED}{plan.steps[j - 1].name}")
    while i > 0 or j > 0:
        move = came[i][j][k]
        if move == 1:
            job, channel = lived[i - 1]
            places = fits[i - 1]
            if not places:
                found.append(f"not planned: {job} through {channel}")
            else:
                found.append(f"{'back to' if max(places) < j else 'ahead to'}: {job} through {channel}")
            i -= 1
        elif move in (2, 3):
            i, k = i - 1, 1 if move == 2 else 0
        else:
            j, k = j - 1, 1 if move == 4 else 0
            if move == 5 and j > 0:
                found.append(f"{SKIPPED}{plan.steps[j - 1].name}")
    return tuple(reversed(found))


def _deviations(counts: "list[Counter[str]]", won: "pandas.Series[bool]") -> "pandas.DataFrame":
    import pandas

    wins = won.to_numpy(dtype=bool)
    lines = []
    for name in dict.fromkeys(name for count in counts for name in count):
        times = np.array([count[name] for count in counts])
        has = times > 0
        rate = wins[~has].mean() if (~has).any() else np.nan
        lines.append((name, times[has].mean(), has.mean(), wins[has].mean(), rate))
    columns = ["deviation", "times", "journeys", "share_won", "share_won_else"]
    table = pandas.DataFrame(lines, columns=columns)
    order = (table["journeys"] * table["times"]).sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)
