"""Names and sentences of people's own on every page: no taller than a line, and each in its own direction of writing."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from buyermaze.classroom.play.state import fold
from buyermaze.classroom.play.store import New, Store
from tests.classroom.conftest import SETTINGS
from tests.classroom.phones import Phone, Trainer, served

CODE, KEY = SETTINGS["code"], SETTINGS["trainer_key"]


def towers(text: str) -> int:
    """Return how many marks stand on one letter at most."""
    return max((len(run) for run in re.findall(r"[\u0300-\u036f\u0488\u0489\u20d0-\u20ff]+", text)), default=0)


def test_a_nickname_is_no_taller_than_a_line(new_class: Callable[..., Path]) -> None:
    with served(new_class()) as port:
        phone = Phone(port).join(CODE, "Z" + "\u0310\u0489" * 11)
        for page in (Trainer(port, KEY).ask("GET", "/trainer"), phone.ask("GET", "/wall"), phone.ask("GET", "/seat")):
            assert 0 < towers(page[1]) <= 3
        assert "שָׁלוֹם" in Phone(port).join(CODE, "שָׁלוֹם").ask("GET", "/seat")[1], "vowels stay on their letters"


@pytest.mark.parametrize("kind", ["html", "pptx"])
def test_slides_keep_directions_of_writing_apart(new_class: Callable[..., Path], tmp_path: Path, kind: str) -> None:
    from buyermaze.experiments.commands import main

    path, tall = new_class(), "\u0310" * 40
    kept = Store(path)
    for number, name in enumerate(("דנה", "Mia", "سلمى", f"Zoe{tall}")):
        joined = {"name": name, "team": 1, "token": f"t{number}", "code": f"C{number}"}
        kept.append([New(f"s{number}", 0, "joined", joined), New(f"s{number}", 5, "words", {"text": f"{name} 12"})])
    plan = {"plan": {}, "hypothesis": "מחיר (גבוה", "low": 0.0, "high": 1.0}
    place = next(k for k, step in enumerate(fold(kept.events()).steps) if step.kind == "plan")
    kept.append([New("team1", place, "plan", plan)])
    kept.close()
    out = tmp_path / f"slides.{kind}"
    with pytest.raises(SystemExit) as left:
        main(["class", "debrief", str(path), "--out", str(tmp_path / "slides.html"), *(["--pptx", str(out)] * (kind == "pptx"))])
    assert left.value.code == 0
    text = out.read_text(encoding="utf-8") if kind == "html" else _words_of(out)
    for own in ("דנה", "Mia", "سلمى", "דנה 12", "سلمى 12", "מחיר (גבוה"):
        assert f"\u2068{own}\u2069" in text, own
    assert 0 < towers(text) <= 3 and "\ufffd" not in text


def _words_of(slides: Path) -> str:
    shapes = [shape for page in pytest.importorskip("pptx").Presentation(str(slides)).slides for shape in page.shapes]
    return "\n".join(shape.text_frame.text for shape in shapes if shape.has_text_frame)
