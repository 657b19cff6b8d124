"""Booking what happens between arrival and decision: what buyers find, how sellers come in, what the group gets done."""

from typing import Final

from buyermaze.simulator.core.vocabulary import Kind, Reason, Status
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.outcomes.books.closing import hours_of
from buyermaze.simulator.outcomes.books.happenings import book_wait
from buyermaze.simulator.outcomes.books.tallies import ENDED_BY, Tally

OF_BUYERS: Final = (
    Kind.ASKED, Kind.SERVED, Kind.GAVE_UP, Kind.STALLED, Kind.SURPRISE, Kind.CLAIM_CLASH, Kind.VERIFIED, Kind.IMPRESSION,
    Kind.IDEA, Kind.TOOL, Kind.BLOCKER,
)  # fmt: skip
OF_LEADS: Final = (
    Kind.LEAD, Kind.CHECKED, Kind.ACCEPTED, Kind.REJECTED, Kind.CONTACTED, Kind.LEAD_WORK, Kind.OPENED, Kind.OUTBOUND,
)  # fmt: skip
OF_GROUP: Final = (
    Kind.COMPLETED, Kind.REOPENED, Kind.FAVOURITE, Kind.VOTE, Kind.LOOPED, Kind.APPROVAL, Kind.EFFORT, Kind.DECISION,
    Kind.FIRM,
)  # fmt: skip


@rule
def book_buyers(row, kind, number) -> None:  # type: ignore[no-untyped-def]
    """Book what buyers ask, wait for and find out on the way."""
    if kind == Kind.ASKED:
        number[Tally.N_ASKED] += 1.0
    elif kind == Kind.SERVED:
        number[Tally.N_SERVED] += 1.0
        number[Tally.N_LOGGED] += row["seen"]
        number[Tally.HOURS_SELLING] += row["hours"]
        book_wait(row, number)
    elif kind == Kind.GAVE_UP:
        number[Tally.N_GAVE_UP] += 1.0
        book_wait(row, number)
        number[Tally.HOURS_OWN_WORK] += row["hours"]
    elif kind == Kind.STALLED:
        number[Tally.N_STALLED] += 1.0
    elif kind == Kind.SURPRISE:
        number[Tally.N_SURPRISES] += 1.0
    elif kind == Kind.CLAIM_CLASH:
        number[Tally.N_CLASHES] += 1.0
    elif kind == Kind.VERIFIED:
        number[Tally.N_VERIFIED] += row["detail"]
        number[Tally.N_VERIFYING] += 1.0
        if row["reason"] == Reason.MISLED:
            number[Tally.N_PUT_RIGHT] += 1.0
    elif kind == Kind.IMPRESSION:
        if row["vendor"] == 0:
            if row["value"] > 0.0:
                number[Tally.TRUST_WON] += row["value"]
            else:
                number[Tally.TRUST_LOST] -= row["value"]
                number[Tally.WORST_TOUCH] = max(number[Tally.WORST_TOUCH], -row["value"])
    elif kind == Kind.IDEA:
        if row["reason"] == Reason.PLANTED:
            number[Tally.PLANTED] = 1.0
            number[Tally.RIPENESS] = row["value"]
        else:
            number[Tally.N_IDEAS] += 1.0
            number[Tally.N_ON_SUBJECT] += row["detail"]
        if row["reason"] == Reason.TAKEN_UP:
            number[Tally.N_TAKEN_UP] += 1.0
        elif row["reason"] == Reason.RESENTED:
            number[Tally.N_RESENTED] += 1.0
    elif kind == Kind.TOOL:
        number[Tally.HOURS_SPARED] += row["value"]
        if row["reason"] != Reason.USED:
            number[Tally.N_TOOLS] += 1.0
        if row["reason"] == Reason.HANDED_OVER:
            number[Tally.N_TOOLS_BY_REPS] += 1.0
    elif kind == Kind.BLOCKER:
        number[Tally.N_BLOCKERS] += 1.0
        number[Tally.HOURS_BLOCKED] += row["value"]
        if row["reason"] == Reason.FORESEEN:
            number[Tally.N_BLOCKERS_FORESEEN] += 1.0


@rule
def book_leads(row, kind, number) -> None:  # type: ignore[no-untyped-def]
    """Book how an account becomes a lead and gets to sales."""
    if kind == Kind.LEAD:
        number[Tally.LEAD] = 1.0
    elif kind == Kind.CHECKED:
        number[Tally.N_CHECKED] += 1.0
        number[Tally.HOURS_CHECKING] += row["hours"]
    elif kind == Kind.ACCEPTED:
        number[Tally.ACCEPTED] = 1.0
    elif kind == Kind.REJECTED:
        number[Tally.N_REJECTED] += 1.0
    elif kind == Kind.CONTACTED:
        if row["reason"] == Reason.AGREED:
            number[Tally.CALLED] = 1.0
            number[Tally.CALLED_LATE] = number[Tally.MET_SELLER]
        if number[Tally.MET_SELLER] == 0.0:
            number[Tally.MET_SELLER] = 1.0
            number[Tally.PROGRESS_AT_SELLER] = row["value"]
        if row["vendor"] == 0 and number[Tally.OPPORTUNITY] == 0.0:
            number[Tally.OPPORTUNITY] = 1.0
            number[Tally.PROGRESS_AT_US] = row["value"]
            number[Tally.HOURS_AT_US] = row["detail"]
            _begin_with_sales(number)
    elif kind == Kind.LEAD_WORK:
        number[Tally.HOURS_SELLING] += row["hours"]
        number[Tally.ACCEPTED] = 1.0  # without a gate, working a lead is how sales accepts it
        _begin_with_sales(number)
    elif kind == Kind.OPENED:
        _begin_with_sales(number)
    elif kind == Kind.OUTBOUND:
        number[Tally.N_CALLS] += 1.0
        number[Tally.HOURS_SELLING] += row["hours"]
        number[Tally.HOURS_REP] += row["value"]
        if row["reason"] == Reason.AGREED:
            number[Tally.N_CALLS_AGREED] += 1.0
        elif row["reason"] == Reason.PREMATURE:
            number[Tally.N_CALLS_PREMATURE] += 1.0


@rule
def book_group(row, kind, number) -> None:  # type: ignore[no-untyped-def]
    """Book what the group gets done, undoes and decides."""
    if kind == Kind.COMPLETED:
        number[Tally.N_COMPLETED] += 1.0
    elif kind == Kind.REOPENED:
        number[Tally.N_REOPENED] += 1.0
        number[Tally.REOPENED] = 1.0
    elif kind == Kind.FAVOURITE:
        number[Tally.N_FAVOURITES] += 1.0
        number[Tally.DIVERTED] = number[Tally.STRUCK]
    elif kind == Kind.VOTE:
        if row["reason"] != Reason.UNREACHED:
            number[Tally.N_VOTES] += 1.0
            number[Tally.VOTED] = 1.0
    elif kind == Kind.LOOPED:
        number[Tally.N_LOOPED] += 1.0
    elif kind == Kind.APPROVAL:
        if row["reason"] == Reason.REFUSED:
            number[Tally.N_REFUSALS] += 1.0
    elif kind == Kind.EFFORT:
        number[Tally.EFFORT] = row["value"]
        number[Tally.EFFORT_KNOWN] = 1.0
        number[Tally.MEMBERS] = row["detail"]
    elif kind == Kind.DECISION:
        _decide(row, number)
    elif kind == Kind.FIRM:
        number[Tally.RETURNED] = 1.0 if row["detail"] > 0.0 else 0.0


@rule
def _begin_with_sales(number) -> None:  # type: ignore[no-untyped-def]
    """Note what had gone into the journey when sales got the account."""
    if number[Tally.WITH_SALES] == 0.0 and number[Tally.DECIDED] == 0.0:
        number[Tally.WITH_SALES] = 1.0
        number[Tally.HOURS_WITH_SALES] = -hours_of(number)
        number[Tally.SEEN_WITH_SALES] = -number[Tally.HOURS_SEEN]


@rule
def _decide(row, number) -> None:  # type: ignore[no-untyped-def]
    """Book how the journey closed and why."""
    status = int(row["detail"])
    reason = row["reason"]
    number[Tally.DECIDED] = 1.0
    number[Tally.HOURS_TO_DECISION] = row["value"]
    if status == Status.WON:
        number[Tally.WON] = 1.0
        number[Tally.HOURS_TO_WIN] = row["value"]
    elif status == Status.LOST:
        number[Tally.LOST] = 1.0
    elif status == Status.NO_DECISION:
        number[Tally.NO_DECISION] = 1.0
        if ENDED_BY[reason] >= 0:
            number[ENDED_BY[reason]] = 1.0
