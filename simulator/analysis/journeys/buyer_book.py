"""What a purchase costs every single buyer: hours, effort, standing put at stake, each booked to who caused it.

The journal names who visited, waited or found something out. Who came to a meeting, and to which segment an account belongs,
follows from keyed luck and is drawn again. What happens to a whole group (a mail, a pilot) is shared out evenly among those who
take part.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from buyermaze.simulator.analysis.deals.causes import HAND_OVER, MARKETING, PRODUCT, SALES, SHARE_PITCHED
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import (
    CHANNEL_TRAITS,
    N_INFO_JOBS,
    OWN_CHANNELS,
    Channel,
    Job,
    Kind,
    Owner,
    Reason,
)
from buyermaze.simulator.journal.attendance import active_from, attendance
from buyermaze.simulator.journal.journal import persona_labels
from buyermaze.simulator.model.parameters import pack
from buyermaze.simulator.model.rules.customers.after_sale import effort_ratio
from buyermaze.simulator.model.steps.journey.arrival import N_CORE_SEATS
from buyermaze.simulator.outcomes.segments import segments_of
from buyermaze.simulator.runs.history import decisions, of_kind

if TYPE_CHECKING:
    import pandas

    from buyermaze.simulator.runs.history import History

US, GROUP, RIVALS, INDEPENDENT = "us", "the group itself", "rivals", "independent sources"
REGRETTED_FROM: Final = 50.0  # regret of 100 above which somebody stands for a purchase they regret, as in ``share_regret``


class Entry(NamedTuple):
    """Who caused an entry, which function of ours it was (else empty), what it means, whether it gains or loses."""

    caused_by: str
    function: str
    meaning: str
    side: str = "loss"


ENTRIES: Final = {
    "answers from our content": Entry(US, MARKETING, "visits to our content that found something", "gain"),
    "conversations with our reps": Entry(US, SALES, "conversations in context, and what the others were still worth", "gain"),
    "our e-mail, events and ads": Entry(US, MARKETING, "time given to what we sent and staged", "gain"),
    "rivals": Entry(RIVALS, "", "time with rivals' reps and content", "gain"),
    "peers and analysts": Entry(INDEPENDENT, "", "time with peers and analysts, AI assistants included", "gain"),
    "own desk work": Entry(GROUP, "", "work alone that led on", "gain"),
    "meetings": Entry(GROUP, "", "meetings of the group", "gain"),
    "dead ends": Entry(US, MARKETING, "visits to our content that found nothing, or a gap somebody filled"),
    "writing alone": Entry(US, MARKETING, "justifications written without usable material of ours"),
    "telling it again": Entry(US, HAND_OVER, "the part of a conversation lost because our rep did not know the situation"),
    "listening to pitches": Entry(US, SALES, "the part of a conversation in which our rep pushed the sale"),
    "waiting in vain": Entry(
        US, SALES, "hassle of requests to our reps that nobody answered, and of their calls in vain or too early"
    ),
    "rework after a vote": Entry(GROUP, "", "work on a job opened again after a vote failed or a favourite fell"),
    "rework after a surprise": Entry(US, HAND_OVER, "work on a job opened again after a contradiction of ours"),
    "rework after forgetting": Entry(GROUP, "", "work on a job opened again because knowledge faded or members joined"),
}  # fmt: skip
# political risk: times somebody stood there before colleagues or management with what did not hold; every one counts as one
EXPOSURES: Final = {
    "case refused": Entry(GROUP, "", "who carries the purchase was turned down by management"),
    "case refused, written without us": Entry(
        US, MARKETING, "the same, where a justification had to be written without usable material of ours"
    ),
    "vote failed": Entry(GROUP, "", "who carries the purchase called a vote that failed"),
    "open quarrel": Entry(GROUP, "", "a disagreement escalated in a meeting one sat in"),
    "vouched for our content's claim": Entry(US, MARKETING, "what we had published turned out larger than the truth"),
    "vouched for our rep's claim": Entry(US, SALES, "what a rep of ours had said turned out larger than the truth"),
    "told two stories": Entry(US, HAND_OVER, "marketing and sales had said different things"),
    "caught by fine print": Entry(US, PRODUCT, "our terms took back part of what was promised"),
    "stands for a disappointment": Entry(US, PRODUCT, "a purchase from us is regretted, mostly as it is worth less than hoped"),
    "stands for a regretted choice": Entry(GROUP, "", "a purchase from us is regretted, mostly for another reason"),
}  # fmt: skip


class Booked(NamedTuple):
    """Hours of one person (seat) on one entry; ``rep`` is ours, -1: none."""

    account: int
    person: int
    entry: str
    hours: float
    rep: int


class Exposed(NamedTuple):
    """One time that one person (seat) was exposed; ``rep`` is ours, -1: none."""

    account: int
    person: int
    entry: str
    rep: int


def hours_booked(run: "History", account: int) -> list[Booked]:
    """Book every person-hour of an account to one entry and one person."""
    rows = run.of(account)
    start, present = active_from(run, account), iter(attendance(run, account))
    lost = {
        "telling it again": float(run.scenario.programme.memory.penalty_unknown),
        "listening to pitches": SHARE_PITCHED,
    }
    found: list[Booked] = []
    columns = (rows[name].tolist() for name in ("kind", "channel", "reason", "hours", "value", "person", "rep"))
    for place, (kind, channel, reason, hours, value, person, rep, again) in enumerate(
        zip(*columns, _rework(rows), strict=True)
    ):
        entry, hours = _entry_of(kind, channel, reason, hours, value, again)
        those = next(present) if kind == Kind.MEETING else (person,)
        if not entry or hours == 0.0:
            continue
        if those == (-1,):
            those = tuple(i for i, since in enumerate(start) if 0 <= since <= place)
        parts = {entry: hours}
        if entry in lost:
            parts = {entry: lost[entry] * hours, "conversations with our reps": (1 - lost[entry]) * hours}
        found += [
            Booked(account, i, name, part / len(those), rep) for name, part in parts.items() if part for i in those
        ]
    return found


def _entry_of(kind: int, channel: int, reason: int, hours: float, value: float, again: str) -> tuple[str, float]:
    """Return the entry a row belongs to and its person-hours; an empty entry costs no time."""
    if kind == Kind.TOUCH:
        return _visit(channel, reason, again), hours
    if kind == Kind.MEETING:
        return "meetings", hours
    if kind in (Kind.MAILED, Kind.CAMPAIGN):
        return "our e-mail, events and ads", hours
    if kind == Kind.OUTBOUND:
        in_vain = reason in (Reason.UNANSWERED, Reason.PREMATURE)
        return "waiting in vain" if in_vain else "conversations with our reps", value
    if kind == Kind.GAVE_UP:
        return "waiting in vain", hours
    if kind in (Kind.PILOT, Kind.BARGAINED):
        return "conversations with our reps" if channel == Channel.REP else "rivals", hours
    return "", 0.0


def _visit(channel: int, reason: int, again: str) -> str:
    """Return the entry a visit belongs to; what went wrong in itself comes before rework."""
    if reason == Reason.ALONE:
        return "writing alone"
    if channel == Channel.CONTENT and reason in (Reason.DEAD_END, Reason.SENT_ON):
        return "dead ends"
    if channel == Channel.REP and reason == Reason.OUT_OF_CONTEXT:
        return "telling it again"
    if channel == Channel.REP and reason == Reason.PUSHED:
        return "listening to pitches"
    if again:
        return again
    if channel == Channel.REP:
        return "conversations with our reps"
    if channel == Channel.CONTENT:
        return "answers from our content"
    if channel in OWN_CHANNELS:
        return "our e-mail, events and ads"
    if CHANNEL_TRAITS[Channel(channel)].owner == Owner.RIVAL:
        return "rivals"
    return "own desk work" if channel == Channel.OWN_WORK else "peers and analysts"


def _rework(rows: np.ndarray) -> list[str]:
    """Return for every row of an account, in journal order, the kind of rework a visit is, or '' for none.

    A job is reworked from the moment it is opened again until it is complete again. The cause is what came last before
    it opened: a vote that failed, an approval refused or a new favourite; a contradiction or clash of ours on the way;
    else fading knowledge or a new member.
    """
    open_again: dict[int, str] = {}
    shaken = ""
    found = []
    columns = (rows[name].tolist() for name in ("job", "kind", "reason", "vendor", "channel"))
    for job, kind, reason, vendor, channel in zip(*columns, strict=True):
        if kind in (Kind.LOOPED, Kind.FAVOURITE) or (kind == Kind.APPROVAL and reason == Reason.REFUSED):
            shaken = "rework after a vote"
        elif kind in (Kind.CLAIM_CLASH, Kind.SURPRISE) and vendor == 0 and channel in OWN_CHANNELS:
            shaken = shaken or "rework after a surprise"
        elif kind == Kind.REOPENED:
            open_again[job], shaken = shaken or "rework after forgetting", ""
        elif kind == Kind.COMPLETED:
            open_again.pop(job, None)
        found.append(open_again.get(job, "") if kind == Kind.TOUCH else "")
    return found


def exposures(run: "History", account: int) -> list[Exposed]:
    """List every time somebody of an account was exposed, by person and what it was; whoever brought it up carries it."""
    rows = run.of(account)
    return [Exposed(account, i, entry, rep) for entry, i, rep in _exposed(rows, attendance(run, account))]


def _exposed(rows: np.ndarray, present: list[tuple[int, ...]]) -> Iterator[tuple[str, int, int]]:
    alone, n_meetings, said = False, 0, -1
    causes = {int(row["reason"]): float(row["value"]) for row in of_kind(rows, Kind.REGRET)}
    disappointed = max(causes, key=lambda each: causes[each], default=-1) == Reason.DISAPPOINTMENT
    columns = (rows[name].tolist() for name in ("kind", "reason", "person", "channel", "rep", "vendor", "detail"))
    for kind, reason, i, channel, rep, vendor, detail in zip(*columns, strict=True):
        alone |= kind == Kind.TOUCH and reason == Reason.ALONE
        n_meetings += kind == Kind.MEETING
        if kind == Kind.TOUCH and channel == Channel.REP:
            said = rep
        if kind == Kind.APPROVAL and reason == Reason.REFUSED:
            yield "case refused, written without us" if alone else "case refused", 0, -1
        elif kind == Kind.VOTE and reason == Reason.BLOCKED:
            yield "vote failed", 0, -1
        elif kind == Kind.POLL and reason == Reason.ESCALATED:
            yield from (("open quarrel", who, -1) for who in present[n_meetings - 1])
        elif vendor != 0 or i < 0:
            continue
        elif kind == Kind.FEELING and detail > REGRETTED_FROM:
            yield "stands for a disappointment" if disappointed else "stands for a regretted choice", i, -1
        elif kind == Kind.CAUGHT:
            by_rep = channel == Channel.REP
            yield "vouched for our rep's claim" if by_rep else "vouched for our content's claim", i, said if by_rep else -1
        elif kind == Kind.CLAIM_CLASH:
            yield "told two stories", i, -1
        elif kind == Kind.FINE_PRINT:
            yield "caught by fine print", i, -1


def efforts(run: "History", accounts: np.ndarray, hours: dict[tuple[int, int], float]) -> dict[tuple[int, int], float]:
    """Return the hours of everybody in decided accounts over the hours they had expected to need.

    Parameters
    ----------
    run : History
        What happened.
    accounts : ndarray of int, shape (n,)
        Arrival ordinals.
    hours : dict of (account, seat) to float
        Person-hours of each.

    Returns
    -------
    dict of (account, seat) to float
        1: as long as expected; of members who took part up to the decision. Needs are those somebody sets out with, without the
        longer comparing of packages.
    """
    q, found = pack(run.scenario)[0], {}
    decided = {int(row["account"]) for row in run.of_kind(Kind.EFFORT)}
    usual = (float(q.living_hours_usual_base), float(q.living_hours_usual_per_need), float(q.mind_planning_fallacy))
    for account, segment in zip(accounts.tolist(), segments_of(run, accounts).tolist(), strict=True):
        if account in decided:
            end = int(np.flatnonzero(run.of(account)["kind"] == Kind.DECISION)[0])
            for i, since in enumerate(active_from(run, account)):
                if 0 <= since <= end:
                    found[account, i] = effort_ratio(hours.get((account, i), 0.0), _needs(q, segment, i), *usual)
    return found


def _needs(q: Any, segment: int, seat: int) -> float:
    """Return what somebody needs to know in all, information units, as they set out."""
    own = q.need[int(q.seat[seat])] * q.segment_job[segment]
    scale = q.segment_needs[segment] * q.offer_complexity * (1.0 if seat < N_CORE_SEATS else q.group_share_need_later_seats)
    proved = own[Job.VALIDATION] * q.offer_novelty
    return float(scale * (own[:N_INFO_JOBS].sum() + proved))


@dataclass(frozen=True, eq=False)
class DealCost:
    """What one purchase cost each member of a buying group, and who caused it."""

    account: int
    people: "pandas.DataFrame"  # person, hours, lost, lost_through_us, effort, exposed, worst, exposures

    def sentences(self) -> list[str]:
        """Say for everybody what they spent, what of it was lost through whom, and where they were exposed."""
        lines = []
        for line in self.people.to_dict("records"):
            said = f"{line['person'].capitalize()} spends {line['hours']:.1f} hours"
            if np.isfinite(line["effort"]):
                said += f", {line['effort']:.1f} times what they expected"
            if line["lost"] > 0:
                said += f"; {line['lost']:.1f} are lost, {line['lost_through_us']:.1f} through us, most to {line['worst']}"
            if line["exposed"]:
                said += f". Standing at stake {line['exposed']} time{'s' * (line['exposed'] != 1)}: {line['exposures']}"
            lines.append(f"{said}.")
        return lines

    def table(self) -> "pandas.DataFrame":
        """Return one line per member, in order of seats."""
        return self.people.copy()


def deal_cost(run: "History", account: int) -> DealCost:
    """Return what one account's purchase cost each of its members.

    Parameters
    ----------
    run : History
        What ``simulate`` returns.
    account : int
        Arrival ordinal, from 0.

    Raises
    ------
    InputProblem
        If the run has no such account.
    """
    import pandas

    rows = run.of(account)
    if not len(rows):
        most = int(run.journal["account"].max(initial=0))
        raise InputProblem(f"account: there is no account {account} in this run; they run from 0 to {most}")
    booked, exposed = hours_booked(run, account), exposures(run, account)
    hours: dict[tuple[int, int], float] = {}
    for each in booked:
        hours[account, each.person] = hours.get((account, each.person), 0.0) + each.hours
    effort = efforts(run, np.array([account]), hours) if len(decisions(rows)) else {}
    lines = []
    for i, label in enumerate(persona_labels(run.scenario)[: int(rows["value"][0])]):
        lost: dict[str, float] = {}
        for each in booked:
            if each.person == i and ENTRIES[each.entry].side == "loss":
                name = f"{each.entry} ({_who(ENTRIES[each.entry], each.rep)})"
                lost[name] = lost.get(name, 0.0) + each.hours
        ours = sum(e.hours for e in booked if e.person == i and (a := ENTRIES[e.entry]).side == "loss" and a.caused_by == US)
        times = [f"{each.entry} ({_who(EXPOSURES[each.entry], each.rep)})" for each in exposed if each.person == i]
        counted = "; ".join(f"{times.count(name)} x {name}" for name in dict.fromkeys(times))
        worst = max(lost, key=lambda name: lost[name], default="")
        lines.append((label, hours.get((account, i), 0.0), sum(lost.values()), ours, effort.get((account, i), np.nan),
                      len(times), worst, counted))  # fmt: skip
    columns = ["person", "hours", "lost", "lost_through_us", "effort", "exposed", "worst", "exposures"]
    return DealCost(account, pandas.DataFrame(lines, columns=columns))


def _who(entry: Entry, rep: int) -> str:
    """Name who caused it: our function, and which rep where it was one."""
    if entry.caused_by != US:
        return entry.caused_by
    return f"our {entry.function}, rep {rep + 1}" if rep >= 0 else f"our {entry.function}"
