"""A new account: who they are is drawn from its own keys, so nothing others do can change it."""

import math
from typing import Any

import numpy as np

from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.vocabulary import (
    N_BLOCKERS,
    N_EVIDENCE,
    N_GENERAL,
    N_INFO_JOBS,
    N_SOUGHT,
    N_VENDORS,
    Draw,
    Gate,
    Job,
    Kind,
    Status,
)
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.parameter_names import Parameters
from buyermaze.simulator.model.rules.luck.draws import child_key, draw, exponential, normal
from buyermaze.simulator.model.rules.marketing.media import prior_precision
from buyermaze.simulator.model.state import Account, Person, World
from buyermaze.simulator.model.steps.books.account_state import discover
from buyermaze.simulator.model.steps.books.journal_row import write
from buyermaze.simulator.model.steps.books.observation import is_counted
from buyermaze.simulator.model.steps.buyers.champion import appoint
from buyermaze.simulator.model.steps.buyers.ideas import plant_idea, tell_of_idea
from buyermaze.simulator.model.steps.environment.firms import NOBODY, firm_setting_out, remembered, set_out
from buyermaze.simulator.model.steps.environment.peers import (
    acquaint,
    is_recommended,
    tell_of_links,
    tell_of_recommendation,
)
from buyermaze.simulator.model.steps.sales.segmentation import note_misread, taken_for

N_CORE_SEATS = 5  # members whose needs differ; later seats repeat a function; assumption
PAUSE_OF_FIRST = 0.2  # usual pauses between activities before the one who starts looks into it; assumption
PAUSE_OF_OTHERS = 2.0  # before the others have heard of it and join; assumption


@rule
def hours_until_arrival(w: World, account: int, now: float) -> float:
    """Return the time between the arrivals of an account and of the one before it, which is now.

    What is left of it when a dated change alters the rate lasts as much longer or shorter as the rate is lower or higher.
    """
    key = child_key(w.market[0].key, account)
    mean = w.params[0].hours_between_arrivals
    hours = exponential(draw(key, Draw.ARRIVAL, 0, 0), mean)
    for k in range(int(w.params[0].epoch_number) + 1, w.params.shape[0]):
        q = w.params[k]
        if now + hours <= q.epoch_from:
            break
        if q.hours_between_arrivals != mean:
            gone = q.epoch_from - now
            hours = gone + (hours - gone) * (q.hours_between_arrivals / mean)
            mean = q.hours_between_arrivals
    return hours


@rule
def arrive(w: World, g: int, account: int, now: float) -> None:
    """Fill slot ``g`` with an account and its people; early members are told to wake after ``hours_pause``.

    Where the firm whose turn it is cannot set out, the slot holds an account that is over and never was.
    """
    q = w.params[0]
    a = w.accounts[g]
    key = child_key(w.market[0].key, account)
    firm = firm_setting_out(w, key, now)
    if firm == NOBODY:
        _nobody(a, account, now)
        return
    _blank(a, now)
    a.key = key
    a.id = account
    a.firm = firm
    a.alive = 1
    a.status = Status.OPEN
    a.serious = 1 if draw(key, Draw.SERIOUS, 0, 0) >= q.demand_share_not_serious else 0
    who = key if firm < 0 else w.firms[firm].key  # what stays the same when a firm sets out again
    share = remembered(w, firm, now)
    a.segment = _segment(q, who)
    a.taken_for = taken_for(w, a, who)
    a.region = int(draw(who, Draw.REGION, 0, 0) * q.living_n_regions)
    a.n_people = _size(q, key, a.segment) if a.serious == 1 else 1
    a.pace = q.segment_pace[a.segment] * q.group_pace * math.exp(q.group_sd_pace * normal(draw(key, Draw.PACE, 0, 0)))
    a.benefit = (
        q.segment_benefit[a.segment] + q.offer_benefit_mean + q.offer_benefit_sd * normal(draw(key, Draw.BENEFIT, 0, 0))
    )
    a.gate = Gate.SHUT if q.gate_closed > 0.0 else Gate.OPEN
    a.self_serve = 1 if draw(key, Draw.SELF_SERVE, 0, 0) < q.p_checkout else 0
    appoint(q, a)
    a.variance = q.quality_variance + q.change_variance
    a.hours_pause = meeting_gap(q, a, 0)
    a.hours_outside = exponential(draw(key, Draw.OUTSIDE, 0, 0), q.mind_days_project_life * HOURS_PER_DAY)
    acquaint(w, a)
    _vendors(w, a, who, share)
    for i in range(a.n_people):
        _person(w, g, i, share)
    if is_counted(q, a):
        w.market[0].n_followed += 1
    write(w, now, account, Kind.ARRIVED, value=float(a.n_people), detail=float(a.serious))
    if a.taken_for != a.segment:
        note_misread(w, a, now)
    tell_of_links(w, a, now)
    tell_of_recommendation(w, a, now)
    tell_of_idea(w, g, now)
    if firm >= 0:
        set_out(w, a, now)


@rule
def _blank(a: Account, now: float) -> None:
    """Wipe what the slot still holds of the account before: nothing has happened yet."""
    a.reason = 0
    a.vendor = -1
    a.owner = -1
    a.leader = -1
    a.short[0] = -1
    a.short[1] = -1
    a.arrived = now
    a.last_meeting = now
    a.stage = 0
    a.n_listened = 0
    a.unlooked_until = 0.0
    a.found_us_out = 0
    a.framed = 0
    a.gate_at = 0.0
    a.n_meetings = 0
    a.n_fails = 0
    a.kit = 0
    a.n_tries = 0
    a.met_us = 0
    a.is_mql = 0
    a.hot_at = now
    a.planted = 0.0
    a.level = 0
    a.n_refusals = 0
    a.approving = 0
    a.n_periods = 0
    a.errand = 0
    a.fix = 0
    a.n_mails = 0
    a.mailing = 0
    a.listed = 0
    a.calling = 0
    a.own = 0
    a.n_looks = 0
    a.campaign = 0
    a.campaign_step = 0
    a.campaign_taken = 0
    a.released = 0
    a.n_surveys = 0
    a.scored_at = now
    a.recycle_at = 0.0
    a.frozen_until = 0.0
    a.vacant_until = 0.0
    a.n_left = 0
    a.held_until = 0.0
    for b in range(N_BLOCKERS):
        a.blocker[b] = 0
        a.cleared_at[b] = 0.0
    a.score = 0.0
    a.outlook = 0.0
    a.spread = 0.0
    a.tension = 0.0
    a.learning = 0.0
    a.margin = 0.0
    a.n_close = 0
    a.conviction = 0.0
    a.shortfall = 0.0
    a.drift = 0.0
    a.satisfaction = 0.0
    a.regret = 0.0
    a.closed_at = 0.0
    a.discount = 0.0
    a.picked = 0
    a.pilot = 0
    a.pilot_until = 0.0
    for job in range(N_INFO_JOBS):
        a.done[job] = 0


@rule
def _nobody(a: Account, account: int, now: float) -> None:
    """Let an inquiry pass that no firm is free to make."""
    a.id = account
    a.firm = NOBODY
    a.alive = 0
    a.status = Status.NOT_SERIOUS
    a.serious = 0
    a.n_people = 0
    a.arrived = now


@rule
def meeting_gap(q: Parameters, a: Account, n_meetings: int) -> float:
    """Return the time to the group's next meeting: longer with more diaries to match."""
    days = q.group_days_between_meetings * (0.5 + draw(a.key, Draw.MEETING_GAP, 0, n_meetings))
    return HOURS_PER_DAY * a.pace * (days + q.group_days_per_extra_person * (a.n_people - 1))


@rule
def _segment(q: Parameters, key: Any) -> int:
    luck = draw(key, Draw.SEGMENT, 0, 0)
    for segment in range(int(q.n_segments) - 1):
        if luck < q.segment_upto[segment]:
            return segment
    return int(q.n_segments) - 1


@rule
def _size(q: Parameters, key: Any, segment: int) -> int:
    seats = int(q.n_seats)
    if seats == 1:
        return 1
    p = (q.segment_people[segment] * q.group_n_people_mean - 1.0) / (seats - 1.0)
    n = 1
    for seat in range(1, seats):
        if draw(key, Draw.SIZE, seat, 0) < p:
            n += 1
    return n


@rule
def _vendors(w: World, a: Account, who: np.uint64, share: float) -> None:
    """Draw each vendor's quality, image and claims; known vendors enter the short list in order of image.

    ``share`` is what is left of the last time: of the image found then, and of the chance to know who was known.
    """
    q = w.params[0]
    m = w.market[0]
    for k in range(N_VENDORS):
        gap = (q.message_gap if k == 0 else q.rival_message_gap[k]) * q.depth
        a.claim[k, 0] = gap * normal(draw(a.key, Draw.CLAIM_MARKETING, k, 0))
        a.claim[k, 1] = gap * normal(draw(a.key, Draw.CLAIM_SALES, k, 0))
        a.quality[k] = q.rival_edge[k] + q.offer_quality_sd * normal(draw(who, Draw.QUALITY, k, 0))
        a.price[k] = q.rival_price[k] / q.offer_price_unit
        a.resented[k] = 0.0
        a.priced[k] = 1 if q.rival_price_open[k] > 0.0 else 0
        a.brand[k] = q.offer_brand_sd * normal(draw(a.key, Draw.BRAND, k, 0))
        if share > 0.0:
            a.brand[k] += share * (w.firms[a.firm].opinion[k] - a.brand[k])
        a.aware[k] = 0
        a.considered[k] = 0
        a.met[k] = 0
        a.bargained[k] = 0
        a.unreached[k] = 0
        a.workmanship[k] = 0.0
        a.n_encounters[k] = 0.0
        a.manners[k] = 0.0
        a.n_treated[k] = 0.0
        a.in_vain[k] = 0.0
    a.quality[0] += q.offer_our_edge
    asked = q.pricing_level + q.offer_price_sd * normal(draw(a.key, Draw.PRICE, 0, 0))
    a.price[0] = asked / q.offer_price_unit
    a.priced[0] = 1 if q.pricing_open > 0.0 else 0
    if a.arrived < m.rival_edge_until and draw(a.key, Draw.LAUNCHED, 0, 0) < m.share_rival_edge:
        a.quality[1] += m.rival_edge
    met, ripe = plant_idea(w, a)
    if met:
        a.planted = q.demand_priming_effect * ripe
        a.brand[0] += a.planted
        discover(a, 0)
    if is_recommended(w, a):
        discover(a, 0)
    for _ in range(N_VENDORS):
        best = -1
        for k in range(N_VENDORS):
            p_known = q.p_knows_us if k == 0 else q.rival_p_known[k]
            if share > 0.0 and w.firms[a.firm].aware[k] == 1:
                p_known += share * (1.0 - p_known)
            if a.aware[k] == 0 and draw(a.key, Draw.AWARE, k, 0) < p_known and (best < 0 or a.brand[k] > a.brand[best]):
                best = k
        if best >= 0:
            discover(a, best)


@rule
def _person(w: World, g: int, i: int, share: float) -> None:
    """Seat a person: who they are, what they need to know, and what they think of each vendor before it all begins."""
    q = w.params[0]
    a = w.accounts[g]
    p = w.people[g, i]
    _untouched(p, a.arrived)
    p.key = child_key(a.key, i + 1)
    p.persona = int(q.seat[i])
    first = i == 0
    p.active = 1 if first or q.joins_late[p.persona] == 0.0 else 0
    p.wakes = p.active
    p.stake = q.offer_goal_conflict_sd * normal(draw(p.key, Draw.STAKE, 0, 0))
    p.change_belief = q.offer_benefit_mean + p.stake  # one knows what one stands to lose, not what change brings to all
    p.change_precision = 1.0 / q.change_variance
    p.hours_pause = rest(q, a, p, Draw.START, 0) * (PAUSE_OF_FIRST if first else PAUSE_OF_OTHERS)
    scale = (
        q.segment_needs[a.segment] * q.offer_complexity * (1.0 if i < N_CORE_SEATS else q.group_share_need_later_seats)
    )
    for job in range(N_INFO_JOBS):
        p.need[job] = scale * q.need[p.persona, job] * q.segment_job[a.segment, job]
    p.need[Job.VALIDATION] *= 1.0 + q.offer_novelty  # what is new has to be proved
    if a.aware[0] == 1:  # what comes in several packages is harder to compare
        p.need[Job.SELECTION] *= 1.0 + q.package_choice_effort * (q.packages_n - 1.0)
    for k in range(N_VENDORS):
        p.truth[k] = a.quality[k] + q.offer_fit_sd * normal(draw(p.key, Draw.FIT, k, 0))
        p.opinion[k] = a.brand[k]
        p.precision[k] = prior_precision(q.quality_variance, a.aware[k] == 1, q.mind_familiarity)
    if share > 0.0:
        f = w.firms[a.firm]
        p.on_file = share * f.on_file
        for c in range(N_SOUGHT):
            p.trust[c] += share * (f.trust[c] - 1.0)


@rule
def _untouched(p: Person, now: float) -> None:
    """Wipe what the seat still holds of the person before: nothing was done, heard or felt yet."""
    p.idle = 0
    p.waiting = 0
    p.n_plans = 0
    p.job = -1
    p.channel = -1
    p.vendor = -1
    p.last_job = -1
    p.kept_waiting = 0
    p.rep = -1
    p.pushed = 0
    p.surprised = 0
    p.unsubscribed = 0
    p.n_pitches = 0
    p.n_taught = 0
    p.n_annoyed = 0
    p.n_mails_read = 0
    p.called = 0
    p.n_unchecked = 0
    p.misled = 0
    p.noted_at = now
    p.hours_task = 0.0
    p.hours_slip = 0.0
    p.asked_at = 0.0
    p.hours_spent = 0.0
    p.hours_vain = 0.0
    p.expected = 0.0
    p.expected_sd = 0.0
    p.overruled = 0.0
    p.stance = 0.0
    p.conceded = 0.0
    p.apart = 0.0
    p.advised = 0.0
    p.care = 0.0
    p.on_file = 0.0
    p.in_mind = 0.0
    p.context = 0.0
    for job in range(N_INFO_JOBS):
        p.content_hope[job] = 1.0
        p.tool[job] = 0
    for job in range(N_GENERAL):
        p.known[job] = 0.0
        p.known_wrongly[job] = 0.0
    for k in range(N_VENDORS):
        p.noticed[k] = 0
        p.guided[k] = 0.0
        p.caught[k] = 0
        for part in range(N_EVIDENCE):
            p.evidence[k, part] = 0.0
            p.evidence_wrong[k, part] = 0.0
            p.heard[k, part] = 0
    for topic in range(N_VENDORS + 1):
        p.voiced[topic] = 0.0
        p.confusion[topic] = 0.0
        p.untold[topic] = 0.0
        p.untold_sum[topic] = 0.0
        p.untold_error[topic] = 0.0
        p.mistaken[topic] = 0.0
    for c in range(N_SOUGHT):
        p.trust[c] = 1.0
        p.exposure[c] = 0.0
        p.exposed_at[c] = 0.0
        p.n_visits[c] = 0


@rule
def rest(q: Parameters, a: Account, p: Person, purpose: int, occurrence: int) -> float:
    """Return how long a person goes back to the day job before turning to the purchase again."""
    return exponential(draw(p.key, purpose, 0, occurrence), q.hours_rest[p.persona] * a.pace)
