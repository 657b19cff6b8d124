"""Who carries a purchase: how well, with what weight, and what is left when they go."""

from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.vocabulary import N_SHOCKS, N_VENDORS, Draw
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.parameter_names import Parameters
from buyermaze.simulator.model.rules.buyers.champion import champion_factor
from buyermaze.simulator.model.rules.luck.draws import draw, normal
from buyermaze.simulator.model.rules.marketing.media import prior_precision
from buyermaze.simulator.model.state import Account, World
from buyermaze.simulator.model.steps.books.account_state import fade_untold, forget

LEAST_SKILL = 0.1  # below which successors lose no more of it, 1 is usual; assumption


@rule
def appoint(q: Parameters, a: Account) -> None:
    """Give an account that sets out its champion: how well they carry a purchase, and the weight of their word."""
    a.skill = champion_factor(q.champion_skill, q.champion_skill_sd, draw(a.key, Draw.CHAMPION, 0, 0))
    a.standing = champion_factor(q.champion_standing, q.champion_standing_sd, draw(a.key, Draw.CHAMPION, 1, 0))


@rule
def succeed(w: World, g: int, shock: int, size: float, now: float) -> None:
    """Put a newcomer in the champion's seat, who takes over ``1 - size`` of what the one who left carried alone.

    Gone are understanding, evidence, beliefs and what our reps knew of the person; the kit with the same chance. The
    newcomer has a stake, a fit and a standing of their own and part of the skill in carrying this purchase, and the group
    holds no votes until the seat is filled.
    """
    q = w.params[0]
    a = w.accounts[g]
    p = w.people[g, 0]
    who = N_SHOCKS * a.n_left + shock  # somebody else every time
    a.n_left += 1
    kept = max(0.0, 1.0 - size)
    forget(p, size)
    p.on_file *= kept
    p.in_mind *= kept
    p.conceded *= kept
    p.n_unchecked = int(p.n_unchecked * kept)
    carried = p.change_belief - p.stake
    p.stake = q.offer_goal_conflict_sd * normal(draw(p.key, Draw.SUCCESSOR, 0, who))
    p.change_belief = kept * carried + (1.0 - kept) * q.offer_benefit_mean + p.stake
    before = p.change_precision
    p.change_precision = kept * before + (1.0 - kept) / q.change_variance
    p.mistaken[N_VENDORS] *= kept * p.change_precision / before
    for k in range(N_VENDORS):
        p.truth[k] = a.quality[k] + q.offer_fit_sd * normal(draw(p.key, Draw.SUCCESSOR, 1 + k, who))
        prior = prior_precision(q.quality_variance, a.aware[k] == 1, q.mind_familiarity)
        p.opinion[k] = kept * p.opinion[k] + (1.0 - kept) * a.brand[k]
        before = p.precision[k]
        p.precision[k] = kept * before + (1.0 - kept) * prior
        p.mistaken[k] *= kept * p.precision[k] / before
    for topic in range(N_VENDORS + 1):
        p.confusion[topic] *= kept
        fade_untold(p, topic, kept)
    if draw(p.key, Draw.SUCCESSOR, 1 + N_VENDORS, who) >= kept:
        a.kit = 0
    a.skill = max(min(LEAST_SKILL, a.skill), a.skill * q.champion_share_inherited)
    a.standing = champion_factor(q.champion_standing, q.champion_standing_sd, draw(a.key, Draw.CHAMPION, 1, 1 + who))
    a.vacant_until = now + HOURS_PER_DAY * q.mind_days_vacancy
