"""A small sweep of any organisations, run in seconds: what complexity, patience and group size do to the verdict.

It is a study like any other, so that its file gives the same numbers on the command line, and what can be asked of a sweep can be
asked of it. Only the market moves, so that every organisation stays what it is. Every point has luck of its own, which the
organisations share at that point.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.experiments.designs.samplers import sampled
from buyermaze.experiments.models.simulator import SimulatorModel
from buyermaze.experiments.plans.plan import Plan
from buyermaze.experiments.studies.factors import axes_of
from buyermaze.experiments.studies.spec import DesignSpec, Factor, Study
from buyermaze.experiments.sweeps.results import Sweep
from buyermaze.experiments.sweeps.run import sweep
from buyermaze.simulator.inputs.grammar.yaml_writer import written
from buyermaze.simulator.outcomes.definitions import NAMES, position

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario

PEOPLE: Final = "people in the buying group"
FACTORS: Final = {
    factor.name: factor
    for factor in (
        Factor(name="complexity of the purchase", path="market.offer.complexity", low=0.3, high=2.5, levels=4),
        Factor(name="patience with our reps", path="market.mind.hours_patience", low=8, high=200, scale="log", levels=3),
        Factor(name=PEOPLE, path="market.group.n_people_mean", low=3, high=10, levels=3),
    )
}
N_ACCOUNTS: Final = 150
N_REPLICATIONS: Final = 2


def small_study(scenarios: "Sequence[Scenario]", files: Sequence[str]) -> Study:
    """Return the study; groups are no larger than there are seats in every one of the scenarios.

    Parameters
    ----------
    scenarios : sequence of Scenario
        The organisations; each has a name of its own.
    files : sequence of str
        How the study calls them: what their files are called.
    """
    people = FACTORS[PEOPLE]
    most = min(float(people.high or 0), *(len(scenario.market.group.seats) for scenario in scenarios))
    fitting = [factor for factor in FACTORS.values() if factor is not people]
    if most > float(people.low or 0):
        fitting.append(people.model_copy(update={"high": most}))
    return Study(
        title="A small sweep",
        question="Who is ahead as the purchase is less or more complex, buyers less or more patient, groups smaller or larger?",
        scenarios=tuple(files), changes={"run.n_accounts": N_ACCOUNTS, "run.n_batches": 1}, factors=tuple(fitting),
        design=DesignSpec(kind="grid"), outcomes=("all",), replications=N_REPLICATIONS, luck="own", seed=scenarios[0].run.seed,
    )  # fmt: skip


def study_text(study: Study) -> str:
    """Return a study as the text of a file that ``buyermaze sweep`` reads."""
    return written(study.model_dump(mode="json", exclude_defaults=True) | {"schema_version": study.schema_version})


@dataclass(frozen=True, eq=False)
class SmallSweep:
    """The plan of a small sweep, and what can be made of what came out."""

    plan: Plan

    @classmethod
    def of(cls, scenarios: "Sequence[Scenario]") -> "SmallSweep":
        """Return the small sweep of some organisations, each with a name of its own."""
        study = small_study(scenarios, [scenario.name for scenario in scenarios])
        sides = tuple(scenario.with_changes(study.changes | {"run.seed": study.seed}) for scenario in scenarios)
        axes = axes_of(study.factors, sides)
        design = sampled(study.design, axes, study.seed, study.luck, Path())
        return cls(Plan(study, SimulatorModel(sides, axes, tuple(NAMES)), design))

    def said(self) -> str:
        """Say which points are run, and how."""
        sizes = " x ".join(str(len(set(column.tolist()))) for column in self.plan.design.columns)
        return (
            f"a full grid of {sizes} points, {N_REPLICATIONS} replications of about {N_ACCOUNTS} accounts each, every point with "
            "luck of its own that all organisations share"
        )

    def points(self) -> "list[tuple[Scenario, int]]":
        """Return every organisation at every point with its first replication: organisations in turn, points in order."""
        model, design = self.plan.model, self.plan.design
        assert isinstance(model, SimulatorModel)
        return [
            (model.scenario_at(side, design.values(point)), int(design.luck_group[point]) * N_REPLICATIONS)
            for side in range(len(model.scenarios))
            for point in range(len(design))
        ]

    def shaped(self, outcomes: np.ndarray) -> np.ndarray:
        """Return what came out at ``points``, shape (points of all, replications, outcomes), by organisation and point."""
        return outcomes.reshape(len(self.plan.model.scenario_names), len(self.plan.design), *outcomes.shape[1:])

    def table(self, found: np.ndarray) -> "pandas.DataFrame":
        """Return the tidy sweep table of outcomes of shape (organisations, points, replications, outcomes)."""
        import pandas

        factors = self.plan.design.frame()[["point", *(axis.name for axis in self.plan.axes)]]
        n_sides, n_points, n_replications, _ = found.shape
        head = pandas.DataFrame(
            {
                "scenario": np.repeat(self.plan.model.scenario_names, n_points * n_replications),
                "point": np.tile(np.repeat(np.arange(n_points), n_replications), n_sides),
                "replication": np.tile(np.arange(n_replications), n_sides * n_points),
            }
        ).merge(factors, on="point", how="left")
        return pandas.concat([head, pandas.DataFrame(found.reshape(-1, found.shape[-1]), columns=list(NAMES))], axis=1)

    def apart(self, found: np.ndarray, outcome: str, scenario: str, baseline: str) -> np.ndarray:
        """Return an outcome of an organisation less that of another, shape (points, replications)."""
        names, own = list(self.plan.model.scenario_names), found[..., position(outcome)]
        return np.asarray(own[names.index(scenario)] - own[names.index(baseline)])

    def stored(self, found: np.ndarray, out: str | Path) -> Sweep:
        """Put what came out into a folder as any sweep is, and return it for reading."""
        model = self.plan.model
        assert isinstance(model, SimulatorModel)
        return sweep(replace(self.plan, model=_AtHand(model, found)), out, n_threads=1, progress=lambda _: None)


@dataclass(frozen=True)
class _AtHand:
    """The model of a small sweep, which answers from what came out."""

    model: SimulatorModel
    found: np.ndarray  # shape (organisations, points, replications, outcomes)

    @property
    def scenarios(self) -> "tuple[Scenario, ...]":
        """Return the organisations, as they stand."""
        return self.model.scenarios

    @property
    def scenario_names(self) -> tuple[str, ...]:
        """Return the names of the organisations in order."""
        return self.model.scenario_names

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Return the names of the outcomes."""
        return self.model.outcomes

    @property
    def seconds_per_run(self) -> float:
        """Return how long the runs took that are at hand, by which a sweep is cut into parts."""
        return self.model.seconds_per_run

    def run(self, scenario: int, values: Mapping[str, Any], luck: Sequence[int]) -> np.ndarray:
        """Return what came out at a point, which is known by its luck."""
        point, first = divmod(luck[0], self.found.shape[2])
        return np.asarray(self.found[scenario, point, first : first + len(luck)])

    def identity(self) -> dict[str, Any]:
        """Return the fingerprints of the organisations, as the same sweep on the command line has them."""
        return self.model.identity()
