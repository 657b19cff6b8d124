"""What a lever cannot reach stays exactly as it was, to the last bit."""

from typing import Any

import numpy as np
import pytest

from buyermaze.simulator.core.vocabulary import Kind
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.outcomes.definitions import NAMES
from buyermaze.simulator.runs.run import Run, simulate
from tests.levers.busy import LONG, busy
from tests.worlds import cohort

MONEY = {"cost_total", "cost_per_win", "profit", "profit_lifetime"}
RENEWALS = {"profit_lifetime", "p_renewal", "revenue_retained", "share_expanded", "p_renewal_new_rep"}
AFTER_THE_SALE = (
    Kind.GO_LIVE, Kind.FEELING, Kind.REGRET, Kind.ADVOCACY, Kind.USE, Kind.ALERT, Kind.RECOVERY, Kind.RENEWAL, Kind.CARE,
    Kind.ISSUE, Kind.EXPANSION, Kind.ENDED, Kind.DELIVERED_LATE, Kind.BILLED_WRONG, Kind.LISTENED, Kind.CONTRACT_STUCK,
    Kind.MET_CUSTOMERS,
)  # fmt: skip
# customers say nothing to others, and no complaint takes a rep's time: what happens after a sale stays there
SILENT: dict[str, Any] = {
    "market.living.word_of_mouth": 0.0,
    "market.living.p_knows_customer": 0.0,
    "market.peers.n_links": 0,
    "programme.voice.p_noticed": 0.0,
    "programme.voice.p_survey": 0.0,
}


def exact(run: Run, names: set[str]) -> list[str]:
    """Return outcomes as exact text, so that nothing equals nothing."""
    return [f"{name} {run.outcomes[name].hex()}" for name in sorted(names)]


def journeys(run: Run) -> bytes:
    """Return everything that happened up to the decisions, bit by bit."""
    return run.journal[~np.isin(run.journal["kind"], AFTER_THE_SALE)].tobytes()


@pytest.mark.parametrize(
    ("path", "reaches"),
    [
        ("programme.team.cost_rep", MONEY),
        ("programme.team.cost_qualifier", MONEY),
        ("programme.team.cost_content", MONEY),
        ("programme.marketing.cost_email", MONEY),
        ("programme.marketing.cost_ads", MONEY),
        ("programme.marketing.cost_events", MONEY),
        ("programme.marketing.cost_priming", MONEY),
        ("programme.governance.committee.cost", MONEY),
        ("programme.nurture.cost_mail", MONEY),
        ("programme.voice.cost_survey", MONEY),
        ("market.offer.deal_value", {"revenue", "profit", "profit_lifetime"}),
        ("market.offer.margin", {"profit", "profit_lifetime"}),
    ],
)
def test_prices_move_money_and_nothing_else(path: str, reaches: set[str]) -> None:
    lever = next(lever for lever in busy().levers() if lever.path == path)
    before, after = (
        simulate(busy()),
        simulate(busy().with_changes({path: lever.value * 0.5 + 0.25 * (lever.high or 0)})),
    )
    assert before.journal.tobytes() == after.journal.tobytes()
    assert exact(before, set(NAMES) - reaches) == exact(after, set(NAMES) - reaches)
    assert exact(before, reaches) != exact(after, reaches)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("market.living.regret_forgone", 2.0),
        ("market.living.regret_disappointment", 2.0),
        ("market.living.regret_conflict", 2.0),
        ("market.living.regret_doubt", 2.0),
        ("market.living.regret_effort", 2.0),
        ("market.living.p_learns_alternative", 0.0),
        ("market.living.satisfaction_base", 9.0),
        ("market.living.rejoicing", 2.0),
        ("market.living.disappointing", 4.0),
        ("market.living.effort_pain", 2.0),
        ("market.living.sd_use", 1.0),
        ("market.living.days_period", 100.0),
        ("market.living.neglect", 1.0),
        ("market.living.p_issue", 1.0),
        ("market.living.issue_cost", 2.0),
        ("market.offer.use_gap", -2.0),
        ("market.offer.use_gap_sd", 2.0),
        ("market.offer.share_guided", 5.0),
        ("market.offer.days_to_use", 300.0),
        ("market.mind.share_cue_true", 0.0),
        ("programme.care.p_resolved", 0.0),
    ],
)
def test_life_with_the_purchase_cannot_change_how_it_came_about(path: str, value: float) -> None:
    base = busy().with_changes(SILENT)
    before, after = simulate(base), simulate(base.with_changes({path: value}))
    assert journeys(before) == journeys(after)
    assert before.journal.tobytes() != after.journal.tobytes()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("market.living.switching_cost", 3.0),
        ("market.living.premium", 0.9),
        ("market.living.share_expands", 0.0),
        ("market.living.expansion_value", 2.0),
    ],
)
def test_terms_of_renewal_move_renewals_only(path: str, value: float) -> None:
    many = busy().with_changes(LONG)
    before, after = simulate(many), simulate(many.with_changes({path: value}))
    assert exact(before, set(NAMES) - RENEWALS) == exact(after, set(NAMES) - RENEWALS)
    assert exact(before, RENEWALS) != exact(after, RENEWALS)


def test_recovery_without_effort_cannot_change_wins() -> None:
    base = busy().with_changes(SILENT | {"programme.voice.hours_recovery": 0.0, "programme.voice.p_noticed": 1.0})
    before, after = simulate(base), simulate(base.with_changes({"programme.voice.recovery": 2.0}))
    assert journeys(before) == journeys(after)
    assert before.journal.tobytes() != after.journal.tobytes()


OPEN: dict[str, Any] = {"programme.gate.closed": False}
QUIET: dict[str, Any] = {"programme.nurture.days_between": 0.0, "programme.campaign.steps": []}
ORDINARY = load("merged").with_changes(cohort(60))


@pytest.mark.parametrize(
    ("scenario", "changes"),
    [
        (busy().with_changes(OPEN), {"programme.gate.discernment": 4.0}),
        (busy().with_changes(OPEN), {"programme.gate.strictness": -3.0}),
        (busy().with_changes(OPEN), {"programme.gate.hours_check": 20.0}),
        (busy().with_changes(OPEN), {"programme.gate.hours_queue": 400.0}),
        (busy().with_changes(OPEN), {"programme.handoff.delay_hours": 200.0}),
        (busy().with_changes(OPEN), {"programme.handoff.distrust": 1.0}),
        (busy().with_changes(OPEN), {"programme.marketing.share_after_handoff": 1.0}),
        (busy(), {"programme.selling.hours_per_lead": 40.0}),
        (busy().with_changes(QUIET), {"programme.nurture.share_relevant": 1.0}),
        (busy().with_changes(QUIET), {"programme.nurture.p_opened": 1.0}),
        (busy().with_changes(QUIET), {"programme.nurture.annoyance": 0.5}),
        (ORDINARY, {"programme.governance.office.days_to_fix": 1.0}),
        (ORDINARY, {"programme.governance.executive.share_closed": 1.0, "programme.governance.executive.cost": 1e6}),
        (ORDINARY.with_changes({"programme.voice.p_noticed": 0.0}), {"programme.voice.recovery": 2.0}),
        (ORDINARY, {"market.rivals.rival 1.penalty_unknown": 1.0}),
        (ORDINARY, {"programme.care.p_resolved": 0.0}),
        (busy(), {"programme.partners.skill": 0.0, "programme.partners.commission": 0.8}),
        (ORDINARY, {"market.living.p_answers_survey": 1.0}),
        (ORDINARY, {"market.living.answer_bias": 1.0}),
        (ORDINARY, {"market.living.expansion_value": 3.0}),
        (ORDINARY, {"market.living.issue_cost": 2.0}),
        (ORDINARY, {"market.demand.share_latent": 1.0}),
        (ORDINARY, {"market.demand.priming_effect": 3.0}),
        (ORDINARY.with_changes({"market.approvals": []}), {"market.approval.noise_sd": 3.0}),
        (ORDINARY.with_changes({"market.approvals": []}), {"market.approval.seniority_gap": 2.0}),
        (ORDINARY.with_changes({"market.approvals": []}), {"market.group.how_to_buy": 3.0}),
    ],
    ids=lambda given: next(iter(given)) if isinstance(given, dict) else "",
)
def test_a_lever_of_something_switched_off_moves_nothing(scenario: Scenario, changes: dict[str, Any]) -> None:
    before, after = simulate(scenario), simulate(scenario.with_changes(changes))
    assert before.journal.tobytes() == after.journal.tobytes()
    assert exact(before, set(NAMES)) == exact(after, set(NAMES))
