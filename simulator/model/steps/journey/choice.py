"""A stakeholder turns to the purchase: which need, about which vendor, through which channel."""

from buyermaze.simulator.core.agenda import Issue
from buyermaze.simulator.core.vocabulary import (
    ABOUT_VENDOR,
    IN_PERSON,
    N_INFO_JOBS,
    N_SOUGHT,
    OURS,
    RETELLS,
    RIVALS,
    Channel,
    Cover,
    Draw,
    Gate,
    Job,
    Kind,
    Move,
    Reason,
)
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.parameter_names import Parameters
from buyermaze.simulator.model.rules.journey.choice import (
    channel_rate,
    cooled_pull,
    exposure_now,
    first_to_come,
    need_rate,
    need_utility,
    readiness_rate,
    spared_rate,
    too_late,
    waiting_rate,
)
from buyermaze.simulator.model.rules.luck.draws import draw, exponential
from buyermaze.simulator.model.rules.marketing.qualification import POINTS_HAND_RAISE, aged_score
from buyermaze.simulator.model.rules.sales.selling import wait_memory
from buyermaze.simulator.model.state import Account, Person, World
from buyermaze.simulator.model.steps.books.account_state import covered_by, job_covered, treat, understood
from buyermaze.simulator.model.steps.books.journal_row import write
from buyermaze.simulator.model.steps.buyers.impression import leave_impression
from buyermaze.simulator.model.steps.environment.partners import steer
from buyermaze.simulator.model.steps.journey.arrival import rest
from buyermaze.simulator.model.steps.journey.assistant import asks_assistant
from buyermaze.simulator.model.steps.journey.closing import leave, loses_interest
from buyermaze.simulator.model.steps.marketing.material import ask_for_material
from buyermaze.simulator.model.steps.marketing.outbound import AGREED, MET
from buyermaze.simulator.model.steps.marketing.qualification import note_lead
from buyermaze.simulator.model.steps.sales.governance import notice
from buyermaze.simulator.model.steps.sales.tools import hours_spared

NEVER = 1e300  # hours
TRUST_UNANSWERED = 0.8  # share of the trust in our reps that survives a request nobody answered; assumption
ANY = -1  # no wish: need and channel are the person's own
WAIT = -2  # the wish to do nothing for now
PARTNER = -1  # the rep of a conversation is a partner's
ROUNDING = 1e-9  # information units; less is a matter of arithmetic
HOURS_HASSLE = 0.25  # person-hours lost on a request in vain; assumption


@rule
def plan(w: World, g: int, i: int, now: float, wish_job: int, wish_channel: int) -> int:
    """Decide a person's next activity and return a ``vocabulary.Move``.

    Whoever lives in this person's place wishes for a need and a channel, or to ``WAIT``; otherwise both wishes are ``ANY``.

    VISIT: takes ``hours_task``. ASK_REP: waits for one of our reps. STALL: nobody serves the need or the
    budget is frozen, try again after ``hours_pause``. IDLE: nothing to find out until the next meeting. LEAVE: an inquiry
    without a project is over.
    """
    q = w.params[0]
    a = w.accounts[g]
    p = w.people[g, i]
    p.wakes = 0
    if now < a.frozen_until:  # nobody works on a purchase without a budget
        p.hours_pause = a.frozen_until - now + rest(q, a, p, Draw.REST, p.n_plans)
        return Move.STALL
    p.n_plans += 1
    if wish_channel == WAIT:
        p.hours_pause = rest(q, a, p, Draw.REST, p.n_plans)
        return Move.STALL
    job = wish_job if wish_channel >= 0 else _choose_need(q, a, p)
    if job < 0:
        if a.serious == 0:
            return Move.LEAVE
        p.idle = 1
        return Move.IDLE
    p.idle = 0
    about = _vendor_in_question(a, p, job)
    rival = _rival_in_view(a, p, job, about)
    channel = ANY
    if p.called == AGREED and wish_channel < 0:  # a meeting agreed is asked for as soon as a rep can serve a question
        channel = _choose_channel(w, g, i, job, about, rival, now, Channel.REP)
        if channel >= 0:
            p.called = MET
    if channel < 0:
        channel = _choose_channel(w, g, i, job, about, rival, now, wish_channel)
    if channel < 0:
        write(w, now, a.id, Kind.STALLED, person=i, job=job, vendor=about)
        p.hours_pause = 2.0 * rest(q, a, p, Draw.REST, p.n_plans) + 1.0
        if loses_interest(w, g, i, 1):
            return Move.LEAVE
        return Move.STALL
    p.last_job = job
    p.job = job
    p.channel = channel
    p.hours_task = q.visit_hours[channel] - hours_spared(q, p, channel, job)
    if channel == Channel.REP:
        p.vendor = 0
        if covered_by(q, a) == Cover.PARTNERS:
            p.rep = PARTNER
            p.pushed = 0
            p.kept_waiting = 0
            p.hours_task += exponential(draw(p.key, Draw.PARTNER_WAIT, 0, p.n_plans), q.partners_hours_wait)
            if q.partner_trade_share_of_others > 0.0:
                steer(w, g, i, now)
            return Move.VISIT
        _ask(w, g, i, now)
        return Move.ASK_REP
    if OURS[channel] == 1:
        p.vendor = 0
    elif channel == Channel.RIVAL_REP:
        p.vendor = rival
        p.hours_task += exponential(draw(p.key, Draw.RIVAL_WAIT, 0, p.n_plans), q.rival_hours_wait[rival])
    elif RIVALS[channel] == 1:
        p.vendor = rival
    else:
        p.vendor = max(about, 0)
    return Move.VISIT


@rule
def may_choose(w: World, g: int, i: int, job: int, channel: int, now: float) -> bool:
    """Return whether a person can work on a need through a channel: it is open, and the channel is to be had for it."""
    a = w.accounts[g]
    p = w.people[g, i]
    if now < a.frozen_until or not _is_open(a, p, job):
        return False
    about = _vendor_in_question(a, p, job)
    rival = _rival_in_view(a, p, job, about)
    return _choose_channel(w, g, i, job, about, rival, now, channel) == channel


@rule
def vendor_only(q: Parameters, p: Person, vendor: int) -> bool:
    """Return whether only the vendor's material can still serve a person's validation: terms, or a justification."""
    gained = p.evidence[vendor, 1] + ROUNDING
    if q.needs_terms[p.persona] > 0.0:
        return gained >= (1.0 - q.mind_share_terms) * p.need[Job.VALIDATION]
    if q.needs_justification[p.persona] > 0.0:
        return gained >= (1.0 - q.mind_share_justification) * p.need[Job.VALIDATION]
    return False


@rule
def _choose_need(q: Parameters, a: Account, p: Person) -> int:
    """Pick the open need that presses first; -1 when everything is answered."""
    best = -1
    soonest = NEVER
    n_open = 0
    for job in range(N_INFO_JOBS):
        share = job_covered(a, p, job)
        if share >= 1.0 - ROUNDING:
            continue
        n_open += 1
        if not _can_be_asked(a, job):
            continue
        utility = need_utility(share, n_open - 1, q.mind_need_pull, q.mind_order_pull)
        rate = need_rate(utility)
        luck = draw(p.key, Draw.NEED, job, p.n_plans)
        if too_late(luck, rate, soonest):
            continue
        comes = first_to_come(luck, rate)
        if comes < soonest:
            best = job
            soonest = comes
    return best


@rule
def _is_open(a: Account, p: Person, job: int) -> bool:
    """Return whether a person has something left to find out about a job, and can ask for it by now."""
    return job_covered(a, p, job) < 1.0 - ROUNDING and _can_be_asked(a, job)


@rule
def _can_be_asked(a: Account, job: int) -> bool:
    """Return whether a question has somebody to be about: nobody is compared or checked before being in view."""
    return not ((job == Job.SELECTION and a.short[0] < 0) or (job == Job.VALIDATION and a.leader < 0))


@rule
def _vendor_in_question(a: Account, p: Person, job: int) -> int:
    """Return the vendor a question is about: for selection the short-listed one with less evidence, else the favourite."""
    if job == Job.SELECTION:
        first, second = a.short[0], a.short[1]
        if second >= 0 and p.evidence[second, 0] < p.evidence[first, 0]:
            return second
        return first
    return a.leader


@rule
def _rival_in_view(a: Account, p: Person, job: int, about: int) -> int:
    """Return the rival a person may look at (0: none); general questions go to any rival known."""
    if ABOUT_VENDOR[job] == 1:
        return about if about > 0 else 0
    if a.aware[1] == 1 and a.aware[2] == 1:
        return 2 if draw(p.key, Draw.RIVAL, 0, p.n_plans) < 0.5 else 1
    if a.aware[1] == 1:
        return 1
    return 2 if a.aware[2] == 1 else 0


@rule
def _choose_channel(w: World, g: int, i: int, job: int, about: int, rival: int, now: float, only: int) -> int:
    """Pick the channel that presents itself first, one keyed luck per alternative; -1 when none is to be had.

    ``only`` leaves a single one to pick from; ``ANY`` leaves all.
    """
    q = w.params[0]
    a = w.accounts[g]
    p = w.people[g, i]
    ours = a.aware[0] == 1 if ABOUT_VENDOR[job] == 0 else about == 0
    restricted = job == Job.VALIDATION and vendor_only(q, p, about)
    gatekept = q.meets_sellers[p.persona] == 0.0
    handed_over = q.gate_closed > 0.0 and a.gate == Gate.OPEN
    ready = readiness_rate(understood(p), q.mind_early_reluctance)
    cover = covered_by(q, a)
    best = -1
    soonest = NEVER
    for c in range(N_SOUGHT):
        standing = q.attraction[p.persona, c, job]
        if (
            standing == 0.0
            or (only >= 0 and c != only)
            or (OURS[c] == 1 and not ours and not _met_by_chance(c, job))
            or (RIVALS[c] == 1 and rival == 0)
        ):
            continue
        if restricted and not _serves_vendor_only(q, a, p, c):
            continue
        if c == Channel.REP:
            if (gatekept and a.met[0] == 0) or cover == Cover.SELF_SERVICE:
                continue
            hours_wait = w.market[0].expected_wait if cover == Cover.REPS else q.partners_hours_wait
            standing *= ready * waiting_rate(hours_wait, q.mind_wait_cost)
            if a.met_us == 0 and a.is_mql == 1 and cover == Cover.REPS:
                standing *= cooled_pull(q.mind_outreach_pull, now - a.hot_at, q.mind_days_interest)
            if p.n_unchecked > 0:
                standing *= q.assistant_check_pull
        elif c == Channel.CONTENT:
            standing *= p.content_hope[job] * _lift(w, p, now)
        elif c == Channel.RIVAL_REP:
            if gatekept and a.met[rival] == 0:
                continue
            standing *= ready * waiting_rate(q.rival_hours_wait[rival], q.mind_wait_cost)
            if p.n_unchecked > 0:
                standing *= q.assistant_check_pull
        elif RETELLS[c] == 1:
            if not asks_assistant(q, p):
                continue
        elif c == Channel.EMAIL or c == Channel.EVENT:
            if handed_over:
                standing *= q.marketing_share_after_handoff
            if standing == 0.0 or (c == Channel.EMAIL and (a.score <= 0.0 or p.unsubscribed == 1)):
                continue
        if q.n_tools > 0.0:
            standing *= spared_rate(hours_spared(q, p, c, job), q.mind_time_cost)
        exposure = p.exposure[c]
        if exposure > 0.0:
            exposure = exposure_now(exposure, now - p.exposed_at[c], q.hours_fatigue)
        rate = channel_rate(standing, p.trust[c], exposure, q.fatigue[c])
        luck = draw(p.key, Draw.CHANNEL, c, p.n_plans)
        if too_late(luck, rate, soonest):
            continue
        comes = first_to_come(luck, rate)
        if comes < soonest:
            best = c
            soonest = comes
    return best


@rule
def _met_by_chance(c: int, job: int) -> bool:
    """Return whether people come across a channel of ours without knowing us: advertising and events, on general questions."""
    return ABOUT_VENDOR[job] == 0 and (c == Channel.ADS or c == Channel.EVENT)


@rule
def _lift(w: World, p: Person, now: float) -> float:
    """Return how much recent advertising and good word of mouth lift our content: paid and earned media feed owned."""
    q = w.params[0]
    if q.mind_media_synergy == 0.0:
        return 1.0
    ads = Channel.ADS
    paid = min(1.0, exposure_now(p.exposure[ads], now - p.exposed_at[ads], q.hours_fatigue))
    return 1.0 + q.mind_media_synergy * (paid + max(0.0, w.market[0].earned))


@rule
def _serves_vendor_only(q: Parameters, a: Account, p: Person, c: int) -> bool:
    """Return whether a channel can answer what only the vendor knows: terms from a seller or a checkout, a
    justification from vendors' material or, slowly, by one's own work."""
    if IN_PERSON[c] == 1:
        return True
    if q.needs_justification[p.persona] > 0.0:
        return c == Channel.CONTENT or c == Channel.RIVAL_CONTENT or c == Channel.OWN_WORK
    return c == Channel.CONTENT and a.self_serve == 1


@rule
def _ask(w: World, g: int, i: int, now: float) -> None:
    """Raise a hand for one of our reps; behind a shut gate this sends the account to the qualification desk."""
    a = w.accounts[g]
    p = w.people[g, i]
    p.waiting = 1
    p.asked_at = now
    write(w, now, a.id, Kind.ASKED, person=i, job=p.job, channel=Channel.REP, vendor=0, seen=1)
    ask_for_material(w, g, i, now)
    if a.gate != Gate.OPEN:
        a.score = aged_score(a.score, now - a.scored_at, w.params[0].gate_days_score_life) + POINTS_HAND_RAISE
        a.scored_at = now
        note_lead(w, g, now, Reason.HAND_RAISE)


@rule
def hours_patience(w: World, g: int, i: int) -> float:
    """Return how long a person is willing to wait for one of our reps."""
    p = w.people[g, i]
    return exponential(draw(p.key, Draw.PATIENCE, 0, p.n_plans), w.params[0].mind_hours_patience)


@rule
def hours_response(w: World, g: int, i: int) -> float:
    """Return the delay before a request to our reps joins the queue: none if somebody is on duty; the mean is as set.

    An account that the rep has found and trusts does not wait. What was asked for before the meeting and could not be had
    comes on top.
    """
    p = w.people[g, i]
    if w.accounts[g].own == 1:
        return float(p.hours_slip)
    mean = w.params[0].selling_hours_response * w.market[0].unmended[Issue.WAITS]
    on_duty = w.params[0].selling_p_on_duty
    if mean <= 0.0 or draw(p.key, Draw.ON_DUTY, 0, p.n_plans) < on_duty:
        return float(p.hours_slip)
    return p.hours_slip + exponential(draw(p.key, Draw.RESPONSE, 0, p.n_plans), mean / (1.0 - on_duty))


@rule
def is_followed_up(w: World, g: int, i: int, now: float) -> bool:
    """Return whether our side follows a request up at all."""
    p = w.people[g, i]
    if w.accounts[g].own == 1 or draw(p.key, Draw.FOLLOWED_UP, 0, p.n_plans) < w.params[0].selling_p_follow_up:
        return True
    write(w, now, w.accounts[g].id, Kind.IGNORED, person=i, job=p.job, channel=Channel.REP, vendor=0, seen=1)
    return False


@rule
def give_up(w: World, g: int, i: int, now: float) -> None:
    """End a wait nobody answered: it costs trust in reps, is told around, and idle inquiries may go for good.

    It shows manners and how busy reps are; it says nothing about the product.
    """
    q = w.params[0]
    a = w.accounts[g]
    p = w.people[g, i]
    p.waiting = 0
    a.n_talks += 1
    a.n_slow += 1
    trusted = p.trust[Channel.REP]
    p.trust[Channel.REP] *= TRUST_UNANSWERED
    leave_impression(w, g, i, Channel.REP, 0, Reason.UNANSWERED, trusted, 0.0, now)
    treat(q, a, 0, 0.0)
    a.in_vain[0] += 1.0
    if q.governance_every_issue > 0.0:
        notice(w, g, Issue.WAITS, draw(p.key, Draw.ALERT, 0, p.n_plans))
    w.market[0].expected_wait = wait_memory(w.market[0].expected_wait, now - p.asked_at)
    p.hours_spent += HOURS_HASSLE
    p.hours_vain += HOURS_HASSLE
    write(
        w,
        now,
        a.id,
        Kind.GAVE_UP,
        person=i,
        job=p.job,
        channel=Channel.REP,
        vendor=0,
        seen=1,
        hours=HOURS_HASSLE,
        value=now - p.asked_at,
    )
    p.hours_pause = 0.5 * rest(q, a, p, Draw.REST, p.n_plans)
    if loses_interest(w, g, i, 2):
        leave(w, g, now)
