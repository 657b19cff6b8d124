"""Levers found by what people call them: a few words, in any order, and the thesaurus of the trade."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from buyermaze.simulator.inputs.sheets.levers import Lever, lever_words

SAID: Final = {  # what people say, and parts of the paths of what they mean, the closest first
    # people and money of ours
    "salary|wage|pay": "team.cost_rep team.cost_qualifier team.cost_content",
    "headcount|hire people|hiring|recruit|more staff": "team.n_reps staff.weeks_to_hire staff.cost_hire",
    "more salespeople|salespeople|sales team|sales force": "team.n_reps selling.skill staff.share_leaving",
    "attrition|turnover|turnover of reps|turnover of sales staff|quit": "staff.share_leaving staff.cost_leaving",
    "employee churn|staff churn": "staff.share_leaving staff.cost_leaving",
    "ramp up|ramp|new reps|new rep": "staff.weeks_ramp staff.share_first",
    "inside sales|sdr|bdr|qualifier": "team.n_qualifiers outbound.days_between gate.hours_check",
    "bonus|bonu|incentive|compensation": "quarter.quota scores.published quarter.weeks_pressure",
    "commission": "quarter.quota partners.commission scores.published",
    "target|quota": "quarter.quota quarter.weeks_pressure",
    "end of quarter|quarter end": "quarter.weeks_pressure quarter.discount quarter.share_pushed",
    "marketing budget|budget": "marketing.cost_ads marketing.cost_events marketing.cost_email team.n_content",
    "margin|profitability": "offer.margin message.margin_fine_print",
    # leads and hand-over
    "more leads|lead volume|demand generation|traffic": "demand.load demand.n_accounts_per_week marketing.ads",
    "lead quality|tyre kicker|bad leads": "demand.share_not_serious gate.discernment gate.strictness",
    "lead scoring|scoring": "gate.score gate.days_score_life",
    "qualification|qualify|mql|sql|bant|funnel": "gate.closed gate.score gate.strictness gate.discernment",
    "speed to lead|response time|reply time|answer time|react": "selling.hours_response selling.p_on_duty handoff.delay_hours",
    "reply|answer": "selling.hours_response selling.p_follow_up selling.need_focus",
    "slow|fast|quick|speed": "selling.hours_response handoff.delay_hours gate.hours_queue",
    "handover|handing over|hand over|hand off|handoff|baton": "handoff.delay_hours handoff.distrust memory.share_passed_on",
    "keep in touch|stay in touch|touch": "marketing.share_after_handoff nurture.days_between living.neglect",
    "service level|sla": "selling.hours_response selling.p_follow_up handoff.delay_hours gate.hours_check",
    "alignment|silo|coordinate|meetings between|work together": "coordination.share_time message.gap handoff.distrust",
    "merge|one team|one function|integrat": "coordination.share_time memory.share_passed_on message.gap",
    "crm|data entry|write down|record": "logging.p_logged memory.share_recorded memory.share_passed_on memory.share_tracked",
    "data quality": "logging.p_logged memory.share_recorded marketing.p_identified",
    "tracking|cookie|anonymous|privacy|intent data|gdpr|consent|opt in": "marketing.p_identified memory.share_tracked",
    "retargeting|remarketing": "marketing.p_identified marketing.ads nurture.days_between",
    "prediction|predict|next best": "anticipation.p_prepared anticipation.p_hit anticipation.p_offered",
    "goal|conflict|politics": "offer.goal_conflict_sd group.p_settled group.give_up_per_tension",
    # selling
    "sales training|training reps|train reps|coaching|train": "selling.skill selling.skill_sd staff.weeks_ramp",
    "cold call|prospecting|outbound|telesales|hunting": "outbound.days_between outbound.hours_call outbound.share_time",
    "call back|return call": "selling.hours_response selling.p_follow_up voice.hours_recovery",
    "call": "outbound.hours_call outbound.days_between",
    "playbook|sales material|battle card|sales enablement|enablement": "selling.p_uses_assets tools.fit_shared library.tilt",
    "sales process|process|methodology": "process.rigidity process.share_time selling.need_focus",
    "pushy|pressure|hard sell|pitch": "selling.need_focus quarter.share_pushed mind.push_effect",
    "listen|discovery call": "selling.need_focus service.share_listening",
    "account based|abm|key account|named account": "marketing.p_identified memory.tailoring campaign. segmentation.p_misread",
    "region": "living.n_regions",
    "field sales|visit in person|face to face|in person|travel": "channels.rep.hours selling.hours_per_meeting",
    "meeting length": "group.hours_meeting selling.hours_per_meeting",
    "no show|attendance|attend": "group.p_attend",
    "follow up": "selling.p_follow_up selling.hours_response",
    "proposal template|offer template": "tools.fit_shared tools.confidence selling.p_uses_assets",
    "proposal time|proposal": "selling.hours_response voice.begins discounts.days_approval",
    "negotiation|negotiate|bargain|haggl": "bargaining.p_asks bargaining.ask bargaining.hours discounts.authority",
    "quote|quote speed": "discounts.days_approval selling.hours_response pricing.open",
    "admin|administration|paperwork": "selling.share_time logging.p_logged",
    "key person|rep leaves|successor": "succession. tie.to_rep staff.share_leaving",
    # price and terms
    "discount|rebate": "discounts.authority quarter.discount discounts.p_approved bargaining.ask",
    "price|pricing|expensive|cheap": "pricing.level pricing.open mind.price_weight rival_1.price",
    "price list|pricing page|publish prices|transparent price|transparency|transparent": "pricing.open pricing.level",
    "contract length|contract|term|legal|legal review|lawyer": "message.fine_print service.p_amended customer_life.p_amends",
    "package|bundle|tier|edition|upgrade": "packages.n packages.step packages.cost",
    "cheaper rivals|price war": "rival_1.price bargaining.rival_gives",
    "deal size|contract value": "offer.deal_value packages.step",
    # content and media
    "case study|testimonial|success story|proof|evidence": "mind.unverified_penalty team.n_content peers.n_links",
    "reference customer": "peers.n_links peers.p_tells living.p_knows_customer",
    "white paper|ebook|brochure|article|blog|video|collateral": "team.n_content library.n_assets_per_person marketing.skill",
    "content marketing|content": "team.n_content marketing.skill library.",
    "website|web site|web page|documentation": "marketing.skill team.n_content library.n_assets_per_person channels.content.",
    "translation|language|localis|localiz": "library.share_generic memory.tailoring",
    "personalise|personalize|personalisation|tailored": "memory.tailoring nurture.share_relevant library.work_tailoring",
    "roi|calculator": "tools. approval.kit_bonus",
    "business case": "approval.kit_bonus group.share_kit_calms",
    "gated content|form fill": "gate.closed marketing.p_identified",
    "advertising|advert|ad|ad spend": "marketing.ads marketing.cost_ads demand.share_by_ads",
    "linkedin|social media|google|search engine|seo|sem": "marketing.ads marketing.cost_ads demand.share_by_ads",
    "brand|awareness|brand awareness|reputation|famous": "demand.p_knows_us offer.brand_sd marketing.ads mind.familiarity",
    "trade fair|trade show|exhibition|webinar|conference|seminar": "marketing.events marketing.cost_events demand.share_by_events",
    "newsletter|mailing": "nurture.days_between marketing.email nurture.share_relevant",
    "email frequency|mail frequency|email|mail": "marketing.email nurture.days_between nurture.share_relevant",
    "drip|nurturing|nurture": "nurture.days_between nurture.share_relevant marketing.share_after_handoff",
    "spam|unsubscribe": "nurture.annoyance mind.p_unsubscribes nurture.days_between",
    "thought leadership|challenger|provoke|insight": "teaching.p_challenge marketing.priming ideas.",
    "chatbot|chat bot|live chat": "anticipation.p_offered assistant.share_using self_serve.share_of_deals",
    "ai|artificial intelligence|chatgpt": "assistant.share_using assistant.p_wrong assistant.check_pull",
    "portal|webshop|web shop|e commerce|self service|checkout|buy online|online purchase": "self_serve.share_of_deals",
    "free trial|trial|pilot project|pilot|proof of concept|poc": "pilot.p_offered pilot.cost pilot.days",
    "demo|product demo": "pilot.p_offered pilot.hours channels.rep.",
    "partner|reseller|distributor|dealer": "partners.serves_below partners.commission partners.skill partner_trade.",
    # what is said
    "lie|lying|honest|honesty|exaggerate|overpromise|oversell|hype": "message.promise message.gap mind.scepticism",
    "consistent|one voice|contradict": "message.gap mind.claim_tolerance",
    # customers
    "onboarding|implementation|delivery|go live": "service.p_on_time service.days_late offer.days_to_use",
    "churn|renewal|retention|loyal|loyalty": "living.switching_cost care.share_caring living.neglect living.premium",
    "switching cost": "living.switching_cost offer.cost_of_change",
    "customer success|account manage|aftercare|farming": "care.share_caring living.neglect care.p_resolved",
    "customer support|support|hotline|help desk|helpdesk|ticket": "care.p_resolved living.p_issue living.issue_cost",
    "upsell|cross sell|upselling|expansion": "living.share_expands living.expansion_value customer_life.share_untold",
    "complaint|unhappy|recovery|apolog": "voice.p_noticed voice.recovery voice.hours_recovery",
    "survey|nps|csat|feedback|satisfaction score": "voice.p_survey scores.published living.p_answers_survey",
    "referral|refer|recommend|word of mouth|advocacy|advocate": "living.referral living.word_of_mouth peers.p_tells",
    "review": "living.word_of_mouth peers.p_tells living.rumour",
    "community|user group|training customer": "service.share_in_community customer_life.p_peers_solve",
    "billing|invoice|bill": "service.p_bill_right customer_life.bill_pain",
    "win back|winback|lost customer|dormant|cold contact": "reactivation.share_tried reactivation.cost cold.days",
    "regret": "living.regret",
    "happy|happiness|delight|satisfaction": "living.satisfaction_base living.rejoicing living.service_weight",
    "product quality|better product|quality of product": "offer.our_edge offer.quality_sd",
    "innovation|new product|novelty": "offer.novelty offer.use_gap",
    # buyers and market
    "committee|buying group|buying committee|stakeholder": "group.n_people_mean group.quorum group.days_between_meetings",
    "decision maker|boss|manager|approval|sign off|approve": "approval.kit_bonus approval.seniority_gap approval.n_refusals_max",
    "management attention|executive sponsor|ceo|chief executive|c level|board": "governance.form approval.kit_bonus",
    "consensus|agree": "group.quorum group.susceptibility group.p_settled group.veto_tolerance",
    "procurement|purchasing": "personas.procurement. bargaining.p_asks group.how_to_buy",
    "blocker|stopper|veto": "group.veto_tolerance group.p_settled",
    "champion|sponsor": "champion.skill champion.standing approval.kit_bonus",
    "status quo|no decision|indecision|inertia|do nothing": "offer.cost_of_change mind.loss_aversion group.p_give_up_doubting",
    "fear|risk|uncertain": "mind.loss_aversion group.p_give_up_doubting group.share_kit_calms",
    "ghost|silence|impatient|wait": "mind.hours_patience selling.hours_response mind.wait_cost",
    "sales cycle|buying time|time to buy|long deals": "group.pace group.days_usual group.days_between_meetings",
    "lost deals": "mind.days_project_life group.p_give_up_doubting mind.hours_patience",
    "competitor|competition|competitor launch|rival": "rival_1.p_known rival_1.edge rival_1.skill",
    "market size": "demand.n_accounts_per_week pool.n_firms",
    "season|seasonality|christmas|summer": "market.seasons. demand.load",
    "recession|economy|crisis|boom": "demand.load mind.days_project_life offer.cost_of_change",
    "regulation|compliance|law": "compliance.p_meets compliance.cost regulation.",
    "segment|ideal customer|icp|target group": "segmentation.p_misread segmentation.cost_research",
    "trust": "mind.trust_growth outbound.p_trusted impression.share_carried",
    "overload|confus": "mind.attention mind.choice_overload mind.sense_making",
    "forget|forgotten": "living.neglect memory.share_recorded memory.share_passed_on",
    "committee of ours|governance|ownership|customer office": "governance.form governance.scope",
    "software|licence|license|martech|tool": "tools. anticipation.cost_data outbound.cost_detection",
    "dashboard|scorecard": "scores.published scores.cost",
}  # fmt: skip
CLOSEST: Final = 4.0  # what a wording of the thesaurus counts, beside a word in a lever's name
NAMED: Final = 2.0  # the same of a word in a lever's name, beside one in its meaning; assumption
NEAR_ENOUGH: Final = 0.5  # of the closest lever's score; what comes less near is left out; assumption
LONGEST_WORDING: Final = 4  # words
SHORTEST_STEM: Final = 3  # letters
MOST_WORDS: Final = 40  # that are looked for at once
EMPTY: Final = (
    "the", "and", "for", "how", "that", "with", "our", "are", "per", "what", "too", "say", "said", "says", "must", "many", "much",
    "more", "less", "better", "about", "of", "to", "in", "on", "an", "we", "do", "is", "it", "my", "us",
)  # fmt: skip
ENDINGS: Final = ("ations", "ation", "ings", "ing", "ies", "ied", "ers", "er", "ed", "es", "s", "y", "e")


@dataclass(frozen=True)
class _Sought:
    """One word or wording that is looked for."""

    typed: str
    stem: str  # empty for several words
    parts: tuple[str, ...]  # of paths

    def near(self, lever: Lever) -> float:
        """Tell how near a lever comes; 0: it does something else."""
        path = lever.path.replace(" ", "_")
        place = next((k for k, part in enumerate(self.parts) if part in path), None)
        if place is not None:
            return CLOSEST - place / len(self.parts)
        name, meaning = _stems(lever)
        return NAMED * (self.stem in name) + (self.stem in meaning)


def search(levers: Sequence[Lever], text: str) -> list[Lever]:
    """Find levers by what they do.

    Parameters
    ----------
    levers : sequence of Lever
        Where to look.
    text : str
        Some words, in any order; endings do not count, a word may stand in the name or in the meaning, and what the trade
        calls a thing is known by ``SAID``.

    Returns
    -------
    list of Lever
        Those that answer best to the words, the closest first, where a word that few levers have counts for more; none where
        no word is found.
    """
    nearness = [[each.near(lever) for lever in levers] for each in _all_sought(text)]
    weights = [math.log1p(len(levers) / max(1, sum(map(bool, row)))) for row in nearness]
    score = [sum(w * near for w, near in zip(weights, column, strict=True)) for column in zip(*nearness, strict=True)]
    least = NEAR_ENOUGH * max(score, default=0.0)
    best = [place for place, value in enumerate(score) if value > 0 and value >= least]
    return [levers[place] for place in sorted(best, key=lambda place: -score[place])]


def unheard(levers: Sequence[Lever], text: str) -> list[str]:
    """Return the words of a text that none of the levers answers to, as they were typed."""
    return [each.typed for each in _all_sought(text) if not any(each.near(lever) for lever in levers)]


def _all_sought(text: str) -> list[_Sought]:
    """Take a text apart, wordings of several words first."""
    words = [(word, _stem(word)) for word in _words(text)][:MOST_WORDS]
    known, found, place = _thesaurus(), {}, 0
    while place < len(words):
        for n in range(min(LONGEST_WORDING, len(words) - place), 0, -1):
            stems = tuple(stem for _, stem in words[place : place + n])
            if n == 1 or stems in known:
                typed = " ".join(word for word, _ in words[place : place + n])
                found[stems] = _Sought(typed, stems[0] if n == 1 else "", known.get(stems, ()))
                place += n
                break
    return list(found.values())


@lru_cache(maxsize=1)
def _thesaurus() -> dict[tuple[str, ...], tuple[str, ...]]:
    wordings = ((wording, parts) for all_of, parts in SAID.items() for wording in all_of.split("|"))
    return {tuple(map(_stem, _words(wording))): tuple(parts.split()) for wording, parts in wordings}


@lru_cache(maxsize=4096)
def _stems(lever: Lever) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of a lever's name and of its meaning, without endings."""
    name, meaning = f"{lever_words(lever.path)} {' '.join(lever.choices)}", f"{lever.meaning} {lever.unit}"
    return frozenset(map(_stem, _words(name))), frozenset(map(_stem, _words(meaning)))


def _words(text: str) -> Iterator[str]:
    return (word for word in re.findall(r"[a-z]{2,}", text.lower()) if word not in EMPTY)


def _stem(word: str) -> str:
    """Return a word without its ending."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)]
    return word
