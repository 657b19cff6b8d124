"""Whoever works in a folder with files called like ours is not disturbed, and sees our types."""

import json
import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from tests.app.conftest import NO_CROWD, called_like_ours, serving
from tests.app.watching import visit

SCRIPT = """
import buyermaze as bm
small = {"run.n_accounts": 20}
pair = [bm.load(name, changes=small) for name in ("baton_pass", "merged")]
print(bm.compare(pair, n_replications=2))
study = {
    "schema_version": 1, "title": "Small", "scenarios": ["baton_pass", "merged"], "changes": small,
    "factors": [{"path": "market.offer.complexity", "low": 0.3, "high": 2}],
    "design": {"kind": "latin_hypercube", "n": 3}, "outcomes": ["p_win"], "replications": 2,
}
print(bm.sweep(study, "sweep").is_complete, bm.__file__)
"""
TYPED = """
import buyermaze as bm
from buyermaze import load

run = bm.simulate(load("merged"))
reveal_type(bm.compare)
reveal_type(bm.compare([load("merged")], n_replications=2).verdict())
reveal_type(run)
bm.load(3)
bm.simulat
"""


@pytest.fixture
def editable(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds nothing: the package is found by the environment's own editable install."""
    # a build leaves a description of itself in the checkout, which is found first where the checkout is on the path
    origins = [found.read_text("direct_url.json") or "{}" for found in metadata.distributions(name="buyermaze")]
    if not any(json.loads(origin).get("dir_info", {}).get("editable") for origin in origins):
        pytest.fail("these tests run on an editable install: python -m pip install -e '.[test]'")
    return tmp_path_factory.mktemp("nothing")


@pytest.fixture(params=["installed", "editable"])
def code_from(request: pytest.FixtureRequest) -> Path:
    """Where the package is found: the wheel's folder, or nowhere but by the editable install."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with files called like our rooms, and a scenario among them."""
    called_like_ours(tmp_path)
    (tmp_path / "scenarios" / "mine.yaml").write_text("schema_version: 1\nextends: merged\n")
    return tmp_path


def told(own: Path, code_from: Path, *words: str) -> str:
    """Return what a program says that is started in the user's folder."""
    done = subprocess.run(
        [sys.executable, *words],
        cwd=own,
        env={**os.environ, "PYTHONPATH": str(code_from)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


def test_scripts_run_beside_files_called_like_ours(own: Path, code_from: Path) -> None:
    (own / "work.py").write_text(SCRIPT)
    out = told(own, code_from, "work.py")
    assert out.startswith("<Comparison: 2 replications, merged against baton_pass") and "True" in out
    assert str(own) not in out


def test_the_command_line_runs_beside_files_called_like_ours(own: Path, code_from: Path) -> None:
    words = ("compare", "baton_pass", "scenarios/mine.yaml", "--replications", "2", "--set", "run.n_accounts=20")
    assert "mine" in told(own, code_from, "-m", "buyermaze", *words)


@pytest.fixture
def address(own: Path, editable: Path) -> Iterator[str]:
    # the wheel's app is opened in such a folder where all its pages are; this one works ahead as it does for everybody
    with serving(own, editable, changed=NO_CROWD) as found:
        yield found


def test_the_app_opens_beside_files_called_like_ours(
    address: str, tab: Any
) -> None:  # the tab is closed before the server
    visit(tab, address)
    visit(tab, address, "trust")
    assert tab.locator("[data-testid=stException], [data-testid=stAlertContentError]").count() == 0


def test_a_type_checker_sees_our_types_in_the_installed_package(tmp_path: Path, installed: Path) -> None:
    venv.create(tmp_path / "venv")
    (site,) = (tmp_path / "venv").glob("lib/python*/site-packages")
    (site / "buyermaze").symlink_to(installed / "buyermaze")
    (tmp_path / "typed.py").write_text(TYPED)
    python = next((tmp_path / "venv" / "bin").glob("python"))
    words = ("--ignore-missing-imports", "--cache-dir", str(tmp_path / "cache"), "--python-executable", str(python))
    told = subprocess.run(
        [sys.executable, "-m", "mypy", *words, "typed.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    ).stdout
    assert "-> buyermaze.simulator.comparison.comparison.Comparison" in told.splitlines()[0]
    assert 'Revealed type is "list[str]"' in told.replace("builtins.", "")
    assert 'Revealed type is "buyermaze.simulator.runs.run.Run"' in told
    assert 'Argument 1 to "load" has incompatible type "int"' in told
    assert 'Module has no attribute "simulat"' in told
    assert told.count(": error:") == 2, told
