"""A hole in a file takes no room on the disk: files of our own that are far too large are told before they are read."""

import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from buyermaze.experiments.sweeps.results import Sweep
from buyermaze.experiments.sweeps.run import sweep
from buyermaze.screens.panels.sweep_source import _folder as of_app
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.extensions import packages
from buyermaze.simulator.model.compiler import disk_cache
from buyermaze.simulator.tables.held import Held
from buyermaze.simulator.tables.reader import read_table
from tests.hardening.test_damaged_sweeps import STUDY, everything

HOLE = 1_200_000_000  # bytes
MOST_HELD = 60_000_000  # bytes that reading the few kB around it may take


def at_the_end(path: Path) -> None:
    """Let a file end in a hole."""
    os.truncate(path, HOLE)


def at_the_beginning(path: Path) -> None:
    """Let a file begin with a hole, so that what libraries look at first is whole."""
    content = path.read_bytes()
    with path.open("wb") as file:
        file.seek(HOLE)
        file.write(content)


def held_by(read: Callable[[], Any]) -> tuple[Any, int]:
    """Return what is read, or the sentence that says why not, and the most bytes that were held meanwhile."""
    tracemalloc.start()
    try:
        return read(), tracemalloc.get_traced_memory()[1]
    except InputProblem as problem:
        return str(problem), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a small finished sweep."""
    sweep(STUDY, tmp_path / "sweep")
    return tmp_path / "sweep"


def test_compiled_code_that_is_far_too_large_counts_as_damaged_and_is_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "version" / "place" / "rule.nbc"
    path.parent.mkdir(parents=True)
    disk_cache.write_checked(path, b"code")
    at_the_end(path)
    found, held = held_by(lambda: disk_cache.read_checked(path))
    assert found is None and held < MOST_HELD
    disk_cache.write_checked(path, b"code")
    assert disk_cache.read_checked(path) == b"code"


@pytest.mark.parametrize("name", ["manifest.json", "design.parquet", "study.json", "part"])
@pytest.mark.parametrize("hole", [at_the_end, at_the_beginning], ids=lambda hole: hole.__name__)
def test_no_reader_of_a_sweep_holds_a_file_that_is_far_too_large(
    folder: Path, name: str, hole: Callable[[Path], None]
) -> None:
    path, right = next(each for each in sorted(folder.iterdir()) if each.name.startswith(name)), everything(folder)
    hole(path)
    said, held = held_by(lambda: everything(folder))
    assert path.name in said and held < MOST_HELD
    if name != "manifest.json":
        _, held = held_by(lambda: sweep(STUDY, folder))
        assert held < MOST_HELD
        assert everything(folder) == right


def test_another_study_is_held_against_no_stored_one_that_is_far_too_large(folder: Path) -> None:
    at_the_end(folder / "study.json")
    said, held = held_by(lambda: sweep({**STUDY, "replications": 3}, folder))
    assert isinstance(said, str) and held < MOST_HELD


def test_a_part_read_as_a_table_is_not_held_either(folder: Path) -> None:
    path = Sweep(folder).parts[0]
    content = path.read_bytes()
    assert len(read_table(Held(path.name, content), label=path.name).columns) > 3
    at_the_beginning(path)
    said, held = held_by(lambda: read_table(path, label=path.name))
    assert "damaged" in said and held < MOST_HELD


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_folder_given_to_the_app_holds_no_table_that_is_far_too_large(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"runs.{ending}"
    path.write_text("scenario,share_chose_us\nmerged,0.5\n", encoding="utf-8")
    at_the_end(path)
    said, held = held_by(lambda: of_app.__wrapped__(str(tmp_path)))
    assert path.name in said and held < MOST_HELD


def test_a_file_of_parts_that_is_far_too_large_is_not_held(tmp_path: Path) -> None:
    path = tmp_path / "parts.py"
    path.touch()
    at_the_end(path)
    said, held = held_by(lambda: packages.load_file(str(path)))
    assert "parts.py: larger than 10 MB" in said and held < MOST_HELD


def test_pipes_and_folders_named_as_parts_are_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "folder.py").mkdir()
    places = [str(tmp_path / name) for name in ("pipe.py", "folder.py", "none.py")]
    monkeypatch.setattr(packages, "_problems", [])
    monkeypatch.setenv(packages.VARIABLE, os.pathsep.join(places))
    packages.load_packages.__wrapped__()
    told = [said for said in packages.problems() if "there is no such file" in said]
    assert len(told) == 3
