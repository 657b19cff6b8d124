"""Slides and sheets: whole, self-contained, and text of people stays text."""

import re
from pathlib import Path

import pytest

from buyermaze.classroom.pages.deck import Points, Ranges, Slide, Table, deck
from buyermaze.classroom.pages.deck_html import html_of
from buyermaze.classroom.pages.deck_pptx import save_pptx
from buyermaze.classroom.pages.paper import paper
from buyermaze.classroom.play.lesson import load_lesson
from buyermaze.classroom.play.levers import LEVERS
from tests.classroom.rooms import HOSTILE, N_PEOPLE, N_TEAMS, Room, played
from tests.optional import needed

LESSON = "straighten"
OUTSIDE = re.compile(r"(?:src|href|url)\s*[=(]\s*[\"']?(?:https?:)?//", re.I)


@pytest.fixture(scope="module")
def slides() -> list[Slide]:
    return deck(played([LESSON]))


def test_every_team_has_a_page_with_what_it_decided_and_got(slides: list[Slide]) -> None:
    pages = [slide for slide in slides if slide.kicker.startswith("Team ")]
    assert len(pages) == N_TEAMS
    table = next(block for block in pages[0].blocks if isinstance(block, Table))
    assert [row[0] for row in table.rows] == ["Year 1", "Year 2"]
    assert "USD 1,000,000" in table.rows[0]
    moved = next(block for block in pages[0].blocks if isinstance(block, Points))
    assert any(LEVERS[0].title in line for line in moved.lines)
    assert any("The budget is cut" in line for line in moved.lines)


def test_the_purchase_everybody_lived_stands_beside_lives_with_other_luck(slides: list[Slide]) -> None:
    (slide,) = [slide for slide in slides if slide.kicker == "Play the buyer"]
    (table,) = [block for block in slide.blocks if isinstance(block, Table)]
    assert ("The group buys from a rival", "1 of 2", "2 of 3") in table.rows, "who has left the room is not counted"
    assert ("The group buys nothing", "1 of 2", "1 of 3") in table.rows
    assert ("Decided by, half of them", "day 120", "day 90") in table.rows
    assert slide.lead.startswith("Left to the simulated champion, the group buys "), slide.lead


def test_a_lesson_shows_everybodys_range_and_the_truth(slides: list[Slide]) -> None:
    found = next(block for slide in slides for block in slide.blocks if isinstance(block, Ranges))
    assert len(found.ranges) == N_PEOPLE
    truth = load_lesson(LESSON).truth()
    assert found.truth == (truth.mean, truth.low, truth.high)


def test_a_class_that_has_only_been_made_gives_slides_too() -> None:
    titles = [slide.title for slide in deck(Room([LESSON]).state)]
    assert load_lesson(LESSON).question in titles


def test_slides_are_one_file_without_scripts_or_anything_fetched(slides: list[Slide]) -> None:
    page = html_of("Forum", slides)
    assert page.count("<section") == len(slides)
    assert "<script" not in page.lower()
    assert HOSTILE not in page and "&lt;script&gt;" in page
    assert not OUTSIDE.search(page)
    assert "Content-Security-Policy" in page


def test_powerpoint_gets_the_same_slides(slides: list[Slide], tmp_path: Path) -> None:
    pptx = needed("pptx")
    save_pptx(tmp_path / "a.pptx", slides)
    show = pptx.Presentation(str(tmp_path / "a.pptx"))
    assert [page.shapes.title.text for page in show.slides] == [slide.title for slide in slides]
    assert show.slide_width / show.slide_height == pytest.approx(16 / 9, abs=0.01)


def test_the_sheets_hold_briefing_slips_roles_and_levers() -> None:
    page = paper([load_lesson(LESSON)])
    for words in (
        *load_lesson(LESSON).briefing,
        "The champion",
        "The technical buyer",
        *(lever.title for lever in LEVERS),
    ):
        assert words in page
    assert page.count('class="card slip"') == 4
    assert not OUTSIDE.search(page)


def test_the_sheets_of_a_lesson_alone_have_no_levers() -> None:
    assert LEVERS[0].about not in paper([load_lesson(LESSON)], game=False)
