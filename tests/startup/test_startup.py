"""Starting up: what the cache of compiled code depends on, where it may be, and that importing costs nothing."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import buyermaze.simulator.model.compiler.disk_cache as cache
from buyermaze.simulator.model.compiler import status as warm

ROOT = Path(__file__).resolve().parents[2]
FEW_RULES = """
import numpy as np
from buyermaze.simulator.engines.compiled.event_heap import ENTRY, push
from buyermaze.simulator.model.rules.luck.draws import child_key, draw
from buyermaze.simulator.core.records import records
heap = records(4, ENTRY)
size = push(heap, push(heap, 0, 0, 2.0, 1, 0), 0, 1.0, 2, 0)
print(size, heap[0].time, draw(child_key(np.uint64(1), np.uint64(2)), 3, 4, 5))
"""


def start(code: str, **environment: str) -> "subprocess.Popen[str]":
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "BUYERMAZE_JIT": "on", **environment}
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def answer(process: "subprocess.Popen[str]") -> str:
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    return out


def rules_kept(folder: Path) -> list[str]:
    return sorted(".".join(path.name.split(".")[-4:-2]) for path in folder.rglob("*.code"))


@pytest.fixture
def expected() -> str:
    import numpy as np

    from buyermaze.simulator.model.rules.luck.draws import child_key, draw

    return f"2 1.0 {draw(child_key(np.uint64(1), np.uint64(2)), 3, 4, 5)}\n"


@pytest.fixture
def fresh_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BUYERMAZE_CACHE", str(tmp_path))
    cache.cache_folder.cache_clear()
    yield tmp_path  # type: ignore[misc]
    cache.cache_folder.cache_clear()


@pytest.mark.parametrize("number", range(len(cache.sources())), ids=lambda n: cache.sources()[n].stem)
def test_any_change_of_any_source_changes_the_version_and_the_folder(
    number: int, fresh_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version, folder = cache.rulebook_version(), cache.cache_folder()
    copies = []
    for k, source in enumerate(cache.sources()):
        copies.append(fresh_folder / str(k) / source.name)
        copies[k].parent.mkdir()
        copies[k].write_bytes(source.read_bytes() + (b" " if k == number else b""))
    monkeypatch.setattr(cache, "sources", lambda: copies)
    cache.rulebook_version.cache_clear()
    cache.cache_folder.cache_clear()
    try:
        assert cache.rulebook_version() != version
        assert cache.cache_folder() != folder
    finally:
        cache.rulebook_version.cache_clear()


def test_whatever_compiled_code_is_made_of_is_a_source() -> None:
    known = set(cache.sources())
    for path in known:
        for part in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(part, ast.ImportFrom) and part.module and part.module.startswith("buyermaze.simulator."):
                if path.name not in ("driver.py", "status.py", "rule.py"):  # these call compiled code, they are none
                    assert ROOT / (part.module.removeprefix("buyermaze.").replace(".", "/") + ".py") in known, (
                        f"{path} imports {part.module}"
                    )


def test_two_processes_may_compile_into_one_empty_folder_at_once(tmp_path: Path, expected: str) -> None:
    both = [start(FEW_RULES, BUYERMAZE_CACHE=str(tmp_path)) for _ in range(2)]
    assert [answer(process) for process in both] == [expected, expected]
    assert rules_kept(tmp_path) == ["draws.child_key", "draws.draw", "event_heap.push"]
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.code")}
    assert answer(start(FEW_RULES, BUYERMAZE_CACHE=str(tmp_path))) == expected
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.code")} == before


def test_without_a_folder_to_write_to_the_temporary_folder_is_used(tmp_path: Path, expected: str) -> None:
    file = tmp_path / "file"
    file.touch()
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    assert answer(start(FEW_RULES, BUYERMAZE_CACHE=str(file), TMPDIR=str(temporary))) == expected
    assert rules_kept(temporary) == ["draws.child_key", "draws.draw", "event_heap.push"]


def test_without_any_folder_rules_compile_in_every_process(tmp_path: Path, expected: str) -> None:
    nowhere = "import buyermaze.simulator.model.compiler.disk_cache as cache\ncache.cache_folder = lambda: None\n"
    assert answer(start(nowhere + FEW_RULES, BUYERMAZE_CACHE=str(tmp_path))) == expected
    assert rules_kept(tmp_path) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is read-only to root")
def test_a_read_only_folder_is_passed_over(fresh_folder: Path) -> None:
    fresh_folder.chmod(0o555)
    try:
        folder = cache.cache_folder()
        assert folder is None or not folder.startswith(str(fresh_folder))
    finally:
        fresh_folder.chmod(0o755)


def test_a_folder_that_refuses_files_is_passed_over(fresh_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(cache.tempfile, "TemporaryFile", refuse)
    assert cache.cache_folder() is None


def test_one_line_announces_a_compilation_and_nothing_a_warm_start(
    fresh_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warm, "COMPILED", True)
    lines: list[str] = []
    warm.announce(lines.append)
    assert not warm.is_compiled()
    assert len(lines) == 1 and lines[0].startswith("compiling the engine once")
    place = Path(str(cache.cache_folder())) / "entries"
    place.mkdir()
    (place / "simulator.engines.compiled.loop.advance.0123456789abcdef.code").touch()
    assert warm.is_compiled()
    warm.announce(lines.append)
    monkeypatch.setattr(warm, "COMPILED", False)
    warm.announce(lines.append)
    assert len(lines) == 1


def test_importing_the_simulator_loads_nothing_heavy() -> None:
    code = (
        "import buyermaze, sys; print([n for n in ('numba', 'mesa', 'simpy', 'pandas', 'scipy') if n in sys.modules])"
    )
    assert answer(start(code)) == "[]\n"


def test_asking_whether_the_engine_is_compiled_loads_no_compiler() -> None:
    code = (
        "from buyermaze.simulator.model.compiler.status import is_compiled\n"
        "is_compiled()\nimport sys\nprint('numba' in sys.modules)"
    )
    assert answer(start(code)) == "False\n"


def test_help_is_printed_without_a_world() -> None:
    """What takes long to load is loaded by the command that needs it, never to say what commands there are."""
    code = (
        "import sys; sys.argv = ['buyermaze', '--help']\n"
        "from buyermaze.experiments.commands import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print('loaded', *sorted({'numpy', 'pydantic', 'yaml', 'pandas', 'numba', 'streamlit', 'mesa', 'ssl'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded"


def loaded_by(line: str) -> list[str]:
    """Return the modules that a command loads."""
    code = (
        f"import sys; sys.argv = {line!r}.split()\n"
        "from buyermaze.experiments.commands import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1].split()


def test_lists_of_what_is_shipped_are_printed_without_a_world() -> None:
    """A command loads itself alone, and names and titles are read from files without checking what is in them."""
    modules = loaded_by("buyermaze scenarios")
    assert not {"numpy", "pandas", "numba", "sqlite3"} & set(modules)
    assert not [name for name in modules if name.startswith("buyermaze.simulator.inputs.sheets")]


def test_a_scenario_is_shown_without_arrays() -> None:
    assert not {"numpy", "pandas", "numba", "sqlite3"} & set(loaded_by("buyermaze show merged"))


def test_a_comparison_is_printed_without_pandas() -> None:
    modules = loaded_by("buyermaze compare baton_pass merged --accounts 5 --replications 2")
    assert "llvmlite" in modules and not {"pandas", "mesa", "simpy", "streamlit"} & set(modules)


def test_a_process_that_finds_its_machine_code_kept_loads_no_compiler() -> None:
    line = "buyermaze compare baton_pass merged --accounts 5 --replications 2"
    loaded_by(line)  # whoever is first compiles
    assert "numba" not in loaded_by(line)
