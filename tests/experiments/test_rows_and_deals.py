"""Rows that are no deals, or only part of what is known of one: they are asked about, or left out by name."""

from datetime import datetime

import pytest
from openpyxl import Workbook

from buyermaze.experiments.importing.leads import import_leads
from buyermaze.experiments.importing.rows import Reading
from buyermaze.experiments.importing.words import Words
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.tables.layout import is_total
from buyermaze.simulator.tables.numbers import parsed_numbers


def file(folder, text, name="leads.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def counts(found):
    return found.n_won, found.n_lost, found.n_open


PARTS = {
    "stages over time": "Id,OpportunityId,StageName,CreatedDate\nh1,o1,Prospecting,2025-01-05\nh2,o1,Closed Won,2025-03-01\n"
    "h3,o2,Closed Lost,2025-03-02\nh4,o3,Proposal,2025-03-03\n",
    "products": "Opportunity Product ID,Opportunity ID,Product,Stage,Created Date\np1,o1,X,Closed Won,2025-01-05\n"
    "p2,o1,Y,Closed Won,2025-01-05\np3,o2,X,Closed Lost,2025-01-05\np4,o3,X,Proposal,2025-01-05\n",
    "people": "Contact ID,Deal ID,Stage,Created Date\nc1,o1,Closed Won,2025-01-05\nc2,o1,Closed Won,2025-01-05\n"
    "c3,o2,Closed Lost,2025-01-05\nc4,o3,Proposal,2025-01-05\n",
}


@pytest.mark.parametrize("kind", PARTS)
def test_where_a_deal_has_several_rows_with_numbers_of_their_own_it_is_asked_what_a_lead_is(tmp_path, kind):
    path = file(tmp_path, PARTS[kind])
    columns = PARTS[kind].splitlines()[0].split(",")
    with pytest.raises(
        InputProblem, match=rf"'{columns[1]}' names 3 deals in 4 rows, and '{columns[0]}' tells the rows apart"
    ):
        import_leads([path])
    assert counts(import_leads([path], {"case": columns[1]}, Reading(repeats="last"))) == (1, 1, 1)
    assert len(import_leads([path], {"case": columns[0]}).leads) == 4


def test_deals_that_name_their_account_or_lead_again_are_deals(tmp_path):
    text = "id,lead_id,Account ID,status,date_created\n1,a,x,won,2025-01-05\n2,a,x,lost,2025-01-05\n3,b,x,active,2025-01-05\n"
    assert counts(import_leads([file(tmp_path, text)])) == (1, 1, 1)


def test_names_and_sums_of_groups_are_no_deals_however_many_groups_there_are(tmp_path):
    header = "Name,Owner,Stage,Deal Value,Created"
    lines = ["Deals,,,,", "Active,,,,", header, "Deal A,Ann,Proposal,5000,2025-01-05", ",,,5000,", "Closed Won,,,,", header,
             "Deal B,Ann,Won,2000,2025-01-06", ",,,2000,", "Lost,,,,", header,
             "Deal C,Ann,Lost,1000,2025-01-07", ",,,1000,"]  # fmt: skip
    found = import_leads([file(tmp_path, "\n".join(lines) + "\n")])
    assert counts(found) == (1, 1, 1) and list(found.leads["case"]) == ["Deal A", "Deal B", "Deal C"]


def test_names_of_groups_that_stand_alone_in_their_rows_are_no_deals(tmp_path):
    text = (
        "Deals by Stage\nDeal Name,Amount,Created Time,Stage\nStage : Closed Won (2),,,\nA,100,2025-01-05,Closed Won\n"
        "B,100,2025-01-05,Closed Won\nStage : Closed Lost (1),,,\nC,100,2025-01-05,Closed Lost\nTotal Count : 3,,,\n"
    )
    assert counts(import_leads([file(tmp_path, text)])) == (2, 1, 0)


def test_where_columns_say_only_which_leads_are_lost_it_is_asked_which_are_won(tmp_path):
    path = file(tmp_path, "Deal ID,Created,Lost?\n1,2025-01-05,Yes\n2,2025-01-05,No\n3,2025-01-05,No\n")
    with pytest.raises(InputProblem, match=r"'Lost\?' says which leads were lost, and no column says which were won"):
        import_leads([path])
    assert counts(import_leads([path], {"is_lost": "Lost?"})) == (0, 1, 2)


def test_a_date_of_wins_and_losses_is_the_day_either_was_closed(tmp_path):
    text = (
        "Deal,Opened,Won/Lost date,Result\nA,2025-01-05,2025-02-05,Win\nB,2025-01-05,2025-02-06,Loss\nC,2025-01-05,,\n"
    )
    found = import_leads([file(tmp_path, text)])
    assert counts(found) == (1, 1, 1) and list(found.leads["closed"].notna()) == [True, True, False]


def test_a_lead_of_which_nothing_but_its_number_is_known_is_a_lead(tmp_path):
    text = "lead_id,won_date,amount\nL1,2025-01-05,100\nL2,,\nL3,2025-01-06,100\nL4,2025-01-06,100\nL15,,\n"
    assert counts(import_leads([file(tmp_path, text)])) == (3, 0, 2)


@pytest.mark.parametrize(
    "name",
    [
        "Gesamtergebnis",
        "Teilergebnis",
        "Totale complessivo",
        "Suma końcowa",
        "Eindtotaal",
        "Итого",
        "总计",
        "Total geral",
    ],
)
def test_lines_of_totals_are_known_as_spreadsheets_of_other_languages_call_them(tmp_path, name):
    assert is_total(name)
    text = (
        f"Deal,Stage,Amount,Created\nA,Won,100,2025-01-05\nB,Lost,200,2025-01-05\nC,Open,200,2025-01-05\n{name},,500,\n"
    )
    assert counts(import_leads([file(tmp_path, text)])) == (1, 1, 1)


def test_where_a_second_column_ends_leads_of_which_the_first_says_nothing_it_is_asked_which_counts(tmp_path):
    text = (
        "Lead ID,Created Date,Lead Status,Stage\n1,2025-01-05,Converted,Closed Won\n2,2025-01-05,Closed - Not Converted,\n"
        "3,2025-01-05,Working,\n4,2025-01-05,Converted,Closed Lost\n"
    )
    path = file(tmp_path, text)
    with pytest.raises(InputProblem, match="'2' is open by 'Stage' and lost by 'Lead Status'"):
        import_leads([path])
    assert counts(import_leads([path], {"result": "Stage"})) == (1, 1, 2)


def test_two_columns_of_one_name_that_contradict_each_other_are_asked_about(tmp_path):
    path = file(tmp_path, "id,status,created,status\n1,won,2025-01-05,lost\n2,lost,2025-01-05,won\n")
    with pytest.raises(InputProblem, match="is won by 'status' and lost by 'status "):
        import_leads([path])


def test_reasons_of_losses_where_no_lead_is_lost_are_asked_about(tmp_path):
    text = "Deal ID,Created,Stage,Lost Reason\n1,2025-01-05,Won,\n2,2025-01-05,Proposal,Price\n3,2025-01-05,Proposal,-None-\n"
    path = file(tmp_path, text)
    with pytest.raises(
        InputProblem, match=r"'2' is open by 'Stage', but 'Lost Reason' gives a reason why it was lost \(1 such"
    ):
        import_leads([path])
    assert counts(import_leads([path], {"result": "Stage"})) == (1, 0, 2)


def test_leads_sure_to_be_won_where_none_is_won_are_asked_about(tmp_path):
    text = "Deal ID,Created,Stage,Probability (%)\n1,2025-01-05,Contract,100\n2,2025-01-05,Dropped,0\n3,2025-01-05,Demo,50\n"
    path = file(tmp_path, text)
    with pytest.raises(
        InputProblem, match=r"'1' is open by 'Stage', but 'Probability \(%\)' says that it is sure to be won"
    ):
        import_leads([path])
    assert counts(import_leads([path], reading=Reading(Words(won=("Contract",))))) == (1, 1, 1)
    found = import_leads([file(tmp_path, text.replace(",100", ",90"), "other.csv")])
    assert counts(found) == (0, 1, 2)
    assert any("no lead is won: if that is not so" in remark for remark in found.remarks)


def test_an_event_that_was_only_planned_or_called_off_ends_nothing(tmp_path):
    text = (
        "case_id,activity,timestamp,lifecycle:transition\n1,Lead created,2025-01-05 10:00,complete\n"
        "1,Deal won,2025-02-06 10:00,schedule\n1,Deal won,2025-02-07 10:00,withdraw\n2,Lead created,2025-01-05 10:00,complete\n"
        "2,Deal won,2025-02-06 10:00,complete\n3,Deal lost,2025-02-06 10:00,complete\n"
    )
    assert counts(import_leads([file(tmp_path, text)])) == (1, 1, 1)


def test_a_file_that_is_written_in_an_older_alphabet_is_read_in_it_when_that_is_said(tmp_path):
    path = tmp_path / "leads.csv"
    text = '案件番号,作成日,フェーズ,金額\nJ1,2025/01/15,受注,"\\1,200,000"\nJ2,2025/01/15,失注,"\\900,000"\nJ3,2025/01/16,提案,\n'
    path.write_bytes(text.encode("cp932"))
    with pytest.raises(
        InputProblem, match=r"leads.csv is read as .*; if names look odd, say how it is written with --encoding"
    ):
        import_leads([path])
    found = import_leads([path], encoding="cp932")
    assert counts(found) == (1, 1, 1) and list(found.leads["value"][:2]) == [1_200_000.0, 900_000.0]


def test_the_point_of_an_abbreviated_currency_is_none_of_the_amount():
    found = parsed_numbers(["Rs. 5,000.00", "Rs. 1,00,000.00", "Fr. 12.50"], "amount")
    assert [amount.value for amount in found] == [5000.0, 100_000.0, 12.5]
    assert [amount.currency for amount in found] == ["Rs", "Rs", "CHF"]


def test_cells_of_a_sheet_that_are_merged_downwards_count_for_all_their_rows(tmp_path):
    sheet = (book := Workbook()).active
    rows = [
        ("Stage", "Opportunity ID", "Created"),
        ("Closed Won", "O1"),
        (None, "O2"),
        ("Closed Lost", "O3"),
        (None, "O4"),
        ("Demo", "O5"),
    ]
    for row in rows:
        sheet.append([*row[:2], *(row[2:] or [datetime(2025, 1, 5)])])
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("A4:A5")
    book.save(tmp_path / "leads.xlsx")
    assert counts(import_leads([tmp_path / "leads.xlsx"])) == (2, 2, 1)


TWO_ROWS = (
    "Deal,,Result,,Money\nID,Created,Status,Reason,Amount\n",
    "ID,Dates,Status,,Money\n,Created,,Reason,Amount\n",
)


@pytest.mark.parametrize("header", TWO_ROWS)
def test_names_of_columns_may_take_two_rows(tmp_path, header):
    text = header + "1,2025-01-05,Won,,100\n2,2025-01-05,Lost,Price,100\n3,2025-01-05,Open,,100\n"
    found = import_leads([file(tmp_path, text)])
    assert counts(found) == (1, 1, 1) and list(found.leads["case"]) == ["1", "2", "3"]
    assert found.leads["value"].sum() == 300 and found.leads["first_contact"].notna().all()
    one_row = "ID,Created,Status,\n1,2025-01-05,Won,note\n2,2025-01-05,Lost,\n3,2025-01-05,Open,\n"
    assert counts(import_leads([file(tmp_path, one_row)])) == (1, 1, 1)


@pytest.mark.parametrize(
    ("word", "value", "currency"),
    [
        ("1,5 Mrd €", 1.5e9, "EUR"), ("1,2 Mio. €", 1.2e6, "EUR"), ("30,5 Tsd. €", 30_500, "EUR"), ("1,2 T€", 1200, "EUR"),
        ("2,5 mln zł", 2.5e6, "PLN"), ("120万円", 1.2e6, "JPY"), ("1.5 crore", 1.5e7, ""), ("5,5 MSEK", 5.5e6, "SEK"),
        ("R 1 200,50", 1200.5, "ZAR"), ("Rp 1.200.000", 1.2e6, "IDR"), ("1.200,00 TL", 1200, "TRY"), ("₱1,200.00", 1200, "PHP"),
        ("€ (1.200,50)", -1200.5, "EUR"), ("(1.200,50) €", -1200.5, "EUR"), ("-$(1,200.50)", -1200.5, "$"),
        ("Rs.1,200.00/-", 1200, "Rs"), ("CHF 12'000.-", 12_000, "CHF"), ("₹ 1 20 000,5", 120_000.5, "INR"),
    ],
)  # fmt: skip
def test_money_of_other_lands_is_read_with_its_sign_and_its_multiple(word, value, currency):
    (found,) = parsed_numbers([word], "amount", delimiter=";")
    assert (found.value, found.currency, found.problem) == (pytest.approx(value), currency, "")


@pytest.mark.parametrize(
    "word", ["1 mil", "12 mth", "30 pcs", "1200 net", "inf", "12 34", "1 2", "10 20 30", "1 200 / 1 500", "1200 900"]
)
def test_letters_that_are_no_money_and_two_numbers_in_a_cell_are_not_read_as_an_amount(word):
    (found,) = parsed_numbers([word], "amount", delimiter=";")
    assert found.value is None
    assert "is no number" in found.problem
