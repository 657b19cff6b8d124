"""A disk that is full: one sentence, and no word after it."""

import subprocess
import sys
from pathlib import Path

import pytest

WRITES = """
from pathlib import Path
import pandas
from buyermaze.simulator.tables.sheets import write_sheets
try:
    write_sheets(Path("/dev/full"), {"a": pandas.DataFrame({"x": range(2000)})}, lambda column: "")
except OSError as error:
    print(error.strerror)
"""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_workbook_says_nothing_after_the_disk_was_full() -> None:
    done = subprocess.run([sys.executable, "-c", WRITES], capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "No space left on device", "")
