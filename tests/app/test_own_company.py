"""The page on one's own company: a file is read before it is used, the company goes to every page and into the link, and back."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from buyermaze.experiments.calibration import company
from buyermaze.experiments.calibration.company import my_company
from tests.app.sizes import ASKED

ROOT = Path(__file__).resolve().parents[2]
LEADS = "\n".join([
    "Deal ID,Create date,Close date,Deal stage,Amount",
    *(f"{k},2025-0{1 + k % 8}-0{1 + k % 9},2025-1{k % 3}-1{k % 9},Closed {'won' if k % 3 else 'lost'},{90_000 + 1000 * k}"
      for k in range(12)),
    "99,2025-01-07,some day,Closed lost,90000",
])  # fmt: skip


@pytest.fixture
def app() -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=600)
    at.query_params.update(ASKED)
    return at.run().switch_page("screens/pages/company.py").run()


def test_a_dropped_export_is_shown_and_fills_in_what_it_tells(app: AppTest) -> None:
    upload = next(each for each in app.file_uploader if each.key == "crm_file")
    at = upload.set_value(("deals.csv", LEADS.encode(), "text/csv")).run()
    assert not at.exception and not at.error
    said = " ".join(each.value for each in at.markdown)
    assert "12 leads" in said or "13 leads" in said
    assert any("not used" in each.label for each in at.expander) or "remark" in said or "13 leads" in said
    filled = {each.label: each.value for each in at.number_input}
    worth = next(value for label, value in filled.items() if label.startswith("What is a usual deal worth"))
    assert worth == pytest.approx(96_000, rel=0.1)


def test_numbers_of_an_export_beyond_what_is_asked_for_are_filled_in_at_the_bound(app: AppTest) -> None:
    rows = (f"L{k},2025-0{1 + k % 9}-11,2025-11-0{1 + k % 9},{'won' if k % 3 == 0 else ''},1000\n" for k in range(60))
    upload = next(each for each in app.file_uploader if each.key == "crm_file")
    at = upload.set_value(("deals.csv", f"lead,created,closed,status,amount\n{''.join(rows)}".encode(), "text/csv")).run()
    assert not at.exception and not at.error and any("still open" in each.value for each in at.info)
    assert all(each.value is None or each.min <= each.value <= each.max for each in at.number_input)


def test_a_file_that_says_nothing_is_answered_with_a_question(app: AppTest) -> None:
    upload = next(each for each in app.file_uploader if each.key == "crm_file")
    at = upload.set_value(("notes.csv", b"a,b\nx,y\n", "text/csv")).run()
    assert not at.exception
    assert any("cannot be used as it is" in each.value for each in at.warning)


def test_the_company_goes_to_every_page_and_back(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(company, "N_ACCOUNTS", 10)
    app.session_state["company_made"] = my_company("Acme pumps", {"win_rate": 0.25, "deal_value": 5e4}, n_points=50)
    at = app.run()
    at = next(each for each in at.button if each.key == "company_use").click().run()
    assert not at.exception and not at.error
    assert at.multiselect(key="programmes").value == ["Acme pumps", "Merged at Acme pumps"]
    assert at.session_state["setup"].names == ["Acme pumps", "Merged at Acme pumps"]
    assert at.session_state["setup"].base.market.offer.deal_value == 5e4
    assert at.session_state["setup"].base.story.startswith("Like baton pass, with 2 numbers of its own. ")
    assert at.session_state["setup"].place == "The market of Acme pumps"
    assert len(at.query_params["own"]) == 2
    at = next(each for each in at.button if each.key == "company_undo").click().run()
    assert at.multiselect(key="programmes").value == ["baton_pass", "merged"]
    assert at.session_state["setup"].place == "Reference market"
    assert not any(each.key == "company_undo" for each in at.button)


def test_nothing_is_brought_in_where_nothing_may_be(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUYERMAZE_APP_READ_ONLY", "1")
    at = app.run()
    assert not at.get("file_uploader") and not any(each.key == "company_use" for each in at.button)


def test_levers_that_were_not_moved_stand_where_the_company_has_them(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(company, "N_ACCOUNTS", 10)
    known = {"win_rate": 0.25, "people_in_group": 5.0, "reps": 9.0}
    for people in (5.0, 6.0):  # the same company again, with a number mended
        app.session_state["company_made"] = my_company("Acme pumps", known | {"people_in_group": people}, n_points=50)
        at = next(each for each in app.run().button if each.key == "company_use").click().run()
        setup = at.session_state["setup"]
        assert not setup.moved and setup.n_changed == 0
        assert {scenario.market.group.n_people_mean for scenario in setup.scenarios} == {people}
        assert {scenario.programme.team.n_reps for scenario in setup.scenarios} == {9}
    at = next(each for each in at.button if each.key == "company_undo").click().run()
    assert not at.session_state["setup"].moved and at.session_state["setup"].base.market.group.n_people_mean == 8


def test_whoever_opens_a_link_is_told_which_company_is_in_use(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(company, "N_ACCOUNTS", 10)
    assert not any("In use on every page" in each.value for each in app.info)
    app.session_state["company_made"] = my_company("Acme pumps", {"win_rate": 0.25}, n_points=50)
    at = next(each for each in app.run().button if each.key == "company_use").click().run()
    link = {name: at.query_params[name] for name in ("own", "programmes", "baseline") if name in at.query_params}
    other = AppTest.from_file(str(ROOT / "app.py"), default_timeout=600)
    other.query_params.update({**ASKED, **link})
    other = other.run().switch_page("screens/pages/company.py").run()
    assert any(each.value.startswith("In use on every page: Acme pumps, with a market of its own") for each in other.info)
    at = next(each for each in other.button if each.key == "company_back").click().run()  # as after a reload
    assert not at.exception and not at.error and not at.warning
    assert at.multiselect(key="programmes").value == ["baton_pass", "merged"]
    assert at.session_state["setup"].place == "Reference market" and not at.query_params.get("own")
    assert not any(each.key == "company_back" for each in at.button)
