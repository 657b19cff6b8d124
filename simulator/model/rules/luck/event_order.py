"""The canonical order of events: by time, then kind, then account, then seat; never by who was scheduled first."""

from buyermaze.simulator.model.compiler.rule import rule

SEATS = 64  # room for seats, and for numbers of content gaps, in a rank
ACCOUNTS = 2**40  # room for accounts in a rank


@rule
def rank(event: int, account: int, seat: int) -> int:
    """Return the place of an event among others of the same instant; ``account`` may also be a rep.

    ``event``: a ``agenda.Event``.
    ``seat``: seat in the buying group, from 0.
    """
    return (event * ACCOUNTS + account) * SEATS + seat


@rule
def event_of(place: int) -> int:
    """Return the kind of event that has this rank.

    ``place``: a rank.
    """
    return place // SEATS // ACCOUNTS


@rule
def account_of(place: int) -> int:
    """Return the account (or rep) of the event that has this rank.

    ``place``: a rank.
    """
    return place // SEATS % ACCOUNTS


@rule
def seat_of(place: int) -> int:
    """Return the seat of the event that has this rank.

    ``place``: a rank.
    """
    return place % SEATS
