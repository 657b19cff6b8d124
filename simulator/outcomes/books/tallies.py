"""The books of a run: what is counted per journey, what is summed over a run, and their empty records."""

from enum import IntEnum
from typing import Final

import numpy as np

from buyermaze.simulator.core.own_channels import CHANNELS as OWN
from buyermaze.simulator.core.vocabulary import (
    CAUSES,
    CHANNEL_TRAITS,
    ENDS,
    N_INFO_JOBS,
    N_SOUGHT,
    Channel,
    Owner,
    Reason,
)


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
    # what buyers found out, heard and refused
    N_CAUGHT = 124  # exaggerations of ours found out
    N_HEARD = 125  # peers' voices from customers of ours
    N_UNSUBSCRIBED = 126
    DECIDED = 127  # 0 while a journey is open
    # firms that set out before
    RETURNED = 128
    RETURNED_WON = 129
    # who answered: what visits gave, information units
    BY_PEOPLE = 130  # our reps
    BY_SELF_SERVICE = 131  # our content, mail, events and advertising
    BY_INDEPENDENT = 132  # peers, analysts, assistants and work alone
    BY_RIVAL = 133
    # person-hours from when sales has the account to the decision, and those of them that our systems saw
    WITH_SALES = 134  # sales has it: handed over, or met or worked by a rep
    HOURS_WITH_SALES = 135  # until a journey ends, less those before
    SEEN_WITH_SALES = 136
    # our customers' members after a hard purchase
    N_RATINGS_HARD = 137
    DETRACTORS_HARD = 138
    # what assistants were asked, and what became of it
    HOURS_ASSISTANT = 139
    N_ANSWERS = 140
    N_MISLED = 141
    N_VERIFIED = 142  # answers gone through with a seller
    N_VERIFYING = 143  # conversations about answers
    N_PUT_RIGHT = 144  # those in which a mistake was noticed
    COMMISSION = 145  # partners', share of a deal's value
    # who stood in the way, and champions who left
    OBJECTION = 146
    N_BLOCKERS = 147
    N_BLOCKERS_FORESEEN = 148
    HOURS_BLOCKED = 149
    CHAMPION_LEFT = 150
    CHAMPION_LEFT_NO_DECISION = 151
    # calls nobody had asked for, and journeys that first met us because of one
    N_CALLS = 152
    N_CALLS_AGREED = 153
    N_CALLS_PREMATURE = 154
    CALLED = 155
    CALLED_LATE = 156  # another seller had been met by then
    CALLED_WON = 157
    CALLED_LATE_WON = 158
    # what touches with us did to trust in their channel, where a company is one to its buyers
    TRUST_WON = 159
    TRUST_LOST = 160
    WORST_TOUCH = 161  # largest loss by one touch
    # tools of ours that came into buyers' hands, and what they spared
    N_TOOLS = 162
    N_TOOLS_BY_REPS = 163
    HOURS_SPARED = 164
    # what reps write down, and accounts whose rep went
    N_LOGGED = 165  # conversations written down
    N_REASSIGNED = 166
    KNOWN_LOST = 167  # of what the rep knew, share, sum over those times
    NEW_REP = 168  # lost its rep as a customer
    NEW_REP_DUE = 169  # and came to renewal
    NEW_REP_RENEWED = 170
    # segments taken for others
    MISREAD = 171
    MISREAD_RIGHTED = 172
    MISREAD_WON = 173
    HOURS_MISREAD = 174  # selling time of our reps for them
    # how conversations with our reps were led
    N_PREPARED = 175
    N_GUESSED = 176  # of them, for the question that came
    HOURS_MISSED = 177  # selling time lost by wrong guesses
    N_STEPS = 178
    N_STEPS_REFUSED = 179
    # what answers of ours on change spoke of and how they were taken, and ideas met before the search
    N_IDEAS = 180
    N_ON_SUBJECT = 181
    N_TAKEN_UP = 182
    N_RESENTED = 183
    PLANTED = 184
    RIPENESS = 185
    # what customers meet after the sale, and cold contacts won back
    N_LATE = 186
    N_BILLS_WRONG = 187
    N_LISTENED = 188
    N_TRIED = 189  # offers to cold contacts
    N_WON_BACK = 190
    # pilots, packages, prices bargained over
    N_PILOTS = 191
    N_PILOTS_SEEN = 192
    N_PILOTS_FAILED = 193
    PILOTED = 194
    PILOTED_WON = 195
    N_SENT_UP = 196  # discounts beyond a rep's authority
    HOURS_SENT_UP = 197
    ASKED_LESS = 198
    TAKEN_OFF = 199  # by bargaining, share of the list price; of our wins
    N_PICKED = 200
    N_PICKED_OTHER = 201  # than the standard package
    N_PICKED_WRONG = 202
    PACKAGES_UP = 203  # larger packages less smaller ones, of our wins
    # customers of ours heard by name
    REACHED = 204
    N_WORDS = 205
    N_GOOD_WORDS = 206
    N_UNASKED = 207
    # a campaign, and what is asked for before meetings
    ENLISTED = 208
    HELD_OUT = 209
    ENLISTED_WON = 210
    HELD_OUT_WON = 211
    N_CONTACTED = 212  # people reached by its mails and invitations
    N_OPENED = 213  # of them, who opened or came
    N_GUESTS = 214  # of them, who came to an event
    N_CROWDED = 215  # people it wrote to too soon
    N_MATERIAL = 216
    N_MATERIAL_MISSED = 217
    HOURS_SLIPPED = 218
    # requests to our reps from accounts that agreed to a call, settled one way or the other
    N_OWN_SETTLED = 219
    HOURS_OWN_WAITED = 220
    # guesses of the next question that our content put before readers; discounts asked of us, share of the list price
    N_PUT_BEFORE = 221
    N_PUT_BEFORE_HIT = 222
    ASKED_OFF = 223
    REFUSED_OFF = 224
    N_CONTRACTS_STUCK = 225
    N_MET_CUSTOMERS = 226
    # accounts that something from outside struck, and that had another favourite afterwards; partners' conversations
    STRUCK = 227
    DIVERTED = 228
    N_STEERED = 229  # asked for ours and shown a rival's
    N_BY_PARTNER = 230  # those about ours
    RECOMMENDED = 231  # a customer had told them of us before they set out
    RECOMMENDED_WON = 232
    vars().update({f"HOURS_{own.name.upper()}": 233 + k for k, own in enumerate(OWN)})  # in channels of others


N_TALLIES: Final = len(Tally)
# where a code is booked, by code; -1: nowhere
HOURS_IN: Final = tuple(int(Tally[f"HOURS_{channel.name}"]) for channel in Channel)
ANSWERED_BY: Final = {
    Owner.OURS: Tally.BY_SELF_SERVICE,
    Owner.INDEPENDENT: Tally.BY_INDEPENDENT,
    Owner.RIVAL: Tally.BY_RIVAL,
}
BY: Final = tuple(
    int(Tally.BY_PEOPLE if traits.owner == Owner.OURS and traits.in_person else ANSWERED_BY[traits.owner])
    for traits in (CHANNEL_TRAITS[channel] for channel in Channel)
)
ENDED_BY: Final = tuple(int(Tally[reason.name]) if reason in ENDS else -1 for reason in Reason)
OTHER_NAMES: Final = {Reason.EFFORT: "TOILED"}  # effort is a tally of its own
REGRETTED: Final = tuple(
    int(Tally[OTHER_NAMES.get(reason, reason.name)]) if reason in CAUSES else -1 for reason in Reason
)
# the sum of answers to a question; their number is booked right behind it
WOULD_ANSWER: Final = {
    Reason.ASKED_EFFORT: Tally.WOULD_EFFORT,
    Reason.ASKED_SATISFACTION: Tally.WOULD_SATISFIED,
    Reason.ASKED_RECOMMEND: Tally.WOULD_NET,
}
SAID_ANSWER: Final = {
    Reason.ASKED_EFFORT: Tally.SAID_EFFORT,
    Reason.ASKED_SATISFACTION: Tally.SAID_SATISFIED,
    Reason.ASKED_RECOMMEND: Tally.SAID_NET,
}
WOULD: Final = tuple(int(WOULD_ANSWER.get(reason, -1)) for reason in Reason)
SAID: Final = tuple(int(SAID_ANSWER.get(reason, -1)) for reason in Reason)
N_ROOMS: Final = N_INFO_JOBS * N_SOUGHT + 1  # every job in every channel, and the meeting
MEETING_ROOM: Final = N_ROOMS - 1
HIGH_REGRET: Final = 50.0  # points above which a purchase counts as regretted
HARD_FROM: Final = (
    1.5  # times the effort expected above which a purchase counts as hard; assumption, about half of all purchases
)
LOW_REGRET: Final = 30.0  # points below which a purchase can be of high quality

JOURNEY: Final = np.dtype(
    [
        ("account", np.int64),  # arrival ordinal; -1: the record is empty
        ("open", np.int64),  # 1 until the account has ended
        ("batch", np.int64),  # part of the observation window in which it arrived
        ("room", np.int64),  # where the group was seen last; -1: nowhere yet
        ("number", np.float64, (N_TALLIES,)),  # see Tally
    ],
    align=True,
)
TOTALS: Final = np.dtype(
    [
        ("sum", np.float64, (2, N_TALLIES)),  # over counted journeys: not serious, serious
        ("steps", np.float64, (N_ROOMS, N_ROOMS)),  # moves of counted serious groups from room to room
        # what happened inside the window, whoever it was for
        ("hours", np.float64),  # length of the window or of the part of it
        ("since", np.float64),  # its beginning, working hours since the start of the run
        ("hours_served", np.float64),  # reps' selling time
        ("hours_lead_work", np.float64),
        ("hours_recovery", np.float64),
        ("hours_outbound", np.float64),
        ("hours_waited", np.float64),  # waits for our reps that ended
        ("n_served", np.float64),
        ("n_gave_up", np.float64),
        ("n_fixed", np.float64),  # content gaps closed for everybody
        ("n_started", np.float64),  # reps who began
        ("n_left", np.float64),  # reps who went
        ("hours_empty", np.float64),  # working hours that reps' seats stood empty
    ],
    align=True,
)


def new_journeys(n: int) -> np.ndarray:
    """Return ``n`` empty journey records, dtype ``JOURNEY``."""
    journeys = np.zeros(n, JOURNEY)
    journeys["account"] = -1
    journeys["room"] = -1
    return journeys


def new_totals(n_batches: int = 1) -> np.ndarray:
    """Return totals in which nothing has been counted, shape (n_batches,), dtype ``TOTALS``."""
    return np.zeros(n_batches, TOTALS)


def summed(totals: np.ndarray) -> np.ndarray:
    """Return the totals of several batches as those of one, shape (1,), dtype ``TOTALS``."""
    whole = np.zeros(1, totals.dtype)
    for field in totals.dtype.names or ():
        whole[field][0] = totals[field].sum(axis=0)
    whole["since"][0] = totals["since"].min(initial=np.inf) if len(totals) else 0.0
    return whole
