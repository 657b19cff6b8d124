"""The synthetic CRM: counts conserve, ids join, the truth stays apart, and the folder appears whole or not at all."""

import io
import zipfile

import pandas
import pytest

from buyermaze.simulator.analysis.crm.answer_key import answer_key
from buyermaze.simulator.analysis.crm.export import FORMATS, SYSTEMS, export_crm, tables, zipped_crm
from buyermaze.simulator.analysis.crm.shape import hubspot_id, salesforce_id
from buyermaze.simulator.analysis.crm.systems import SHAPES
from buyermaze.simulator.analysis.crm.tables import crm_of
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import Kind, Status
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.journal.seller_view import visible
from buyermaze.simulator.runs.run import simulate
from tests.analysis.import_rules import RULES
from tests.worlds import cohort


@pytest.fixture(scope="module")
def crm(gated_run):
    return crm_of(gated_run)


def test_every_seen_touch_is_one_activity_and_everybody_seen_one_contact(crm, gated_run):
    rows = gated_run.journal
    touches = (rows["kind"] == Kind.TOUCH) & (rows["seen"] == 1)
    kinds = ["meeting", "page view", "email", "event attended", "ad click"]
    assert crm.activities["kind"].isin(kinds).sum() == touches.sum()
    assert crm.activities["activity_id"].is_unique
    shown = rows[visible(gated_run) & (rows["person"] >= 0)]
    assert len(crm.contacts) == len(set(zip(shown["account"].tolist(), shown["person"].tolist(), strict=True)))


def test_opportunities_and_wins_are_those_of_the_run(crm, gated_run):
    rows = gated_run.journal
    met = (rows["kind"] == Kind.CONTACTED) & (rows["vendor"] == 0)
    won = (rows["kind"] == Kind.DECISION) & (rows["detail"] == Status.WON)
    assert len(crm.opportunities) == len(set(rows["account"][met | won].tolist()))
    assert crm.opportunities["is_won"].sum() == won.sum()
    assert (crm.opportunities["loss_reason"] == "").equals(
        crm.opportunities["is_won"] | ~crm.opportunities["is_closed"]
    )
    assert len(crm.leads) == len(set(rows["account"][rows["kind"] == Kind.LEAD].tolist()))
    assert len(crm.surveys) == (rows["kind"] == Kind.SURVEY).sum()


def test_stages_only_move_forward_and_end_where_the_opportunity_ends(crm):
    for name, group in crm.stage_history.groupby("opportunity_id"):
        assert group["changed_at"].is_monotonic_increasing
        assert group["stage"].is_unique
        assert group["stage"].iloc[0] == "Qualification"
        assert group["stage"].iloc[-1] == crm.opportunities.set_index("opportunity_id").loc[name, "stage"]


def test_the_zip_of_the_app_holds_the_tables_and_the_answers_apart(gated_run):
    names = zipfile.ZipFile(io.BytesIO(zipped_crm(gated_run))).namelist()
    assert "README.md" in names and any(name.startswith("answer_key/") and name.endswith(".csv") for name in names)


def test_ids_join(crm):
    accounts = set(crm.accounts["account_id"])
    for table in (crm.contacts, crm.leads, crm.opportunities, crm.activities, crm.surveys):
        assert set(table["account_id"]) <= accounts
    assert set(crm.activities["contact_id"]) - {""} <= set(crm.contacts["contact_id"])
    assert set(crm.lead_history["lead_id"]) == set(crm.leads["lead_id"])


def test_the_answer_key_holds_everything_and_joins_to_the_crm(crm, gated_run):
    rows, key = gated_run.journal, answer_key(gated_run)
    truth = key["touches"]
    assert len(key["accounts"]) == (rows["kind"] == Kind.ARRIVED).sum()
    assert key["accounts"]["rows"].sum() == (rows["account"] >= 0).sum()
    assert len(truth) == (rows["kind"] == Kind.TOUCH).sum()
    assert set(truth["activity_id"][truth["seen"]]) <= set(crm.activities["activity_id"])
    assert not set(truth["activity_id"][~truth["seen"]]) & set(crm.activities["activity_id"])


def test_nothing_hidden_is_in_the_sellers_tables(crm):
    for system in SYSTEMS:
        for table in tables(crm, system).values():
            said = " ".join(table.columns).lower()
            assert not any(word in said for word in ("truth", "is_real", "true_", "gained", "buyer_hours", "went"))


def test_both_shapes_hold_the_same_lines(crm):
    held = {}
    for system in SYSTEMS:
        shaped = tables(crm, system)
        for shape in SHAPES[system]:
            if shape.name in shaped:
                held.setdefault(shape.plain, set()).add(len(shaped[shape.name]))
    assert all(len(lengths) == 1 for lengths in held.values())
    assert set(held) == {
        "accounts",
        "contacts",
        "leads",
        "lead_history",
        "opportunities",
        "stage_history",
        "activities",
        "surveys",
    }


@pytest.mark.parametrize("system", SYSTEMS)
def test_import_wizards_take_the_tables(gated_run, tmp_path, system):
    export_crm(gated_run, tmp_path / "crm", system)
    for name, rules in RULES[system].items():
        table = pandas.read_csv(tmp_path / "crm" / f"{name}.csv", dtype=str, keep_default_na=False)
        assert len(table), name
        assert table.columns.is_unique
        for column in rules["required"]:
            assert (table[column] != "").all(), (name, column)
        for column, form in rules["form"].items():
            assert table[column].str.fullmatch(form).all(), (name, column, table[column].iloc[0])
        for column, words in rules["words"].items():
            assert set(table[column]) <= set(words), (name, column)
        assert table[next(iter(rules["form"]))].is_unique


@pytest.mark.parametrize("system", SYSTEMS)
def test_ids_join_in_every_shape_and_in_the_answer_key(gated_run, tmp_path, system):
    export_crm(gated_run, tmp_path / "crm", system)
    company, deal, key = {
        "salesforce": ("Account", "Opportunity", "Id"),
        "hubspot": ("companies", "deals", "hs_object_id"),
    }[system]
    read = {
        name: pandas.read_csv(tmp_path / "crm" / f"{name}.csv", dtype=str)
        for name in (company, deal, "answer_key/accounts")
    }
    link = {"salesforce": "AccountId", "hubspot": "associatedcompanyid"}[system]
    assert set(read[deal][link]) <= set(read[company][key]) <= set(read["answer_key/accounts"]["account_id"])


def test_long_ids_of_salesforce_end_in_the_check_of_their_letters():
    assert (
        salesforce_id("A000012") == "001Bm0000000012IAA"
    )  # of 'Bm0' only B is a capital: fourth of the first five, and so on
    assert salesforce_id("") == "" == hubspot_id("")


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("system", SYSTEMS)
def test_files_hold_what_was_counted(gated_run, tmp_path, system, kind):
    written = export_crm(gated_run, tmp_path / "crm", system, kind)
    read = pandas.read_csv if kind == "csv" else pandas.read_parquet
    for name, n_lines in written.items():
        assert len(read(tmp_path / "crm" / f"{name}.{kind}")) == n_lines
    assert "| column | type | meaning |" in (tmp_path / "crm" / "README.md").read_text()
    assert {file.name for file in tmp_path.iterdir()} == {"crm"}


def test_a_folder_with_something_in_it_is_left_alone(run, tmp_path):
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(InputProblem, match="not an empty folder"):
        export_crm(run, tmp_path)
    with pytest.raises(InputProblem, match="there is no 'sap'"):
        export_crm(run, tmp_path / "new", "sap")
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_amounts_of_won_opportunities_are_what_was_paid():
    dear = load("merged").with_changes({"programme.pricing.level": 0.4, **cohort(240)})
    run = simulate(dear)
    table = crm_of(run).opportunities
    years = 240 / (dear.market.demand.n_accounts_per_week * 50)
    assert table["amount"][table["is_won"]].sum() == pytest.approx(run.outcomes["revenue"] * years)
    assert table["amount"].nunique() > 10
