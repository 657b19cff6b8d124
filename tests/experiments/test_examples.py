"""The examples in the documentation run as they stand."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ("sweep_from_a_notebook.py", "calibrate_to_known_numbers.py")


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_run(name, tmp_path):
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "examples" / name), str(tmp_path)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) > 10
