"""What is written is whole or not there, and names no folder of this machine and nobody who did not write it."""

import json
import zipfile
from pathlib import Path

import pytest

from buyermaze.classroom.pages.deck import Slide
from buyermaze.classroom.pages.deck_pptx import save_pptx
from buyermaze.classroom.play.store import Store
from buyermaze.experiments.answers.report_page import Page
from buyermaze.experiments.commands.main import main
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.plain_text import without_folders


def test_a_sweep_whose_files_were_named_by_their_whole_path_names_no_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "zoe.miller"
    home.mkdir()
    (home / "mine.yaml").write_text("schema_version: 1\nextends: merged\n", encoding="utf-8")
    (home / "points.csv").write_text("market.offer.complexity\n1\n2\n", encoding="utf-8")
    study = {
        "schema_version": 1,
        "scenarios": [str(home / "mine.yaml"), "baton_pass"],
        "design": {"kind": "points", "file": str(home / "points.csv")},
        "outcomes": ["p_win"],
        "changes": {"run.n_accounts": 5},
        "replications": 1,
    }
    (home / "study.json").write_text(json.dumps(study), encoding="utf-8")
    line = ["sweep", str(home / "study.json"), "--out", str(home / "s"), "--json", str(home / "s.json"), "--quiet"]
    for _ in range(2):  # the second time it goes on, as it was
        with pytest.raises(SystemExit) as left:
            main(line)
        assert left.value.code == 0
    written = [home / "s.json", *(path for path in (home / "s").iterdir())]
    assert len(written) > 3
    assert [path.name for path in written if b"zoe.miller" in path.read_bytes()] == []
    assert json.loads((home / "s.json").read_text(encoding="utf-8"))["folder"] == "s"


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("/people/zoe/mine.yaml", "mine.yaml"),
        ("C:\\people\\zoe\\mine.yaml", "mine.yaml"),
        ("~zoe/mine.yaml", "mine.yaml"),
        ("../zoe/mine.yaml", "mine.yaml"),
        ("plans/mine.yaml", "plans/mine.yaml"),
        ("merged", "merged"),
        ("", ""),
    ],
)
def test_of_a_file_elsewhere_only_the_name_is_told(said: str, left: str) -> None:
    assert without_folders(said) == left


def test_slides_name_no_person_who_did_not_write_them(tmp_path: Path) -> None:
    save_pptx(tmp_path / "a.pptx", [Slide("a", "b")])
    with zipfile.ZipFile(tmp_path / "a.pptx") as file:
        about = file.read("docProps/core.xml").decode()
    assert "Canny" not in about


def _full(*_: object) -> None:
    raise InputProblem("No space left on device")


def test_a_page_that_cannot_be_written_whole_leaves_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page("A page")
    for k in range(3):
        page.picture("<svg/>", f"picture {k}")
    written: list[str] = []

    def fills(path: Path, text: str) -> None:
        if len(written) == 2:
            _full()
        written.append(path.name)
        path.write_text(text, encoding="utf-8")

    monkeypatch.setattr("buyermaze.experiments.answers.report_page._write", fills)
    with pytest.raises(InputProblem, match="No space"):
        page.write(tmp_path / "a" / "b", "page")
    assert len(written) == 2 and not list(tmp_path.iterdir())
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputProblem, match="No space"):
        page.write(tmp_path / "own", "page")
    assert (tmp_path / "own" / "mine.txt").is_file()


def test_a_class_that_cannot_be_made_whole_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Store, "append", _full)
    with pytest.raises(InputProblem, match="No space"):
        Store.create(tmp_path / "class.db", {})
    assert not list(tmp_path.iterdir())
