"""Rows that a program keeps although they were put aside, and results that stand in more than one column."""

import pytest

from buyermaze.experiments.importing.leads import import_leads
from buyermaze.experiments.importing.rows import Reading
from buyermaze.experiments.importing.words import Words
from buyermaze.simulator.core.errors import InputProblem
from tests.experiments.test_importing import counts, file

ACTIVE = (
    "id,created,stage,active\n1,2026-01-05,Won,TRUE\n2,2026-01-05,Proposition,FALSE\n3,2026-01-05,New,FALSE\n"
    "4,2026-01-05,New,TRUE\n"
)


def test_deleted_rows_do_not_count_and_are_named(tmp_path):
    text = "Id,IsDeleted,CreatedDate,StageName\n1,false,2026-01-05,Closed Won\n2,true,2026-01-05,Closed Won\n"
    found = import_leads([file(tmp_path, f"{text}3,false,2026-01-05,Closed Lost\n4,true,2026-01-05,Closed Lost\n")])
    assert counts(found) == (1, 1, 0)
    assert set(found.rejected["reason"]) == {"it is marked as deleted in 'IsDeleted'"}


def test_of_leads_no_longer_active_that_are_not_called_lost_it_is_asked_how_they_ended(tmp_path):
    path = file(tmp_path, ACTIVE)
    with pytest.raises(
        InputProblem, match=r"'active' is FALSE for 2 leads .* '2' in line 3; .*--lost FALSE --open TRUE"
    ):
        import_leads([path])
    lost, still_open = Words(lost=("FALSE",), open=("TRUE",)), Words(open=("FALSE", "TRUE"))
    assert counts(import_leads([path], {"is_lost": "active"}, Reading(lost))) == (1, 2, 1)
    assert counts(import_leads([path], {"is_lost": "active"}, Reading(still_open))) == (1, 0, 3)


def test_of_archived_leads_that_are_called_won_or_lost_it_is_said_that_they_count(tmp_path):
    text = "id,archived,created,stage\n1,true,2026-01-05,won\n2,false,2026-01-05,lost\n3,false,2026-01-05,open\n"
    found = import_leads([file(tmp_path, text)])
    assert counts(found) == (1, 1, 1)
    assert any("1 of 3 leads" in remark and "('archived' is true); they count" in remark for remark in found.remarks)


def test_words_given_for_wins_do_not_turn_a_column_of_losses_round(tmp_path):
    text = "id,created,outcome,lost\n1,2026-01-05,1,0\n2,2026-01-05,0,1\n"
    found = import_leads([file(tmp_path, text)], reading=Reading(Words(won=("1",), lost=("0",))))
    assert counts(found) == (1, 1, 0)


def test_where_one_column_holds_the_losses_and_another_the_wins_it_is_asked_which_counts(tmp_path):
    text = (
        "Record ID,Create Date,Lead Status,Lifecycle Stage\n1,2026-01-05,Open,Customer\n2,2026-01-05,Unqualified,Lead\n"
    )
    path = file(tmp_path, text)
    with pytest.raises(
        InputProblem, match=r"no lead is read as won from 'Lead Status', but 'Lifecycle Stage' holds 'Customer'"
    ):
        import_leads([path])
    assert counts(import_leads([path], {"result": "Lifecycle Stage"})) == (1, 0, 1)
    assert counts(import_leads([path], {"result": "Lead Status"})) == (0, 1, 1)


def test_where_two_columns_say_of_different_leads_when_they_were_won_it_is_asked_which_counts(tmp_path):
    header = "id,created,Date entered Closed Won (Sales),Date entered Closed Won (Partners),Date entered Closed Lost\n"
    path = file(tmp_path, f"{header}1,2026-01-05,2026-02-01,,\n2,2026-01-05,,2026-02-02,\n3,2026-01-05,,,2026-02-03\n")
    with pytest.raises(InputProblem, match=r"Won \(Sales\)' and .*Won \(Partners\)' both say when leads were won"):
        import_leads([path])
    found = import_leads([path], {"won": "Date entered Closed Won (Sales)"})
    assert counts(found) == (1, 1, 1)


@pytest.mark.parametrize("count", ["²", "7" * 6000])
def test_a_column_called_count_that_holds_no_counts_is_no_summary(tmp_path, count):
    path = file(tmp_path, f"id,created,status,count\n1,2026-01-05,won,{count}\n2,2026-01-05,lost,2\n")
    assert counts(import_leads([path])) == (1, 1, 0)
