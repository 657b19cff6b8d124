"""What a programme costs: the one place where heads and media become dollars."""

from typing import Any

from buyermaze.simulator.core.calendar import HOURS_PER_YEAR
from buyermaze.simulator.inputs.sheets.programme import Programme
from buyermaze.simulator.inputs.sheets.scenario import Scenario

MEETS_BY_CHANCE = 0.5  # offers that meet a new rule where nobody follows what comes; assumption
WEEKS_BEHIND_ALL = 52.0  # how late those notice a turn who watch for none; assumption
PAID_BEFORE_SALE = {"first_touch": 1.0, "proposal": 0.5, "after_sale": 0.0}  # of the whole cost; the half is an assumption


def yearly_spend(programme: Programme) -> float:
    """Return what a programme costs in a year of 2000 working hours, in USD.

    Heads times the cost of a head, each medium's intensity times its cost at intensity 1, the cost of governing, data on
    readiness where reps call first and on readers where content guesses, tools, research on segments, rules and turns
    to come, what hands accounts on,
    bringing customers together, working through what they say, packages beside the standard one, listening before the sale,
    publishing scores and a campaign.
    """
    team, marketing = programme.team, programme.marketing
    return (
        team.n_reps * team.cost_rep
        + team.n_qualifiers * team.cost_qualifier
        + team.n_content * team.cost_content
        + marketing.email * marketing.cost_email
        + marketing.ads * marketing.cost_ads
        + marketing.events * marketing.cost_events
        + marketing.priming * marketing.cost_priming
        + programme.governance.cost_a_year
        + cost_of_detection(programme)
        + programme.anticipation.cost_data * programme.anticipation.p_offered
        + len(programme.tools.assets) * programme.tools.cost
        + programme.segmentation.cost_research
        + cost_of_foresight(programme)
        + cost_of_ties(programme)
        + programme.packages.cost * (programme.packages.n - 1)
        + cost_of_listening_before_sale(programme)
        + programme.scores.published * programme.scores.cost
        + (programme.campaign.cost_year if programme.campaign.steps else 0.0)
    )


def cost_by_channel(programme: Programme) -> dict[str, float]:
    """Return what each of our channels costs in a year, in USD: the heads behind it, or its intensity times its cost at 1."""
    team, marketing = programme.team, programme.marketing
    return {
        "rep": team.n_reps * team.cost_rep + team.n_qualifiers * team.cost_qualifier,
        "content": team.n_content * team.cost_content,
        "email": marketing.email * marketing.cost_email,
        "event": marketing.events * marketing.cost_events,
        "ads": marketing.ads * marketing.cost_ads,
    }


def deal_worth(scenario: Scenario, price: float | None = None) -> float:
    """Return what a deal earns over its first term, in USD: at a price in value units above the going rate, or our list price."""
    offer = scenario.market.offer
    above = scenario.programme.pricing.level if price is None else offer.price_unit * price
    return offer.deal_value * (1.0 + above)


def price_of(scenario: Scenario, value: Any) -> Any:
    """Return the money, in USD, that taken off the price of a deal would be as good as so many value units, one number or many."""
    offer = scenario.market.offer
    return offer.deal_value * offer.price_unit * value


def cost_of_detection(programme: Programme) -> float:
    """Return what data on readiness costs in a year, in USD: as far as it tells ripe needs from others, and reps call first."""
    outbound = programme.outbound
    better = max(0.0, outbound.p_hit - outbound.p_false_alarm)
    return outbound.cost_detection * better if outbound.days_between > 0.0 else 0.0


def cost_of_foresight(programme: Programme) -> float:
    """Return what it costs in a year, in USD, to follow coming rules, and to notice early what purchases turn to."""
    compliance, teaching = programme.compliance, programme.teaching
    followed = max(0.0, compliance.p_meets - MEETS_BY_CHANCE) / (1.0 - MEETS_BY_CHANCE)
    noticed = max(0.0, 1.0 - teaching.weeks_behind / WEEKS_BEHIND_ALL)
    return compliance.cost * followed + teaching.cost_watching * noticed


def cost_of_ties(programme: Programme) -> float:
    """Return what it costs in a year, in USD, to hand accounts on, bring customers together and work through what they say."""
    succession, service = programme.succession, programme.service
    together = service.cost_community * service.share_in_community
    return succession.cost * succession.share_handed_on + service.cost_listening * service.share_listening + together


def cost_of_listening_before_sale(programme: Programme) -> float:
    """Return what listening to who has not bought yet costs in a year, in USD: the less the later it begins."""
    voice = programme.voice
    return voice.cost_before_sale * PAID_BEFORE_SALE[voice.begins]


def cost_of_mail(programme: Programme) -> float:
    """Return what one mail to one person costs, in USD: more where more of them speak to their readers."""
    nurture = programme.nurture
    return nurture.cost_mail + nurture.cost_relevance * nurture.share_relevant


def cost_of_pilot(programme: Programme) -> float:
    """Return what one pilot costs us, in USD: more the more failures our people prevent."""
    return programme.pilot.cost + programme.pilot.cost_support * programme.pilot.support


def package_to_serve(scenario: Scenario) -> float:
    """Return what serving a deal of the next larger package costs more, in USD: what of its price is not margin."""
    offer = scenario.market.offer
    return (1.0 - offer.margin) * scenario.programme.packages.step * offer.deal_value


def spend(programme: Programme, hours: float) -> float:
    """Return what a programme costs over a number of working hours, in USD."""
    return yearly_spend(programme) * hours / HOURS_PER_YEAR
