"""Compiled code of earlier versions does not fill the disk, and nothing that is not ours is taken away with it."""

import os
import time
from pathlib import Path

import pytest

from buyermaze.experiments.commands.shared.old_caches import N_KEPT, SECONDS_KEPT, tidy
from buyermaze.simulator.model.compiler import disk_cache


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a cache folder beside thirty of other versions, the later ones used longer ago."""
    folder = tmp_path / "buyermaze" / ("f" * 16)
    for k, each in enumerate([folder, *(folder.with_name(f"{k:016x}") for k in range(30))]):
        (each / "rules_abc").mkdir(parents=True, mode=0o700)
        (each / "rules_abc" / "loop.nbi").write_bytes(b"code")
        os.utime(each, (used := time.time() - k * SECONDS_KEPT / 10, used))
    monkeypatch.setattr(disk_cache, "cache_folder", lambda: str(folder))
    return folder


def test_folders_of_other_versions_go_once_they_are_many_and_long_unused(own: Path) -> None:
    tidy()
    assert sorted(each.name for each in own.parent.iterdir()) == [*(f"{k:016x}" for k in range(9)), own.name]
    tidy(seconds_kept=0.0)
    assert len(list(own.parent.iterdir())) == N_KEPT + 1
    assert (own / "rules_abc" / "loop.nbi").read_bytes() == b"code"


def test_what_is_not_ours_stays_and_no_link_is_followed(own: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    (precious / "deep").mkdir(parents=True)
    (precious / "deep" / "letter").write_text("dear")
    (own.parent / "notes").mkdir()
    (own.parent / ("a" * 16)).symlink_to(precious)
    (own.with_name(f"{29:016x}") / "rules_abc" / "away").symlink_to(precious)
    (own.parent / ("b" * 16)).write_text("a file")
    tidy(seconds_kept=-1e9)
    assert (precious / "deep" / "letter").read_text() == "dear"
    assert {"notes", "a" * 16, "b" * 16} <= {each.name for each in own.parent.iterdir()}
    assert not own.with_name(f"{29:016x}").exists()


def test_a_command_that_compiled_nothing_takes_nothing_away(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_cache, "cache_folder", lambda: None)
    tidy(seconds_kept=0.0)
    assert len(list(own.parent.iterdir())) == 31
