"""Test functions with known sensitivities, to check the path from points to answers from end to end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

G_WEIGHTS: Final = (0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0)


@dataclass(frozen=True)
class FunctionModel:
    """Ishigami's function (x1 to x3 between -pi and pi) or Sobol's g-function (x1, x2, ... between 0 and 1).

    ``noise`` adds luck: a normal number of its own for every point and piece of luck.
    """

    function: str
    noise: float = 0.0

    @property
    def scenario_names(self) -> tuple[str, ...]:
        """Return the name of the function."""
        return (self.function,)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Return the name of its only result."""
        return ("y",)

    @property
    def seconds_per_run(self) -> float:
        """Return about how long one run takes."""
        return 2e-5

    def run(self, scenario: int, values: Mapping[str, Any], luck: Sequence[int]) -> np.ndarray:
        """Return the function's value, once per piece of luck."""
        x = [float(value) for _, value in sorted(values.items())]
        y = ishigami(x) if self.function == "ishigami" else g_function(x)
        place = np.frombuffer(np.array(x).tobytes(), np.uint32).tolist()
        drawn = [np.random.default_rng([each, *place]).standard_normal() if self.noise else 0.0 for each in luck]
        return y + self.noise * np.array(drawn)[:, None]

    def identity(self) -> dict[str, Any]:
        """Return what the results depend on."""
        return {self.function: f"noise {self.noise:g}"}


def ishigami(x: Sequence[float], a: float = 7.0, b: float = 0.1) -> float:
    """Return Ishigami's function."""
    return float(np.sin(x[0]) + a * np.sin(x[1]) ** 2 + b * x[2] ** 4 * np.sin(x[0]))


def g_function(x: Sequence[float]) -> float:
    """Return Sobol's g-function with the usual weights."""
    weights = np.array(G_WEIGHTS[: len(x)])
    return float(np.prod((np.abs(4 * np.array(x) - 2) + weights) / (1 + weights)))
