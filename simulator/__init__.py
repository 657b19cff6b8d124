"""Buyer Maze: buying groups wander a maze of channels; organisations are compared under the same luck.

>>> from simulator import compare, load
>>> result = compare([load("baton_pass"), load("merged")], n_replications=2)
>>> [name for name in result.names]
['baton_pass', 'merged']

Everything here is loaded on first use, so that ``import simulator`` is light.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.comparison import compare as compare
    from simulator.inputs.files import available as available
    from simulator.inputs.files import available_markets as available_markets
    from simulator.inputs.files import load as load
    from simulator.inputs.problems import InputProblem as InputProblem
    from simulator.inputs.scenario import Scenario as Scenario
    from simulator.simulation import Run as Run
    from simulator.simulation import simulate as simulate

_HOMES = {
    "InputProblem": "simulator.inputs.problems",
    "Run": "simulator.simulation",
    "Scenario": "simulator.inputs.scenario",
    "available": "simulator.inputs.files",
    "available_markets": "simulator.inputs.files",
    "compare": "simulator.comparison",
    "load": "simulator.inputs.files",
    "simulate": "simulator.simulation",
}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'simulator' has no attribute '{name}'; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    return __all__
