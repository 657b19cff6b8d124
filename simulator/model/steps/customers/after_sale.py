"""Living with the purchase: first use, taking stock, being heard, renewing or leaving."""

from typing import NamedTuple

from buyermaze.simulator.core.agenda import Errand
from buyermaze.simulator.core.calendar import HOURS_PER_DAY
from buyermaze.simulator.core.vocabulary import N_VENDORS, Draw, Job, Kind, Reason
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.parameter_names import Parameters
from buyermaze.simulator.model.rules.customers.after_sale import (
    MOST_SATISFACTION,
    conflictedness,
    disappointment,
    forgone,
    left_unguided,
    p_expand,
    p_renew,
    recommend_rating,
    regret_score,
    satisfaction_score,
    talk,
    unjustified,
    unsureness,
    use_gap,
)
from buyermaze.simulator.model.rules.customers.service import share_offered
from buyermaze.simulator.model.rules.environment.peers import told_value
from buyermaze.simulator.model.rules.luck.draws import draw, normal
from buyermaze.simulator.model.rules.sales.offers import reference_loss
from buyermaze.simulator.model.state import Account, Person, World
from buyermaze.simulator.model.steps.books.account_state import competence, felt_price, pleasantness
from buyermaze.simulator.model.steps.books.journal_row import write
from buyermaze.simulator.model.steps.customers.care import care
from buyermaze.simulator.model.steps.customers.service import (
    bill,
    change_contract,
    deliver,
    hours_late,
)
from buyermaze.simulator.model.steps.environment.peers import can_tell, speak
from buyermaze.simulator.model.steps.journey.closing import effort_of, end, vain_effort_of
from buyermaze.simulator.model.steps.marketing.surveys import ask_about_recommending, ask_about_satisfaction

PROMOTER_FROM = 8.5  # on the unrounded 0-10 rating: what rounds to 9 or 10 (Reichheld 2003)
DETRACTOR_BELOW = 6.5  # what rounds to 6 or less
UNHAPPY_BELOW = 6.0  # points of satisfaction; assumption
REGRETFUL_FROM = 50.0  # points of regret; assumption


class RegretCauses(NamedTuple):
    """What regret comes from, as added up before it becomes points."""

    forgone: float
    disappointment: float
    conflict: float
    doubt: float
    effort: float


@rule
def hours_until_next(w: World, g: int) -> float:
    """Return the time until the account's next event as somebody's customer."""
    q = w.params[0]
    if w.accounts[g].n_periods == 0:
        return HOURS_PER_DAY * q.offer_days_to_use + hours_late(w, g)
    return HOURS_PER_DAY * q.living_days_period


@rule
def live(w: World, g: int, now: float) -> None:
    """Go live, or end a period of use; ``alive`` tells whether there is more to come."""
    q = w.params[0]
    a = w.accounts[g]
    if a.n_periods == 0:
        _go_live(w, g, now)
        a.n_periods = 1
        if a.vendor != 0:
            end(w, g, now, _hours_in_use(q) if a.firm >= 0 else 0.0)
        return
    _use(w, g, now)
    if a.n_periods >= int(q.living_n_periods):
        stays = _renew(w, g, now)
        term = HOURS_PER_DAY * q.offer_days_to_use + _hours_in_use(q)
        end(w, g, now, term if stays and a.firm >= 0 else 0.0)
    a.n_periods += 1


@rule
def _hours_in_use(q: Parameters) -> float:
    """Return the time from first use to renewal."""
    return HOURS_PER_DAY * q.living_days_period * int(q.living_n_periods)


@rule
def _go_live(w: World, g: int, now: float) -> None:
    """Realise the value of the purchase, and let everybody feel about it what follows from their own expectations."""
    q = w.params[0]
    a = w.accounts[g]
    k = a.vendor
    luck = q.offer_use_gap_sd * normal(draw(a.key, Draw.IMPLEMENTATION, k, 0))
    a.shortfall = use_gap(q.offer_use_gap * (1.0 + q.offer_novelty), q.depth, _left_unguided(w, g, k), luck)
    a.shortfall += q.mind_share_cue_true * competence(q, a, k)
    if k == 0:
        a.shortfall -= q.message_fine_print
    pain = deliver(w, g, now)
    total = 0.0
    realised = 0.0
    expected = 0.0
    balance = 0.0
    n = 0
    causes = RegretCauses(0.0, 0.0, 0.0, 0.0, 0.0)
    a.satisfaction = 0.0
    a.regret = 0.0
    for i in range(a.n_people):
        p = w.people[g, i]
        if p.active == 0:
            continue
        weight = q.weight[p.persona]
        value = _realised(q, a, p)
        felt = _regret_causes(q, a, p, value)
        regret = regret_score(felt.forgone + felt.disappointment + felt.conflict + felt.doubt + felt.effort)
        excess = max(0.0, effort_of(q, p) - 1.0)
        satisfaction = satisfaction_score(
            q.living_satisfaction_base,
            value,
            p.expected,
            excess,
            q.living_rejoicing,
            q.living_disappointing,
            q.living_effort_pain,
            q.living_service_weight * pleasantness(q, a, k),
        )
        satisfaction = max(0.0, satisfaction - pain)
        rating = recommend_rating(satisfaction, regret)
        voice = Reason.PASSIVE
        if rating >= PROMOTER_FROM:
            voice = Reason.PROMOTER
            balance += weight
        elif rating < DETRACTOR_BELOW:
            voice = Reason.DETRACTOR
            balance -= weight
        write(w, now, a.id, Kind.FEELING, person=i, vendor=k, value=satisfaction, detail=regret)
        write(w, now, a.id, Kind.ADVOCACY, person=i, reason=voice, vendor=k, value=rating)
        if k == 0:
            ask_about_satisfaction(w, g, i, satisfaction, now)
        a.satisfaction += satisfaction
        a.regret += regret
        n += 1
        realised += weight * value
        expected += weight * p.expected
        total += weight
        causes = RegretCauses(
            causes.forgone + felt.forgone,
            causes.disappointment + felt.disappointment,
            causes.conflict + felt.conflict,
            causes.doubt + felt.doubt,
            causes.effort + felt.effort,
        )
    a.satisfaction /= n
    a.regret /= n
    write(w, now, a.id, Kind.GO_LIVE, vendor=k, value=realised / total, detail=expected / total)
    write(w, now, a.id, Kind.REGRET, reason=Reason.FORGONE, vendor=k, value=causes.forgone / n)
    write(w, now, a.id, Kind.REGRET, reason=Reason.DISAPPOINTMENT, vendor=k, value=causes.disappointment / n)
    write(w, now, a.id, Kind.REGRET, reason=Reason.CONFLICTED, vendor=k, value=causes.conflict / n)
    write(w, now, a.id, Kind.REGRET, reason=Reason.UNSURE, vendor=k, value=causes.doubt / n)
    write(w, now, a.id, Kind.REGRET, reason=Reason.EFFORT, vendor=k, value=causes.effort / n)
    if k == 0:
        m = w.market[0]
        m.earned = talk(m.earned, balance / total, q.living_word_of_mouth)
        value = told_value(balance / total, q.living_value_told, q.living_negativity)
        speak(w, a, value, pleasantness(q, a, 0))
        can_tell(w, g, value, balance / total)


@rule
def _left_unguided(w: World, g: int, vendor: int) -> float:
    """Return the part of the shortfall in use that nobody helped with, mean of members."""
    q = w.params[0]
    left = 0.0
    n = 0
    for i in range(w.accounts[g].n_people):
        p = w.people[g, i]
        if p.active == 1:
            needed = p.need[Job.REQUIREMENTS] + p.need[Job.SELECTION] + p.need[Job.VALIDATION]
            left += left_unguided(p.guided[vendor], needed, q.offer_share_guided)
            n += 1
    return left / n


@rule
def _realised(q: Parameters, a: Account, p: Person) -> float:
    """Return what the purchase is truly worth to a member in use, its price paid."""
    use = a.shortfall * q.usage[p.persona]
    worth = a.benefit + p.stake - q.offer_cost_of_change + p.truth[a.vendor] - felt_price(a, a.vendor) + use
    return worth + p.conceded


@rule
def _regret_causes(q: Parameters, a: Account, p: Person, value: float) -> RegretCauses:
    """Return the weighted causes of one member's regret.

    The forgone alternative is having changed nothing, or another vendor: as it would have served for those who learn how it
    fared, as they still believe it for the others. What was forgone and doubted hurts less after a careful search.
    """
    alternative = -value
    learns = draw(p.key, Draw.LEARNS_ALTERNATIVE, 0, 0) < q.living_p_learns_alternative
    for k in range(N_VENDORS):
        if k != a.vendor and a.aware[k] == 1:
            dearer = felt_price(a, k) - felt_price(a, a.vendor)
            known = p.truth[k] if learns else p.opinion[k]
            alternative = max(alternative, known - p.truth[a.vendor] - dearer - a.shortfall * q.usage[p.persona])
    blame = unjustified(p.care, q.living_justification)
    return RegretCauses(
        q.living_regret_forgone * blame * forgone(alternative),
        q.living_regret_disappointment * disappointment(p.expected, value),
        q.living_regret_conflict * conflictedness(p.expected, a.outlook, p.overruled > 0.0, q.mind_just_noticeable),
        q.living_regret_doubt * blame * unsureness(p.expected, p.expected_sd),
        q.living_regret_effort * vain_effort_of(q, p),
    )


@rule
def _use(w: World, g: int, now: float) -> None:
    """End a period of use: perceived value drifts; an unhappy customer may be noticed, and a content one taken for unhappy."""
    q = w.params[0]
    a = w.accounts[g]
    drift = q.living_sd_use * normal(draw(a.key, Draw.USE, 0, a.n_periods))
    a.drift += drift
    care(w, g, now)
    bill(w, g, now)
    change_contract(w, g, now)
    write(w, now, a.id, Kind.USE, vendor=a.vendor, value=a.drift, detail=float(a.n_periods))
    feels = min(MOST_SATISFACTION, max(0.0, a.satisfaction + a.drift))
    low = _ask_members(w, g, feels, now)
    unhappy = low or feels < UNHAPPY_BELOW or a.regret > REGRETFUL_FROM
    chance = q.voice_p_noticed if unhappy else q.voice_p_false_alarm
    if low or draw(a.key, Draw.ALERT, 0, a.n_periods) < chance:
        a.false_alarm = 0 if unhappy else 1
        reason = Reason.ASKED_RECOMMEND if low else Reason.NONE
        write(w, now, a.id, Kind.ALERT, reason=reason, vendor=a.vendor, value=feels, detail=float(a.false_alarm))
        a.errand = Errand.RECOVER


@rule
def _renew(w: World, g: int, now: float) -> bool:
    """Let the customer renew or leave, and return whether it stays."""
    q = w.params[0]
    a = w.accounts[g]
    lost = reference_loss(a.discount * q.offer_price_unit, q.bargaining_reference_pain)
    chance = p_renew(a.satisfaction + a.drift - lost, a.regret, q.living_switching_cost)
    stays = draw(a.key, Draw.RENEWAL, 0, 0) < chance
    verdict = Reason.RENEWED if stays else Reason.LEFT
    feels = min(MOST_SATISFACTION, max(0.0, a.satisfaction + a.drift))
    paid = 1.0 + (q.living_premium if recommend_rating(feels, a.regret) >= PROMOTER_FROM else 0.0)
    write(w, now, a.id, Kind.RENEWAL, reason=verdict, vendor=a.vendor, value=chance, detail=paid if stays else 0.0)
    if stays and q.living_share_expands > 0.0:
        more = draw(a.key, Draw.EXPANSION, 0, 0) < p_expand(feels, q.living_share_expands) * share_offered(
            q.customer_life_share_untold, a.n_listened
        )
        answer = Reason.BOUGHT if more else Reason.NOT_BOUGHT
        write(w, now, a.id, Kind.EXPANSION, reason=answer, vendor=a.vendor, value=q.living_expansion_value)
    return stays


@rule
def _ask_members(w: World, g: int, feels: float, now: float) -> bool:
    """Ask every member whether they would recommend us; return whether somebody answered that they would not."""
    a = w.accounts[g]
    low = False
    for i in range(a.n_people):
        if w.people[g, i].active == 1 and ask_about_recommending(w, g, i, recommend_rating(feels, a.regret), now):
            low = True
    return low
