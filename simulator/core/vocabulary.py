"""The frozen words of the model: every code that appears in state, in the journal or in a draw.

Numbers are part of stored results and of keyed luck, so the lists only ever grow at the end.
"""

from enum import IntEnum
from typing import Final, NamedTuple

from buyermaze.simulator.core.own_channels import CHANNELS as OWN
from buyermaze.simulator.core.purposes import Draw as Draw

N_PEOPLE: Final = 12  # largest buying group
N_INFO_JOBS: Final = 5  # jobs that information serves; consensus is made in meetings
N_VENDORS: Final = 3  # 0 is us
N_PERSONAS: Final = 8  # most persona sheets a market may hold
N_LEVELS: Final = 6  # longest approval chain
N_SEGMENTS: Final = 6  # most kinds of account in one market
N_SHOCKS: Final = 8  # most events on a market's calendar
N_BLOCKERS: Final = 6  # most blockers of one market
N_STEPS: Final = 12  # most steps of a campaign
N_REGIONS: Final = 4  # most regions in one market
N_VOICES: Final = 8  # customers of ours a circle of peers remembers
N_REPS: Final = 64  # largest desk


class Job(IntEnum):
    """The six buying jobs. Closed: need tables, content and studies are keyed to these six, as published by Gartner."""

    PROBLEM = 0
    SOLUTION = 1
    REQUIREMENTS = 2
    SELECTION = 3
    VALIDATION = 4
    CONSENSUS = 5


class Channel(IntEnum):
    """Where a touch happens; ``CHANNEL_TRAITS`` says whose it is and what it does."""

    REP = 0
    CONTENT = 1
    EMAIL = 2
    EVENT = 3
    ADS = 4
    PEERS = 5
    ANALYST = 6
    OWN_WORK = 7
    RIVAL_REP = 8
    RIVAL_CONTENT = 9
    MEETING = 10
    ASSISTANT = 11
    vars().update({own.name.upper(): 12 + k for k, own in enumerate(OWN)})  # those of others, behind


class Status(IntEnum):
    """How an account stands with its purchase."""

    OPEN = 0
    WON = 1
    LOST = 2
    NO_DECISION = 3
    NOT_SERIOUS = 4


class Gate(IntEnum):
    """The gate's state for an account: how far qualification has let it through to our reps."""

    SHUT = 0
    QUEUED = 1
    CHECKING = 2
    HANDING_OVER = 3
    OPEN = 4


class Move(IntEnum):
    """What a stakeholder does next."""

    IDLE = 0
    STALL = 1
    ASK_REP = 2
    VISIT = 3
    LEAVE = 4


class Kind(IntEnum):
    """What a journal row tells."""

    ARRIVED = 0
    TOUCH = 1
    ASKED = 2
    SERVED = 3
    GAVE_UP = 4
    STALLED = 5
    SURPRISE = 6
    CLAIM_CLASH = 7
    LEAD = 8
    ACCEPTED = 9
    REJECTED = 10
    OPENED = 11
    EFFORT = 12
    LEAD_WORK = 13
    MEETING = 14
    COMPLETED = 15
    REOPENED = 16
    FAVOURITE = 17
    JOINED = 18
    VOTE = 19
    LOOPED = 20
    APPROVAL = 21
    DECISION = 22
    GO_LIVE = 23
    FEELING = 24
    REGRET = 25
    ADVOCACY = 26
    ALERT = 27
    RECOVERY = 28
    RENEWAL = 29
    ENDED = 30
    CONTACTED = 31
    CHECKED = 32
    USE = 33
    MAILED = 34
    IGNORED = 35
    FINE_PRINT = 36
    FIXED = 37
    SHOCK = 38
    CARE = 39
    ISSUE = 40
    EXPANSION = 41
    INVITED = 42
    SURVEY = 43
    TERMS = 44
    CAUGHT = 45
    HEARD = 46
    UNSUBSCRIBED = 47
    POLL = 48
    CHANGED = 49
    REP_LEFT = 50
    REP_STARTED = 51
    FIRM = 52
    VERIFIED = 53
    COMMISSION = 54
    WARNED = 55
    BLOCKER = 56
    OUTBOUND = 57
    IMPRESSION = 58
    TOOL = 59
    REASSIGNED = 60
    MISREAD = 61
    PREPARED = 62
    STEP = 63
    IDEA = 64
    DELIVERED_LATE = 65
    BILLED_WRONG = 66
    LISTENED = 67
    WON_BACK = 68
    PILOT = 69
    PILOT_SEEN = 70
    SENT_UP = 71
    BARGAINED = 72
    PACKAGE = 73
    KNOWS = 74
    ENLISTED = 75
    CAMPAIGN = 76
    CROWDED = 77
    MATERIAL = 78
    CONTRACT_STUCK = 79
    MET_CUSTOMERS = 80
    STEERED = 81
    RECOMMENDED = 82


class Reason(IntEnum):
    """Why a row happened."""

    NONE = 0
    # how a content request or a seller conversation went
    FOUND = 1
    DEAD_END = 2
    SENT_ON = 3
    IN_CONTEXT = 4
    OUT_OF_CONTEXT = 5
    ALONE = 6
    # why a journey closed without a purchase
    OUTSIDE = 7
    STATUS_QUO = 8
    CONFLICT = 9
    DOUBT = 10
    APPROVAL = 11
    TOO_LONG = 12
    # gate
    SCORE = 13
    HAND_RAISE = 14
    FILTERED = 15
    DESK_FULL = 16
    NOT_FOLLOWED_UP = 17
    # votes and approvals
    PASSED = 18
    BLOCKED = 19
    GRANTED = 20
    REFUSED = 21
    UNREACHED = 22
    # regret, by cause
    FORGONE = 23
    DISAPPOINTMENT = 24
    CONFLICTED = 25
    UNSURE = 26
    EFFORT = 27
    # after the sale
    PROMOTER = 28
    PASSIVE = 29
    DETRACTOR = 30
    RENEWED = 31
    LEFT = 32
    BOUGHT = 33
    NOT_BOUGHT = 34
    RECOVERED = 35
    UNANSWERED = 36
    PUSHED = 37  # how reps sell
    # what a survey asks
    ASKED_EFFORT = 38
    ASKED_SATISFACTION = 39
    ASKED_RECOMMEND = 40
    # what strikes from outside
    BUDGET_FREEZE = 41
    REORGANISATION = 42
    CHAMPION_LEAVES = 43
    RIVAL_LAUNCH = 44
    # how a disagreement in the group went
    SETTLED = 45
    ESCALATED = 46
    # why a rep goes
    OWN_DECISION = 47
    LET_GO = 48
    # how an assistant's answer went, and what was found when it was gone through with a seller
    MISLED = 49
    # how a blocker was met; the last is also why a journey closed
    FORESEEN = 50
    UNFORESEEN = 51
    OBJECTION = 52
    # how somebody took a call nobody had asked for; agreed is also how a first contact came about
    AGREED = 53
    PREMATURE = 54
    LATE = 55
    FOUND_OUT = 56  # how a touch left a bad impression: a claim did not hold
    # how a tool came into a buyer's hands, beside found; and that it was worked with
    HANDED_OVER = 57
    USED = 58
    # what an answer of ours on change spoke of, and how a challenge was taken; planted: met before the search
    ON_SUBJECT = 59
    OFF_SUBJECT = 60
    TAKEN_UP = 61
    RESENTED = 62
    PLANTED = 63
    WORKED = 64  # how a pilot went
    FAILED = 65
    # the word that a customer of ours tells of: an aspect lived well, and badly
    EASY = 66
    HARD = 67
    HONEST = 68
    MISLEADING = 69
    QUICK = 70
    SLOW = 71
    HELPFUL = 72
    PUSHY = 73
    # how an account stands with a campaign, and what became of a step
    HELD_OUT = 74
    LEFT_OUT = 75
    REGULATION = 76  # what strikes from outside: a new rule


class Cover(IntEnum):
    """Who sells to a segment."""

    REPS = 0
    PARTNERS = 1
    SELF_SERVICE = 2


class Owner(IntEnum):
    """Whose a channel is."""

    OURS = 0
    INDEPENDENT = 1
    RIVAL = 2


class ChannelTraits(NamedTuple):
    """What the model has to know of a channel beside its parameters."""

    owner: Owner
    in_person: bool = False  # somebody of the vendor is met
    compares: bool = False  # says something about every vendor
    retells: bool = False  # says what others have published, and may get it wrong
    claims: bool = False  # makes promises that can be held against those of another function
    encounter: bool = False  # tells what the vendor is like to deal with
    tracked: bool = False  # our systems always know who it was
    sought: bool = True  # people choose it; meetings are called


OWNERS: Final = {"ours": "OURS", "independent": "INDEPENDENT", "rival": "RIVAL"}
CHANNEL_TRAITS: Final = {
    Channel.REP: ChannelTraits(Owner.OURS, in_person=True, claims=True, encounter=True, tracked=True),
    Channel.CONTENT: ChannelTraits(Owner.OURS, claims=True, encounter=True),
    Channel.EMAIL: ChannelTraits(Owner.OURS, claims=True, tracked=True),
    Channel.EVENT: ChannelTraits(Owner.OURS, claims=True),
    Channel.ADS: ChannelTraits(Owner.OURS),
    Channel.PEERS: ChannelTraits(Owner.INDEPENDENT, compares=True),
    Channel.ANALYST: ChannelTraits(Owner.INDEPENDENT, compares=True),
    Channel.OWN_WORK: ChannelTraits(Owner.INDEPENDENT),
    Channel.RIVAL_REP: ChannelTraits(Owner.RIVAL, in_person=True, claims=True, encounter=True),
    Channel.RIVAL_CONTENT: ChannelTraits(Owner.RIVAL, claims=True, encounter=True),
    Channel.MEETING: ChannelTraits(Owner.INDEPENDENT, sought=False),
    Channel.ASSISTANT: ChannelTraits(Owner.INDEPENDENT, compares=True, retells=True),
    **{Channel[own.name.upper()]: ChannelTraits(Owner[OWNERS[own.owner]], **dict(own.traits)) for own in OWN},
}
# traits as rules read them: 1 or 0 by code
OURS: Final = tuple(int(CHANNEL_TRAITS[c].owner == Owner.OURS) for c in Channel)
RIVALS: Final = tuple(int(CHANNEL_TRAITS[c].owner == Owner.RIVAL) for c in Channel)
IN_PERSON: Final = tuple(int(CHANNEL_TRAITS[c].in_person) for c in Channel)
COMPARES: Final = tuple(int(CHANNEL_TRAITS[c].compares) for c in Channel)
RETELLS: Final = tuple(int(CHANNEL_TRAITS[c].retells) for c in Channel)
CLAIMS: Final = tuple(int(CHANNEL_TRAITS[c].claims) for c in Channel)
ENCOUNTER: Final = tuple(int(CHANNEL_TRAITS[c].encounter) for c in Channel)
TRACKED: Final = tuple(int(CHANNEL_TRAITS[c].tracked) for c in Channel)
OWN_CHANNELS: Final = tuple(c for c in Channel if OURS[c])
SOUGHT: Final = tuple(c for c in Channel if CHANNEL_TRAITS[c].sought)
N_SOUGHT: Final = 1 + max(SOUGHT)  # length of what is held by channel
# the jobs about change itself, about change or one's own needs, and about one vendor; consensus is made in meetings
ABOUT_CHANGE: Final = tuple(int(job in (Job.PROBLEM, Job.SOLUTION)) for job in Job)
GENERAL_JOBS: Final = (Job.PROBLEM, Job.SOLUTION, Job.REQUIREMENTS)
VENDOR_JOBS: Final = (Job.SELECTION, Job.VALIDATION)
ABOUT_VENDOR: Final = tuple(int(job in VENDOR_JOBS) for job in Job)
EVIDENCE: Final = tuple(VENDOR_JOBS.index(job) if job in VENDOR_JOBS else -1 for job in Job)  # place in a vendor's evidence
N_GENERAL: Final = len(GENERAL_JOBS)
N_EVIDENCE: Final = len(VENDOR_JOBS)

# lists that other tables are indexed by; all of them grow at the end
ENDS: Final = (
    Reason.OUTSIDE, Reason.STATUS_QUO, Reason.CONFLICT, Reason.DOUBT, Reason.APPROVAL, Reason.TOO_LONG,
    Reason.OBJECTION,
)  # fmt: skip
CAUSES: Final = (Reason.FORGONE, Reason.DISAPPOINTMENT, Reason.CONFLICTED, Reason.UNSURE, Reason.EFFORT)
QUESTIONS: Final = (Reason.ASKED_EFFORT, Reason.ASKED_SATISFACTION, Reason.ASKED_RECOMMEND)
# the words customers tell, by aspect of what was lived (acquaintance.N_ASPECTS): when it was good, and when it was bad
GOOD_WORDS: Final = tuple(int(word) for word in (Reason.EASY, Reason.HONEST, Reason.QUICK, Reason.HELPFUL))
BAD_WORDS: Final = tuple(int(word) for word in (Reason.HARD, Reason.MISLEADING, Reason.SLOW, Reason.PUSHY))
SHOCKS: Final = (
    Reason.BUDGET_FREEZE, Reason.REORGANISATION, Reason.CHAMPION_LEAVES, Reason.RIVAL_LAUNCH, Reason.REGULATION,
)  # fmt: skip


def words(member: IntEnum) -> str:
    """Say an enum member as lower-case words: ``Channel.OWN_WORK`` becomes ``own work``."""
    return member.name.lower().replace("_", " ")
