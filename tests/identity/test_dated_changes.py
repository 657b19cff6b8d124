"""Dated changes: both engines agree, nothing happens before its date, and a change at the start is the changed scenario."""

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buyermaze.simulator.core.vocabulary import Kind
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.reading.shelves import available
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.journal.compare import first_difference
from buyermaze.simulator.model.parameters import pack
from buyermaze.simulator.runs.run import simulate
from tests.worlds import cohort, rows

SMALL = {**cohort(16), "market.group.n_people_mean": 3.0, "market.mind.days_longest": 80.0}
BUSY = {**cohort(150), "market.demand.n_accounts_per_week": 15.0, "market.demand.share_not_serious": 0.2}
SEGMENTS = {
    "market.segments": [{"name": "small", "weight": 2.0, "people": 0.6}, {"name": "large"}],
    "programme.coverage": [{"name": "small"}, {"name": "large"}],
}
BASES = {found.name: load(found.name).with_changes(SMALL | SEGMENTS) for found in available()}
LARGE = {name: load(name).with_changes(BUSY) for name in ("baton_pass", "merged", "sales_only")}
DATE = 8.5  # weeks after the start
CHANGES: dict[str, st.SearchStrategy[Any]] = {
    "programme.team.n_reps": st.sampled_from([1, 2, 7, 64]),
    "programme.team.n_qualifiers": st.integers(0, 4),
    "programme.gate.closed": st.booleans(),
    "programme.gate.score": st.floats(1.0, 60.0),
    "programme.nurture.days_between": st.sampled_from([0.0, 2.0, 10.0]),
    "programme.selling.skill": st.floats(0.5, 1.6),
    "programme.selling.warm_first": st.booleans(),
    "programme.memory.share_recorded": st.floats(0.0, 1.0),
    "programme.marketing.ads": st.floats(0.0, 3.0),
    "programme.governance.form": st.sampled_from(["none", "committee", "executive"]),
    "programme.pricing.level": st.floats(-0.5, 1.0),
    "programme.staff.share_leaving": st.sampled_from([0.0, 1.0]),
    "programme.staff.weeks_to_hire": st.sampled_from([0.0, 1.5]),
    "programme.staff.weeks_ramp": st.sampled_from([0.0, 6.0]),
    "programme.quarter.weeks_pressure": st.sampled_from([0.0, 4.0]),
    "programme.coverage.small.by": st.sampled_from(["reps", "partners", "self_service"]),
    "programme.coverage.large.by": st.sampled_from(["partners", "self_service"]),
    "programme.partners.hours_wait": st.sampled_from([0.0, 400.0]),
    "programme.partners.commission": st.sampled_from([0.0, 0.8]),
    "market.seasons.february": st.floats(0.1, 4.0),
    "market.demand.load": st.floats(0.2, 4.0),
    "market.living.days_period": st.floats(5.0, 100.0),
}


@st.composite
def plans(draw: st.DrawFn) -> Scenario:
    """Draw a scenario with a timeline of up to four changes, some of them at one instant and some little by little."""
    base = BASES[draw(st.sampled_from(sorted(BASES)))]
    entries = []
    for _ in range(draw(st.integers(1, 4))):
        paths = draw(st.lists(st.sampled_from(sorted(CHANGES)), min_size=1, max_size=5, unique=True))
        ramp = (
            0.0
            if any(path.endswith(("closed", "first", "form", ".by")) for path in paths)
            else draw(st.sampled_from([0.0, 2.5]))
        )
        week = draw(st.floats(0.0, 12.0))
        entries.append({"week": week, "weeks_ramp": ramp, "changes": {path: draw(CHANGES[path]) for path in paths}})
    try:
        return base.with_changes({"timeline": entries, "run.seed": draw(st.integers(0, 2**53))})
    except ValueError as problem:
        assert "changes nothing" in str(problem) or "changed twice" in str(problem)
        return base


@settings(
    max_examples=14, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)  # fmt: skip
@given(plans())
def test_both_engines_write_the_same_journal_under_dated_changes(scenario: Scenario) -> None:
    compiled, reference = (simulate(scenario, engine=engine).journal for engine in ("compiled", "reference"))
    assert first_difference(compiled, reference) is None, scenario.timeline


def journal_with(name: str, **entry: Any) -> np.ndarray:
    """Return the journal of an organisation with one dated change."""
    return simulate(LARGE[name].with_changes({"timeline": [entry]})).journal


@pytest.fixture(scope="module")
def merging() -> dict[str, Any]:
    """Return every single parameter in which the merged team differs from the baton pass."""
    ours, theirs = (
        {lever.path: lever.value for lever in LARGE[name].levers() if not lever.path.startswith("programme.library")}
        for name in ("baton_pass", "merged")
    )
    return {path: value for path, value in theirs.items() if ours[path] != value}


def test_a_change_at_the_start_is_the_changed_scenario(merging: dict[str, Any]) -> None:
    planned = journal_with("baton_pass", week=0, changes=merging)
    changed = simulate(LARGE["baton_pass"].with_changes(merging)).journal
    assert first_difference(planned, changed) is None


def test_nothing_is_different_before_the_date(merging: dict[str, Any]) -> None:
    planned = journal_with("baton_pass", week=DATE, changes=merging)
    alone = simulate(LARGE["baton_pass"]).journal
    before = [journal[journal["time"] < DATE * 40.0] for journal in (planned, alone)]
    assert len(before[0]) > 100
    assert first_difference(*before) is None
    assert first_difference(planned, alone) is not None
    assert rows(planned, Kind.CHANGED)["time"].tolist() == [DATE * 40.0]


def test_more_inquiries_from_a_date_on_leave_earlier_ones_where_they_were() -> None:
    planned = rows(journal_with("merged", week=DATE, changes={"market.demand.load": 3.0}), Kind.ARRIVED)
    alone = rows(simulate(LARGE["merged"]).journal, Kind.ARRIVED)
    early = alone["time"] < DATE * 40.0
    assert np.array_equal(planned["time"][: early.sum()], alone["time"][early])
    later = planned["time"][early.sum() : len(alone)] - DATE * 40.0
    assert later == pytest.approx((alone["time"][early.sum() :][: len(later)] - DATE * 40.0) / 3.0)


def test_without_a_timeline_there_is_one_record_and_no_row_of_change() -> None:
    assert len(pack(LARGE["merged"])) == 1
    assert not len(rows(simulate(LARGE["merged"]).journal, Kind.CHANGED))


def test_a_timeline_leaves_the_parameters_it_was_packed_from_alone() -> None:
    scenario = LARGE["merged"].with_changes({"timeline": [{"week": 1, "changes": {"programme.team.n_reps": 2}}]})
    first, second = (simulate(scenario).journal for _ in range(2))
    assert first_difference(first, second) is None
    assert pack(scenario).team_n_reps.tolist() == [LARGE["merged"].programme.team.n_reps, 2.0]


def test_reps_who_left_finish_what_they_are_at_and_take_nothing_new() -> None:
    journal = journal_with("merged", week=DATE, changes={"programme.team.n_reps": 1})
    late = journal[
        (journal["time"] > DATE * 40.0) & np.isin(journal["kind"], (Kind.SERVED, Kind.LEAD_WORK, Kind.RECOVERY))
    ]
    assert len(late) > 5
    assert set(late["rep"]) == {0}


def test_reps_who_come_are_at_work_from_their_date_on() -> None:
    journal = journal_with("sales_only", week=DATE, add={"programme.team.n_reps": 3})
    n = LARGE["sales_only"].programme.team.n_reps
    work = journal[np.isin(journal["kind"], (Kind.SERVED, Kind.LEAD_WORK))]
    assert work["rep"][work["time"] < DATE * 40.0].max() < n
    assert work["rep"][work["time"] >= DATE * 40.0].max() >= n


def test_when_the_gate_goes_those_before_it_are_let_in() -> None:
    shut = LARGE["baton_pass"].with_changes({"programme.team.n_qualifiers": 0, "programme.gate.hours_queue": 400.0})
    opened = simulate(
        shut.with_changes({"timeline": [{"week": DATE, "changes": {"programme.gate.closed": False}}]})
    ).journal
    let_in = rows(opened, Kind.OPENED)
    arrived = rows(opened, Kind.ARRIVED)
    assert len(let_in) > 5
    assert set(let_in["time"]) == {DATE * 40.0}
    assert (arrived["time"][let_in["account"]] <= DATE * 40.0).all()
    served = rows(opened, Kind.SERVED)
    assert len(served) and served["time"].min() >= DATE * 40.0
    assert not len(rows(simulate(shut).journal, Kind.SERVED))
