"""Reading leads, deals and event logs that nobody has cleaned up."""

from pathlib import Path

import pandas
import pytest

from buyermaze.experiments.importing.dates import parsed_dates
from buyermaze.experiments.importing.leads import import_leads
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.loading import load
from buyermaze.simulator.runs.run import simulate
from tests.worlds import cohort

OLIST = Path(__file__).resolve().parents[3] / "shared" / "data" / "olist_seller_funnel"


def file(tmp_path, text, name="leads.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


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
        'f;2026-01-05T10:00:00+02:00;"$2,500";"closed\nlost"\n'
        "g;1899-01-01;5;open\n"
        "h;;7;open\n",
    )
    found = import_leads([leads])
    reasons = dict(zip(found.rejected["line"], found.rejected["reason"], strict=True))
    assert "2 cells where the header has 4" in reasons[8]
    assert reasons[3] == "Lead ID is empty"
    assert reasons[4] == "Created: 'yesterday' is no date"
    assert reasons[5].startswith("Created: '2026-02-31' is no date")
    assert reasons[6] == "Amount: 'lots' is no number"
    assert reasons[7] == "'a' is there already, in line 2"
    assert "1899" in reasons[12]
    kept = found.leads.set_index("case")
    assert list(kept.index) == ["a", "f", "h"]
    assert kept.loc["f", "first_contact"] == pandas.Timestamp("2026-01-05T08:00:00Z")
    assert list(kept["value"]) == [1200.5, 2500, 7]
    assert kept.loc["f", "result"] == "lost"
    assert "no date of first contact" in found.remarked.iloc[0]["reason"]
    assert len(found.leads) + len(found.rejected) == 10


def test_dates_that_may_mean_two_things_are_refused(tmp_path):
    with pytest.raises(InputProblem, match="'03/04/2026' may mean two dates; say which with --dates"):
        parsed_dates(["03/04/2026", "05/05/2026"], "won")
    assert parsed_dates(["03/04/2026"], "won", "day-first")[0].month == 4
    assert parsed_dates(["03/04/2026"], "won", "month-first")[0].month == 3
    assert parsed_dates(["03/04/2026", "25/04/2026"], "won")[0].month == 4
    assert parsed_dates(["03/04/2026", "04/25/2026 9:30"], "won")[0].month == 3
    assert parsed_dates(["05.05.2026", ""], "won")[1] is None
    with pytest.raises(InputProblem, match="make them alike"):
        parsed_dates(["25/04/2026", "04/25/2026"], "won")


def test_deals_add_to_leads_and_strangers_are_named(tmp_path):
    leads = file(tmp_path, "id,lead_date\n1,2026-01-01\n2,2026-01-02\n")
    deals = file(tmp_path, "id,won_date,value\n1,2026-02-01,100\n9,2026-02-01,5\n1,2026-03-01,7\n", "deals.csv")
    found = import_leads([leads, deals])
    assert found.n_won == 1
    assert list(found.rejected["reason"]) == ["'9' is no lead of the first file", "'1' is there already"]


def test_columns_can_be_named_and_wrong_names_are_refused(tmp_path, command):
    leads = file(tmp_path, "number,came,bought\n1,2026-01-01,2026-02-01\n2,2026-01-01,\n")
    with pytest.raises(InputProblem, match="which column identifies a lead"):
        import_leads([leads])
    found = import_leads([leads], {"case": "number", "first_contact": "came", "won": "bought"})
    assert (len(found.leads), found.n_won) == (2, 1)
    for arguments, words in (
        (["--column", "cse=number"], "did you mean 'case'"),
        (["--column", "case=numbr"], "no file has a column"),
        (["--dates", "both"], "day-first"),
    ):
        done = command("import", leads, *arguments)
        assert done.returncode == 2
        assert words in done.stderr


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"id,lead_date\n"])
@pytest.mark.parametrize("name", ["x.csv", "x.parquet", "x.xes", "x.doc"])
def test_unreadable_files_are_refused_in_one_sentence(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputProblem):
        import_leads([tmp_path / name])


def test_tricks_in_xml_are_refused(tmp_path):
    path = file(tmp_path, '<!DOCTYPE l [<!ENTITY a "b">]><log><trace><event/></trace></log>', "x.xes")
    with pytest.raises(InputProblem, match="document type"):
        import_leads([path])


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


def test_the_command_writes_a_folder_and_never_over_one(tmp_path, command):
    leads = file(tmp_path, "id,lead_date\n1,2026-01-01\n")
    done = command("import", leads, "--out", tmp_path / "o", "--json", "-")
    assert done.returncode == 0, done.stderr
    assert '"n_leads": 1' in done.stdout
    assert len(pandas.read_parquet(tmp_path / "o" / "leads.parquet")) == 1
    assert command("import", leads, "--out", tmp_path / "o").returncode == 2
