"""Events from outside that strike part of the market on one day: budgets, reorganisations, champions, rivals, rules."""

from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.vocabulary import (
    N_EVIDENCE,
    N_GENERAL,
    N_VENDORS,
    Draw,
    Kind,
    Reason,
    Status,
)
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.champion import champion_factor
from buyermaze.simulator.model.rules.draws import draw, normal
from buyermaze.simulator.model.rules.media import prior_precision
from buyermaze.simulator.model.state import Person, World
from buyermaze.simulator.model.steps.account_state import discover, fade, fade_evidence, fade_untold
from buyermaze.simulator.model.steps.journal_row import write
from buyermaze.simulator.model.steps.regulation import come_into_force

LEAST_SKILL = 0.1  # below which successors lose no more of it, 1 is usual; assumption
HOURS_AHEAD = (
    26 * 40.0
)  # how long buyers who come later find a rival ahead after its launch, until others catch up; assumption


@rule
def strike(w: World, shock: int, n_arrived: int, now: float) -> None:
    """Let a shock of the market's calendar strike every open account whose luck is out, in order of arrival."""
    q = w.params[0]
    if int(q.shock_kind[shock]) == Reason.RIVAL_LAUNCH:  # those who arrive later meet the better rival too
        m = w.market[0]
        m.rival_edge = q.shock_size[shock] + (m.rival_edge if now < m.rival_edge_until else 0.0)
        m.rival_edge_until = now + HOURS_AHEAD
        m.share_rival_edge = q.shock_share[shock]
    period = q.shock_period[shock]
    occurrence = round((now - q.shock_hours[shock]) / period) if period > 0.0 else 0
    n_slots = w.accounts.shape[0]
    for account in range(max(0, n_arrived - n_slots), n_arrived):
        g = account % n_slots
        a = w.accounts[g]
        if a.id != account or a.status != Status.OPEN or a.serious == 0:
            continue
        if draw(a.key, Draw.SHOCK, shock, occurrence) < q.shock_share[shock]:
            reason = int(q.shock_kind[shock])
            _befall(w, g, shock, occurrence, reason, q.shock_size[shock], now)
            write(w, now, account, Kind.SHOCK, reason=reason, value=q.shock_size[shock], detail=float(shock))


@rule
def _befall(w: World, g: int, shock: int, occurrence: int, reason: int, size: float, now: float) -> None:
    a = w.accounts[g]
    if reason == Reason.BUDGET_FREEZE:
        a.frozen_until = max(a.frozen_until, now + HOURS_PER_DAY * size)
    elif reason == Reason.REORGANISATION:
        for i in range(a.n_people):
            _forget(w.people[g, i], size)
    elif reason == Reason.CHAMPION_LEAVES:
        _succeed(w, g, shock, size, now)
    elif reason == Reason.RIVAL_LAUNCH:
        discover(a, 1)
        for i in range(a.n_people):
            w.people[g, i].truth[1] += size
    elif reason == Reason.REGULATION:
        come_into_force(w, g, shock, occurrence, size, now)


@rule
def _succeed(w: World, g: int, shock: int, size: float, now: float) -> None:
    """Put a newcomer in the champion's seat, who takes over ``1 - size`` of what the one who left carried alone.

    Gone are understanding, evidence, beliefs and what our reps knew of the person; the kit with the same chance. The
    newcomer has a stake, a fit and a standing of their own and part of the skill in carrying this purchase, and the group
    holds no votes until the seat is filled.
    """
    q = w.params[0]
    a = w.accounts[g]
    p = w.people[g, 0]
    kept = max(0.0, 1.0 - size)
    _forget(p, size)
    p.on_file *= kept
    p.in_mind *= kept
    p.conceded *= kept
    p.n_unchecked = int(p.n_unchecked * kept)
    carried = p.change_belief - p.stake
    p.stake = q.offer_goal_conflict_sd * normal(draw(p.key, Draw.SUCCESSOR, 0, shock))
    p.change_belief = kept * carried + (1.0 - kept) * q.offer_benefit_mean + p.stake
    before = p.change_precision
    p.change_precision = kept * before + (1.0 - kept) / q.change_variance
    p.mistaken[N_VENDORS] *= kept * p.change_precision / before
    for k in range(N_VENDORS):
        p.truth[k] = a.quality[k] + q.offer_fit_sd * normal(draw(p.key, Draw.SUCCESSOR, 1 + k, shock))
        prior = prior_precision(q.quality_variance, a.aware[k] == 1, q.mind_familiarity)
        p.opinion[k] = kept * p.opinion[k] + (1.0 - kept) * a.brand[k]
        before = p.precision[k]
        p.precision[k] = kept * before + (1.0 - kept) * prior
        p.mistaken[k] *= kept * p.precision[k] / before
    for topic in range(N_VENDORS + 1):
        p.confusion[topic] *= kept
        fade_untold(p, topic, kept)
    if draw(p.key, Draw.SUCCESSOR, 1 + N_VENDORS, shock) >= kept:
        a.kit = 0
    a.skill = max(min(LEAST_SKILL, a.skill), a.skill * q.champion_share_inherited)
    a.standing = champion_factor(q.champion_standing, q.champion_standing_sd, draw(a.key, Draw.CHAMPION, 1, 1 + shock))
    a.vacant_until = now + HOURS_PER_DAY * q.mind_days_vacancy


@rule
def _forget(p: Person, share: float) -> None:
    kept = max(0.0, 1.0 - share)
    for job in range(N_GENERAL):
        fade(p, job, kept)
    for k in range(N_VENDORS):
        for part in range(N_EVIDENCE):
            fade_evidence(p, k, part, kept)
