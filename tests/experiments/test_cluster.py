"""A sweep on a Dask cluster gives the local table to the bit, also when a worker dies in the middle."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas
import pytest

from buyermaze import extend
from buyermaze.experiments.models.known_functions import FunctionModel
from buyermaze.experiments.sweeps.chunk_files import parts_in
from buyermaze.experiments.sweeps.results import Sweep
from buyermaze.experiments.sweeps.run import sweep
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.extensions.packages import load_file
from tests.optional import needed

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PART = """
from buyermaze import extend

@extend.mechanism("test_desk", meaning="Gives every open group a case for its management.")
def test_desk(world, hours, own):
    for account, people in extend.open_accounts(world):
        account.kit = 1

@extend.outcome("n_rows_of_test", better=1, meaning="Rows of the journal.")
def n_rows_of_test(journal, scenario):
    return float(len(journal))
"""
QUIET = {"DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False"}


class Slow(FunctionModel):
    """Ishigami's function, slow enough to be interrupted."""

    def run(self, scenario, values, luck):
        """Take a hundredth of a second."""
        time.sleep(0.01)
        return super().run(scenario, values, luck)


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    """Start a scheduler and two workers on loopback; give its address and the workers' processes."""
    needed("distributed")
    folder = tmp_path_factory.mktemp("cluster")
    (folder / "desk_parts.py").write_text(PART, encoding="utf-8")
    environment = os.environ | QUIET | {"PYTHONPATH": os.pathsep.join(map(str, (ROOT, HERE)))}
    environment |= {"BUYERMAZE_EXTENSIONS": str(folder / "desk_parts.py")}

    def start(*words):
        with (folder / f"{words[0]}.log").open("a") as log:
            line = [sys.executable, "-m", f"distributed.cli.dask_{words[0]}", *words[1:]]
            return subprocess.Popen(line, cwd=folder, env=environment, stdout=log, stderr=log)

    scheduler = start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    deadline = time.monotonic() + 60
    while not (found := re.search(r"tcp://127\.0\.0\.1:\d+", (folder / "scheduler.log").read_text())):
        assert time.monotonic() < deadline, (folder / "scheduler.log").read_text()
        time.sleep(0.1)
    worker = ("worker", found[0], "--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(folder))
    workers = [start(*worker) for _ in range(2)]
    yield found[0], workers, folder / "desk_parts.py"
    for process in (*workers, scheduler):
        if process.poll() is None:
            process.kill()
        process.wait()


def test_the_cluster_gives_the_local_table(engine, small, tmp_path):
    local = sweep(small(), tmp_path / "local")
    remote = sweep(small(), tmp_path / "remote", cluster=engine[0])
    pandas.testing.assert_frame_equal(local.rows(), remote.rows(), check_exact=True)
    assert [path.name for path in local.parts] == [path.name for path in remote.parts]
    assert [path.read_bytes() for path in local.parts] == [path.read_bytes() for path in remote.parts]


def test_the_command_runs_on_the_cluster(engine, small, written, command, tmp_path):
    path = written(small())
    done = command("sweep", path, "--out", tmp_path / "s", "--cluster", engine[0])
    assert done.returncode == 0, done.stderr
    assert Sweep(tmp_path / "s").is_complete


def test_workers_run_parts_of_ones_own_and_refuse_other_versions(engine, small, tmp_path, monkeypatch):
    monkeypatch.setenv("BUYERMAZE_EXTENSIONS", "")
    load_file(str(engine[2]))
    try:
        study = small(outcomes=["n_rows_of_test", "p_win"], design={"kind": "latin_hypercube", "n": 3})
        study["changes"] = study["changes"] | {"run.n_accounts": 3, "parts.test_desk": "on"}
        local = sweep(study, tmp_path / "local", n_threads=1)
        remote = sweep(study, tmp_path / "remote", cluster=engine[0])
        pandas.testing.assert_frame_equal(local.rows(), remote.rows(), check_exact=True)
        assert local.rows()["n_rows_of_test"].gt(0).all()
        extend.mechanism("test_desk", meaning="Another version of it.")(lambda world, hours, own: None)
        with pytest.raises(InputProblem, match=r"'test_desk' is not of the same version on a worker"):
            sweep(study, tmp_path / "other", cluster=engine[0])
    finally:
        for name in ("test_desk", "n_rows_of_test"):
            extend.forget(name)


def test_a_worker_killed_in_the_middle_changes_nothing(engine, ishigami, tmp_path, monkeypatch):
    monkeypatch.setattr("buyermaze.experiments.plans.plan.MOST_ROWS_PER_CHUNK", 10)
    monkeypatch.setattr("buyermaze.experiments.sweeps.compact.FEW", 10**9)
    study = ishigami(design={"kind": "sobol", "n": 64})
    address, workers, _ = engine
    killed = []

    def kill(state):
        if state.done >= state.n_chunks // 3 and not killed:
            killed.append(len(parts_in(tmp_path / "remote")))
            workers[0].send_signal(signal.SIGKILL)

    remote = sweep(study, tmp_path / "remote", cluster=address, model=Slow("ishigami"), progress=kill)
    assert killed
    assert killed[0] < remote.n_points // 10
    assert workers[0].wait(10) == -signal.SIGKILL
    local = sweep(study, tmp_path / "local")
    pandas.testing.assert_frame_equal(local.rows(), remote.rows(), check_exact=True)


def test_a_wrong_address_is_told_in_one_sentence(ishigami, tmp_path, monkeypatch):
    needed("distributed")
    monkeypatch.setattr("buyermaze.experiments.sweeps.dask.SECONDS_TO_CONNECT", 1)
    with pytest.raises(InputProblem, match="no scheduler answers there"):
        sweep(ishigami(), tmp_path / "s", cluster="tcp://127.0.0.1:1")
