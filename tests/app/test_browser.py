"""The app in a real browser: what no test without one can see."""

import csv
import io
import json
import re
import struct
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from buyermaze.simulator.comparison.comparison import compare
from buyermaze.simulator.inputs.links import to_link
from buyermaze.simulator.inputs.loading import load
from buyermaze.simulator.inputs.uploads import from_upload
from tests.app.sizes import SMALL
from tests.worlds import cohort

PAGES = {
    "": "Paired differences", "maze": "The maze", "deal": "One deal", "content": "Content and approvals", "customers": "Customers",
    "attribution": "Attribution", "sweep": "Explore a sweep", "trust": "Assumptions and trust",
}  # fmt: skip
CHART = "[data-testid=stVegaLiteChart] svg.marks"
FAILURE = "[data-testid=stException], [data-testid=stAlertContentError]"


def visit(tab: Any, served: str, page: str = "", query: str = SMALL) -> None:
    tab.goto(f"{served}/{page}?{query}")
    asked = tab.get_by_role("button", name="Run a small sweep")  # after many visits in a row the app waits to be asked
    tab.get_by_text("Take it with you").or_(asked).first.wait_for()
    if asked.count():
        asked.click()
    tab.wait_for_selector("text=Take it with you")
    tab.wait_for_function("!document.querySelector('[data-testid=stStatusWidget]')")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_without_error(tab: Any, served: str, page: str) -> None:
    visit(tab, served, page)
    tab.get_by_role("heading", name=PAGES[page]).first.wait_for()
    if page != "trust":
        tab.wait_for_selector(CHART)
        assert tab.locator(CHART).first.bounding_box()["height"] > 60
    assert tab.locator(FAILURE).count() == 0


def test_headings_are_larger_than_text(tab: Any, served: str) -> None:
    visit(tab, served, "maze")
    size = "node => parseFloat(getComputedStyle(node).fontSize)"
    title, part, text = (
        tab.locator(f"[data-testid=stMain] {tag}").first.evaluate(size)
        for tag in ("h2", "h3", "[data-testid=stMarkdown] p")
    )
    assert title > part > text


def test_moving_a_lever_changes_the_numbers(tab: Any, served: str) -> None:
    visit(tab, served)
    size = "(document.querySelector('[data-testid=bm-size]')?.innerText ?? 'so far')"
    answered = f"document.querySelectorAll('.bm-card .v').length == 2 && !/so far/.test({size})"
    tab.wait_for_function(answered)
    before = tab.locator(".bm-card .v").all_inner_texts()
    tab.locator("[data-testid=stSidebar] summary", has_text="Merged").click()
    slider = tab.get_by_role("slider", name="Time spent on coordination").last
    slider.focus()
    for _ in range(20):
        slider.press("ArrowRight")
    moved = round(load("merged").programme.coordination.share_time + 20 * 0.01, 3)
    tab.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("merged.coordination.share_time") == [f"{moved:g}"])
    changes = {"programme.coordination.share_time": moved, **cohort(100)}
    told = compare(
        [load("baton_pass").with_changes(cohort(100)), load("merged").with_changes(changes)],
        n_replications=10,
    )
    said = f"{100 * told.means[told.names[1], 'p_win'].mean:.1f} %"
    tab.wait_for_function("said => [...document.querySelectorAll('.bm-card .v')][1].innerText == said", arg=said)
    tab.wait_for_function(answered)
    after = tab.locator(".bm-card .v").all_inner_texts()
    assert after == [before[0], said] != before  # the baseline has nothing to do with the other's lever


def at_rest(tab: Any, thing: Any) -> dict[str, float]:
    """Return where a thing is once it stays there."""
    before: dict[str, float] = {}
    while (now := thing.bounding_box()) != before:
        before = now
        tab.wait_for_timeout(400)
    return before


def test_a_lever_answers_while_it_is_dragged(tab: Any, served: str) -> None:
    visit(tab, served)
    tab.locator("[data-testid=stSidebar] summary", has_text="Merged").click()
    slider = tab.get_by_role("slider", name="Skill of reps").last
    thumb = at_rest(tab, slider.locator("xpath=../.."))  # the group of levers has opened
    x, y = thumb["x"] + thumb["width"] / 2, thumb["y"] + thumb["height"] / 2
    shown = "document.querySelectorAll('.bm-card .v')[1].innerText"
    seen = {tab.evaluate(shown)}
    tab.mouse.move(x, y)
    tab.mouse.down()
    for step in range(1, 41):
        tab.mouse.move(x + step, y)
        tab.wait_for_timeout(60)
        seen.add(tab.evaluate(shown))
    assert len(seen) > 3  # the hand has not let go yet
    box = slider.locator("xpath=../..").bounding_box()
    assert abs(box["x"] + box["width"] / 2 - (x + 40)) < 3  # and the lever is still under it
    tab.mouse.up()
    value = slider.input_value()
    tab.wait_for_function("value => location.search.includes('merged.selling.skill=' + value)", arg=value)
    tab.mouse.move(x - 60, y + 5)  # what was let go stays where it is
    tab.wait_for_timeout(300)
    assert slider.input_value() == value


def test_a_share_link_restores_everything(tab: Any, served: str) -> None:
    query = f"{SMALL}&market=Simple transactional&programmes=Merged&programmes=Sales only&baseline=Sales only&merged.team.n_reps=9"
    visit(tab, served, "", query)
    tab.wait_for_selector(".bm-card .n")
    assert tab.locator(".bm-card .n").all_inner_texts() == ["Merged", "Sales onlybaseline"]
    assert "Simple transactional market" in tab.locator(".bm-eyebrow").inner_text()
    tab.locator("[data-testid=stSidebar] summary", has_text="Merged").click()
    assert tab.get_by_role("slider", name="Reps (people)").first.input_value() == "9"
    assert "merged.team.n_reps=9" in tab.url


def test_a_share_link_brings_an_uploaded_scenario_along(tab: Any, served: str) -> None:
    mine = b"schema_version: 1\nextends: merged\nprogramme:\n  team: {n_reps: 3}\n"
    code = to_link(from_upload("mine.yaml", mine))
    visit(tab, served, "", f"{SMALL}&programmes=Baton pass&programmes=mine&own={code}")
    tab.wait_for_selector(".bm-card .n")
    assert tab.locator(".bm-card .n").all_inner_texts() == ["Baton passbaseline", "mine"]
    tab.get_by_role("link", name="Customers").first.click()
    tab.get_by_role("heading", name="Customers").first.wait_for()
    tab.wait_for_function("code => location.search.includes('own=' + code)", arg=code)
    assert "mine" in tab.locator(".bm-card .n").all_inner_texts()


def test_the_animation_moves_pauses_and_changes_view(tab: Any, served: str) -> None:
    visit(tab, served, "maze")
    date = tab.get_by_test_id("maze-date")
    date.wait_for()
    first = date.inner_text()
    places = "[...document.querySelector('[data-testid=stBidiComponentRegular]').shadowRoot?.querySelectorAll('.token') ?? []]"
    tab.wait_for_timeout(900)
    assert date.inner_text() != first
    tab.get_by_role("button", name="Pause").click()
    still = date.inner_text()
    tab.wait_for_timeout(500)
    assert date.inner_text() == still
    scrub = tab.get_by_role("slider", name="Working day of the journey")
    scrub.evaluate(
        "node => { node.value = (Number(node.min) + Number(node.max)) / 2; node.dispatchEvent(new Event('input')) }"
    )
    assert date.inner_text() != still
    assert tab.locator(".token[visibility=visible]").count() > 1, places
    tab.get_by_role("button", name="What the seller sees").first.click()
    assert tab.get_by_text(re.compile(r"^Seen: \d+ of \d+ visits")).count() == 2


def test_a_click_on_a_room_shows_who_was_there(tab: Any, served: str) -> None:
    visit(tab, served, "maze")
    tab.get_by_role("button", name=re.compile("^Selection through Peers")).first.click()
    channel = tab.locator("[data-testid=stSelectbox]", has_text="Room: channel").locator("input")
    tab.wait_for_function("node => node.value === 'Peers'", arg=channel.element_handle())
    assert tab.locator(FAILURE).count() == 0


def test_downloads_open(tab: Any, served: str) -> None:
    tab.set_viewport_size({"width": 1400, "height": 2000})
    visit(tab, served)
    tab.get_by_role("button", name="Download").first.click()
    content = {}
    for label in ("Picture (PNG)", "Drawing (SVG)", "Data (CSV)"):
        with tab.expect_download() as waiting:
            tab.get_by_role("button", name=label).click()
        content[label] = open(waiting.value.path(), "rb").read()  # noqa: SIM115
    png = content["Picture (PNG)"]
    assert png[:8] == b"\x89PNG\r\n\x1a\n" and struct.unpack(">I", png[16:20])[0] > 800
    svg = content["Drawing (SVG)"].decode()
    assert svg.startswith("<svg") and "seed 1" in svg and "Paired differences" in svg
    stamp, *rows = content["Data (CSV)"].decode().splitlines()
    assert stamp.startswith("# Buyer Maze") and len(list(csv.reader(io.StringIO("\n".join(rows))))) == 8
    tab.keyboard.press("Escape")
    with tab.expect_download() as waiting:
        tab.get_by_role("button", name="This page as a report (HTML)").click()
    report = open(waiting.value.path(), encoding="utf-8").read()  # noqa: SIM115
    assert report.count("<svg") == 3 and "fingerprint" in report and not re.search(r"(src|href)=.http", report)
    with tab.expect_download() as waiting:
        tab.get_by_role("button", name="All outcomes (JSON)").click()
    assert json.loads(open(waiting.value.path()).read())["baseline"] == "Baton pass"  # noqa: SIM115


def test_a_bad_file_explains_itself_and_a_good_one_joins(tab: Any, served: str) -> None:
    visit(tab, served)
    tab.locator("[data-testid=stSidebar] summary", has_text="Bring your own scenario").click()
    chooser = tab.locator("[data-testid=stSidebar] input[type=file]")
    bad = b"schema_version: 1\nextends: merged\nprogramme:\n  team: {n_rep: 3}\n"
    chooser.set_input_files({"name": "mine.yaml", "mimeType": "application/yaml", "buffer": bad})
    tab.get_by_text("did you mean 'n_reps'").wait_for()
    assert "mine.yaml, line 4" in tab.locator("[data-testid=stAlertContentError]").inner_text()
    good = bad.replace(b"n_rep:", b"n_reps:")
    chooser.set_input_files({"name": "mine.yaml", "mimeType": "application/yaml", "buffer": good})
    tab.get_by_text("can now be chosen").wait_for()


def test_phone_width_holds_everything(browser: Any, served: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark")
    page = context.new_page()
    for name in ("", "maze"):
        visit(page, served, name)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_for_people_who_cannot_see_well(browser: Any, served: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()
    context = browser.new_context(viewport={"width": 1400, "height": 900}, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    theirs = {"list", "listitem", "empty-table-header", "aria-allowed-role", "nested-interactive", "svg-img-alt"}
    for name in ("", "maze"):
        visit(page, served, name)
        page.wait_for_timeout(1500)  # elements fade in
        found = axe.run(page, options={"runOnly": ["wcag2a", "wcag2aa"]}).response["violations"]
        ours = [
            f"{v['id']}: {v['nodes'][0]['html'][:150]}"
            for v in found
            if v["impact"] in ("serious", "critical") and v["id"] not in theirs
        ]
        assert not ours, name
    context.close()
