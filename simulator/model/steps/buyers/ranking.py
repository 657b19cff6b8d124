"""The group takes stock: what everybody expects of the vendors, which one leads, and how far apart the members are."""

import math
from typing import Any

from buyermaze.simulator.core.vocabulary import N_VENDORS, Job, Kind
from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.parameter_names import Parameters
from buyermaze.simulator.model.rules.buyers.learning import covered
from buyermaze.simulator.model.rules.journey.decision import (
    belief_sd,
    loss_averse,
    rank_value,
    terms_of_choice,
    worth_considering,
)
from buyermaze.simulator.model.state import Account, Person, World
from buyermaze.simulator.model.steps.books.account_state import (
    feeling_left,
    felt_precision,
    known_price,
    pleasantness,
    smoothness,
)
from buyermaze.simulator.model.steps.books.journal_row import write

LOWEST = -1e300  # value units; below any standing


@rule
def gain_expected(q: Parameters, a: Account, p: Person, vendor: int) -> float:
    """Return the whole gain a member voices from buying of a vendor.

    Product, change, price and manners, and what the member was given, or gave, to settle a conflict.
    """
    gain = p.voiced[vendor] + p.voiced[N_VENDORS] - q.offer_cost_of_change + p.conceded
    return gain + terms_of_choice(
        known_price(a, vendor),
        q.mind_price_weight,
        pleasantness(q, a, vendor),
        q.mind_ease_weight,
        feeling_left(q, a, vendor),
        q.mind_emotion_weight,
        smoothness(a, vendor),
        q.mind_simplicity_weight,
    )


@rule
def rank(w: World, g: int, now: float, weight: Any, settled: float) -> None:
    """Order the vendors worth considering; the best becomes the favourite, the best two the short list.

    ``settled`` is how far the group's requirements are: the further, the better a new vendor's reason has to be.
    """
    q = w.params[0]
    a = w.accounts[g]
    best, second = -1, -1
    best_standing, second_standing = LOWEST, LOWEST
    conviction = 0.0
    for k in range(N_VENDORS):
        if a.aware[k] == 0 or (a.considered[k] == 0 and not _deserves_a_look(w, g, k, weight, settled)):
            continue
        a.considered[k] = 1
        value, verified = _worth(w, g, k, weight)
        standing = rank_value(value, verified, a.unreached[k], q.mind_unverified_penalty, q.mind_unreached_penalty)
        w.talk[1][k] = standing
        if standing > best_standing:
            second, second_standing = best, best_standing
            best, best_standing = k, standing
            conviction = value
        elif standing > second_standing:
            second, second_standing = k, standing
    if best < 0:
        return
    if a.leader != best:
        write(w, now, a.id, Kind.FAVOURITE, job=Job.SELECTION, vendor=best, value=best_standing)
    a.leader = best
    a.short[0] = best
    a.short[1] = second
    a.conviction = conviction
    a.margin = min(abs(conviction), best_standing - second_standing)
    a.n_close = 0
    for k in range(N_VENDORS):
        if k != best and a.considered[k] == 1 and best_standing - w.talk[1][k] < q.mind_just_noticeable:
            a.n_close += 1
    if best == 0:  # packages of one vendor are hard to tell apart
        a.n_close += int(q.packages_n) - 1


@rule
def _worth(w: World, g: int, k: int, weight: Any) -> tuple[float, float]:
    """Return a vendor's value to the group, losses weighing more than gains, and the share of it that was verified."""
    q = w.params[0]
    a = w.accounts[g]
    value = 0.0
    verified = 0.0
    total = 0.0
    for i in range(a.n_people):
        if weight[i] > 0.0:
            p = w.people[g, i]
            sd = belief_sd(felt_precision(p, k), felt_precision(p, N_VENDORS), 0.0, 0.0, 0.0)
            value += weight[i] * loss_averse(gain_expected(q, a, p, k), sd, q.mind_loss_aversion)
            selection = covered(p.evidence[k, 0], p.need[Job.SELECTION])
            validation = covered(p.evidence[k, 1], p.need[Job.VALIDATION])
            verified += weight[i] * 0.5 * (selection + validation)
            total += weight[i]
    return value / total, verified / total


@rule
def _deserves_a_look(w: World, g: int, k: int, weight: Any, settled: float) -> bool:
    """Return whether a vendor that became known late may be so much better than the favourite that it is looked into."""
    q = w.params[0]
    a = w.accounts[g]
    lead = 0.0
    variance = 0.0
    total = 0.0
    for i in range(a.n_people):
        if weight[i] > 0.0:
            p = w.people[g, i]
            lead += weight[i] * (p.voiced[a.leader] - p.voiced[k])
            variance += weight[i] / felt_precision(p, k)
            total += weight[i]
    return worth_considering(lead / total, math.sqrt(variance / total), q.group_cost_of_considering, settled)


@rule
def sum_up_expectations(w: World, g: int, weight: Any) -> None:
    """Compute mean and spread of what members expect to gain from the favourite."""
    q = w.params[0]
    a = w.accounts[g]
    a.outlook = 0.0
    a.spread = 0.0
    if a.leader < 0:
        return
    total = 0.0
    for i in range(a.n_people):
        a.outlook += weight[i] * gain_expected(q, a, w.people[g, i], a.leader)
        total += weight[i]
    a.outlook /= total
    variance = 0.0
    for i in range(a.n_people):
        difference = gain_expected(q, a, w.people[g, i], a.leader) - a.outlook
        variance += weight[i] * difference * difference
    a.spread = math.sqrt(variance / total)
