"""A timeline is checked like everything else: one sentence says what is wrong, and what is in force when is plain."""

import pickle
from datetime import date
from typing import Any

import numpy as np
import pytest

from buyermaze.simulator.analysis.why import mixed
from buyermaze.simulator.core.calendar import HOURS_PER_WEEK
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.inputs.dates.epochs import day_of, hours_at, mean_over, ramp_share
from buyermaze.simulator.inputs.dates.stretches import stretches_of
from buyermaze.simulator.inputs.reading.links import from_link, to_link
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.reading.uploads import from_upload, to_yaml
from buyermaze.simulator.inputs.sheets.levers import lever_words
from buyermaze.simulator.inputs.sheets.scenario import Scenario, differences, planned
from buyermaze.simulator.model.parameters import pack
from buyermaze.simulator.outcomes.books.costs import yearly_spend

BASE = Scenario()
REPS = "programme.team.n_reps"


def with_plan(*entries: dict[str, Any]) -> Scenario:
    """Return the default scenario with a timeline."""
    return BASE.with_changes({"timeline": list(entries)})


BAD = {
    "needs a date or a week, and not both": {"changes": {REPS: 7}},
    "needs a date or a week": {"week": 2, "date": "2026-07-01", "changes": {REPS: 7}},
    "must change something": {"week": 2},
    "did you mean 'n_reps'": {"week": 2, "changes": {"programme.team.n_rep": 7}},
    "out of bounds; allowed is 1 to 64 people": {"week": 2, "changes": {REPS: 65}},
    "changes nothing: programme.team.n_reps is 6": {"week": 2, "changes": {REPS: 6}},
    "1999-07-01 is outside the run": {"date": "1999-07-01", "changes": {REPS: 7}},
    "is outside the run": {"week": -200, "changes": {REPS: 7}},
    "run.seed cannot change within a run": {"week": 2, "changes": {"run.seed": 7}},
    "shocks have weeks of their own": {"week": 2, "changes": {"market.shocks": []}},
    "settled when it arrives": {"week": 2, "changes": {"market.group.seats.0": "technical"}},
    "rows may not come or go": {"week": 2, "changes": {"market.personas": []}},
    "is a group of parameters": {"week": 2, "changes": {"programme.team": 3}},
    "cannot move little by little": {"week": 2, "weeks_ramp": 4, "changes": {"programme.gate.closed": True}},
    "expected a whole number": {"week": 2, "changes": {REPS: "many"}},
    "found 6.5": {"week": 2, "add": {REPS: 0.5}},
    "nothing can be added": {"week": 2, "add": {"programme.gate.closed": 1}},
    "both set and added to": {"week": 2, "add": {REPS: 1}, "changes": {REPS: 3}},
    "expected a date such as": {"date": "soon", "changes": {REPS: 7}},
    "did you mean 'changes'": {"week": 2, "chnges": {REPS: 7}},
}


@pytest.mark.parametrize(("sentence", "entry"), BAD.items(), ids=list(BAD))
def test_what_is_wrong_with_an_entry_is_said_with_its_place(sentence: str, entry: dict[str, Any]) -> None:
    with pytest.raises(InputProblem) as problem:
        with_plan({"name": "first", "week": 1, "changes": {"programme.marketing.ads": 0.5}}, {"name": "second"} | entry)
    assert sentence in str(problem.value)
    assert "timeline.1" in str(problem.value) or "timeline.second" in str(problem.value)
    assert "\n" not in str(problem.value)


def test_one_parameter_is_not_changed_twice_at_one_time() -> None:
    with pytest.raises(InputProblem, match="changed twice at the same time"):
        with_plan({"week": 2, "changes": {REPS: 7}}, {"week": 2, "changes": {REPS: 8}})


def test_a_file_tells_the_line_of_a_wrong_entry(tmp_path: Any) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text(
        "schema_version: 1\nextends: merged\ntimeline:\n  - name: hire\n    week: 3\n    changes: {programme.team.n_reps: 99}\n"
    )
    with pytest.raises(InputProblem, match=r"plan.yaml.*line 4.*timeline\.hire.*out of bounds"):
        load(str(file))


def test_entries_act_in_order_of_their_dates_whatever_the_order_of_the_list() -> None:
    late, early = {"week": 8, "add": {REPS: 2}}, {"week": 2, "changes": {REPS: 3}}
    for plan in ([late, early], [early, late]):
        assert [epoch.scenario.programme.team.n_reps for epoch in with_plan(*plan).epochs] == [6, 3, 5]


def test_groups_within_groups_and_dotted_paths_say_the_same() -> None:
    dotted, nested = {REPS: 7}, {"programme": {"team": {"n_reps": 7}}}
    first, second = (with_plan({"week": 2, "changes": changes}).epochs[1].scenario for changes in (dotted, nested))
    assert first == second


@pytest.mark.parametrize("shape", ["linear", "s"])
@pytest.mark.parametrize("weeks", [1.0, 7.0, 10.5])
def test_a_ramp_covers_the_area_of_its_curve(shape: str, weeks: float) -> None:
    entry = {"week": 10, "weeks_ramp": weeks, "ramp": shape, "changes": {"programme.marketing.ads": 3.0}}
    plan = with_plan(entry)
    since = plan.epochs[1].hours
    mean = mean_over(plan, since, since + weeks * 40.0, lambda now: now.programme.marketing.ads)
    assert mean == pytest.approx((1.0 + 3.0) / 2.0)  # both curves are as much above their middle as below it
    values = [epoch.scenario.programme.marketing.ads for epoch in plan.epochs]
    assert values == sorted(values) and values[0] == 1.0 and values[-1] == 3.0


def test_an_s_shaped_ramp_is_slow_at_both_ends() -> None:
    assert [ramp_share(part, "s") for part in (0.0, 0.5, 1.0)] == [0.0, 0.5, 1.0]
    assert ramp_share(0.1, "s") < 0.1 and ramp_share(0.9, "s") > 0.9


def test_a_later_entry_takes_over_from_what_a_ramp_has_reached() -> None:
    ads = "programme.marketing.ads"
    plan = with_plan(
        {"week": 0, "weeks_ramp": 10, "changes": {ads: 3.0}},
        {"week": 5, "weeks_ramp": 4, "changes": {ads: 1.0, "programme.marketing.events": 2.0}},
    )
    marketing = [epoch.scenario.programme.marketing for epoch in plan.epochs]
    assert max(each.ads for each in marketing) == pytest.approx(1.0 + 2.0 * 0.45)
    assert marketing[-1].ads == 1.0 and marketing[-1].events == 2.0


def test_whole_numbers_stay_whole_on_a_ramp() -> None:
    plan = with_plan({"week": 0, "weeks_ramp": 6, "changes": {REPS: 9}})
    assert {epoch.scenario.programme.team.n_reps for epoch in plan.epochs} == {6, 7, 8, 9}


def test_money_follows_the_calendar() -> None:
    plan = with_plan({"week": 13, "changes": {REPS: 10}})
    since = plan.epochs[1].hours - 13 * 40.0
    spent = mean_over(plan, since, since + 52 * 40.0, lambda now: yearly_spend(now.programme))
    before, after = (yearly_spend(epoch.scenario.programme) for epoch in plan.epochs)
    assert spent == pytest.approx((13 * before + 39 * after) / 52)


def test_days_and_working_hours_lead_to_each_other() -> None:
    for day in (date(2026, 1, 5), date(2026, 7, 1), date(2027, 12, 31)):
        assert day_of(BASE, hours_at(BASE, day)) == day
    assert hours_at(BASE, BASE.run.start) == BASE.run.weeks_warm_up * 40.0


def test_a_plan_survives_a_file_a_link_and_names_what_it_changes() -> None:
    plan = with_plan({"name": "hire", "title": "two more", "date": "2026-10-01", "add": {REPS: 2}})
    for again in (from_upload("plan.yaml", to_yaml(plan).encode()), from_link(to_link(plan))):
        assert again.fingerprint == plan.fingerprint
        assert again.timeline == plan.timeline
    assert differences(BASE, plan) == [("timeline", None, "2026-10-01 two more")]
    assert [lever_words(path) for path in ("timeline", "run.n_accounts", REPS)] == ["Timeline", "Run: accounts", "Team: reps"]
    spreads = [lever_words(path) for path in ("programme.selling.skill_sd", "market.pilot_reception.sd")]
    assert spreads == ["Selling: spread of skill", "Pilot reception: spread"]
    assert planned(plan) == "2026-10-01 two more"


def test_dates_and_sizes_of_changes_are_factors_like_any_other() -> None:
    plan = with_plan({"name": "hire", "week": 4, "add": {REPS: 2}})
    moved = plan.with_changes({"timeline.hire.week": 9, f"timeline.hire.add.{REPS}": 3})
    assert moved.epochs[1].hours - plan.epochs[1].hours == 5 * 40.0
    assert moved.epochs[1].scenario.programme.team.n_reps == 9
    assert len({plan.fingerprint, moved.fingerprint, BASE.fingerprint}) == 3


def test_titles_do_not_change_results_and_days_of_the_calendar_do() -> None:
    first, second = (with_plan({"title": title, "week": 4, "add": {REPS: 2}}) for title in ("one", "two"))
    assert first.fingerprint == second.fingerprint
    dated = with_plan({"date": "2026-02-02", "add": {REPS: 2}})
    assert dated.fingerprint == first.fingerprint
    assert dated.with_changes({"run.start": "2026-01-12"}).fingerprint != dated.fingerprint
    assert np.isclose(hours_at(BASE, date(2026, 2, 2)) - hours_at(BASE, BASE.run.start), 4 * 40.0)


def test_ramps_of_more_steps_than_anybody_waits_for_are_refused_at_once() -> None:
    numbers = [lever for lever in BASE.levers() if lever.kind == "number"]
    moved = {lever.path: (lever.low + lever.high) / 2 for lever in numbers if lever.path.startswith("programme.marketing")}
    far = {"run.weeks": 3000}
    long = [{"week": 10 * k, "weeks_ramp": 520, "changes": {path: value}} for k, (path, value) in enumerate(moved.items())]
    with pytest.raises(InputProblem, match="weekly steps so far, at most 2,000 are made"):
        BASE.with_changes(far | {"timeline": long})
    assert len(BASE.with_changes(far | {"timeline": long[:3]}).epochs) > 500
    whole = {lever.path: lever.high for lever in numbers if lever.path.startswith("market.personas")}
    with pytest.raises(InputProblem, match="weekly moves of single parameters so far, at most 20,000 are made"):
        BASE.with_changes(far | {"timeline": [{"week": 1, "weeks_ramp": 520, "changes": whole}]})


def test_a_run_of_more_months_than_the_memory_holds_is_refused_in_a_sentence() -> None:
    for weeks in (60_000, 450_000, 1_000_000):  # some end beyond the last year that dates have
        with pytest.raises(InputProblem, match="divide a run into about") as told:
            pack(BASE.with_changes({"run.weeks": weeks, "market.seasons.june": 2}))
        assert len(str(told.value)) <= 400
    assert len(pack(BASE.with_changes({"run.weeks": 1_000_000}))) == 1


def test_a_quarter_presses_by_what_is_in_force_at_its_end_and_by_nothing_else() -> None:
    path = "programme.quarter.weeks_pressure"
    ramp = with_plan({"week": 5, "weeks_ramp": 100, "changes": {path: 12.0}}).with_changes({path: 1.0})
    one = BASE.with_changes({path: 1.0})
    end = 900 * HOURS_PER_WEEK
    stretches = stretches_of(ramp, end)
    assert len(stretches) < len(stretches_of(one, end)) + len(ramp.epochs) + 10
    assert any(each.pressed for each in stretches) and not all(each.pressed for each in stretches)


def idle() -> Scenario:
    """Return a plan of hiring a seventh rep, of a company that has seven already since somebody moved the lever."""
    return with_plan({"week": 2, "changes": {REPS: 7}}).with_changes({REPS: 7})


def test_a_lever_may_be_moved_to_what_a_dated_change_sets_later() -> None:
    moved = idle()
    assert [epoch.scenario.programme.team.n_reps for epoch in moved.epochs] == [7, 7]
    assert [epoch.scenario.programme.team.n_reps for epoch in moved.with_changes({REPS: 8}).epochs] == [8, 7]
    size = f"timeline.0.changes.{REPS}"
    assert [epoch.scenario.programme.team.n_reps for epoch in moved.with_changes({REPS: 6, size: 6}).epochs] == [6, 6]
    assert len(moved.model_copy().epochs) == 2  # whoever makes them again, as a process apart does
    assert len(pickle.loads(pickle.dumps(moved)).epochs) == 2


def test_what_is_written_down_and_changes_nothing_is_refused_beside_moved_levers_too() -> None:
    moved = idle()
    with pytest.raises(InputProblem, match=r"changes nothing: programme\.team\.n_reps is 7"):
        moved.with_changes({"timeline": [{"week": 2, "changes": {REPS: 7}}]})
    with pytest.raises(InputProblem, match="changes nothing"):
        Scenario(**moved.model_dump())
    with pytest.raises(InputProblem, match="out of bounds"):
        moved.with_changes({REPS: 65})


def test_parts_of_a_difference_between_plans_are_taken_over_though_a_dated_change_changes_nothing_then() -> None:
    first, second = with_plan({"week": 2, "changes": {REPS: 7}}), BASE.with_changes({REPS: 7})
    (number, plan) = differences(first, second)
    assert len(mixed(first, second, [number]).epochs) == 2 and len(mixed(first, second, [plan]).epochs) == 1


def test_what_was_moved_onto_a_dated_change_comes_back_from_its_own_file_and_link() -> None:
    moved = idle()
    for again in (from_upload("moved.yaml", to_yaml(moved).encode()), from_link(to_link(moved))):
        assert again.fingerprint == moved.fingerprint and not differences(again, moved)
        assert [epoch.scenario.programme.team.n_reps for epoch in again.with_changes({REPS: 6}).epochs] == [6, 7]
    assert "may_change_nothing" not in to_yaml(with_plan({"week": 2, "changes": {REPS: 7}}))
