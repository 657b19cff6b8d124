"""The state of one run: structured arrays that rules read and write, owned by whichever engine runs them."""

from typing import Any, Final, NamedTuple

import numpy as np

from buyermaze.simulator.core.vocabulary import (
    N_INFO_JOBS,
    N_PEOPLE,
    N_PERSONAS,
    N_REGIONS,
    N_SEGMENTS,
    N_SOUGHT,
    N_VENDORS,
    N_VOICES,
)

REAL, COUNT, KEY = np.float64, np.int32, np.uint64
SMALL, FLAG = np.int16, np.int8  # a smaller record is a faster one

ROW: Final = np.dtype(
    [
        ("time", REAL),  # working hours since the start of the run
        ("account", np.int32),  # arrival ordinal
        ("person", np.int16),  # seat in the buying group; -1: the account as a whole
        ("kind", np.int16),  # vocabulary.Kind
        ("reason", np.int16),  # vocabulary.Reason
        ("rep", np.int16),  # rep who acted; -1: none
        ("job", np.int8),  # vocabulary.Job; -1: none
        ("channel", np.int8),  # vocabulary.Channel; -1: none
        ("vendor", np.int8),  # 0 us, 1.. rivals; -1: none
        ("seen", np.int8),  # 1: visible to the seller's systems
        ("hours", REAL),  # person-hours spent by whoever acted
        ("value", REAL),  # meaning depends on kind, see journal.event_kinds
        ("detail", REAL),
    ],
    align=True,
)

PERSON: Final = np.dtype(
    [
        ("key", KEY),
        ("persona", FLAG),
        ("active", FLAG),  # has joined the buying group
        ("idle", FLAG),  # nothing left to find out until the next meeting
        ("waiting", FLAG),  # in line for one of our reps
        ("n_plans", COUNT),  # occurrence counter of the person's own decisions
        ("job", FLAG),
        ("channel", FLAG),
        ("vendor", FLAG),
        ("last_job", FLAG),
        ("kept_waiting", FLAG),
        ("attends", FLAG),  # is at the present meeting
        ("rep", FLAG),
        ("pushed", FLAG),  # the rep at this meeting pushes the sale instead of answering
        ("surprised", FLAG),  # has met the fine print, or read past it
        ("unsubscribed", FLAG),  # gets no more mail from us
        ("n_pitches", SMALL),  # pushed sales sat through
        ("n_annoyed", SMALL),  # mails that were no use
        ("n_mails_read", SMALL),
        ("wakes", FLAG),  # the last step gave this person something to do after hours_pause
        ("hours_task", REAL),
        ("hours_pause", REAL),
        ("asked_at", REAL),
        ("noted_at", REAL),  # last time our side learned something of this person
        ("stake", REAL),  # private gain or loss from change itself
        ("change_belief", REAL),  # belief about the benefit of change: mean
        ("change_precision", REAL),
        ("on_file", REAL),  # how well our systems know this person's situation, 0-1
        ("in_mind", REAL),  # how well the account's own rep knows it, 0-1
        ("context", REAL),  # how well the rep of the present conversation knows it, 0-1
        ("hours_spent", REAL),
        ("hours_vain", REAL),  # of it spent on dead ends, telling things again and quarrels
        ("expected", REAL),  # value expected at the vote
        ("expected_sd", REAL),
        ("overruled", REAL),
        ("stance", REAL),  # value of the favourite at the last poll or vote, losses weighing more
        ("conceded", REAL),  # value given to this person, or by them, to settle conflicts
        ("apart", REAL),  # how far tailored messages have put private stakes before the common gain, 0-1
        ("advised", REAL),  # how far a seller has narrowed the choice down for this person, 0-1
        ("care", REAL),  # share of what there was to find out that was known at the vote
        ("need", REAL, (N_INFO_JOBS,)),
        ("known", REAL, (3,)),  # understanding gained for the general jobs
        ("evidence", REAL, (N_VENDORS, 2)),  # per vendor: selection, validation
        ("guided", REAL, (N_VENDORS,)),  # questions from requirements on worked out with a seller of each vendor
        ("opinion", REAL, (N_VENDORS,)),
        ("precision", REAL, (N_VENDORS,)),
        ("confusion", REAL, (N_VENDORS + 1,)),  # log precision lost to contradictions, by vendor; last: change
        ("untold", REAL, (N_VENDORS + 1,)),  # precision of first-hand evidence not yet put to the group; last: change
        ("untold_sum", REAL, (N_VENDORS + 1,)),  # that evidence, weighted by its precision
        ("truth", REAL, (N_VENDORS,)),
        ("voiced", REAL, (N_VENDORS + 1,)),  # opinions as expressed in the last meeting; last: change itself
        ("trust", REAL, (N_SOUGHT,)),  # 1: full trust in a channel
        ("content_hope", REAL, (N_INFO_JOBS,)),  # hope to find answers in our content, by job; 1 until a dead end
        ("exposure", REAL, (N_SOUGHT,)),
        ("exposed_at", REAL, (N_SOUGHT,)),
        ("n_visits", SMALL, (N_SOUGHT,)),
        ("heard", SMALL, (N_VENDORS, 2)),  # claims heard from marketing, from sales
        ("noticed", FLAG, (N_VENDORS,)),
        ("caught", SMALL, (N_VENDORS,)),  # exaggerations found out, by vendor
    ],
    align=True,
)

ACCOUNT: Final = np.dtype(
    [
        ("key", KEY),
        ("id", np.int64),  # arrival ordinal; -1: the slot is free
        ("alive", FLAG),  # 1 until the account's whole life, after the sale included, is over
        ("status", FLAG),
        ("reason", FLAG),
        ("serious", FLAG),
        ("n_people", FLAG),
        ("leader", FLAG),  # favourite vendor
        ("n_meetings", COUNT),
        ("n_fails", COUNT),
        ("kit", FLAG),
        ("gate", FLAG),  # vocabulary.Gate
        ("n_mails", SMALL),
        ("n_surveys", SMALL),
        ("segment", FLAG),
        ("region", FLAG),
        ("framed", FLAG),  # a seller has shaped what the group asks for
        ("found_us_out", FLAG),  # our exaggeration is certain enough to be told to peers
        ("fix", SMALL),  # content gap the last step had noticed: rules.content.gap_number; 0: none
        ("n_tries", COUNT),
        ("self_serve", FLAG),
        ("mailing", FLAG),  # is on the list of those who get mail
        ("released", FLAG),  # a dated change has just taken away the gate before it
        ("met_us", FLAG),
        ("is_mql", FLAG),  # is a marketing-qualified lead
        ("level", FLAG),  # approval levels passed
        ("n_refusals", FLAG),
        ("approving", FLAG),
        ("n_periods", FLAG),
        ("errand", FLAG),  # vocabulary.Errand left by the last step
        ("owner", COUNT),
        ("vendor", FLAG),
        ("arrived", REAL),
        ("pace", REAL),
        ("benefit", REAL),
        ("score", REAL),
        ("gate_at", REAL),
        ("hot_at", REAL),  # when the account became a lead
        ("planted", REAL),  # image beyond the truth that priming left, value units
        ("scored_at", REAL),
        ("recycle_at", REAL),  # a rejected lead is not looked at again before
        ("frozen_until", REAL),
        ("vacant_until", REAL),  # the champion's seat is empty: no votes
        ("last_meeting", REAL),
        ("hours_outside", REAL),  # from arrival until outside reasons stop the project
        ("hours_pause", REAL),
        ("outlook", REAL),  # influence-weighted expected value of the favourite at the last meeting
        ("spread", REAL),
        ("tension", REAL),  # influence of those who stood to lose in disagreements that escalated
        ("variance", REAL),  # of the whole gain of the favourite at the last meeting, mean of members
        ("learning", REAL),  # precision gained per meeting of late
        ("margin", REAL),  # by which the favourite leads, over its rival or over leaving things as they are
        ("n_close", FLAG),  # considered vendors hardly different from the favourite
        ("conviction", REAL),
        ("shortfall", REAL),  # realised minus promised in use, common to the group
        ("drift", REAL),  # of perceived value since going live
        ("satisfaction", REAL),
        ("regret", REAL),
        ("closed_at", REAL),
        ("short", FLAG, (2,)),
        ("aware", FLAG, (N_VENDORS,)),
        ("considered", FLAG, (N_VENDORS,)),  # known, and worth the trouble of looking into
        ("met", FLAG, (N_VENDORS,)),
        ("priced", FLAG, (N_VENDORS,)),  # the price is known without a conversation
        ("unreached", FLAG, (N_VENDORS,)),
        ("done", FLAG, (N_INFO_JOBS,)),
        ("quality", REAL, (N_VENDORS,)),
        ("discount", REAL),  # what reps of ours have taken off the price, value units
        ("price", REAL, (N_VENDORS,)),  # relative to the going rate, in value units
        ("brand", REAL, (N_VENDORS,)),
        ("claim", REAL, (N_VENDORS, 2)),
        ("workmanship", REAL, (N_VENDORS,)),  # sum over encounters of how well questions were answered
        ("n_encounters", REAL, (N_VENDORS,)),
        ("manners", REAL, (N_VENDORS,)),  # sum over encounters, waits in vain included, of how people were treated
        ("n_treated", REAL, (N_VENDORS,)),
    ],
    align=True,
)

REP: Final = np.dtype(
    [
        ("busy", COUNT),
        ("skill", REAL),
        ("hours_worked", REAL),
        ("since", REAL),  # first day of whoever sits there, working hours since the start of the run
        ("away", COUNT),  # 1: the seat is empty
        ("empty_since", REAL),
        ("filled_in_week", COUNT),  # weeks since the start of the run; from then on the seat is taken again
        ("n_before", COUNT),  # people who sat there before
    ],
    align=True,
)

MARKET: Final = np.dtype(
    [
        ("key", KEY),
        ("n_rows", np.int64),  # journal rows written
        ("n_arrived", np.int64),
        ("n_followed", np.int64),  # counted accounts whose life is not over
        ("earned", REAL),  # mean bias of what customers say about us
        ("expected_wait", REAL),  # what buyers have come to expect of a request to our reps, hours
        ("leads_accepted", REAL),
        ("leads_real", REAL),
        ("rival_edge", REAL),  # what a rival's launch added to its quality
        ("rival_edge_until", REAL),  # working hours since the start of the run
        ("share_rival_edge", REAL),  # later arrivals it concerns
        ("n_voices", np.int64, (N_SEGMENTS * N_REGIONS,)),  # by circle of peers: voices heard so far
        ("voice_of", np.int64, (N_SEGMENTS * N_REGIONS, N_VOICES)),  # accounts whose voices are remembered; -1: silent
        ("voice", REAL, (N_SEGMENTS * N_REGIONS, N_VOICES, 2)),  # what they say: value, ease
        ("doubted", REAL, (N_SEGMENTS * N_REGIONS,)),  # how far a circle says that we do not keep our word, 0 to 1
        ("missing", REAL, (N_PERSONAS, N_INFO_JOBS)),  # share of content gaps not closed since the start
    ],
    align=True,
)

ROWS_PER_EVENT = 96  # more rows than any single event can write


class World(NamedTuple):
    """Everything a rule can see.

    ``params`` (1 + later epochs,), the first being what is in force, ``accounts`` (slots,), ``people`` (slots, 12),
    ``reps`` (n_reps,), ``market`` (1,), ``journal`` (rows,) are structured arrays, ``talk`` (4, 12) room for one
    discussion; account ``id`` lives in slot ``id % slots``.
    """

    params: Any
    accounts: Any
    people: Any
    reps: Any
    market: Any
    journal: Any
    talk: Any


def new_world(params: Any, run_key: np.uint64, n_slots: int, n_rows: int) -> World:
    """Return an empty world for one replication, with room for as many reps as are ever employed."""
    empty = World(
        params,
        records(n_slots, ACCOUNT),
        records((n_slots, N_PEOPLE), PERSON),
        records(n_reps_most(params), REP),
        records(1, MARKET),
        records(n_rows, ROW),
        np.zeros((4, N_PEOPLE)),
    )
    return restarted(empty, params, run_key)


def n_reps_most(params: Any) -> int:
    """Return the largest number of reps employed at one time in a run."""
    return int(params.team_n_reps.max())


def restarted(world: World, params: Any, run_key: np.uint64) -> World:
    """Return a world emptied for another replication, in the same memory."""
    world.accounts.id[:] = -1
    world.accounts.alive[:] = 0
    world.market[:] = 0
    market = world.market[0]
    market.key = run_key
    market.leads_accepted = 1.5  # reps start with a mildly sceptical memory: two leads in three were real
    market.leads_real = 1.0
    market.missing[:] = 1.0
    return world._replace(params=params.copy() if len(params) > 1 else params)  # a run writes what is in force


def records(shape: int | tuple[int, ...], dtype: np.dtype[Any]) -> Any:
    """Return zeroed records whose fields read as attributes, compiled or not."""
    return np.zeros(shape, dtype).view(np.recarray)


def with_longer_journal(world: World, n_rows: int) -> World:
    """Return the same world with room for ``n_rows`` journal rows; rows written so far are kept."""
    journal = records(n_rows, ROW)
    written = int(world.market[0].n_rows)
    journal[:written] = world.journal[:written]
    return world._replace(journal=journal)


def with_more_slots(world: World) -> World:
    """Return the same world with twice the account slots, every living account moved to its new slot."""
    n_slots = 2 * len(world.accounts)
    accounts = records(n_slots, ACCOUNT)
    accounts.id[:] = -1
    people = records((n_slots, N_PEOPLE), PERSON)
    held = np.flatnonzero(world.accounts.id >= 0)
    places = world.accounts.id[held] % n_slots
    accounts[places] = world.accounts[held]
    people[places] = world.people[held]
    return world._replace(accounts=accounts, people=people)
