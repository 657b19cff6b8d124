"""Closing the loop: alerts are held against how customers truly feel, and numbers of reps against each other."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import buyermaze.simulator.analysis.customers.call_backs as closing
from buyermaze.simulator.analysis.customers.call_backs import SILENT, Alarms, CallBacks, Doubt, alarms, call_backs
from buyermaze.simulator.comparison.paired_statistics import Difference
from buyermaze.simulator.core.vocabulary import Kind
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.runs.paired_runs import simulated
from buyermaze.simulator.runs.replications import runs_of
from buyermaze.simulator.runs.run import simulate
from tests.worlds import cohort


def company(**voice: float):
    changes = {f"programme.voice.{name}": value for name, value in voice.items()}
    return load("baton_pass").with_changes(cohort(120) | changes)


def test_who_notices_everybody_unhappy_misses_nobody_and_is_never_wrong() -> None:
    found = alarms(simulate(company(p_noticed=1.0)))
    assert found.n == found.n_right == found.n_noticed == found.n_unhappy > 0
    assert found.precision == found.found == 1.0


def test_the_more_content_customers_are_taken_for_unhappy_the_fewer_alerts_are_right() -> None:
    right = [alarms(simulate(company(p_noticed=0.5, p_false_alarm=chance))).precision for chance in (0.0, 0.1, 0.5)]
    assert right[0] == 1.0 > right[1] > right[2] > 0.0


def test_alerts_are_right_more_often_where_more_customers_are_unhappy() -> None:
    listens = company(p_noticed=0.5, p_false_alarm=0.2)
    good, bad = (alarms(simulate(listens.with_changes({"market.offer.use_gap": gap}))) for gap in (0.5, -1.5))
    assert good.n_unhappy < bad.n_unhappy and good.precision < bad.precision


def test_a_call_back_on_a_content_customer_takes_time_and_puts_nothing_right() -> None:
    run = simulate(company(p_noticed=0.0, p_false_alarm=1.0))
    rows = run.counted_rows()
    calls, alerts = (rows[rows["kind"] == kind] for kind in (Kind.RECOVERY, Kind.ALERT))
    assert len(calls) > 0 and (calls["hours"] > 0.0).all() and (calls["value"] == 0.0).all()
    assert (alerts["detail"] == 1.0).all()


def test_how_wrong_alerts_may_be_is_tried_and_told_as_an_assumption_where_none_is() -> None:
    found = call_backs(company(p_noticed=1.0), 2)
    rights = [each.right.mean for each in found.doubts]
    assert [each.chance for each in found.doubts] == [0.0, 0.02, 0.1, 0.3] and rights == sorted(rights, reverse=True)
    told = " ".join(found.sentences())
    assert "that is an assumption, under which every alert is right" in told and "100 %" not in told.split("Calling back")[1]
    assert "As it is, with 10 of 100" in " ".join(call_backs(company(p_noticed=1.0, p_false_alarm=0.1), 2).sentences())


def test_nothing_is_lived_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    lived: list[str] = []

    def followed(scenario: Scenario, *given: Any) -> Any:
        lived.append(scenario.fingerprint)
        return runs_of(scenario, *given)

    def summed(scenarios: Sequence[Scenario], n: int) -> np.ndarray:
        lived.extend(each.fingerprint for each in scenarios)
        return simulated()(scenarios, n)

    monkeypatch.setattr(closing, "runs_of", followed)
    listens = company(p_noticed=1.0)
    found = call_backs(listens, 1, runs=summed)
    assert len(lived) == len(set(lived)) == 4 + 4 + 5, "chances of a false alarm, other numbers of reps, and nobody who calls"
    assert found.sentences() == call_backs(listens, 1).sentences()


def test_call_backs_that_cost_are_not_said_to_add() -> None:
    costs, adds, hidden = (
        Difference(mean, 1e4, low, high, 8, 0, np.nan, 0.01)
        for mean, low, high in ((-9e4, -1.2e5, -6e4), (9e4, 6e4, 1.2e5), (-9e4, -2e5, 2e4))
    )
    found = call_backs(company(p_noticed=1.0), 1)
    doubts = [Doubt(chance, found.doubts[1].right, each) for chance, each in ((0.02, adds), (0.1, costs), (0.3, hidden))]
    adding, costing, unknown = (line for line in replace(found, doubts=tuple(doubts)).sentences() if line.startswith("With "))
    assert "adds to lifetime profit: +USD 90,000" in adding
    assert "takes from lifetime profit: -USD 90,000" in costing and "add" not in costing
    assert "cannot be told to add to or take from lifetime profit" in unknown


def test_who_notices_half_raises_an_alert_for_some_of_the_unhappy_alone() -> None:
    found = alarms(simulate(company(p_noticed=0.5)))
    assert 0 < found.n_noticed < found.n_unhappy


def test_alerts_are_those_of_the_journal_and_as_many_wait_as_were_not_called_back_on() -> None:
    run = simulate(company(p_noticed=1.0, hours_recovery=100.0))
    rows, found = run.counted_rows(), alarms(run)
    customers = set(run.journeys().query("customer")["account"])
    assert found.n == sum(account in customers for account in rows["account"][rows["kind"] == Kind.ALERT].tolist())
    assert found.most_waiting >= found.n - int((rows["kind"] == Kind.RECOVERY).sum())


def test_numbers_of_reps_live_the_same_luck_and_today_differs_from_itself_by_nothing() -> None:
    found = call_backs(company(p_noticed=1.0), 2)
    today = found.scenario.programme.team.n_reps
    (same,) = (each for each in found.staffings if each.n_reps == today)
    assert same.against_today.mean == 0.0
    assert [each.n_reps for each in found.staffings] == sorted({max(1, today + step) for step in (-2, -1, 0, 1, 2)})
    assert np.allclose(found.table()["earned"], [each.against_today.mean for each in found.staffings])
    assert any("called back on" in line for line in found.sentences()) and len(found.words_table()) == len(found.staffings)


def test_where_nobody_is_noticed_there_is_nothing_to_try() -> None:
    found = call_backs(company(p_noticed=0.0, p_survey=0.0), 1)
    assert found.sentences() == [SILENT] and not len(found.table())


def test_where_nobody_was_unhappy_nothing_is_said_of_alerts() -> None:
    found = CallBacks(company(), (Alarms(0, 0, 0, 0, 0),), call_backs(company(p_noticed=1.0), 1).staffings)
    assert found.sentences() == ["No alert was raised in these runs, so there is nobody to call back."]


@pytest.mark.parametrize("name", ["answered", "hours_open"])
def test_more_reps_answer_no_fewer_alerts(name: str) -> None:
    found = call_backs(company(p_noticed=1.0), 1)
    first, last = (getattr(found.staffings[k], name).mean for k in (0, -1))
    assert first <= last if name == "answered" else first >= last
