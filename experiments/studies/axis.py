"""One dimension of an experiment: from a place between 0 and 1 to a value, and from a value to changes of a scenario."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from buyermaze.simulator.core.errors import InputProblem, listed

Kind = Literal["real", "integer", "levels", "choice"]
Role = Literal["lever", "uncertainty"]
Value = float | int | str


@dataclass(frozen=True)
class Axis:
    """A factor with everything about it decided.

    ``real`` and ``integer`` axes run from ``low`` to ``high``; ``levels`` (numbers) and ``choice`` (words) axes take
    the values they list. ``settings`` holds, for a choice, the changes that each word stands for.
    """

    name: str
    path: str
    role: Role
    kind: Kind
    low: float = 0.0
    high: float = 1.0
    log: bool = False
    values: tuple[Any, ...] = ()
    weights: tuple[float, ...] = ()
    settings: tuple[Mapping[str, Any], ...] = ()
    unit: str = ""
    meaning: str = ""
    n_levels: int | None = None

    @property
    def is_number(self) -> bool:
        """Tell whether values of this axis can be ordered and averaged."""
        return self.kind != "choice"

    def at(self, place: float) -> Value:
        """Return the value at a place between 0 and 1, so that evenly spread places follow the distribution."""
        if self.kind in ("levels", "choice"):
            shares = np.cumsum(self.weights or (1.0,) * len(self.values))
            position = int(np.searchsorted(shares / shares[-1], place, side="right"))
            value: Value = self.values[min(position, len(self.values) - 1)]
            return value
        if self.kind == "integer":
            n = int(self.high) - int(self.low) + 1
            return int(self.low) + min(n - 1, int(place * n))
        if self.log:
            value = math.exp(math.log(self.low) + place * (math.log(self.high) - math.log(self.low)))
        else:
            value = self.low + place * (self.high - self.low)
        return min(self.high, max(self.low, value))

    def place(self, value: Value) -> float:
        """Return a place between 0 and 1 where the axis has a value; the middle of the stretch for a discrete one."""
        if self.kind in ("levels", "choice"):
            shares = np.concatenate([[0.0], np.cumsum(self.weights or (1.0,) * len(self.values))])
            position = self.values.index(value)
            return float((shares[position] + shares[position + 1]) / 2 / shares[-1])
        number = float(value)
        if self.kind == "integer":
            return (number - self.low + 0.5) / (self.high - self.low + 1)
        if self.log:
            return (math.log(number) - math.log(self.low)) / (math.log(self.high) - math.log(self.low))
        return (number - self.low) / (self.high - self.low) if self.high > self.low else 0.5

    def steps(self, n: int) -> list[Value]:
        """Return ``n`` evenly placed values from end to end (all of them, where there are only a few)."""
        if self.kind in ("levels", "choice"):
            return list(self.values)
        n = self.n_levels or n
        if self.kind == "integer":
            whole = np.unique(np.round(np.linspace(self.low, self.high, n)).astype(int))
            return [int(value) for value in whole]
        return [self.at(float(place)) for place in np.linspace(0, 1, n)]

    def changes(self, value: Any) -> dict[str, Any]:
        """Return what a value changes in a scenario, by dotted path."""
        if self.kind == "choice":
            if value not in self.values:
                raise InputProblem(f"{self.name}: there is no '{value}'; there are {listed(map(str, self.values))}")
            return dict(self.settings[self.values.index(value)])
        if self.kind == "integer":
            return {self.path: int(value)}
        if self.kind == "levels":
            return {self.path: next((own for own in self.values if own == value), value)}
        return {self.path: float(value)}
