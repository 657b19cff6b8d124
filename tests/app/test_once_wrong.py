"""In a browser: what the app once said wrongly or not at all, each kind as a visitor meets it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from buyermaze.simulator.inputs.reading.links import to_link
from buyermaze.simulator.inputs.reading.uploads import from_upload
from tests.app.conftest import ROOT, serving
from tests.app.sizes import SMALL
from tests.app.watching import drawn, open_group, visit, whole
from tests.optional import needed

expects = needed("playwright.sync_api").expect

ELSEWHERE = b"schema_version: 1\nextends: merged\nmarket: simple_transactional\nstory: Deal $5k or $50k\n"
LONG = "replications=64&sharpen=false"


def own(content: bytes) -> str:
    """Return the part of a link that brings a scenario along."""
    return f"programmes=Baton pass&programmes=mine&own={to_link(from_upload('mine.yaml', content))}"


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a read-only app."""
    with serving(tmp_path_factory.mktemp("locked"), ROOT, "--read-only") as address:
        yield address


def test_other_buyers_are_said_before_the_answer_and_made_the_same_by_one_click(tab: Any, served: str) -> None:
    visit(tab, served, "", f"{SMALL}&{own(ELSEWHERE)}")
    answer = tab.get_by_test_id("bm-answer")
    assert answer.inner_text().startswith("With other buyers on each side")
    before = drawn(tab)
    tab.get_by_text("The same buyers for all").first.click()
    whole(tab, "", before)
    assert "other buyers" not in answer.inner_text()


def test_what_is_worth_writing_is_tested_or_nothing_is_advised(tab: Any, served: str) -> None:
    visit(tab, served, "content")
    said = tab.locator("[data-testid=stMain]").inner_text()
    assert re.search("Most worth writing|Nothing tested is worth writing", said) and "at risk" not in said
    drawn = tab.locator("svg.marks text").all_text_contents()
    deepest = re.search(r"holes: (.+) are the deepest", said)
    assert deepest and all(hole in drawn for hole in deepest[1].split(", "))  # what is called deepest was tested
    worth = [float(found[1].replace("\u2212", "-")) for text in drawn if (found := re.match(r"(\S+) wins a year, ", text))]
    assert len(worth) >= 3 and worth == sorted(worth, reverse=True)


def test_a_reload_in_the_middle_of_a_run_shows_what_is_ready(tab: Any, served: str) -> None:
    tab.goto(served)
    whole(tab)  # the first visitor of a server waits for what is loaded once
    tab.goto(f"{served}/?{LONG}&seed=4711")
    answer = tab.get_by_test_id("bm-answer")
    answer.wait_for()
    tab.reload()
    answer.wait_for()
    assert "so far, of 64" in tab.get_by_test_id("bm-size").inner_text()  # before all is there
    whole(tab)
    assert "so far" not in tab.get_by_test_id("bm-size").inner_text() and answer.inner_text().endswith(".")


def test_a_link_moves_nothing_in_a_read_only_app(tab: Any, locked: str) -> None:
    moved = "merged.team.n_reps=9&more_levers=programme.team.cost_rep"
    visit(tab, locked, "", f"{SMALL}&programmes=Baton pass&programmes=Merged&{moved}")
    assert tab.get_by_test_id("bm-size").is_visible() and " moved" not in tab.locator(".bm-eyebrow").inner_text()
    open_group(tab, "Merged")
    assert tab.get_by_role("slider", name="Reps (people)").first.input_value() == "6"
    assert tab.get_by_role("button", name="Try it").count() == 0
    assert tab.locator("input[type=file]").count() == 0
    for page in ("sweep", "company"):
        visit(tab, locked, page)
        assert tab.locator("input[type=file]").count() == 0


def test_a_deal_is_told_by_one_clock_and_the_maze_by_the_same(tab: Any, served: str) -> None:
    visit(tab, served, "deal")
    said = tab.locator("[data-testid=stMain]").inner_text()
    assert "working day" not in said and re.search(r"after \d+ days", said)
    visit(tab, served, "maze")
    expects(tab.get_by_test_id("maze-date")).to_have_text(re.compile(r"^\d+ \w+ \d{4}, day \d+$"))
    days = [int(n) for n in re.findall(r"after (\d+) days", said)][:2]
    seen = [int(n) for n in re.findall(r"saw (\d+) % of the visits", said)]
    ends = tab.get_by_role("slider", name="Day of the journey").evaluate(
        "node => { node.value = node.max; node.dispatchEvent(new Event('input')); return Number(node.max) }"
    )
    assert ends >= max(days)
    tab.get_by_role("button", name="Lights out: what the seller sees").click()
    told = [re.findall(r"\d+", text) for text in tab.get_by_text(re.compile(r"^Seen: \d+ of \d+ visits")).all_inner_texts()]
    assert [round(100 * int(few) / int(all_)) for few, all_, *_ in told] == seen and len(seen) == 2


def test_a_word_that_names_nothing_is_said_and_names_stay_text(tab: Any, served: str) -> None:
    visit(tab, served, "", f"{SMALL}&market=nowhere&baseline=nobody")
    said = tab.locator("[data-testid=stAlertContentWarning]").all_inner_texts()
    assert any("the market 'nowhere'" in each for each in said) and any("'nobody'" in each for each in said)
    visit(tab, served, "", f"{SMALL}&{own(ELSEWHERE)}")
    assert "Deal $5k or $50k" in tab.locator(".bm-card").last.inner_text() and tab.locator(".katex").count() == 0


def test_a_deep_link_asks_for_no_page_that_is_not_there(tab: Any, served: str) -> None:
    missing: list[str] = []
    tab.on("response", lambda response: missing.append(response.url) if response.status >= 400 else None)
    for page in ("maze", "plans"):
        visit(tab, served, page)
    assert not missing
