"""Reading leads, deals and event logs that nobody has cleaned up: right counts or a question, never a wrong number."""

import csv
import gzip
import json
from pathlib import Path

import numpy as np
import pandas
import pytest

from buyermaze.experiments.importing.leads import import_leads
from buyermaze.experiments.importing.rows import Reading
from buyermaze.experiments.importing.words import Words, ended, event_ended, is_answer
from buyermaze.simulator.core.clock import Clock, working_hours
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.runs.run import simulate
from tests.experiments.crm_exports import EXPORTS
from tests.worlds import cohort

OLIST = Path(__file__).resolve().parents[3] / "shared" / "data" / "olist_seller_funnel"


def file(tmp_path, text, name="leads.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def counts(found):
    return found.n_won, found.n_lost, found.n_open


@pytest.mark.parametrize("tool", EXPORTS)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_exports_of_well_known_tools_give_their_counts(tmp_path, tool, encoding):
    text, expected = EXPORTS[tool]
    found = import_leads([file(tmp_path, text, encoding=encoding)])
    assert counts(found) == expected, found.sentences()
    assert found.leads["first_contact"].notna().sum() >= len(found.leads) - 1
    assert set(found.leads["first_contact"].dropna().dt.year) == {2026}


@pytest.mark.parametrize("tool", sorted(set(EXPORTS) - {"Salesforce report"}))  # whose texts '1,200' are asked about
def test_a_workbook_of_the_same_table_gives_the_same_counts(tmp_path, tool):
    from openpyxl import Workbook

    text, expected = EXPORTS[tool]
    book = Workbook()
    lines = [line for line in text.splitlines() if not line.startswith("sep=")]
    for row in csv.reader(lines, delimiter=max(",;|", key=text.count)):
        book.active.append(row)
    book.save(tmp_path / "leads.xlsx")
    found = import_leads([tmp_path / "leads.xlsx"])
    assert counts(found) == expected


def test_real_leads_and_deals_are_counted_exactly_and_the_odd_one_is_named():
    if not OLIST.is_dir():
        pytest.skip("the data set is not part of the project")
    found = import_leads(
        [OLIST / "olist_marketing_qualified_leads_dataset.csv", OLIST / "olist_closed_deals_dataset.csv"]
    )
    assert (len(found.leads), found.n_won) == (8000, 842)
    assert found.rejected.empty
    assert len(found.remarked) == 1
    odd = found.remarked.iloc[0]
    assert odd["case"] == "b91cf8812365f50ff4bda4bcd6206b05"
    assert "was won on 2018-03-06, before its first contact on 2018-03-08" in odd["reason"]


def test_nasty_rows_are_named_one_by_one(tmp_path):
    leads = file(
        tmp_path,
        "Lead ID;Created;Amount;Status\n"
        "a;2026-01-05;1.200,50;Closed Won\n"
        ";2026-01-05;10;open\n"
        "b;yesterday;10;open\n"
        "c;2026-02-31;10;open\n"
        "d;2026-01-05;lots;open\n"
        "a;2026-01-06;5;open\n"
        "e;2026-01-05\n"
        "\n"
        'f;2026-01-05T10:00:00+02:00;"€2500";"closed\nlost"\n'
        "g;1899-01-01;5;open\n"
        "h;;7;open\n"
        "Total;;9000;\n",
    )
    found = import_leads([leads])
    reasons = dict(zip(found.rejected["line"], found.rejected["reason"], strict=True))
    assert "2 cells where the header has 4" in reasons[8]
    assert reasons[3] == "Lead ID is empty"
    assert reasons[4] == "Created: 'yesterday' is no date"
    assert reasons[5].startswith("Created: '2026-02-31' is no date")
    assert reasons[7] == "'a' is there already, in line 2"
    assert reasons[14] == "a line of totals"
    assert "1899" in reasons[12]
    kept = found.leads.set_index("case")
    assert list(kept.index) == ["a", "d", "f", "h"]
    assert kept.loc["f", "first_contact"] == pandas.Timestamp("2026-01-05T08:00:00Z")
    assert kept["value"].tolist()[0] == 1200.5
    assert np.isnan(kept.loc["d", "value"]), "an amount that cannot be read is a reservation, not a lost lead"
    assert "'lots' is no number; it counts" in found.remarked.iloc[0]["reason"]
    assert kept.loc["f", "result"] == "lost"
    assert len(found.leads) + len(found.rejected) == 11


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("Lost - competitor won", "lost"), ("Not signed", "lost"), ("Win-back", "open"), ("Closed Won", "won"),
        ("Won!", "won"), ("won't buy", "lost"), ("Closed", "unclear"), ("Closed Won / Lost", "unclear"), ("Out-Sold", "lost"),
        ("Lost - no response", "lost"), ("Won - no discount", "won"), ("To be won", "open"), ("At risk of loss", "open"),
        ("NDA signed", "open"), ("Contract signed", "won"), ("Closed - Not Converted", "lost"), ("Gewonnen", "won"),
        ("Perdido", "lost"), ("Qualified", "open"), ("Unqualified", "lost"), ("Kaput", "unknown"), ("", "open"),
    ],
)  # fmt: skip
def test_words_are_whole_and_negation_and_loss_go_first(word, meaning):
    assert ended(word) == meaning


def test_events_that_mention_a_word_are_not_what_the_word_means():
    assert not is_answer("Lead automatically created")
    assert not is_answer("No reply yet")
    assert is_answer("First sales call")
    assert event_ended("Win probability updated") == "open"
    assert event_ended("Quote rejected") == "unclear"
    assert event_ended("Deal lost") == "lost"


def test_a_column_is_not_taken_for_part_of_its_name(tmp_path):
    found = import_leads(
        [file(tmp_path, "id,created,Responsible,status\n1,2026-01-05,2026,won\n2,2026-01-05,2026,lost\n")]
    )
    assert "responded" not in next(iter(found.mapping.values()))


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("id,created\n1,2026-01-05\n", "no column says how leads ended"),
        ("id,created,status\n1,2026-01-05,Alpha\n2,2026-01-05,Beta\n", "none of 2 leads is read as won or lost.*'Alpha'"),
        ("id,created,status\n1,2026-01-05,Won\n2,2026-01-05,Kaput\n", "no lead is read as lost.*--lost 'Kaput'"),
        ("id,created,status\n1,2026-01-05,Won\n2,2026-01-05,Closed\n", "'Closed' may be a win, a loss or neither"),
        ("id,created,status\n1,2026-01-05,0\n2,2026-01-05,1\n", "none of 2 leads|says"),
        ("came,status\n2026-01-05,won\n", "which column identifies a lead"),
        ("id,created,closed\n1,2026-01-05,yes\n2,2026-01-05,no\n", "no column says how leads ended"),
        ("id,created,status,closed\n1,2026-01-05,won,1\n2,2026-01-05,open,1\n", "is closed, and"),
        ("id,created,status\n1,03/04/2026,won\n2,05/05/2026,lost\n", "'03/04/2026' may mean two dates; say which with --dates"),
        ("id,created,status\n1,1/15/26,won\n2,1/16/26,lost\n", "has two digits; say --century"),
        ("id;created;status;value\n1;2026-01-05;won;1.200\n2;2026-01-05;lost;2.500\n", "'1.200' may mean two numbers"),
        ("id;created;status;value\n1;2026-01-05;won;1.200,50\n2;2026-01-05;lost;1,200.50\n", "holds both"),
        ("account id,stage\nA,Won\nA,Lost\nA,Won\nB,Lost\n", "names 2 leads in 4 rows"),
        ("id,created,status\n,2026-01-05,won\n", "nothing usable was read"),
        ("case_id,activity,timestamp\na,Submit,2026-01-05\na,Archive,2026-01-06\n", "none of 1 leads is read as won or lost"),
    ],
)  # fmt: skip
def test_what_may_mean_two_things_is_asked(tmp_path, command, text, question):
    path = file(tmp_path, text)
    if "says" not in question:
        with pytest.raises(InputProblem, match=question):
            import_leads([path])
    done = command("import", path)
    assert done.returncode == 2, done.stdout
    assert done.stdout == ""


def test_answers_to_questions_are_taken(tmp_path):
    text = "id;created;status;value\n1;03/04/26;Kaput;1.200\n2;05/04/26;Done;2.500\n3;06/04/26;Odd;1\n"
    how = Reading(Words(won=("done",), lost=("Kaput",), open=("odd",)), "month-first", 2000, "comma")
    found = import_leads([file(tmp_path, text)], reading=how)
    assert counts(found) == (1, 1, 1)
    assert list(found.leads["value"]) == [1200, 2500, 1]
    assert found.leads["first_contact"][0] == pandas.Timestamp("2026-03-04T00:00Z")
    with pytest.raises(InputProblem, match="--won Dona: no cell holds this word; did you mean 'Done'"):
        import_leads([file(tmp_path, text)], reading=Reading(Words(won=("Dona",)), "month-first", 2000, "comma"))
    lines = import_leads([file(tmp_path, "came,status\n2026-01-05,won\n2026-01-05,won\n")], {"case": "line"})
    assert counts(lines) == (2, 0, 0)


def test_the_mapping_that_an_import_writes_is_taken_back(tmp_path, command):
    leads = file(tmp_path, "number,came,how\n1,2026-01-01,ja\n2,2026-01-01,Storniert\n3,2026-01-01,Prima\n")
    options = ["--column", "case=number", "--column", "first_contact=came", "--column", "result=how", "--won", "Prima",
               "--lost", "storniert", "--open", "ja"]  # fmt: skip
    first = command("import", leads, *options, "--out", tmp_path / "o", "--json", "-")
    assert first.returncode == 0, first.stderr
    again = command("import", leads, "--mapping", tmp_path / "o" / "columns.json", "--json", "-")
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout) == json.loads(first.stdout)
    assert json.loads(first.stdout)["n_won"] == 1
    for content, words in (
        ("{}x", "no columns.json"),
        ('{"columns": {"leads.csv": {"cse": "number"}}}', "did you mean 'case'"),
    ):
        (tmp_path / "bad.json").write_text(content)
        done = command("import", leads, "--mapping", tmp_path / "bad.json")
        assert done.returncode == 2
        assert words in done.stderr


def test_deals_add_to_leads_and_strangers_are_named(tmp_path):
    leads = file(tmp_path, "id,lead_date\n1,2026-01-01\n2,2026-01-02\n")
    deals = file(
        tmp_path,
        "id,won_date,value\n1,2026-02-01,100\n9,2026-02-01,5\n1,2026-03-01,7\n3,,\n4,,\n5,,\n6,,\n",
        "deals.csv",
    )
    found = import_leads([leads, deals])
    assert counts(found) == (1, 0, 1)
    assert "'9' is no lead of the first file" in set(found.rejected["reason"])
    assert "'1' is there already, in line 2" in set(found.rejected["reason"])


def test_columns_can_be_named_and_wrong_names_are_refused(tmp_path, command):
    leads = file(tmp_path, "number,came,bought\n1,2026-01-01,2026-02-01\n2,2026-01-01,\n")
    with pytest.raises(InputProblem):
        import_leads([leads])
    found = import_leads([leads], {"case": "number", "first_contact": "came", "won": "bought"})
    assert (len(found.leads), found.n_won) == (2, 1)
    for arguments, words in (
        (["--column", "cse=number"], "did you mean 'case'"),
        (["--column", "case=numbr"], "no file has a column"),
        (["--dates", "both"], "day-first"),
        (["--timezone", "Europe/Berlim"], "did you mean 'Europe/Berlin'"),
    ):
        done = command("import", leads, *arguments)
        assert done.returncode == 2
        assert words in done.stderr


def test_events_count_by_their_time_whatever_the_order_of_lines(tmp_path):
    events = ["a,Lead created,2026-01-05", "a,Deal lost,2026-02-01", "a,Deal won,2026-03-01"]
    for lines in (events, events[::-1]):
        found = import_leads([file(tmp_path, "case_id,activity,timestamp\n" + "\n".join(lines) + "\n")])
        assert counts(found) == (1, 0, 0)
        assert "ended more than once" in found.remarked.iloc[0]["reason"]


def test_of_several_identities_the_one_without_repeats_is_taken(tmp_path):
    found = import_leads([file(tmp_path, "Account ID,Deal ID,Status\nA1,D1,won\nA1,D2,lost\nA2,D3,won\n")])
    assert counts(found) == (2, 1, 0)
    log = "event_id,case_id,activity,timestamp\n1,a,Lead created,2026-01-05\n2,a,Deal won,2026-01-06\n3,b,Deal lost,2026-01-06\n"
    assert counts(import_leads([file(tmp_path, log)])) == (1, 1, 0)


def test_impossible_times_on_one_day_are_reservations(tmp_path):
    row = "id,created,first_response,status\n1,2026-01-05 15:00,2026-01-05 09:00,won\n2,2026-01-05 15:00,2026-01-05,lost\n"
    found = import_leads([file(tmp_path, row)])
    assert list(found.remarked["case"]) == ["1"], "a day without a time is not before 15:00 of that day"
    assert found.leads["responded"].isna().tolist() == [True, False]


def test_a_no_with_a_closing_date_is_a_loss_and_one_without_is_open(tmp_path):
    found = import_leads([file(tmp_path, "id,created,is_won,closed_on\n1,2026-01-05,TRUE,2026-02-01\n2,2026-01-05,0,2026-02-01\n"
                                         "3,2026-01-05,FALSE,\n4,2026-01-05,no,2099-01-01\n")])  # fmt: skip
    assert list(found.leads["result"]) == ["won", "lost", "open", "open"]
    assert "still to come" in found.remarked.iloc[0]["reason"]


def test_a_lead_said_to_be_won_and_lost_is_rejected_by_name(tmp_path):
    found = import_leads(
        [
            file(
                tmp_path,
                "id,created,stage,won\n1,2026-01-05,Closed Lost,1\n2,2026-01-05,Closed Won,1\n3,2026-01-05,Lost,0\n",
            )
        ]
    )
    assert counts(found) == (1, 1, 0)
    assert "won and lost" in found.rejected.iloc[0]["reason"]


def test_several_currencies_are_named_and_never_averaged(tmp_path):
    from buyermaze.experiments.calibration.lead_numbers import numbers_from_leads

    rows = "".join(f"{i},2026-01-05,won,{'€' if i % 2 else '$'}{900 + i}\n" for i in range(12))
    found = import_leads([file(tmp_path, "id,created,status,value\n" + rows)])
    assert "6 in $, 6 in EUR" in " ".join(found.remarks)
    told = numbers_from_leads(found.leads)
    assert "deal_value" not in told.numbers
    assert "which are not averaged" in told.remarks[-1]


@pytest.mark.parametrize("hours", [1, 2, 8, 40])
def test_working_hours_come_back_over_nights_and_weekends(hours):
    from datetime import date

    start = np.arange(0, 120, 0.5)
    clock = Clock(date(2026, 1, 5))
    came, later = clock.timestamps(start), clock.timestamps(start + hours)
    assert working_hours(later) - working_hours(came) == pytest.approx(np.full(len(start), hours))


def test_hours_to_an_answer_are_working_hours(tmp_path):
    from buyermaze.experiments.calibration.lead_numbers import known_from_leads

    rows = "".join(f"{i},2026-01-{5 + i:02d} 16:00,2026-01-{6 + i:02d} 10:00,won\n" for i in range(4))
    rows += "9,2026-01-09 16:00,2026-01-12 10:00,lost\n"
    found = import_leads([file(tmp_path, "id,created,first_response,status\n" + rows)])
    assert known_from_leads(found.leads)["response_hours"][0] == pytest.approx(2)
    berlin = import_leads(
        [file(tmp_path, "id,created,first_response,status\n" + rows)], reading=Reading(zone="Europe/Berlin")
    )
    assert berlin.leads["first_contact"][0] == pandas.Timestamp("2026-01-05T15:00Z")
    assert known_from_leads(berlin.leads)["response_hours"][0] == pytest.approx(2)


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"id,lead_date\n"])
@pytest.mark.parametrize(
    "name", ["x.csv", "x.parquet", "x.xes", "x.doc", "x.xlsx", "x.csv.gz", "x.csv.zst", "x.xes.gz"]
)
def test_unreadable_files_are_refused_in_one_sentence(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputProblem):
        import_leads([tmp_path / name])


def test_tricks_in_xml_are_refused(tmp_path):
    path = file(tmp_path, '<!DOCTYPE l [<!ENTITY a "b">]><log><trace><event/></trace></log>', "x.xes")
    with pytest.raises(InputProblem, match="document type"):
        import_leads([path])


XES = (
    '<?xml version="1.0" encoding="UTF-8"?><log><global scope="event"><string key="concept:name" value="?"/></global>'
    '<string key="concept:name" value="the log"/>'
    '<trace><string key="concept:name" value="d1"><string key="alias" value="other"/></string><float key="amount" value="70.5"/>'
    '<date key="time:timestamp" value="2020-01-01T00:00:00Z"/><string key="result" value="lost"/>'
    '<event><string key="concept:name" value="lead created"><int key="x" value="3"/></string>'
    '<date key="time:timestamp" value="2026-01-05T10:00:00.000"/>'
    '<list key="tags"><values><string key="concept:name" value="won"/></values></list></event>'
    '<event><string key="concept:name" value="negotiation"/>'
    '<date key="time:timestamp" value="2026-02-05T10:00:00.000+01:00"/></event>'
    "</trace></log>"
)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_attributes_of_traces_count_and_nested_ones_do_not(tmp_path, pack):
    path = tmp_path / ("log.xes.gz" if pack is gzip.compress else "log.xes")
    path.write_bytes(pack(XES.encode()))
    found = import_leads([path])
    assert counts(found) == (0, 1, 0)
    lead = found.leads.iloc[0]
    assert (lead["case"], lead["value"]) == ("d1", 70.5)
    assert lead["first_contact"] == pandas.Timestamp("2026-01-05T10:00Z")


def test_a_log_is_mapped_in_one_line(tmp_path):
    rows = [("a", "A_SUBMITTED", 1), ("a", "A_APPROVED", 2), ("b", "A_SUBMITTED", 1), ("b", "A_DECLINED", 3),
            ("c", "A_SUBMITTED", 2), ("c", "A_CANCELLED", 4), ("c", "O_CANCELLED", 4), ("d", "A_SUBMITTED", 5),
            ("d", "O_CANCELLED", 6)]  # fmt: skip
    text = "case id;activity;timestamp\n" + "".join(f"{c};{a};2026-01-{d:02d}T10:00:00Z\n" for c, a, d in rows)
    how = Reading(Words(won=("A_APPROVED",), lost=("A_DECLINED", "A_CANCELLED")))
    assert counts(import_leads([file(tmp_path, text)], reading=how)) == (1, 2, 1)


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".xes"])
def test_the_simulators_own_event_log_comes_back(tmp_path, suffix):
    from buyermaze.simulator.journal.event_log import write_events

    run = simulate(load("merged", changes=cohort(40)))
    path = tmp_path / f"log{suffix}"
    write_events(run, path)
    found = import_leads([path])
    journeys = run.journeys()
    assert len(found.leads) == len(journeys)
    assert found.n_won == int(journeys["won"].sum())


@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize(("system", "table"), [("hubspot", "deals"), ("salesforce", "Opportunity")])
def test_our_own_exports_come_back_with_the_same_wins(tmp_path, system, table, kind):
    from buyermaze.simulator.analysis.crm.export import export_crm
    from buyermaze.simulator.analysis.crm.tables import crm_of

    for n_accounts in (60, 2):
        run = simulate(load("baton_pass", changes={"run.n_accounts": n_accounts}))
        held = crm_of(run).opportunities
        if not len(held):
            continue
        export_crm(run, tmp_path / f"{n_accounts}", system, kind)
        found = import_leads([tmp_path / f"{n_accounts}" / f"{table}.{kind}"])
        expected = (
            int(held["is_won"].sum()),
            int((held["is_closed"] & ~held["is_won"]).sum()),
            int((~held["is_closed"]).sum()),
        )
        assert counts(found) == expected
        assert found.rejected.empty


def test_the_command_writes_a_folder_and_never_over_one(tmp_path, command):
    leads = file(tmp_path, "id,lead_date,status\n1,2026-01-01,won\n2,2026-01-01,lost\n")
    done = command("import", leads, "--out", tmp_path / "o", "--json", "-")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["n_leads"] == 2
    assert len(pandas.read_parquet(tmp_path / "o" / "leads.parquet")) == 2
    assert command("import", leads, "--out", tmp_path / "o").returncode == 2


@pytest.mark.parametrize(("role", "name"), [("case", "lead"), ("first_contact", "created"), ("value", "amount")])
def test_of_two_columns_of_one_name_that_differ_none_is_taken_unasked(tmp_path, role, name):
    own = {"lead": "a", "created": "2026-01-01", "outcome": "won", "amount": "5"}
    other = {"lead": "b", "created": "2026-03-01", "amount": "7"}[name]
    twice = [file(tmp_path, f"{','.join([*own, name])}\n{','.join([*own.values(), other])}\n")]
    with pytest.raises(InputProblem, match=f"two columns '{name}', which differ; say which .*--column {role}='{name} \\(2\\)'"):
        import_leads(twice)
    assert import_leads(twice, columns={role: name}).n_won == 1
    same = [file(tmp_path, f"{','.join([*own, name])}\n{','.join([*own.values(), own[name]])}\n")]
    assert import_leads(same).n_won == 1


def test_a_problem_with_a_column_says_of_which_file_and_no_date_that_is_none_is_held_against_others(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text("id,created,closed,stage\n1,2024-01-05,2024-02-05,won\n2,2024-01-09,2024-02-09,lost\n")
    bad.write_text("id,created,closed,stage\n1,13/02/2024,2024-03-05,won\n2,02/14/2024,2024-03-09,lost\n")
    with pytest.raises(InputProblem, match=r"^'bad\.csv': column 'created' holds dates with the day first"):
        import_leads([good, bad])
    bad.write_text("id,created,closed,stage\n1,13.02.2024,2024-03-05,won\n2,99.99.2024,2024-03-09,lost\n3,14.02.2024,,open\n")
    told = import_leads([bad])
    assert "99.99.2024" in " ".join(told.rejected["reason"]) and len(told.leads) == 2
