"""Small studies that run in a second or two."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.worlds import cohort

ROOT = Path(__file__).resolve().parents[2]
LINE = "from buyermaze.experiments.commands.main import main; main()"


@pytest.fixture
def small():
    """Return a small study of two scenarios as a mapping, with changes."""

    def make(**changes):
        study = {
            "schema_version": 1,
            "scenarios": ["baton_pass", "merged"],
            "changes": cohort(12),
            "factors": [
                {"path": "market.offer.complexity", "low": 0.5, "high": 1.5},
                {"path": "programme.selling.warm_first"},
            ],
            "design": {"kind": "latin_hypercube", "n": 24},
            "outcomes": ["p_win", "days_to_decision", "cost_total"],
            "replications": 2,
        }
        return study | changes

    return make


@pytest.fixture
def ishigami():
    """Return a study of Ishigami's function as a mapping, with changes."""

    def make(**changes):
        factors = [{"path": f"x{i}", "low": -3.141592653589793, "high": 3.141592653589793} for i in (1, 2, 3)]
        study = {"schema_version": 1, "model": "ishigami", "factors": factors, "replications": 1}
        return study | {"design": {"kind": "sobol", "n": 1024}} | changes

    return make


@pytest.fixture
def written(tmp_path):
    """Write a study to a file and return its path."""

    def write(study, name="study.yaml"):
        path = tmp_path / name
        path.write_text(yaml.safe_dump(study, sort_keys=False), encoding="utf-8")
        return path

    return write


@pytest.fixture
def command():
    """Run the command line in a process of its own."""

    def run(*arguments, start=False, **options):
        environment = os.environ | {"PYTHONPATH": str(ROOT)} | options.pop("env", {})
        line = [sys.executable, "-c", LINE, *map(str, arguments)]
        if start:
            return subprocess.Popen(
                line, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **options
            )
        return subprocess.run(
            line, env=environment, capture_output=True, text=True, timeout=120, check=False, **options
        )

    return run
