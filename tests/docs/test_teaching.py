"""The teaching pages: numbers are those measured, agendas add up, and what they name exists."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from buyermaze.classroom.play.agenda import agenda
from buyermaze.classroom.play.figures import Answers
from buyermaze.classroom.play.lesson import draft, filled, lesson_keys, load_lesson
from docs import lessons as stamping
from docs.lessons import PAGE, page

AGENDAS = PAGE.with_name("README.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d):(\d\d) \| (\d+) \|", re.MULTILINE)


def test_expected_numbers_are_those_measured() -> None:
    assert page() == PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize(("title", "minutes"), [("Ninety minutes", 90), ("Half a day", 240)])
def test_an_agenda_adds_up(title: str, minutes: int) -> None:
    part = re.split(r"^## ", AGENDAS.split(f"## {title}\n")[1], flags=re.MULTILINE)[0]
    at = 0
    for hours, past, lasts in ROW.findall(part):
        assert 60 * int(hours) + int(past) == at, f"{title}: {hours}:{past}"
        at += int(lasts)
    assert at == minutes


def test_ninety_minutes_hold_the_class_that_is_named() -> None:
    assert "--lesson straighten --teams 6 --rounds 3" in AGENDAS
    assert sum(step.minutes for step in agenda(("straighten",), 3, True)) <= 90


def test_lessons_named_in_commands_exist() -> None:
    for path in Path(PAGE.parent).glob("*.md"):
        for key in re.findall(r"--lesson (\w+)", path.read_text(encoding="utf-8")):
            assert key in lesson_keys(), f"{path.name} names {key}"


def test_a_lesson_that_comes_out_the_same_is_stamped_with_what_organisations_are_called_by_now(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lesson = load_lesson(lesson_keys()[0])
    others = dict.fromkeys(lesson.answers.fingerprints, "0" * 16)
    old = filled(draft(lesson.key), replace(lesson.answers, fingerprints=others))
    assert "have been changed since" in old.origin
    monkeypatch.setattr(stamping, "lessons", lambda: (old,))
    monkeypatch.setattr(stamping, "FOLDER", tmp_path)
    monkeypatch.setattr(stamping, "PAGE", tmp_path / "numbers.md")
    stamping.main(["--stamp"])
    (written,) = tmp_path.glob("*.json")
    stamped = Answers.from_dict(json.loads(written.read_text(encoding="utf-8")))
    assert "since" not in filled(draft(lesson.key), stamped).origin
