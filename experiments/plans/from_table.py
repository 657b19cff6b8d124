"""A study of points that are at hand as a table."""

from typing import TYPE_CHECKING, Any

from buyermaze.experiments.designs.design import from_values
from buyermaze.experiments.plans.plan import Plan, base_scenarios
from buyermaze.experiments.studies.factors import axes_of
from buyermaze.experiments.studies.spec import Factor
from buyermaze.experiments.studies.study_file import load_study
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.outcomes.definitions import NAMES, outcome_named

if TYPE_CHECKING:
    import pandas


def points_study(points: "pandas.DataFrame", **study: Any) -> Plan:
    """Return a plan that runs the lines of a table, ready for ``sweep``.

    Parameters
    ----------
    points : DataFrame
        One column per parameter, named by its dotted path, in its own unit and bounds; an empty cell leaves the
        scenario's own value.
    **study : Any
        Other keys of a study file: ``scenarios``, ``outcomes``, ``replications``, ``seed``, ``changes``, ...

    Returns
    -------
    Plan
        One design point per line of the table.

    Raises
    ------
    InputProblem
        If a column is no parameter, or a value is out of bounds.
    """
    from buyermaze.experiments.models.simulator import SimulatorModel

    if not len(points) or not len(points.columns):
        raise InputProblem("points: the table has no lines or no columns")
    file = load_study({"schema_version": 1, **study, "design": {"kind": "points", "file": "table"}})
    scenarios = base_scenarios(file)
    axes = axes_of([Factor(path=str(column)) for column in points.columns], scenarios)
    values = []
    for line in points.to_dict("records"):
        cells = {axis.name: value for axis, value in zip(axes, line.values(), strict=True)}
        values.append({name: _cell(value) for name, value in cells.items() if value is not None and value == value})
    outcomes = (
        tuple(NAMES) if "all" in file.study.outcomes else tuple(dict.fromkeys(map(outcome_named, file.study.outcomes)))
    )
    return Plan(
        file.study, SimulatorModel(scenarios, axes, tuple(outcomes)), from_values(axes, values, ["point"] * len(values))
    )


def _cell(value: Any) -> Any:
    value = value.item() if hasattr(value, "item") else value
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
