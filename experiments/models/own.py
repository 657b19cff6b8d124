"""A model of one's own in a sweep: handed its parameters by their own names, and held to what it promises."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from buyermaze.experiments.models.protocol import Model
from buyermaze.experiments.studies.axis import Axis
from buyermaze.simulator.core.errors import InputProblem, remedy


@dataclass(frozen=True)
class OwnModel:
    """A model behind the factors of a study, which may have names of their own."""

    model: Model
    paths: tuple[tuple[str, str], ...]  # of every factor its name, and the parameter of the model it is

    @property
    def scenario_names(self) -> tuple[str, ...]:
        """Return what is run at every point."""
        return tuple(self.model.scenario_names)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Return the names of what a run gives."""
        return tuple(self.model.outcomes)

    @property
    def seconds_per_run(self) -> float:
        """Return about how long one run takes."""
        return self.model.seconds_per_run

    def run(self, scenario: int, values: Mapping[str, Any], luck: Sequence[int]) -> np.ndarray:
        """Return outcomes at a point, shape (len(luck), len(outcomes))."""
        named = {path: values[name] for name, path in self.paths if name in values}
        found = np.asarray(self.model.run(scenario, named, luck), dtype=np.float64)
        if found.shape != (len(luck), len(self.outcomes)):
            raise InputProblem(
                f"the model gave numbers of shape {found.shape}; for {len(luck)} pieces of luck and {len(self.outcomes)} outcomes "
                f"it is {(len(luck), len(self.outcomes))}"
            )
        return found

    def identity(self) -> dict[str, Any]:
        """Return what the results depend on."""
        return dict(self.model.identity())


def own_model(model: Model, axes: Sequence[Axis]) -> OwnModel:
    """Return a model for the factors of a study.

    Raises
    ------
    InputProblem
        If the model says what its ``parameters`` are, and a factor is none of them.
    """
    known = getattr(model, "parameters", None)
    for axis in axes:
        if known is not None and axis.path not in known:
            raise InputProblem(f"factors: the model has no parameter '{axis.path}'; {remedy(axis.path, known)}")
    return OwnModel(model, tuple((axis.name, axis.path) for axis in axes))
