"""What an engine's agenda can hold, errands that steps leave for it, issues it lets mend; frozen as all words of the model are."""

from enum import IntEnum
from typing import Final


class Event(IntEnum):
    """What can be on an engine's agenda; events of one instant happen in this order, then by account, then by seat."""

    ARRIVE = 0
    WAKE = 1
    REQUEST = 2
    GIVE_UP = 3
    DONE = 4
    FREE_REP = 5
    MEET = 6
    STOP = 7
    CHECK_EXPIRES = 8
    CHECK_DONE = 9
    HANDED_OVER = 10
    JUDGE = 11
    LIVE = 12
    WORK_LEAD = 13
    RECOVER = 14
    NURTURE = 15
    FIX = 16
    SHOCK = 17
    CHANGE = 18
    STAFF = 19
    OUTBOUND = 20
    CAMPAIGN = 21


class Errand(IntEnum):
    """Work a step leaves for the seller's people; the engine hands it to a desk."""

    NONE = 0
    CHECK_LEAD = 1
    WORK_LEAD = 2
    RECOVER = 3
    OUTBOUND = 4


# the event of an errand that waits for a rep, by errand; -1: it does not
WORK_OF_REPS: Final = (-1, -1, int(Event.WORK_LEAD), int(Event.RECOVER), int(Event.OUTBOUND))


class Issue(IntEnum):
    """What is mended for everybody besides gaps in content."""

    WAITS = 0
    CLAIMS = 1
    SUPPORT = 2


N_ISSUES: Final = len(Issue)
