"""Our reps at work: meeting buyers, working leads, handling complaints."""

from buyermaze.simulator.core.calendar import HOURS_PER_WEEK
from buyermaze.simulator.core.vocabulary import Channel, Draw, Kind, Reason
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.luck.draws import REP_KEYS, child_key, draw, exponential, normal
from buyermaze.simulator.model.rules.sales.selling import hours_occupied, hours_of_selling, skill_of, wait_memory
from buyermaze.simulator.model.rules.sales.staffing import ramp_share
from buyermaze.simulator.model.state import World
from buyermaze.simulator.model.steps.books.account_state import hours_so_far, progress
from buyermaze.simulator.model.steps.books.journal_row import write
from buyermaze.simulator.model.steps.buyers.memory import known_to
from buyermaze.simulator.model.steps.sales.anticipation import prepare
from buyermaze.simulator.model.steps.sales.logging import is_logged
from buyermaze.simulator.model.steps.sales.process import insist
from buyermaze.simulator.model.steps.sales.quarter import give_discount
from buyermaze.simulator.model.steps.sales.segmentation import find_out_segment

NOT_DUE, DUE, FIRST = 0, 1, 2  # whether a call is due, and whether it comes before all other work
LONG_AGO = -1e12  # hours; first day of those who are there when a run starts
HOURS_LONG_WAIT = 24.0  # three working days: a wait that a buyer remembers; assumption
SHARE_PUSHED_TIME = 0.7  # a pitch takes less preparation than an answer; assumption


@rule
def hire(w: World) -> None:
    """Give every rep, those who come later included, a skill of their own."""
    for r in range(w.reps.shape[0]):
        w.reps[r].busy = 0
        w.reps[r].hours_worked = 0.0
        w.reps[r].since = LONG_AGO
        w.reps[r].away = 0
        w.reps[r].n_before = 0
    set_skills(w)


@rule
def set_skills(w: World) -> None:
    """Set the skill of every rep from the team's and their own luck."""
    q = w.params[0]
    for r in range(w.reps.shape[0]):
        key = child_key(w.market[0].key, REP_KEYS + r)
        w.reps[r].skill = skill_of(
            q.selling_skill, q.selling_skill_sd, normal(draw(key, Draw.REP_SKILL, 0, w.reps[r].n_before))
        )


@rule
def n_reps_free(w: World) -> int:
    """Return how many of those employed are free."""
    n = 0
    for r in range(int(w.params[0].team_n_reps)):
        n += (1 - w.reps[r].busy) * (1 - w.reps[r].away)
    return n


@rule
def is_employed(w: World, r: int) -> bool:
    """Return whether a rep is still with us; who leaves finishes what they are at."""
    return bool(r < w.params[0].team_n_reps and w.reps[r].away == 0)


@rule
def take_rep(w: World, owner: int) -> int:
    """Occupy and return a free rep: the one who knows the account if free, else the first."""
    chosen = -1
    for r in range(int(w.params[0].team_n_reps)):
        if w.reps[r].busy == 0 and w.reps[r].away == 0 and (chosen < 0 or r == owner):
            chosen = r
    w.reps[chosen].busy = 1
    return chosen


@rule
def free_rep(w: World, r: int) -> None:
    """Let a rep go back to the desk."""
    w.reps[r].busy = 0


@rule
def begin_meeting(w: World, g: int, i: int, r: int, queued_at: float, now: float) -> float:
    """Start a conversation between rep ``r`` and a buyer; return how long the rep is taken up by it."""
    q = w.params[0]
    a = w.accounts[g]
    p = w.people[g, i]
    m = w.market[0]
    waited = now - p.asked_at
    p.waiting = 0
    p.rep = r
    p.kept_waiting = 1 if waited > HOURS_LONG_WAIT else 0
    a.n_talks += 1
    a.n_slow += p.kept_waiting
    p.context = known_to(w, g, i, r, now)
    p.pushed = 1 if draw(p.key, Draw.PUSH, 0, p.n_plans) >= q.selling_need_focus else 0
    p.logged = 1 if is_logged(w, g, i, r) else 0
    find_out_segment(w, g, i, now)
    led = insist(w, g, i, r, now)
    missed = prepare(w, g, i, r, now) if not led else 0.0
    m.expected_wait = wait_memory(m.expected_wait, waited)
    if a.owner < 0:
        a.owner = r
    hours = exponential(draw(p.key, Draw.SERVICE, 0, p.n_plans), q.selling_hours_per_meeting * q.depth)
    hours = hours_of_selling(hours, w.reps[r].skill, q.memory_hours_rediscovery, p.context, q.coordination_share_time)
    if p.pushed == 1:
        hours *= SHARE_PUSHED_TIME
    if led:
        hours *= q.process_share_time
    hours += missed / (1.0 - q.coordination_share_time)
    w.reps[r].hours_worked += hours
    write(
        w,
        now,
        a.id,
        Kind.SERVED,
        person=i,
        rep=r,
        job=p.job,
        channel=Channel.REP,
        vendor=0,
        seen=p.logged,
        hours=hours,
        value=waited,
        detail=now - queued_at,
    )
    if a.met_us == 0:
        a.met_us = 1
        write(
            w,
            now,
            a.id,
            Kind.CONTACTED,
            person=i,
            reason=Reason.AGREED if p.called > 0 else Reason.NONE,  # our call brought it about
            rep=r,
            job=p.job,
            channel=Channel.REP,
            vendor=0,
            seen=p.logged,
            value=progress(w, g),
            detail=hours_so_far(w, g),
        )
    a.met[0] = 1
    give_discount(q, a)
    return taken_up(w, r, hours, now)


@rule
def work_lead(w: World, g: int, r: int, now: float) -> float:
    """Work a warm lead without a buyer present; return how long the rep is taken up by it."""
    q = w.params[0]
    hours = q.selling_hours_per_lead / (1.0 - q.coordination_share_time)
    w.reps[r].hours_worked += hours
    write(w, now, w.accounts[g].id, Kind.LEAD_WORK, rep=r, vendor=0, seen=1, hours=hours)
    return taken_up(w, r, hours, now)


@rule
def recover(w: World, g: int, r: int, queued_at: float, now: float) -> float:
    """Call a customer back, which puts something right unless nothing was wrong; return how long the rep is taken up by it."""
    q = w.params[0]
    a = w.accounts[g]
    hours = q.voice_hours_recovery / (1.0 - q.coordination_share_time)
    back = 0.0 if a.false_alarm == 1 else q.voice_recovery
    a.drift += back
    w.reps[r].hours_worked += hours
    write(
        w,
        now,
        a.id,
        Kind.RECOVERY,
        rep=r,
        vendor=0,
        seen=1,
        hours=hours,
        value=back,
        detail=now - queued_at,
    )
    return taken_up(w, r, hours, now)


@rule
def taken_up(w: World, r: int, hours: float, now: float) -> float:
    """Return how long a rep is taken up by some selling: the part of a week that is left for it, less while they are new."""
    return hours_occupied(hours, share_for_buyers(w, r, now))


@rule
def share_for_buyers(w: World, r: int, now: float) -> float:
    """Return the part of a rep's week that is for buyers: selling time less what care keeps, less while the rep is new."""
    q = w.params[0]
    weeks = (now - w.reps[r].since) / HOURS_PER_WEEK
    share = ramp_share(weeks, q.staff_weeks_ramp, q.staff_share_first, q.staff_share_second, q.staff_share_third)
    return q.selling_share_time * (1.0 - q.care_share_caring) * share


@rule
def is_warm(w: World, g: int) -> bool:
    """Return whether the account goes to the front of the reps' queue."""
    a = w.accounts[g]
    return a.own == 1 or a.calling == FIRST or (w.params[0].selling_warm_first > 0.0 and a.is_mql == 1)
