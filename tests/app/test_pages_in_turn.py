"""Which page is drawn when: few at a time, who had little first, who has left never; and who pays for newcomers."""

import contextvars
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from buyermaze.screens.engine.purse import NEWCOMERS, SECONDS_TO_STAY
from buyermaze.screens.engine.turns import FREE, LONG, STEEP, Addresses, Turns

ROOT = Path(__file__).resolve().parents[2]


class Left(BaseException):
    """The visitor has closed the page, as Streamlit tells it: an order to stop, no fault."""


class Room:
    """Turns at a clock that stands still, and threads that draw in them."""

    def __init__(self, n: int = 1) -> None:
        self.now, self.drawn, self.crowded = 100.0, [], False
        self.turns = Turns(n, lambda: self.now, lambda: self.crowded)
        self.purse = self.turns.purse
        self.pages: list[threading.Thread] = []

    def page(self, visitor: str, look=lambda: None, body=lambda: None) -> None:  # type: ignore[no-untyped-def]
        """Let a visitor ask for a page, and go on when it is drawn or waits."""

        def draw() -> None:
            with suppress(Left), self.turns.turn(visitor, look):
                self.drawn.append(visitor)
                body()

        before, n_drawn = len(self.turns._waiting), self.drawn.count(visitor)
        self.pages.append(threading.Thread(target=contextvars.copy_context().run, args=(draw,), daemon=True))
        self.pages[-1].start()
        while (
            len(self.turns._waiting) == before and self.pages[-1].is_alive() and self.drawn.count(visitor) == n_drawn
        ):
            self.pages[-1].join(0.005)

    def end(self) -> list[str]:
        """Wait for all pages and return whose were drawn, in order."""
        for page in self.pages:
            page.join(30)
            assert not page.is_alive()
        return self.drawn


def test_who_had_little_is_drawn_before_who_had_much_and_equals_as_they_came() -> None:
    room, go = Room(), threading.Event()
    room.page("first", body=lambda: go.wait(30))
    room.purse.pay("greedy", 10.0)
    for visitor in ("greedy", "one", "two", "three"):
        room.page(visitor)
    go.set()
    assert room.end() == ["first", "one", "two", "three", "greedy"]


def test_nobody_waits_for_ever_behind_those_who_had_less() -> None:
    room, go = Room(), threading.Event()
    room.page("first", body=lambda: go.wait(30))
    room.purse.pay("greedy", 10.0)
    room.page("greedy")
    room.now += 60.0
    room.page("late")
    go.set()
    assert room.end() == ["first", "greedy", "late"]


def test_newcomers_pay_together_for_what_those_before_them_had() -> None:
    room, go = Room(), threading.Event()
    room.page("first", body=lambda: go.wait(30))
    room.purse.pay(NEWCOMERS, 3.0)  # had by sessions that have ended
    room.page(NEWCOMERS)
    room.page("who stayed")
    go.set()
    assert room.end() == ["first", "who stayed", NEWCOMERS]


def test_in_a_crowd_who_had_much_waits_though_a_turn_is_free_but_not_for_ever() -> None:
    room = Room()
    for visitor, seconds in (("restless", 30.0), ("busy", FREE + 2.0 / STEEP), ("calm", FREE / 2)):
        room.purse.pay(visitor, seconds)
        room.page(visitor)
    assert room.end() == ["restless", "busy", "calm"]  # there is no crowd
    room.crowded = True
    for visitor in ("restless", "busy", "calm"):
        room.page(visitor)
    room.pages[-1].join(30)
    assert room.drawn[3:] == ["calm"]
    room.now += 2.5
    room.pages[-2].join(30)
    assert room.drawn[3:] == ["calm", "busy"]
    room.now += SECONDS_TO_STAY - 2.5
    assert room.end()[3:] == ["calm", "busy", "restless"]


def test_the_last_turn_is_kept_for_those_who_had_little() -> None:
    room, go = Room(2), threading.Event()
    room.crowded = True
    for visitor in ("restless", "busy"):
        room.purse.pay(visitor, FREE + 2.0 / STEEP)
    room.page("restless", body=lambda: go.wait(30))
    room.page("busy")
    room.now += 2.5  # as long as both have to wait
    while len(room.drawn) < 1:
        room.pages[0].join(0.005)
    room.pages[1].join(0.1)
    assert len(room.drawn) == 1
    room.page("calm")
    room.pages[-1].join(30)
    assert "calm" in room.drawn
    go.set()
    assert sorted(room.end()) == ["busy", "calm", "restless"]


def test_in_a_crowd_newcomers_leave_the_last_turn_to_whoever_opens_a_page_that_is_at_hand() -> None:
    room, go = Room(2), threading.Event()
    room.crowded = True
    for _ in range(3):
        room.page(NEWCOMERS, body=lambda: go.wait(30))
    assert room.drawn == [NEWCOMERS] and len(room.turns._waiting) == 2
    room.page("opens the first page")
    room.pages[-1].join(30)
    assert room.drawn == [NEWCOMERS, "opens the first page"]
    go.set()
    assert room.end().count(NEWCOMERS) == 3


def test_between_two_elements_newcomers_stand_still_while_a_page_is_drawn_that_is_due_before() -> None:
    room, told = Room(2), []
    room.crowded = True
    began, go, end = threading.Event(), threading.Event(), threading.Event()

    def elements() -> None:
        told.append("one")
        began.set()
        go.wait(30)
        room.turns.give_way()
        told.append("two")

    room.purse.pay(NEWCOMERS, 1.0)
    room.page(NEWCOMERS, body=elements)
    began.wait(30)
    room.page("opens the first page", body=lambda: (end.wait(30), told.append("first page")))
    go.set()
    while not room.turns._waiting:
        room.pages[0].join(0.005)
    room.pages[0].join(0.1)
    assert told == ["one"]
    end.set()
    room.end()
    assert told == ["one", "first page", "two"]


@pytest.mark.parametrize("seconds", [0.0, 100.0])
def test_whose_turn_is_due_before_all_others_or_who_may_have_the_last_one_stands_still_for_nobody(
    seconds: float,
) -> None:
    room, go = Room(2), threading.Event()
    room.crowded = True
    room.page("calm", body=lambda: go.wait(30))
    told: list[str] = []
    room.now -= seconds  # a newcomer who has been waiting since then
    visitor = NEWCOMERS if seconds else "another"
    room.page(visitor, body=lambda: (room.turns.give_way(), told.append("all of it")))
    room.pages[-1].join(30)
    assert told == ["all of it"] and not room.turns._waiting
    go.set()
    room.end()


def test_a_page_gives_way_before_each_of_its_elements(monkeypatch: pytest.MonkeyPatch) -> None:
    from buyermaze.screens import main

    asked = []
    monkeypatch.setattr(main.TURNS, "give_way", lambda: asked.append(1))
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    n = len(asked)
    assert n > len(list(at.main)) + len(list(at.sidebar))  # blocks are said too
    at.run()
    assert len(asked) < 3 * n  # once for each, in a page drawn again as well


def test_who_has_left_gets_no_turn_and_keeps_none() -> None:
    room, go, left = Room(), threading.Event(), threading.Event()

    def look() -> None:
        if left.is_set():
            raise Left

    room.page("first", body=lambda: go.wait(30))
    room.page("gone", look)
    left.set()
    room.pages[-1].join(30)  # without any turn having become free
    room.page("stays")
    go.set()
    assert room.end() == ["first", "stays"]
    assert not room.turns._waiting and not room.turns._drawing


def test_a_turn_laid_aside_is_somebody_elses_and_taken_up_again_before_who_came_later() -> None:
    room, told = Room(), []
    aside, back = threading.Event(), threading.Event()

    def body() -> None:
        with room.turns.aside():
            aside.set()
            back.wait(30)
        told.append("the rest of the first")

    room.page("first", body=body)
    aside.wait(30)
    room.now += 1.0
    go = threading.Event()
    room.page("second", body=lambda: go.wait(30))
    room.page("third", body=lambda: told.append("third"))
    back.set()
    while len(room.turns._waiting) < 2:
        room.pages[0].join(0.005)
    go.set()
    assert room.end() == ["first", "second", "third"] and told == ["the rest of the first", "third"]


def test_a_page_that_takes_long_keeps_nobody_waiting() -> None:
    room, go = Room(), threading.Event()
    room.page("slow", body=lambda: go.wait(30))
    room.page("next")
    assert room.drawn == ["slow"]
    room.now += LONG
    room.pages[-1].join(30)
    assert room.drawn == ["slow", "next"]
    go.set()
    room.end()


def test_a_fault_while_a_turn_is_laid_aside_is_told_within_a_turn_of_ones_own() -> None:
    room, told = Room(), []

    def body() -> None:
        try:
            with room.turns.aside():
                raise ValueError
        except ValueError:
            told.append(len(room.turns._drawing))

    room.page("first", body=body)
    assert room.end() == ["first"] and told == [1] and not room.turns._drawing


def test_addresses_are_remembered_as_drawn_the_longest_unused_forgotten() -> None:
    drawn = Addresses(2)
    for address in (("", []), ("maze", [("market", ["reference"])]), ("", [])):
        drawn.add(address)
    assert ("", []) in drawn and ("maze", []) not in drawn
    drawn.add(("deal", [("own", ["\\ud800"])]))
    assert ("", []) in drawn and ("maze", [("market", ["reference"])]) not in drawn


def newcomer() -> None:
    """Say who pays for drawing a page, here and the second time."""
    from unittest.mock import patch

    from buyermaze.screens import main

    with patch.object(main.TURNS, "turn", side_effect=main.TURNS.turn) as asked:
        main.show()
    import streamlit as st

    st.session_state["payers"] = [*st.session_state.get("payers", []), asked.call_args.args[0]]


def test_who_opens_a_page_that_was_drawn_before_or_has_stayed_pays_for_himself_and_other_newcomers_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from buyermaze.screens import main

    monkeypatch.setattr(main, "ADDRESSES", Addresses())
    monkeypatch.setattr(main, "SECONDS_TO_STAY", 10_000.0)
    at = AppTest.from_function(newcomer, default_timeout=120).run()
    at.run()
    at.session_state["since"] -= main.SECONDS_TO_STAY + 1.0
    at.run()
    assert not at.exception
    assert at.session_state["payers"] == [NEWCOMERS, NEWCOMERS, at.session_state["visitor"]]
    other = AppTest.from_function(newcomer, default_timeout=120).run()
    assert other.session_state["payers"] == [other.session_state["visitor"]]


def test_streamlit_tells_which_page_is_asked_for_before_it_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    from buyermaze.screens import main

    told, ask = [], main._page_asked_for
    monkeypatch.setattr(main, "_page_asked_for", lambda: told.append(ask()) or told[-1])
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    at.switch_page("screens/pages/trust.py").run()
    assert len(told) == 2 and told[0] != told[1]


def abandoned() -> None:
    """Go on after the visitor has left."""
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    from buyermaze.screens.panels.shared import stays

    st.session_state["said"] = "began"
    get_script_run_ctx().script_requests.request_stop()  # type: ignore[union-attr]
    stays()
    st.session_state["said"] = "went on"


def test_streamlit_tells_a_page_at_a_look_that_its_visitor_has_left() -> None:
    at = AppTest.from_function(abandoned, default_timeout=30).run()
    assert at.session_state["said"] == "began"
