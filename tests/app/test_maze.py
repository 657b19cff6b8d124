"""The maze in a browser: it moves, stops, winds back, goes dark, says how far an account has come, and answers clicks."""

import re
from itertools import groupby
from pathlib import Path
from typing import Any

from buyermaze.screens.components.maze import DOORS, channels_of, walk_data
from buyermaze.screens.engine import compute
from buyermaze.screens.sidebar import choices
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.journal.paired_accounts import twins
from tests.app.sizes import SMALL, WEEKS
from tests.app.watching import FAILURE, PATIENCE, drawn, frames, moves_on, taken, visit, whole
from tests.chromium import page_of_one_person
from tests.optional import needed

expect = needed("playwright.sync_api").expect

GATED = "programmes=Baton pass&programmes=Merged"


SIZES = "nodes => nodes.map(node => parseFloat(getComputedStyle(node).fontSize))"


def wind(tab: Any, share: float) -> None:
    """Stop the walk at a share of its length."""
    scrub = tab.get_by_role("slider", name="Day of the journey")
    scrub.evaluate(
        "(node, u) => { node.value = Number(node.min) + u * (node.max - node.min); node.dispatchEvent(new Event('input')) }",
        share,
    )


def people(tab: Any, maze: int = 0) -> int:
    """Return how many people one maze shows right now."""
    return int(tab.locator(".maze .stage").nth(maze).get_attribute("data-people"))


def lit(tab: Any) -> list[str]:
    """Return the stage each organisation's strip shows as reached."""
    return tab.locator(".strip .on").all_inner_texts()  # type: ignore[no-any-return]


def test_the_walk_moves_pauses_winds_back_and_goes_dark(tab: Any, served: str) -> None:
    visit(tab, served, "maze")
    date = tab.get_by_test_id("maze-date")
    first = date.inner_text()
    moves_on(date, first)
    tab.get_by_role("button", name="Pause").click()
    still = date.inner_text()
    frames(tab, 30)
    assert date.inner_text() == still
    wind(tab, 0.5)
    assert re.fullmatch(r"\d+ \w+ \d{4}, day \d+", date.inner_text())
    assert date.inner_text() != still
    in_the_light = people(tab)
    assert in_the_light > 1
    tab.get_by_role("button", name="Lights out: what the seller sees").click()
    assert people(tab) < in_the_light
    assert tab.get_by_text(re.compile(r"^Seen: \d+ of \d+ visits")).count() == 2


def test_the_strip_shows_the_furthest_stage_reached_and_no_gate_where_there_is_none(tab: Any, served: str) -> None:
    visit(tab, served, "maze", f"{SMALL}&{GATED}")
    tab.locator(".strip .on").first.wait_for()
    order = ["Inquiry", "Lead", "Accepted", "With sales", "Met rep"]
    strips = [tab.locator(".strip").nth(m).locator("span").all_inner_texts()[:-1] for m in (0, 1)]
    assert strips == [order, ["Inquiry", "Met rep"]]
    assert tab.locator(".panel").nth(0).locator(".gate").count() > 0
    assert tab.locator(".panel").nth(1).locator(".gate").count() == 0
    reached = [0, 0]
    for step in range(1, 60):
        wind(tab, step / 66)
        for m, name in enumerate(lit(tab)):
            now = strips[m].index(name) if name in strips[m] else len(order)
            assert now >= reached[m], f"fell back to {name}"
            reached[m] = now
    assert reached[0] > 0


def test_who_met_a_rep_before_becoming_a_lead_is_shown_as_having_met_one(tab: Any, served: str) -> None:
    two = [
        choices.changed(choices.shipped(n, "reference"), (n, "reference"), choices.run_changes(1, WEEKS))
        for n in choices.FIRST
    ]
    names = [scenario.name for scenario in two]

    def falls_back(account: int) -> bool:
        met = [day for day, stage in walk_data(two, names, 0, account)["mazes"][1]["stages"] if stage == "opportunity"]
        lead = [day for day, stage in walk_data(two, names, 0, account)["mazes"][1]["stages"] if stage == "lead"]
        return bool(met and lead and min(lead) > min(met) + 5.0)

    account = next(a for a in twins(*(compute.run(each, 0) for each in two))["account"].tolist() if falls_back(a))
    visit(tab, served, "maze", f"{SMALL}&replication=0")
    before = drawn(tab)
    tab.get_by_role("combobox", name=re.compile("^Account")).fill(f"Account {account} ")
    tab.keyboard.press("Enter")
    whole(tab, "maze", before)
    shown = []
    for step in range(1, 66):
        wind(tab, step / 66)
        shown += tab.locator(".panel").nth(1).locator(".strip .on").all_inner_texts() or ["nothing"]
    told = [stage for stage, _ in groupby(shown)]
    assert told[:2] == ["Inquiry", "Met rep"] and len(told) == 3  # each once, then how it ended, and nothing in between


def test_an_arrow_key_steps_a_working_day_and_with_shift_a_week_and_the_page_says_so(tab: Any, served: str) -> None:
    visit(tab, served, "maze")
    wind(tab, 0.3)
    scrub, date = tab.get_by_role("slider", name="Day of the journey"), tab.get_by_test_id("maze-date")

    def day() -> int:
        return int(date.inner_text().rsplit(" ", 1)[1])

    before = day()
    for _ in range(5):
        scrub.press("ArrowRight")
    assert day() == before + 7  # five working days and a weekend
    scrub.press("Shift+ArrowLeft")
    assert day() == before
    scrub.press("ArrowLeft")
    assert before - 3 <= day() < before
    assert "an arrow steps one working day, with Shift a week" in tab.locator(".maze .legend").inner_text()


def test_a_click_on_a_room_shows_who_was_there(tab: Any, served: str) -> None:
    visit(tab, served, "maze")
    tab.get_by_role("button", name=re.compile("^Supplier selection, Peers")).first.click()
    channel = tab.locator("[data-testid=stSelectbox]", has_text="Room: channel").locator("input").first
    expect(channel).to_have_value("Peers", timeout=PATIENCE)
    assert tab.locator(FAILURE).count() == 0


def test_rooms_are_walked_with_the_arrow_keys_and_opened_with_enter(tab: Any, served: str) -> None:
    visit(tab, served, "maze")
    tab.locator(".maze .hit").first.focus()
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("ArrowDown")
    focused = tab.locator(".maze .hit:focus").get_attribute("aria-label") or ""
    assert focused.startswith("Problem identification, Analysts")
    tab.keyboard.press("Enter")
    channel = tab.locator("[data-testid=stSelectbox]", has_text="Room: channel").locator("input").first
    expect(channel).to_have_value("Analysts", timeout=PATIENCE)


def test_all_groups_walk_at_once_and_leave_by_three_doors(tab: Any, served: str) -> None:
    visit(tab, served, "maze", f"{SMALL}&walk=All groups")
    tab.get_by_text(re.compile("buying groups are in the maze")).first.wait_for()
    wind(tab, 0.05)
    early = people(tab)
    assert early > 100
    wind(tab, 1.0)
    said = tab.locator(".panel .now").first.inner_text()
    inside, groups, us, rival, nobody = (int(n) for n in re.findall(r"\d+", said))
    assert inside + us + rival + nobody == groups
    assert min(us, rival, nobody) > 0


def test_with_reduced_motion_nothing_moves_by_itself(can_browse: None, served: str) -> None:
    tab = page_of_one_person(1400, 900, reduced_motion="reduce")
    visit(tab, served, "maze")
    date = tab.get_by_test_id("maze-date")
    first = date.inner_text()
    frames(tab, 40)
    assert date.inner_text() == first
    tab.locator(".chapters button").last.click()
    assert date.inner_text() != first
    tab.close()


def test_the_report_holds_the_maze_and_asks_nobody_for_anything(
    tab: Any, browser: Any, served: str, tmp_path: Path
) -> None:
    visit(tab, served, "maze", f"{SMALL}&{GATED}")
    name, content = taken(tab, tab.get_by_role("button", name="This page as a report (HTML)"))
    (tmp_path / name).write_bytes(content)
    address = (tmp_path / name).as_uri()
    asked: list[str] = []
    complaints: list[str] = []
    context = browser.new_context()
    report = context.new_page()
    report.on("request", lambda request: asked.append(request.url))
    report.on("console", lambda message: complaints.append(message.text))
    report.on("pageerror", lambda error: complaints.append(str(error)))
    report.goto(address)
    expect(report.locator(".standing .stage")).to_have_count(2)
    assert people(report) > 1  # drawn at the end of the walk, with nobody having pressed anything
    assert report.locator("figure svg").count() == 4
    report.get_by_role("button", name="Play").click()
    report.get_by_role("button", name="Replay").wait_for()
    assert (asked, complaints) == ([address], [])
    context.close()


def test_the_whole_maze_stands_on_a_projector_and_no_two_names_run_together(can_browse: None, served: str) -> None:
    tab = page_of_one_person(1280, 720, reduced_motion="reduce")
    visit(tab, served, "maze", f"{SMALL}&{GATED}")
    for maze in tab.locator(".maze .stage svg").all():
        box = maze.bounding_box()
        assert box["y"] + box["height"] <= 720
    names = "nodes => nodes.map(node => { const b = node.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom] })"
    for width, height in ((1280, 720), (390, 844)):
        tab.set_viewport_size({"width": width, "height": height})
        frames(tab, 10)
        boxes = tab.locator(".maze .stage").first.locator("text.label, text.name").evaluate_all(names)
        assert len(boxes) > 50
        for k, (left, top, right, bottom) in enumerate(boxes):
            for other_left, other_top, other_right, other_bottom in boxes[:k]:
                wide, high = (
                    min(right, other_right) - max(left, other_left),
                    min(bottom, other_bottom) - max(top, other_top),
                )
                assert wide <= 0 or high <= 2.5, (wide, high)  # lines of text may touch where no letter hangs
        tab.get_by_role("button", name="Numbers").click()
        sizes = "nodes => nodes.filter(n => n.textContent).map(n => parseFloat(getComputedStyle(n).fontSize) * n.getScreenCTM().a)"
        assert min(tab.locator(".maze svg text").evaluate_all(sizes)) >= 12
        assert min(tab.locator(".maze .strip span").evaluate_all(SIZES)) >= 12
        tab.get_by_role("button", name="Numbers").click()
    whole_names = tab.locator(".maze .stage").first.locator(".hit title").all_text_contents()
    for channel in channels_of([load("baton_pass")]):
        assert any(f", {DOORS[channel][0]}: " in each for each in whole_names)  # a name that is cut short can be had whole
    tab.close()
