"""Folding journal rows into one record per journey and one set of totals per run.

The fold only watches: it draws nothing and changes nothing but its own memory. It adds in row order, one number at a
time, so the result is the same to the last bit however the rows are cut into chunks.
"""

from typing import Final

import numpy as np

from buyermaze.simulator.core.vocabulary import N_INFO_JOBS, N_SOUGHT, RETELLS, Channel, Kind, Reason
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.marketing.surveys import (
    NPS_DETRACTOR_UPTO,
    NPS_PROMOTER_FROM,
    SATISFIED_FROM,
)
from buyermaze.simulator.outcomes.books.closing import close
from buyermaze.simulator.outcomes.books.happenings import OFFERED, book_happening
from buyermaze.simulator.outcomes.books.on_the_way import (
    OF_BUYERS,
    OF_GROUP,
    OF_LEADS,
    book_buyers,
    book_group,
    book_leads,
)
from buyermaze.simulator.outcomes.books.tallies import (
    BY,
    HOURS_IN,
    MEETING_ROOM,
    REGRETTED,
    SAID,
    WOULD,
    Tally,
)
from buyermaze.simulator.outcomes.books.window import batch_of, book_empty_seat, book_in_window

# which book a kind of row is entered in; those not named are entered by themselves, or nowhere
OWN, BUYERS, LEADS, GROUP, AFTERWARDS, SELLER, HAPPENINGS = 0, 1, 2, 3, 4, 5, 6
BOOKS: Final = (
    dict.fromkeys(OF_BUYERS, BUYERS)
    | dict.fromkeys(OF_LEADS, LEADS)
    | dict.fromkeys(OF_GROUP, GROUP)
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
        elif BOOK[kind] == BUYERS:
            book_buyers(row, kind, journey["number"])
        elif BOOK[kind] == LEADS:
            book_leads(row, kind, journey["number"])
        elif BOOK[kind] == GROUP:
            book_group(row, kind, journey["number"])
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
