"""A scenario in which every mechanism of the model is at work, so that every lever has something to move."""

from functools import cache
from typing import Any

from buyermaze.simulator.inputs.environment.regulation import Regulation
from buyermaze.simulator.inputs.marketing.campaign import CampaignStep
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.sales.offers import (
    Bargaining,
    Discounts,
    PackageChoice,
    Packages,
    Pilot,
    PilotReception,
)
from buyermaze.simulator.inputs.sheets.levers import Lever
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from tests.worlds import both_rivals, cohort

STEPS = [
    step.model_dump(mode="json")
    for step in (
        CampaignStep(name="invitation", channel="event", days_wait=2.0, asset="trend report"),
        CampaignStep(name="overview", job="solution", personas=("champion",)),
        CampaignStep(name="reminder", only_if="not_taken"),
    )
]
EVERYTHING: dict[str, Any] = {
    **cohort(60),
    "market.demand.share_not_serious": 0.3,
    "market.group.how_to_buy": 0.5,
    "market.offer.novelty": 0.3,
    "market.mind.media_synergy": 0.5,
    "market.living.neglect": 0.2,
    "market.living.p_issue": 0.4,
    "market.living.share_expands": 0.5,
    "market.living.premium": 0.1,
    "market.living.answer_bias": 0.3,
    "market.living.word_of_mouth": 0.2,
    "market.living.referral": 0.5,
    "market.assistant.share_using": 0.7,
    "market.champion.skill_sd": 0.4,
    "market.champion.standing_sd": 0.4,
    "market.champion.share_inherited": 0.5,
    "market.blockers": [
        {"name": "lawyers", "kind": "legal", "trigger": "vote", "share": 0.5, "p_foreseen": 0.2},
        {"name": "security", "kind": "security", "trigger": "requirements", "share": 0.5, "p_foreseen": 0.2},
        {"name": "friend of a rival", "kind": "rival_inside", "trigger": "approval", "share": 0.5, "p_foreseen": 0.2},
    ],
    "market.mind.ease_weight": 0.3,
    "market.mind.emotion_weight": 0.3,
    "market.mind.simplicity_weight": 0.3,
    "market.rivals.rival 1.share_known": 0.7,
    "market.rivals.rival 2.share_known": 0.7,
    "market.rivals.rival 1.price": -0.1,
    "market.rivals.rival 2.price": 0.2,
    "programme.pricing.level": 0.1,
    "market.segments": [
        {"name": "small", "weight": 2.0, "people": 0.6, "needs": 0.8},
        {"name": "large", "weight": 1.0, "people": 1.3},
    ],
    "programme.coverage": [{"name": "small", "by": "reps"}],
    "programme.team.n_qualifiers": 1,
    "programme.team.n_reps": 2,
    "programme.gate.closed": True,
    "programme.gate.days_score_life": 60.0,
    "programme.gate.days_recycle": 5.0,
    "programme.gate.hours_queue": 4.0,
    "programme.handoff.delay_hours": 16.0,
    "programme.handoff.distrust": 0.5,
    "programme.memory.days_fresh": 60.0,
    "programme.memory.tailoring": 0.2,
    "programme.message.fine_print": 0.3,
    "programme.selling.p_follow_up": 0.8,
    "programme.selling.p_uses_assets": 0.8,
    "programme.selling.need_focus": 0.7,
    "programme.nurture.days_between": 10.0,
    "programme.outbound.days_between": 2.0,
    "market.outbound_reception.p_answered": 0.6,
    "market.impression.share_carried": 0.5,
    "market.ideas.subject_pull": 0.3,
    "market.ideas.weeks_ripen": 10.0,
    "market.ideas.concerns": [{"name": "champion", "fix": 4.0}, {"name": "economic", "grow": 4.0}],
    "programme.teaching.p_challenge": 0.4,
    "programme.tools.confidence": 0.2,
    "programme.tools.assets": [
        {"name": "requirements builder", "share_saved": 0.5, "p_settles": 0.3, "shared": True},
        {"name": "comparison sheet", "share_saved": 0.5, "p_settles": 0.3},
    ],
    "programme.service.p_on_time": 0.8,
    "programme.service.p_bill_right": 0.9,
    "programme.service.share_listening": 0.3,
    "programme.service.p_amended": 0.7,
    "programme.service.share_in_community": 0.3,
    "programme.reactivation.share_tried": 0.5,
    "market.customer_life.share_untold": 0.5,
    "market.cold.days": 30.0,
    "market.material.p_asked": 0.3,
    "programme.campaign.share_held_out": 0.3,
    "programme.campaign.steps": STEPS,
    "programme.campaign.segments": ["small"],
    "market.peers.n_links": 4,
    "market.bargaining.p_asks": 0.7,
    "market.bargaining.reference_pain": 0.5,
    "programme.packages.n": 3,
    "programme.pilot.p_offered": 0.5,
    "programme.pilot.support": 0.3,
    "programme.logging.p_logged": 0.9,
    "programme.logging.spread": 0.05,
    "programme.succession.share_handed_on": 0.5,
    "programme.succession.days_vacant": 20.0,
    "market.tie.to_rep": 1.0,
    "programme.segmentation.p_misread": 0.2,
    "programme.anticipation.p_prepared": 0.3,
    "programme.process.rigidity": 0.2,
    "programme.governance.form": "committee",
    "programme.care.share_caring": 0.05,
    "programme.voice.p_survey": 0.5,
    "programme.marketing.priming": 0.5,
    "programme.marketing.ads": 1.4,
    "programme.marketing.events": 0.8,
    "programme.marketing.email": 1.2,
    "programme.marketing.share_after_handoff": 0.5,
    "programme.self_serve.share_of_deals": 0.7,
}
LONG = cohort(300)
# what else must hold for a lever to matter
CONTEXT: dict[str, dict[str, Any]] = {
    "programme.governance.cost_scope": {"programme.governance.scope": "every"},
    "programme.gate.hours_queue": {"programme.gate.hours_check": 20.0},
    "programme.selling.hours_per_lead": {"programme.gate.closed": False},
    "programme.selling.warm_first": {"programme.gate.closed": False, "market.demand.n_accounts_per_week": 60.0},
    "market.mind.unreached_penalty": LONG | {"programme.selling.p_follow_up": 0.0, **both_rivals(hours_wait=200.0)},
    "market.living.referral": {
        "market.living.satisfaction_base": 10.0, "market.offer.days_to_use": 1.0, "market.peers.n_links": 0,
    },
    "market.channels.ads.fatigue": LONG,
    "market.approval.kit_bonus": LONG | {"programme.team.n_content": 20.0, "programme.team.n_reps": 20},
    "market.pool.n_firms": {"market.pool.n_firms": 40},
    "programme.handoff.distrust": {"programme.team.n_reps": 20, "programme.team.n_qualifiers": 5},
    "programme.handoff.delay_hours": {"programme.team.n_reps": 20, "programme.team.n_qualifiers": 5},
    "programme.self_serve.share_of_deals": {"market.offer.complexity": 0.3},
    "market.channels.own_work.credibility": {"market.channels.own_work.signal_sd": 1.0},
    "market.personas.sponsor.can_veto": LONG | {"market.group.quorum": 0.01, "programme.team.n_reps": 20},
}
LEAVING = {"programme.staff.share_leaving": 1.0, "programme.staff.weeks_ramp": 156.0}
CONTEXT |= {
    f"programme.staff.{name}": LEAVING
    for name in ("weeks_to_hire", "share_first", "share_second", "share_third", "cost_hire", "cost_leaving")
}
CONTEXT["programme.staff.weeks_ramp"] = {"programme.staff.share_leaving": 1.0}
CONTEXT["programme.staff.share_second"] = CONTEXT["programme.staff.share_third"] = LEAVING | {
    "programme.staff.weeks_ramp": 3.0
}
CONTEXT |= {
    f"programme.quarter.{name}": {"programme.quarter.weeks_pressure": 12.0} for name in ("discount", "share_pushed")
}
CONTEXT |= {f"market.pool.{name}": {"market.pool.n_firms": 40} for name in ("weeks_rest", "weeks_remembered")}
CONTEXT |= {
    f"programme.partners.{name}": {"programme.coverage.small.by": "partners"}
    for name in ("hours_wait", "skill", "share_known", "commission", "share_reported")
}
CONTEXT["programme.partners.serves_below"] = {"programme.coverage": []}
CONTEXT |= {
    f"market.partner_trade.{name}": {"programme.coverage.small.by": "partners", "market.partner_trade.share_of_others": 0.5}
    for name in ("share_of_others", "rival_pays")
}
RULES = {"market.shocks": [{"name": "new rule", "kind": "regulation", "week": 1, "weeks_between": 2, "share_struck": 1, "size": 5}]}
CONTEXT |= dict.fromkeys(
    ("programme.compliance.p_meets", *(f"market.regulation.{name}" for name in Regulation.model_fields)), LONG | RULES
)
CONTEXT["programme.compliance.cost"] = {"programme.compliance.p_meets": 0.9}
CONTEXT["programme.teaching.weeks_behind"] = {
    "market.ideas.weeks_turn": 100.0, "programme.teaching.fix": 9.0, "market.ideas.concerns": [{"name": "champion", "fix": 9.0}],
}
CONTEXT["programme.teaching.cost_watching"] = {"programme.teaching.weeks_behind": 0.0}
CONTEXT["programme.anticipation.cost_data"] = {"programme.anticipation.p_offered": 0.5}
CONTEXT["market.tie.to_rep"] = LONG | LEAVING | {"programme.memory.share_recorded": 0.0}
CONTEXT |= {
    f"programme.succession.{name}": CONTEXT["market.tie.to_rep"] | {"programme.care.share_caring": 0.5}
    for name in ("share_handed_on", "days_vacant")
}
CONTEXT |= {
    f"programme.segmentation.{name}": {"programme.coverage.small.by": "partners"}
    for name in ("p_misread", "p_put_right")
}
CONTEXT |= {
    path: LONG
    | {
        "programme.care.share_caring": 0.5,
        "market.living.share_expands": 1.0,
        "market.living.satisfaction_base": 10.0,
    }
    for path in ("programme.service.share_listening", "market.customer_life.share_untold")
}
CONTEXT |= {
    path: at_work
    for at_work, sheets in (
        ({"programme.packages.n": 3}, {"programme.packages": Packages, "market.package_choice": PackageChoice}),
        ({"programme.pilot.p_offered": 0.5}, {"programme.pilot": Pilot, "market.pilot_reception": PilotReception}),
        ({"market.bargaining.p_asks": 0.7}, {"programme.discounts": Discounts, "market.bargaining": Bargaining}),
    )
    for sheet, kind in sheets.items()
    for path in (f"{sheet}.{name}" for name in kind.model_fields)
}
CONTEXT |= dict.fromkeys(("market.peers.n_links", "market.peers.p_tells"), LONG | {"market.peers.n_links": 4})
CONTEXT |= {
    f"programme.scores.{name}": LONG | {"programme.scores.published": True}
    for name in ("share_heeded", "p_screened", "p_pleaded", "cost")
}
KITS = [
    f"programme.library.assets.{name}.kit" for name in ("champion kit", "return-on-investment kit", "sponsor briefing")
]
CHANGES_FIRST = {
    ".kit": {"job": "validation", "channel": "content", "quality": 1.0},
    ".persona": {"channel": "content"},
}


@cache
def busy() -> Scenario:
    """Return the scenario, made once."""
    return load("merged", market="turbulent").with_changes(EVERYTHING)


def context(path: str) -> dict[str, Any]:
    """Return what else to change before a lever is moved."""
    found = dict(CONTEXT.get(path, {}))
    if path.startswith("programme.campaign."):
        found["programme.campaign.steps"] = STEPS
    if path.startswith("market.material."):
        found["market.material.p_asked"] = 0.3
    if path.startswith("programme.governance.") and path.count(".") == 3:
        found["programme.governance.form"] = path.split(".")[2]
    if path.startswith("programme.library.assets."):
        row, column = path.rsplit(".", 1)
        found |= {f"{row}.{name}": value for name, value in CHANGES_FIRST.get(f".{column}", {}).items()}
        if column == "kit":
            others = [path for path in KITS if not path.startswith(row)]
            found |= LONG | {"programme.team.n_content": 60.0} | dict.fromkeys(others, False)
    return found


def alternatives(lever: Lever) -> list[Any]:
    """Return other values of a lever: its ends and a middle way, the other position, the other choices."""
    if lever.kind == "switch":
        return [not lever.value]
    if lever.kind == "choice":
        return [choice for choice in lever.choices if choice != lever.value]
    assert lever.low is not None
    assert lever.high is not None
    values: list[Any] = [lever.high, lever.low]
    if lever.kind == "count":
        values = [int(value) for value in values]
    else:
        values.append((lever.value + lever.high) / 2)
    return [value for value in values if value != lever.value]
