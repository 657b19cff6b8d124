"""A study made ready to run: scenarios loaded, points chosen, work cut into chunks."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from buyermaze.experiments.designs.design import Design, sorted_text
from buyermaze.experiments.designs.samplers import sampled
from buyermaze.experiments.models.known_functions import FunctionModel
from buyermaze.experiments.models.own import own_model
from buyermaze.experiments.models.protocol import Model
from buyermaze.experiments.models.simulator import SimulatorModel
from buyermaze.experiments.studies.axis import Axis
from buyermaze.experiments.studies.factors import axes_of, named, plain_axes
from buyermaze.experiments.studies.spec import Factor, Study
from buyermaze.experiments.studies.study_file import StudyFile, load_study
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import without_folders
from buyermaze.simulator.inputs.plans.plan_levers import plan_levers
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.reading.shelves import MARKETS, SCENARIOS
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.outcomes.definitions import NAMES, outcome_named

SECONDS_PER_CHUNK: Final = 1.0
MOST_ROWS_PER_CHUNK: Final = 20_000
WORDS = ("title", "question")  # of a study, on which no result depends


@dataclass(frozen=True, eq=False)
class Plan:
    """Everything a sweep will do, decided before it starts."""

    study: Study
    model: Model
    design: Design

    @property
    def axes(self) -> tuple[Axis, ...]:
        """Return what varies."""
        return self.design.axes

    @property
    def n_runs(self) -> int:
        """Return how many runs there will be (at most, where points stop when they are known well enough)."""
        return len(self.design) * len(self.model.scenario_names) * self.study.replications

    @property
    def seconds(self) -> float:
        """Return about how long all runs take on one core."""
        return self.n_runs * self.model.seconds_per_run

    @cached_property
    def points_per_chunk(self) -> int:
        """Return how many points are run and stored together: about a second of work, decided by sizes alone."""
        rows = len(self.model.scenario_names) * self.study.replications
        by_time = SECONDS_PER_CHUNK / (rows * self.model.seconds_per_run)
        return max(1, min(round(by_time), MOST_ROWS_PER_CHUNK // rows))

    @property
    def n_chunks(self) -> int:
        """Return how many chunks the points are cut into."""
        return math.ceil(len(self.design) / self.points_per_chunk)

    def settings_now(self) -> list[Any]:
        """Return what the first scenario sets every axis to; nothing for named options and test functions."""
        scenarios = getattr(self.model, "scenarios", ())
        if not scenarios:
            return [None] * len(self.axes)
        first = scenarios[0]
        values = {lever.path: lever.value for lever in (*first.levers(), *plan_levers(first))}
        found = [values.get(axis.path) for axis in self.axes]
        return [("yes" if value else "no") if isinstance(value, bool) else value for value in found]

    def told(self) -> dict[str, Any]:
        """Return the study for what is stored and sent on: of files elsewhere only the names, as folders name users."""
        study = self.study.model_dump(mode="json")
        study["scenarios"] = [without_folders(name) for name in study["scenarios"]]
        study["market"] = study["market"] and without_folders(study["market"])
        study["design"]["file"] = study["design"]["file"] and without_folders(study["design"]["file"])
        return study

    def identity(self) -> dict[str, Any]:
        """Return everything the results depend on but the program itself, ready for JSON."""
        study = {key: value for key, value in self.told().items() if key not in WORDS}
        return {
            "study": {key: value for key, value in study.items() if key != "seed"},
            "seed": self.study.seed,
            "scenarios": self.model.identity(),
            "design": self.design.digest(),
            "n_points": len(self.design),
            "points_per_chunk": self.points_per_chunk,
            "outcomes": list(self.model.outcomes),
        }


def planned(source: "str | Path | Mapping[str, Any] | Study | StudyFile | Plan", model: Model | None = None) -> Plan:
    """Return a study ready to run.

    Parameters
    ----------
    source : str, Path, mapping, Study or Plan
        A study file, its content, or a plan, which is passed on.
    model : Model, optional
        Runs instead of what the study names.

    Returns
    -------
    Plan
        The study with its scenarios loaded and its design points laid out, shape (points, factors).

    Raises
    ------
    InputProblem
        If the study cannot be read, or names what does not exist.
    """
    if isinstance(source, Plan):
        return source
    file = load_study(source)
    study = file.study
    if model is not None or study.model != "simulator":
        axes = plain_axes(study.factors)
        model = own_model(model or FunctionModel(study.model), axes)
    else:
        scenarios = base_scenarios(file)
        outcomes = tuple(NAMES) if "all" in study.outcomes else tuple(dict.fromkeys(map(outcome_named, study.outcomes)))
        axes = _with_columns_as_factors(file, scenarios) if not study.factors else axes_of(study.factors, scenarios)
        model = SimulatorModel(scenarios, axes, tuple(outcomes))
    design = sampled(study.design, axes, study.seed, study.luck, file.folder)
    return Plan(study, model, design)


def base_scenarios(file: StudyFile) -> tuple[Scenario, ...]:
    """Return the scenarios of a study with its market, its changes and its seed."""
    study = file.study
    market = study.market if study.market in MARKETS.shipped() or not study.market else str(file.folder / study.market)
    shipped = SCENARIOS.shipped()
    loaded = []
    for name in study.scenarios:
        looks_like_file = name.endswith((".yaml", ".yml"))
        source = str(file.folder / name) if name not in shipped and looks_like_file else name
        try:
            loaded.append(load(source, market=market, changes={**study.changes, "run.seed": study.seed}))
        except InputProblem as problem:
            raise problem.at(file.label) from None
    names = [scenario.name for scenario in loaded]
    if len(set(names)) < len(names):
        raise InputProblem(f"{file.label}: two scenarios are called '{names[0]}'; give every file a name of its own")
    return tuple(loaded)


def _with_columns_as_factors(file: StudyFile, scenarios: tuple[Scenario, ...]) -> tuple[Axis, ...]:
    """Take the columns of a file of points for factors, where the study names none."""
    path = file.folder / str(file.study.design.file)
    from buyermaze.simulator.tables.reader import read_table

    columns = read_table(path, label=f"design: {path}").columns
    return named(axes_of([Factor(path=column) for column in columns if column], scenarios))


def differing(old: Mapping[str, Any], new: Mapping[str, Any], prefix: str = "") -> list[str]:
    """List in words where two identities differ: what it was and what it is."""
    lines: list[str] = []
    for key in dict.fromkeys([*old, *new]):
        before, after = old.get(key), new.get(key)
        if before == after:
            continue
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            lines += differing(before, after, f"{prefix}{key}.")
        elif (
            isinstance(before, list)
            and isinstance(after, list)
            and any(isinstance(each, Mapping) for each in before + after)
        ):
            lines += differing(_by_name(before), _by_name(after), f"{prefix}{key}.")
        elif key not in old or before is None:
            lines.append(f"{prefix}{key} is new: {_short(after)}")
        elif key not in new or after is None:
            lines.append(f"{prefix}{key} is gone, it was {_short(before)}")
        else:
            lines.append(f"{prefix}{key} was {_short(before, after)} and is {_short(after, before)}")
    return lines


def _by_name(entries: list[Any]) -> dict[str, Any]:
    """Return the entries of a list by the name or path they carry, otherwise by their place from 1."""
    named = {}
    for place, entry in enumerate(entries, 1):
        word = (entry.get("name") or entry.get("path")) if isinstance(entry, Mapping) else None
        named[str(word) if word and str(word) not in named else str(place)] = entry
    return named


def _short(value: Any, other: Any = "") -> str:
    """Write a value, of a long one what is near the first place where another differs from it."""
    text, beside = (each if isinstance(each, str) else sorted_text(each) for each in (value, other))
    if len(text) <= 40:
        return text
    same = next((k for k, (a, b) in enumerate(zip(text, beside, strict=False)) if a != b), min(len(text), len(beside)))
    start = max(0, min(same - 10, len(text) - 40))
    return ("..." if start else "") + text[start : start + 40] + ("..." if start + 40 < len(text) else "")
