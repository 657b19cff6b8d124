"""Imports point down only, and every heavy library has one home."""

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ("simulator", "experiments", "classroom", "screens", "scenarios", "buyermaze")
FOUND = (path.relative_to(ROOT) for part in HOUSE for path in (ROOT / part).rglob("*.py"))
FILES = [*sorted(path for path in FOUND if "__pycache__" not in path.parts), Path("app.py")]


def imports(path: Path) -> Iterator[str]:
    """Yield the modules a file imports: at its top, inside functions, and for type checkers only."""
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def module(path: Path) -> str:
    """Return a file's dotted name."""
    parts = path.with_suffix("").parts
    return ".".join(parts if parts[0] in ("buyermaze", "app") else ("buyermaze", *parts)).removesuffix(".__init__")


def inside(name: str, places: tuple[str, ...]) -> bool:
    """Tell whether a module is one of some modules or below one."""
    return any(name == place or name.startswith(f"{place}.") for place in places)


# the rooms from the ground up: a room may know itself and the rooms below it, nothing above
FLOORS = (
    "buyermaze.simulator.core",
    "buyermaze.simulator.extensions",
    "buyermaze.scenarios",
    "buyermaze.simulator.inputs",
    "buyermaze.simulator.tables",
    "buyermaze.simulator.model.compiler",
    "buyermaze.simulator.model.parameter_names",
    "buyermaze.simulator.model.state",
    "buyermaze.simulator.model.rules",
    "buyermaze.simulator.model.demand",
    "buyermaze.simulator.model.parameters",
    "buyermaze.simulator.model.steps",
    "buyermaze.simulator.engines",
    "buyermaze.simulator.outcomes",
    "buyermaze.simulator.runs",
    "buyermaze.simulator.journal",
    "buyermaze.simulator.comparison",
    "buyermaze.simulator.outlook",
    "buyermaze.simulator.analysis",
    "buyermaze.simulator",
    "buyermaze.experiments.studies",
    "buyermaze.experiments.designs",
    "buyermaze.experiments.models",
    "buyermaze.experiments.plans",
    "buyermaze.experiments.sweeps",
    "buyermaze.experiments.answers",
    "buyermaze.experiments.calibration",
    "buyermaze.experiments.claims",
    "buyermaze.experiments.importing",
    "buyermaze.experiments.validation",
    "buyermaze.classroom",
    "buyermaze.screens.settings",
    "buyermaze.screens.theme",
    "buyermaze.screens.sidebar",
    "buyermaze.screens.engine",
    "buyermaze.screens.export",
    "buyermaze.screens.charts",
    "buyermaze.screens.components",
    "buyermaze.screens.panels",
    "buyermaze.screens.pages",
    "buyermaze.screens.main",
    "buyermaze.screens.start",
    "buyermaze.screens",
    "buyermaze.experiments.commands",
    "buyermaze.experiments",
    "buyermaze",
)
# rooms that may know even less than what lies below them
STRICT = {
    "buyermaze.simulator.model.compiler": ("buyermaze.simulator.core",),
    "buyermaze.simulator.model.parameter_names": ("buyermaze.simulator.core",),
    "buyermaze.simulator.model.state": ("buyermaze.simulator.core", "buyermaze.simulator.model.parameter_names"),
    "buyermaze.simulator.model.rules": (
        "buyermaze.simulator.core",
        "buyermaze.simulator.model.compiler",
        "buyermaze.simulator.model.parameter_names",
        "buyermaze.simulator.model.state",
    ),
    "buyermaze.simulator.model.steps": (
        "buyermaze.simulator.core",
        "buyermaze.simulator.model.compiler",
        "buyermaze.simulator.model.parameter_names",
        "buyermaze.simulator.model.state",
        "buyermaze.simulator.model.rules",
    ),
}


def room(name: str) -> str:
    """Return the room a module is in."""
    return next(place for place in FLOORS if inside(name, (place,)))


@cache
def known(path: Path) -> set[str]:
    """Return the modules of this house that a file imports."""
    modules = {module(other) for other in FILES}
    found = {name for name in imports(path) if inside(name, ("buyermaze",))}
    return {name if name in modules else name.rpartition(".")[0] for name in found} - {module(path)}


HOMES: dict[str, tuple[str, ...]] = {
    # the engine one can read; and outcomes, which stand above it, handed to Mesa's own collector
    "mesa": ("buyermaze.simulator.engines.reference", "buyermaze.simulator.runs.collecting"),
    "simpy": ("buyermaze.simulator.engines.reference",),
    "networkx": ("buyermaze.simulator.engines.reference",),
    "numba": ("buyermaze.simulator.model.compiler.rule",),
    "llvmlite": ("buyermaze.simulator.model.compiler.machine_code",),
    "starlette": ("buyermaze.classroom.server", "buyermaze.screens.engine.guard"),
    "uvicorn": ("buyermaze.classroom.serving",),
    "jinja2": ("buyermaze.classroom.server",),
    "segno": ("buyermaze.classroom.server", "buyermaze.classroom.serving"),
    "streamlit": ("app", "buyermaze.screens", "buyermaze.experiments.commands.app"),
    "altair": (
        "buyermaze.screens.charts",
        "buyermaze.experiments.answers.charts",
        "buyermaze.experiments.validation.picture",
    ),
}


@pytest.mark.parametrize("path", FILES, ids=str)
def test_imports_point_down_only(path: Path) -> None:
    if path == Path("app.py"):
        assert known(path) == {"buyermaze.screens.main"}
        return
    own = room(module(path))
    below = STRICT.get(own, FLOORS[: FLOORS.index(own)])
    wrong = sorted(name for name in known(path) if room(name) not in (own, *below))
    assert not wrong, f"{module(path)} may know {', '.join(below) or 'nothing of this house'}, not {', '.join(wrong)}"


@cache
def folder(name: str) -> str:
    """Return the folder a module is in; a file that is a room by itself stands for itself."""
    is_folder = any(module(path) == name and path.name == "__init__.py" for path in FILES)
    return name if is_folder or name in FLOORS or name == "app" else name.rpartition(".")[0]


@pytest.mark.parametrize("place", [str, folder], ids=["files", "folders"])
def test_nothing_imports_each_other_in_a_circle(place: Callable[[str], str]) -> None:
    graph: dict[str, set[str]] = {}
    for path in FILES:
        here = place(module(path))
        graph.setdefault(here, set()).update({place(name) for name in known(path)} - {here})
    order = TopologicalSorter(graph)
    try:
        order.prepare()
    except CycleError as circle:
        pytest.fail(" imports ".join(reversed(circle.args[1])))


# files that Python or Streamlit ask for by name; and what documents and tests are made with
DOORS = ("app", "buyermaze.__main__", "buyermaze.extend", "buyermaze.screens.start.app")
FOR_DOCUMENTS = (
    "buyermaze.classroom.play.measuring",
    "buyermaze.simulator.journal.compare",
    "buyermaze.simulator.runs.collecting",
)


def test_every_file_is_used_by_another() -> None:
    from buyermaze.experiments.commands.commands import PLACES, ROOM

    used = set().union(*(known(path) for path in FILES), {f"{ROOM}.{module}" for _, module in PLACES.values()})
    left = {module(path) for path in FILES if path.name != "__init__.py"} - used - {*DOORS, *FOR_DOCUMENTS}
    assert not {name for name in left if not inside(name, ("buyermaze.screens.pages",))}


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
    for path in FILES:
        if inside(module(path), ("buyermaze.simulator.model.rules", "buyermaze.simulator.model.steps")):
            assert not tools & {found.split(".")[0] for found in imports(path)}, f"{path} reaches out of the model"


def loaded_by(statement: str) -> set[str]:
    """Return which libraries a fresh interpreter has loaded after a statement."""
    program = f"import sys; {statement}; print(*{{name.split('.')[0] for name in sys.modules}})"
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(told.stdout.split())


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = {"numpy", "numba", "mesa", "simpy", "pandas", "scipy", "pydantic", "networkx", "streamlit", "altair"}
    assert not heavy & loaded_by("import buyermaze")


def test_making_a_scenario_needs_no_engine() -> None:
    heavy = {"numba", "mesa", "simpy", "pandas", "scipy", "networkx", "streamlit", "altair"}
    assert not heavy & loaded_by("from buyermaze import load; load('merged')")


def test_a_printed_comparison_needs_neither_mesa_nor_pandas() -> None:
    heavy = {"mesa", "simpy", "pandas", "pyarrow", "networkx", "streamlit", "altair"}
    words = ["compare", "baton_pass", "merged", "--replications", "1", "--accounts", "2", "--quiet"]
    at_the_end = "import atexit; atexit.register(lambda: print(*sys.modules))"
    told = loaded_by(f"{at_the_end}; from buyermaze.experiments.commands import main; main({words})")
    assert "buyermaze.experiments.commands.shared.show_comparison" in told
    assert not heavy & told


def test_a_compiled_run_needs_neither_mesa_nor_pandas() -> None:
    heavy = {"mesa", "simpy", "pandas", "networkx", "streamlit", "altair"}
    run = "from buyermaze import load, simulate; simulate(load('merged').with_changes({'run.n_accounts': 2}))"
    assert not heavy & loaded_by(run)


def test_all_that_rules_import_counts_for_the_version_of_the_rulebook() -> None:
    from buyermaze.simulator.model.compiler.disk_cache import sources

    counted = {module(path.relative_to(ROOT)) for path in sources()}
    compiler = "buyermaze.simulator.model.compiler"
    ruled = [path for path in FILES if module(path) in counted and not inside(module(path), (compiler,))]
    assert len(ruled) > 30
    for path in ruled:
        missing = {name for name in known(path) - counted if name not in counted}
        assert not missing, f"{path} imports {missing}, whose text does not count for the version of the rulebook"
