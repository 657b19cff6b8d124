"""A disk that is full: one sentence, and no word after it."""

import io
import os
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


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_output_of_which_a_part_fits_is_told_as_not_written(tmp_path: Path, unbuffered: str) -> None:
    most = 40_960  # bytes that a file may have; what is written has several times as many
    code = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most})); "
    code += "from buyermaze.experiments.commands import main; main(['schema'])"
    surroundings = {**os.environ, "PYTHONUNBUFFERED": unbuffered, "PYTHONPATH": os.pathsep.join(sys.path)}
    with (tmp_path / "schema.json").open("wb") as out:
        done = subprocess.run(
            [sys.executable, "-c", code], stdout=out, stderr=subprocess.PIPE, env=surroundings, timeout=120, check=False
        )
    assert done.returncode == 2 and done.stderr.startswith(b"buyermaze: ") and done.stderr.count(b"\n") == 1


def test_an_output_that_somebody_put_in_place_of_ours_is_theirs_to_close(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from buyermaze.experiments.commands.main import main

    with (tmp_path / "said.txt").open("wb", buffering=0) as raw:
        theirs = io.TextIOWrapper(raw, "utf-8", write_through=True)
        monkeypatch.setattr(sys, "stdout", theirs)
        with pytest.raises(SystemExit):
            main(["--version"])
        assert sys.stdout is theirs, "a wrapper of ours would close it when it is thrown away"
        monkeypatch.undo()
        theirs.detach()
    assert (tmp_path / "said.txt").read_text().startswith("buyermaze ")
