"""Sweeps: the same table whatever happens on the way."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas
import pytest

from buyermaze.experiments.models.known_functions import FunctionModel
from buyermaze.experiments.plans.plan import planned
from buyermaze.experiments.sweeps.chunk_files import parts_in, read_part, span
from buyermaze.experiments.sweeps.chunk_work import Chunk, _point
from buyermaze.experiments.sweeps.folder import MANIFEST
from buyermaze.experiments.sweeps.results import Sweep
from buyermaze.experiments.sweeps.run import sweep
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.outcomes.definitions import position
from buyermaze.simulator.runs.batch import outcome_table
from tests.worlds import cohort


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch):
    """Cut the work small, so that there is something to interrupt."""
    monkeypatch.setattr("buyermaze.experiments.plans.plan.SECONDS_PER_CHUNK", 0.05)


def same(first, second):
    """Compare two tables of a sweep to the bit."""
    pandas.testing.assert_frame_equal(first.rows(), second.rows(), check_exact=True)
    assert not first.rows().duplicated(["point", "scenario", "replication"]).any()


class Spoiled(FunctionModel):
    """A function that fails at some points."""

    def run(self, scenario, values, luck):
        """Fail where x1 is large."""
        if values["x1"] > 2:
            raise ZeroDivisionError("too large\nby far")
        return super().run(scenario, values, luck)


def test_a_sweep_stores_what_the_simulator_gives(small, tmp_path):
    found = sweep(small(), tmp_path / "s")
    assert found.is_complete
    rows = found.rows()
    assert len(rows) == 24 * 2 * 2
    plan = planned(small())
    values = plan.design.values(7)
    scenario = load("merged", changes={**cohort(12), "run.seed": 1}).with_changes(
        {"market.offer.complexity": values["complexity"], "programme.selling.warm_first": values["warm_first"] == "yes"}
    )
    expected = outcome_table([scenario], range(2))[0][:, [position(name) for name in found.outcomes]]
    stored = rows[(rows["point"] == 7) & (rows["scenario"] == "merged")][list(found.outcomes)].to_numpy()
    np.testing.assert_array_equal(stored, expected)


def test_running_again_changes_nothing_and_does_no_work(small, tmp_path):
    sweep(small(), tmp_path / "s")
    before = {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in (tmp_path / "s").iterdir()}
    sweep(small(), tmp_path / "s")
    assert before == {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in (tmp_path / "s").iterdir()}


@pytest.mark.parametrize("how", ["cut short", "one byte", "empty", "another sweep's"])
def test_a_damaged_part_is_redone(ishigami, tmp_path, monkeypatch, how):
    monkeypatch.setattr("buyermaze.experiments.sweeps.compact.FEW", 10**9)
    monkeypatch.setattr("buyermaze.experiments.plans.plan.MOST_ROWS_PER_CHUNK", 500)
    whole = sweep(ishigami(), tmp_path / "whole")
    hurt = sweep(ishigami(), tmp_path / "hurt")
    part = hurt.parts[1]
    content = bytearray(part.read_bytes())
    if how == "cut short":
        content = content[: len(content) // 2]
    elif how == "one byte":
        content[len(content) // 3] ^= 1
    elif how == "empty":
        content = bytearray()
    else:
        other = sweep(ishigami(seed=2), tmp_path / "other")
        content = bytearray(other.parts[1].read_bytes())
    part.write_bytes(content)
    repaired = []
    same(whole, sweep(ishigami(), tmp_path / "hurt", progress=lambda state: repaired.append(state.repaired)))
    assert repaired[-1] == 1


def test_small_parts_are_gathered_into_large_ones_without_change(ishigami, tmp_path, monkeypatch):
    monkeypatch.setattr("buyermaze.experiments.plans.plan.MOST_ROWS_PER_CHUNK", 100)
    many = sweep(ishigami(), tmp_path / "many")
    assert len(many.parts) == 1
    assert span(many.parts[0]) == (0, many.n_points)
    monkeypatch.setattr("buyermaze.experiments.sweeps.compact.FEW", 10**9)
    same(many, sweep(ishigami(), tmp_path / "few"))
    assert not list((tmp_path / "many").glob("*.tmp"))


def test_a_part_left_over_from_gathering_does_not_count_twice(ishigami, tmp_path, monkeypatch):
    monkeypatch.setattr("buyermaze.experiments.plans.plan.MOST_ROWS_PER_CHUNK", 100)
    monkeypatch.setattr("buyermaze.experiments.sweeps.compact.FEW", 10**9)
    few = sweep(ishigami(), tmp_path / "s")
    left = few.parts[3]
    content = left.read_bytes()
    before = few.rows()
    monkeypatch.setattr("buyermaze.experiments.sweeps.compact.FEW", 8)
    sweep(ishigami(), tmp_path / "s")
    left.write_bytes(content)
    pandas.testing.assert_frame_equal(Sweep(tmp_path / "s").rows(), before)


@pytest.mark.parametrize(
    ("change", "field"),
    [({"seed": 2}, "seed"), ({"replications": 3}, "replications"), ({"changes": cohort(13)}, "n_accounts")],
)
def test_resuming_refuses_a_changed_study_and_leaves_the_folder_alone(small, tmp_path, change, field):
    sweep(small(design={"kind": "latin_hypercube", "n": 2}), tmp_path / "s")
    before = {path.name: path.read_bytes() for path in (tmp_path / "s").iterdir()}
    with pytest.raises(InputProblem, match=f"holds another sweep.*{field} was .* and is"):
        sweep(small(design={"kind": "latin_hypercube", "n": 2}, **change), tmp_path / "s")
    assert before == {path.name: path.read_bytes() for path in (tmp_path / "s").iterdir()}


def test_resuming_refuses_another_version_of_the_program_unless_told(ishigami, tmp_path, monkeypatch):
    sweep(ishigami(), tmp_path / "s")
    monkeypatch.setattr("buyermaze.experiments.sweeps.folder.code_version", lambda: "0123456789ab")
    with pytest.raises(InputProblem, match=r"another version of the program \(code was .* and is 0123456789ab"):
        sweep(ishigami(), tmp_path / "s")
    found = sweep(ishigami(), tmp_path / "s", allow_version_change=True)
    assert len(found.manifest["versions"]) == 2


def test_other_folders_are_left_alone(ishigami, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("irreplaceable")
    with pytest.raises(InputProblem, match="is not empty and no sweep"):
        sweep(ishigami(), tmp_path / "full")
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["thesis.txt"]
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputProblem, match="is a file"):
        sweep(ishigami(), tmp_path / "file")
    with pytest.raises(InputProblem, match="is no folder"):
        Sweep(tmp_path / "nowhere")
    sweep(ishigami(), tmp_path / "s")
    (tmp_path / "s" / MANIFEST).write_text("{")
    with pytest.raises(InputProblem, match="is damaged"):
        sweep(ishigami(), tmp_path / "s")


def test_a_lost_design_is_written_again(ishigami, tmp_path):
    found = sweep(ishigami(), tmp_path / "s")
    before = found.design
    (tmp_path / "s" / "design.parquet").write_bytes(b"PAR1")
    (tmp_path / "s" / "study.json").unlink()
    pandas.testing.assert_frame_equal(sweep(ishigami(), tmp_path / "s").design, before)


def test_shards_in_folders_of_their_own_merge_by_putting_them_together(small, tmp_path):
    whole = sweep(small(), tmp_path / "whole")
    for number in (3, 1, 2):
        part = sweep(small(), tmp_path / f"shard{number}", shard=(number, 3))
        assert not part.is_complete
    merged = tmp_path / "merged"
    merged.mkdir()
    for number in (1, 2, 3):
        for path in (tmp_path / f"shard{number}").iterdir():
            (merged / path.name).write_bytes(path.read_bytes())
    assert Sweep(merged).is_complete
    same(whole, Sweep(merged))
    with pytest.raises(InputProblem, match="shard 4/3"):
        sweep(small(), tmp_path / "s", shard=(4, 3))


def test_a_failed_run_keeps_its_row_and_its_reason(ishigami, tmp_path):
    found = sweep(ishigami(replications=2), tmp_path / "s", model=Spoiled("ishigami"))
    rows = found.table()
    failed = rows[rows["x1"] > 2]
    assert len(rows) == found.n_points * 2
    assert len(failed)
    assert failed["y"].isna().all()
    assert (failed["error"] == "ZeroDivisionError: too large by far").all()
    assert rows[rows["x1"] <= 2]["error"].isna().all()


def test_the_number_of_threads_does_not_matter(small, tmp_path):
    same(sweep(small(), tmp_path / "one", n_threads=1), sweep(small(), tmp_path / "four", n_threads=4))


def test_points_are_replicated_until_they_are_known_well_enough(ishigami, tmp_path):
    factors = [{"path": f"x{i}", "low": -1, "high": 1} for i in (1, 2, 3)]
    study = ishigami(
        factors=factors, design={"kind": "latin_hypercube", "n": 4}, replications=400, until_half_width=0.3, luck="own"
    )
    rows = sweep(study, tmp_path / "s", model=FunctionModel("ishigami", noise=1.0)).rows()
    counts = rows.groupby("point").size()
    assert counts.between(21, 110).all(), "a half-width of 0.3 at sd 1 takes about 43 replications"
    assert (counts % 10 == 0).all()


class Apart:
    """Two scenarios of which the second wins more by as much as a point says, give or take its luck."""

    outcomes = ("p_win",)

    def run(self, scenario, values, luck):
        own = np.array([np.random.default_rng([scenario, each]).normal() for each in luck])
        return (0.5 + scenario * values["ahead"] + values["luck"] * own)[:, None]


def replicated(ahead, luck):
    chunk = Chunk(0, Apart(), ({"ahead": ahead, "luck": luck},), (0,), 400, None, True, "mark")
    first, second = (len(table) for table, _ in _point(chunk, 2, chunk.values[0], 0))
    assert first == second, "scenarios stay paired"
    return first


def test_points_are_replicated_until_who_is_ahead_is_told_or_that_nobody_is():
    assert replicated(ahead=0.5, luck=0.3) == replicated(ahead=0.0, luck=0.001) == 20
    assert 20 < replicated(ahead=0.15, luck=0.3) < 400
    assert replicated(ahead=0.0, luck=0.3) == 400, "neither told nor bounded"


def test_luck_is_shared_as_the_design_says(ishigami, tmp_path):
    rows = sweep(ishigami(design={"kind": "sobol", "n": 4}, replications=2), tmp_path / "s").table()
    of_point = rows.groupby("point")["luck"].apply(tuple)
    assert of_point[0] == of_point[4] == (0, 1)
    assert of_point[6] == (2, 3)
    assert of_point[5] == (8, 9)


# -- kills, full disks, company ------------------------------------------------------------------------------------


def busy_study(small):
    """A study of some seconds, longer than any process of these tests is let live, in chunks of about a second."""
    return small(design={"kind": "latin_hypercube", "n": 200}, replications=4)


def test_nothing_is_lost_or_double_after_kills(small, written, command, tmp_path):
    path = written(busy_study(small))
    whole = sweep(path, tmp_path / "whole")
    luck = random.Random(5)
    kills = 0
    for _ in range(4):
        process = command("sweep", path, "--out", tmp_path / "killed", start=True)
        try:
            process.wait(timeout=1.5 + 2 * luck.random())
            break
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            kills += 1
    last = command("sweep", path, "--out", tmp_path / "killed")
    assert last.returncode == 0, last.stderr
    assert kills >= 2
    # The command cuts larger chunks than this process does, which must not matter for the rows.
    pandas.testing.assert_frame_equal(whole.rows(), Sweep(tmp_path / "killed").rows(), check_exact=True)
    assert not list((tmp_path / "killed").glob("*.tmp"))


def test_two_processes_on_one_folder_share_the_work(small, written, command, tmp_path):
    path = written(busy_study(small))
    both = [command("sweep", path, "--out", tmp_path / "both", start=True) for _ in range(2)]
    errors = [process.communicate(timeout=120)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], errors
    pandas.testing.assert_frame_equal(sweep(path, tmp_path / "whole").rows(), Sweep(tmp_path / "both").rows())


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_stops_cleanly_and_says_how_to_go_on(small, written, command, tmp_path):
    path = written(busy_study(small) | {"replications": 20})
    process = command("sweep", path, "--out", tmp_path / "s", start=True)
    deadline = time.monotonic() + 60
    while not (tmp_path / "s").exists() or not parts_in(tmp_path / "s"):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert f"Go on with:  buyermaze sweep {path} --out {tmp_path / 's'}" in told
    assert "Traceback" not in told
    stored = Sweep(tmp_path / "s")
    assert 0 < stored.n_points_stored < stored.n_points
    assert all(read_part(part, [stored.mark]) is not None for part in stored.parts)


@pytest.mark.skipif(sys.platform == "win32", reason="resource limits")
def test_a_full_disk_loses_nothing(ishigami, tmp_path, monkeypatch):
    monkeypatch.setattr("buyermaze.experiments.plans.plan.MOST_ROWS_PER_CHUNK", 500)
    fsync, calls = os.fsync, []

    def full(number):
        calls.append(number)
        if len(calls) > 12:
            raise OSError(28, "No space left on device")
        fsync(number)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(
        InputProblem, match=r"cannot be written \(No space left on device\); what was stored before is safe"
    ):
        sweep(ishigami(), tmp_path / "s")
    monkeypatch.setattr(os, "fsync", fsync)
    assert parts_in(tmp_path / "s")
    assert not list((tmp_path / "s").glob("*.tmp"))
    same(sweep(ishigami(), tmp_path / "whole"), sweep(ishigami(), tmp_path / "s"))


def test_a_worker_that_dies_takes_nothing_with_it(ishigami, tmp_path):
    """Run on processes, one of which is killed in the middle: the executor is built anew and the work done again."""
    import concurrent.futures as cf
    from contextlib import contextmanager

    flag = tmp_path / "killed"

    @contextmanager
    def processes():
        yield (lambda: cf.ProcessPoolExecutor(2), 2)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("buyermaze.experiments.plans.plan.MOST_ROWS_PER_CHUNK", 500)
        patch.setattr("buyermaze.experiments.sweeps.run._threads", lambda n: processes())
        found = sweep(ishigami(), tmp_path / "s", model=Deadly("ishigami", 0.0, str(flag)))
    assert flag.exists()
    same(sweep(ishigami(), tmp_path / "whole", model=Deadly("ishigami", 0.0, str(flag))), found)


class Deadly(FunctionModel):
    """A function that kills its process the first time it is run."""

    def __init__(self, function, noise, flag):
        super().__init__(function, noise)
        object.__setattr__(self, "flag", flag)

    def run(self, scenario, values, luck):
        """Die once."""
        if not Path(self.flag).exists():
            Path(self.flag).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().run(scenario, values, luck)
