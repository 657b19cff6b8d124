"""The turning points of one journey, each with its day and a few words: captions for moving pictures and timelines."""

from dataclasses import dataclass
from typing import Any

from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.vocabulary import OUTCOME_WORDS, Job, Kind, Reason, Status, words
from buyermaze.simulator.journal.journal import persona_labels, vendor_labels

REFUSALS = {
    Reason.FILTERED: "the check takes it for no real project",
    Reason.DESK_FULL: "the desk is full",
    Reason.NOT_FOLLOWED_UP: "nobody follows it up",
}


@dataclass(frozen=True)
class Moment:
    """One turning point: when (working days since the start of the run), what kind, in a few words."""

    day: float
    kind: str
    text: str


def moments(run: Any, account: int) -> list[Moment]:
    """Return the turning points of an account, from arrival to the end of its life with the purchase."""
    rows = run.journal[run.journal["account"] == account]
    people = persona_labels(run.scenario)
    vendors = [*vendor_labels(run.scenario), "nobody"]  # -1 is nobody
    levels = [level.name for level in run.scenario.market.approvals]
    found = []
    for row in rows:
        kind = Kind(row["kind"])
        who = people[row["person"]] if row["person"] >= 0 else "the group"
        if text := _text(kind, row, who, vendors[row["vendor"]], levels):
            found.append(Moment(float(row["time"]) / HOURS_PER_DAY, words(kind), text))
    return found


def _text(kind: Kind, row: Any, who: str, vendor: str, levels: list[str]) -> str:
    reason, days = Reason(row["reason"]), float(row["value"]) / HOURS_PER_DAY
    job = words(Job(row["job"])) if row["job"] >= 0 else ""
    match kind:
        case Kind.ARRIVED:
            return f"{row['value']:.0f} people start looking"
        case Kind.JOINED:
            return f"{who} joins"
        case Kind.TOUCH if reason == Reason.DEAD_END:
            return f"{who}: dead end in our content on {job}"
        case Kind.GAVE_UP:
            return f"{who} gives up waiting for our rep after {days:.1f} days"
        case Kind.SERVED if days >= 2:
            return f"{who} meets our rep after waiting {days:.1f} days"
        case Kind.CLAIM_CLASH:
            return f"{who} hears two different claims from {vendor}"
        case Kind.LEAD:
            return "becomes a lead"
        case Kind.ACCEPTED:
            return "the lead is accepted"
        case Kind.REJECTED:
            return f"the lead is turned away: {REFUSALS.get(reason, words(reason))}"
        case Kind.OPENED:
            return f"sales takes over after {days:.1f} days"
        case Kind.CONTACTED:
            return f"{who} is the first to meet a rep of {vendor}"
        case Kind.COMPLETED:
            return f"{job} is settled"
        case Kind.REOPENED:
            return f"{job} is open again"
        case Kind.FAVOURITE:
            return f"the favourite is now {vendor}"
        case Kind.VOTE:
            return f"vote for {vendor}: {words(reason)}"
        case Kind.LOOPED:
            return f"back to earlier work because of {words(reason)}"
        case Kind.APPROVAL:
            level = int(row["detail"]) - 1
            name = levels[level] if 0 <= level < len(levels) else f"level {level + 1}"
            return f"{name}: {words(reason)}"
        case Kind.DECISION:
            status = Status(int(row["detail"]))
            why = f" ({words(reason)})" if status == Status.NO_DECISION else ""
            return f"the end: {'bought from us' if status == Status.WON else OUTCOME_WORDS[status]}{why}"
        case Kind.GO_LIVE:
            return f"first use: worth {'more' if row['value'] >= row['detail'] else 'less'} than expected"
        case Kind.ALERT:
            return "we notice that the customer is unhappy"
        case Kind.RECOVERY:
            return "we put things right"
        case Kind.RENEWAL:
            return f"the customer {'renews' if reason == Reason.RENEWED else 'leaves'}"
        case _:
            return ""


def setbacks(run: Any, account: int) -> dict[str, float]:
    """Count what stood in an account's way up to its decision, in words as keys."""
    rows = run.journal[run.journal["account"] == account]
    ends = [k for k, kind in enumerate(rows["kind"]) if kind == Kind.DECISION]
    rows = rows[: ends[0] + 1] if ends else rows
    kind, reason = rows["kind"], rows["reason"]
    ours = rows["vendor"] == 0
    waited = rows["value"][(kind == Kind.SERVED) | (kind == Kind.GAVE_UP)].sum() / HOURS_PER_DAY
    touches = kind == Kind.TOUCH
    return {
        "dead ends in our content": int(((reason == Reason.DEAD_END) & touches).sum()),
        "conversations out of context": int(((reason == Reason.OUT_OF_CONTEXT) & touches).sum()),
        "days waiting for our reps": round(float(waited), 1),
        "requests to reps given up": int((kind == Kind.GAVE_UP).sum()),
        "contradicting claims from us": int(((kind == Kind.CLAIM_CLASH) & ours).sum()),
        "lead turned away": int((kind == Kind.REJECTED).sum()),
        "jobs opened again": int((kind == Kind.REOPENED).sum()),
        "failed votes": int(((kind == Kind.VOTE) & (reason == Reason.BLOCKED)).sum()),
        "approvals refused": int(((kind == Kind.APPROVAL) & (reason == Reason.REFUSED)).sum()),
        "meetings": int((kind == Kind.MEETING).sum()),
        "hours of everybody": round(float(rows["hours"][touches | (kind == Kind.MEETING)].sum()), 0),
        "share of visits our systems saw, %": round(100 * float((rows["seen"][touches] == 1).mean()), 0)
        if touches.any()
        else 0,
    }
