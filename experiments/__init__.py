"""Experiments on Buyer Maze from a notebook: studies in, tables out.

>>> import experiments as bx
>>> folder = bx.sweep("study.yaml", "results")      # doctest: +SKIP
>>> folder.table().groupby("scenario")["p_win"].mean()      # doctest: +SKIP
>>> bx.sensitivity(folder).table      # doctest: +SKIP
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.answers.flip import flip
    from experiments.answers.frontier import frontier
    from experiments.answers.memo import memo
    from experiments.answers.optimize import optimize
    from experiments.answers.profile import profile
    from experiments.answers.regions import discover
    from experiments.answers.sensitivity import sensitivity
    from experiments.calibration.calibrating import calibrate
    from experiments.calibration.lead_numbers import known_from_leads
    from experiments.calibration.writing import write_calibration
    from experiments.importing.leads import import_leads
    from experiments.plans import planned
    from experiments.studies.points import points_study
    from experiments.sweeps.reading import Sweep, open_sweep
    from experiments.sweeps.sweeping import sweep

HOMES = {
    "planned": "plans",
    "points_study": "studies.points",
    "sweep": "sweeps.sweeping",
    "open_sweep": "sweeps.reading",
    "Sweep": "sweeps.reading",
    "sensitivity": "answers.sensitivity",
    "discover": "answers.regions",
    "flip": "answers.flip",
    "profile": "answers.profile",
    "frontier": "answers.frontier",
    "optimize": "answers.optimize",
    "memo": "answers.memo",
    "calibrate": "calibration.calibrating",
    "write_calibration": "calibration.writing",
    "known_from_leads": "calibration.lead_numbers",
    "import_leads": "importing.leads",
}

__all__ = [
    "Sweep",
    "calibrate",
    "discover",
    "flip",
    "frontier",
    "import_leads",
    "known_from_leads",
    "memo",
    "open_sweep",
    "optimize",
    "planned",
    "points_study",
    "profile",
    "sensitivity",
    "sweep",
    "write_calibration",
]


def __getattr__(name: str) -> Any:
    """Load what is asked for when it is asked for, so that the command line starts quickly."""
    if name not in HOMES:
        raise AttributeError(f"module 'experiments' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(f"experiments.{HOMES[name]}"), name)
