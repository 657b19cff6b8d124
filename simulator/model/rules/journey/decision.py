"""Choosing, or not: risk, loss aversion, dissent and the temptation to leave things as they are."""

import math

from buyermaze.simulator.model.compiler.rule import rule
from buyermaze.simulator.model.rules.luck.normal import normal_cdf, normal_pdf

LEAST_SD = 1e-12  # value units; less is certainty


@rule
def loss_averse(mean: float, sd: float, aversion: float) -> float:
    """Return the value of an uncertain gain when losses weigh ``aversion`` times as much (Tversky & Kahneman 1992).

    ``mean``: expected gain, value units.
    ``sd``: its standard deviation, value units.
    """
    if sd <= LEAST_SD:
        return mean if mean >= 0.0 else aversion * mean
    z = mean / sd
    return mean - (aversion - 1.0) * sd * (normal_pdf(z) - z * normal_cdf(-z))


@rule
def expected_gain(lead: float, sd: float) -> float:
    """Return the mean of what an alternative may turn out to be better by, when it is behind by ``lead``, give or take ``sd``.

    The unit normal loss integral (Raiffa & Schlaifer 1961). With the lead of the better of two alternatives it is the
    value of learning before choosing between them.
    """
    if sd <= LEAST_SD:
        return max(0.0, -lead)
    z = lead / sd
    return sd * (normal_pdf(z) - z * normal_cdf(-z))


@rule
def worth_considering(lead: float, sd: float, cost: float, settled: float) -> bool:
    """Return whether a newly known vendor is looked into (Hauser & Wernerfelt 1990).

    What it may be better by than the favourite, which is ahead by ``lead``, must exceed the trouble of looking; the trouble
    grows without bound as requirements are ``settled`` (0 to 1) without it.

    ``sd``: how unsure the lead is, value units.
    ``cost``: trouble of looking into a vendor, value units.
    """
    return expected_gain(lead, sd) * (1.0 - settled) > cost


@rule
def terms_of_choice(
    price: float,
    price_weight: float,
    pleasantness: float,
    ease_weight: float,
    feeling: float,
    emotion_weight: float,
    smoothness: float,
    simplicity_weight: float,
) -> float:
    """Return what a vendor's known price and the experience with it add to the gain expected of its product.

    ``price``: price above the going rate, value units.
    ``price_weight``: weight of the price.
    ``pleasantness``: quality of encounters above what is expected.
    ``ease_weight``: value units per unit of it.
    ``feeling``: quality of what stays in mind of them above what is expected.
    ``emotion_weight``: value units per unit of it.
    ``smoothness``: share of the time with the vendor that was not in vain, above what is expected.
    ``simplicity_weight``: value units per all of that time.
    """
    experience = ease_weight * pleasantness + emotion_weight * feeling + simplicity_weight * smoothness
    return experience - price_weight * price


@rule
def felt_most(peak: float, treated: float, expected: float) -> float:
    """Return the encounter felt most so far: the one farthest from what is expected (Fredrickson & Kahneman 1993).

    ``peak``: quality of the encounter felt most before.
    ``treated``: quality of the latest encounter.
    ``expected``: quality that is expected.
    """
    return treated if abs(treated - expected) > abs(peak - expected) else peak


@rule
def belief_sd(
    vendor_precision: float, change_precision: float, spread: float, dissent_doubt: float, overload: float
) -> float:
    """Return how unsure a member is of the whole gain.

    About the vendor, about change, because others disagree, and because there is too much to choose from (a variance).

    ``vendor_precision``: precision of the opinion of the vendor.
    ``change_precision``: precision of the belief in change.
    ``spread``: spread of the members' views, value units.
    ``dissent_doubt``: how far dissent makes one doubt.
    ``overload``: variance added by too much choice, value units squared.
    """
    return math.sqrt(1.0 / vendor_precision + 1.0 / change_precision + dissent_doubt * spread * spread + overload)


@rule
def overload(n_close: int, per_option: float, advised: float) -> float:
    """Return the variance that hardly different alternatives add to a choice, less what advice took away (0 to 1).

    Choice overload (Iyengar & Lepper 2000); it needs options that are hard to tell apart (Chernev et al. 2015).

    ``n_close``: alternatives nearly as good as the best.
    ``per_option``: variance each of them adds, value units squared.
    ``advised``: part of it that advice took away, 0 to 1.
    """
    return per_option * n_close * (1.0 - advised)


@rule
def learnable_sd(variance: float, gained: float) -> float:
    """Return by how much an opinion may still move when one more round brings ``gained`` precision.

    The preposterior standard deviation: variance now less variance afterwards (Raiffa & Schlaifer 1961).

    ``variance``: variance of the opinion now, value units squared.
    """
    return variance * math.sqrt(gained / (1.0 + variance * gained))


@rule
def planned(hours_usual: float, fallacy: float) -> float:
    """Return the time people plan for something that usually takes longer (Buehler, Griffin & Ross 1994).

    ``hours_usual``: working hours it usually takes.
    ``fallacy``: share of them that plans leave out, 0 to 1.
    """
    return hours_usual * (1.0 - fallacy)


@rule
def pressure(hours: float, planned: float, per_overrun: float) -> float:
    """Return the factor by which delay hurts more once a plan is overrun.

    ``hours``: working hours so far.
    ``planned``: working hours planned.
    ``per_overrun``: what an overrun of the plan's length adds.
    """
    return 1.0 + per_overrun * max(0.0, hours / planned - 1.0)


@rule
def p_settled(chance: float, tension: float) -> float:
    """Return the chance that somebody who stands to lose is won over: less so once things are heated (Jehn 1995).

    ``chance``: chance in a calm group, 0 to 1.
    ``tension``: tension in the group that conflict has built up.
    """
    return chance / (1.0 + tension)


@rule
def p_settled_with_tool(chance: float, by_tool: float) -> float:
    """Return the chance that somebody who stands to lose is won over, with a tool in hand that shows what is at stake.

    ``chance``: chance without one, 0 to 1.
    ``by_tool``: chance that the tool wins over who would not be otherwise, 0 to 1.
    """
    return chance + (1.0 - chance) * by_tool


@rule
def common_gain(share: float, apart: float, has_kit: bool, share_kit_calms: float) -> float:
    """Return the part of a settlement that costs nobody anything (De Dreu & Weingart 2003).

    A case made for the group shows more of it, messages tailored to each alone (``apart``, 0 to 1) put it out of sight.

    ``share``: share of a settlement that costs nobody anything, 0 to 1.
    ``has_kit``: whether a justification kit is at hand.
    ``share_kit_calms``: part of the rest that a kit brings into the open, 0 to 1.
    """
    common = share * (1.0 - apart)
    return common + (1.0 - common) * share_kit_calms if has_kit else common


@rule
def rank_value(value: float, share_verified: float, n_unreached: int, unverified: float, unreached: float) -> float:
    """Return a vendor's standing: its value less what lacking evidence and unanswered calls cost it.

    ``value``: certainty equivalent of buying there, value units.
    ``share_verified``: share of the evidence needed that is there, 0 to 1.
    ``n_unreached``: meetings at which the vendor had not been met.
    ``unverified``: value units that no evidence at all costs.
    ``unreached``: value units per such meeting.
    """
    return value - unverified * (1.0 - share_verified) - unreached * n_unreached


@rule
def p_give_up(hazard: float, tension: float, has_kit: bool, share_kit_calms: float) -> float:
    """Return the chance that an escalating disagreement ends the project: it grows with the tension it has built up.

    ``hazard``: hazard of one failed vote, per person or unit of tension.
    ``tension``: tension in the group that conflict has built up.
    ``has_kit``: whether a justification kit is at hand.
    ``share_kit_calms``: part of it that a kit takes away, 0 to 1.
    """
    calm = 1.0 - share_kit_calms if has_kit else 1.0
    return 1.0 - math.exp(-hazard * tension * calm)


@rule
def case_strength(
    conviction: float, level: int, has_kit: bool, kit_bonus: float, seniority_gap: float, luck: float
) -> float:
    """Return how strong the champion's case looks ``level`` levels up: a kit carries it, without one it thins out.

    ``conviction``: certainty equivalent the group brings, value units.
    ``has_kit``: whether a justification kit is at hand.
    ``kit_bonus``: value units a kit adds.
    ``seniority_gap``: value units lost per level without one.
    ``luck``: luck of the hearing, value units.
    """
    if has_kit:
        return conviction + kit_bonus + luck
    return conviction - seniority_gap * level + luck
