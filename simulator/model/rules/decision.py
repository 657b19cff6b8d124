"""Choosing, or not: risk, loss aversion, dissent and the temptation to leave things as they are."""

import math

from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.normal import normal_cdf, normal_pdf


@rule
def loss_averse(mean: float, sd: float, aversion: float) -> float:
    """Return the value of an uncertain gain when losses weigh ``aversion`` times as much (Tversky & Kahneman 1992)."""
    if sd <= 1e-12:
        return mean if mean >= 0.0 else aversion * mean
    z = mean / sd
    return mean - (aversion - 1.0) * sd * (normal_pdf(z) - z * normal_cdf(-z))


@rule
def terms_of_choice(price: float, price_weight: float, pleasantness: float, ease_weight: float) -> float:
    """Return what a vendor's known price and its manners add to the gain expected of its product."""
    return ease_weight * pleasantness - price_weight * price


@rule
def belief_sd(vendor_precision: float, change_precision: float, spread: float, dissent_doubt: float) -> float:
    """Return how unsure a member is of the whole gain: about the vendor, about change, and because others disagree."""
    return math.sqrt(1.0 / vendor_precision + 1.0 / change_precision + dissent_doubt * spread * spread)


@rule
def rank_value(value: float, share_verified: float, n_unreached: int, unverified: float, unreached: float) -> float:
    """Return a vendor's standing: its value less what lacking evidence and unanswered calls cost it."""
    return value - unverified * (1.0 - share_verified) - unreached * n_unreached


@rule
def p_give_up(hazard: float, n_people: int, has_kit: bool, share_kit_calms: float) -> float:
    """Return the chance that a failed vote ends the project: it grows with the size of the group."""
    calm = 1.0 - share_kit_calms if has_kit else 1.0
    return 1.0 - math.exp(-hazard * n_people * calm)


@rule
def case_strength(
    conviction: float, level: int, has_kit: bool, kit_bonus: float, seniority_gap: float, luck: float
) -> float:
    """Return how strong the champion's case looks ``level`` levels up: a kit carries it, without one it thins out."""
    if has_kit:
        return conviction + kit_bonus + luck
    return conviction - seniority_gap * level + luck
