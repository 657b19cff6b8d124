"""The page Over time: the numbers of the library, the plan in the address, wrong plans in words, marks that are dragged."""

import re
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

import buyermaze as bm
from buyermaze.screens.engine import plans as engine
from buyermaze.screens.sidebar import choices
from buyermaze.simulator.inputs.reading.links import to_link
from buyermaze.simulator.inputs.reading.plan_pieces import Piece, planned
from buyermaze.simulator.inputs.reading.uploads import from_upload, to_yaml
from buyermaze.simulator.inputs.sheets.target import Target
from buyermaze.simulator.outlook.outlook import interval_said
from tests.app.sizes import ASKED, N_REPLICATIONS, SMALL, WEEKS
from tests.app.watching import drawn, visit, whole

ROOT = Path(__file__).resolve().parents[2]
PLAN = [Piece("remove_gate", date(2026, 3, 2)), Piece("reps", date(2026, 4, 1), 2)]
ADDRESS = {"plan": [piece.text for piece in PLAN], "plan_due": "2026-06-30", "plan_target": "1.2m"}


def opened(**query: Any) -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=600)
    at.query_params.update(ASKED | query)
    return at.run().switch_page("screens/pages/plans.py").run()


def company() -> Any:
    key = ("baton_pass", "reference")
    return choices.changed(choices.shipped(*key), key, choices.run_changes(1, WEEKS))


def words(at: AppTest) -> str:
    return " ".join([*(each.value for each in at.subheader), *(each.value for each in at.markdown)])


def test_the_page_says_what_the_library_says_of_its_file() -> None:
    at = opened(**ADDRESS)
    assert not at.exception and not at.error and not at.warning
    file = to_yaml(planned(company(), PLAN).model_copy(update={"target": Target(amount=1.2e6, date=date(2026, 6, 30))}))
    found = bm.outlook(from_upload("plan.yaml", file.encode()), n_replications=N_REPLICATIONS, with_moves=False)
    assert at.subheader[0].value.replace("\u00a0", " ") == found.verdict() and "USD 1.2 million by 30 June 2026" in found.verdict()
    assert f"With the plan {interval_said(found.odds())}" in words(at) and found.bounds() in words(at)
    assert "no forecast of a firm" in " ".join(each.value for each in at.caption)
    assert not re.search(r"20\d\d-\d\d-\d\d|programme\.|n_reps", words(at))  # dates in words, no code names


def test_what_an_address_asks_for_wrongly_is_said_and_the_rest_is_kept() -> None:
    at = opened(plan=["marge.2026-03-02", "own.7.2026-03-02", "reps.2.2026-04-01"], plan_due="soon", plan_target="1,2 Mio")
    said = " ".join(each.value for each in at.warning)
    assert "did you mean 'merge'" in said and "'soon', which is no day" in said and "'1,2 Mio' is no amount" in said
    assert "'own.7.2026-03-02' is no change of the scenario, which brings 0 of its own" in said
    assert not at.exception and not at.error
    assert [piece.text for piece in at.session_state["plans"]["Baton pass"]] == ["reps.2.2026-04-01"]


def test_a_plan_that_cannot_be_done_is_refused_in_words_and_can_be_mended() -> None:
    at = opened(plan=["split.2026-03-02", "reps.2.2026-04-01"])
    assert "This plan cannot be done: one team becomes two functions with a hand-off" in at.error[0].value
    at.session_state["plans"]["Baton pass"] = PLAN[1:]
    assert not at.run().error


def test_a_plan_brought_in_a_file_has_its_lanes_and_its_target() -> None:
    own = planned(company(), PLAN).model_copy(
        update={"target": Target(amount=7, measure="n_wins", date=date(2026, 9, 16))}
    )
    own = own.model_copy(update={"name": "mine"})
    at = opened(own=to_link(own), programmes=["baton_pass", "mine"], baseline="mine")
    assert not at.exception and not at.error
    assert [piece.day for piece in at.session_state["plans"]["mine"]] == [piece.day for piece in PLAN]
    assert "wins of 7 by 30 September 2026" in words(at)
    assert "The target of 16 September 2026 is held by 30 September 2026" in at.warning[0].value


def test_a_date_that_moves_runs_neither_the_past_nor_no_change_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from buyermaze.simulator.outlook import futures

    base = company()
    first, second = (planned(base, [Piece("reps", date(2026, month, 1), 2)]) for month in (5, 6))
    assert engine.until(first) == engine.until(second)
    before = engine.curves(first, 2)
    made: list[int] = []
    usual = futures.futures_table
    monkeypatch.setattr(
        futures, "futures_table", lambda plans, *more, **past: made.append(len(plans)) or usual(plans, *more, **past)
    )
    after = engine.curves(second, 2)
    assert made == [1]  # the moved plan alone
    assert (before.table[1] == after.table[1]).any()
    whole_runs = bm.timeline(second, "month", 2, until=engine.until(second))
    assert ((after.table == whole_runs.table) | (after.table != after.table)).all()
    assert engine.at_hand(second) == 2 and engine.curves(second, 3).table.shape[1] == 3


def asked(tab: Any) -> dict[str, list[str]]:
    return parse_qs(urlsplit(tab.url).query)


def test_marks_are_dragged_and_moved_by_keys_and_the_address_follows(tab: Any, served: str) -> None:
    query = "&".join(f"plan={text}" for text in ADDRESS["plan"])
    visit(tab, served, "plans", f"{SMALL}&{query}&plan_due=2026-06-30&plan_target=1.2m")
    marks = tab.locator(".lanes .mark")
    assert [mark.get_attribute("aria-valuetext") for mark in marks.all()] == [
        "2 March 2026",
        "1 April 2026",
        "30 June 2026",
    ]
    before = drawn(tab)
    marks.nth(1).focus()
    marks.nth(1).press("ArrowRight")
    whole(tab, "plans", before)
    assert asked(tab)["plan"] == ["remove_gate.2026-03-02", "reps.2.2026-04-08"]
    before, box = drawn(tab), marks.nth(0).bounding_box()
    tab.mouse.move(box["x"] + 14, box["y"] + 14)
    tab.mouse.down()
    tab.mouse.move(box["x"] + 114, box["y"] + 14, steps=5)
    tab.mouse.up()
    whole(tab, "plans", before)
    moved = asked(tab)["plan"][0]
    assert moved.startswith("remove_gate.2026-") and moved > "remove_gate.2026-03-02"
    before = drawn(tab)
    tab.get_by_role("button", name="Take away: Two reps more").click()
    whole(tab, "plans", before)
    assert asked(tab)["plan"] == [moved]
    heading = tab.locator("[data-testid=stMain] h3").first.inner_text()
    visit(tab, served, "plans", urlsplit(tab.url).query)  # somebody else opens the address
    assert tab.locator("[data-testid=stMain] h3").first.inner_text() == heading


@pytest.mark.parametrize(
    ("asked", "first", "says"),
    [
        ({}, "merge", "It leads from Baton pass to Merged as shipped."),
        ({"programmes": ["Merged", "Baton pass"], "baseline": "Merged"}, "split", "It leads from Merged to Baton pass as shipped."),
        ({"programmes": ["Baton pass", "SLA aligned"]}, "add_sla", "It leads from Baton pass to SLA aligned as shipped."),
        ({"programmes": ["Baton pass", "Sales only"]}, "merge", "It leads to none of what Compare holds against Baton pass"),
    ],
)  # fmt: skip
def test_the_page_opens_with_the_way_to_what_compare_shows_and_says_how_the_two_stand(
    asked: dict[str, Any], first: str, says: str
) -> None:
    at = opened(**asked)
    assert not at.exception and not at.error
    (pieces,) = at.session_state["plans"].values()
    assert [piece.kind for piece in pieces] == [first]
    assert any(says in caption.value and caption.value.startswith("The plan: ") for caption in at.caption)
