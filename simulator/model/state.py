"""The state of one run: structured arrays that rules read and write, owned by whichever engine runs them."""

from typing import Annotated, Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from buyermaze.simulator.core.acquaintance import N_ASPECTS, N_KNOWN, N_LINKS, N_TELLERS
from buyermaze.simulator.core.agenda import N_ISSUES
from buyermaze.simulator.core.records import (
    Count,
    Flag,
    Flags,
    Key,
    Long,
    Longs,
    Real,
    Reals,
    Records,
    Small,
    Smalls,
    dtype_of,
    records,
)
from buyermaze.simulator.core.vocabulary import (
    N_BLOCKERS,
    N_INFO_JOBS,
    N_PEOPLE,
    N_PERSONAS,
    N_REGIONS,
    N_SEGMENTS,
    N_SOUGHT,
    N_VENDORS,
    N_VOICES,
)
from buyermaze.simulator.model.parameter_names import Parameters


class Row:
    """A row of the journal: something that happened."""

    time: Real  # working hours since the start of the run
    account: Count  # arrival ordinal
    person: Small  # seat in the buying group; -1: the account as a whole
    kind: Small  # vocabulary.Kind
    reason: Small  # vocabulary.Reason
    rep: Small  # rep who acted; -1: none
    job: Flag  # vocabulary.Job; -1: none
    channel: Flag  # vocabulary.Channel; -1: none
    vendor: Flag  # 0 us, 1.. rivals; -1: none
    seen: Flag  # 1: visible to the seller's systems
    hours: Real  # person-hours spent by whoever acted
    value: Real  # meaning depends on kind, see journal.event_kinds
    detail: Real


class Person:
    """A member of a buying group."""

    key: Key
    persona: Flag
    active: Flag  # has joined the buying group
    idle: Flag  # nothing left to find out until the next meeting
    waiting: Flag  # in line for one of our reps
    n_plans: Count  # occurrence counter of the person's own decisions
    job: Flag
    channel: Flag
    vendor: Flag
    last_job: Flag
    kept_waiting: Flag
    attends: Flag  # is at the present meeting
    rep: Flag
    pushed: Flag  # the rep at this meeting pushes the sale instead of answering
    surprised: Flag  # has met the fine print, or read past it
    unsubscribed: Flag  # gets no more mail from us
    n_pitches: Small  # pushed sales sat through
    n_taught: Small  # challenges taken up
    n_annoyed: Small  # mails that were no use
    n_mails_read: Small  # messages of ours nobody had asked for that were taken in
    logged: Flag  # the present conversation with our rep is written down
    guess: Flag  # steps.conversation: how the present one was prepared
    refused: Flag  # the step that the rep of the present one insists on
    called: Flag  # steps.outbound: how this person stands with our calls
    n_unchecked: Small  # answers of assistants since they were last gone through with a seller
    misled: Flag  # the present answer of an assistant misleads
    hours_slip: Real  # by which the meeting asked for slips, for want of something to read before
    wakes: Flag  # the last step gave this person something to do after hours_pause
    hours_task: Real
    hours_pause: Real
    asked_at: Real
    noted_at: Real  # last time our side learned something of this person
    stake: Real  # private gain or loss from change itself
    change_belief: Real  # belief about the benefit of change: mean
    change_precision: Real
    on_file: Real  # how well our systems know this person's situation, 0-1
    in_mind: Real  # how well the account's own rep knows it, 0-1
    context: Real  # how well the rep of the present conversation knows it, 0-1
    hours_spent: Real
    hours_vain: Real  # of it spent on dead ends, telling things again and quarrels
    expected: Real  # value expected at the vote
    expected_sd: Real
    overruled: Real
    stance: Real  # value of the favourite at the last poll or vote, losses weighing more
    conceded: Real  # value given to this person, or by them, to settle conflicts
    apart: Real  # how far tailored messages have put private stakes before the common gain, 0-1
    advised: Real  # how far a seller has narrowed the choice down for this person, 0-1
    care: Real  # share of what there was to find out that was known at the vote
    need: Annotated[Reals, N_INFO_JOBS]
    known: Annotated[Reals, 3]  # understanding gained for the general jobs
    evidence: Annotated[Reals, N_VENDORS, 2]  # per vendor: selection, validation
    guided: Annotated[Reals, N_VENDORS]  # questions from requirements on worked out with a seller of each vendor
    opinion: Annotated[Reals, N_VENDORS]
    precision: Annotated[Reals, N_VENDORS]
    confusion: Annotated[Reals, N_VENDORS + 1]  # log precision lost to contradictions, by vendor; last: change
    untold: Annotated[Reals, N_VENDORS + 1]  # precision of first-hand evidence not yet put to the group; last: change
    untold_sum: Annotated[Reals, N_VENDORS + 1]  # that evidence, weighted by its precision
    untold_error: Annotated[Reals, N_VENDORS + 1]  # of that sum, errors taken over from assistants
    known_wrongly: Annotated[Reals, 3]  # of it, taken from answers of assistants that misled
    evidence_wrong: Annotated[Reals, N_VENDORS, 2]
    mistaken: Annotated[Reals, N_VENDORS + 1]  # errors taken over from assistants, weighted by precision; last: change
    truth: Annotated[Reals, N_VENDORS]
    voiced: Annotated[Reals, N_VENDORS + 1]  # opinions as expressed in the last meeting; last: change itself
    trust: Annotated[Reals, N_SOUGHT]  # 1: full trust in a channel
    tool: Annotated[Flags, N_INFO_JOBS]  # has a tool of ours for the job
    content_hope: Annotated[Reals, N_INFO_JOBS]  # hope to find answers in our content, by job; 1 until a dead end
    exposure: Annotated[Reals, N_SOUGHT]
    exposed_at: Annotated[Reals, N_SOUGHT]
    n_visits: Annotated[Smalls, N_SOUGHT]
    heard: Annotated[Smalls, N_VENDORS, 2]  # claims heard from marketing, from sales
    noticed: Annotated[Flags, N_VENDORS]
    caught: Annotated[Smalls, N_VENDORS]  # exaggerations found out, by vendor


class Account:
    """A buying group and what it is looking for."""

    key: Key
    id: Long  # arrival ordinal; -1: the slot is free
    firm: Count  # of a finite market; -1: the market is without end
    alive: Flag  # 1 until the account's whole life, after the sale included, is over
    status: Flag
    reason: Flag
    serious: Flag
    n_people: Flag
    leader: Flag  # favourite vendor
    n_meetings: Count
    n_fails: Count
    kit: Flag
    gate: Flag  # vocabulary.Gate
    n_mails: Small
    n_surveys: Small
    segment: Flag
    taken_for: Flag  # the segment our company believes it to be of
    n_listened: Count  # contacts with it as a customer that only listened
    stage: Flag  # steps of our process gone through
    region: Flag
    framed: Flag  # a seller has shaped what the group asks for
    found_us_out: Flag  # our exaggeration is certain enough to be told to peers
    fix: Small  # content gap the last step had noticed: rules.content.gap_number; 0: none
    n_tries: Count
    self_serve: Flag
    mailing: Flag  # is on the list of those who get mail
    listed: Flag  # is looked at for a call by our reps
    calling: Flag  # steps.outbound: a call is due, and comes first
    own: Flag  # was found by one of our reps, who trusts it more than what is handed over
    n_looks: Count  # at it, for a call
    campaign: Flag  # steps.campaign: how it stands with our campaign
    campaign_step: Flag  # steps done or left out
    campaign_taken: Flag  # somebody took up the last mail or invitation
    released: Flag  # the last step has opened the gate before it
    met_us: Flag
    is_mql: Flag  # is a marketing-qualified lead
    level: Flag  # approval levels passed
    n_refusals: Flag
    approving: Flag
    n_periods: Flag
    errand: Flag  # agenda.Errand left by the last step
    false_alarm: Flag  # whoever calls back finds a content customer
    owner: Count  # rep whose account it is; -1: nobody's
    unlooked_until: Real  # nobody looks after the customer before
    vendor: Flag
    arrived: Real
    pace: Real
    benefit: Real
    score: Real
    gate_at: Real
    hot_at: Real  # when the account became a lead
    planted: Real  # image beyond the truth that priming left, value units
    scored_at: Real
    recycle_at: Real  # a rejected lead is not looked at again before
    frozen_until: Real
    held_until: Real  # by a blocker who has to be satisfied: no votes, no signatures
    skill: Real  # of the champion, 1 is usual
    standing: Real  # of the champion, 1 is usual
    vacant_until: Real  # the champion's seat is empty: no votes
    n_left: Count  # champions who have gone
    last_meeting: Real
    hours_outside: Real  # from arrival until outside reasons stop the project
    hours_pause: Real
    outlook: Real  # influence-weighted expected value of the favourite at the last meeting
    spread: Real
    tension: Real  # influence of those who stood to lose in disagreements that escalated
    variance: Real  # of the whole gain of the favourite at the last meeting, mean of members
    learning: Real  # precision gained per meeting of late
    margin: Real  # by which the favourite leads, over its rival or over leaving things as they are
    n_close: Flag  # considered vendors hardly different from the favourite
    conviction: Real
    shortfall: Real  # realised minus promised in use, common to the group
    drift: Real  # of perceived value since going live
    satisfaction: Real
    regret: Real
    closed_at: Real
    short: Annotated[Flags, 2]
    aware: Annotated[Flags, N_VENDORS]
    considered: Annotated[Flags, N_VENDORS]  # known, and worth the trouble of looking into
    met: Annotated[Flags, N_VENDORS]
    priced: Annotated[Flags, N_VENDORS]  # the price is known without a conversation
    unreached: Annotated[Flags, N_VENDORS]
    done: Annotated[Flags, N_INFO_JOBS]
    blocker: Annotated[Flags, N_BLOCKERS]  # steps.blockers: unknown, foreseen, over
    cleared_at: Annotated[Reals, N_BLOCKERS]  # a foreseen blocker will be satisfied then
    quality: Annotated[Reals, N_VENDORS]
    resented: Annotated[Reals, N_VENDORS]  # what of refused discounts counts as if it were on the price, value units
    discount: Real  # what reps of ours have taken off the price, value units
    link: Annotated[Longs, N_LINKS]  # accounts that set out before and are known by name; -1: none
    told: Annotated[Flags, N_LINKS]  # what it has to tell was told, or not
    n_talks: Small  # conversations with our reps, and waits in vain
    n_slow: Small  # of them, after a long wait or in vain
    bargained: Annotated[Flags, N_VENDORS]  # the price was asked about, before a vote
    picked: Flag  # one of our packages was picked
    pilot: Flag  # steps.offers: how a pilot of ours stands
    pilot_until: Real
    price: Annotated[Reals, N_VENDORS]  # relative to the going rate, in value units
    brand: Annotated[Reals, N_VENDORS]
    claim: Annotated[Reals, N_VENDORS, 2]
    workmanship: Annotated[Reals, N_VENDORS]  # sum over encounters of how well questions were answered
    n_encounters: Annotated[Reals, N_VENDORS]
    manners: Annotated[Reals, N_VENDORS]  # sum over encounters, waits in vain included, of how people were treated
    n_treated: Annotated[Reals, N_VENDORS]
    peak: Annotated[Reals, N_VENDORS]  # of these the one felt most
    latest: Annotated[Reals, N_VENDORS]
    in_vain: Annotated[Reals, N_VENDORS]  # sum over encounters, waits in vain included, of the part of their time that was in vain


class Firm:
    """A firm of a finite market, which sets out again and again as a new account."""

    key: Key  # of what stays the same from one purchase to the next; 0: it never set out
    taken: Flag  # 1: an account of it is alive
    n_before: Count  # accounts it has been
    free_from: Real  # working hours since the start of the run; it may set out again
    parted_at: Real  # when the last account ended
    on_file: Real  # mean of its people when it ended, 0-1
    aware: Annotated[Flags, N_VENDORS]
    opinion: Annotated[Reals, N_VENDORS]  # mean of its people; of who was bought from, what it turned out to be worth
    trust: Annotated[Reals, N_SOUGHT]  # mean of its people


class Rep:
    """One of our reps."""

    busy: Count
    skill: Real
    hours_worked: Real
    since: Real  # first day of whoever sits there, working hours since the start of the run
    away: Count  # 1: the seat is empty
    empty_since: Real
    filled_in_week: Count  # weeks since the start of the run; from then on the seat is taken again
    n_before: Count  # people who sat there before


class Market:
    """What all accounts share."""

    key: Key
    n_rows: Long  # journal rows written
    n_arrived: Long
    n_followed: Long  # counted accounts whose life is not over
    earned: Real  # mean bias of what customers say about us
    expected_wait: Real  # what buyers have come to expect of a request to our reps, hours
    leads_accepted: Real
    leads_real: Real
    kept: Real  # selling time left of that for leads of reps' own, h
    kept_until: Real  # reckoned until then, working hours since the start of the run
    rival_edge: Real  # what a rival's launch added to its quality
    rival_edge_until: Real  # working hours since the start of the run
    share_rival_edge: Real  # later arrivals it concerns
    n_voices: Annotated[Longs, N_SEGMENTS * N_REGIONS]  # by circle of peers: voices heard so far
    voice_of: Annotated[Longs, N_SEGMENTS * N_REGIONS, N_VOICES]  # accounts whose voices are remembered; -1: silent
    voice: Annotated[Reals, N_SEGMENTS * N_REGIONS, N_VOICES, 2]  # what they say: value, ease
    doubted: Annotated[Reals, N_SEGMENTS * N_REGIONS]  # how far a circle says that we do not keep our word, 0 to 1
    n_known: Annotated[Longs, N_SEGMENTS * N_REGIONS]  # by circle: accounts that set out while some knew others by name
    known: Annotated[Longs, N_SEGMENTS * N_REGIONS, N_KNOWN]  # the last of them
    n_tellers: Long  # customers of ours that had something to tell by name
    teller: Annotated[Longs, N_TELLERS]  # the last of them; -1: silent
    record: Annotated[Reals, N_TELLERS, 3 + N_ASPECTS]  # what they tell: value, ease, balance, aspects lived
    missing: Annotated[Reals, N_PERSONAS, N_INFO_JOBS]  # share of content gaps not closed since the start
    unmended: Annotated[Reals, N_ISSUES]  # share of waits, exaggeration and failing support not mended since the start
    noticed_at: Annotated[Reals, N_ISSUES]  # when what is in hand was noticed, working hours since the start of the run
    mended_at: Annotated[Reals, N_ISSUES]  # when it will be mended


ROW: Final = dtype_of(Row)
PERSON: Final = dtype_of(Person)
ACCOUNT: Final = dtype_of(Account)
REP: Final = dtype_of(Rep)
FIRM: Final = dtype_of(Firm)
MARKET: Final = dtype_of(Market)

ROWS_PER_EVENT = 96  # more rows than any single event can write


class World(NamedTuple):
    """Everything a rule can see.

    ``params`` (1 + later epochs,), the first being what is in force, ``accounts`` (slots,), ``people`` (slots, 12),
    ``reps`` (n_reps,), ``market`` (1,), ``journal`` (rows,) are structured arrays, ``talk`` (4, 12) room for one
    discussion, ``firms`` (those of a finite market, at least 1,); account ``id`` lives in slot ``id % slots``.
    """

    params: Records[Parameters]
    accounts: Records[Account]
    people: Records[Person]
    reps: Records[Rep]
    market: Records[Market]
    journal: Records[Row]
    talk: NDArray[np.float64]
    firms: Records[Firm]


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
        records(n_firms_most(params), FIRM),
    )
    return restarted(empty, params, run_key)


def n_reps_most(params: Any) -> int:
    """Return the largest number of reps employed at one time in a run."""
    return int(params.team_n_reps.max())


def n_firms_most(params: Any) -> int:
    """Return the room that the firms of a finite market need in a run."""
    return max(1, int(params.pool_n_firms.max()))


def restarted(world: World, params: Any, run_key: np.uint64) -> World:
    """Return a world emptied for another replication, in the same memory."""
    world.accounts.id[:] = -1
    world.accounts.alive[:] = 0
    world.accounts.firm[:] = -1
    world.market[:] = 0
    world.firms[:] = 0
    market = world.market[0]
    market.key = run_key
    market.leads_accepted = 1.5  # reps start with a mildly sceptical memory: two leads in three were real
    market.leads_real = 1.0
    market.missing[:] = 1.0
    market.unmended[:] = 1.0
    return world._replace(params=params.copy() if len(params) > 1 else params)  # a run writes what is in force


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
