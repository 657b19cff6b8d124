"""Search the levers for the best programme within a budget, robust over what is not known about the market."""

import concurrent.futures as cf
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from buyermaze.experiments.answers.contrast import told
from buyermaze.experiments.answers.ranking_and_selection import (
    N_FIRST,
    Measure,
    Selection,
    chance_of_best,
    mean_of,
    paired_elimination,
    sequential_halving,
    worst_fifth_of,
)
from buyermaze.experiments.models.simulator import SimulatorModel
from buyermaze.experiments.sweeps.results import Sweep, open_sweep
from buyermaze.simulator.comparison.paired_statistics import Estimate, estimate
from buyermaze.simulator.comparison.phrasing import plainly
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.outcomes.definitions import label_of

if TYPE_CHECKING:
    import pandas

COST = "cost_total"
MEASURES: dict[str, Measure] = {"mean": mean_of, "worst_fifth": worst_fifth_of}
N_ELITE, N_PROPOSED, N_ROUNDS, N_WORLDS, N_FINALISTS = 8, 16, 3, 10, 12
REACH = 0.15  # how far a proposal strays from its parents, as a part of the range


@dataclass(frozen=True)
class Candidate:
    """One programme: a scenario and the places of its levers in the unit cube."""

    scenario: int
    places: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class Optimum:
    """The best programme found, how good it is on luck it was not chosen by, and who could not be told from it."""

    goal: str
    measure: str
    budget: float | None
    winner: dict[str, Any]
    reached: Estimate
    unkindest: float  # the goal in the unkindest fifth of that luck and of states of the market
    cost: float
    ahead: float  # chance that it stays ahead of its rivals when luck is drawn anew
    table: "pandas.DataFrame"
    n_runs: int

    def sentences(self) -> list[str]:
        """Return the answer in words."""
        settings = ", ".join(f"{name} {plainly(value)}" for name, value in self.winner.items())
        within = f" within USD {self.budget:,.0f}" if self.budget is not None else ""

        def say(value: float) -> str:
            return told(self.goal, value)

        unkindest = self.measure == "worst_fifth"
        where = " in the unkindest fifth of luck and market" if unkindest else ""
        there = f"it reaches {say(self.unkindest)} there, and on average" if unkindest else "it reaches"
        lines = [
            f"Best for {label_of(self.goal)}{where}{within}: {settings}.",
            f"{there[0].upper()}{there[1:]} {say(self.reached.mean)} (95 % interval {say(self.reached.low)} to "
            f"{say(self.reached.high)}, on luck it was not chosen by) at a cost of USD {self.cost:,.0f} a year.",
        ]
        rivals = int(self.table["not_worse"].sum()) - 1
        lines.append(
            "Every other finalist was shown to be worse."
            if not rivals
            else f"{rivals} other finalists could not be told from it; it stays ahead in {100 * self.ahead:.0f} % of draws."
        )
        return [
            *lines,
            f"{self.n_runs:,} further runs, all candidates on the same luck and the same states of the market.",
        ]


def optimize(
    folder: "str | Sweep",
    goal: str | None = None,
    budget: float | None = None,
    measure: Literal["mean", "worst_fifth"] = "mean",
    most_runs: int = 2000,
    seed: int = 0,
    n_threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    before: Callable[[int, float], None] | None = None,
) -> Optimum:
    """Return the best programme that can be found from a sweep over levers.

    The sweep's best programmes breed new ones for a few rounds; the best of all are then run on fresh luck, and those
    shown to be worse are dropped one by one. What the winner reaches is told from luck that had no say in its being the winner.
    Uncertainties vary alike for everybody.

    Parameters
    ----------
    folder : str, Path or Sweep
        A sweep with at least one lever.
    goal : str, optional
        Outcome with a better direction; by default the study's first.
    budget : float, optional
        Most that ``cost_total`` may be on average, in USD of a run.
    measure : {"mean", "worst_fifth"}
        ``mean``, or ``worst_fifth``: the mean of the unkindest fifth of luck and market.
    most_runs : int
        Runs for the final selection, 1 or more; the winner is run as often again as it was there.
    seed : int
        Decides which programmes are proposed and which states of the market are drawn; 0 or more.
    n_threads : int, optional
        Threads; default: one per core, and one alone for the reference engine, which more would not speed up.
    progress : callable (done, most), optional
        Told after every run how many are done, and how many there may be at most.
    before : callable (most, seconds), optional
        Told before the first run how many there may be at most, and about how long these take.

    Returns
    -------
    Optimum
        The winner's levers in their own units, the goal it reached on fresh luck, and its rivals.

    Raises
    ------
    InputProblem
        If the sweep has no such outcome or scenario, or its design cannot answer this.
    """
    import pandas

    from buyermaze.simulator.outcomes.definitions import NAMES, OUTCOMES, outcome_named

    sweep = open_sweep(folder)
    goal = outcome_named(goal) if goal else sweep.outcomes[0]
    if goal not in NAMES or not OUTCOMES[NAMES.index(goal)].better:
        raise InputProblem(f"optimize: of {goal} neither more nor less is better; choose another --goal")
    levers = [k for k, axis in enumerate(sweep.axes) if axis.role == "lever"]
    if not levers:
        raise InputProblem("optimize: no lever varies in this sweep; add a factor within programme")
    search = _Search(sweep, goal, budget, levers, seed, n_threads)
    known = search.from_sweep()
    most = search.expect(min(len(known), 2 * N_ELITE), max(most_runs, N_FIRST * N_FINALISTS), progress)
    if before:
        before(most, most * search.model.seconds_per_run / search.n_threads)
    rng = np.random.default_rng(seed)
    worlds = range(N_WORLDS)
    scored = search.scored(known[: 2 * N_ELITE], worlds, MEASURES[measure])
    for _ in range(N_ROUNDS):
        elite = [candidate for candidate, _ in scored[:N_ELITE]]
        proposals = [search.proposed(elite, rng) for _ in range(N_PROPOSED)]
        fresh = [candidate for candidate in dict.fromkeys(proposals) if candidate not in dict(scored)]
        scored = search.ranked([*scored, *search.scored(fresh, worlds, MEASURES[measure])])
    finalists = [candidate for candidate, score in scored[:N_FINALISTS] if np.isfinite(score)]
    if not finalists:
        raise InputProblem(
            f"optimize: no programme found costs at most {budget:,.0f}; raise the budget or widen the levers"
        )
    final = search.selected(finalists, measure, most_runs)
    winner = finalists[final.winner]
    reached = search.afresh(winner, len(final.values[final.winner]))
    lines = [
        search.named(candidate) | {
            "mean": search.sign * float(mean_of(final.values[i])),
            "n_runs": len(final.values[i]),
            "not_worse": i in final.not_worse,
        }
        for i, candidate in enumerate(finalists)
    ]  # fmt: skip
    table = pandas.DataFrame(lines).sort_values("mean", ascending=search.sign < 0, ignore_index=True)
    return Optimum(
        goal=goal,
        measure=measure,
        budget=budget,
        winner=search.named(winner),
        reached=estimate(search.sign * reached),
        unkindest=search.sign * float(worst_fifth_of(reached)),
        cost=search.cost(winner),
        ahead=chance_of_best(final.values, final.winner, MEASURES[measure]),
        table=table,
        n_runs=search.n_runs,
    )


class _Search:
    """Runs candidates on states of the world: a state is a piece of luck and a draw of every uncertainty."""

    def __init__(
        self, sweep: Sweep, goal: str, budget: float | None, levers: Sequence[int], seed: int, n_threads: int | None
    ) -> None:
        from buyermaze.simulator.outcomes.definitions import OUTCOMES, position

        self.sweep, self.goal, self.budget, self.levers = sweep, goal, budget, list(levers)
        self.sign = OUTCOMES[position(goal)].better
        self.model = SimulatorModel(sweep.scenarios, sweep.axes, (goal, COST))
        self.first_luck = int(sweep.rows([])["luck"].max()) + 1  # never luck that the sweep has seen
        is_slow = any(scenario.run.engine == "reference" for scenario in sweep.scenarios)
        self.seed, self.n_threads = seed, n_threads or (1 if is_slow else os.cpu_count() or 1)
        self.costs: dict[Candidate, float] = {}
        self.n_runs = self.n_done = 0
        self.tell: Callable[[int], None] = lambda done: None

    def expect(self, n_first: int, most_final: int, progress: Callable[[int, int], None] | None) -> int:
        """Return how many runs there may be at most, and tell ``progress`` of every one that is done."""
        most = (n_first + N_ROUNDS * N_PROPOSED) * N_WORLDS + 2 * most_final  # the winner is run as often again
        if progress:
            self.tell = lambda done: progress(done, most)
        return most

    def from_sweep(self) -> list[Candidate]:
        """Return the programmes of the sweep, the best first."""
        rows = self.sweep.table([self.goal])
        names = [self.sweep.axes[k].name for k in self.levers]
        means = rows.groupby(["scenario", *names], observed=True)[self.goal].mean().reset_index()
        means = means.dropna().sort_values(self.goal, ascending=self.sign < 0, kind="stable")
        scenarios = list(self.sweep.scenario_names)
        found = []
        for line in means.to_dict("records"):
            places = tuple(self.sweep.axes[k].place(line[self.sweep.axes[k].name]) for k in self.levers)
            found.append(Candidate(scenarios.index(str(line["scenario"])), places))
        if not found:
            raise InputProblem("optimize: the sweep has no finished programme to start from")
        return found

    def proposed(self, elite: Sequence[Candidate], rng: np.random.Generator) -> Candidate:
        """Return a new programme: two good ones mixed lever by lever, then moved a little."""
        one, other = (elite[int(rng.integers(len(elite)))] for _ in range(2))
        mixed = np.where(rng.random(len(one.places)) < 0.5, one.places, other.places)
        moved = np.clip(mixed + REACH * rng.standard_normal(len(mixed)), 0, 1)
        settled = tuple(self._settled(k, float(place)) for k, place in zip(self.levers, moved, strict=True))
        return Candidate(one.scenario, settled)

    def scored(
        self, candidates: Sequence[Candidate], worlds: range, measure: Callable[[np.ndarray], np.ndarray]
    ) -> list[tuple[Candidate, float]]:
        """Return candidates with what they reach, the best first; those above the budget reach nothing."""
        table = self.run(candidates, worlds)
        scores = measure(table) if len(candidates) else np.empty(0)
        return self.ranked(
            [(c, float(s) if self._affordable(c) else -np.inf) for c, s in zip(candidates, scores, strict=True)]
        )

    def selected(self, finalists: Sequence[Candidate], measure: str, most_runs: int) -> Selection:
        """Return the winner of the finalists on luck that nobody was chosen by."""

        def sample(which: Sequence[int], luck: range) -> np.ndarray:
            return self.run([finalists[i] for i in which], range(N_WORLDS + luck.start, N_WORLDS + luck.stop))

        if measure == "mean":
            return paired_elimination(sample, len(finalists), most=max(20, most_runs // len(finalists)))
        return sequential_halving(sample, len(finalists), most_runs, MEASURES[measure])

    def afresh(self, winner: Candidate, n: int) -> np.ndarray:
        """Return what the winner reaches once more, on luck after the ``n`` pieces that told it from the others."""
        return np.asarray(self.run([winner], range(N_WORLDS + n, N_WORLDS + 2 * n))[0])

    def run(self, candidates: Sequence[Candidate], worlds: range) -> np.ndarray:
        """Return the goal of candidates in states of the world, shape (candidates, worlds), more being better."""
        jobs = [(candidate, world) for candidate in candidates for world in worlds]
        self.n_runs += len(jobs)
        found = []
        for line in self._lines(jobs):
            found.append(line)
            self.n_done += 1
            self.tell(self.n_done)
        table = np.array(found).reshape(len(candidates), len(worlds), 2)
        for candidate, costs in zip(candidates, table[:, :, 1], strict=True):
            self.costs[candidate] = float(np.nanmean(costs))
        result: np.ndarray = self.sign * table[:, :, 0]
        return result

    def _lines(self, jobs: Sequence[tuple[Candidate, int]]) -> Iterator[np.ndarray]:
        if self.n_threads == 1:
            yield from map(self._one, jobs)
            return
        with cf.ThreadPoolExecutor(self.n_threads) as pool:
            yield from pool.map(self._one, jobs)

    def cost(self, candidate: Candidate) -> float:
        """Return what a programme was seen to cost on average."""
        return self.costs[candidate]

    def named(self, candidate: Candidate) -> dict[str, Any]:
        """Return a programme by the names of its levers."""
        values: dict[str, Any] = {"scenario": self.sweep.scenario_names[candidate.scenario]}
        return values | dict(self._lever_values(candidate))

    @staticmethod
    def ranked(scored: Sequence[tuple[Candidate, float]]) -> list[tuple[Candidate, float]]:
        """Return candidates by what they reach, the best first."""
        return sorted(scored, key=lambda entry: -entry[1] if np.isfinite(entry[1]) else np.inf)

    def _one(self, job: tuple[Candidate, int]) -> np.ndarray:
        candidate, world = job
        rng = np.random.default_rng([self.seed, world])
        drawn = {axis.name: axis.at(float(rng.random())) for axis in self.sweep.axes}
        values: Mapping[str, Any] = drawn | dict(self._lever_values(candidate))
        luck = self.first_luck + world
        try:
            line: np.ndarray = self.model.run(candidate.scenario, values, range(luck, luck + 1))[0]
        except InputProblem:  # a programme that cannot be
            line = np.array([-np.inf * self.sign, np.nan])
        return line

    def _lever_values(self, candidate: Candidate) -> list[tuple[str, Any]]:
        axes = [self.sweep.axes[k] for k in self.levers]
        return [(axis.name, axis.at(place)) for axis, place in zip(axes, candidate.places, strict=True)]

    def _settled(self, k: int, place: float) -> float:
        axis = self.sweep.axes[k]
        return axis.place(axis.at(place)) if axis.kind != "real" else round(place, 3)

    def _affordable(self, candidate: Candidate) -> bool:
        return self.budget is None or self.costs.get(candidate, np.inf) <= self.budget
