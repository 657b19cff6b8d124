"""Imports point down only, and every heavy library has one home."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ("simulator", "experiments", "screens", "scenarios")
FOUND = (path.relative_to(ROOT) for part in HOUSE for path in (ROOT / part).rglob("*.py"))
FILES = [*sorted(path for path in FOUND if "__pycache__" not in path.parts), Path("app.py")]


def imports(path: Path) -> Iterator[str]:
    """Yield the modules a file imports when it runs, also those inside functions, not those for type checkers only."""
    todo: list[ast.AST] = [ast.parse((ROOT / path).read_text(encoding="utf-8"))]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            todo += node.orelse
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        else:
            todo += ast.iter_child_nodes(node)


def module(path: Path) -> str:
    """Return a file's dotted name."""
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def inside(name: str, places: tuple[str, ...]) -> bool:
    """Tell whether a module is one of some modules or below one."""
    return any(name == place or name.startswith(f"{place}.") for place in places)


# a module (or everything below it) and the parts of this house it may know; the first that fits counts
WATCHERS = ("buyermaze.simulator.core.calendar", "buyermaze.simulator.inputs", "buyermaze.simulator.journal.journal", "buyermaze.simulator.outcomes.accumulate", "buyermaze.simulator.outcomes.costs",
            "buyermaze.simulator.outcomes.definitions", "buyermaze.simulator.outcomes.quantities", "buyermaze.simulator.comparison.paired_statistics", "buyermaze.simulator.comparison.student_t", "buyermaze.simulator.core.vocabulary",
            "buyermaze.simulator.outcomes.tallies", "buyermaze.simulator.comparison.phrasing", "buyermaze.simulator.core.atomic_write")  # fmt: skip
STATE = (
    "buyermaze.simulator.core.vocabulary",
    "buyermaze.simulator.model.state",
    "buyermaze.simulator.model.rules",
    "buyermaze.simulator.model.steps",
    "buyermaze.simulator.model.world",
)
LAYERS: list[tuple[str, tuple[str, ...]]] = [
    ("buyermaze.simulator.core.vocabulary", ()),
    ("buyermaze.simulator.core.calendar", ()),
    ("buyermaze.simulator.model.state", ("buyermaze.simulator.core.vocabulary",)),
    ("buyermaze.simulator.model.rules", ("buyermaze.simulator.model.rules", "buyermaze.simulator.core.vocabulary", "buyermaze.simulator.model.state")),
    ("buyermaze.simulator.inputs", ("buyermaze.simulator.inputs", "buyermaze.simulator.core.vocabulary")),
    ("buyermaze.simulator.model.steps", ("buyermaze.simulator.model.steps", "buyermaze.simulator.model.rules", "buyermaze.simulator.core.vocabulary", "buyermaze.simulator.model.state")),
    ("buyermaze.simulator.model.world", ("buyermaze.simulator.model.state", "buyermaze.simulator.core.vocabulary")),
    ("buyermaze.simulator.model.parameters", ("buyermaze.simulator.inputs", "buyermaze.simulator.model.rules", "buyermaze.simulator.core.vocabulary", "buyermaze.simulator.model.world")),
    ("buyermaze.simulator.outcomes.tallies", ("buyermaze.simulator.core.vocabulary",)),
    ("buyermaze.simulator.outcomes.accumulate", ("buyermaze.simulator.model.compiler.rule", "buyermaze.simulator.outcomes.tallies", "buyermaze.simulator.core.vocabulary")),
    ("buyermaze.simulator.journal.journal", WATCHERS),
    ("buyermaze.simulator.outcomes.quantities", WATCHERS),
    ("buyermaze.simulator.outcomes.costs", WATCHERS),
    ("buyermaze.simulator.outcomes.definitions", WATCHERS),
    ("buyermaze.simulator.comparison.paired_statistics", WATCHERS),
    ("buyermaze.simulator.journal.event_log", WATCHERS),
    ("buyermaze.simulator.journal.story", WATCHERS),
    ("buyermaze.simulator.engines.compiled", (*STATE, "buyermaze.simulator.engines.compiled")),
    # the reference engine takes a scenario, hence packs it and asks for the root of its luck
    ("buyermaze.simulator.engines.reference",
     (*STATE, "buyermaze.simulator.engines.reference", "buyermaze.simulator.inputs", "buyermaze.simulator.model.parameters", "buyermaze.simulator.runs.run")),
    ("simulator", ("simulator", "scenarios")),
    ("buyermaze.experiments.commands.app", ("simulator", "experiments", "scenarios", "screens")),  # starts the app
    ("experiments", ("simulator", "experiments", "scenarios")),
    ("screens", ("simulator", "experiments", "scenarios", "screens")),
    ("app", ("screens",)),
    ("scenarios", ()),
]  # fmt: skip

HOMES: dict[str, tuple[str, ...]] = {
    "mesa": ("buyermaze.simulator.engines.reference",),
    "simpy": ("buyermaze.simulator.engines.reference",),
    "networkx": ("buyermaze.simulator.engines.reference",),
    "numba": ("buyermaze.simulator.model.compiler.rule",),
    "streamlit": ("app", "screens", "buyermaze.experiments.commands.app"),
    "altair": (
        "buyermaze.screens.charts",
        "buyermaze.experiments.answers.charts",
        "buyermaze.experiments.validation.picture",
    ),
}


@pytest.mark.parametrize("path", FILES, ids=str)
def test_imports_point_down_only(path: Path) -> None:
    name = module(path)
    allowed = next(allowed for layer, allowed in LAYERS if inside(name, (layer,)))
    known = {found for found in imports(path) if inside(found, HOUSE)} - {"simulator"}
    wrong = sorted(found for found in known if not inside(found, allowed))
    assert not wrong, f"{name} may know {', '.join(allowed) or 'nothing of this house'}, not {', '.join(wrong)}"


@pytest.mark.parametrize("path", FILES, ids=str)
def test_heavy_libraries_stay_at_home(path: Path) -> None:
    name = module(path)
    for found in imports(path):
        library = found.split(".")[0]
        if library in HOMES:
            assert inside(name, HOMES[library]), f"{name} imports {library}, which lives in {', '.join(HOMES[library])}"


def test_engines_do_not_know_each_other() -> None:
    for path in FILES:
        name = module(path)
        for one, other in (("compiled", "reference"), ("reference", "compiled")):
            if inside(name, (f"buyermaze.simulator.engines.{one}",)):
                assert not any(inside(found, (f"buyermaze.simulator.engines.{other}",)) for found in imports(path))


def test_rules_and_steps_know_no_files_and_no_clock() -> None:
    tools = {
        "os",
        "pathlib",
        "io",
        "time",
        "datetime",
        "random",
        "json",
        "yaml",
        "pydantic",
        "logging",
        "secrets",
        "uuid",
    }
    machinery = {"compiling", "cache"}
    for path in FILES:
        if (
            inside(module(path), ("buyermaze.simulator.model.rules", "buyermaze.simulator.model.steps"))
            and path.stem not in machinery
        ):
            assert not tools & {found.split(".")[0] for found in imports(path)}, f"{path} reaches out of the model"


def loaded_by(statement: str) -> set[str]:
    """Return which libraries a fresh interpreter has loaded after a statement."""
    program = f"import sys; {statement}; print(*{{name.split('.')[0] for name in sys.modules}})"
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(told.stdout.split())


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = {"numpy", "numba", "mesa", "simpy", "pandas", "scipy", "pydantic", "networkx", "streamlit", "altair"}
    assert not heavy & loaded_by("import simulator")


def test_making_a_scenario_needs_no_engine() -> None:
    heavy = {"numba", "mesa", "simpy", "pandas", "scipy", "networkx", "streamlit", "altair"}
    assert not heavy & loaded_by("from buyermaze import load; load('merged')")


def test_a_compiled_run_needs_neither_mesa_nor_pandas() -> None:
    heavy = {"mesa", "simpy", "pandas", "networkx", "streamlit", "altair"}
    run = "from buyermaze import load, simulate; simulate(load('merged').with_changes({'run.n_accounts': 2}))"
    assert not heavy & loaded_by(run)
