"""Writing a synthetic CRM: a folder per system, an answer key apart, and a description of every column."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from buyermaze.simulator.analysis.crm.answer_key import answer_key
from buyermaze.simulator.analysis.crm.tables import Crm, crm_of
from buyermaze.simulator.core.errors import InputProblem, remedy
from buyermaze.simulator.core.plain_text import csv_of

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.runs.run import Run

# for every table: the plain table it is cut from, and (its column, the plain column, what it holds)
Columns = tuple[tuple[str, str, str], ...]
SALESFORCE: Final[dict[str, tuple[str, Columns]]] = {
    "Account": ("accounts", (
        ("Id", "account_id", "id of the company"), ("Name", "name", "made-up name"),
        ("CreatedDate", "created_at", "when our systems first knew it"), ("Type", "status", "how far we are with it"))),
    "Contact": ("contacts", (
        ("Id", "contact_id", "id of the person"), ("AccountId", "account_id", "company"), ("LastName", "name", "made-up name"),
        ("Title", "title", "persona"), ("CreatedDate", "created_at", "when first identified"),
        ("LeadSource", "source", "what identified the person"))),
    "Lead": ("leads", (
        ("Id", "lead_id", "id of the lead"), ("ConvertedAccountId", "account_id", "company"),
        ("Status", "status", "last state: MQL, SAL, SQL or rejected"), ("Score__c", "score", "lead score, points"),
        ("LeadSource", "source", "score or hand raise"), ("CreatedDate", "created_at", "when it became a lead"),
        ("LastModifiedDate", "changed_at", "last change of state"),
        ("IsConverted", "converted", "whether one of our reps met the account"))),
    "LeadHistory": ("lead_history", (
        ("LeadId", "lead_id", "lead"), ("NewValue", "status", "state entered"), ("CreatedDate", "changed_at", "when"),
        ("Note__c", "note", "why"))),
    "Opportunity": ("opportunities", (
        ("Id", "opportunity_id", "id of the opportunity"), ("AccountId", "account_id", "company"),
        ("OwnerId", "owner_id", "rep"), ("StageName", "stage", "stage as the rep entered it"), ("Amount", "amount", "USD"),
        ("CreatedDate", "created_at", "first conversation with a rep"), ("CloseDate", "closed_at", "when it closed"),
        ("IsClosed", "is_closed", "whether it is closed"), ("IsWon", "is_won", "whether they bought from us"),
        ("Loss_Reason__c", "loss_reason", "reason a rep logged, by the rule of lenses.logged_reason"))),
    "OpportunityHistory": ("stage_history", (
        ("OpportunityId", "opportunity_id", "opportunity"), ("StageName", "stage", "stage entered"),
        ("CreatedDate", "changed_at", "when"))),
    "Task": ("activities", (
        ("Id", "activity_id", "id of the activity"), ("AccountId", "account_id", "company"),
        ("WhoId", "contact_id", "person; empty: the account as a whole"), ("Type", "kind", "what happened"),
        ("Subject", "topic", "buying job it was about"), ("ActivityDate", "at", "when"), ("OwnerId", "owner_id", "rep"),
        ("Hours__c", "our_hours", "working time of our people, hours"))),
    "SurveyResponse": ("surveys", (
        ("Id", "survey_id", "id of the answer"), ("AccountId", "account_id", "company"), ("ContactId", "contact_id", "person"),
        ("SurveyName", "kind", "which survey"), ("Score__c", "score", "answer"), ("CreatedDate", "at", "when"))),
}  # fmt: skip
HUBSPOT_NAMES: Final = {
    "companies": ("Account", {"Id": "hs_object_id", "Name": "name", "CreatedDate": "createdate", "Type": "lifecyclestage"}),
    "contacts": ("Contact", {
        "Id": "hs_object_id", "AccountId": "associatedcompanyid", "LastName": "lastname", "Title": "jobtitle",
        "CreatedDate": "createdate", "LeadSource": "hs_analytics_source"}),
    "leads": ("Lead", {
        "Id": "hs_object_id", "ConvertedAccountId": "associatedcompanyid", "Status": "hs_lead_status",
        "Score__c": "hubspotscore", "LeadSource": "hs_lead_source", "CreatedDate": "hs_createdate",
        "LastModifiedDate": "hs_lastmodifieddate", "IsConverted": "hs_is_converted"}),
    "lead_status_history": ("LeadHistory", {
        "LeadId": "hs_object_id", "NewValue": "hs_lead_status", "CreatedDate": "timestamp", "Note__c": "note"}),
    "deals": ("Opportunity", {
        "Id": "hs_object_id", "AccountId": "associatedcompanyid", "OwnerId": "hubspot_owner_id", "StageName": "dealstage",
        "Amount": "amount", "CreatedDate": "createdate", "CloseDate": "closedate", "IsClosed": "hs_is_closed",
        "IsWon": "hs_is_closed_won", "Loss_Reason__c": "closed_lost_reason"}),
    "deal_stage_history": ("OpportunityHistory", {
        "OpportunityId": "hs_object_id", "StageName": "dealstage", "CreatedDate": "timestamp"}),
    "engagements": ("Task", {
        "Id": "hs_object_id", "AccountId": "associatedcompanyid", "WhoId": "associatedcontactid", "Type": "hs_engagement_type",
        "Subject": "hs_engagement_subject", "ActivityDate": "hs_timestamp", "OwnerId": "hubspot_owner_id",
        "Hours__c": "hours"}),
    "feedback_submissions": ("SurveyResponse", {
        "Id": "hs_object_id", "AccountId": "associatedcompanyid", "ContactId": "associatedcontactid",
        "SurveyName": "hs_survey_name", "Score__c": "hs_response_value", "CreatedDate": "hs_submission_timestamp"}),
}  # fmt: skip
KEY_COLUMNS: Final = {
    "account_id": "company, as in the CRM", "is_real": "whether there was a project", "people": "people in the group",
    "outcome": "how it truly ended", "reason": "why it truly closed", "true_cause": "by the rule of blaming.true_cause",
    "answers_for_it": "function that answers for the cause", "rows": "journal rows", "rows_seen": "of these, the seller has",
    "buyer_hours": "person-hours of visits", "activity_id": "visit, as in the CRM where it was seen",
    "contact_id": "person, as in the CRM where identified", "title": "persona", "channel": "where", "topic": "buying job",
    "went": "how it went", "at": "when", "seen": "whether tracking saw it", "hours": "buyer's time, h",
    "information_gained": "units",
}  # fmt: skip
SYSTEMS: Final = ("salesforce", "hubspot")
FORMATS: Final = ("csv", "parquet")


def tables(crm: Crm, system: str) -> "dict[str, pandas.DataFrame]":
    """Return the tables of a CRM in the shape of ``salesforce`` or ``hubspot``; surveys only if there are any."""
    if system not in SYSTEMS:
        raise InputProblem(f"system: there is no '{system}'; {remedy(system, SYSTEMS)}")
    cut = {}
    for name, (plain, columns) in SALESFORCE.items():
        table: pandas.DataFrame = getattr(crm, plain)
        if plain != "surveys" or len(table):
            cut[name] = table[[column for _, column, _ in columns]].set_axis([new for new, _, _ in columns], axis=1)
    if system == "salesforce":
        return cut
    return {name: cut[old].rename(columns=renamed) for name, (old, renamed) in HUBSPOT_NAMES.items() if old in cut}


def export_crm(run: "Run", folder: str | Path, system: str = "salesforce", kind: str = "csv") -> dict[str, int]:
    """Write the seller's CRM of a run and, in ``answer_key``, the truth.

    Parameters
    ----------
    run : Run
        What ``simulate`` returns.
    folder : str or Path
        A folder that does not exist yet, or is empty; it appears whole or not at all.
    system : {"salesforce", "hubspot"}
        Whose table and column names to use.
    kind : {"csv", "parquet"}
        What the files are.

    Returns
    -------
    dict
        Lines written by table; those of the answer key start with ``answer_key/``.

    Raises
    ------
    InputProblem
        If the folder is not empty or cannot be written, or there is no such system or kind.
    """
    if kind not in FORMATS:
        raise InputProblem(f"format: there is no '{kind}'; {remedy(kind, FORMATS)}")
    target = Path(folder).resolve()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise InputProblem(f"'{folder}' is already there and not an empty folder; choose another place")
    shaped = tables(crm_of(run), system)
    truth = {f"answer_key/{name}": table for name, table in answer_key(run).items()}
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent))
        try:
            (unfinished / "answer_key").mkdir()
            for name, table in (shaped | truth).items():
                _write(table, unfinished / f"{name}.{kind}", kind)
            (unfinished / "README.md").write_text(_readme(run, system, shaped), encoding="utf-8", newline="\n")
            (unfinished / "answer_key" / "README.md").write_text(_key_readme(truth), encoding="utf-8", newline="\n")
            unfinished.chmod(0o755)
            if target.exists():
                target.rmdir()
            os.replace(unfinished, target)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    except OSError as error:
        raise InputProblem(f"'{folder}' cannot be written ({error.strerror or error}); choose another place") from None
    return {name: len(table) for name, table in (shaped | truth).items()}


def _write(table: "pandas.DataFrame", path: Path, kind: str) -> None:
    if kind == "csv":
        path.write_text(csv_of(table), encoding="utf-8", newline="")
    else:
        table.to_parquet(path, index=False, engine="pyarrow")


def _readme(run: "Run", system: str, shaped: "dict[str, pandas.DataFrame]") -> str:
    """Describe every table and column, and what the seller cannot know."""
    meaning = {name: {new: said for new, _, said in columns} for name, (_, columns) in SALESFORCE.items()}
    lines = [
        f"# Synthetic CRM in the shape of {system.capitalize()}", "",
        f"Scenario {run.scenario.name} ({run.scenario.fingerprint}), seed {run.scenario.run.seed}, replication "
        f"{run.replication}. Everything here is what the seller's systems and people know; unidentified visits and "
        "people are missing, loss reasons are as a rep logs them. The truth is in `answer_key`.", "",
    ]  # fmt: skip
    for name, table in shaped.items():
        old, renamed = (name, {}) if system == "salesforce" else HUBSPOT_NAMES[name]
        said = {renamed.get(column, column): text for column, text in meaning[old].items()}
        lines += [f"## {name} ({len(table)} lines)", "", "| column | type | meaning |", "|---|---|---|"]
        lines += [f"| {column} | {table[column].dtype} | {said[column]} |" for column in table.columns]
        lines.append("")
    return "\n".join(lines)


def _key_readme(truth: "dict[str, pandas.DataFrame]") -> str:
    lines = ["# Answer key", "", "What truly happened, under the ids of the CRM. Give it to those who grade.", ""]
    for name, table in truth.items():
        lines += [
            f"## {name.removeprefix('answer_key/')} ({len(table)} lines)",
            "",
            "| column | meaning |",
            "|---|---|",
        ]
        lines += [f"| {column} | {KEY_COLUMNS[column]} |" for column in table.columns]
        lines.append("")
    return "\n".join(lines)
