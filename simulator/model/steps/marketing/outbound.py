"""Our reps call first: a look at an account, a call, and what whoever takes it makes of it."""

from buyermaze.simulator.core.agenda import Errand
from buyermaze.simulator.core.calendar import HOURS_PER_DAY, HOURS_PER_WEEK
from buyermaze.simulator.core.vocabulary import Channel, Cover, Draw, Gate, Job, Kind, Reason
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.buyers.learning import covered
from buyermaze.simulator.model.rules.journey.choice import exposure_now
from buyermaze.simulator.model.rules.luck.draws import draw
from buyermaze.simulator.model.rules.marketing.mailing import p_opens
from buyermaze.simulator.model.rules.marketing.outbound import irritation, is_flagged, time_kept
from buyermaze.simulator.model.state import World
from buyermaze.simulator.model.steps.books.account_state import covered_by, discover, treat, understood
from buyermaze.simulator.model.steps.books.journal_row import write
from buyermaze.simulator.model.steps.buyers.impression import leave_impression
from buyermaze.simulator.model.steps.marketing.nurture import impress
from buyermaze.simulator.model.steps.marketing.qualification import open_gate
from buyermaze.simulator.model.steps.sales.selling import DUE, FIRST, NOT_DUE, share_for_buyers, taken_up

NOT_CALLED, AGREED, MET = 0, 1, 2  # how somebody stands with our calls: a meeting agreed, and held or asked for
HOURS_ON_PHONE = 0.25  # person-hours that a call taken in vain costs; assumption
LOOK, WHOM, TAKES, LISTENS, TRUSTS = 0, 1, 2, 3, 4  # which of the draws


@rule
def hours_until_outbound(w: World, g: int) -> float:
    """Return the time until the next look at an account, an hour at least; the first comes anywhere in the first round."""
    a = w.accounts[g]
    hours = HOURS_PER_DAY * w.params[0].outbound_days_between
    if a.n_looks == 0:
        hours *= draw(a.key, Draw.OUTBOUND, LOOK, 0)
    return max(1.0, hours)


@rule
def joins_outbound(w: World, g: int) -> bool:
    """Return whether looks at an account begin, and note that they have."""
    a = w.accounts[g]
    if a.alive == 0 or a.listed == 1 or a.met_us == 1 or w.params[0].outbound_days_between <= 0.0:
        return False
    a.listed = 1
    return True


@rule
def look(w: World, g: int, now: float) -> bool:
    """Look at an account, and leave the errand of a call if it seems ready and there is time for it; leads are worked anyway.

    Return whether it will be looked at again; it goes off the list once it has met us, or nobody is called any more.
    """
    q = w.params[0]
    a = w.accounts[g]
    if a.met_us == 1 or q.outbound_days_between <= 0.0:
        a.listed = 0
        return False
    a.n_looks += 1
    if a.calling != NOT_DUE or a.is_mql == 1 or covered_by(q, a) != Cover.REPS:
        return True
    luck = draw(a.key, Draw.OUTBOUND, LOOK, a.n_looks)
    if is_flagged(luck, _is_ripe(w, g, now), q.outbound_p_hit, q.outbound_p_false_alarm):
        if q.outbound_share_time <= 0.0:
            a.calling = DUE
            a.errand = Errand.OUTBOUND
        elif _is_time_left(w, now):
            a.calling = FIRST
            a.errand = Errand.OUTBOUND
    return True


@rule
def _is_time_left(w: World, now: float) -> bool:
    """Return whether our reps have time left for leads of their own, and take that of one call from it."""
    q = w.params[0]
    m = w.market[0]
    hours = q.outbound_hours_call / (1.0 - q.coordination_share_time)
    share = 0.0
    for r in range(int(q.team_n_reps)):
        if w.reps[r].away == 0:
            share += q.outbound_share_time * share_for_buyers(w, r, now)
    m.kept = time_kept(m.kept, now - m.kept_until, share, HOURS_PER_WEEK, hours)
    m.kept_until = now
    if m.kept < hours:
        return False
    m.kept -= hours
    return True


@rule
def is_to_call(w: World, g: int) -> bool:
    """Return whether a call that is due is still wanted: nobody of the account has met us meanwhile."""
    return bool(w.accounts[g].met_us == 0)


@rule
def call(w: World, g: int, r: int, now: float) -> float:
    """Call somebody of an account; return how long the rep is taken up by it.

    Who agrees to a meeting asks for it when they turn to the purchase next. The gate is open for accounts our reps found
    themselves.
    """
    q = w.params[0]
    a = w.accounts[g]
    c = Channel.REP
    a.calling = NOT_DUE
    i = _whom(w, g)
    p = w.people[g, i]
    lately = exposure_now(p.exposure[c], now - p.exposed_at[c], q.hours_fatigue)
    takes = draw(p.key, Draw.OUTBOUND, TAKES, a.n_looks) < p_opens(q.outbound_reception_p_answered, p.trust[c], lately)
    p.exposure[c] = 1.0 + lately
    p.exposed_at[c] = now
    how: int = Reason.UNANSWERED
    lost = q.mind_hours_glance
    if takes:
        how = _hear_out(w, g, i, now)
        lost = HOURS_ON_PHONE
    p.hours_spent += lost
    if how == Reason.PREMATURE or how == Reason.UNANSWERED:
        p.hours_vain += lost
    hours = q.outbound_hours_call / (1.0 - q.coordination_share_time)
    w.reps[r].hours_worked += hours
    write(
        w,
        now,
        a.id,
        Kind.OUTBOUND,
        person=i,
        reason=how,
        rep=r,
        channel=c,
        vendor=0,
        seen=1,
        hours=hours,
        value=lost,
        detail=understood(p),
    )
    if how == Reason.AGREED:
        _agree(w, g, i, r, now)
    return taken_up(w, r, hours, now)


@rule
def _is_ripe(w: World, g: int, now: float) -> bool:
    """Return whether an account's need is ripe: there is a project, and its people understand enough of the matter on average."""
    a = w.accounts[g]
    if a.serious == 0 or now < a.frozen_until:
        return False
    total = 0.0
    n = 0.0
    for i in range(a.n_people):
        if w.people[g, i].active == 1:
            total += understood(w.people[g, i])
            n += 1.0
    return bool(n > 0.0 and total >= n * w.params[0].outbound_reception_ripe_from)


@rule
def _whom(w: World, g: int) -> int:
    """Return who is called: one of those who have joined and meet sellers; the first seat if there is none."""
    q = w.params[0]
    a = w.accounts[g]
    n = 0
    for i in range(a.n_people):
        n += int(w.people[g, i].active == 1 and q.meets_sellers[w.people[g, i].persona] > 0.0)
    left = int(n * draw(a.key, Draw.OUTBOUND, WHOM, a.n_looks))
    for i in range(a.n_people):
        if w.people[g, i].active == 1 and q.meets_sellers[w.people[g, i].persona] > 0.0:
            if left == 0:
                return i
            left -= 1
    return 0


@rule
def _hear_out(w: World, g: int, i: int, now: float) -> int:
    """Take a call: too early it is a pitch like any other, too late there is somebody else already; otherwise agree to meet."""
    q = w.params[0]
    a = w.accounts[g]
    p = w.people[g, i]
    c = Channel.REP
    if a.serious == 0 or now < a.frozen_until or understood(p) < q.outbound_reception_ripe_from:
        trusted = p.trust[c]
        p.trust[c] *= 1.0 - irritation(q.outbound_reception_annoyance, p.trust[c])
        leave_impression(w, g, i, c, 0, Reason.PREMATURE, trusted, 0.0, now)
        p.n_pitches += 1
        treat(q, a, 0, 0.0)
        a.in_vain[0] += 1.0
        impress(q, p, 0.0)
        return Reason.PREMATURE
    rival_is_in = a.considered[0] == 0 and (a.met[1] == 1 or a.met[2] == 1)
    settled = covered(p.known[Job.REQUIREMENTS], p.need[Job.REQUIREMENTS])
    if rival_is_in and draw(p.key, Draw.OUTBOUND, LISTENS, a.n_looks) < settled:
        return Reason.LATE
    return Reason.AGREED


@rule
def _agree(w: World, g: int, i: int, r: int, now: float) -> None:
    """Let somebody know us from now on and want to meet us; whose account it was not is it now, and perhaps one they trust."""
    a = w.accounts[g]
    w.people[g, i].called = AGREED
    discover(a, 0)
    if a.owner < 0:
        a.owner = r
    a.own = 1 if draw(a.key, Draw.OUTBOUND, TRUSTS, 0) < w.params[0].outbound_p_trusted else 0
    if a.gate != Gate.OPEN:
        a.gate_at = now
        open_gate(w, g, now)
