"""What happened: the journal's rows, what their numbers mean, and how to read them."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.simulator.core.calendar import timestamps
from buyermaze.simulator.core.vocabulary import Channel, Job, Kind, Reason, words
from buyermaze.simulator.inputs.timeline import first_day

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.inputs.scenario import Scenario

# For every kind of row: (what it tells, what `hours` holds, what `value` holds, what `detail` holds).
# "" means unused (0).
MEANING: Final = {
    Kind.ARRIVED: ("an account starts a journey", "", "people in the buying group", "1 if there is a real project"),
    Kind.JOINED: ("a late member joins the group", "", "", ""),
    Kind.TOUCH: (
        "a stakeholder used a channel for a job; reason tells how it went",
        "buyer's time, h",
        "information gained, units",
        "lead score after it, points",
    ),
    Kind.ASKED: ("a stakeholder asked for one of our reps", "", "", ""),
    Kind.SERVED: ("a rep took the request", "rep's selling time, h", "hours since asking", "hours of it in the queue"),
    Kind.GAVE_UP: ("a stakeholder stopped waiting for a rep", "time lost, h", "hours since asking", ""),
    Kind.STALLED: ("no channel could serve the need", "", "", ""),
    Kind.SURPRISE: ("evidence contradicted belief", "", "distance, sd", ""),
    Kind.CLAIM_CLASH: (
        "two functions of one vendor were caught claiming different things",
        "",
        "difference, value units",
        "",
    ),
    Kind.LEAD: (
        "the account became a marketing-qualified lead; reason: score or hand raise",
        "",
        "lead score, points",
        "",
    ),
    Kind.CHECKED: ("a qualifier checked the lead", "qualifier's time, h", "hours in the queue", ""),
    Kind.ACCEPTED: ("the lead was accepted for follow-up by sales", "", "attempt number", ""),
    Kind.REJECTED: (
        "the lead was not accepted; reason: filtered, desk full or not followed up",
        "",
        "attempt number",
        "",
    ),
    Kind.OPENED: ("sales has the account", "", "hours since acceptance", ""),
    Kind.CONTACTED: (
        "the group met a seller of this vendor for the first time; vendor 0 is our opportunity",
        "",
        "progress of all information jobs, 0-1",
        "person-hours spent so far",
    ),
    Kind.LEAD_WORK: ("a rep worked a warm lead", "rep's selling time, h", "", ""),
    Kind.MEETING: ("the group met", "person-hours", "spread of expected value", "mean expected value of the favourite"),
    Kind.COMPLETED: ("a job became complete", "", "share covered", ""),
    Kind.REOPENED: ("a complete job was found incomplete", "", "share covered", ""),
    Kind.FAVOURITE: ("the favourite vendor changed", "", "rank value", ""),
    Kind.VOTE: (
        "the group voted; reason: passed, blocked or unreached (favourite not yet met)",
        "",
        "influence saying yes, share",
        "spread of expected value",
    ),
    Kind.LOOPED: ("the group went back to earlier work; reason: conflict or doubt", "", "", ""),
    Kind.APPROVAL: (
        "a level of management judged the case; reason: granted or refused",
        "",
        "strength of the case",
        "level, from 1",
    ),
    Kind.DECISION: (
        "the journey closed; reason: bought or why not",
        "",
        "working hours since arrival",
        "vocabulary.Status",
    ),
    Kind.EFFORT: (
        "effort of the group up to the decision",
        "",
        "hours spent / hours expected, mean of members",
        "members",
    ),
    Kind.GO_LIVE: ("first real use", "", "value realised", "value expected at the vote"),
    Kind.FEELING: ("a member takes stock", "", "satisfaction, 0-10", "regret, 0-100"),
    Kind.REGRET: ("one cause of the group's regret", "", "weighted contribution before saturation", ""),
    Kind.ADVOCACY: (
        "how a member would recommend the vendor; reason: promoter, passive or detractor",
        "",
        "rating, 0-10",
        "",
    ),
    Kind.USE: ("a period of use ends", "", "drift of perceived value since going live", "period, from 1"),
    Kind.ALERT: ("an unhappy customer was noticed", "", "satisfaction, 0-10", ""),
    Kind.RECOVERY: ("a rep handled a complaint", "rep's selling time, h", "value given back", "hours since the alert"),
    Kind.RENEWAL: ("the customer renewed or left", "", "chance of renewing", "price paid relative to the first term"),
    Kind.ENDED: ("nothing more happens to this account", "", "", ""),
    Kind.MAILED: ("a mail went to everybody known of the account", "", "mails sent", "mails opened"),
    Kind.IGNORED: ("nobody followed a request up", "", "", ""),
    Kind.FINE_PRINT: ("a member found the fine print", "", "value taken back, value units", ""),
    Kind.FIXED: (
        "a content gap was closed for everybody; account -1",
        "",
        "share of the gap at the start still open",
        "persona, by place in the market's list",
    ),
    Kind.SHOCK: ("an event from outside struck; reason tells which", "", "size", "place on the market's calendar"),
    Kind.CARE: ("the customer heard from us without an agenda", "", "drift of perceived value", ""),
    Kind.ISSUE: ("something needed support; reason: recovered or unanswered", "", "drift of perceived value", ""),
    Kind.EXPANSION: ("a renewing customer bought more, or not", "", "value of it relative to the deal", ""),
    Kind.INVITED: ("a member was asked; reason tells what", "", "answer they would give", ""),
    Kind.SURVEY: ("a member answered; reason tells what was asked", "", "answer given", ""),
    Kind.TERMS: (
        "terms offered; reason: bought on them, or not (ours, of a group that had met us)",
        "",
        "price relative to the going rate",
        "mean quality of encounters above what is expected",
    ),
}


def persona_labels(scenario: "Scenario") -> list[str]:
    """Name every seat of a buying group: persona and a number among its like, ``champion 1``, ``technical 2``."""
    labels: list[str] = []
    for seat, persona in enumerate(scenario.market.group.seats):
        labels.append(f"{persona} {scenario.market.group.seats[: seat + 1].count(persona)}")
    return labels


def vendor_labels(scenario: "Scenario") -> list[str]:
    """Name every vendor, us first."""
    return ["us", *(rival.name for rival in scenario.market.rivals)]


def frame(rows: np.ndarray, scenario: "Scenario") -> "pandas.DataFrame":
    """Return journal rows as a tidy table with words instead of codes.

    Parameters
    ----------
    rows : ndarray of layout.ROW, shape (n,)
        Journal rows in journal order, which is kept.
    scenario : Scenario
        Gives personas, names and the calendar.

    Returns
    -------
    DataFrame, n lines
        ``timestamp`` (calendar), ``time`` (working hours since the start), ``account``, ``person`` (``champion 1``;
        missing for the account as a whole), ``kind``, ``reason``, ``rep`` (numbered from 1; missing: none), ``job``,
        ``channel``, ``vendor`` (``us``, ``rival 1``), ``seen`` (by the seller's systems), ``hours``, ``value`` and
        ``detail`` (meaning by kind: ``MEANING``).
    """
    import pandas

    seats = persona_labels(scenario)
    vendors = vendor_labels(scenario)
    return pandas.DataFrame(
        {
            "timestamp": timestamps(rows["time"], first_day(scenario)),
            "time": rows["time"],
            "account": rows["account"],
            "person": _named(rows["person"], seats),
            "kind": _named(rows["kind"], [words(kind) for kind in Kind]),
            "reason": _named(np.where(rows["reason"] == Reason.NONE, -1, rows["reason"]), [words(r) for r in Reason]),
            "rep": pandas.Series(rows["rep"] + 1, dtype="Int16").where(rows["rep"] >= 0),
            "job": _named(rows["job"], [words(job) for job in Job]),
            "channel": _named(rows["channel"], [words(channel) for channel in Channel]),
            "vendor": _named(rows["vendor"], vendors),
            "seen": rows["seen"] == 1,
            "hours": rows["hours"],
            "value": rows["value"],
            "detail": rows["detail"],
        }
    )


def _named(codes: np.ndarray, names: list[str]) -> "pandas.Series[str]":
    """Return codes as the words they stand for; -1 is missing."""
    import pandas

    return pandas.Series(pandas.Categorical.from_codes(codes.astype(np.int64), pandas.Index(names)))


def first_difference(a: np.ndarray, b: np.ndarray) -> str | None:
    """Say where two journals first differ, bit by bit, or return None when they are the same.

    Parameters
    ----------
    a, b : ndarray of layout.ROW
        Two journals.

    Returns
    -------
    str or None
        One sentence naming row, time, entity, kind, field and both values, exactly.
    """
    n = min(len(a), len(b))
    differs = np.zeros(n, dtype=bool)
    for field in a.dtype.names or ():
        differs |= _bits(a[field][:n]) != _bits(b[field][:n])
    if differs.any():
        r = int(np.argmax(differs))
        field = next(f for f in a.dtype.names or () if _bits(a[f][r : r + 1]) != _bits(b[f][r : r + 1]))
        first, second = a[r][field].item(), b[r][field].item()
        return f"row {r} ({_entity(a[r])}): {field} is {first!r} in the first and {second!r} in the second"
    if len(a) != len(b):
        longer, which = (a, "first") if len(a) > len(b) else (b, "second")
        return f"row {n} ({_entity(longer[n])}) is in the {which} only, which has {len(longer) - n} more"
    return None


def _bits(column: np.ndarray) -> np.ndarray:
    """Return numbers as their bits, so that NaN equals itself and 0.0 differs from -0.0."""
    return np.ascontiguousarray(column).view(f"u{column.dtype.itemsize}")


def _entity(row: Any) -> str:
    """Say when a row happened, to whom, and of what kind it is."""
    person = "" if row["person"] < 0 else f", person {row['person']}"
    kind = words(Kind(row["kind"])) if 0 <= row["kind"] < len(Kind) else f"kind {row['kind']}"
    return f"{kind} at {row['time'].item()!r} h, account {row['account']}{person}"
