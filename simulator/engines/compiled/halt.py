"""Why the event loop hands back to its caller."""

from enum import IntEnum


class Halt(IntEnum):
    """Why the loop returned."""

    FINISHED = 0
    JOURNAL_FULL = 1
    AGENDA_FULL = 2
    QUEUE_FULL = 3
    SLOTS_FULL = 4
    TIME_UP = 5
    CHOICE = 7  # a person who is played from outside turns to the purchase and waits for a wish
    LOOK = 6  # as many events have happened as the caller allowed before it looks up
