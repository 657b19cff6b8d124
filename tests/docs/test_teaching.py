"""The teaching pages: numbers are those measured, agendas add up, and what they name exists."""

import re
from pathlib import Path

import pytest

from buyermaze.classroom.play.agenda import agenda
from buyermaze.classroom.play.lesson import lesson_keys
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
