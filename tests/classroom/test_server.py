"""A class that is served: nobody acts for anybody else, nothing acknowledged is lost, nothing hostile does harm."""

import json
import os
import random
import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from buyermaze.classroom.pages.views import clock
from buyermaze.classroom.play.state import CHOICES_PER_STEP, fold
from buyermaze.classroom.play.store import Store
from tests.chromium import PATIENCE
from tests.classroom.conftest import SETTINGS
from tests.classroom.phones import Nursery, Phone, Trainer, asked, free_port, served

CODE, KEY = SETTINGS["code"], SETTINGS["trainer_key"]
PREDICT, DEBRIEF, BUYER = 2, 5, 6  # steps of this class; the last only where the buyer is played
N_KILLS = int(os.environ.get("CLASS_KILLS", "20"))
SECONDS_BACK = (
    5.0  # until every seat is back on its screen, from when the server is there again; a page asks every second
)


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A class served for several tests, which all begin at the predicting step."""
    path = tmp_path_factory.mktemp("class") / "class.db"
    Store.create(path, SETTINGS).close()
    with served(path) as port:
        yield port


@pytest.fixture
def trainer(port: int) -> Trainer:
    """The trainer, who has opened the predicting step."""
    found = Trainer(port, KEY)
    found.afresh()
    found.do("open", step=PREDICT)
    return found


def test_a_lock_is_acknowledged_with_the_time_and_stays(port: int, trainer: Trainer) -> None:
    phone = Phone(port).join(CODE, "locks once")
    status, told = phone.lock(step=PREDICT, kind="sign", sign="more")
    assert status == 200
    assert re.fullmatch(r"\d\d:\d\d:\d\d", told["at"])
    assert phone.lock(step=PREDICT, kind="sign", sign="less") == (200, told)
    assert "later" in phone.now()


def test_an_answer_sent_after_the_lock_does_not_count_and_one_sent_again_does(port: int, trainer: Trainer) -> None:
    phone, late = Phone(port).join(CODE, "in time"), Phone(port).join(CODE, "too late")
    _, told = phone.lock(step=PREDICT, kind="sign", sign="more")
    trainer.do("lock")
    assert phone.lock(step=PREDICT, kind="sign", sign="more") == (200, told)
    status, refused = late.lock(step=PREDICT, kind="sign", sign="more")
    assert (status, "too late" in refused["problem"]) == (400, True)
    trainer.do("undo")
    assert late.lock(step=PREDICT, kind="sign", sign="more")[0] == 200


def test_two_tabs_of_one_seat_count_once(port: int, trainer: Trainer) -> None:
    one = Phone(port).join(CODE, "two tabs")
    other = Phone(port)
    other.cookie = one.cookie
    told = []
    tabs = [
        threading.Thread(target=lambda tab=tab: told.append(tab.lock(step=PREDICT, kind="sign", sign="more")))
        for tab in (one, other)
    ]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert told[0] == told[1]


def test_a_seat_cannot_act_for_another(port: int, trainer: Trainer) -> None:
    mine, theirs = Phone(port).join(CODE, "myself"), Phone(port).join(CODE, "somebody else")
    status, told = mine.lock(step=PREDICT, kind="sign", sign="more", seat=theirs.seat)
    assert (status, "another seat" in told["problem"]) == (400, True)
    assert "Lock my answer" in theirs.now()
    nobody = Phone(port)
    assert nobody.lock(step=PREDICT, kind="sign", sign="more")[0] == 401
    nobody.cookie = "seat=" + theirs.seat
    assert nobody.lock(step=PREDICT, kind="sign", sign="more")[0] == 401
    assert mine.ask("POST", "/trainer/do", {"do": "lock"}, as_json=True)[0] == 403
    assert mine.ask("GET", "/trainer/now")[0] == 401


def test_another_page_cannot_send_for_a_seat(port: int, trainer: Trainer) -> None:
    phone = Phone(port).join(CODE, "lured away")
    body = json.dumps({"step": PREDICT, "kind": "sign", "sign": "more"}).encode()
    headers = {"cookie": phone.cookie, "content-type": "application/json", "origin": "http://elsewhere.example"}
    assert asked(port, "POST", "/answer", body, headers)[0] == 403
    assert "Lock my answer" in phone.now()


def test_the_cookie_is_for_the_server_alone(port: int) -> None:
    form = "code=ABCDE&name=cookie&team=1&key=0123456789abcdefgh"
    headers = {"content-type": "application/x-www-form-urlencoded"}
    (cookie,) = asked(port, "POST", "/join", form.encode(), headers)[1]["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()


def test_the_same_form_sent_twice_is_one_seat(port: int) -> None:
    form = {"code": CODE, "name": "sent twice", "team": 1, "key": "a-key-that-came-with-the-form"}
    seats = set()
    for _ in range(2):
        phone = Phone(port)
        assert phone.ask("POST", "/join", form)[0] == 303
        seats.add(phone.seat)
    assert len(seats) == 1


def test_a_seat_is_taken_over_by_its_own_code_and_a_freed_one_is_gone(port: int, trainer: Trainer) -> None:
    first = Phone(port).join(CODE, "dead battery")
    own = re.search(r"<strong>(\w{5})</strong></footer>", first.ask("GET", "/seat")[1])
    assert own
    other = Phone(port)
    assert other.ask("POST", "/back", {"own": own[1].lower()})[0] == 303
    assert other.seat == first.seat
    trainer.do("free", seat=first.seat)
    assert other.ask("GET", "/seat/now")[0] == 401
    trainer.do("undo")
    assert other.ask("GET", "/seat/now")[0] == 200


def test_a_page_whose_seat_was_freed_says_so_and_takes_another(port: int, trainer: Trainer) -> None:
    form = {"code": CODE, "name": "freed by mistake", "team": 1, "key": "the-key-of-a-page-left-open"}
    phone = Phone(port)
    assert phone.ask("POST", "/join", form)[0] == 303
    trainer.do("free", seat=phone.seat)
    status, text = Phone(port).ask("POST", "/join", form)
    assert (status, "has freed the seat" in text, form["key"] in text) == (400, True, False)


def test_names_with_markup_stay_text_on_every_page(port: int, trainer: Trainer) -> None:
    name = "<img src=x onerror=1>"
    phone = Phone(port).join(CODE, name)
    trainer.do("open", step=0)
    for text in (phone.ask("GET", "/seat")[1], trainer.ask("GET", "/wall")[1], trainer.ask("GET", "/trainer")[1]):
        assert "<img src=x" not in text
        assert "&lt;img src=x" in text


def test_predictions_are_hidden_until_they_are_revealed(port: int, trainer: Trainer) -> None:
    phone = Phone(port).join(CODE, "keeps it hidden")
    phone.lock(step=PREDICT, kind="sign", sign="more")
    assert phone.lock(step=PREDICT, kind="size", low=11, high=22)[0] == 200
    assert 'class="range"' not in trainer.ask("GET", "/wall")[1]
    trainer.do("open", step=PREDICT + 1)
    assert 'class="range"' not in trainer.ask("GET", "/wall")[1]
    trainer.do("reveal")
    wall = trainer.ask("GET", "/wall")[1]
    assert 'class="range"' in wall
    assert 'class="truthline"' not in wall
    assert "points" not in phone.now()
    trainer.do("reveal")
    assert 'class="truthline"' in trainer.ask("GET", "/wall")[1]
    assert "of 100 points" in phone.now()


def test_a_plan_beyond_the_budget_is_refused_and_a_team_locks_once(port: int, trainer: Trainer) -> None:
    from buyermaze.classroom.play.levers import LEVERS, start_plan

    plan_step = 6
    trainer.do("open", step=plan_step)
    one, other = Phone(port).join(CODE, "first of team", 3), Phone(port).join(CODE, "second of team", 3)
    asked_for = {"step": plan_step, "kind": "plan", "low": 0, "high": 1, "hypothesis": "as it was"}
    dear = {lever.key: len(lever.settings) - 1 for lever in LEVERS}
    status, told = one.lock(**asked_for, **dear)
    assert (status, "more than there is" in told["problem"]) == (400, True)
    _, told = one.lock(**asked_for, **start_plan())
    assert other.lock(**asked_for, **(start_plan() | {"price": 2})) == (200, told)
    assert "first of team" in other.now()


def test_a_draft_locks_nothing_and_is_only_taken_where_it_is_asked_for(port: int, trainer: Trainer) -> None:
    from buyermaze.classroom.play.levers import LEVERS, start_plan

    phone = Phone(port).join(CODE, "thinks aloud", 2)
    dear = {lever.key: len(lever.settings) - 1 for lever in LEVERS}

    def draft(plan: dict[str, int], step: int = 6) -> int:
        return phone.ask("POST", "/draft", {"step": step, **plan}, as_json=True)[0]

    assert draft(start_plan()) == 400, "nobody plans yet"
    trainer.do("open", step=6)
    assert (draft(dear), draft({}), draft(start_plan(), 2)) == (400, 400, 400)
    assert draft(start_plan()) == 204
    assert "Lock the plan of team 2" in phone.now()
    nobody = Phone(port)
    assert nobody.ask("POST", "/draft", {"step": 6, **start_plan()}, as_json=True)[0] == 401


def test_hostile_requests_leave_class_and_server_whole(port: int, trainer: Trainer) -> None:
    phone = Phone(port).join(CODE, "stays calm")
    before = phone.now()
    rng = random.Random(4)
    n = int(os.environ.get("CLASS_HOSTILE", "400"))
    paths = ["/", "/seat", "/seat/now", "/answer", "/draft", "/join", "/back", "/wall", "/trainer",
             "/trainer/do", "/static/../server.py",
             "/static/%2e%2e/store.py", "/qr.svg", "/..;/", "/%00", "/seat/now?v=" + "9" * 3000]  # fmt: skip
    bodies = [b"", b"\xff\xfe" * 40, b"{" * 3000, b"[" * 9000, b'{"step": 1e999}', b'{"step": "2", "kind": {"a": 1}}', b"null",
              b'{"step": 2, "kind": "size", "low": "nan", "high": "inf"}', b'{"step": 2, "kind": "sign", "sign": ["more"]}',
              b"code=" + b"A" * 9000, b"x" * 40_000, b'{"step": -1, "kind": "choice", "number": 1e300}']  # fmt: skip
    types = [
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain",
        "\x7f",
    ]
    cookies = [phone.cookie, "seat=x", "trainer=x", "seat=" + "A" * 5000, "=;;=" * 50]
    for _ in range(n):
        headers = {"content-type": rng.choice(types), "cookie": rng.choice(cookies)}
        method = rng.choice(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS"])
        try:
            status = asked(port, method, rng.choice(paths), rng.choice(bodies), headers)[0]
        except OSError:  # the server hung up on it
            continue
        assert status < 500
    assert phone.now() == before
    trainer.do("lock")


def test_whoever_tries_codes_is_made_to_wait(tmp_path: Path) -> None:
    path = tmp_path / "class.db"
    Store.create(path, SETTINGS).close()
    with served(path) as port:
        tried = [
            Phone(port).ask("POST", "/join", {"code": "WRONG", "name": "x", "key": "k" * 20})[0] for _ in range(40)
        ]
    assert tried[0] == 403
    assert tried[-1] == 429


@pytest.fixture
def nursery(new_class: Callable[..., Path]) -> Iterator[Nursery]:
    """What starts the server of a class again and again."""
    found = Nursery(new_class(buyer=True))
    yield found
    found.close()


def page_of(browser: Any, phone: Phone) -> Any:
    """Return a real page on a phone's seat, which notes what it complains about."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    name, value = phone.cookie.split("=", 1)
    context.add_cookies([{"name": name, "value": value, "url": f"http://127.0.0.1:{phone.port}"}])
    page = context.new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(f"http://127.0.0.1:{phone.port}/seat")
    return page


def test_a_server_killed_at_any_moment_loses_nothing_doubles_nothing_and_every_seat_is_back(
    nursery: Nursery, browser: Any
) -> None:
    path, port = nursery.file, free_port()
    rng = random.Random(5)
    acknowledged: dict[tuple[str, int, str], dict[str, object]] = {}  # by seat, round and kind: what the phone was told
    server = nursery.start(port)
    phones = [Phone(port).join(CODE, f"phone {number}", 1 + number % 3) for number in range(4)]
    seats = [phone.seat for phone in phones]
    pages = [page_of(browser, phone) for phone in phones]
    while not any(event.kind == "group" for event in Store(path).events()):  # chosen once, while a class sits down
        time.sleep(0.1)
    titles = [step.title for step in fold(Store(path).events()).steps]
    steps = (PREDICT, DEBRIEF, BUYER)  # three rounds
    stop, n_killed, took = threading.Event(), [0], list[float]()

    def lock(phone: Phone, seat: str, step: int, kind: str, number: int, **body: object) -> None:
        """Send something again until it is acknowledged, as a page does."""
        while not stop.is_set():
            try:
                status, told = phone.lock(step=step, kind=kind, number=number, **body)
            except (OSError, ValueError):
                time.sleep(0.02)
                continue
            if status == 200:
                acknowledged[seat, CHOICES_PER_STEP * step + number if kind == "choice" else step, kind] = told
                return
            time.sleep(0.02)  # the step is not open yet

    def answering(place: int, phone: Phone, seat: str) -> None:
        """Answer one after the other, so that there is something to lose at every kill; then take choices back without end."""
        turns = iter((place, place + 3, N_KILLS // 3 + 1 + 2 * place))
        for step, kind, body in (
            (PREDICT, "sign", {"sign": "more"}),
            (PREDICT, "size", {"low": 1, "high": 9}),
            (DEBRIEF, "words", {"text": f"{seat} at {DEBRIEF}"}),
        ):
            turn = next(turns)
            while n_killed[0] < turn and not stop.wait(0.01):
                pass
            lock(phone, seat, step, kind, 0, **body)
        for number in range(CHOICES_PER_STEP):
            if stop.is_set():
                return
            lock(phone, seat, BUYER, "choice", number, do="undo")

    threads = [
        threading.Thread(target=answering, args=(place, *pair), daemon=True)
        for place, pair in enumerate(zip(phones, seats, strict=True))
    ]
    for thread in threads:
        thread.start()
    for number in range(N_KILLS):
        step = steps[min(number * len(steps) // N_KILLS, len(steps) - 1)]
        Trainer(port, KEY).do("open", step=step)
        time.sleep(rng.uniform(0.0, 0.3))
        nursery.kill(server)
        n_killed[0] = number + 1
        server = nursery.start(port)
        Trainer(port, KEY).do("say", words=f"Back after stop {number}")
        began = time.monotonic()
        for phone, seat, page in zip(phones, seats, pages, strict=True):
            page.get_by_text(f"Back after stop {number}", exact=True).wait_for(timeout=PATIENCE)  # without a tap
            assert page.locator("h1").inner_text() == titles[step]
            assert phone.seat == seat == page.locator("#live").get_attribute("data-seat")
        took.append(time.monotonic() - began)
    assert max(took) <= SECONDS_BACK, took  # at every kill
    for step in steps:  # what was on its way when the class went on
        Trainer(port, KEY).do("open", step=step)
        wanted = {PREDICT: 2, DEBRIEF: 3, BUYER: 3 + N_KILLS}[step] * len(phones)
        until = time.monotonic() + 120
        while len(acknowledged) < wanted and time.monotonic() < until:
            time.sleep(0.05)
    stop.set()
    for thread in threads:
        thread.join()
    nursery.kill(server)
    assert len(acknowledged) >= wanted
    assert not any(page.complaints for page in pages)
    for page in pages:
        page.context.close()
    events = Store(path).events()
    keys = [(event.seat, event.round, event.kind) for event in events]
    assert len(keys) == len(set(keys))
    kept = {key: {"at": clock(event.at), "number": event.number} for key, event in zip(keys, events, strict=True)}
    assert {key: kept.get(key) for key in acknowledged} == acknowledged
    assert all(event.body["text"] == f"{event.seat} at {DEBRIEF}" for event in events if event.kind == "words")
    assert len(fold(events).people) == len(phones)
