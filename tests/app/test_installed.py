"""What is shipped works: the wheel, installed somewhere, started elsewhere, every page opened, everything downloaded."""

import csv
import io
import os
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.app.conftest import called_like_ours, serving
from tests.app.watching import (
    FAILURE,
    HOW,
    PAGES,
    WITHOUT_PICTURES,
    drawn,
    offers,
    out_of_order,
    pale,
    serious,
    taken,
    visit,
    whole,
)

NOTHING_TO_TAKE = ("learn", "company")  # their answers go to the other pages
PARTS_OF_OURS = ("", "maze", "plans", "company", "learn")  # pages with parts that are not the web framework's
CHART = "[data-testid=stVegaLiteChart] svg.marks"


@pytest.fixture(scope="module")
def address(can_browse: None, installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("elsewhere")
    called_like_ours(folder)
    with serving(folder, installed) as found:
        yield found


def test_the_wheel_holds_what_runs_and_nothing_else(installed: Path) -> None:
    for name in (
        "py.typed",
        "screens/start/app.py",
        "screens/config.toml",
        "screens/components/maze.js",
        "screens/components/maze_plan.js",
        "screens/components/maze_draw.js",
        "screens/components/maze.css",
        "scenarios/merged.yaml",
        "classroom/lessons/straighten.yaml",
        "classroom/lessons/straighten.answers.json",
        "classroom/static/deck.css",
    ):
        assert (installed / "buyermaze" / name).is_file(), name
    assert {path.name for path in installed.iterdir() if path.suffix != ".dist-info"} <= {"buyermaze", "bin"}
    where = "import buyermaze.screens as found; print(found.__file__)"
    told = subprocess.run(
        [sys.executable, "-c", where], cwd=installed.parent, env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.startswith(str(installed))


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_can_be_read_light_and_dark_and_all_it_offers_can_be_opened(
    tab: Any, address: str, page: str
) -> None:
    tab.set_viewport_size({"width": 1400, "height": 4500})
    visit(tab, address, page, HOW)  # with the statistics behind the first answer
    tab.get_by_role("heading", name=PAGES[page]).first.wait_for()
    if page not in WITHOUT_PICTURES:
        assert tab.locator(CHART).first.bounding_box()["height"] > 60
        n, wrong = pale(tab)
        assert n > 0
        assert not wrong
    assert not serious(tab)
    assert not out_of_order(tab)
    assert tab.locator(FAILURE).count() == 0
    figures = offers(tab)
    inside = tab.locator("[data-testid=stPopoverBody]")
    for k in range(figures.count()):
        figures.nth(k).click()
        # pictures are drawn from the same drawing, slowly
        for label in (*(["Picture (PNG)"] if k == 0 else []), "Drawing (SVG)", "Data (CSV)"):
            opened(*taken(tab, inside.get_by_role("button", name=label)))
        tab.keyboard.press("Escape")
        inside.wait_for(state="detached")
    assert figures.count() > 0 or page in WITHOUT_PICTURES
    for label in ("All outcomes (CSV)", "All outcomes (JSON)", "All parameters (CSV)", "This page as a report (HTML)"):
        if tab.get_by_role("button", name=label).count():
            opened(*taken(tab, tab.get_by_role("button", name=label)))
    if page not in NOTHING_TO_TAKE:
        scenario_files_open(tab, page)
    tab.emulate_media(color_scheme="dark", reduced_motion="reduce")
    visit(tab, address, page, HOW)
    assert page not in PARTS_OF_OURS or not serious(tab)
    n, wrong = pale(tab)
    assert n > 0 or page in WITHOUT_PICTURES
    assert not wrong


def scenario_files_open(tab: Any, page: str) -> None:
    """See that the files of both organisations can be taken from a page and opened."""
    inside = tab.locator("[data-testid=stPopoverBody]")
    files = tab.get_by_role("button", name="Scenario files (YAML)")
    before = drawn(tab)
    files.click()
    whole(tab, page, before)  # what hangs on the button is drawn with the page
    for name in ("Baton pass", "Merged")[: 1 if page == "plans" else 2]:  # a plan is one organisation's
        files.scroll_into_view_if_needed()  # a picture that is drawn late moves the button, and what hangs on it, out of sight
        opened(*taken(tab, inside.get_by_role("button", name=name)))


def opened(name: str, content: bytes) -> None:
    """See that a file is what its name says."""
    if name.endswith(".png"):
        assert content[:8] == b"\x89PNG\r\n\x1a\n" and struct.unpack(">I", content[16:20])[0] > 300, name
    elif name.endswith(".svg"):
        assert content.startswith(b"<svg") and b"Buyer Maze" in content, name
    elif name.endswith(".csv"):
        stamp, *rows = content.decode().splitlines()
        assert (
            stamp.startswith("# Buyer Maze")
            and len({len(row) for row in csv.reader(io.StringIO("\n".join(rows)))}) == 1
        ), name
    elif name.endswith(".yaml"):
        assert yaml.safe_load(content)["schema_version"] == 1, name
    elif name.endswith(".json"):
        assert content.startswith(b"{"), name
    else:
        assert name.endswith(".html") and b"Where this came from" in content, name
