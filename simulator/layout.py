"""Structured types: the memory both engines and every rule share."""

from typing import Final

import numpy as np

from simulator.vocabulary import N_INFO_JOBS, N_SOUGHT, N_VENDORS

F, I, U = np.float64, np.int32, np.uint64
N, B = np.int16, np.int8  # small numbers and flags: a smaller record is a faster one

ROW: Final = np.dtype(
    [
        ("time", F),  # working hours since the start of the run
        ("account", np.int32),  # arrival ordinal
        ("person", np.int16),  # seat in the buying group; -1: the account as a whole
        ("kind", np.int16),  # vocabulary.Kind
        ("reason", np.int16),  # vocabulary.Reason
        ("rep", np.int16),  # rep who acted; -1: none
        ("job", np.int8),  # vocabulary.Job; -1: none
        ("channel", np.int8),  # vocabulary.Channel; -1: none
        ("vendor", np.int8),  # 0 us, 1.. rivals; -1: none
        ("seen", np.int8),  # 1: visible to the seller's systems
        ("hours", F),  # person-hours spent by whoever acted
        ("value", F),  # meaning depends on kind, see journal.MEANING
        ("detail", F),
    ],
    align=True,
)

PERSON: Final = np.dtype(
    [
        ("key", U),
        ("persona", B),
        ("active", B),  # has joined the buying group
        ("idle", B),  # nothing left to find out until the next meeting
        ("waiting", B),  # in line for one of our reps
        ("n_plans", I),  # occurrence counter of the person's own decisions
        ("job", B),
        ("channel", B),
        ("vendor", B),
        ("last_job", B),
        ("kept_waiting", B),
        ("attends", B),  # is at the present meeting
        ("rep", B),
        ("wakes", B),  # the last step gave this person something to do after hours_pause
        ("hours_task", F),
        ("hours_pause", F),
        ("asked_at", F),
        ("stake", F),  # private gain or loss from change itself
        ("hope", F),  # belief about the benefit of change: mean
        ("hope_precision", F),
        ("context", F),  # how well our reps know this person's situation
        ("hours_spent", F),
        ("expected", F),  # value expected at the vote
        ("expected_sd", F),
        ("overruled", F),
        ("need", F, (N_INFO_JOBS,)),
        ("known", F, (3,)),  # understanding gained for the general jobs
        ("evidence", F, (N_VENDORS, 2)),  # per vendor: selection, validation
        ("opinion", F, (N_VENDORS,)),
        ("precision", F, (N_VENDORS,)),
        ("truth", F, (N_VENDORS,)),
        ("voiced", F, (N_VENDORS + 1,)),  # opinions as expressed in the last meeting; last: hope
        ("trust", F, (N_SOUGHT,)),  # 1: full trust in a channel
        ("shelf", F, (N_INFO_JOBS,)),  # hope to find answers in our content, by job; 1 until a dead end
        ("exposure", F, (N_SOUGHT,)),
        ("exposed_at", F, (N_SOUGHT,)),
        ("n_visits", N, (N_SOUGHT,)),
        ("heard", N, (N_VENDORS, 2)),  # claims heard from marketing, from sales
        ("noticed", B, (N_VENDORS,)),
    ],
    align=True,
)

ACCOUNT: Final = np.dtype(
    [
        ("key", U),
        ("id", np.int64),  # arrival ordinal; -1: the slot is free
        ("alive", B),  # 1 until the account's whole life, after the sale included, is over
        ("status", B),
        ("reason", B),
        ("serious", B),
        ("n_people", B),
        ("leader", B),  # favourite vendor
        ("n_meetings", I),
        ("n_fails", I),
        ("kit", B),
        ("door", B),
        ("n_tries", I),
        ("self_serve", B),
        ("met_us", B),
        ("hot", B),  # score has reached the threshold
        ("level", B),  # approval levels passed
        ("n_refusals", B),
        ("approving", B),
        ("n_periods", B),
        ("errand", B),  # vocabulary.Errand left by the last step
        ("owner", I),
        ("vendor", B),
        ("arrived", F),
        ("pace", F),
        ("benefit", F),
        ("price", F),
        ("score", F),
        ("door_at", F),
        ("last_meeting", F),
        ("hours_outside", F),  # from arrival until outside reasons stop the project
        ("hours_pause", F),
        ("mean", F),  # influence-weighted expected value of the favourite at the last meeting
        ("spread", F),
        ("conviction", F),
        ("shortfall", F),  # realised minus promised in use, common to the group
        ("mood", F),  # drift of perceived value since going live
        ("satisfaction", F),
        ("regret", F),
        ("closed_at", F),
        ("short", B, (2,)),
        ("aware", B, (N_VENDORS,)),
        ("met", B, (N_VENDORS,)),
        ("unreached", B, (N_VENDORS,)),
        ("done", B, (N_INFO_JOBS,)),
        ("quality", F, (N_VENDORS,)),
        ("brand", F, (N_VENDORS,)),
        ("claim", F, (N_VENDORS, 2)),
        ("experience", F, (N_VENDORS,)),
        ("n_experiences", F, (N_VENDORS,)),
        ("assisted", F, (N_VENDORS,)),
    ],
    align=True,
)

REP: Final = np.dtype([("busy", I), ("skill", F), ("hours_worked", F)], align=True)

MARKET: Final = np.dtype(
    [
        ("key", U),
        ("n_rows", np.int64),  # journal rows written
        ("n_arrived", np.int64),
        ("earned", F),  # mean bias of what customers say about us
        ("expected_wait", F),  # what buyers have come to expect of a request to our reps, hours
        ("leads_accepted", F),
        ("leads_real", F),
    ],
    align=True,
)
