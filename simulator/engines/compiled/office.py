"""The office: a world and what is pending in it, as the loop takes it up and leaves it."""

from typing import Final, NamedTuple

from buyermaze.simulator.core.records import Long, Real, Records, dtype_of
from buyermaze.simulator.engines.compiled.event_heap import Entry
from buyermaze.simulator.model.state import World

UNDECIDED: Final = -3  # beside the wishes of steps.choice


class Desk:
    """What the loop itself keeps in mind."""

    now: Real
    n_arrived: Long
    n_agenda: Long
    done: Long  # 1 when the first entry of the agenda is the event that is happening or has happened
    n_requests: Long
    n_checks: Long
    n_reps_free: Long
    n_checkers_free: Long
    n_events: Long  # that have happened
    n_events_until_look: Long
    played_account: Long  # whose seat is played from outside; -1: nobody's
    played_seat: Long
    wish_job: Long
    wish_channel: Long  # what the player wants; UNDECIDED: has to be asked


DESK: Final = dtype_of(Desk)


class Office(NamedTuple):
    """The world and what is pending in it: agenda, requests waiting for reps, leads waiting for a check, counters."""

    world: World
    agenda: Records[Entry]
    requests: Records[Entry]
    checks: Records[Entry]
    desk: Records[Desk]
