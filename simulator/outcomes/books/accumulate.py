"""Folding journal rows into one record per journey and one set of totals per run.

The fold only watches: it draws nothing and changes nothing but its own memory. It adds in row order, one number at a
time, so the result is the same to the last bit however the rows are cut into chunks.
"""

from typing import Final

import numpy as np

from buyermaze.simulator.core.vocabulary import N_INFO_JOBS, N_SOUGHT, RETELLS, Channel, Kind, Reason, Status
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.marketing.surveys import (
    NPS_DETRACTOR_UPTO,
    NPS_PROMOTER_FROM,
    SATISFIED_FROM,
)
from buyermaze.simulator.outcomes.books.closing import close, hours_of
from buyermaze.simulator.outcomes.books.happenings import OFFERED, book_happening, book_wait
from buyermaze.simulator.outcomes.books.tallies import (
    BY,
    ENDED_BY,
    HOURS_IN,
    MEETING_ROOM,
    REGRETTED,
    SAID,
    WOULD,
    Tally,
)
from buyermaze.simulator.outcomes.books.window import batch_of, book_empty_seat, book_in_window

# which book a kind of row is entered in; those not named are entered by themselves, or nowhere
OWN, ON_THE_WAY, AFTERWARDS, SELLER, HAPPENINGS = 0, 1, 2, 3, 4
BOOKS: Final = (
    dict.fromkeys((
        Kind.ASKED, Kind.SERVED, Kind.GAVE_UP, Kind.STALLED, Kind.SURPRISE, Kind.CLAIM_CLASH, Kind.LEAD, Kind.CHECKED,
        Kind.ACCEPTED, Kind.REJECTED, Kind.CONTACTED, Kind.LEAD_WORK, Kind.COMPLETED, Kind.REOPENED, Kind.FAVOURITE,
        Kind.VOTE, Kind.LOOPED, Kind.APPROVAL, Kind.EFFORT, Kind.DECISION, Kind.FIRM, Kind.OPENED,
        Kind.VERIFIED, Kind.WARNED, Kind.BLOCKER, Kind.OUTBOUND,
        Kind.IMPRESSION, Kind.TOOL, Kind.IDEA,
    ), ON_THE_WAY)
    | dict.fromkeys((
        Kind.GO_LIVE, Kind.FEELING, Kind.REGRET, Kind.ADVOCACY, Kind.USE, Kind.ALERT, Kind.RECOVERY, Kind.RENEWAL,
    ), AFTERWARDS)
    | dict.fromkeys((
        Kind.MAILED, Kind.IGNORED, Kind.FINE_PRINT, Kind.SHOCK, Kind.CARE, Kind.ISSUE, Kind.EXPANSION, Kind.INVITED,
        Kind.TERMS, Kind.SURVEY, Kind.CAUGHT, Kind.UNSUBSCRIBED, Kind.COMMISSION,
    ), SELLER)
    | dict.fromkeys((Kind.REASSIGNED, Kind.MISREAD, Kind.PREPARED, Kind.STEP, Kind.MET_CUSTOMERS, Kind.CONTRACT_STUCK,
        Kind.DELIVERED_LATE, Kind.BILLED_WRONG, Kind.LISTENED, Kind.WON_BACK, Kind.STEERED, Kind.RECOMMENDED, *OFFERED), HAPPENINGS)
)  # fmt: skip
BOOK: Final = tuple(BOOKS.get(kind, OWN) for kind in Kind)


@rule
def fold(rows, n_rows, journeys, totals, window_from, window_to) -> int:  # type: ignore[no-untyped-def]
    """Fold journal rows, in order, into records of the counted journeys and totals of the observation window.

    A journey counts if its account set out within the window, and all of it does, however long it takes. What our
    people did and how long buyers waited for them counts if it happened within the window, whoever it was for.

    Parameters
    ----------
    rows : ndarray of layout.ROW, shape (at least n_rows,)
        The next rows of the journal.
    n_rows : int
        How many of them to fold.
    journeys : ndarray of JOURNEY, shape (n,)
        Records, at ``account % n``; records of ended accounts are used again.
    totals : ndarray of TOTALS, shape (n_batches,)
        Sums by part of the window: of journeys that have ended, and of what happened.
    window_from, window_to : float
        The observation window, working hours since the start of the run.

    Returns
    -------
    int
        0 when all rows are folded. Otherwise the number of rows left because the record an arriving account needs is
        held by one that is still open: ``grow`` the journeys and fold the last so many rows again.
    """
    hours_batch = (window_to - window_from) / len(totals)
    for b in range(len(totals)):
        totals[b]["hours"] = hours_batch
        totals[b]["since"] = window_from + b * hours_batch
    for r in range(n_rows):
        row = rows[r]
        account = row["account"]
        kind = row["kind"]
        within = window_from <= row["time"] < window_to
        if within:
            book_in_window(row, kind, totals[batch_of(row["time"], window_from, hours_batch, len(totals))])
        if kind == Kind.REP_LEFT or kind == Kind.REP_STARTED:
            book_empty_seat(row, totals)
        if account < 0:  # what concerns everybody belongs to no journey
            continue
        journey = journeys[account % len(journeys)]
        if kind == Kind.ARRIVED:
            if not within:
                continue
            if journey["open"] == 1:
                return int(n_rows - r)
            _open(row, journey)
            journey["batch"] = batch_of(row["time"], window_from, hours_batch, len(totals))
        if journey["account"] != account:
            continue
        if kind == Kind.TOUCH:
            _touch(row, journey["number"])
        elif kind == Kind.MEETING:
            journey["number"][Tally.N_MEETINGS] += 1.0
            journey["number"][Tally.HOURS_MEETING] += row["hours"]
        elif BOOK[kind] == HAPPENINGS:
            book_happening(row, kind, journey["number"])
        elif BOOK[kind] == SELLER:
            _seller_does(row, kind, journey["number"])
        elif BOOK[kind] == ON_THE_WAY:
            _on_the_way(row, kind, journey["number"])
        elif kind == Kind.ENDED:
            _end(journey, totals)
        elif BOOK[kind] == AFTERWARDS:
            _afterwards(row, kind, journey["number"])
        if kind == Kind.TOUCH or kind == Kind.MEETING:
            _step(row, kind, journey, totals[journey["batch"]])
    return 0


def settle(journeys: np.ndarray, totals: np.ndarray) -> None:
    """Add the counted journeys that are still open when a run is over to the totals, as far as they have come."""
    left = np.flatnonzero(journeys["open"] == 1)
    for place in left[np.argsort(journeys["account"][left])]:
        add_open(journeys[place : place + 1], totals)


@rule
def add_open(journeys, totals) -> None:  # type: ignore[no-untyped-def]
    """Add one journey that has not ended; its record stays open."""
    _end(journeys[0], totals)
    journeys[0]["open"] = 1


@rule
def _open(row, journey) -> None:  # type: ignore[no-untyped-def]
    """Start an empty record for the account that arrives."""
    number = journey["number"]
    for t in range(len(number)):
        number[t] = 0.0
    journey["account"] = row["account"]
    journey["open"] = 1
    journey["room"] = -1
    number[Tally.JOURNEYS] = 1.0
    number[Tally.PEOPLE] = row["value"]
    number[Tally.SERIOUS] = row["detail"]
    number[Tally.ARRIVED_AT] = row["time"]


@rule
def _end(journey, totals) -> None:  # type: ignore[no-untyped-def]
    """Close a journey's record and add it to the totals of the part of the window it set out in."""
    close(journey["number"])
    journey["open"] = 0
    _add(journey["number"], totals[journey["batch"]]["sum"])


@rule
def _touch(row, number) -> None:  # type: ignore[no-untyped-def]
    """Book a visit to a channel."""
    channel = row["channel"]
    number[Tally.N_TOUCHES] += 1.0
    if row["reason"] == Reason.PUSHED:
        number[Tally.N_PUSHED] += 1.0
    elif channel == Channel.REP and row["reason"] != Reason.REFUSED:
        number[Tally.N_IN_CONTEXT if row["reason"] == Reason.IN_CONTEXT else Tally.N_OUT_OF_CONTEXT] += 1.0
    number[HOURS_IN[channel]] += row["hours"]
    number[BY[channel]] += row["value"]
    if channel == Channel.REP and row["rep"] < 0:
        number[Tally.N_BY_PARTNER] += 1.0
    if RETELLS[channel] == 1:
        number[Tally.N_ANSWERS] += 1.0
        if row["reason"] == Reason.MISLED:
            number[Tally.N_MISLED] += 1.0
    if row["seen"] == 1:
        number[Tally.HOURS_SEEN] += row["hours"]
    if channel == Channel.CONTENT:
        if row["reason"] == Reason.FOUND or row["reason"] == Reason.SENT_ON:
            number[Tally.N_REQUESTS_MET] += 1.0
        elif row["reason"] == Reason.DEAD_END or row["reason"] == Reason.ALONE:  # alone: no document, written by hand
            number[Tally.N_REQUESTS_MISSED] += 1.0


@rule
def _step(row, kind, journey, total) -> None:  # type: ignore[no-untyped-def]
    """Note which room of the maze the group was seen in next."""
    room = journey["room"]
    to = MEETING_ROOM
    if kind == Kind.TOUCH:
        if row["job"] < 0 or row["job"] >= N_INFO_JOBS:
            return
        to = row["job"] * N_SOUGHT + row["channel"]
    if room >= 0 and journey["number"][Tally.SERIOUS] == 1.0:
        total["steps"][room, to] += 1.0
    journey["room"] = to


@rule
def _on_the_way(row, kind, number) -> None:  # type: ignore[no-untyped-def]
    """Book what happens between arrival and decision, the decision included."""
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
    elif kind == Kind.LEAD:
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
    elif kind == Kind.COMPLETED:
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
    elif kind == Kind.OUTBOUND:
        number[Tally.N_CALLS] += 1.0
        number[Tally.HOURS_SELLING] += row["hours"]
        number[Tally.HOURS_REP] += row["value"]
        if row["reason"] == Reason.AGREED:
            number[Tally.N_CALLS_AGREED] += 1.0
        elif row["reason"] == Reason.PREMATURE:
            number[Tally.N_CALLS_PREMATURE] += 1.0
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


@rule
def _afterwards(row, kind, number) -> None:  # type: ignore[no-untyped-def]
    """Book life with the purchase; what concerns our customers only if the purchase was ours."""
    ours = number[Tally.WON] == 1.0
    if kind == Kind.GO_LIVE:
        number[Tally.REALISED] += row["value"]
        number[Tally.EXPECTED] += row["detail"]
    elif kind == Kind.FEELING:
        number[Tally.N_FEELINGS] += 1.0
        number[Tally.SATISFACTION] += row["value"]
        number[Tally.REGRET] += row["detail"]
    elif kind == Kind.REGRET:
        if ours and REGRETTED[row["reason"]] >= 0:
            number[REGRETTED[row["reason"]]] += row["value"]
    elif kind == Kind.ADVOCACY:
        if ours:
            number[Tally.N_RATINGS] += 1.0
            number[Tally.RATING] += row["value"]
            if row["reason"] == Reason.PROMOTER:
                number[Tally.PROMOTERS] += 1.0
            elif row["reason"] == Reason.DETRACTOR:
                number[Tally.DETRACTORS] += 1.0
    elif kind == Kind.USE:
        number[Tally.N_PERIODS] += 1.0
    elif kind == Kind.ALERT:
        number[Tally.N_ALERTS] += 1.0
    elif kind == Kind.RECOVERY:
        number[Tally.N_RECOVERIES] += 1.0
        number[Tally.HOURS_TO_RECOVERY] += row["detail"]
        number[Tally.HOURS_SELLING] += row["hours"]
    elif kind == Kind.RENEWAL and ours:
        number[Tally.N_RENEWALS] += 1.0
        if row["reason"] == Reason.RENEWED:
            number[Tally.RENEWED] += 1.0
            number[Tally.RENEWED_VALUE] += row["detail"]


@rule
def _seller_does(row, kind, number) -> None:  # type: ignore[no-untyped-def]
    """Book mail, terms, fine print, shocks, what is found out, care after the sale, and what surveys hear."""
    if kind == Kind.MAILED:
        number[Tally.HOURS_EMAIL] += row["hours"]
        number[Tally.N_MAILS] += row["value"]
        number[Tally.N_MAILS_OPENED] += row["detail"]
    elif kind == Kind.IGNORED:
        number[Tally.N_IGNORED] += 1.0
    elif kind == Kind.FINE_PRINT:
        number[Tally.N_FINE_PRINT] += 1.0
    elif kind == Kind.SHOCK:
        number[Tally.N_SHOCKS] += 1.0
        number[Tally.STRUCK] = 1.0
        if row["reason"] == Reason.CHAMPION_LEAVES:
            number[Tally.CHAMPION_LEFT] = 1.0
    elif kind == Kind.CARE:
        number[Tally.N_CARED] += 1.0
    elif kind == Kind.ISSUE:
        number[Tally.N_ISSUES] += 1.0
        if row["reason"] == Reason.UNANSWERED:
            number[Tally.N_ISSUES_OPEN] += 1.0
    elif kind == Kind.EXPANSION:
        if row["reason"] == Reason.BOUGHT:
            number[Tally.EXPANDED] += 1.0
            number[Tally.EXPANDED_VALUE] += row["value"]
    elif kind == Kind.INVITED:
        number[Tally.N_INVITED] += 1.0
        _answer(row, WOULD[row["reason"]], number)
    elif kind == Kind.TERMS:
        if row["vendor"] == 0 and row["reason"] == Reason.BOUGHT:
            number[Tally.PRICE_PAID] += row["value"]
    elif kind == Kind.COMMISSION:
        number[Tally.COMMISSION] += row["value"]
    elif kind == Kind.CAUGHT:
        if row["vendor"] == 0:
            number[Tally.N_CAUGHT] += 1.0
    elif kind == Kind.UNSUBSCRIBED:
        number[Tally.N_UNSUBSCRIBED] += 1.0
    elif kind == Kind.SURVEY:
        number[Tally.N_ANSWERED] += 1.0
        _answer(row, SAID[row["reason"]], number)


@rule
def _answer(row, place, number) -> None:  # type: ignore[no-untyped-def]
    """Book an answer by the standard definitions: mean CES, share of 4 and 5 for CSAT, promoters minus detractors for NPS."""
    value = row["value"]
    if place < 0:
        return
    number[place + 1] += 1.0
    if row["reason"] == Reason.ASKED_EFFORT:
        number[place] += value
    elif row["reason"] == Reason.ASKED_SATISFACTION:
        if value >= SATISFIED_FROM:
            number[place] += 1.0
    elif value >= NPS_PROMOTER_FROM:
        number[place] += 1.0
    elif value <= NPS_DETRACTOR_UPTO:
        number[place] -= 1.0


@rule
def _add(number, sums) -> None:  # type: ignore[no-untyped-def]
    """Add a record to the sums of its kind, serious or not."""
    serious = 1 if number[Tally.SERIOUS] == 1.0 else 0
    for t in range(len(number)):
        sums[serious, t] += number[t]
