"""What two leads may share, what only looks like an end, and ends that are told in words nobody expected."""

import json

import pytest

from buyermaze.experiments.importing.leads import import_leads
from buyermaze.experiments.importing.rows import Reading
from buyermaze.experiments.importing.words import Words, ended, event_ended
from buyermaze.simulator.core.errors import InputProblem
from tests.experiments.test_importing import counts, file

ENDS = ("won", "lost", "won", "open", "won", "lost", "open", "won", "lost", "open")


def test_two_deals_of_one_name_are_not_taken_for_one_deal(tmp_path):
    names = ("Acme", "Bolt", "Acme", "Cork", "Dune", "Eiger", "Fjord", "Gobi", "Hill", "Isle")
    rows = [f"{k},{name},{said},2026-01-{k + 10}" for k, (name, said) in enumerate(zip(names, ENDS, strict=True))]
    path = file(tmp_path, "\n".join(["#,Lead,Status,Created", *rows]))
    with pytest.raises(InputProblem, match="which column identifies a lead"):
        import_leads([path])
    assert counts(import_leads([path], {"case": "#"})) == (4, 3, 3)


def test_ids_that_come_twice_in_a_column_called_lead_are_still_one_lead(tmp_path):
    rows = [f"L{k % 9},{said},2026-01-{k % 9 + 10}" for k, said in enumerate([*ENDS[:9], "open"])]
    assert counts(import_leads([file(tmp_path, "\n".join(["Lead,Status,Created", *rows]))])) == (4, 3, 2)


def test_the_id_of_an_item_identifies_it_before_its_name(tmp_path):
    found = import_leads([file(tmp_path, "Name,Item ID (made up),Status,Created\nA,7,won,2026-01-05\nB,8,lost,2026-01-05\n")])
    assert list(found.leads["case"]) == ["7", "8"]


@pytest.mark.parametrize(
    "event", ["Signed in", "Lost password", "Cart lost", "E-mail: how Acme won", "Webinar won", "Stage changed to Negotiation"]
)
def test_an_event_that_only_mentions_winning_or_losing_ends_nothing(event):
    assert event_ended(event) == "open"


@pytest.mark.parametrize("event", ["Signed up", "Winter wins", "Ordered demo", "Awarded badge"])
def test_of_an_event_with_something_else_won_it_is_asked(event):
    assert event_ended(event) == "unclear"


@pytest.mark.parametrize("event", ["Contract signed", "Deal won", "Purchase completed", "Stage changed to Closed Won", "Won"])
def test_an_event_that_names_the_deal_ends_it(event):
    assert event_ended(event) == "won"


def test_visits_that_sign_up_and_forget_their_password_are_no_losses(tmp_path):
    rows = [f"{who},{what},2026-01-0{k + 5}" for who in "ab" for k, what in enumerate(("Signed up", "Lost password"))]
    path = file(tmp_path, "\n".join(["case,activity,time", *rows]))
    with pytest.raises(InputProblem, match="'Signed up' may be a win, a loss or neither"):
        import_leads([path])
    assert counts(import_leads([path], reading=Reading(Words(won=("Signed up",))))) == (2, 0, 0)


@pytest.mark.parametrize("word", ["Keine Rückmeldung", "Not a target account", "Signed up"])
def test_a_no_that_is_not_understood_is_asked_about_and_not_taken_for_open(word, tmp_path):
    path = file(tmp_path, f"id,created,status\n1,2026-01-05,won\n2,2026-01-05,lost\n3,2026-01-05,{word}\n")
    with pytest.raises(InputProblem, match=f"'{word}' may be a win, a loss or neither"):
        import_leads([path])


@pytest.mark.parametrize("word", ["Not started", "Not contacted", "No response", "Noch nicht bearbeitet"])
def test_who_was_not_reached_yet_is_open(word, tmp_path):
    path = file(tmp_path, f"id,created,status\n1,2026-01-05,won\n2,2026-01-05,lost\n3,2026-01-05,{word}\n")
    assert counts(import_leads([path])) == (1, 1, 1)


@pytest.mark.parametrize("word", ["Abgebrochen", "kein Interesse", "Sans suite", "Desistiu", "Not moving forward"])
def test_other_words_for_giving_up_are_losses(word):
    assert ended(word) == "lost"


def test_an_unknown_word_of_leads_that_all_were_closed_is_asked_about_where_open_leads_are_to_be_closed(tmp_path):
    rows = ["1,2026-01-05,won,2026-02-01", "2,2026-01-05,lost,2026-02-02", "3,2026-01-05,open,2099-01-01",
            "4,2026-01-05,Rohrkrepierer,2026-02-03", "5,2026-01-05,Bid,2099-02-03"]  # fmt: skip
    text = "\n".join(["id,created,status,close date", *rows])
    with pytest.raises(InputProblem, match="'4' was closed on 2026-02-03, and it is not plain how"):
        import_leads([file(tmp_path, text)])
    later = import_leads([file(tmp_path, text.replace("Rohrkrepierer,2026", "Bid,2098"))])
    assert counts(later) == (1, 1, 3)


def test_an_unknown_word_beside_reasons_of_losses_is_asked_about_although_others_are_lost(tmp_path):
    rows = ["1,2026-01-05,won,", "2,2026-01-05,lost,price", "3,2026-01-05,Perdita,price", "4,2026-01-05,Bid,"]
    text = "\n".join(["id,created,status,lost reason", *rows])
    with pytest.raises(InputProblem, match="'3' is open by 'status', but 'lost reason' gives a reason"):
        import_leads([file(tmp_path, text)])


def test_a_word_in_place_of_a_closing_date_that_says_not_closed_leaves_the_lead_open(tmp_path):
    rows = [f"{k},2026-01-0{k},{'open' if k > 5 else 'won'},{'not closed' if k > 5 else f'2026-02-0{k}'}" for k in range(1, 8)]
    found = import_leads([file(tmp_path, "\n".join(["id,created,status,closed on", *rows]))])
    assert counts(found) == (5, 0, 2)
    assert not len(found.rejected) and found.leads["closed"].notna().sum() == 5


def test_a_word_nobody_knows_in_place_of_a_closing_date_does_not_leave_out_the_leads_that_are_open(tmp_path):
    rows = [f"{k},2026-01-0{k},{'open' if k > 5 else 'won'},{'tbd' if k > 5 else f'2026-02-0{k}'}" for k in range(1, 8)]
    found = import_leads([file(tmp_path, "\n".join(["id,created,status,closed on", *rows]))])
    assert counts(found) == (5, 0, 2)
    assert list(found.remarked["reason"]) == ["closed on: 'tbd' is no date; it counts, but not for times"] * 2


@pytest.mark.parametrize(("name", "worth"), [("value_k_eur", 2500.0), ("value_eur", 2.5), ("value_k", 2500.0), ("deal_value", 2.5)])
def test_units_in_a_name_without_blanks_count(name, worth, tmp_path):
    found = import_leads([file(tmp_path, f"id,created,status,{name}\n1,2026-01-05,won,2.5\n2,2026-01-05,lost,2.5\n")])
    assert list(found.leads["value"]) == [worth, worth]
    assert set(found.leads["currency"]) == ({"EUR"} if name.endswith("eur") else {""})


@pytest.mark.parametrize("never", ["00000000", "9999-12-31", "1753-01-01", "00.00.0000", "31.12.9999"])
def test_a_day_that_stands_for_none_leaves_the_lead_open(never, tmp_path):
    rows = [f"{k},2026010{k},{'Lead' if k > 5 else 'Closed Won'},{never if k > 5 else f'2026020{k}'}" for k in range(1, 8)]
    found = import_leads([file(tmp_path, "\n".join(["id,created,stage,closed on", *rows]))])
    assert counts(found) == (5, 0, 2) and not len(found.rejected)


def test_an_amount_in_hundredths_is_read_where_it_is_written_out(tmp_path):
    deal = {"id": "o1", "status": "won", "date_created": "2026-01-05", "value": 120050, "value_formatted": "$1,200.50"}
    path = tmp_path / "deals.json"
    path.write_text(json.dumps([deal, {**deal, "id": "o2", "status": "lost"}]), encoding="utf-8")
    assert list(import_leads([path]).leads["value"]) == [1200.5, 1200.5]


def test_the_wide_sign_of_the_yen_is_one(tmp_path):
    found = import_leads([file(tmp_path, 'id,created,status,amount\n1,2026-01-05,won,"￥1,200"\n2,2026-01-05,lost,"￥900"\n')])
    assert list(found.leads["value"]) == [1200.0, 900.0] and set(found.leads["currency"]) == {"JPY"}


def test_of_every_word_of_an_event_log_it_is_told_how_many_leads_it_happened_to(tmp_path):
    rows = ["a,Call,2026-01-05", "a,Call,2026-01-06", "a,Deal won,2026-01-07", "b,Call,2026-01-05", "b,Deal lost,2026-01-08"]
    words = import_leads([file(tmp_path, "\n".join(["case,activity,time", *rows]))]).words.set_index("word")
    assert words["n"].to_dict() == {"Call": 3, "Deal won": 1, "Deal lost": 1}
    assert words["n_leads"].to_dict() == {"Call": 2, "Deal won": 1, "Deal lost": 1}
