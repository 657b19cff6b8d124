"""Turn the factors of a study into axes: ranges from the parameters' own bounds, patterns into single parameters."""

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from buyermaze.experiments.studies.axis import Axis, Role
from buyermaze.experiments.studies.spec import Factor
from buyermaze.simulator.core.errors import InputProblem, remedy
from buyermaze.simulator.extensions.packages import part_named
from buyermaze.simulator.extensions.registry import IN_SCENARIOS
from buyermaze.simulator.inputs.plans.plan_levers import plan_levers
from buyermaze.simulator.inputs.sheets.levers import unit_entered

if TYPE_CHECKING:
    from buyermaze.simulator.inputs.sheets.levers import Lever
    from buyermaze.simulator.inputs.sheets.scenario import Scenario

SWITCH = {"no": False, "yes": True}


def axes_of(factors: Sequence[Factor], scenarios: "Sequence[Scenario]") -> tuple[Axis, ...]:
    """Return the axes of a study on scenarios; every scenario must have every parameter that varies."""
    tables = [{lever.path: lever for lever in (*scenario.levers(), *plan_levers(scenario))} for scenario in scenarios]
    axes: list[Axis] = []
    for factor in factors:
        if factor.options is not None:
            axes.append(_options(factor, scenarios))
        elif factor.path is not None and "*" in factor.path:
            axes += [_parameter(factor, path, tables[0][path], path) for path in _fitting(factor, tables)]
        else:
            path = str(factor.path)
            for table, scenario in zip(tables, scenarios, strict=True):
                if path not in table:
                    raise InputProblem(f"factors: {scenario.name} has no parameter '{path}'; {_what_helps(path, table)}")
            axes.append(_parameter(factor, path, tables[0][path], factor.name or path.split(".")[-1]))
    return named(axes)


def _what_helps(path: str, table: "Mapping[str, Lever]") -> str:
    """Say how a parameter comes to be there: one of a part of your own when that is switched on."""
    if not path.startswith("parts."):
        return remedy(path, table)
    name = path.split(".")[1]
    part_named(name, IN_SCENARIOS)
    own = [each for each in table if each.startswith(f"parts.{name}.")]
    if own:
        return remedy(path, own)
    return f"the part is not used there; switch it on in the file, or in all with 'changes: {{parts.{name}: on}}'"


def named(axes: Sequence[Axis]) -> tuple[Axis, ...]:
    """Return the axes after checking that every name is used once."""
    names = [axis.name for axis in axes]
    for name in names:
        if names.count(name) > 1:
            raise InputProblem(f"factors: two factors are called '{name}'; give each a name of its own")
    return tuple(axes)


def plain_axes(factors: Sequence[Factor]) -> tuple[Axis, ...]:
    """Return the axes of a study on a test function, whose parameters have no bounds of their own."""
    axes = []
    for factor in factors:
        if factor.path is None or factor.low is None or factor.high is None:
            raise InputProblem(
                "factors: a test function or a model of your own needs a path (x1, x2, ...), low and high for every factor"
            )
        axes.append(
            Axis(factor.name or factor.path, factor.path, factor.role or "uncertainty", "real", factor.low, factor.high)
        )
    return named(axes)


def role_of(path: str) -> Role:
    """Return what a parameter is by where it stands: ours to choose, or not."""
    return "lever" if path.startswith(("programme.", "parts.", "timeline.")) else "uncertainty"


def _fitting(factor: Factor, tables: "Sequence[Mapping[str, Lever]]") -> list[str]:
    found = [
        path
        for path, lever in tables[0].items()
        if fnmatchcase(path, str(factor.path))
        and not any(fnmatchcase(path, pattern) for pattern in factor.without)
        and all(path in table for table in tables)
        and lever.kind in ("number", "count", "switch", "choice")
    ]
    if not found:
        raise InputProblem(f"factors: no parameter fits '{factor.path}' in every scenario")
    return found


def _parameter(factor: Factor, path: str, lever: "Lever", name: str) -> Axis:
    common: dict[str, Any] = {
        "name": name,
        "path": path,
        "role": factor.role or role_of(path),
        "unit": unit_entered(lever),
        "meaning": lever.meaning,
        "n_levels": factor.levels,
        "weights": factor.weights or (),
    }
    if lever.kind in ("switch", "choice"):
        return _discrete(factor, path, lever, common)
    if lever.kind not in ("number", "count"):
        raise InputProblem(f"factors: {path} is no number, switch or choice; it cannot vary by itself")
    low, high = lever.low, lever.high
    assert low is not None and high is not None
    if factor.values is not None:
        for value in factor.values:
            _inside(path, value, low, high, lever.kind == "count")
        return Axis(kind="levels", values=tuple(factor.values), **common)
    for end in (factor.low, factor.high):
        if end is not None:
            _inside(path, end, low, high, lever.kind == "count")
    low = factor.low if factor.low is not None else low
    high = factor.high if factor.high is not None else high
    if not low < high:
        raise InputProblem(f"factors: {path} has no room to vary between {low:g} and {high:g}")
    if factor.scale == "log" and low <= 0:
        raise InputProblem(f"factors: {path} needs a low above 0 for a log scale")
    kind = "integer" if lever.kind == "count" else "real"
    return Axis(kind=kind, low=float(low), high=float(high), log=factor.scale == "log", **common)  # type: ignore[arg-type]


def _discrete(factor: Factor, path: str, lever: "Lever", common: Mapping[str, Any]) -> Axis:
    if factor.low is not None or factor.high is not None:
        raise InputProblem(f"factors: {path} is a choice, it has no low and high; list values instead")
    known: dict[str, Any] = SWITCH if lever.kind == "switch" else {choice: choice for choice in lever.choices}
    words = [_word(value) for value in factor.values] if factor.values is not None else list(known)
    for word in words:
        if word not in known:
            raise InputProblem(f"factors: {path} cannot be '{word}'; {remedy(word, known)}")
    settings = tuple({path: known[word]} for word in words)
    return Axis(kind="choice", values=tuple(words), settings=settings, **common)


def _options(factor: Factor, scenarios: "Sequence[Scenario]") -> Axis:
    options = factor.options or {}
    for word, changes in options.items():
        for scenario in scenarios:
            try:
                scenario.with_changes(changes)
            except InputProblem as problem:
                raise problem.at(f"factors: option '{word}' of {factor.name} on {scenario.name}") from None
    paths = [path for changes in options.values() for path in changes]
    roles = {role_of(path) for path in paths} or {"uncertainty"}
    role = factor.role or ("lever" if roles == {"lever"} else "uncertainty")
    return Axis(
        name=str(factor.name),
        path="",
        role=role,
        kind="choice",
        values=tuple(options),
        settings=tuple(dict(changes) for changes in options.values()),
        weights=factor.weights or (),
    )


def _inside(path: str, value: Any, low: float, high: float, whole: bool) -> None:
    if isinstance(value, (bool, str)) or (whole and float(value) != int(value)):
        raise InputProblem(f"factors: {path}: expected a {'whole ' if whole else ''}number, found '{value}'")
    if not low <= value <= high:
        raise InputProblem(f"factors: {path}: {value:g} is out of bounds; allowed is {low:g} to {high:g}")


def _word(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
