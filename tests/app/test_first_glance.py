"""In a browser: what a director looks for stands on the first screen, in every size, and keeps its place while it sharpens."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.app.conftest import ROOT, serving
from tests.app.watching import visit, whole
from tests.chromium import page_of_one_person

SIZES = ((390, 844), (1280, 720), (1400, 900), (1920, 1080))
SHARPENED = "window=156 weeks&replications=2&seed=2100"
IS_SHARP = r"""
() => Number(document.querySelector('[data-testid=bm-size]').innerText.match(/([0-9]+) li/)[1]) > 2
  && !document.querySelector('.st-key-enough')
"""
PLACES = """
() => {
  window.places = new Set();
  const note = () => {
    window.places.add(Math.round(document.querySelector('.bm-cards').getBoundingClientRect().top));
    requestAnimationFrame(note);
  };
  note();
}
"""
BARE = """
window.bare = 0;
new MutationObserver(() => {
  const answer = document.querySelector('.bm-answer');
  window.bare += answer !== null && getComputedStyle(answer).textWrap !== 'balance';
}).observe(document, { childList: true, subtree: true });
"""  # how often the answer stood there without what it looks like


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an app that few visit: among many nothing is sharpened."""
    with serving(tmp_path_factory.mktemp("quiet"), ROOT) as address:
        yield address


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_who_is_ahead_by_how_much_how_sure_what_else_and_what_flips_it_stand_on_the_first_screen(
    can_browse: None, served: str, width: int, height: int
) -> None:
    tab = page_of_one_person(width, height, reduced_motion="reduce")
    visit(tab, served)
    ends = []
    for mark in ("bm-answer", "bm-besides", "bm-flip"):
        box = tab.get_by_test_id(mark).bounding_box()
        ends.append(box["y"] + box["height"])
    answer = tab.get_by_test_id("bm-answer").inner_text()  # one sentence: how sure stands behind what it is about
    sure = tab.get_by_test_id("bm-answer").get_by_test_id("bm-sure").inner_text()
    won, _, money = answer.partition(f" {sure}; ")
    assert re.search("wins", won) and re.search(r"in profit|earns", money) and "USD" in money
    assert ends == sorted(ends) and ends[-1] <= height
    assert ends[-1] < tab.locator(".bm-card").first.bounding_box()["y"]  # the verdict, then the people
    assert re.search(r"would (still )?be|changes tried", tab.get_by_test_id("bm-flip").inner_text())
    strip = tab.locator(".bm-strip").bounding_box()
    assert tab.locator(".st-key-cards").bounding_box()["y"] < strip["y"]
    tab.close()


def test_no_answer_stands_there_without_what_it_looks_like(tab: Any, quiet: str) -> None:
    tab.add_init_script(BARE)
    for seed in (2101, 2102, 2103, 2104):  # answers that are not at hand come while the page is being drawn
        visit(tab, quiet, query=f"window=156 weeks&replications=2&sharpen=false&seed={seed}")
        assert tab.evaluate("() => window.bare") == 0


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1400, 900)])
def test_the_answer_keeps_its_place_while_it_is_sharpened(
    can_browse: None, quiet: str, width: int, height: int
) -> None:
    tab = page_of_one_person(width, height, reduced_motion="reduce")
    tab.goto(f"{quiet}/?{SHARPENED}")
    tab.get_by_test_id("bm-size").wait_for()
    tab.evaluate(PLACES)
    whole(tab)
    tab.wait_for_function(IS_SHARP)
    whole(tab)
    places = tab.evaluate("() => [...window.places]")
    assert max(places) - min(places) <= 2, places
    tab.close()


def test_what_can_be_taken_away_is_the_answer_as_it_was_sharpened(tab: Any, quiet: str) -> None:
    tab.goto(f"{quiet}/?{SHARPENED}")
    whole(tab)
    tab.wait_for_function(IS_SHARP)
    whole(tab)
    n = re.search(r"(\d+) lives", tab.get_by_test_id("bm-size").inner_text())[1]
    taken = tab.locator("[data-testid=stMain]").inner_text().split("Take it with you")[1]
    assert f"--replications {n} --any-time" in taken and f"{n} replications of" in taken
