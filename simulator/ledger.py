"""Folding journal rows into one record per journey and one set of totals per run.

The fold only watches: it draws nothing and changes nothing but its own memory. It adds in row order, one number at a
time, so the result is the same to the last bit however the rows are cut into chunks.
"""

import math
from enum import IntEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.rulebook.compiling import rule
from simulator.vocabulary import N_INFO_JOBS, N_SOUGHT, Channel, Kind, Reason, Status

if TYPE_CHECKING:
    import pandas


class Tally(IntEnum):
    """The numbers kept per journey; run totals are their sums. Flags are 0 or 1, times in working hours."""

    JOURNEYS = 0  # 1 for every journey: its sum counts them
    PEOPLE = 1
    SERIOUS = 2
    ARRIVED_AT = 3
    # how it ended
    WON = 4
    LOST = 5
    NO_DECISION = 6
    OUTSIDE = 7
    STATUS_QUO = 8
    CONFLICT = 9
    DOUBT = 10
    APPROVAL = 11
    TOO_LONG = 12
    HOURS_TO_DECISION = 13
    HOURS_TO_WIN = 14
    # how far it came
    LEAD = 15
    ACCEPTED = 16
    OPPORTUNITY = 17
    MET_SELLER = 18
    VOTED = 19
    LEAD_ACCEPTED = 20
    LEAD_OPPORTUNITY = 21
    LEAD_WON = 22
    OPPORTUNITY_WON = 23
    OPPORTUNITY_NO_DECISION = 24
    VOTED_NO_DECISION = 25
    PROGRESS_AT_US = 26
    PROGRESS_AT_SELLER = 27
    HOURS_AT_US = 28
    # person-hours by channel, in channel order
    HOURS_REP = 29
    HOURS_CONTENT = 30
    HOURS_EMAIL = 31
    HOURS_EVENT = 32
    HOURS_ADS = 33
    HOURS_PEERS = 34
    HOURS_ANALYST = 35
    HOURS_OWN_WORK = 36
    HOURS_RIVAL_REP = 37
    HOURS_RIVAL_CONTENT = 38
    HOURS_MEETING = 39
    HOURS_SEEN = 40
    # effort
    EFFORT = 41
    EFFORT_KNOWN = 42
    EASE = 43
    # what happened on the way
    N_TOUCHES = 44
    N_MEETINGS = 45
    N_REQUESTS_MET = 46
    N_REQUESTS_MISSED = 47
    N_ASKED = 48
    N_SERVED = 49
    N_GAVE_UP = 50
    HOURS_WAITED = 51
    N_STALLED = 52
    N_SURPRISES = 53
    N_CLASHES = 54
    N_COMPLETED = 55
    N_REOPENED = 56
    REOPENED = 57
    N_FAVOURITES = 58
    N_VOTES = 59
    N_LOOPED = 60
    N_REFUSALS = 61
    N_CHECKED = 62
    N_REJECTED = 63
    HOURS_SELLING = 64
    HOURS_CHECKING = 65
    # life with the purchase, whoever sold it
    REALISED = 66
    EXPECTED = 67
    N_FEELINGS = 68
    SATISFACTION = 69  # mean of the members, 0-10
    REGRET = 70  # mean of the members, 0-100
    BUYER = 71  # bought from anybody and took stock
    BUYER_REGRETS = 72
    HIGH_QUALITY = 73
    # life with us
    CUSTOMER = 74  # bought from us and took stock
    CUSTOMER_REGRETS = 75
    CUSTOMER_REGRET = 76
    CUSTOMER_SATISFACTION = 77
    NO_REGRET_WIN = 78
    FORGONE = 79
    DISAPPOINTMENT = 80
    CONFLICTED = 81
    UNSURE = 82
    TOILED = 83
    N_RATINGS = 84
    RATING = 85
    PROMOTERS = 86
    DETRACTORS = 87
    N_PERIODS = 88
    N_ALERTS = 89
    N_RECOVERIES = 90
    N_RENEWALS = 91
    RENEWED = 92
    MEMBERS = 93  # people who had joined when the journey closed
    # the seller's machinery and listening
    N_MAILS = 94
    N_MAILS_OPENED = 95
    N_IGNORED = 96
    N_FINE_PRINT = 97
    N_SHOCKS = 98
    N_PUSHED = 99
    N_CARED = 100
    N_ISSUES = 101
    N_ISSUES_OPEN = 102
    RENEWED_VALUE = 103
    EXPANDED = 104
    EXPANDED_VALUE = 105
    N_INVITED = 106
    N_ANSWERED = 107
    # what people would answer if asked, and what was answered: effort, satisfaction, recommendation
    WOULD_EFFORT = 108
    WOULD_EFFORT_N = 109
    WOULD_SATISFIED = 110
    WOULD_SATISFIED_N = 111
    WOULD_NET = 112
    WOULD_NET_N = 113
    SAID_EFFORT = 114
    SAID_EFFORT_N = 115
    SAID_SATISFIED = 116
    SAID_SATISFIED_N = 117
    SAID_NET = 118
    SAID_NET_N = 119
    # what was known of buyers, what was paid, how fast complaints were answered
    N_IN_CONTEXT = 120
    N_OUT_OF_CONTEXT = 121
    PRICE_PAID = 122  # to us, value units above the going rate
    HOURS_TO_RECOVERY = 123


N_TALLIES: Final = len(Tally)
N_ROOMS: Final = N_INFO_JOBS * N_SOUGHT + 1  # every job in every channel, and the meeting
MEETING_ROOM: Final = N_ROOMS - 1
HIGH_REGRET: Final = 50.0  # points above which a purchase counts as regretted
LOW_REGRET: Final = 30.0  # points below which a purchase can be of high quality

JOURNEY: Final = np.dtype(
    [
        ("account", np.int64),  # arrival ordinal; -1: the record is empty
        ("open", np.int64),  # 1 until the account has ended
        ("room", np.int64),  # where the group was seen last; -1: nowhere yet
        ("number", np.float64, (N_TALLIES,)),  # see Tally
    ],
    align=True,
)
TOTALS: Final = np.dtype(
    [
        ("sum", np.float64, (2, N_TALLIES)),  # over counted journeys that ended: not serious, serious
        ("steps", np.float64, (N_ROOMS, N_ROOMS)),  # moves of counted serious groups from room to room
        ("window_from", np.float64),  # arrival of the first counted account, working hours; -1: not yet
        ("window_to", np.float64),  # end of the arrivals, working hours
        ("hours_served", np.float64),  # reps' selling time inside the window, whoever it was for
        ("hours_lead_work", np.float64),
        ("hours_recovery", np.float64),
        ("n_fixed", np.float64),  # content gaps closed for everybody
    ],
    align=True,
)


def new_journeys(n: int) -> np.ndarray:
    """Return ``n`` empty journey records, dtype ``JOURNEY``."""
    journeys = np.zeros(n, JOURNEY)
    journeys["account"] = -1
    journeys["room"] = -1
    return journeys


def new_totals() -> np.ndarray:
    """Return totals in which nothing has been counted, shape (1,), dtype ``TOTALS``."""
    totals = np.zeros(1, TOTALS)
    totals["window_from"] = -1.0
    return totals


def grow(journeys: np.ndarray) -> np.ndarray:
    """Return twice as many records, with every used one moved to its new place.

    A record lives at ``account % len(journeys)``; records that were apart stay apart when the length doubles.
    """
    larger = new_journeys(2 * len(journeys))
    used = journeys[journeys["account"] >= 0]
    larger[used["account"] % len(larger)] = used
    return larger


@rule
def fold(rows, n_rows, journeys, totals, first_counted, hours_window) -> int:  # type: ignore[no-untyped-def]
    """Fold journal rows, in order, into journey records and run totals.

    Parameters
    ----------
    rows : ndarray of layout.ROW, shape (at least n_rows,)
        The next rows of the journal.
    n_rows : int
        How many of them to fold.
    journeys : ndarray of JOURNEY, shape (n,)
        Records, at ``account % n``. As long as the number of accounts, it becomes the table of all journeys; shorter,
        records of ended accounts are used again.
    totals : ndarray of TOTALS, shape (1,)
        Sums over journeys that have ended and whose account ordinal is ``first_counted`` or more.
    first_counted : int
        First account behind the warm-up.
    hours_window : float
        When arrivals end, working hours since the start of the run. Reps' time is summed between the arrival of
        account ``first_counted`` and this moment.

    Returns
    -------
    int
        0 when all rows are folded. Otherwise the number of rows left because the record an arriving account needs is
        held by one that is still open: ``grow`` the journeys and fold the last so many rows again.
    """
    total = totals[0]
    total["window_to"] = hours_window
    for r in range(n_rows):
        row = rows[r]
        account = row["account"]
        kind = row["kind"]
        if account < 0:  # what concerns everybody belongs to no journey
            total["n_fixed"] += 1.0
            continue
        journey = journeys[account % len(journeys)]
        if kind == Kind.ARRIVED:
            if journey["open"] == 1:
                return int(n_rows - r)
            _open(row, journey)
            if account == first_counted:
                total["window_from"] = row["time"]
        elif kind == Kind.TOUCH:
            _touch(row, journey["number"])
        elif kind == Kind.MEETING:
            journey["number"][Tally.N_MEETINGS] += 1.0
            journey["number"][Tally.HOURS_MEETING] += row["hours"]
        elif kind >= Kind.MAILED:
            _seller_does(row, kind, journey["number"])
        elif kind < Kind.GO_LIVE or kind == Kind.CONTACTED or kind == Kind.CHECKED:
            _on_the_way(row, kind, journey["number"])
        elif kind == Kind.ENDED:
            _close(journey["number"])
            journey["open"] = 0
            if account >= first_counted:
                _add(journey["number"], total["sum"])
        else:
            _afterwards(row, kind, journey["number"])
        if kind == Kind.TOUCH or kind == Kind.MEETING:
            _step(row, kind, journey, total, account >= first_counted)
        elif 0.0 <= total["window_from"] <= row["time"] <= hours_window:
            if kind == Kind.SERVED:
                total["hours_served"] += row["hours"]
            elif kind == Kind.LEAD_WORK:
                total["hours_lead_work"] += row["hours"]
            elif kind == Kind.RECOVERY:
                total["hours_recovery"] += row["hours"]
    return 0


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
def _touch(row, number) -> None:  # type: ignore[no-untyped-def]
    """Book a visit to a channel."""
    channel = row["channel"]
    number[Tally.N_TOUCHES] += 1.0
    if row["reason"] == Reason.PUSHED:
        number[Tally.N_PUSHED] += 1.0
    elif channel == Channel.REP:
        number[Tally.N_IN_CONTEXT if row["reason"] == Reason.IN_CONTEXT else Tally.N_OUT_OF_CONTEXT] += 1.0
    number[Tally.HOURS_REP + channel] += row["hours"]
    if row["seen"] == 1:
        number[Tally.HOURS_SEEN] += row["hours"]
    if channel == Channel.CONTENT:
        if row["reason"] == Reason.FOUND or row["reason"] == Reason.SENT_ON:
            number[Tally.N_REQUESTS_MET] += 1.0
        elif row["reason"] == Reason.DEAD_END or row["reason"] == Reason.ALONE:  # alone: no document, written by hand
            number[Tally.N_REQUESTS_MISSED] += 1.0


@rule
def _step(row, kind, journey, total, counted) -> None:  # type: ignore[no-untyped-def]
    """Note which room of the maze the group was seen in next."""
    room = journey["room"]
    to = MEETING_ROOM
    if kind == Kind.TOUCH:
        if row["job"] < 0 or row["job"] >= N_INFO_JOBS:
            return
        to = row["job"] * N_SOUGHT + row["channel"]
    if counted and room >= 0 and journey["number"][Tally.SERIOUS] == 1.0:
        total["steps"][room, to] += 1.0
    journey["room"] = to


@rule
def _on_the_way(row, kind, number) -> None:  # type: ignore[no-untyped-def]
    """Book what happens between arrival and decision, the decision included."""
    if kind == Kind.ASKED:
        number[Tally.N_ASKED] += 1.0
    elif kind == Kind.SERVED:
        number[Tally.N_SERVED] += 1.0
        number[Tally.HOURS_WAITED] += row["value"]
        number[Tally.HOURS_SELLING] += row["hours"]
    elif kind == Kind.GAVE_UP:
        number[Tally.N_GAVE_UP] += 1.0
        number[Tally.HOURS_WAITED] += row["value"]
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
        if number[Tally.MET_SELLER] == 0.0:
            number[Tally.MET_SELLER] = 1.0
            number[Tally.PROGRESS_AT_SELLER] = row["value"]
        if row["vendor"] == 0 and number[Tally.OPPORTUNITY] == 0.0:
            number[Tally.OPPORTUNITY] = 1.0
            number[Tally.PROGRESS_AT_US] = row["value"]
            number[Tally.HOURS_AT_US] = row["detail"]
    elif kind == Kind.LEAD_WORK:
        number[Tally.HOURS_SELLING] += row["hours"]
        number[Tally.ACCEPTED] = 1.0  # without a gate, working a lead is how sales accepts it
    elif kind == Kind.COMPLETED:
        number[Tally.N_COMPLETED] += 1.0
    elif kind == Kind.REOPENED:
        number[Tally.N_REOPENED] += 1.0
        number[Tally.REOPENED] = 1.0
    elif kind == Kind.FAVOURITE:
        number[Tally.N_FAVOURITES] += 1.0
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


@rule
def _decide(row, number) -> None:  # type: ignore[no-untyped-def]
    """Book how the journey closed and why."""
    status = int(row["detail"])
    reason = row["reason"]
    number[Tally.HOURS_TO_DECISION] = row["value"]
    if status == Status.WON:
        number[Tally.WON] = 1.0
        number[Tally.HOURS_TO_WIN] = row["value"]
    elif status == Status.LOST:
        number[Tally.LOST] = 1.0
    elif status == Status.NO_DECISION:
        number[Tally.NO_DECISION] = 1.0
        if Reason.OUTSIDE <= reason <= Reason.TOO_LONG:
            number[Tally.OUTSIDE + reason - Reason.OUTSIDE] = 1.0


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
        if ours and Reason.FORGONE <= row["reason"] <= Reason.EFFORT:
            number[Tally.FORGONE + row["reason"] - Reason.FORGONE] += row["value"]
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
    """Book mail, neglect, fine print, shocks, terms, care after the sale, and what surveys ask and hear."""
    if kind == Kind.MAILED:
        number[Tally.N_MAILS] += row["value"]
        number[Tally.N_MAILS_OPENED] += row["detail"]
    elif kind == Kind.IGNORED:
        number[Tally.N_IGNORED] += 1.0
    elif kind == Kind.FINE_PRINT:
        number[Tally.N_FINE_PRINT] += 1.0
    elif kind == Kind.SHOCK:
        number[Tally.N_SHOCKS] += 1.0
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
        _answer(row, Tally.WOULD_EFFORT, number)
    elif kind == Kind.TERMS:
        if row["vendor"] == 0:
            number[Tally.PRICE_PAID] += row["value"]
    elif kind == Kind.SURVEY:
        number[Tally.N_ANSWERED] += 1.0
        _answer(row, Tally.SAID_EFFORT, number)


@rule
def _answer(row, first, number) -> None:  # type: ignore[no-untyped-def]
    """Book an answer by the standard definitions: mean CES, share of 4 and 5 for CSAT, promoters minus detractors for NPS."""
    value = row["value"]
    place = first + 2 * (row["reason"] - Reason.ASKED_EFFORT)
    number[place + 1] += 1.0
    if row["reason"] == Reason.ASKED_EFFORT:
        number[place] += value
    elif row["reason"] == Reason.ASKED_SATISFACTION:
        if value >= 4.0:
            number[place] += 1.0
    elif value >= 9.0:
        number[place] += 1.0
    elif value <= 6.0:
        number[place] -= 1.0


@rule
def _close(number) -> None:  # type: ignore[no-untyped-def]
    """Work out what can only be known when nothing more happens to the account."""
    number[Tally.LEAD_ACCEPTED] = number[Tally.LEAD] * number[Tally.ACCEPTED]
    number[Tally.LEAD_OPPORTUNITY] = number[Tally.LEAD] * number[Tally.OPPORTUNITY]
    number[Tally.LEAD_WON] = number[Tally.LEAD] * number[Tally.WON]
    number[Tally.OPPORTUNITY_WON] = number[Tally.OPPORTUNITY] * number[Tally.WON]
    number[Tally.OPPORTUNITY_NO_DECISION] = number[Tally.OPPORTUNITY] * number[Tally.NO_DECISION]
    number[Tally.VOTED_NO_DECISION] = number[Tally.VOTED] * number[Tally.NO_DECISION]
    if number[Tally.EFFORT_KNOWN] == 1.0:
        number[Tally.EASE] = _ease(
            number[Tally.EFFORT],
            (number[Tally.N_REQUESTS_MISSED] + number[Tally.N_GAVE_UP]) / max(1.0, number[Tally.MEMBERS]),
        )
    if number[Tally.N_FEELINGS] == 0.0:
        return
    number[Tally.SATISFACTION] /= number[Tally.N_FEELINGS]
    number[Tally.REGRET] /= number[Tally.N_FEELINGS]
    regret = number[Tally.REGRET]
    number[Tally.BUYER] = 1.0
    if regret > HIGH_REGRET:
        number[Tally.BUYER_REGRETS] = 1.0
    if regret < LOW_REGRET and number[Tally.REALISED] >= number[Tally.EXPECTED]:
        number[Tally.HIGH_QUALITY] = 1.0
    if number[Tally.WON] == 1.0:
        number[Tally.CUSTOMER] = 1.0
        number[Tally.CUSTOMER_REGRETS] = number[Tally.BUYER_REGRETS]
        number[Tally.CUSTOMER_REGRET] = regret
        number[Tally.CUSTOMER_SATISFACTION] = number[Tally.SATISFACTION]
        number[Tally.NO_REGRET_WIN] = 1.0 - number[Tally.BUYER_REGRETS]


@rule
def _ease(effort, n_setbacks) -> float:  # type: ignore[no-untyped-def]
    """Return the customer effort score, 1 (hard) to 7 (easy), of effort relative to expected and setbacks a head."""
    if effort <= 0.0:
        return 7.0
    score: float = 7.0 - 3.0 * math.log(effort) - 0.5 * n_setbacks
    return min(7.0, max(1.0, score))


@rule
def _add(number, sums) -> None:  # type: ignore[no-untyped-def]
    """Add a finished record to the sums of its kind, serious or not."""
    serious = 1 if number[Tally.SERIOUS] == 1.0 else 0
    for t in range(len(number)):
        sums[serious, t] += number[t]


def journeys_frame(journeys: np.ndarray) -> "pandas.DataFrame":
    """Return one tidy line per journey, in order of arrival: account, whether it is still open, and every tally."""
    import pandas

    used = journeys[journeys["account"] >= 0]
    used = used[np.argsort(used["account"], kind="stable")]
    columns = {"account": used["account"], "open": used["open"] == 1}
    columns.update({tally.name.lower(): used["number"][:, tally] for tally in Tally})
    return pandas.DataFrame(columns)
