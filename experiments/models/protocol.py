"""What a sweep needs of whatever it runs."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np


class Model(Protocol):
    """Something that gives the same outcomes for the same scenario, values and luck, on any thread or machine.

    Values are handed over by the ``path`` of their factor, whatever its name. A model that has ``parameters``, a tuple of
    names, has factors that are none of them refused. One that has ``check``, a function of nothing, is asked before every
    chunk, on whatever machine runs it; an ``InputProblem`` raised there stops the sweep.
    """

    @property
    def scenario_names(self) -> tuple[str, ...]:
        """Return what is run at every point; the first is the one the others are compared with."""

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Return the names of what a run gives."""

    @property
    def seconds_per_run(self) -> float:
        """Return about how long one run takes, which decides how many points go into a chunk."""

    def run(self, scenario: int, values: Mapping[str, Any], luck: Sequence[int]) -> np.ndarray:
        """Return outcomes at a point, shape (len(luck), len(outcomes)); NaN where one is undefined."""

    def identity(self) -> dict[str, Any]:
        """Return what results depend on besides the design, ready for JSON."""
