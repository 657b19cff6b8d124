"""A small sweep whose outcomes are at hand, put into a folder as any sweep is, so that it can be asked what any sweep can."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from buyermaze.experiments.designs.design import from_values
from buyermaze.experiments.plans.plan import Plan
from buyermaze.experiments.studies.factors import axes_of
from buyermaze.experiments.studies.spec import DesignSpec, Factor, Study
from buyermaze.experiments.sweeps.example import N_REPLICATIONS, WORDS, Levels
from buyermaze.experiments.sweeps.results import Sweep
from buyermaze.experiments.sweeps.run import sweep
from buyermaze.simulator.outcomes.definitions import NAMES

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.sheets.scenario import Scenario


@dataclass(frozen=True)
class _AtHand:
    """A model that answers from a table."""

    fingerprints: dict[str, str]  # of the scenarios, by name
    found: dict[
        tuple[str, tuple[float, ...]], np.ndarray
    ]  # outcomes by scenario and point, shape (replications, outcomes)
    outcomes: tuple[str, ...]
    seconds_per_run: float = 0.001  # assumption; nothing is run

    @property
    def scenario_names(self) -> tuple[str, ...]:
        """Return the names of the scenarios in order."""
        return tuple(self.fingerprints)

    def run(self, scenario: int, values: Mapping[str, Any], luck: Sequence[int]) -> np.ndarray:
        """Return what came out at a point."""
        return self.found[self.scenario_names[scenario], tuple(map(float, values.values()))][: len(luck)]

    def identity(self) -> dict[str, Any]:
        """Return the fingerprints of the scenarios."""
        return dict(self.fingerprints)


def sweep_at_hand(scenarios: "Sequence[Scenario]", rows: "pandas.DataFrame", levels: Levels, out: str | Path) -> Sweep:
    """Put a small sweep into a folder and return it for reading.

    Parameters
    ----------
    scenarios : sequence of Scenario
        Two or more, each with a name of its own; the last is held against the first.
    rows : DataFrame
        What ``experiments.sweeps.example.as_table`` returned of them.
    levels : mapping of str to tuple of float
        What was tried, by path.
    out : str or Path
        The folder; made if absent.
    """
    levels = {path: tried for path, tried in levels.items() if len(tried) > 1}
    factors = tuple(
        Factor(name=WORDS[path], path=path, low=min(tried), high=max(tried)) for path, tried in levels.items()
    )
    axes = axes_of(factors, scenarios)
    points = list(product(*levels.values()))
    design = from_values(
        axes, [dict(zip([axis.name for axis in axes], point, strict=True)) for point in points], ["grid"] * len(points)
    )
    found = {
        (str(name), tuple(map(float, point))): own[list(NAMES)].to_numpy()
        for (name, *point), own in rows.groupby(["scenario", *levels], sort=False)
    }
    study = Study(
        title="A small sweep", factors=factors, scenarios=tuple(each.name for each in scenarios), outcomes=tuple(NAMES), luck="own",
        design=DesignSpec(kind="grid"), replications=N_REPLICATIONS, seed=scenarios[0].run.seed,
    )  # fmt: skip
    model = _AtHand({each.name: each.fingerprint for each in scenarios}, found, tuple(NAMES))
    plan = Plan(study, model, replace(design, luck_group=np.arange(len(points))))
    return sweep(plan, out, n_threads=1, progress=lambda _: None)
