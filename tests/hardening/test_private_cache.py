"""The cache of compiled code: nobody else's file is ever loaded, a damaged one is made again, a full disk stops nothing."""

import errno
import itertools
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import buyermaze.simulator.model.compiler.disk_cache as cache

ROOT = Path(__file__).resolve().parents[2]
FEW_RULES = """
import numpy as np
from buyermaze.simulator.model.rules.luck.draws import child_key, draw
print(draw(child_key(np.uint64(1), np.uint64(2)), 3, 4, 5))
"""


def answer(code: str = FEW_RULES, at: Path = ROOT, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run a few compiled rules in a process of their own, as they are installed at a place."""
    given = {**os.environ, "PYTHONPATH": str(at), "BUYERMAZE_JIT": "on", **environment}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=at, env=given, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give folders of one's own to look for a cache in."""
    (tmp_path / "temporary").mkdir(mode=0o700)
    monkeypatch.setattr(cache.tempfile, "gettempdir", lambda: str(tmp_path / "temporary"))
    monkeypatch.setenv("BUYERMAZE_CACHE", str(tmp_path / "named"))
    cache.cache_folder.cache_clear()
    yield tmp_path
    cache.cache_folder.cache_clear()


def chosen() -> str | None:
    """Return the folder as a process that starts now finds it."""
    cache.cache_folder.cache_clear()
    return cache.cache_folder()


@pytest.mark.parametrize("variable", ["BUYERMAZE_CACHE", "XDG_CACHE_HOME", "HOME", "TMPDIR"])
def test_whatever_names_it_the_folder_is_for_us_alone(
    places: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    for name in ("BUYERMAZE_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(places / "home"))
    if variable == "TMPDIR":
        (places / "home").touch()
    else:
        monkeypatch.setenv(variable, str(places / "home"))
    found = Path(str(chosen()))
    assert found.is_relative_to(places)
    for folder in (found, found.parent):
        assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o720, 0o702])
@pytest.mark.parametrize("level", ["buyermaze", "inner"])
def test_a_folder_that_somebody_else_may_write_is_not_used(places: Path, mode: int, level: str) -> None:
    mine = Path(str(chosen()))
    (mine.parent if level == "buyermaze" else mine).chmod(mode)
    assert not str(chosen()).startswith(str(mine.parent.parent))


def test_a_folder_below_one_that_everybody_may_write_is_not_used(places: Path) -> None:
    (places / "named").mkdir()
    (places / "named").chmod(0o777)
    assert not str(chosen()).startswith(str(places / "named"))
    (places / "named").chmod(0o1777)  # as temporary folders are: only owners rename what is theirs
    assert str(chosen()).startswith(str(places / "named"))


@pytest.mark.parametrize("level", ["named", "buyermaze", "inner"])
def test_a_link_is_not_followed(places: Path, level: str) -> None:
    mine = Path(str(chosen()))
    link = {"named": mine.parent.parent, "buyermaze": mine.parent, "inner": mine}[level]
    link.rename(places / "elsewhere")
    link.symlink_to(places / "elsewhere")
    assert not str(chosen()).startswith(str(places / "named"))


@pytest.mark.parametrize("way", ["link/sub", "folder/../elsewhere/sub"])
def test_a_link_on_the_way_that_points_elsewhere_later_changes_nothing(
    places: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    (places / "elsewhere").mkdir(mode=0o700)
    (places / "folder").mkdir()
    (places / "link").symlink_to(places / "elsewhere")
    monkeypatch.setenv("BUYERMAZE_CACHE", str(places / way))
    found = str(chosen())
    assert found.startswith(str(places / "elsewhere" / "sub"))


def test_folders_made_on_the_way_are_for_us_alone_whatever_the_mask(
    places: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BUYERMAZE_CACHE", str(places / "a" / "b"))
    before = os.umask(0)
    try:
        assert str(chosen()).startswith(str(places / "a"))
    finally:
        os.umask(before)
    assert [(places / each).stat().st_mode & 0o777 for each in ("a", "a/b")] == [0o700, 0o700]


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="owners are known on POSIX only")
def test_a_folder_of_another_user_is_not_used(places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = chosen()
    monkeypatch.setattr(cache.os, "geteuid", lambda: os.getuid() + 1)
    assert chosen() is None
    monkeypatch.undo()
    assert mine is not None


def test_a_user_without_home_and_without_an_entry_goes_on(places: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("BUYERMAZE_CACHE")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(cache.Path, "home", staticmethod(homeless))
    assert str(chosen()).startswith(str(places / "temporary"))


def test_the_same_text_in_another_place_finds_the_code_made_for_it(tmp_path: Path) -> None:
    elsewhere, kept = tmp_path / "elsewhere", tmp_path / "cache"
    shutil.copytree(ROOT / "buyermaze", elsewhere / "buyermaze")
    shutil.copytree(ROOT / "simulator", elsewhere / "buyermaze" / "simulator")
    where = FEW_RULES + "\nimport buyermaze.simulator; print(buyermaze.simulator.__file__)"
    here = answer(where, BUYERMAZE_CACHE=str(kept)).stdout.splitlines()
    before = {path: path.stat().st_mtime_ns for path in kept.rglob("*.code")}
    there = answer(where, elsewhere, BUYERMAZE_CACHE=str(kept)).stdout.splitlines()
    assert (
        here[0] == there[0] and Path(there[1]).is_relative_to(elsewhere) and not Path(here[1]).is_relative_to(elsewhere)
    )
    assert before and before == {path: path.stat().st_mtime_ns for path in kept.rglob("*.code")}


class Planted:
    """What somebody else would like us to run."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def __reduce__(self) -> tuple[object, ...]:
        """Leave a trace when loaded."""
        return os.mkdir, (str(self.place),)


@pytest.mark.parametrize(("compiler", "files_kept", "n"), [("on", "*.code", 2), ("plain", "*.nb?", 4)])
def test_a_planted_file_is_never_loaded(tmp_path: Path, compiler: str, files_kept: str, n: int) -> None:
    given = {"BUYERMAZE_CACHE": str(tmp_path / "cache"), "BUYERMAZE_JIT": compiler}
    expected = answer(**given).stdout
    files = list((tmp_path / "cache").rglob(files_kept))
    assert len(files) >= n
    for path in files:
        path.write_bytes(pickle.dumps(Planted(tmp_path / "harm")))
    done = answer(**given)
    assert (done.stdout, done.returncode) == (expected, 0)
    assert not (tmp_path / "harm").exists()


def damages(content: bytes) -> dict[str, bytes | None]:
    """Return a file's content damaged in every way that happens to files."""
    middle = len(content) // 2
    return {
        "cut": content[:middle],
        "empty": b"",
        "zeros": bytes(len(content)),
        "one bit": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
        "longer": content + b"\0",
        "folder": None,
    }


@pytest.mark.parametrize(("compiler", "ending"), [("on", ".code"), ("plain", ".nbi"), ("plain", ".nbc")])
def test_a_damaged_file_is_made_again_and_the_answer_is_the_same(tmp_path: Path, compiler: str, ending: str) -> None:
    folder = tmp_path / "cache"
    given = {"BUYERMAZE_CACHE": str(folder), "BUYERMAZE_JIT": compiler}
    expected = answer(**given).stdout
    file = next(path for path in sorted(folder.rglob(f"*{ending}")) if "draw" in path.name)
    whole = file.read_bytes()
    for how, content in damages(whole).items():
        file.unlink()
        if content is None:
            file.mkdir()
        else:
            file.write_bytes(content)
        done = answer(**given)
        assert (how, done.stdout, done.stderr, done.returncode) == (how, expected, "", 0)
        if content is None:
            file.rmdir()
            answer(**given)
        assert len(cache.read_checked(file) or b"") == len(whole) - cache.DIGEST_BYTES


@pytest.mark.parametrize(("compiler", "files_kept"), [("on", "*.code"), ("plain", "*.nb?")])
def test_whole_files_of_another_function_or_version_are_not_taken(
    tmp_path: Path, compiler: str, files_kept: str
) -> None:
    folder = tmp_path / "cache"
    given = {"BUYERMAZE_CACHE": str(folder), "BUYERMAZE_JIT": compiler}
    expected = answer(**given).stdout
    whole = {path: path.read_bytes() for path in sorted(folder.rglob(files_kept))}
    of_draw = sorted(whole)[-2:]  # two files: index and code, or the code of two rules
    for path, other in itertools.permutations(whole, 2):
        path.write_bytes(whole[other])
        assert cache.read_checked(path) is None
        path.write_bytes(whole[path])
    version = of_draw[0].parents[1]
    version.rename(version.with_name("0" * 16))
    assert cache.read_checked(version.with_name("0" * 16) / of_draw[0].relative_to(version)) is None
    version.with_name("0" * 16).rename(version)
    for path in of_draw:  # each holds what the other should
        path.write_bytes(whole[of_draw[1 - of_draw.index(path)]])
    done = answer(**given)
    assert (done.stdout, done.stderr, done.returncode) == (expected, "", 0)


def test_code_of_other_types_under_a_name_that_two_processes_took_is_not_taken(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    given = {"BUYERMAZE_CACHE": str(folder), "BUYERMAZE_JIT": "plain"}
    expected = answer(**given).stdout
    kept = {path: cache.read_checked(path) or b"" for path in sorted(folder.rglob("*.nbc"))}
    assert len(kept) >= 2
    for path, content in zip(kept, reversed(kept.values()), strict=True):
        cache.write_checked(path, content)
    done = answer(**given)
    assert (done.stdout, done.stderr, done.returncode) == (expected, "", 0)


def test_an_index_that_is_whole_but_means_nothing_is_written_anew(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    given = {"BUYERMAZE_CACHE": str(folder), "BUYERMAZE_JIT": "plain"}
    expected = answer(**given).stdout
    whole = {path: cache.read_checked(path) for path in folder.rglob("*.nbi")}
    for content in (b"", pickle.dumps(None), b"cno_such_module\nX\n."):
        for index in whole:
            cache.write_checked(index, content)
        done = answer(**given)
        assert (done.stdout, done.stderr, done.returncode) == (expected, "", 0)
        assert all(cache.read_checked(index) not in (None, content) for index in whole)


def test_code_that_is_whole_but_means_nothing_is_made_again(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    given = {"BUYERMAZE_CACHE": str(folder)}
    expected = answer(**given).stdout
    whole = {path: cache.read_checked(path) or b"" for path in folder.rglob("*.code")}
    assert len(whole) == 2
    for path, content in whole.items():
        head, _, code = content.partition(b"\n")
        strange = head.replace(b'["', b'["no_such_function", "', 1)
        for other in (b"", b"null\n", b"[]\n" + code, head, head + b"\n" + b"no object", strange + b"\n" + code):
            cache.write_checked(path, other)
            done = answer(**given)
            assert (done.stdout, done.stderr, done.returncode) == (expected, "", 0)
            assert cache.read_checked(path) not in (None, other)


def test_a_full_disk_ends_no_run_that_needs_no_disk(tmp_path: Path) -> None:
    expected = answer(BUYERMAZE_CACHE=str(tmp_path / "cache")).stdout
    full = f"""
import errno, os
def refuse(*_, **__):
    raise OSError({errno.ENOSPC}, "No space left on device")
import buyermaze.simulator.model.compiler.disk_cache as cache
where = cache.cache_folder()
os.fsync = cache.tempfile.mkstemp = os.makedirs = refuse
"""
    shutil.rmtree(tmp_path / "cache")
    done = answer(full + FEW_RULES, BUYERMAZE_CACHE=str(tmp_path / "cache"))
    assert (done.stdout, done.returncode) == (expected, 0), done.stderr
