"""What is offered beside the product: a pilot, packages to pick from, and a price bargained over before the vote."""

from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.vocabulary import Channel, Cover, Draw, Job, Kind, Reason
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.buyers.beliefs import updated_mean
from buyermaze.simulator.model.rules.journey.decision import expected_gain, learnable_sd
from buyermaze.simulator.model.rules.luck.draws import draw, exponential, normal
from buyermaze.simulator.model.rules.sales.offers import (
    p_pilot_fails,
    package_gain,
    package_picked,
    resented,
    within_authority,
)
from buyermaze.simulator.model.state import World
from buyermaze.simulator.model.steps.books.account_state import PROOF, covered_by, felt_precision, understood
from buyermaze.simulator.model.steps.books.journal_row import write
from buyermaze.simulator.model.steps.sales.claims import find_out, p_claim_shown

NONE_YET, RUNNING, OVER = 0, 1, 2  # how a pilot stands with an account
OFFERED, FAILS, SHOWS, CHECKS = 0, 1, 2, 3  # which of a pilot's draws
ASKS, HOW_MUCH, APPROVED, TAKES = 0, 1, 2, 3  # which of the draws of bargaining
WANTS, ERROR = 0, 1  # which of the draws of packages
MOST_ASKED = 0.5  # share of the list price
ROUNDING = 1e-12  # share of the price; less is a matter of arithmetic


@rule
def offer_pilot(w: World, g: int, now: float, late: float) -> None:
    """Offer a group a pilot, once; it is taken up where what may be learned is worth more than the time it takes.

    ``late`` is the factor by which delay hurts more once the group's plan is overrun.
    """
    q = w.params[0]
    a = w.accounts[g]
    if a.pilot != NONE_YET or a.done[Job.REQUIREMENTS] == 0 or a.met[0] == 0 or covered_by(q, a) != Cover.REPS:
        return
    if a.short[0] != 0 and a.short[1] != 0:
        return
    if draw(a.key, Draw.PILOT, OFFERED, 0) >= q.pilot_p_offered:
        return
    variance = 0.0
    n = 0
    for i in range(a.n_people):
        if w.people[g, i].active == 1:
            variance += 1.0 / felt_precision(w.people[g, i], 0)
            n += 1
    learnable = learnable_sd(variance / n, 1.0 / (q.pilot_reception_sd * q.pilot_reception_sd))
    if expected_gain(a.margin, learnable) <= q.group_cost_of_delay * late * q.pilot_days:
        return
    a.pilot = RUNNING
    a.pilot_until = now + HOURS_PER_DAY * q.pilot_days
    for i in range(a.n_people):
        if w.people[g, i].active == 1:
            w.people[g, i].hours_spent += q.pilot_hours
    write(
        w,
        now,
        a.id,
        Kind.PILOT,
        rep=a.owner,
        job=Job.VALIDATION,
        channel=Channel.REP,
        vendor=0,
        seen=1,
        hours=n * q.pilot_hours,
        value=HOURS_PER_DAY * q.pilot_days,
    )


@rule
def look_at_pilot(w: World, g: int, now: float) -> None:
    """Take in what a pilot that is over has shown: whoever has joined has seen the product at work, or seen it fail.

    It holds what we claim against what is there, as a demo does.
    """
    q = w.params[0]
    a = w.accounts[g]
    if a.pilot != RUNNING or now < a.pilot_until:
        return
    a.pilot = OVER
    failed = draw(a.key, Draw.PILOT, FAILS, 0) < p_pilot_fails(q.pilot_reception_p_fails, q.pilot_support)
    weight = 1.0 / (q.pilot_reception_sd * q.pilot_reception_sd)
    shown = p_claim_shown(q, w.market[0], a, 0)
    shift = 0.0
    n = 0
    for i in range(a.n_people):
        p = w.people[g, i]
        if p.active == 0:
            continue
        signal = p.truth[0] + q.pilot_reception_sd * normal(draw(p.key, Draw.PILOT, SHOWS, 0))
        if failed:
            signal -= q.pilot_reception_failure_bias
            p.hours_vain += q.pilot_hours
        else:
            gain = q.pilot_reception_share_proved * max(0.0, p.need[Job.VALIDATION] - p.evidence[0, PROOF])
            p.evidence[0, PROOF] += gain
            p.guided[0] += gain * understood(p)
        before = p.opinion[0]
        p.opinion[0] = updated_mean(before, p.precision[0], signal, weight)
        p.precision[0] += weight
        shift += p.opinion[0] - before
        n += 1
        if shown > 0.0 and draw(p.key, Draw.PILOT, CHECKS, 0) < shown:
            find_out(w, g, i, 0, Job.VALIDATION, Channel.REP, now)
    write(
        w,
        now,
        a.id,
        Kind.PILOT_SEEN,
        reason=Reason.FAILED if failed else Reason.WORKED,
        rep=a.owner,
        job=Job.VALIDATION,
        channel=Channel.REP,
        vendor=0,
        seen=1,
        value=shift / n,
    )


@rule
def settle_terms(w: World, g: int, now: float) -> bool:
    """Let the group pick a package and bargain with its favourite before it votes; return whether it has to wait."""
    q = w.params[0]
    a = w.accounts[g]
    if a.pilot == RUNNING:
        return True
    if q.packages_n > 1.0 and a.leader == 0 and a.picked == 0:
        _pick(w, g, now)
    if a.bargained[a.leader] == 0:
        a.bargained[a.leader] = 1
        who = _who_bargains(w, g)
        if who >= 0 and draw(a.key, Draw.BARGAIN, ASKS, a.leader) < q.bargaining_p_asks:
            _bargain(w, g, who, now)
    return now < a.held_until


@rule
def _pick(w: World, g: int, now: float) -> None:
    """Let the group pick one of our packages by what it thinks a larger one is worth to it; advice makes that surer."""
    q = w.params[0]
    a = w.accounts[g]
    a.picked = 1
    advised = 0.0
    n = 0
    for i in range(a.n_people):
        if w.people[g, i].active == 1:
            advised += w.people[g, i].advised
            n += 1
    want = q.package_choice_want_sd * normal(draw(a.key, Draw.PACKAGE, WANTS, 0))
    error = q.package_choice_error_sd * (1.0 - advised / n) * normal(draw(a.key, Draw.PACKAGE, ERROR, 0))
    package = package_picked(want + error, int(q.packages_n))
    step = q.packages_step / q.offer_price_unit
    a.price[0] += package * step
    for i in range(a.n_people):
        p = w.people[g, i]
        seems = package * step + package_gain(package, want + error, step)
        p.truth[0] += package * step + package_gain(package, want, step)
        p.opinion[0] += seems
        p.voiced[0] += seems
    best = package_gain(package_picked(want, int(q.packages_n)), want, step)
    lost = best - package_gain(package, want, step)
    write(w, now, a.id, Kind.PACKAGE, job=Job.SELECTION, vendor=0, seen=1, value=float(package), detail=lost)


@rule
def _who_bargains(w: World, g: int) -> int:
    """Return the first member beside the champion who settles terms, -1 if there is none."""
    q = w.params[0]
    for i in range(1, w.accounts[g].n_people):
        p = w.people[g, i]
        if p.active == 1 and q.needs_terms[p.persona] > 0.0:
            return i
    return -1


@rule
def _bargain(w: World, g: int, who: int, now: float) -> None:
    """Ask the favourite for a lower price; of us a rep gives what they may, and the rest has to be approved."""
    q = w.params[0]
    a = w.accounts[g]
    k = a.leader
    asked = min(MOST_ASKED, exponential(draw(a.key, Draw.BARGAIN, HOW_MUCH, k), q.bargaining_ask))
    w.people[g, who].hours_spent += q.bargaining_hours
    given = 0.0
    if k != 0:
        given = q.bargaining_rival_gives * asked
    elif covered_by(q, a) == Cover.REPS:
        taken_off = a.discount * q.offer_price_unit
        asked = max(0.0, asked - taken_off)
        given = within_authority(asked, q.discounts_authority + q.discount_now * q.offer_price_unit, taken_off)
        if asked - given > ROUNDING:
            given += _send_up(w, g, asked - given, now)
        a.discount += given / q.offer_price_unit
    a.price[k] -= given / q.offer_price_unit
    a.resented[k] += resented(asked - given, q.bargaining_resentment) / q.offer_price_unit
    write(
        w,
        now,
        a.id,
        Kind.BARGAINED,
        person=who,
        reason=Reason.GRANTED if given >= asked - ROUNDING else Reason.REFUSED,
        rep=a.owner if k == 0 else -1,
        job=Job.VALIDATION,
        channel=Channel.REP if k == 0 else Channel.RIVAL_REP,
        vendor=k,
        seen=1 if k == 0 else 0,
        hours=q.bargaining_hours,
        value=given,
        detail=asked,
    )


@rule
def _send_up(w: World, g: int, beyond: float, now: float) -> float:
    """Ask our own management for what is beyond a rep's authority; return what is granted. Until then nobody votes."""
    q = w.params[0]
    a = w.accounts[g]
    hours = exponential(draw(a.key, Draw.BARGAIN, TAKES, 0), HOURS_PER_DAY * q.discounts_days_approval)
    granted = draw(a.key, Draw.BARGAIN, APPROVED, 0) < q.discounts_p_approved
    a.held_until = max(a.held_until, now + hours)
    how = Reason.GRANTED if granted else Reason.REFUSED
    write(w, now, a.id, Kind.SENT_UP, reason=how, rep=a.owner, vendor=0, seen=1, value=hours, detail=beyond)
    return beyond if granted else 0.0
