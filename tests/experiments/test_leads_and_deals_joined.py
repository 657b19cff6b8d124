"""Two lists, one of leads and one of deals, are joined by what names the one in the other, whatever ids the rows have."""

import pytest

from buyermaze.experiments.importing.leads import import_leads
from buyermaze.experiments.importing.words import is_answer
from buyermaze.simulator.analysis.crm.export import export_crm
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.runs.run import simulate

LEADS = "Lead ID,Created Date,Status\n{0}1,2026-01-05,New\n{0}2,2026-01-06,New\n{0}3,2026-01-07,New\n{0}4,2026-01-08,New\n"
DEALS = "Deal ID,Created Date,Lead ID,Stage\nD7,2026-02-05,{0}1,Closed Won\nD8,2026-02-06,{0}3,Closed Lost\n"


def files(folder, **texts):
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return [folder / f"{name}.csv" for name in texts]


def counts(found):
    return len(found.leads), found.n_won, found.n_lost, found.n_open


@pytest.mark.parametrize("mark", ["L", ""])
def test_deals_with_ids_of_their_own_are_joined_by_the_column_that_names_leads(tmp_path, mark):
    found = import_leads(files(tmp_path, leads=LEADS.format(mark), deals=DEALS.format(mark)))
    assert counts(found) == (4, 1, 1, 2) and found.rejected.empty
    assert found.mapping[str(tmp_path / "deals.csv")]["case"] == "Lead ID"
    again = import_leads([tmp_path / "leads.csv", tmp_path / "deals.csv"], mapping=found.as_mapping()["columns"])
    assert counts(again) == counts(found)


def test_leads_that_name_the_deal_they_became_are_joined_by_it(tmp_path):
    leads = "Lead ID,Created Date,Status,Converted Deal ID\nL1,2026-01-05,New,D7\nL2,2026-01-06,New,\nL3,2026-01-07,New,D8\n"
    deals = "Deal ID,Created Date,Stage\nD7,2026-02-05,Closed Won\nD8,2026-02-06,Closed Lost\nD9,2026-02-06,Closed Won\n"
    found = import_leads(files(tmp_path, leads=leads, deals=deals))
    assert counts(found) == (3, 1, 1, 1)
    assert found.rejected["reason"].tolist() == ["'D9' is no lead of the first file"]
    again = import_leads([tmp_path / "leads.csv", tmp_path / "deals.csv"], mapping=found.as_mapping()["columns"])
    assert counts(again) == counts(found)


def test_a_column_that_happens_to_hold_the_same_numbers_joins_nothing_and_a_file_of_strangers_is_asked_about(tmp_path):
    leads = "Lead ID,Created Date,Status\n1,2026-01-05,Won\n2,2026-01-06,Lost\n"
    deals = "Deal ID,Created Date,Stage,Weight\nD7,2026-02-05,Closed Won,1\nD8,2026-02-06,Closed Lost,2\n"
    with pytest.raises(InputProblem, match="none of its 2 rows is of a lead"):
        import_leads(files(tmp_path, leads=leads, deals=deals))


def test_leads_and_deals_of_the_same_companies_are_joined_by_company_and_never_by_people_of_ours(tmp_path):
    leads = (
        "Lead ID,Created Date,Status,Company ID,Owner ID\n"
        "L1,2026-01-05,New,C1,U1\nL2,2026-01-06,New,C2,U2\nL3,2026-01-07,New,C3,U3\nL4,2026-01-07,Unqualified,C4,U4\n"
    )
    deals = "Deal ID,Created Date,Stage,Company ID\nD7,2026-02-05,Closed Won,C1\nD8,2026-02-06,Closed Lost,C3\n"
    both = files(tmp_path, leads=leads, deals=deals)
    found = import_leads(both)
    assert counts(found) == (4, 1, 2, 1) and not len(found.rejected)
    assert counts(import_leads(both, mapping=found.as_mapping()["columns"])) == counts(found)
    by_owner = deals.replace("Company ID", "Owner ID").replace(",C1", ",U1").replace(",C3", ",U3")
    with pytest.raises(InputProblem, match="none of its 2 rows is of a lead"):
        import_leads(files(tmp_path, leads=leads, deals=by_owner))


def test_what_a_deal_says_of_a_converted_lead_need_not_be_asked(tmp_path):
    leads = "Lead ID,Created Date,Status,Converted Deal ID\nL1,2026-01-05,Closed - Converted,D7\n"
    leads += "L2,2026-01-06,Closed - Converted,{}\n"
    deals = "Deal ID,Created Date,Stage\nD7,2026-02-05,Closed Won\nD8,2026-02-06,Closed Lost\n"
    assert counts(import_leads(files(tmp_path, leads=leads.format("D8"), deals=deals))) == (2, 1, 1, 0)
    with pytest.raises(InputProblem, match="Closed - Converted"):
        import_leads(files(tmp_path, leads=leads.format(""), deals=deals))


@pytest.mark.parametrize(("system", "leads", "deals", "flag"), [
    ("salesforce", "Lead", "Opportunity", "IsWon"), ("hubspot", "leads", "deals", "hs_is_closed_won"),
])  # fmt: skip
def test_our_own_leads_and_deals_come_back_together_with_the_same_wins(tmp_path, system, leads, deals, flag):
    import pandas

    run = simulate(load("baton_pass", changes={"run.n_accounts": 60}))
    export_crm(run, tmp_path / "crm", system)
    both = [tmp_path / "crm" / f"{name}.csv" for name in (leads, deals)]
    found = import_leads(both)
    lead_list, deal_list = (pandas.read_csv(path, dtype=str) for path in both)
    link = {"salesforce": ("ConvertedOpportunityId", "Id"), "hubspot": ("associatedcompanyid", "associatedcompanyid")}[system]
    won = set(deal_list.loc[deal_list[flag] == "true", link[1]]) & set(lead_list[link[0]])
    assert len(won) > 0 and found.n_won == len(won)
    assert len(found.leads) == len(lead_list)


@pytest.mark.parametrize(("what", "ours"), [
    ("rep: served", True), ("First sales call", True), ("Customer meeting", True), ("committee meeting", False),
    ("Internal meeting", False), ("Board meeting", False), ("Competitor demo", False), ("call from a peer", False),
])  # fmt: skip
def test_a_meeting_without_us_is_no_answer_of_ours(what, ours):
    assert is_answer(what) == ours
