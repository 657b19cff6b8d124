"""Seats, wall and console in a real browser: what is typed survives, nothing is asked of strangers, anybody can use it."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from buyermaze.classroom.pages import working
from buyermaze.classroom.play import game
from buyermaze.classroom.play.room import Room
from buyermaze.classroom.play.state import CHOICES_PER_STEP
from buyermaze.classroom.play.store import ROOM, New, Store
from tests.classroom.conftest import SETTINGS
from tests.classroom.phones import Phone, Trainer, free_port, served, start

CODE, KEY = SETTINGS["code"], SETTINGS["trainer_key"]
PATIENCE = 120_000  # milliseconds
PHONE = {"width": 390, "height": 844}
SMALLEST = 18.0  # of 720 lines: an inch on a screen two metres wide
STEPS = {"welcome": 0, "question": 1, "predict": 2, "reveal": 3, "mechanism": 4, "debrief": 5, "buyer": 6, "lives": 7,
         "plan": 8, "year": 9, "luck": 14, "end": 15}  # fmt: skip


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A class with everything in it, what takes the computer long worked out beforehand from few years and lives."""
    path = tmp_path_factory.mktemp("class") / "class.db"
    store = Store.create(path, SETTINGS | {"buyer": True})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(game, "N_YEARS", 2)
        patch.setattr(game, "N_MORE", 4)
        patch.setattr("buyermaze.classroom.play.buyer.N_OTHER_LIVES", 3)
        room = Room(store)
        quiet = lambda done, total: None  # noqa: E731
        first, whole = (working.played(room, STEPS[step]) for step in ("year", "luck"))
        store.append([
            New(ROOM, STEPS["year"], working.league_key(room, STEPS["year"]), game.year(first, {}, quiet)),
            New(ROOM, STEPS["luck"], working.luck_key(room, STEPS["luck"]), game.luck(whole, quiet)),
            New(ROOM, STEPS["buyer"], "others", working._others(quiet)),
            New(ROOM, STEPS["mechanism"], "lives", working.lived_twice("straighten", quiet)),
        ])  # fmt: skip
        room.close()
    with served(path) as port:
        yield port


@pytest.fixture
def trainer(port: int) -> Trainer:
    """The trainer, who begins anew."""
    found = Trainer(port, KEY)
    found.afresh()
    return found


@pytest.fixture
def tabs(browser: Any) -> Iterator[Any]:
    """Open pages that note what they complain about and whom they ask."""
    opened = []

    def new(port: int, path: str, cookie: str = "", **options: Any) -> Any:
        context = browser.new_context(**({"viewport": PHONE} | options))
        if cookie:
            name, value = cookie.split("=", 1)
            context.add_cookies([{"name": name, "value": value, "url": f"http://127.0.0.1:{port}"}])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.asked, page.complaints = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
        page.goto(f"http://127.0.0.1:{port}{path}")
        opened.append((context, page))
        return page

    yield new
    for context, page in opened:
        strangers = [url for url in page.asked if not url.startswith(("http://127.0.0.1", "data:"))]
        wrong = [text for text in page.complaints if "ERR_CONNECTION" not in text and "ERR_EMPTY" not in text]
        context.close()
        assert not strangers
        assert not wrong


def grave(page: Any) -> list[str]:
    """Return what axe finds serious on a page; it is put in where the page's own policy does not hold it back."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found if each["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("step", STEPS)
def test_axe_finds_nothing_serious_on_any_page(port: int, trainer: Trainer, tabs: Any, step: str) -> None:
    seat = Phone(port).join(CODE, f"axe at {step}", 1)
    trainer.do("open", step=STEPS[step])
    if step in ("reveal", "year"):
        for _ in range(3):
            trainer.do("reveal")
    for path, cookie, options in (
        ("/seat", seat.cookie, {}),
        ("/wall?theme=dark", "", {"viewport": {"width": 1280, "height": 720}}),
        ("/trainer", trainer.cookie, {"viewport": {"width": 1400, "height": 900}, "color_scheme": "dark"}),
    ):
        if path == "/trainer" and step not in ("predict", "debrief", "plan"):  # where it shows more than elsewhere
            continue
        page = tabs(port, path, cookie, bypass_csp=True, **options)
        page.wait_for_selector("#live h1")
        assert not grave(page), f"{path} at {step}"


def test_axe_finds_nothing_serious_on_the_way_in(port: int, tabs: Any) -> None:
    for path in ("/", "/trainer"):
        assert not grave(tabs(port, path, bypass_csp=True))


@pytest.mark.parametrize("step", STEPS)
def test_the_wall_fits_a_projector_without_scrolling(port: int, trainer: Trainer, tabs: Any, step: str) -> None:
    trainer.do("open", step=STEPS["predict"])
    for number in range(3):
        phone = Phone(port).join(CODE, f"{step} {number}", 1 + number)
        phone.lock(step=STEPS["predict"], kind="size", low=number, high=10 + 20 * number)
    trainer.do("open", step=STEPS[step])
    if step in ("reveal", "year"):
        for _ in range(3):
            trainer.do("reveal")
    page = tabs(port, "/wall", viewport={"width": 1280, "height": 720})
    page.wait_for_selector("#live h1")
    page.evaluate("document.fonts.ready.then(() => true)")
    assert over(page) == [0, 0]
    assert not cut_off(page)
    assert smallest_letters(page)[0] >= SMALLEST, smallest_letters(page)


@pytest.mark.parametrize("step", ["welcome", "buyer", "end"])
def test_the_wall_of_a_full_room_is_read_from_ten_metres(
    tabs: Any, step: str, full_room: tuple[int, list[Phone]]
) -> None:
    port, phones = full_room
    here = Trainer(port, KEY)
    here.do("open", step=STEPS[step])
    if step == "end":
        for number, phone in enumerate(phones):
            phone.lock(step=STEPS[step], kind="words", text="Ask before showing. " * (1 + number % 12))
    page = tabs(port, "/wall", viewport={"width": 1280, "height": 720})
    page.wait_for_selector("#live h1")
    assert over(page) == [0, 0]
    assert not cut_off(page)
    assert smallest_letters(page)[0] >= SMALLEST, smallest_letters(page)


@pytest.mark.parametrize("n", [3, 60])
def test_every_way_through_a_purchase_is_told_to_its_end_however_many_there_are(
    tmp_path: Path, tabs: Any, n: int
) -> None:
    names = ("W" * 24, "Bartholomew the Third", "\u0645\u0631\u064a\u0645", "Mia")
    path = tmp_path / "class.db"
    store = Store.create(path, SETTINGS | {"buyer": True, "teams": 12})
    for k in range(n):
        joined = {"name": f"{names[k % 4][:21]} {k}", "team": 1 + k % 12, "token": "", "code": ""}
        store.append([New(f"s{k}", 0, "joined", joined), New(f"s{k}", CHOICES_PER_STEP * STEPS["buyer"], "choice", {"do": "wait"})])
    ends = [_end(k) for k in range(n)]
    store.append([New(ROOM, STEPS["buyer"], "others", {"simulated": ends[0], "lives": ends})])
    place = working.ends_key(Room(store), STEPS["lives"])
    store.append([New(ROOM, STEPS["lives"], place, {f"s{k}": end for k, end in enumerate(ends)})])
    store.close()
    with served(path) as port:
        page = tabs(port, "/wall", viewport={"width": 1280, "height": 720})
        page.wait_for_selector(".seats")
        assert (over(page), cut_off(page)) == ([0, 0], [])
        Trainer(port, KEY).do("open", step=STEPS["lives"])
        page.wait_for_selector(".paths li")
        assert page.locator(".paths li").count() == n + 1
        assert (over(page), cut_off(page)) == ([0, 0], [])


def _end(k: int) -> dict[str, Any]:
    outcome = ("you buy from the home company", "you buy from a rival", "you buy nothing")[k % 3]
    path = [[3.0 * j, 0, j % 11] for j in range(20)]
    return {"outcome": outcome, "days": 60 + k, "hours": 20.0, "regret": None if k % 3 == 2 else 100.0, "path": path}


@pytest.fixture(scope="module")
def full_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, list[Phone]]]:
    """A class of thirty with long nicknames in six teams."""
    path = tmp_path_factory.mktemp("full") / "class.db"
    Store.create(path, SETTINGS | {"buyer": True, "teams": 6}).close()
    with served(path) as port:
        yield port, [Phone(port).join(CODE, f"Bartholomew {number}", 1 + number % 6) for number in range(30)]


def over(page: Any) -> list[int]:
    """Return by how much a page is wider and higher than its window."""
    sizes = "(({scrollWidth: w, scrollHeight: h}) => [w - innerWidth, h - innerHeight])(document.documentElement)"
    return list(page.evaluate(sizes))


def cut_off(page: Any) -> list[str]:
    """Return texts of which a part is not seen: beyond their box, without a sign that there is more."""
    return list(
        page.evaluate("""() => {
          const found = [], texts = document.createTreeWalker(document.getElementById("live"), NodeFilter.SHOW_TEXT);
          while (texts.nextNode()) {
            const text = texts.currentNode, range = document.createRange();
            if (!text.data.trim() || text.parentElement.closest(".hidden, title, progress")) continue;
            range.selectNodeContents(text);
            const {left, right, top, bottom} = range.getBoundingClientRect();
            for (let box = text.parentElement; box.id !== "live"; box = box.parentElement) {
              const style = getComputedStyle(box), edge = box.getBoundingClientRect();
              if (style.textOverflow === "ellipsis") break;
              const holds = style.overflow !== "visible" || style.borderTopWidth !== "0px" || box.tagName === "SPAN";
              if (style.display === "inline" || !holds) continue;
              if (left < edge.left - 1 || right > edge.right + 1 || top < edge.top - 4 || bottom > edge.bottom + 4) {
                found.push(`${text.data.trim()} in ${box.tagName}`);
                break;
              }
            }
          }
          return found;
        }""")
    )


def smallest_letters(page: Any) -> list[Any]:
    """Return the size of the smallest letters on a page, as they are drawn, and a text that has them."""
    return list(
        page.evaluate("""() => {
          const found = [], texts = document.createTreeWalker(document.getElementById("live"), NodeFilter.SHOW_TEXT);
          while (texts.nextNode()) {
            const node = texts.currentNode.parentElement;
            if (!texts.currentNode.data.trim() || node.closest(".hidden, title, progress")) continue;
            const scale = node.getScreenCTM ? node.getScreenCTM().d : 1;
            found.push([scale * parseFloat(getComputedStyle(node).fontSize), texts.currentNode.data.trim()]);
          }
          return found.reduce((a, b) => a[0] <= b[0] ? a : b);
        }""")
    )


def test_one_joins_locks_and_comes_back_by_hand_and_sees_it_confirmed(port: int, trainer: Trainer, tabs: Any) -> None:
    trainer.do("open", step=STEPS["predict"])
    page = tabs(port, f"/?code={CODE}")
    page.get_by_label("Nickname").fill("by hand")
    page.get_by_role("button", name="Take a seat").click()
    page.get_by_label("later", exact=True).check()
    page.reload()
    assert page.get_by_label("later", exact=True).is_checked(), "what was picked is not lost by a reload"
    page.get_by_role("button", name="Lock my answer").click()
    page.get_by_label("At least").fill("10")
    page.get_by_label("At most").fill("50")
    page.get_by_role("button", name="Lock my range").click()
    page.get_by_text("Both are locked").wait_for()
    assert page.get_by_text("10 to 50 working days").count()


def test_what_was_refused_stays_typed_and_is_mended(port: int, trainer: Trainer, tabs: Any) -> None:
    phone = Phone(port).join(CODE, "mends")
    trainer.do("open", step=STEPS["predict"])
    assert phone.lock(step=STEPS["predict"], kind="sign", sign="more")[0] == 200
    page = tabs(port, "/seat", phone.cookie)
    page.get_by_label("At least").fill("50")
    page.get_by_label("At most").fill("10")
    page.get_by_role("button", name="Lock my range").click()
    page.get_by_text("change them over").wait_for()
    assert page.get_by_label("At least").input_value() == "50"
    trainer.do("pause")
    page.get_by_label("At most").fill("90")
    page.get_by_text("Please look up").wait_for()
    page.get_by_role("button", name="Lock my range").click()
    page.get_by_text("send it again in a moment").wait_for()
    trainer.do("resume")
    page.get_by_text("Please look up").wait_for(state="detached")
    page.get_by_role("button", name="Lock my range").click()
    page.get_by_text("50 to 90 working days").wait_for()
    page.complaints.clear()  # the browser itself notes every answer that is refused


def test_whoever_is_typing_while_the_screen_changes_goes_on_where_they_were(port: int, trainer: Trainer, tabs: Any) -> None:
    phone = Phone(port).join(CODE, "types on")
    trainer.do("open", step=STEPS["predict"])
    assert phone.lock(step=STEPS["predict"], kind="sign", sign="more")[0] == 200
    page = tabs(port, "/seat", phone.cookie)
    page.get_by_label("At most").press_sequentially("39")
    page.keyboard.press("ArrowLeft")
    trainer.do("pause")
    page.get_by_text("Please look up").wait_for()
    page.keyboard.type("6")
    assert page.get_by_label("At most").input_value() == "369", "the place between two figures"


@pytest.fixture(scope="module")
def planning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A class in which nobody has seen what plans bring: going back to them would open them no more."""
    path = tmp_path_factory.mktemp("planning") / "class.db"
    Store.create(path, SETTINGS | {"buyer": True}).close()
    with served(path) as port:
        yield port


@pytest.mark.parametrize("what", ["a colleague comes", "to another team"])
def test_whoever_writes_a_hypothesis_while_the_team_changes_goes_on_where_they_were(
    planning: int, tabs: Any, what: str
) -> None:
    port, trainer = planning, Trainer(planning, KEY)
    phone = Phone(port).join(CODE, f"writes while {what[:9]}", 2)
    trainer.do("open", step=STEPS["plan"])
    page = tabs(port, "/seat", phone.cookie)
    page.get_by_text("Price list").click()
    page.get_by_label("published").check()
    page.get_by_role("button", name="Go on to the forecast").click()
    page.get_by_label("At least").fill("2")
    why = page.get_by_label("What do you expect")
    why.fill("rep sell")
    why.evaluate("box => box.setSelectionRange(3, 3)")
    if what == "to another team":
        trainer.do("move", seat=phone.seat, team=3)
        page.get_by_role("button", name="Lock the plan of team 3").wait_for()
    else:
        Phone(port).join(CODE, "a colleague", 2)
        page.get_by_text("a colleague").wait_for(state="attached")
    page.keyboard.type("s")
    assert why.input_value() == "reps sell"
    assert page.get_by_label("At least").input_value() == "2"
    assert page.locator("input[name=open_price]:checked").input_value() == "1"


def test_the_console_stays_where_the_trainer_is_while_the_class_goes_on(port: int, trainer: Trainer, tabs: Any) -> None:
    for name in ("opened", "left alone"):
        Phone(port).join(CODE, name)
    page = tabs(port, "/trainer", trainer.cookie, viewport={"width": 1400, "height": 900})
    row = page.locator("tr", has_text="opened")
    row.locator("summary").click()
    row.get_by_role("button", name="free this seat").focus()
    Phone(port).join(CODE, "comes in later")
    page.locator("tr", has_text="comes in later").wait_for()
    assert page.locator("details[open] > summary").evaluate_all("all => all.map(s => s.ariaLabel)") == ["Seat of opened"]
    assert page.evaluate("document.activeElement.closest('tr')?.innerText.includes('opened')"), "the button under the finger"


def test_a_second_tap_is_not_lost_when_the_first_is_refused_later(port: int, trainer: Trainer, tabs: Any) -> None:
    phone = Phone(port).join(CODE, "taps twice")
    trainer.do("open", step=STEPS["predict"])
    assert phone.lock(step=STEPS["predict"], kind="sign", sign="more")[0] == 200
    page = tabs(port, "/seat", phone.cookie)
    held: list[Any] = []
    page.route("**/answer", lambda route: held.append(route) if len(held) < 2 else route.continue_())
    page.get_by_label("At least").fill("50")
    page.get_by_label("At most").fill("10")
    with page.expect_request("**/answer"):
        page.get_by_role("button", name="Lock my range").click()
    with page.expect_request("**/answer"):  # what waits is sent again by the page as it is loaded
        page.reload()
    page.get_by_label("At most").fill("90")
    page.get_by_role("button", name="Lock my range").click()
    held[1].continue_()
    page.get_by_text("50 to 90 working days").wait_for()
    page.complaints.clear()  # the browser itself notes every answer that is refused


def test_a_seat_that_is_moved_says_its_new_team(port: int, trainer: Trainer, tabs: Any) -> None:
    phone = Phone(port).join(CODE, "moves", 1)
    page = tabs(port, "/seat", phone.cookie)
    trainer.do("move", seat=phone.seat, team=3)
    page.locator("header", has_text="Team 3").wait_for()
    trainer.do("undo")
    page.locator("header", has_text="Team 1").wait_for()


def test_a_phone_whose_clock_is_hours_off_shows_the_time_that_is_left(port: int, trainer: Trainer, tabs: Any) -> None:
    phone = Phone(port).join(CODE, "far away")
    trainer.do("open", step=STEPS["buyer"])
    page = tabs(port, "/seat", phone.cookie)
    page.add_init_script("const real = Date.now; Date.now = () => real() + 5 * 3600 * 1000;")
    page.route("**/seat/now*", lambda route: None)  # which would tell the time some seconds later
    page.reload()
    clock = page.locator("header .clock")
    clock.filter(has_text=":").wait_for()
    assert clock.inner_text().startswith(("11:", "12:00"))


def test_a_key_that_is_held_down_is_one(port: int, trainer: Trainer, tabs: Any) -> None:
    trainer.do("open", step=STEPS["reveal"])
    page = tabs(port, "/trainer", trainer.cookie, viewport={"width": 1400, "height": 900})
    for _ in range(4):
        page.keyboard.down("r")
        page.locator("#live section", has_text="1 of 3 revealed").first.wait_for()
    page.keyboard.up("r")


def test_the_console_is_worked_by_keyboard(port: int, trainer: Trainer, tabs: Any) -> None:
    trainer.do("open", step=STEPS["welcome"])
    page = tabs(port, "/trainer", trainer.cookie, viewport={"width": 1400, "height": 900})
    for key, words in (
        ("n", "2 of 16"),
        ("n", "3 of 16"),
        ("l", "answers locked"),
        ("u", "; open"),
        ("p", "; paused"),
        ("p", "; open"),
    ):
        page.keyboard.press(key)
        page.locator("#live section", has_text=words).first.wait_for()
    page.keyboard.press("m")
    page.keyboard.type("Five more minutes")
    page.keyboard.press("Enter")
    page.get_by_text("On the wall: “Five more minutes”").wait_for()


def test_an_answer_given_without_a_server_waits_and_every_seat_is_back_without_a_tap(tmp_path: Path, tabs: Any) -> None:
    path, port = tmp_path / "class.db", free_port()
    Store.create(path, SETTINGS).close()
    server = start(path, port)
    try:
        Trainer(port, KEY).do("open", step=STEPS["predict"])
        page = tabs(port, "/seat", Phone(port).join(CODE, "patient").cookie)
        page.get_by_label("later", exact=True).wait_for()
        os.kill(server.pid, signal.SIGKILL)
        server.wait()
        page.get_by_label("later", exact=True).check()
        page.get_by_role("button", name="Lock my answer").click()
        page.get_by_text("Your answer is safe on this phone").wait_for()
        server = start(path, port)
        page.get_by_label("At least").wait_for(timeout=5000)  # the next question: the lock has been acknowledged
    finally:
        server.kill()
        server.wait()
    kept = [event.body["sign"] for event in Store(path).events() if event.kind == "sign"]
    assert kept == ["more"]
