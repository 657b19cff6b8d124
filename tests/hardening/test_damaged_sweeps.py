"""A sweep folder that was damaged gives one sentence or the right numbers, never others; whoever reads it."""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from buyermaze.experiments.answers.break_even import flip
from buyermaze.experiments.answers.memo import memo
from buyermaze.experiments.answers.profile import profile
from buyermaze.experiments.sweeps.chunk_files import read_part
from buyermaze.experiments.sweeps.results import Sweep
from buyermaze.experiments.sweeps.run import sweep
from buyermaze.screens.panels.sweep_source import _folder as of_app
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.seal import BLANK, TAG, is_whole, sealed, sealed_json, unsealed_json
from buyermaze.simulator.tables.runs import read_runs

STUDY: dict[str, Any] = {
    "schema_version": 1,
    "model": "ishigami",
    "factors": [{"path": f"x{i}", "low": -3, "high": 3} for i in (1, 2, 3)],
    "replications": 2,
    "design": {"kind": "sobol", "n": 16},
}
N_TRIED = 120
FILES = ("manifest.json", "design.parquet", "study.json")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small finished sweep."""
    folder = tmp_path_factory.mktemp("sweeps") / "whole"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("buyermaze.experiments.plans.plan.MOST_ROWS_PER_CHUNK", 60)
        sweep(STUDY, folder)
    return folder


def copied(whole: Path, to: Path) -> Path:
    """Return a fresh copy of a sweep."""
    to.mkdir()
    for path in whole.iterdir():
        (to / path.name).write_bytes(path.read_bytes())
    return to


def told(read: Callable[[], Any]) -> Any:
    """Return what is read, or the sentence that says why not."""
    try:
        return read()
    except InputProblem as problem:
        assert len(str(problem)) <= 400
        return str(problem)


def everything(folder: Path) -> Any:
    """Return all that readers take from a folder."""
    found = Sweep(folder)
    return found.table().to_csv(), str(found.study), str(found.axes), found.n_points, str(found.manifest["versions"])


def levels(folder: Path) -> Any:
    """Return a profile along the first factor."""
    return profile(folder, "x1")


def hurt(content: bytes, rng: random.Random) -> bytes:
    """Damage some bytes in a way that happens to disks and copies."""
    place, other = sorted(rng.sample(range(len(content)), 2))
    kind = rng.randrange(4)
    if kind == 0:
        return content[:place]
    if kind == 1:
        return content[:place] + bytes([content[place] ^ (1 << rng.randrange(8))]) + content[place + 1 :]
    if kind == 2:
        return content[:place] + bytes(other - place) + content[other:]
    return content[:place] + content[other:]


@pytest.mark.parametrize("name", [*FILES, "part"])
def test_no_damage_gives_other_numbers_in_silence(whole: Path, tmp_path: Path, name: str) -> None:
    folder = copied(whole, tmp_path / "s")
    path = next(each for each in sorted(folder.iterdir()) if each.name.startswith(name))
    right, content = everything(folder), path.read_bytes()
    rng = random.Random(name)
    for _ in range(N_TRIED):
        path.write_bytes(hurt(content, rng))
        said = told(lambda: everything(folder))
        assert said == right or (isinstance(said, str) and path.name in said), said


@pytest.mark.parametrize("reader", [memo, flip, levels, everything], ids=lambda reader: reader.__name__)
def test_every_reader_refuses_a_damaged_part(whole: Path, tmp_path: Path, reader: Callable[[Path], Any]) -> None:
    folder = copied(whole, tmp_path / "s")
    path = Sweep(folder).parts[0]
    table = read_part(path, [Sweep(folder).mark])
    assert table is not None
    values = table.column("y").to_numpy() + 1.0
    changed = table.set_column(table.column_names.index("y"), "y", pa.array(values))
    pq.write_table(changed, path)
    with pytest.raises(InputProblem, match=path.name):
        reader(folder)


@pytest.mark.parametrize("name", ["study.json", "design.parquet", "manifest.json", "part"])
@pytest.mark.parametrize("instead", ["study.json", "design.parquet", "manifest.json", "part", "another sweep's"])
def test_a_whole_file_in_the_place_of_another_is_told(whole: Path, tmp_path: Path, name: str, instead: str) -> None:
    folder, other = copied(whole, tmp_path / "copy"), tmp_path / "other"

    def file(of: Path, kind: str) -> Path:
        return max(of.glob("part-*")) if kind == "part" else of / kind

    if instead == "another sweep's":
        factors = [{**factor, "low": -2} for factor in STUDY["factors"]]
        sweep({**STUDY, "factors": factors}, other)
    source = file(other, name) if instead == "another sweep's" else file(folder, instead)
    if source == file(folder, name):
        return
    file(folder, name).write_bytes(source.read_bytes())
    for read in (everything, levels, flip, memo):
        assert isinstance(told(lambda read=read: read(folder)), str)


def test_a_design_is_no_part_even_where_it_holds_the_same_points(tmp_path: Path) -> None:
    folder = tmp_path / "one part"
    sweep(STUDY, folder)
    (part,) = folder.glob("part-*.parquet")
    part.write_bytes((folder / "design.parquet").read_bytes())
    with pytest.raises(InputProblem, match="damaged"):
        everything(folder)
    assert read_part(part, [Sweep(folder).mark]) is None


def test_the_schema_is_under_the_seal_too(whole: Path, tmp_path: Path) -> None:
    folder = copied(whole, tmp_path / "s")
    for path in (*Sweep(folder).parts, folder / "design.parquet"):
        content = path.read_bytes()
        assert b"x1" in content or b"replication" in content
        for word, other in ((b"replication", b"replicatiom"), (b"x1", b"x2"), (b"luck", b"lucl")):
            if word in content:
                assert not is_whole(content.replace(word, other))


def test_a_part_under_another_name_is_not_taken_for_other_points(whole: Path, tmp_path: Path) -> None:
    folder = copied(whole, tmp_path / "s")
    one, two = Sweep(folder).parts[:2]
    two.write_bytes(one.read_bytes())
    with pytest.raises(InputProblem, match=two.name):
        Sweep(folder).rows()


def test_running_the_sweep_again_mends_what_was_damaged(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("buyermaze.experiments.plans.plan.MOST_ROWS_PER_CHUNK", 60)
    folder = copied(whole, tmp_path / "s")
    right = everything(folder)
    for path in (Sweep(folder).parts[0], folder / "design.parquet", folder / "study.json"):
        path.write_bytes(path.read_bytes()[:-40])
        sweep(STUDY, folder)
        assert everything(folder) == right


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"mark": 1}',
        b"\xff\xfe",
        b"[" * 5000,
        b'{"mark": "x", "identity": [], "versions": {}}',
    ],
)
def test_a_manifest_of_any_shape_gives_one_sentence(whole: Path, tmp_path: Path, manifest: bytes) -> None:
    folder = copied(whole, tmp_path / "s")
    (folder / "manifest.json").write_bytes(manifest)
    assert "manifest.json" in told(lambda: everything(folder))
    with pytest.raises(InputProblem, match=r"manifest\.json"):
        sweep(STUDY, folder)


@pytest.mark.parametrize("name", ["manifest.json", "study.json"])
def test_a_manifest_or_study_whose_seal_fits_but_not_its_shape_gives_one_sentence(
    whole: Path, tmp_path: Path, name: str
) -> None:
    folder = copied(whole, tmp_path / "s")
    content = unsealed_json((whole / name).read_bytes())
    assert content is not None
    rng = random.Random(name)
    for _ in range(60):
        hurt_so = json.loads(json.dumps(content))
        here, key = hurt_so, rng.choice(sorted(hurt_so))
        while isinstance(here[key], (dict, list)) and here[key] and rng.random() < 0.8:
            here = here[key]
            key = rng.choice(sorted(here)) if isinstance(here, dict) else rng.randrange(len(here))
        here[key] = rng.choice([None, "x", [], {}, [[]], ["a", "a"], {"a": 1}])
        (folder / name).write_bytes(sealed_json(hurt_so))
        for read in (everything, levels, flip, memo, lambda folder: Sweep(folder)._repr_html_()):
            told(lambda read=read: read(folder))


def test_a_damaged_part_is_refused_wherever_tables_are_read_and_without_a_manifest_nobody_takes_parts(
    whole: Path, tmp_path: Path
) -> None:
    folder = copied(whole, tmp_path / "s")
    path = Sweep(folder).parts[0]
    right, rng = read_runs(path.name, path.read_bytes()).to_csv(), random.Random(3)
    content = path.read_bytes()
    for _ in range(N_TRIED):
        place = rng.randrange(len(content))
        bad = content[:place] + bytes([content[place] ^ (1 << rng.randrange(8))]) + content[place + 1 :]
        said = told(lambda bad=bad: read_runs(path.name, bad).to_csv())
        assert said == right or said.startswith(f"'{path.name}': "), said
    (folder / "manifest.json").unlink()
    assert "it has no manifest" in told(lambda: of_app(str(folder)))


@pytest.mark.parametrize("name", FILES)
def test_a_folder_or_a_pipe_in_the_place_of_a_file_gives_one_sentence(whole: Path, tmp_path: Path, name: str) -> None:
    for make in (os.mkdir, os.mkfifo):
        folder = copied(whole, tmp_path / make.__name__)
        (folder / name).unlink()
        make(folder / name)
        assert name in told(lambda folder=folder: everything(folder))


def test_a_manifest_that_may_not_be_read_is_not_called_damaged(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("buyermaze.simulator.core.local_files.os.open", refuse)
    said = told(lambda: everything(whole))
    assert "Permission denied" in said and "damaged" not in said


def test_a_file_system_without_locks_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    def refuse(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    assert sweep(STUDY, tmp_path / "s").is_complete


def test_a_seal_fits_any_bytes_and_no_others() -> None:
    rng = random.Random(5)
    for _ in range(200):
        content = rng.randbytes(rng.randrange(60)) + BLANK + rng.randbytes(rng.randrange(60))
        done = sealed(content)
        assert is_whole(done) and len(done) == len(content)
        place = rng.randrange(len(done))
        assert not is_whole(done[:place] + bytes([done[place] ^ 4]) + done[place + 1 :])
    assert not is_whole(b"") and not is_whole(TAG)
    assert unsealed_json(sealed_json({"a": [1, "ü"]})) == {"a": [1, "ü"]}


def test_a_polite_end_keeps_what_is_finished(tmp_path: Path) -> None:
    study = {**STUDY, "model": "simulator", "factors": [{"path": "market.offer.complexity"}], "outcomes": ["p_win"],
             "changes": {"run.n_accounts": 60}, "design": {"kind": "latin_hypercube", "n": 4000}}  # fmt: skip
    (tmp_path / "study.json").write_text(json.dumps(study), encoding="utf-8")
    line = "from buyermaze.experiments.commands.main import main; main()"
    here = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    command = [sys.executable, "-c", line, "sweep", "study.json", "--out", "s", "--jobs", "1"]
    process = subprocess.Popen(command, cwd=tmp_path, env=here, stderr=subprocess.PIPE, text=True)
    while process.poll() is None and not list(tmp_path.glob("s/part-*")):
        pass
    process.terminate()
    said = process.communicate(timeout=120)[1]
    assert process.returncode == 130, said
    assert "stopped" in said and "Go on with" in said and "Traceback" not in said
    rows = Sweep(tmp_path / "s").rows()
    assert len(rows) and not rows.duplicated(["point", "scenario", "replication"]).any()
    assert isinstance(rows, pandas.DataFrame)


def test_a_clock_that_goes_back_neither_loses_nor_doubles_anything(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "s"
    monkeypatch.setattr("buyermaze.experiments.plans.plan.MOST_ROWS_PER_CHUNK", 60)
    sweep(STUDY, folder, shard=(1, 2))
    ahead = time.time() + 5 * 365 * 86_400
    for path in folder.iterdir():
        os.utime(path, (ahead, ahead))  # written while the clock was five years ahead
    left = folder / f"part-000000-000001.parquet.elsewhere.{os.getpid()}.tmp"
    left.write_bytes(b"half")
    os.utime(left, (ahead, ahead))
    monkeypatch.setattr(time, "time", lambda: ahead - 20 * 365 * 86_400)
    found = sweep(STUDY, folder)
    assert found.is_complete
    pandas.testing.assert_frame_equal(found.rows(), Sweep(whole).rows(), check_exact=True)
