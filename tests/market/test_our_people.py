"""Reps who write down or not and who leave, segments taken for others, guesses of the next question, and a forced process."""

import numpy as np
import pytest
from pairs import falls, paired, plain, rises
from worlds import rows

import buyermaze as bm
from buyermaze.simulator.core.vocabulary import Channel, Kind, Reason
from buyermaze.simulator.journal.compare import first_difference
from buyermaze.simulator.model.rules.sales.anticipation import p_guessed
from buyermaze.simulator.model.rules.sales.logging import habit
from buyermaze.simulator.model.rules.sales.process import p_refuses
from buyermaze.simulator.model.rules.sales.staffing import only_theirs
from tests.worlds import cohort, history

PROGRAMMES = "docs/examples/programmes/"
EVERYTHING = {
    "programme.logging.p_logged": 0.6,
    "programme.logging.spread": 0.3,
    "programme.staff.share_leaving": 0.9,
    "programme.succession.share_handed_on": 0.5,
    "programme.anticipation.p_prepared": 0.6,
    "programme.process.rigidity": 0.5,
    "market.tie.to_rep": 3.0,
}
LEAVING = {"programme.staff.share_leaving": 0.5, "market.tie.to_rep": 4.0}


@pytest.fixture(scope="module")
def run():
    return bm.simulate(bm.load(PROGRAMMES + "taken_for_another.yaml", changes=cohort(250) | EVERYTHING))


def test_both_engines_write_the_same_journal(run) -> None:
    weeks = {"run.weeks_warm_up": 0.0, "run.weeks": 8.0, "run.weeks_follow_up": 120.0, "run.arrivals_continue": False}
    scenario = run.scenario.with_changes(
        weeks | {"programme.succession.days_vacant": 50.0, "programme.care.share_caring": 0.2}
    )
    compiled, reference = (bm.simulate(scenario, engine=engine).journal for engine in ("compiled", "reference"))
    assert first_difference(compiled, reference) is None
    for kind in (Kind.REASSIGNED, Kind.MISREAD, Kind.PREPARED, Kind.STEP):
        assert len(rows(compiled, kind)) > 0, kind.name


def test_what_is_not_written_down_is_seen_by_no_system(run) -> None:
    served = rows(run.journal, Kind.SERVED)
    assert 0.45 < served["seen"].mean() < 0.75
    talks = rows(run.journal, Kind.TOUCH)
    talks = talks[(talks["channel"] == Channel.REP) & (talks["rep"] >= 0)]
    assert 0.0 < talks["seen"].mean() < 1.0
    by_rep = [served["seen"][served["rep"] == r].mean() for r in np.unique(served["rep"])]
    assert np.ptp(by_rep) > 0.1  # habits differ


def test_reps_who_write_less_down_leave_less_on_file() -> None:
    found = paired(plain("baton_pass"), {"programme.logging.p_logged": 0.0}, n_runs=8)
    falls(found, "share_logged", "share_visible")
    rises(found, "share_unseen_with_sales", "share_out_of_context")


def test_customers_miss_a_rep_as_far_as_what_the_rep_knew_is_lost() -> None:
    base = plain("baton_pass", n_accounts=240).with_changes(LEAVING)
    falls(paired(base.with_changes({"market.tie.to_rep": 0.0}), {"market.tie.to_rep": 4.0}, n_runs=12), "p_renewal")
    found = paired(base, {"programme.succession.share_handed_on": 1.0}, n_runs=12)
    rises(found, "p_renewal", "p_renewal_new_rep", "cost_total")
    falls(found, "share_lost_with_rep")
    falls(paired(base, {"programme.memory.share_recorded": 1.0}, n_runs=12), "share_lost_with_rep")


def test_nobody_looks_after_a_customer_before_there_is_a_successor() -> None:
    base = plain("baton_pass", n_accounts=240).with_changes(
        LEAVING | {"programme.care.share_caring": 0.3, "market.living.neglect": 1.0}
    )
    found = paired(base, {"programme.succession.days_vacant": 400.0}, n_runs=12)
    rises(found, "share_neglected")
    falls(found, "p_renewal")


def test_accounts_are_taken_for_another_segment_as_often_as_was_said_and_sold_to_by_who_sells_there(run) -> None:
    first = rows(run.journal, Kind.MISREAD)
    first = first[first["reason"] == Reason.NONE]
    p, n = run.scenario.programme.segmentation.p_misread, len(rows(run.journal, Kind.ARRIVED))
    assert abs(len(first) - p * n) < 4.0 * np.sqrt(n * p * (1.0 - p))
    assert (first["value"] != first["detail"]).all()
    small = set(first["account"][first["detail"] == 0.0].tolist())  # large ones, left to partners
    assert not small & set(rows(run.journal, Kind.SERVED)["account"].tolist())
    assert np.isnan(bm.simulate(plain("merged", n_accounts=20)).outcomes["p_win_misread"])


def test_mistakes_about_segments_cost_commissions_and_reps_time() -> None:
    right = bm.load(
        PROGRAMMES + "taken_for_another.yaml", changes=cohort(240) | {"programme.segmentation.p_misread": 0.0}
    )
    found = paired(right, {"programme.segmentation.p_misread": 0.5}, n_runs=12)
    rises(found, "share_misread", "share_selling_misread", "cost_total", "share_out_of_context")
    blind = right.with_changes({"programme.segmentation.p_misread": 0.5, "programme.segmentation.p_put_right": 0.0})
    falls(paired(blind, {"programme.segmentation.p_put_right": 1.0}, n_runs=12), "share_selling_misread")


def test_right_guesses_answer_better_and_wrong_ones_cost_time() -> None:
    always = plain("merged").with_changes(
        {"programme.anticipation.p_prepared": 1.0, "programme.anticipation.p_hit": 0.0}
    )
    found = paired(always, {"programme.anticipation.p_hit": 1.0}, n_runs=8)
    rises(found, "share_guesses_hit", "need_per_hour", "share_answered_by_people")
    falls(found, "hours_guessed_wrong", "share_rep_time_used")


def test_guesses_hit_where_buyers_are_known() -> None:
    guessing = plain("baton_pass").with_changes({"programme.anticipation.p_prepared": 1.0})
    rises(paired(guessing, {"programme.memory.share_recorded": 1.0}, n_runs=8), "share_guesses_hit")
    assert p_guessed(0.8, 1.0) == 0.8
    assert p_guessed(0.8, 0.0) == pytest.approx(0.2)


def test_content_guesses_right_where_readers_are_known_and_answers_more_for_money() -> None:
    base = plain("merged")
    falls(paired(base, {"programme.anticipation.p_offered": 1.0}, n_runs=8), "share_answered_by_independent")
    rises(paired(base, {"programme.anticipation.p_offered": 1.0}, n_runs=8), "share_answered_by_self_service", "cost_total")
    guessing = base.with_changes({"programme.anticipation.p_offered": 1.0, "programme.anticipation.p_hit": 0.2})
    found = paired(guessing, {"programme.anticipation.p_hit": 1.0}, n_runs=8)
    rises(found, "share_put_before_hit", "share_answered_by_self_service", "need_per_hour")
    assert found.change("cost_total") == 0.0
    unknown = {"programme.memory.share_tracked": 0.0, "programme.memory.share_recorded": 0.0}
    falls(paired(guessing.with_changes({"programme.anticipation.p_hit": 1.0}), unknown, n_runs=8), "share_put_before_hit")


def test_a_wrong_guess_costs_readers_a_glance_and_a_right_one_nothing() -> None:
    changes = cohort(60) | {"programme.anticipation.p_offered": 1.0}
    world = history(bm.load("merged", changes=changes))
    guesses = rows(world.journal, Kind.PREPARED)
    visits = rows(world.journal, Kind.TOUCH)
    assert len(guesses) == (visits["channel"] == Channel.CONTENT).sum()
    assert (guesses["rep"] == -1).all()
    wrong = guesses["reason"] == Reason.UNFORESEEN
    glance = bm.load("merged").market.mind.hours_glance
    assert 0.2 < wrong.mean() < 0.9
    assert (guesses["value"] == np.where(wrong, glance, 0.0)).all()
    spent = sum(rows(world.journal, kind)["hours"].sum() for kind in (Kind.TOUCH, Kind.MEETING, Kind.GAVE_UP, Kind.MAILED))
    assert spent == pytest.approx(world.people["hours_spent"].sum(), rel=1e-12)


def test_a_step_refused_answers_nothing_and_costs_trust(run) -> None:
    steps = rows(run.journal, Kind.STEP)
    refused = steps[steps["reason"] == Reason.REFUSED]
    assert len(refused) > 10
    assert (refused["value"] > 0.0).all()  # nobody refuses what they know nothing of
    assert (steps["job"] < steps["detail"]).all()
    talks = rows(run.journal, Kind.TOUCH)
    assert not talks["value"][talks["reason"] == Reason.REFUSED].any()
    assert p_refuses(0.6, 0.5) == pytest.approx(0.3)


def test_every_step_is_gone_through_once_and_in_order(run) -> None:
    gone = rows(run.journal, Kind.STEP)
    gone = gone[gone["reason"] == Reason.GRANTED]
    for account in np.unique(gone["account"]):
        assert (np.diff(gone["job"][gone["account"] == account]) > 0).all()


def test_a_forced_process_saves_reps_time_and_answers_less() -> None:
    found = paired(plain("baton_pass"), {"programme.process.rigidity": 1.0}, n_runs=8)
    rises(found, "share_led_by_step", "share_answered_by_independent", "regret_from_effort")
    falls(found, "need_per_hour", "share_answered_by_people", "share_rep_time_used")
    rises(
        paired(
            plain("baton_pass").with_changes(
                {"programme.process.rigidity": 1.0, "market.step_reception.p_refused": 0.2}
            ),
            {"market.step_reception.p_refused": 1.0},
            n_runs=8,
        ),
        "share_steps_refused",
    )


def test_habits_stay_between_never_and_always_and_what_is_on_file_is_not_lost() -> None:
    assert habit(0.9, 0.5, 0.999) == 1.0
    assert habit(0.1, 0.5, 0.001) == 0.0
    assert habit(0.5, 0.2, 0.5) == pytest.approx(0.5)
    assert only_theirs(0.8, 0.3, 0.0) == pytest.approx(0.5)
    assert only_theirs(0.8, 0.3, 0.5) == pytest.approx(0.25)
    assert only_theirs(0.2, 0.9, 0.0) == 0.0


def test_stories_tell_of_all_of_it(run) -> None:
    told = ""
    for kind in (Kind.MISREAD, Kind.STEP, Kind.PREPARED, Kind.REASSIGNED):
        told += str(bm.story(run, int(rows(run.journal, kind)["account"][0])))
    for words in (
        "we take the account for",
        "insists on the next step",
        "has prepared for another question",
        "loses its rep",
    ):
        assert words in told.lower(), words
