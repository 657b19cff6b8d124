"""The ninety minutes of docs/teaching, walked in real pages: a trainer at the keyboard, two people on phones, the wall."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from buyermaze.classroom.play.agenda import agenda, lesson_of
from buyermaze.classroom.play.store import Store
from tests.classroom.conftest import SETTINGS
from tests.classroom.phones import served
from tests.docs.test_teaching import AGENDAS

PATIENCE = 120_000  # milliseconds
FEW = "from buyermaze.classroom.play import buyer, game; game.N_YEARS, game.N_MORE, buyer.N_OTHER_LIVES = 2, 4, 3"
LESSON = lesson_of("straighten")
N_CHOICES = 2
N_SEATS = int(os.environ.get("CLASS_SEATS", "2"))  # in teams 1 and 2; the computer plays the third
N_MANNED = 2


class Walk:
    """Console, wall and phones of one class, and what the pages complain about."""

    def __init__(self, browser: Any, port: int) -> None:
        self.complaints: list[str] = []
        self.address = f"http://127.0.0.1:{port}"
        self._browser = browser
        self.contexts: list[Any] = []
        self.console = self.page(f"/trainer?key={SETTINGS['trainer_key']}", 1280, 720)
        with self.console.expect_popup() as popup:
            self.console.get_by_role("link", name="Open the wall").click()
        self.wall = popup.value
        self.wall.set_default_timeout(PATIENCE)
        code = self.wall.locator(".code").inner_text()
        self.phones = [self.page(f"/?code={code}", 390, 844) for _ in range(N_SEATS)]

    def page(self, path: str, width: int, height: int) -> Any:
        context = self._browser.new_context(viewport={"width": width, "height": height})
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._asked(request.url))
        page.goto(self.address + path)
        return page

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, "data:")):
            self.complaints.append(url)

    def press(self, key: str, seen: str) -> None:
        """Press a key at the console and wait until the console shows that it has worked."""
        self.console.keyboard.press(key)
        self.console.locator("#live section", has_text=seen).first.wait_for()

    def go_on(self, title: str) -> None:
        """Go to the next step and wait until the console, the wall and every phone are there."""
        self.console.keyboard.press("n")
        for page in (self.console, self.wall, *self.phones):  # of the console too: its agenda names every step at any time
            page.locator("h1", has_text=title).wait_for()

    def lock(self, button: str, seen: str, phones: list[Any] | None = None) -> None:
        """Tap a button on every phone, or on some, and wait for what the page says then."""
        for phone in self.phones if phones is None else phones:
            phone.get_by_role("button", name=button).click()
            phone.locator("#live", has_text=seen).wait_for()


@pytest.fixture
def walk(browser: Any, tmp_path: Path) -> Iterator[Walk]:
    path = tmp_path / "class.db"
    Store.create(path, SETTINGS | {"buyer": True}).close()
    with served(path, FEW) as port:
        found = Walk(browser, port)
        yield found
        for context in found.contexts:
            context.close()


def test_ninety_minutes_are_walked_without_a_terminal_and_without_loading_a_page_again(walk: Walk) -> None:
    for number, phone in enumerate(walk.phones, 1):
        phone.get_by_label("Nickname").fill(f"person {number}")
        phone.get_by_label("Team").select_option(str(1 + (number - 1) % N_MANNED))
        phone.get_by_role("button", name="Take a seat").click()
        phone.get_by_text("You are in").wait_for()
    walk.console.get_by_text(f"{N_SEATS} in the room").wait_for()
    a_lesson(walk)
    a_purchase(walk)
    for year in range(1, SETTINGS["rounds"] + 1):
        a_year(walk, year)
    walk.go_on("skill and luck")
    walk.wall.get_by_text("Of the spread between teams in one life").wait_for()
    walk.go_on("What we take home")
    for phone in walk.phones:
        phone.get_by_label("What I take home").fill("Ask before showing")
    walk.lock("Lock my sentence", "Locked at")
    walk.wall.get_by_text("Ask before showing").first.wait_for()
    assert not walk.complaints


def a_lesson(walk: Walk) -> None:
    walk.go_on("the question")
    walk.wall.get_by_text(LESSON.question).wait_for()
    walk.go_on("predict")
    for number, phone in enumerate(walk.phones):
        phone.get_by_label("later" if number % 2 else "sooner", exact=True).check()
    walk.lock("Lock my answer", "Give a range")
    for phone in walk.phones:
        phone.get_by_label("At least").fill("10")
        phone.get_by_label("At most").fill("90")
    walk.lock("Lock my range", "Both are locked")
    walk.wall.get_by_text(f"{N_SEATS} of {N_SEATS} have locked").wait_for()
    walk.press("l", "answers locked")
    walk.go_on("what happens")
    for tap in (1, 2, 3):
        walk.press("r", f"{tap} of 3 revealed")
    walk.wall.get_by_text("Nearest:").wait_for()
    walk.phones[0].get_by_text("of 100 points").wait_for()
    walk.go_on("why")
    walk.wall.locator(".lanes").nth(1).wait_for()
    walk.go_on("what it means")
    walk.console.get_by_text("When somebody objects").wait_for()


def a_purchase(walk: Walk) -> None:
    walk.go_on("Play the buyer")
    for place, phone in enumerate(walk.phones, 1):
        for number in range(1, N_CHOICES + 1):
            phone.locator(".need", has=phone.locator("form")).first.locator("summary").click()
            phone.locator(".need[open] button.choice").first.click()
            phone.locator(f"input[name=number][value='{number}']").first.wait_for(state="attached")
            walk.console.locator("tr", has_text=re.compile(rf"person {place}.*\b{number} choice")).wait_for()
    walk.go_on("your path and others")
    walk.wall.locator(".paths li", has_text="simulated").wait_for()
    walk.phones[0].get_by_text("hours of your own").wait_for()


def a_year(walk: Walk, year: int) -> None:
    walk.go_on(f"plan year {year}")
    if year > 1:
        walk.console.get_by_role("button", name="Customers reorganise").click()
        for page in (walk.wall, *walk.phones):
            page.get_by_text("A third of all groups").wait_for()
    for number, phone in enumerate(walk.phones[:N_MANNED]):  # one of each team locks for all
        lever = phone.locator("details.lever", has_text=("How reps sell", "Price list")[number])
        lever.locator("summary").click()
        lever.locator(".pick").nth(year % 2).click()
        phone.get_by_role("button", name="Go on to the forecast").click()
        phone.get_by_label("At least").fill("-1")
        phone.get_by_label("At most").fill("4")
        phone.get_by_label("What do you expect").fill("Buyers find us sooner")
    walk.lock("Lock the plan", "Locked at", walk.phones[:N_MANNED])
    for phone in walk.phones:
        phone.locator("#live", has_text="Locked at").wait_for()
    walk.go_on(f"game: year {year}")
    for tap in (1, 2, 3):
        walk.press("r", f"{tap} of 3 revealed")
    walk.wall.locator(".medal", has_text="frontier").first.wait_for()
    assert walk.wall.locator("tbody tr").count() == SETTINGS["teams"], "the computer plays the empty team"
    walk.phones[0].get_by_text("of 100").first.wait_for()


def test_the_agenda_of_the_page_is_that_of_the_class() -> None:
    part = AGENDAS.split("## Ninety minutes\n")[1].split("\n## ")[0]
    named = [words.casefold() for words in re.findall(r"^\| \d:\d\d \| \d+ \| ([^|]+?) \|", part, re.MULTILINE)]
    titles = [step.title.casefold() for step in agenda(("straighten",), 3, True)]
    assert [name for name in named if name != "reserve" and not any(title.endswith(name) for title in titles)] == []
