"""Reps call first: who is called, who agrees, what a call costs that comes too early or too late."""

import math

import numpy as np
import pytest
from pairs import falls, outcomes, paired, plain, rises
from worlds import rows

import buyermaze as bm
from buyermaze.simulator.core.vocabulary import Kind, Reason
from buyermaze.simulator.journal.compare import first_difference
from buyermaze.simulator.model.rules.marketing.outbound import irritation, is_flagged, time_kept
from buyermaze.simulator.outcomes.definitions import position
from tests.worlds import cohort

PROGRAMME = "docs/examples/programmes/calls_first.yaml"
OWN_LEADS = "docs/examples/programmes/own_leads.yaml"
EVERYBODY = {
    "programme.outbound.days_between": 3.0,
    "programme.outbound.p_hit": 1.0,
    "programme.outbound.p_false_alarm": 1.0,
}


@pytest.fixture(scope="module")
def run():
    return bm.simulate(
        bm.load(PROGRAMME, changes=cohort(400) | EVERYBODY | {"market.outbound_reception.p_answered": 0.4})
    )


def first_times(found):
    """Return when each account was first concerned by some rows."""
    times: dict[int, float] = {}
    for row in found:
        times.setdefault(int(row["account"]), float(row["time"]))
    return times


def test_both_engines_write_the_same_journal_also_where_calls_begin_later() -> None:
    later = [
        {"week": 3.0, "changes": {"programme.outbound.days_between": 2.0, "market.outbound_reception.p_answered": 0.9}}
    ]
    weeks = {"run.weeks_warm_up": 0.0, "run.weeks": 8.0, "run.weeks_follow_up": 60.0, "run.arrivals_continue": False}
    scenario = bm.load("baton_pass", changes=weeks | {"timeline": later, "programme.team.n_reps": 2})
    compiled, reference = (bm.simulate(scenario, engine=engine).journal for engine in ("compiled", "reference"))
    assert first_difference(compiled, reference) is None
    called = rows(compiled, Kind.OUTBOUND)
    assert len(called) > 20 and called["time"].min() > 3 * 40.0
    assert (called["reason"] == Reason.AGREED).any()


def test_somebody_who_trusts_sellers_takes_a_first_call_as_often_as_was_said(run) -> None:
    calls = rows(run.journal, Kind.OUTBOUND)
    harmed = first_times(rows(run.journal, Kind.GAVE_UP))  # who waited in vain trusts less
    seen: set[int] = set()
    taken = []
    for call in calls:
        account = int(call["account"])
        if account not in seen and call["time"] < harmed.get(account, math.inf):
            taken.append(call["reason"] != Reason.UNANSWERED)
        seen.add(account)
    p, n = run.scenario.market.outbound_reception.p_answered, len(taken)
    assert n > 200
    assert abs(np.mean(taken) - p) < 4.0 * math.sqrt(p * (1.0 - p) / n)


def test_nobody_is_called_who_has_met_us_or_is_served_by_others(run) -> None:
    met = first_times(rows(run.journal, Kind.SERVED))
    calls = rows(run.journal, Kind.OUTBOUND)
    assert all(call["time"] <= met.get(int(call["account"]), math.inf) for call in calls)
    left = bm.load(
        PROGRAMME, changes=cohort(40) | EVERYBODY | {"programme.coverage": [{"name": "all", "by": "self_service"}]}
    )
    assert len(rows(bm.simulate(left).journal, Kind.OUTBOUND)) == 0


def test_only_ripe_needs_agree_and_only_others_are_put_off(run) -> None:
    calls = rows(run.journal, Kind.OUTBOUND)
    ripe = run.scenario.market.outbound_reception.ripe_from
    assert (calls["detail"][calls["reason"] == Reason.AGREED] >= ripe).all()
    serious = rows(run.journal, Kind.ARRIVED)
    real = set(serious["account"][serious["detail"] == 1].tolist())
    early = calls[calls["reason"] == Reason.PREMATURE]
    assert all(call["detail"] < ripe or int(call["account"]) not in real for call in early)
    assert len(early) > 50


def test_a_meeting_agreed_is_past_the_gate_and_is_how_a_first_contact_came_about(run) -> None:
    calls = rows(run.journal, Kind.OUTBOUND)
    agreed = first_times(calls[calls["reason"] == Reason.AGREED])
    opened = first_times(rows(run.journal, Kind.OPENED))
    assert all(opened[account] <= time for account, time in agreed.items())
    contacts = rows(run.journal, Kind.CONTACTED)
    ours = contacts[(contacts["vendor"] == 0) & (contacts["reason"] == Reason.AGREED)]
    assert len(ours) > 20
    assert all(agreed[int(row["account"])] <= row["time"] for row in ours)


def test_who_comes_late_loses_to_the_rival_already_in() -> None:
    ripe = {
        "programme.outbound.p_hit": 1.0,
        "programme.outbound.p_false_alarm": 0.0,
        "programme.outbound.days_between": 10.0,
    }
    answering = {"market.outbound_reception.p_answered": 0.5}
    found = outcomes(bm.load(PROGRAMME, changes=cohort(400) | ripe | answering), 12)
    lead = found[:, position("p_win_called_first")] - found[:, position("p_win_called_late")]
    assert np.mean(lead) > 3.0 * np.std(lead, ddof=1) / math.sqrt(len(lead))


def test_calls_take_reps_time_and_bring_first_contacts_forward() -> None:
    found = paired(plain("baton_pass"), EVERYBODY, n_runs=8)
    rises(found, "n_calls", "share_contacts_by_us", "share_rep_time_used", "share_hours_with_us")
    falls(found, "progress_at_first_contact")


def test_detection_spares_those_whose_need_is_not_ripe() -> None:
    blind = plain("baton_pass").with_changes(EVERYBODY)
    found = paired(blind, {"programme.outbound.p_false_alarm": 0.0}, n_runs=8)
    rises(found, "share_calls_agreed", "cost_total")
    falls(found, "share_calls_premature", "n_calls", "share_rep_time_used")


def test_a_pitch_too_early_costs_conversations_later() -> None:
    found = paired(
        plain("baton_pass").with_changes(EVERYBODY | {"market.outbound_reception.annoyance": 0.0}),
        {"market.outbound_reception.annoyance": 0.9},
        n_runs=8,
    )
    falls(found, "share_hours_with_us", "share_rep_time_used")


def test_a_flag_is_a_hit_or_a_false_alarm_and_distrust_doubles_what_a_pitch_costs() -> None:
    luck = (np.arange(1000) + 0.5) / 1000
    assert np.mean([is_flagged(float(u), True, 0.7, 0.2) for u in luck]) == pytest.approx(0.7)
    assert np.mean([is_flagged(float(u), False, 0.7, 0.2) for u in luck]) == pytest.approx(0.2)
    assert irritation(0.15, 1.0) == irritation(0.15, 1.3) == 0.15
    assert irritation(0.15, 0.0) == pytest.approx(0.3)
    assert irritation(0.9, 0.0) == 1.0


def test_leads_of_their_own_are_called_within_the_time_set_aside_and_before_other_work() -> None:
    ours = bm.load(OWN_LEADS, changes=cohort(400))
    share = ours.programme.outbound.share_time
    found = outcomes(ours, 6)
    time = found[:, position("share_time_calling")]
    week = share / 25.0  # what may have been saved up before the window, at least
    assert (time < share + week).all() and time.mean() > 0.7 * share
    less = paired(ours, {"programme.outbound.share_time": 0.03}, n_runs=12)
    falls(less, "n_calls", "share_time_calling", "share_contacts_by_us", "hours_wait_other_leads", "share_gave_up")


def test_reps_follow_up_leads_of_their_own_surely_and_soon_and_others_wait() -> None:
    blind = bm.load(
        OWN_LEADS, changes=cohort(400) | {"programme.outbound.p_trusted": 0.0, "programme.selling.p_follow_up": 0.7}
    )
    found = paired(blind, {"programme.outbound.p_trusted": 1.0}, n_runs=30)
    falls(found, "share_ignored", "hours_wait_own_leads")
    rises(found, "hours_wait_other_leads")


def test_every_request_of_a_lead_of_ones_own_is_followed_up_where_reps_trust_it() -> None:
    changes = {"programme.outbound.p_trusted": 1.0, "programme.selling.p_follow_up": 0.3}
    journal = bm.simulate(bm.load(OWN_LEADS, changes=cohort(400) | changes)).journal
    calls = rows(journal, Kind.OUTBOUND)
    agreed = first_times(calls[calls["reason"] == Reason.AGREED])
    ignored = rows(journal, Kind.IGNORED)
    assert len(ignored) > 50 and len(agreed) > 20
    assert all(row["time"] <= agreed.get(int(row["account"]), math.inf) for row in ignored)


def test_both_engines_write_the_same_journal_where_reps_find_leads_of_their_own() -> None:
    weeks = {"run.weeks_warm_up": 0.0, "run.weeks": 8.0, "run.weeks_follow_up": 60.0, "run.arrivals_continue": False}
    few = {"programme.team.n_reps": 3, "programme.staff.share_leaving": 0.9, "market.outbound_reception.p_answered": 0.6}
    scenario = bm.load(OWN_LEADS, changes=weeks | few)
    compiled, reference = (bm.simulate(scenario, engine=engine).journal for engine in ("compiled", "reference"))
    assert first_difference(compiled, reference) is None
    assert len(rows(compiled, Kind.OUTBOUND)) > 20


def test_time_for_leads_of_ones_own_is_saved_up_for_a_week_or_one_call() -> None:
    assert time_kept(1.0, 2.0, 0.1, 40.0, 0.5) == pytest.approx(1.2)
    assert time_kept(1.0, 200.0, 0.1, 40.0, 0.5) == 4.0
    assert time_kept(1.0, 2000.0, 0.001, 40.0, 0.5) == 0.5


def test_a_story_tells_of_calls(run) -> None:
    calls = rows(run.journal, Kind.OUTBOUND)
    account = int(calls["account"][calls["reason"] == Reason.AGREED][0])
    assert "who has not asked and agrees to a meeting" in str(bm.story(run, account))
