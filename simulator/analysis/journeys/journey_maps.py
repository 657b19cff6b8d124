"""Journey maps drawn from traces: what each persona does at every stage, through which channel, and how it feels."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from buyermaze.simulator.comparison.paired_statistics import ALPHA, Difference, difference, estimate, holm
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import N_INFO_JOBS, Channel, Job, Kind, Reason, words
from buyermaze.simulator.inputs.dates.timeline import timeline
from buyermaze.simulator.journal.event_kinds import EVENT_KINDS, kinds_where
from buyermaze.simulator.runs.history import of_kind
from buyermaze.simulator.runs.replications import Progress, replications_of, runs_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario
    from buyermaze.simulator.runs.run import Run

STAGES: Final = tuple(words(job) for job in list(Job)[:N_INFO_JOBS])
# what a thing that happens does to the feeling, from -1 to 1; assumption, the order is what matters
FEELINGS: Final = {
    Reason.FOUND: 0.5, Reason.IN_CONTEXT: 0.8, Reason.OUT_OF_CONTEXT: -0.4, Reason.DEAD_END: -0.7, Reason.SENT_ON: 0.1,
    Reason.ALONE: -0.8, Reason.PUSHED: -0.6,
}  # fmt: skip
BAD_NEWS: Final = kinds_where(lambda about: about.feeling)
NONE: Final = "nowhere"  # where the channel of an event is no channel


@dataclass(frozen=True, eq=False)
class JourneyMap:
    """What personas do, where and how it feels: one line per persona, stage and channel, means per replication."""

    scenario: "Scenario"
    cells: "pandas.DataFrame"  # one line per replication, persona, stage, channel
    n_replications: int

    def table(self) -> "pandas.DataFrame":
        """Return one line per persona, stage and channel.

        ``persona, stage, channel, visits`` (per person of that persona), ``hours``, ``share`` (of the persona's visits at
        that stage), ``feeling`` (-1 to 1, mean over what happened), ``low, high`` (95 % interval of the feeling).
        """
        import pandas

        lines = []
        for key, group in self.cells.groupby(["persona", "stage", "channel"], sort=False):
            people = group["people"].to_numpy()
            felt = estimate((group["feeling"] / group["events"]).to_numpy())
            n = max(1.0, float(people.sum()))
            lines.append((*key, group["visits"].sum() / n, group["hours"].sum() / n, felt.mean, felt.low, felt.high))  # type: ignore[misc]
        columns = ["persona", "stage", "channel", "visits", "hours", "feeling", "low", "high"]
        table = pandas.DataFrame(lines, columns=columns)
        total = table.groupby(["persona", "stage"])["visits"].transform("sum")
        table.insert(5, "share", table["visits"] / total.where(total > 0))
        order = {stage: s for s, stage in enumerate(STAGES)}
        seats = {persona: s for s, persona in enumerate(dict.fromkeys(self.scenario.market.group.seats))}
        place = table["persona"].map(seats) * 100 + table["stage"].map(order)
        return table.assign(place=place).sort_values(["place", "visits"], ascending=[True, False], kind="stable").drop(
            columns="place"
        ).reset_index(drop=True)  # fmt: skip

    def curve(self) -> "pandas.DataFrame":
        """Return the feeling curve: ``persona, stage, feeling, low, high, main_channel, hours``."""
        import pandas

        table, lines = self.table(), []
        for (persona, stage), group in self.cells.groupby(["persona", "stage"], sort=False):
            sums = group.groupby("replication")[["feeling", "events"]].sum()
            felt = estimate((sums["feeling"] / sums["events"]).to_numpy())
            here = table[(table["persona"] == persona) & (table["stage"] == stage) & (table["channel"] != NONE)]
            main = here.iloc[0]["channel"] if len(here) else NONE
            lines.append((persona, stage, felt.mean, felt.low, felt.high, main, float(here["hours"].sum())))
        columns = ["persona", "stage", "feeling", "low", "high", "main_channel", "hours"]
        found = pandas.DataFrame(lines, columns=columns)
        order = {stage: s for s, stage in enumerate(STAGES)}
        seats = {persona: s for s, persona in enumerate(dict.fromkeys(self.scenario.market.group.seats))}
        place = found["persona"].map(seats) * 100 + found["stage"].map(order)
        return (
            found.assign(place=place).sort_values("place", kind="stable").drop(columns="place").reset_index(drop=True)
        )

    def sentences(self) -> list[str]:
        """Say for every persona where it feels best and worst, and through what."""
        lines, curve = [], self.curve()
        if not len(curve):
            return ["Nobody with a real project did anything in these runs, so there is no map."]
        for persona, group in curve.groupby("persona", sort=False):
            steps = group.sort_values("feeling", kind="stable").to_dict("records")
            worst, best = steps[0], steps[-1]
            lines.append(
                f"{persona}: best at {best['stage']} (feeling {best['feeling']:+.2f}, mostly through "
                f"{best['main_channel']}), worst at {worst['stage']} ({worst['feeling']:+.2f}, mostly through "
                f"{worst['main_channel']}); {group['hours'].sum():.0f} hours a person in all."
            )
        return lines


@dataclass(frozen=True, eq=False)
class MapDifference:
    """Two journey maps of the same buyers with the same luck, and where they differ."""

    first: JourneyMap
    second: JourneyMap
    steps: "dict[tuple[str, str], Difference]"  # feeling by persona and stage, second minus first
    p_adjusted: dict[tuple[str, str], float]

    def table(self) -> "pandas.DataFrame":
        """Return one line per persona and stage: both feelings, ``difference, low, high, p_adjusted, changed``."""
        import pandas

        curves = [each.curve().set_index(["persona", "stage"]) for each in (self.first, self.second)]
        lines = []
        for key, found in self.steps.items():
            before, after = (float(curve.loc[key, "feeling"]) for curve in curves)  # type: ignore[arg-type]
            p = self.p_adjusted[key]
            channels = tuple(str(curve.loc[key, "main_channel"]) for curve in curves)
            lines.append((*key, before, after, found.mean, found.low, found.high, p, p < ALPHA, *channels))
        columns = ["persona", "stage", "first", "second", "difference", "low", "high", "p_adjusted", "changed",
                   "first_channel", "second_channel"]  # fmt: skip
        return pandas.DataFrame(lines, columns=columns)

    def sentences(self) -> list[str]:
        """Say which steps feel different, and how many cannot be told apart."""
        table = self.table()
        changed = table[table["changed"].astype(bool)].sort_values(
            "difference", key=abs, ascending=False, kind="stable"
        )
        names = self.first.scenario.name, self.second.scenario.name
        lines = [
            f"{line['persona']} at {line['stage']}: feels {'better' if line['difference'] > 0 else 'worse'} under "
            f"{names[1]} than under {names[0]} by {abs(line['difference']):.2f} (95 % interval {line['low']:+.2f} to "
            f"{line['high']:+.2f})."
            for line in changed.head(8).to_dict("records")
        ]
        rest = len(table) - len(changed)
        return [*lines, f"{rest} of {len(table)} steps cannot be told apart from luck."]


def journey_map(
    scenario: "Scenario", n_replications: int | None = None, progress: Progress | None = None
) -> JourneyMap:
    """Draw the journey map of every persona from the traces of counted real accounts.

    Parameters
    ----------
    scenario : Scenario
        What to draw.
    n_replications : int, optional
        Replications; default: the scenario's own.
    progress : callable (done, total), optional
        Told after every finished run.

    Returns
    -------
    JourneyMap
        Shares from 0 to 1, times in working days and hours, by persona and step.
    """
    import pandas

    n = replications_of(scenario, n_replications)
    parts = []
    for run in runs_of(scenario, n, progress):
        parts.append(_cells(run).assign(replication=run.replication))
    return JourneyMap(scenario, pandas.concat(parts, ignore_index=True), n)


def map_difference(first: JourneyMap, second: JourneyMap) -> MapDifference:
    """Compare two journey maps made with the same seed and replications, step by step.

    Raises
    ------
    InputProblem
        If the maps are not of the same luck.
    """
    same = [(each.scenario.run.seed, timeline(each.scenario), each.n_replications) for each in (first, second)]
    if same[0] != same[1]:
        raise InputProblem("map: the two scenarios differ in seed, time or replications; give both the same")
    sides = [_by_step(each) for each in (first, second)]
    keys = [key for key in sides[0] if key in sides[1]]
    steps = {key: difference(sides[1][key], sides[0][key]) for key in keys}
    adjusted = holm([found.p for found in steps.values()])
    return MapDifference(first, second, steps, dict(zip(steps, adjusted, strict=True)))


def _by_step(drawn: JourneyMap) -> dict[tuple[str, str], np.ndarray]:
    """Return the feeling by persona and stage in every replication; NaN where nothing happened."""
    found = {}
    for (persona, stage), group in drawn.cells.groupby(["persona", "stage"], sort=False):
        sums = group.groupby("replication")[["feeling", "events"]].sum()
        felt = (sums["feeling"] / sums["events"]).reindex(range(drawn.n_replications))
        found[str(persona), str(stage)] = felt.to_numpy(dtype=np.float64)
    return found


def _cells(run: "Run") -> "pandas.DataFrame":
    """Return one run's visits, hours and feelings by persona, stage and channel."""
    import pandas

    rows = run.journal
    arrived = of_kind(rows, Kind.ARRIVED)
    chosen = run.counted_real()
    rows = rows[np.isin(rows["account"], chosen) & np.isin(rows["kind"], (Kind.TOUCH, *BAD_NEWS))]
    rows = rows[(rows["person"] >= 0) & (rows["job"] >= 0) & (rows["job"] < N_INFO_JOBS)]
    seats = np.array(run.scenario.market.group.seats)
    sizes = arrived["value"][np.isin(arrived["account"], chosen)].astype(int).tolist()
    n_people = pandas.Series([seat for size in sizes for seat in seats[:size]], dtype=object).value_counts()
    touch = rows["kind"] == Kind.TOUCH
    by_reason = np.array([FEELINGS.get(reason, 0.0) for reason in Reason])
    by_kind = np.array([EVENT_KINDS[kind].feeling for kind in Kind])
    names = np.array([*(words(channel) for channel in Channel), NONE])
    table = pandas.DataFrame(
        {
            "persona": seats[rows["person"]],
            "stage": np.array(STAGES)[rows["job"]],
            "channel": names[rows["channel"]],
            "visits": touch.astype(int),
            "hours": np.where(touch, rows["hours"], 0.0),
            "feeling": np.where(touch, by_reason[rows["reason"]], by_kind[rows["kind"]]),
            "events": 1,
        }
    )
    found = table.groupby(["persona", "stage", "channel"], sort=False).sum().reset_index()
    return found.assign(people=found["persona"].map(n_people).fillna(0.0).astype(float))
