"""What is drawn is found: pictures above the fold, every page by its question, the board on one sheet."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from buyermaze.simulator.inputs.reading.links import to_link
from buyermaze.simulator.inputs.reading.uploads import from_upload
from tests.app.sizes import SMALL
from tests.app.watching import PAGES, taken, visit
from tests.chromium import CHROMIUM, page_of_one_person


@pytest.mark.parametrize("page", ["", "maze", "sweep"])
def test_a_projector_shows_the_picture_above_the_fold(can_browse: None, served: str, page: str) -> None:
    tab = page_of_one_person(1280, 720, reduced_motion="reduce")
    visit(tab, served, page)
    box = tab.locator(".bm-people, .maze .stage, [data-testid=stVegaLiteChart]").first.bounding_box()
    assert box["y"] < 520 or box["y"] + box["height"] <= 720  # enough of it, or all
    tab.close()


def test_a_projector_shows_how_the_buyers_of_four_organisations_end_above_the_fold(can_browse: None, served: str) -> None:
    tab = page_of_one_person(1280, 720, reduced_motion="reduce")
    four = "&".join(f"programmes={name}" for name in ("Baton pass", "Merged", "Product led", "Sales only"))
    visit(tab, served, "", f"{SMALL}&{four}")
    people = [each.bounding_box() for each in tab.locator(".bm-people").all()]
    assert len(people) == 4
    assert all(box["y"] + box["height"] <= 720 for box in people)
    assert tab.get_by_test_id("bm-others").locator("li").count() == 2
    tab.close()


def test_every_page_is_found_by_its_question(tab: Any, served: str) -> None:
    visit(tab, served, "trust")
    tab.locator("[data-testid=stSidebar] summary", has_text="What can I ask here?").click()
    tab.get_by_role("link", name=re.compile("^Budget Where does the next money go")).click()
    tab.get_by_role("heading", name="Where does the next money go?").wait_for()


def test_every_question_is_there_to_be_read_whole(tab: Any, served: str) -> None:
    visit(tab, served, "trust")
    tab.locator("[data-testid=stSidebar] summary", has_text="What can I ask here?").click()
    links = tab.locator("[data-testid=stSidebar] [data-testid=stPageLink] span")
    links.nth(len(PAGES) - 1).wait_for()
    assert links.evaluate_all("all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.innerText)") == []


def test_a_phone_shows_the_whole_sentence_that_is_claimed(can_browse: None, served: str) -> None:
    tab = page_of_one_person(390, 844, reduced_motion="reduce")
    visit(tab, served, "claims", f"{SMALL}&claim=enable_the_customer")
    assert tab.get_by_text("Material for buyers does more than material for our own sales people.").first.is_visible()
    tab.close()


def pages_of(address: str, folder: Path) -> int:
    """Return on how many pages a document is printed."""
    sheet = folder / "sheet.pdf"
    subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={sheet}", f"--user-data-dir={folder}/user",
         "--no-pdf-header-footer", address],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", sheet.read_bytes()))


LONG = "an organisation whose name somebody wrote far too long"
OWN = [to_link(from_upload(f"{n}_{LONG}.yaml".replace(" ", "_"), b"schema_version: 1\nextends: merged\n")) for n in "12"]


@pytest.mark.parametrize(
    "last_two", [("SLA aligned", "Sales only"), (f"1 {LONG}", f"2 {LONG}&own={'&own='.join(OWN)}")], ids=["short", "long"]
)
def test_the_page_for_the_board_prints_to_one_sheet(
    tab: Any, served: str, tmp_path: Path, last_two: tuple[str, str]
) -> None:
    names = "&".join(f"programmes={name}" for name in ("Unified experience", "Nurture machine", *last_two))
    visit(tab, served, "", f"{SMALL}&{names}")
    name, content = taken(tab, tab.get_by_role("button", name="For the board: one page (HTML)"))
    assert all(each.split("&")[0] in content.decode() for each in last_two)
    assert b"size: A4" in content
    for paper in (b"A4", b"letter"):
        (tmp_path / name).write_bytes(content.replace(b"size: A4", b"size: " + paper))
        assert pages_of((tmp_path / name).as_uri(), tmp_path) == 1, paper
    assert not re.search(rb'\{\s*"', re.sub(rb"<style>.*?</style>", b"", content, flags=re.S))  # no raw JSON
