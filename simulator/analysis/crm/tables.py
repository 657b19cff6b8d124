"""A synthetic CRM: what the seller's systems would hold of a run, as plain tables that any system's shape is cut from.

Every table comes from ``lenses.visible`` rows only: people nobody identified have no contact, visits nobody saw no
activity, and the loss reason is the one a rep logs. The truth is in ``answer_key``.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.simulator.core import phrases
from buyermaze.simulator.core.phrases import CHANNELS, QUESTIONS
from buyermaze.simulator.core.vocabulary import OWN_CHANNELS, Channel, Job, Kind, Reason
from buyermaze.simulator.inputs.dates.timeline import clock_of
from buyermaze.simulator.journal.event_kinds import EVENT_KINDS, Actor, kinds_where
from buyermaze.simulator.journal.event_log import case_id
from buyermaze.simulator.journal.journal import persona_labels
from buyermaze.simulator.journal.seller_view import logged_reasons, visible
from buyermaze.simulator.outcomes.books.costs import deal_worth
from buyermaze.simulator.runs.history import contacts_with_us, decisions, of_kind

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.runs.run import Run

WORK: Final = {int(kind): EVENT_KINDS[kind].record for kind in kinds_where(lambda about: about.record)}
OUR_HOURS: Final = [
    int(kind) for kind in kinds_where(lambda about: about.hours and about.actor in (Actor.REP, Actor.QUALIFIER))
]
LEAD_STATES: Final = {int(kind): EVENT_KINDS[kind].lead for kind in kinds_where(lambda about: about.lead)}
EXPECTED: Final = np.timedelta64(90, "D")  # from the first conversation to the day a rep expects to close; assumption
STAGES: Final = ("Qualification", "Discovery", "Evaluation", "Proposal", "Closed Won", "Closed Lost")
STAGE_OF_JOB: Final = {
    Job.PROBLEM: 0, Job.SOLUTION: 1, Job.REQUIREMENTS: 1, Job.SELECTION: 2, Job.VALIDATION: 3,
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Crm:
    """What the seller holds, as plain tables that either shape is cut from; ids are texts, moments are calendar times."""

    accounts: "pandas.DataFrame"  # account_id, name, created_at, status, owner_id
    contacts: "pandas.DataFrame"  # contact_id, account_id, title, created_at, source
    leads: "pandas.DataFrame"  # lead_id, account_id, status, score, source, created_at, changed_at, converted
    lead_history: "pandas.DataFrame"  # lead_id, status, changed_at, note
    opportunities: "pandas.DataFrame"  # opportunity_id, account_id, ..., loss_reason
    stage_history: "pandas.DataFrame"  # opportunity_id, stage, changed_at
    activities: "pandas.DataFrame"  # activity_id, account_id, contact_id, kind, topic, at, owner_id, hours
    surveys: "pandas.DataFrame"  # survey_id, account_id, contact_id, kind, score, at


def crm_of(run: "Run") -> Crm:
    """Build the seller's CRM of a run.

    The stage of an opportunity is what a rep would enter: the furthest job any conversation with a rep was about
    (problem: Qualification; solution, requirements: Discovery; selection: Evaluation; validation: Proposal), and closed
    when the account decides. Reps never move a stage back.
    """
    import pandas

    mask = visible(run) & run.is_counted()
    rows = run.journal[mask]
    moments = clock_of(run.scenario).timestamps(rows["time"])
    people = persona_labels(run.scenario)
    table = pandas.DataFrame({name: rows[name] for name in rows.dtype.names or ()})
    table["at"] = moments
    table["row"] = np.flatnonzero(mask)
    opportunities, history = _opportunities(run, table)
    leads, lead_history = _leads(table)
    contacts = _contacts(table, people)
    accounts = _accounts(run, table, opportunities, leads)
    return Crm(accounts, contacts, leads, lead_history, opportunities, history, _activities(table), _surveys(table))


def contact_id(account: Any, person: Any) -> str:
    """Return the id of a contact; empty for the account as a whole."""
    return f"C{int(account):06d}{int(person):02d}" if person >= 0 else ""


def _contact_ids(table: "pandas.DataFrame") -> list[str]:
    return [contact_id(a, p) for a, p in zip(table["account"], table["person"], strict=True)]


def _company(account: Any) -> str:
    return f"Company {int(account):06d}"


def _domain(account: Any) -> str:
    """Return a made-up web domain below one that is reserved, so that nobody is reached by accident."""
    return f"company{int(account):06d}.example.com"


def _owner(rep: Any) -> str:
    return f"U{int(rep) + 1:03d}" if rep >= 0 else ""


def _contacts(table: "pandas.DataFrame", people: list[str]) -> "pandas.DataFrame":
    import pandas

    known = table[table["person"] >= 0].drop_duplicates(["account", "person"]).sort_values(["account", "person"])
    source = [CHANNELS[Channel(c)].record if c in OWN_CHANNELS else "request" for c in known["channel"]]
    return pandas.DataFrame(
        {
            "contact_id": _contact_ids(known),
            "account_id": known["account"].map(case_id).to_numpy(),
            "name": [f"{people[p]} of {case_id(a)}" for a, p in zip(known["account"], known["person"], strict=True)],
            "email": [
                f"{contact_id(a, p).lower()}@{_domain(a)}"
                for a, p in zip(known["account"], known["person"], strict=True)
            ],
            "title": [people[p].rsplit(" ", 1)[0] for p in known["person"]],
            "created_at": known["at"].to_numpy(),
            "source": source,
        }
    )


def _leads(table: "pandas.DataFrame") -> "tuple[pandas.DataFrame, pandas.DataFrame]":
    """Return one lead per account that became one, and the history of its states."""
    import pandas

    states = table[table["kind"].isin(list(LEAD_STATES))].sort_values(["account", "row"])
    history = pandas.DataFrame(
        {
            "lead_id": ["L" + case_id(a)[1:] for a in states["account"]],
            "status": [LEAD_STATES[kind] for kind in states["kind"]],
            "changed_at": states["at"].to_numpy(),
            "note": [phrases.reason(r) for r in states["reason"]],
        }
    )
    grouped = of_kind(states, Kind.LEAD).drop_duplicates("account")
    last = states.drop_duplicates("account", keep="last").set_index("account")
    met = set(contacts_with_us(table)["account"])
    leads = pandas.DataFrame(
        {
            "lead_id": ["L" + case_id(a)[1:] for a in grouped["account"]],
            "account_id": grouped["account"].map(case_id).to_numpy(),
            "status": [LEAD_STATES[int(last.loc[a, "kind"])] for a in grouped["account"]],  # type: ignore[arg-type]
            "score": grouped["value"].to_numpy(),
            "source": [phrases.reason(r) for r in grouped["reason"]],
            "created_at": grouped["at"].to_numpy(),
            "changed_at": [last.loc[a, "at"] for a in grouped["account"]],
            "converted": [a in met for a in grouped["account"]],
            "state": [
                "converted" if a in met else LEAD_STATES[int(last.loc[a, "kind"])]  # type: ignore[arg-type]
                for a in grouped["account"]
            ],
            "converted_account_id": [case_id(a) if a in met else "" for a in grouped["account"]],
            "converted_opportunity_id": ["O" + case_id(a)[1:] if a in met else "" for a in grouped["account"]],
            "name": [f"Buying group of {case_id(a)}" for a in grouped["account"]],
            "lead_name": [f"{_company(a)}, buying group" for a in grouped["account"]],
            "company": [_company(a) for a in grouped["account"]],
        }
    )
    return leads, history


def _opportunities(run: "Run", table: "pandas.DataFrame") -> "tuple[pandas.DataFrame, pandas.DataFrame]":
    """Return one opportunity per account that met one of our reps or bought, and its stages as a rep would enter them."""
    import pandas

    reasons = logged_reasons(run)
    stages: list[tuple[str, str, Any]] = []
    lines: list[tuple[Any, ...]] = []
    for account, group in table.groupby("account", sort=True):
        met = contacts_with_us(group)
        won = group[(group["kind"] == Kind.DECISION) & (group["vendor"] == 0)]
        start = met if len(met) else won
        if not len(start):
            continue
        name = "O" + case_id(account)[1:]
        first = start.iloc[0]
        talks = group[
            (group["row"] >= first["row"]) & (group["kind"] == Kind.TOUCH) & (group["channel"] == Channel.REP)
        ]
        stage = 0
        stages.append((name, STAGES[0], first["at"]))
        for job, at in zip(talks["job"], talks["at"], strict=True):
            reached = STAGE_OF_JOB.get(Job(job), 0) if job >= 0 else 0
            if reached > stage:
                stage = reached
                stages.append((name, STAGES[stage], at))
        ends = decisions(group)
        is_won, closed_at, reason, label = False, pandas.NaT, "", STAGES[stage]
        if len(ends):
            is_won, closed_at = len(won) > 0, ends.iloc[0]["at"]
            label = STAGES[4] if is_won else STAGES[5]
            reason = "" if is_won else reasons[int(group["account"].iloc[0])]
            stages.append((name, label, closed_at))
        quoted = group["value"][(group["kind"] == Kind.TERMS) & (group["vendor"] == 0)]
        worth = deal_worth(run.scenario, float(quoted.iloc[0]) if len(quoted) else None)
        owners = group["rep"][group["rep"] >= 0]
        owner = _owner(owners.iloc[0]) if len(owners) else ""
        lines.append(
            (
                name,
                case_id(account),
                owner,
                label,
                worth,
                first["at"],
                closed_at,
                len(ends) > 0,
                is_won,
                reason,
                f"{_company(account)}, new business",
                closed_at if len(ends) else first["at"] + EXPECTED,
            )
        )
    columns = ["opportunity_id", "account_id", "owner_id", "stage", "amount", "created_at", "closed_at", "is_closed",
               "is_won", "loss_reason", "name", "due_at"]  # fmt: skip
    history = pandas.DataFrame(stages, columns=["opportunity_id", "stage", "changed_at"])
    return pandas.DataFrame(lines, columns=columns), history


def _accounts(
    run: "Run", table: "pandas.DataFrame", opportunities: "pandas.DataFrame", leads: "pandas.DataFrame"
) -> "pandas.DataFrame":
    import pandas

    first = table.sort_values("row").drop_duplicates("account").sort_values("account")
    ids = first["account"].map(case_id).to_numpy()
    customers = set(opportunities["account_id"][opportunities["is_won"]])
    left = set(table["account"][(table["kind"] == Kind.RENEWAL) & (table["reason"] == Reason.LEFT)].map(case_id))
    steps = ((left, "former customer"), (customers, "customer"), (set(opportunities["account_id"]), "opportunity"),
             (set(leads["account_id"]), "lead"))  # fmt: skip
    status = [next((word for members, word in steps if name in members), "subscriber") for name in ids]
    return pandas.DataFrame(
        {
            "account_id": ids,
            "name": [_company(name[1:]) for name in ids],
            "domain": [_domain(name[1:]) for name in ids],
            "created_at": first["at"].to_numpy(),
            "status": status,
        }
    )


def _activities(table: "pandas.DataFrame") -> "pandas.DataFrame":
    """Return every visible visit and every piece of our own work, one line per journal row."""
    import pandas

    chosen = table[(table["kind"] == Kind.TOUCH) | table["kind"].isin(list(WORK))]
    touch = (chosen["kind"] == Kind.TOUCH).to_numpy()
    kinds = [CHANNELS[Channel(c)].record if t else WORK[k] for k, c, t in
             zip(chosen["kind"], chosen["channel"], touch, strict=True)]  # fmt: skip
    return pandas.DataFrame(
        {
            "activity_id": [f"T{row:08d}" for row in chosen["row"]],
            "account_id": chosen["account"].map(case_id).to_numpy(),
            "contact_id": _contact_ids(chosen),
            "kind": kinds,
            "subject": [
                f"{kind}: {topic}" if topic else kind
                for kind, topic in zip(kinds, map(phrases.job, chosen["job"]), strict=True)
            ],
            "at": chosen["at"].to_numpy(),
            "owner_id": [_owner(rep) for rep in chosen["rep"]],
            "our_hours": np.where(chosen["kind"].isin(OUR_HOURS), chosen["hours"], 0.0),
        }
    )


def _surveys(table: "pandas.DataFrame") -> "pandas.DataFrame":
    """Return the answers that came back."""
    import pandas

    chosen = of_kind(table, Kind.SURVEY)
    return pandas.DataFrame(
        {
            "survey_id": [f"V{row:08d}" for row in chosen["row"]],
            "account_id": chosen["account"].map(case_id).to_numpy(),
            "contact_id": _contact_ids(chosen),
            "kind": [QUESTIONS[Reason(r)].trade for r in chosen["reason"]],
            "score": chosen["value"].to_numpy(),
            "at": chosen["at"].to_numpy(),
        }
    )
