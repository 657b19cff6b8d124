"""Directions nobody disputes, in paired runs: the same luck on both sides, one lever moved."""

from functools import cache

import numpy as np
import pytest

from buyermaze.simulator.comparison.paired_statistics import difference
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.outcomes.batches import batch_values
from buyermaze.simulator.outcomes.definitions import position
from buyermaze.simulator.runs.batch import outcome_table, sum_table
from tests.worlds import both_rivals

N = 6  # replications


def values_of(scenario: Scenario) -> np.ndarray:
    """Return the outcomes of a scenario batch by batch."""
    return batch_values(sum_table([scenario], range(N))[0])


@cache
def base() -> np.ndarray:
    """Return the outcomes of the merged organisation, batch by batch."""
    return values_of(load("merged"))


@cache
def gated() -> np.ndarray:
    """Return the outcomes of the baton pass, batch by batch."""
    return values_of(load("baton_pass"))


MERGED = [
    ({"programme.team.n_reps": 4}, "hours_wait_for_rep", 1),
    ({"programme.team.n_reps": 12}, "share_gave_up", -1),
    ({"programme.selling.hours_per_meeting": 8.0}, "share_rep_time_used", 1),
    ({"programme.selling.hours_response": 40.0}, "share_gave_up", 1),
    ({"programme.message.promise": 2.0, "market.mind.claim_credible": 20.0}, "regret_from_disappointment", 1),
    ({"programme.message.promise": 2.0, "market.mind.claim_credible": 20.0}, "nps", -1),
    ({"programme.message.promise": 3.0}, "n_exaggerations", 1),
    ({"programme.message.promise": 3.0}, "p_win", -1),
    ({"programme.nurture.days_between": 1.0, "programme.nurture.share_relevant": 0.0}, "p_win", -1),
    ({"programme.nurture.days_between": 1.0, "programme.nurture.share_relevant": 0.0}, "hours_per_person", 1),
    ({"programme.selling.need_focus": 0.0}, "p_win", -1),
    ({"programme.team.n_content": 1.0}, "share_requests_missed", 1),
    ({"programme.library.days_shelf_life": 50.0}, "n_requests_met", -1),
    ({"programme.coordination.share_time": 0.4}, "share_rep_time_used", 1),
    ({"programme.voice.p_noticed": 0.9}, "share_requests_missed", -1),
    ({"programme.marketing.p_identified": 0.9}, "share_visible", 1),
    ({"programme.marketing.p_identified": 0.9}, "p_lead", 1),
    ({"market.offer.goal_conflict_sd": 2.0}, "p_no_decision", 1),
    ({"market.offer.goal_conflict_sd": 2.0}, "regret_from_conflict", 1),
    ({"market.offer.benefit_mean": 2.0}, "p_no_decision", -1),
    ({"market.offer.our_edge": 0.5}, "share_of_purchases", 1),
    ({"market.offer.use_gap": -1.0}, "satisfaction", -1),
    ({"market.offer.complexity": 2.0}, "hours_per_person", 1),
    ({"market.mind.loss_aversion": 4.0}, "p_no_decision", 1),
    ({"market.mind.signal_noise": 3.0}, "regret_from_doubt", 1),
    ({"market.mind.hours_patience": 10.0}, "share_gave_up", 1),
    ({"market.mind.days_project_life": 200.0}, "share_no_decision_outside", 1),
    ({"market.group.n_people_mean": 12.0}, "share_no_decision_conflict", 1),
    ({"market.group.days_between_meetings": 20.0}, "days_to_decision", 1),
    ({"market.group.quorum": 1.0}, "p_no_decision", 1),
    ({"market.group.days_memory": 60.0}, "days_to_decision", 1),
    ({"market.group.share_lost_on_loop": 0.9}, "days_to_decision", 1),
    ({"market.approval.n_refusals_max": 1}, "share_no_decision_approval", 1),
    ({"market.living.switching_cost": 3.0}, "p_renewal", 1),
    ({"market.demand.n_accounts_per_week": 12.0}, "hours_wait_for_rep", 1),
    (both_rivals(hours_wait=200.0), "share_of_purchases", 1),
    (both_rivals(promise=3.0), "share_of_purchases", 1),
]
GATED = [
    ({"programme.handoff.delay_hours": 150.0}, "hours_wait_for_rep", 1),
    ({"programme.handoff.distrust": 1.0}, "p_accepted_of_leads", -1),
    ({"programme.gate.score": 100.0}, "p_lead", -1),
    ({"programme.gate.strictness": 2.5}, "p_opportunity_of_leads", -1),
    ({"programme.gate.hours_check": 20.0, "programme.gate.hours_queue": 4.0}, "p_accepted_of_leads", -1),
]


@pytest.mark.parametrize(("changes", "outcome", "sign"), MERGED)
def test_direction_without_a_gate(changes: dict[str, float], outcome: str, sign: int) -> None:
    check("merged", base(), changes, outcome, sign)


@pytest.mark.parametrize(("changes", "outcome", "sign"), GATED)
def test_direction_behind_a_gate(changes: dict[str, float], outcome: str, sign: int) -> None:
    check("baton_pass", gated(), changes, outcome, sign)


def test_nobody_buys_from_those_they_never_hear_of() -> None:
    unknown = load("merged").with_changes(
        {
            "market.demand.p_knows_us": 0.0,
            "market.mind.p_discover": 0.0,
            "programme.marketing.ads": 0.0,
            "programme.marketing.events": 0.0,
        }
    )
    outcomes = outcome_table([unknown], range(4))[0]
    assert (outcomes[:, position("p_win")] == 0.0).all()
    assert (outcomes[:, position("p_lost")] > 0.0).all()


def check(name: str, before: np.ndarray, changes: dict[str, float], outcome: str, sign: int) -> None:
    """Assert that the paired difference has the sign expected, its 95 % interval clear of zero."""
    after = values_of(load(name).with_changes(changes))
    found = difference(after[:, position(outcome)], before[:, position(outcome)])
    assert (found.low if sign > 0 else -found.high) > 0, f"{outcome}: {found}"
