"""Why an account was not won: the rule that reads the true cause off its rows, and what each function would say.

All rules here are assumptions, written down so that they can be disputed. Hours are person-hours unless called waiting.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.vocabulary import Channel, Kind, Reason, Status
from buyermaze.simulator.model.steps.journey.conversation import SHARE_ANSWERED_BY_PUSH
from buyermaze.simulator.model.steps.sales.selling import HOURS_LONG_WAIT
from buyermaze.simulator.runs.history import contacts_with_us, decisions, of_kind, touches_of_ours

if TYPE_CHECKING:
    from buyermaze.simulator.inputs.sheets.scenario import Scenario

MARKETING, SALES, HAND_OVER, PRODUCT, BUYER, NOBODY = (
    "marketing", "sales", "hand-over", "product and price", "buyer", "nobody",
)  # fmt: skip
BLAMED: Final = (MARKETING, SALES, HAND_OVER, PRODUCT, BUYER, NOBODY)
# cause: (what it says, who answers for it)
CAUSES: Final = {
    "won": ("they bought from us", NOBODY),
    "outside": ("priorities elsewhere stopped the project", NOBODY),
    "turned away": ("the qualification gate turned a real project away", HAND_OVER),
    "kept waiting": ("they asked for a rep and gave up waiting", SALES),
    "never found us": ("they never came across us", MARKETING),
    "never met": ("they looked at what we offer and never asked for a rep", MARKETING),
    "no answers": ("our content had no answer to what they asked", MARKETING),
    "no case": ("management refused a case that had to be written without our help", MARKETING),
    "strangers": ("our reps did not know what had been said before", HAND_OVER),
    "two voices": ("marketing and sales claimed different things", HAND_OVER),
    "pushed": ("our reps pushed the sale instead of answering", SALES),
    "fine print": ("the fine print came as a shock", PRODUCT),
    "too dear": ("the rival asked clearly less", PRODUCT),
    "better rival": ("the rival looked better", PRODUCT),
    "disagreement": ("the group could not agree", BUYER),
    "doubt": ("the group's doubt was stronger than its hope", BUYER),
    "status quo": ("leaving things as they are looked better", BUYER),
    "slow": ("the group took too long", BUYER),
    "refused": ("management refused", BUYER),
    "objection": ("an objection nobody had foreseen stopped it", BUYER),
    "open": ("nothing is decided yet", NOBODY),
}
OWN_REASON: Final = {
    Reason.CONFLICT: "disagreement", Reason.DOUBT: "doubt", Reason.STATUS_QUO: "status quo", Reason.TOO_LONG: "slow",
    Reason.APPROVAL: "refused", Reason.OUTSIDE: "outside", Reason.OBJECTION: "objection",
}  # fmt: skip
SERIOUS_TROUBLE: Final = 0.2  # share of the hours spent with us that went wrong, above which we are the cause
HOURS_PER_CLASH: Final = 0.5  # what noticing a contradiction weighs, in person-hours
HOURS_PER_FINE_PRINT: Final = 2.0  # what a shock at the terms weighs
SHARE_PITCHED: Final = 1.0 - SHARE_ANSWERED_BY_PUSH  # part of a conversation lost to a pitch
HOURS_WAITED_AS_WORK: Final = 0.02  # what an hour of waiting for a rep weighs, in person-hours
CLEARLY_LESS: Final = 0.3  # value units by which a rival's price must lie below ours to be the cause
LATE: Final = HOURS_LONG_WAIT  # a wait for a rep that marketing calls too late


@dataclass(frozen=True)
class Finding:
    """What truly ended an account's journey: cause, person (seat; -1: the group) and moment (working hours)."""

    cause: str
    person: int
    time: float
    trouble: dict[str, float]  # weighed hours that went wrong, by cause


def true_cause(rows: np.ndarray, scenario: "Scenario") -> Finding:
    """Read the true cause of an account's outcome off all of its rows.

    In this order. A reason outside is a reason outside. Whoever never met our rep was turned away by the gate, or kept
    waiting, or never found us, or never asked. A case refused after somebody wrote it alone had no case. Of what went
    wrong with us, the largest is the cause if it is more than a fifth of the hours spent with us: dead ends and lone
    work; conversations out of context, by the usefulness lost; pitches, by half; contradictions, half an hour each; fine
    print, two hours; waiting, a fiftieth of its hours. Otherwise it is the group's own reason, or a rival who asked clearly
    less, or looked better.
    """
    decided = decisions(rows)
    if not len(decided):
        return Finding("open", -1, float(rows["time"][-1]), {})
    end = decided[0]
    moment, reason = float(end["time"]), Reason(int(end["reason"]))
    if end["detail"] == Status.WON:
        return Finding("won", -1, moment, {})
    if reason == Reason.OUTSIDE:
        return Finding("outside", -1, moment, {})
    if not len(contacts_with_us(rows)):
        return _never_met(rows, moment)
    if reason == Reason.APPROVAL and (rows["reason"] == Reason.ALONE).any():
        return _last(rows, "no case", rows["reason"] == Reason.ALONE)
    trouble, marks = _trouble(rows, scenario)
    worst = max(trouble, key=lambda cause: trouble[cause])
    if trouble[worst] > SERIOUS_TROUBLE * max(1.0, float(touches_of_ours(rows)["hours"].sum())):
        found = _last(rows, worst, marks[worst])
        return Finding(worst, found.person, found.time, trouble)
    cause = _outbid(rows) if end["detail"] == Status.LOST else OWN_REASON.get(reason, "slow")
    return Finding(cause, -1, moment, trouble)


def _outbid(rows: np.ndarray) -> str:
    """Return whether price or the product decided against us."""
    terms = of_kind(rows, Kind.TERMS)
    prices = {bought: float(terms["value"][terms["reason"] == bought][0]) for bought in np.unique(terms["reason"])}
    ours, theirs = prices.get(Reason.NOT_BOUGHT, 0.0), prices.get(Reason.BOUGHT, 0.0)
    return "too dear" if ours - theirs > CLEARLY_LESS else "better rival"


def _never_met(rows: np.ndarray, moment: float) -> Finding:
    for cause, kind in (("turned away", Kind.REJECTED), ("kept waiting", Kind.GAVE_UP)):
        if (rows["kind"] == kind).any():
            return _last(rows, cause, rows["kind"] == kind)
    return Finding("never met" if len(touches_of_ours(rows)) else "never found us", -1, moment, {})


def _trouble(rows: np.ndarray, scenario: "Scenario") -> tuple[dict[str, float], dict[str, np.ndarray]]:
    """Weigh what went wrong with us, and mark the rows in which it did."""
    touch = rows["kind"] == Kind.TOUCH
    vain = touch & (rows["channel"] == Channel.CONTENT) & (rows["reason"] == Reason.DEAD_END)
    marks = {
        "no answers": vain | (touch & (rows["reason"] == Reason.ALONE)),
        "strangers": touch & (rows["reason"] == Reason.OUT_OF_CONTEXT),
        "pushed": touch & (rows["reason"] == Reason.PUSHED),
        "fine print": rows["kind"] == Kind.FINE_PRINT,
        "two voices": (rows["kind"] == Kind.CLAIM_CLASH) & (rows["vendor"] == 0),
        "kept waiting": (rows["kind"] == Kind.GAVE_UP) | ((rows["kind"] == Kind.SERVED) & (rows["value"] > LATE)),
    }
    return {
        "no answers": float(rows["hours"][marks["no answers"]].sum()),
        "strangers": scenario.programme.memory.penalty_unknown * float(rows["hours"][marks["strangers"]].sum()),
        "pushed": SHARE_PITCHED * float(rows["hours"][marks["pushed"]].sum()),
        "fine print": HOURS_PER_FINE_PRINT * float(marks["fine print"].sum()),
        "two voices": HOURS_PER_CLASH * float(marks["two voices"].sum()),
        "kept waiting": HOURS_WAITED_AS_WORK * float(rows["value"][marks["kept waiting"]].sum()),
    }, marks


def _last(rows: np.ndarray, cause: str, mark: np.ndarray) -> Finding:
    """Name the person it happened to most, and the last time it did."""
    chosen = rows[mark]
    people, times = np.unique(chosen["person"], return_counts=True)
    return Finding(cause, int(people[np.argmax(times)]), float(chosen["time"][-1]), {})


def marketing_says(seen: np.ndarray, won: bool) -> tuple[str, str]:
    """Return what marketing would say about an account, from the rows the seller has, and whom that blames."""
    kinds = set(seen["kind"].tolist())
    if won:
        return "our campaigns brought them in", NOBODY
    if Kind.LEAD not in kinds:
        return "they were never ready to buy", BUYER
    contacted = len(contacts_with_us(seen)) > 0
    if not contacted and Kind.REJECTED in kinds:
        return "sales turned a good lead away", SALES
    late = (seen["kind"] == Kind.GAVE_UP) | ((seen["kind"] == Kind.SERVED) & (seen["value"] > LATE))
    if late.any():
        return "sales answered too late", SALES
    return ("sales did not close", SALES) if contacted else ("sales never followed up", SALES)


def sales_says(seen: np.ndarray, logged: str, won: bool) -> tuple[str, str]:
    """Return what sales would say about an account, from the rows the seller has and the logged reason, and whom it blames."""
    if won:
        return "the rep closed it", NOBODY
    contacted = len(contacts_with_us(seen)) > 0
    if not contacted:
        if (seen["kind"] == Kind.LEAD).any():
            return "marketing sent a poor lead", MARKETING
        return "marketing brought us nobody", MARKETING
    if logged in ("price", "competitor"):
        return f"the {logged} was against us", PRODUCT
    return ("they went silent", BUYER) if logged == "no response" else ("the time was not right", BUYER)


def logged_blames(logged: str) -> str:
    """Return whom a logged reason blames."""
    if logged in ("price", "competitor"):
        return PRODUCT
    return BUYER if logged in ("no response", "timing") else NOBODY


def day_of(found: Any) -> float:
    """Return the working day of a finding."""
    return float(found.time) / HOURS_PER_DAY
