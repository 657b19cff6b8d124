"""The app in a real browser: what no test without one can see."""

import csv
import io
import json
import re
import struct
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

from buyermaze.screens.sidebar import choices
from buyermaze.simulator.comparison.comparison import compare
from buyermaze.simulator.inputs.reading.links import to_link
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.reading.uploads import from_upload
from tests.app.sizes import N_REPLICATIONS, SMALL, WEEKS
from tests.app.watching import HOW, PATIENCE, frames, offers, open_group, says, taken, visit, whole
from tests.chromium import page_of_one_person
from tests.optional import needed

expects = needed("playwright.sync_api").expect


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
    before = tab.locator(".bm-card .v").all_inner_texts()
    open_group(tab, "Merged")
    slider = tab.get_by_role("slider", name="Time spent on coordination").last
    slider.focus()
    for _ in range(20):
        slider.press("ArrowRight")
    moved = round(load("merged").programme.coordination.share_time + 20 * 0.01, 3)
    tab.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("merged.coordination.share_time") == [f"{moved:g}"])
    small = choices.run_changes(1, WEEKS)
    lever = {"programme.coordination.share_time": moved}
    told = compare(
        [load("baton_pass").with_changes(small), load("merged").with_changes(small | lever)],
        n_replications=N_REPLICATIONS,
    )
    said = f"{100 * told.means[told.names[1], 'p_win'].mean:.1f} %"
    tab.wait_for_function("said => [...document.querySelectorAll('.bm-card .v')][1].innerText == said", arg=said)
    whole(tab)
    after = tab.locator(".bm-card .v").all_inner_texts()
    assert after == [before[0], said] != before  # the baseline has nothing to do with the other's lever


def test_a_lever_answers_while_it_is_dragged(tab: Any, served: str) -> None:
    visit(tab, served)
    open_group(tab, "Merged")
    slider = tab.get_by_role("slider", name="Skill of reps").last
    thumb = slider.locator("xpath=../..").bounding_box()
    x, y = thumb["x"] + thumb["width"] / 2, thumb["y"] + thumb["height"] / 2
    shown = "document.querySelectorAll('.bm-card .v')[1].innerText"
    seen = {tab.evaluate(shown)}
    tab.mouse.move(x, y)
    tab.mouse.down()
    given_up, step, away = time.monotonic() + PATIENCE / 1000, 0, 0
    while len(seen) < 4:  # the hand wanders to and fro and does not let go
        assert time.monotonic() < given_up, seen
        step += 1
        away = 40 - abs(step % 80 - 40)
        tab.mouse.move(x + away, y)
        frames(tab, 3)
        seen.add(tab.evaluate(shown))
    away = 40  # it lets go away from today's value, which no address names
    tab.mouse.move(x + away, y)
    frames(tab, 3)
    box = slider.locator("xpath=../..").bounding_box()
    assert abs(box["x"] + box["width"] / 2 - (x + away)) < 3  # and the lever is still under it
    tab.mouse.up()
    value = slider.input_value()
    tab.wait_for_function("value => location.search.includes('merged.selling.skill=' + value)", arg=value)
    tab.mouse.move(x - 60, y + 5)  # what was let go stays where it is
    frames(tab, 20)
    assert slider.input_value() == value


def test_the_browsers_back_takes_a_lever_back_and_forward_again(tab: Any, served: str) -> None:
    visit(tab, served)
    slider = tab.get_by_role("slider", name="Reps (people)").first
    today = int(slider.input_value())
    steps = tab.evaluate("history.length")
    for k in (1, 2):
        slider.focus()
        slider.press("ArrowRight")
        tab.wait_for_function("n => history.length === n", arg=steps + k)  # it has settled
        whole(tab)

    def went(way: str, to: int) -> None:
        tab.evaluate(f"history.{way}()")
        expects(slider).to_have_value(str(to), timeout=PATIENCE)
        whole(tab)

    went("back", today + 1)
    went("back", today)
    assert "n_reps" not in tab.url
    went("forward", today + 1)
    assert f"merged.team.n_reps={today + 1}" in tab.url
    assert tab.get_by_text(f"Reps {today + 1} people").count() or tab.get_by_text(f"reps {today + 1} people").count()


def test_a_share_link_restores_everything(tab: Any, served: str) -> None:
    query = f"{SMALL}&market=Simple transactional&programmes=Merged&programmes=Sales only&baseline=Sales only&merged.team.n_reps=9"
    visit(tab, served, "", query)
    says(tab, ".bm-card .n", ["Merged", "Sales onlybaseline"])
    assert "Simple transactional market" in tab.locator(".bm-eyebrow").inner_text()
    open_group(tab, "Merged")
    assert tab.get_by_role("slider", name="Reps (people)").first.input_value() == "9"
    assert "merged.team.n_reps=9" in tab.url


def test_a_share_link_brings_an_uploaded_scenario_along(tab: Any, served: str) -> None:
    mine = b"schema_version: 1\nextends: merged\nprogramme:\n  team: {n_reps: 3}\n"
    code = to_link(from_upload("mine.yaml", mine))
    visit(tab, served, "", f"{SMALL}&programmes=Baton pass&programmes=mine&own={code}")
    says(tab, ".bm-card .n", ["Baton passbaseline", "mine"])
    tab.get_by_role("link", name="Customers").first.click()
    whole(tab, "customers")
    tab.wait_for_function("code => location.search.includes('own=' + code)", arg=code)
    assert "mine" in tab.locator(".bm-card .n").all_inner_texts()


def test_a_link_may_name_a_claim_as_its_command_does(tab: Any, served: str) -> None:
    visit(tab, served, "claims", f"{SMALL}&claim=merge_the_functions")
    assert tab.get_by_text("buyermaze claims merge_the_functions").count()
    assert not tab.get_by_text("which is not here").count()


def test_downloads_open(tab: Any, served: str) -> None:
    tab.set_viewport_size({"width": 1400, "height": 3000})
    visit(tab, served, "", HOW)
    offers(tab).first.click()
    content = {}
    for label in ("Picture (PNG)", "Drawing (SVG)", "Data (CSV)"):
        _, content[label] = taken(tab, tab.get_by_role("button", name=label))
    png = content["Picture (PNG)"]
    assert png[:8] == b"\x89PNG\r\n\x1a\n" and struct.unpack(">I", png[16:20])[0] > 800
    svg = content["Drawing (SVG)"].decode()
    assert svg.startswith("<svg") and "seed 1" in svg and "Paired differences" in svg
    stamp, *rows = content["Data (CSV)"].decode().splitlines()
    assert stamp.startswith("# Buyer Maze") and len(list(csv.reader(io.StringIO("\n".join(rows))))) == 8
    tab.keyboard.press("Escape")
    report = taken(tab, tab.get_by_role("button", name="This page as a report (HTML)"))[1].decode()
    assert (
        report.count("<svg") == 3
        and "{" not in report.split("<footer>")[1]
        and not re.search(r"(src|href)=.http", report)
    )
    assert all(said in report.split("<footer>")[1] for said in ("Who buys: ", "not a forecast", served, "seed 1"))
    _, told = taken(tab, tab.get_by_role("button", name="All outcomes (JSON)"))
    assert json.loads(told)["baseline"] == "baton_pass"  # as the command of the page calls it


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


def test_phone_width_holds_everything(can_browse: None, served: str) -> None:
    page = page_of_one_person(390, 844, color_scheme="dark")
    for name in ("", "maze"):
        visit(page, served, name)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()
