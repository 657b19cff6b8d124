"""A journey map of every persona from what was lived: activity, touchpoint, input, wished outcome, feeling, moments of truth."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.simulator.analysis.journeys.content_coverage import coverage
from buyermaze.simulator.analysis.journeys.lived import AGREEMENT, NO_MOMENT, PHASE_OF, RECOMMEND, STEPS, USE, lived
from buyermaze.simulator.comparison.paired_statistics import ALPHA, Difference, difference, estimate, holm
from buyermaze.simulator.core.errors import InputProblem, remedy
from buyermaze.simulator.core.phrases import CHANNELS
from buyermaze.simulator.core.vocabulary import Channel, Job, Kind, Reason, words
from buyermaze.simulator.inputs.dates.timeline import timeline
from buyermaze.simulator.runs.history import History, of_kind
from buyermaze.simulator.runs.replications import Progress, replications_of, runs_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario

ACTIVITIES: Final = {
    "problem": "find out what is wrong and what it costs", "solution": "look for what could help",
    "requirements": "write down what it must do", "selection": "compare suppliers",
    "validation": "check that it holds what is promised", AGREEMENT: "agree, vote, ask management",
    USE: "work with it", RECOMMEND: "talk to others about us",
}  # fmt: skip
WISHES: Final = {  # what somebody wants to be able to say afterwards
    "problem": "we know what our problem is", "solution": "we know what would solve it",
    "requirements": "we know what it must do", "selection": "we know who to trust with it",
    "validation": "we are sure that it works for us", AGREEMENT: "all of us can stand behind it",
    USE: "it is worth what we expected", RECOMMEND: "we tell others to buy from them",
}  # fmt: skip
TOUCHPOINTS: Final = {
    AGREEMENT: "meetings of the group", USE: "the product, support, our reps", RECOMMEND: "peers who ask",
}  # where people do not turn to channels  # fmt: skip
INPUTS: Final = {
    AGREEMENT: "what each knows by then, a kit if there is one", USE: "support, words from our reps",
    RECOMMEND: "what use has shown",
}  # fmt: skip
LABELS: Final = {words(channel): CHANNELS[channel].label for channel in Channel}
N_TOUCHPOINTS: Final = 2  # named per step
N_INPUTS: Final = 2
SELDOM: Final = 0.05  # times a person below which a moment is no moment of truth of a step; assumption
KEYS: Final = ["persona", "step"]
COLUMNS: Final = (
    "persona", "phase", "step", "activity", "visits", "hours", "touchpoints", "input", "wished", "reached", "feeling", "low",
    "high", *(f"{side}{part}" for side in ("lifts", "hurts") for part in ("", "_times", "_weight")),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class PersonaMaps:
    """What every persona lives through, step by step, in some replications of a scenario."""

    scenario: "Scenario"
    cells: "pandas.DataFrame"  # replication, persona, step: feeling, events, visits, hours, people, reached
    channels: "pandas.DataFrame"  # persona, step, channel: visits
    moments: "pandas.DataFrame"  # persona, step, moment: times, feeling
    n_replications: int

    @property
    def personas(self) -> list[str]:
        """Return the personas of the buying group, in the order of its seats."""
        return personas_of(self.scenario)

    def table(self) -> "pandas.DataFrame":
        """Return one line per persona and step, personas in order of seats, steps in order of the journey.

        ``persona, phase, step, activity, visits`` and ``hours`` (a person), ``touchpoints``, ``input`` (content of ours that
        is meant for it), ``wished`` (outcome), ``reached`` (share of groups, customers or persons that get there),
        ``feeling`` (-1 to 1) with ``low, high`` (95 % interval over replications), and the moments of truth, those that weigh
        most on the feeling: ``lifts`` and ``hurts``, each with ``_times`` (a person) and ``_weight`` (its feeling, a person).
        """
        return self._table.copy()

    @cached_property
    def _table(self) -> "pandas.DataFrame":
        import pandas

        given = _inputs(self.scenario)
        lines = [
            self._line(persona, step, given.get((persona, step), ""))
            for persona in self.personas
            for step in STEPS
            if len(self._of(self.cells, persona, step))
        ]
        return pandas.DataFrame(lines, columns=list(COLUMNS))

    def sentences(self) -> list[str]:
        """Say for every persona where it feels best and worst, and which moment of truth weighs most."""
        table, lines = self.table(), []
        for persona in self.personas:
            own = table[(table["persona"] == persona) & table["feeling"].notna()]
            if own.empty:
                continue
            worst, best = own.loc[own["feeling"].idxmin()], own.loc[own["feeling"].idxmax()]
            bad = own[own["hurts_weight"] < 0]
            said = f"{persona}: best at {best['step']} ({best['feeling']:+.2f}), worst at {worst['step']} ({worst['feeling']:+.2f})"
            if len(bad):
                heavy = bad.loc[bad["hurts_weight"].idxmin()]
                said += f"; what hurts most is '{heavy['hurts']}' at {heavy['step']}, {heavy['hurts_times']:.1f} times a person"
            lines.append(f"{said}.")
        return lines or ["Nobody with a real project did anything in these runs, so there is no map."]

    def _line(self, persona: str, step: str, given: str) -> tuple[Any, ...]:
        own = self._of(self.cells, persona, step)
        people = max(1.0, float(own["people"].sum()))
        felt = estimate((own["feeling"] / own["events"].where(own["events"] > 0)).to_numpy(dtype=np.float64))
        by = self._of(self.channels, persona, step).sort_values("visits", ascending=False, kind="stable")
        total = float(by["visits"].sum())
        touch = ", ".join(
            f"{LABELS[line.channel]} {100 * line.visits / total:.0f} %" for line in by.head(N_TOUCHPOINTS).itertuples()
        )
        told = self._of(self.moments, persona, step)
        told = told[told["times"] / people >= SELDOM]
        moments: list[Any] = []
        for side in (1.0, -1.0):
            among = told[told["feeling"] * side > 0]
            heavy = among.loc[among["feeling"].abs().idxmax()] if len(among) else None
            moments += (
                ["", 0.0, 0.0]
                if heavy is None
                else [heavy["moment"], heavy["times"] / people, heavy["feeling"] / people]
            )
        return (
            persona, PHASE_OF[step], step, ACTIVITIES[step], own["visits"].sum() / people, own["hours"].sum() / people,
            TOUCHPOINTS.get(step, touch), INPUTS.get(step, given), WISHES[step], float(own["reached"].mean()), felt.mean,
            felt.low, felt.high, *moments,
        )  # fmt: skip

    @staticmethod
    def _of(table: "pandas.DataFrame", persona: str, step: str) -> "pandas.DataFrame":
        return table[(table["persona"] == persona) & (table["step"] == step)]


@dataclass(frozen=True, eq=False)
class ChangedSteps:
    """Where two maps of the same buyers with the same luck differ in feeling, the second less the first."""

    found: dict[tuple[str, str], Difference]
    p_adjusted: dict[tuple[str, str], float]

    def changed(self, persona: str, step: str) -> Difference | None:
        """Return how a step's feeling changed if that is more than luck; None otherwise."""
        key = persona, step
        return self.found[key] if self.p_adjusted.get(key, 1.0) < ALPHA else None

    def table(self) -> "pandas.DataFrame":
        """Return one line per persona and step: ``persona, step, difference, low, high, p_adjusted, changed``."""
        import pandas

        lines = [
            (*key, each.mean, each.low, each.high, self.p_adjusted[key], self.p_adjusted[key] < ALPHA)
            for key, each in self.found.items()
        ]
        return pandas.DataFrame(lines, columns=[*KEYS, "difference", "low", "high", "p_adjusted", "changed"])

    def sentences(self, first: str, second: str) -> list[str]:
        """Say which steps feel different, the largest first, and how many cannot be told from luck."""
        lit = [(key, each) for key, each in self.found.items() if self.changed(*key)]
        lit.sort(key=lambda pair: -abs(pair[1].mean))
        lines = [
            f"{key[0]} at {key[1]}: feels {'better' if each.mean > 0 else 'worse'} under {second} than under {first} by "
            f"{abs(each.mean):.2f} (95 % interval {each.low:+.2f} to {each.high:+.2f})."
            for key, each in lit[:8]
        ]
        return [*lines, f"{len(self.found) - len(lit)} of {len(self.found)} steps of all personas cannot be told apart from luck."]


def persona_maps(
    scenario: "Scenario", n_replications: int | None = None, progress: Progress | None = None
) -> PersonaMaps:
    """Make the journey maps of all personas from what counted real accounts live through.

    Parameters
    ----------
    scenario : Scenario
        What to simulate.
    n_replications : int, optional
        Replications; default: the scenario's own.
    progress : callable (done, total), optional
        Told after every finished run.
    """
    import pandas

    n = replications_of(scenario, n_replications)
    cells, channels, moments = [], [], []
    for run in runs_of(scenario, n, progress):
        rows = lived(run)
        cells.append(_cells(run, rows).assign(replication=run.replication))
        visits = rows[rows["visit"]].groupby([*KEYS, "channel"], sort=False).size().rename("visits").reset_index()
        channels.append(visits)
        told = rows[rows["moment"] != NO_MOMENT].groupby([*KEYS, "moment"], sort=False)["feeling"]
        moments.append(told.agg(["size", "sum"]).reset_index().set_axis([*KEYS, "moment", "times", "feeling"], axis=1))
    return PersonaMaps(
        scenario, pandas.concat(cells, ignore_index=True), _summed(channels, "channel"), _summed(moments, "moment"), n
    )


def changed_steps(first: PersonaMaps, second: PersonaMaps) -> ChangedSteps:
    """Compare the feelings of two maps step by step, the same luck on both sides.

    Raises
    ------
    InputProblem
        If the maps are not of the same luck.
    """
    same = [(each.scenario.run.seed, timeline(each.scenario), each.n_replications) for each in (first, second)]
    if same[0] != same[1]:
        raise InputProblem("map: the two scenarios differ in seed, time or replications; give both the same")
    here, there = (
        each.cells.assign(felt=each.cells["feeling"] / each.cells["events"].where(each.cells["events"] > 0))
        .pivot_table(index="replication", columns=KEYS, values="felt")
        .reindex(range(each.n_replications))
        for each in (first, second)
    )
    keys = [(persona, step) for persona in first.personas for step in STEPS]
    found = {
        key: difference(there[key].to_numpy(dtype=np.float64), here[key].to_numpy(dtype=np.float64))
        for key in keys
        if key in here.columns and key in there.columns
    }
    adjusted = holm([each.p for each in found.values()])
    return ChangedSteps(found, dict(zip(found, adjusted, strict=True)))


def personas_of(scenario: "Scenario", only: str | None = None) -> list[str]:
    """Return the personas of the buying group in the order of its seats, or the one that is asked for.

    Raises
    ------
    InputProblem
        If no seat of the group is of that persona.
    """
    seats = list(dict.fromkeys(scenario.market.group.seats))
    if only is not None and only not in seats:
        raise InputProblem(f"persona: nobody in the group is '{only}'; {remedy(only, seats)}")
    return seats if only is None else [only]


def _cells(run: History, rows: "pandas.DataFrame") -> "pandas.DataFrame":
    """Return feelings, visits and hours of one run by persona and step, with how many people that is and what is reached."""
    import pandas

    sums = rows.assign(events=1, visits=rows["visit"].astype(int)).groupby(KEYS, sort=False)
    found = sums[["feeling", "events", "visits", "hours"]].sum().reset_index()
    real = run.counted_real()
    journal = run.journal[np.isin(run.journal["account"], real)]
    arrived, live = of_kind(journal, Kind.ARRIVED), of_kind(journal, Kind.GO_LIVE)
    live = live[live["vendor"] == 0]
    seats = np.array(run.scenario.market.group.seats, dtype=object)

    def people(accounts: np.ndarray) -> "pandas.Series[int]":
        sizes = arrived["value"][np.isin(arrived["account"], accounts)].astype(int).tolist()
        return pandas.Series([seat for size in sizes for seat in seats[:size]], dtype=object).value_counts()

    everybody, customers = people(real), people(live["account"])
    after = found["step"].isin((USE, RECOMMEND))
    found["people"] = np.where(after, found["persona"].map(customers), found["persona"].map(everybody))
    done = of_kind(journal, Kind.COMPLETED)
    n = max(1, len(real))
    reached = {
        words(job): len(np.unique(done["account"][done["job"] == job])) / n for job in list(Job)[: Job.CONSENSUS]
    }
    bought = of_kind(journal, Kind.DECISION)
    reached[AGREEMENT] = float((bought["reason"] == Reason.BOUGHT).sum()) / n
    reached[USE] = float((live["value"] >= live["detail"]).mean()) if len(live) else np.nan
    told = of_kind(journal, Kind.ADVOCACY)
    told = told[told["vendor"] == 0]
    speaks = pandas.Series(told["reason"] == Reason.PROMOTER).groupby(seats[told["person"]]).mean()
    found["reached"] = np.where(found["step"] == RECOMMEND, found["persona"].map(speaks), found["step"].map(reached))
    return found.fillna({"people": 0.0}).astype({"people": float, "reached": float})


def _inputs(scenario: "Scenario") -> dict[tuple[str, str], str]:
    """Return which content of ours is meant for a persona at a step, and how often it answers."""
    table = coverage(scenario)
    found = {}
    for line in table[table["channel"] == "content"].to_dict("records"):
        names = [name for name in line["assets"].split(", ") if name]
        more = f" and {len(names) - N_INPUTS} more" if len(names) > N_INPUTS else ""
        said = f"{', '.join(names[:N_INPUTS])}{more}" if names else "nothing of ours"
        found[line["reader"], line["job"]] = f"{said}; answers {100 * line['p_answer']:.0f} %"
    return found


def _summed(parts: "list[pandas.DataFrame]", name: str) -> "pandas.DataFrame":
    import pandas

    return pandas.concat(parts, ignore_index=True).groupby([*KEYS, name], sort=False).sum().reset_index()
