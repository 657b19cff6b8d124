"""Published bands beside which the model's outcomes can be held, and whether they were used to tune it."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Band:
    """A published range for one outcome."""

    outcome: str
    low: float
    high: float
    source: str
    grade: str  # A peer-reviewed, B named survey, C widely quoted
    use: str  # tuned: the model was set with it in view; check: it was not


BANDS: Final = (
    Band("p_no_decision", 0.38, 0.55, "buying efforts that end in no decision, surveys 2020-22", "B", "tuned"),
    Band("p_no_decision_of_opportunities", 0.20, 0.35, "seller-side surveys of opportunities", "C", "tuned"),
    Band("p_no_decision_of_voted", 0.20, 0.25, "forecast deals without a decision, sales survey 2016-18", "B", "tuned"),
    Band("p_win_of_opportunities", 0.15, 0.25, "win rate of all opportunities, CRM reports 2023-25", "C", "tuned"),
    Band(
        "share_hours_with_suppliers", 0.14, 0.20, "time with all suppliers, survey of 750 buyers, 2017-19", "B", "tuned"
    ),
    Band("share_hours_with_colleagues", 0.18, 0.26, "time with the buying group, same survey", "B", "tuned"),
    Band("share_hours_online", 0.23, 0.31, "independent research online, same survey", "B", "tuned"),
    Band("share_hours_offline", 0.14, 0.22, "independent research offline, same survey", "B", "tuned"),
    Band("p_accepted_of_leads", 0.40, 0.60, "marketing-qualified leads accepted, glossary ranges", "C", "check"),
    Band("share_high_quality", 0.17, 0.27, "purchases of high quality, surveys 2019-22", "B", "check"),
    Band(
        "share_regret_any_purchase",
        0.50,
        0.65,
        "software buyers who regret a purchase, 2024; another definition",
        "B",
        "check",
    ),
)

DISPUTED: Final = {
    "programme.coordination.share_time": "Nobody has measured what working as one costs; the verdict turns on it.",
    "programme.selling.skill": "How much deeper specialists are is a guess from other trades; the verdict turns on it.",
    "programme.marketing.skill": "Moves with the skill of reps: what specialisation gains in marketing is not measured.",
    "programme.memory.share_known": "No study of what is lost between marketing and sales; nearest: clinical handovers.",
    "programme.memory.share_passed_on": "Assumed; no measurement inside selling teams exists.",
    "programme.handoff.distrust": "The mechanism is published, its size depends on the company.",
    "programme.message.gap": "Assumed; spread of claims between functions is not measured.",
    "market.group.p_mention": "From laboratory groups of strangers; colleagues may share more.",
    "market.demand.share_not_serious": "A rule of thumb; definitions of an inquiry differ.",
    "market.group.p_give_up_per_person": "Set so that no decision is as common as surveys say.",
    "market.living.word_of_mouth": "Direction is published, size is assumed.",
}

NOT_FOR: Final = (
    "Forecasting your pipeline, your quarter or any single account.",
    "Proving that one organisation beats another in the real world: nobody has measured that causally, and the model "
    "is consistent with neighbouring facts, no more.",
    "Setting quotas, judging people, or deciding who keeps a job.",
    "Reading effects to the decimal: look at direction, order of magnitude and where a verdict flips.",
    "Markets far from a group purchase between companies: consumer goods, tenders with fixed rules, renewals by one person.",
)
