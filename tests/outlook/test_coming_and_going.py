"""People with dates: hiring takes time, newcomers ramp, some leave; seasons, ends of quarters, quotas; money follows."""

import datetime
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

import buyermaze as bm
from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import Kind, Reason
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.journal.compare import first_difference
from buyermaze.simulator.model.parameters import pack
from buyermaze.simulator.model.rules.sales.staffing import p_leaves_in_week, ramp_share
from buyermaze.simulator.outcomes.books.periods import NAMES, period_edges, period_table
from buyermaze.simulator.outlook.futures import futures_table, lasting
from buyermaze.simulator.runs.run import Run, simulate
from tests.worlds import rows

SHORT = {"run.weeks_warm_up": 4.0, "run.weeks": 40.0, "run.weeks_follow_up": 0.0, "run.n_batches": 4}
BASE = load("sales_only").with_changes(SHORT | {"market.group.n_people_mean": 3.0})
# more asked of three reps than they can do, so that their time is what there is
FLOODED = BASE.with_changes({
    "programme.team.n_reps": 3, "market.demand.load": 20.0, "programme.selling.hours_per_meeting": 1.0,
    "programme.selling.hours_per_lead": 3.0, "market.demand.n_visits_not_serious": 20.0,
    "programme.coordination.share_time": 0.0, "programme.selling.share_time": 0.5, "programme.care.share_caring": 0.0,
})  # fmt: skip
LEAVING: dict[str, Any] = {
    "programme.staff.share_leaving": 0.9, "programme.staff.weeks_to_hire": 2.5, "programme.staff.weeks_ramp": 9.0,
    "programme.staff.cost_hire": 20_000.0, "programme.staff.cost_leaving": 5_000.0,
}  # fmt: skip
HOURS_FROM = 4 * 40.0  # of the window


def heads(scenario: Scenario) -> list[tuple[float, int]]:
    """Return weeks of the window and reps from then on, where they change."""
    found = [((epoch.hours - HOURS_FROM) / 40.0, epoch.scenario.programme.team.n_reps) for epoch in scenario.epochs]
    return [each for k, each in enumerate(found) if k == 0 or each[1] != found[k - 1][1]]


def hiring(*entries: dict[str, Any], weeks: float = 6.0) -> Scenario:
    """Return a company that takes some weeks to hire, with a plan."""
    named = [{"name": f"entry {k}", **entry} for k, entry in enumerate(entries)]
    return BASE.with_changes({"programme.staff.weeks_to_hire": weeks, "timeline": named})


def worked(run: Run, since: float, until: float, reps: tuple[int, ...]) -> float:
    """Return selling hours of some reps in meetings that began between two weeks of the window."""
    done = run.journal[np.isin(run.journal["kind"], (Kind.SERVED, Kind.LEAD_WORK)) & np.isin(run.journal["rep"], reps)]
    at = (done["time"] - HOURS_FROM) / 40.0
    return float(done["hours"][(at >= since) & (at < until)].sum())


N = BASE.programme.team.n_reps
TWO = {"programme.team.n_reps": 2}


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([{"week": 2, "add": TWO}], [(8, N + 2)]),
        ([{"week": 2, "add": TWO, "weeks_to_hire": 0}], [(2, N + 2)]),
        ([{"week": 2, "add": TWO, "weeks_to_hire": 10}], [(12, N + 2)]),
        ([{"week": 2, "changes": {"programme.team.n_reps": N + 3}}], [(8, N + 3)]),
        ([{"week": 2, "add": {"programme.team.n_reps": -1}}], [(2, N - 1)]),
        # whoever is being hired comes besides
        ([{"week": 2, "add": TWO}, {"week": 4, "add": {"programme.team.n_reps": -1}}], [(4, N - 1), (8, N + 1)]),
        ([{"week": 2, "add": TWO}, {"week": 4, "add": TWO}], [(8, N + 2), (10, N + 4)]),
        ([{"week": 2, "add": TWO}, {"week": 4, "add": TWO, "weeks_to_hire": 0}], [(4, N + 2), (8, N + 4)]),
        ([{"week": 2, "add": TWO}, {"week": 2, "add": TWO}], [(8, N + 4)]),
    ],
)  # fmt: skip
def test_new_people_begin_when_hiring_is_done(entries: list[dict[str, Any]], expected: list[tuple[float, int]]) -> None:
    assert heads(hiring(*entries))[1:] == expected


def test_a_wrong_time_to_hire_is_refused() -> None:
    with pytest.raises(InputProblem, match="weeks_to_hire 200 is out of bounds"):
        hiring({"week": 2, "add": TWO, "weeks_to_hire": 200})


def test_a_ramp_covers_the_area_of_its_curve() -> None:
    weeks = (np.arange(1200) + 0.5) / 100.0
    shares = [ramp_share(week, 12.0, 0.25, 0.5, 0.75) for week in weeks]
    assert np.mean(shares) == pytest.approx(0.5)
    assert ramp_share(12.0, 12.0, 0.25, 0.5, 0.75) == ramp_share(0.0, 0.0, 0.25, 0.5, 0.75) == 1.0


def test_the_share_of_a_year_is_what_fifty_weeks_come_to() -> None:
    assert 1.0 - (1.0 - p_leaves_in_week(0.3)) ** 50 == pytest.approx(0.3)


@pytest.fixture(scope="module")
def stepped() -> Run:
    """Return a flooded desk to which three reps come in week 14, who take 24 weeks to sell as much as the others."""
    entry = {"week": 14, "add": {"programme.team.n_reps": 3}}
    return simulate(FLOODED.with_changes({"programme.staff.weeks_ramp": 24.0, "timeline": [entry], "run.weeks": 42.0}))


def test_a_flooded_desk_does_what_its_capacity_allows(stepped: Run) -> None:
    full = 3 * 0.5 * 40.0  # selling hours of three reps in a week
    assert worked(stepped, 12, 38, (0, 1, 2)) == pytest.approx(26 * full, rel=0.02)
    for third, share in enumerate((0.25, 0.5, 0.75)):
        assert worked(stepped, 14 + 8 * third, 22 + 8 * third, (3, 4, 5)) == pytest.approx(8 * share * full, rel=0.1)
    assert worked(stepped, 14, 38, (3, 4, 5)) == pytest.approx(24 * 0.5 * full, rel=0.04)  # the area of the ramp
    assert worked(stepped, 38, 42, (3, 4, 5)) == pytest.approx(4 * full, rel=0.1)


@pytest.fixture(scope="module")
def restless() -> Run:
    """Return a run in which many leave, with a plan that hires and lets go."""
    plan = [
        {"name": "hire", "week": 3, "add": {"programme.team.n_reps": 3}},
        {"name": "less", "week": 20.5, "add": {"programme.team.n_reps": -4}, "cost": 12_000.0},
    ]
    return simulate(BASE.with_changes(LEAVING | {"timeline": plan}))


def test_people_are_conserved_week_by_week(restless: Run) -> None:
    """Seats less empty ones are those who were there, and came, and did not go."""
    staff = restless.journal[np.isin(restless.journal["kind"], (Kind.REP_STARTED, Kind.REP_LEFT))]
    assert (staff["reason"] == Reason.OWN_DECISION).sum() > 3
    change = np.where(staff["kind"] == Kind.REP_STARTED, 1.0, -staff["detail"])
    shown = restless.by("week")["n_reps"].to_numpy()
    for k, week in enumerate(shown):
        since, until = HOURS_FROM + 40.0 * k, HOURS_FROM + 40.0 * (k + 1)
        at = np.clip(staff["time"], since, until)
        there = BASE.programme.team.n_reps + (change * (until - at) / 40.0)[staff["time"] < until].sum()
        assert week == pytest.approx(there)


def test_money_is_conserved_week_by_week(restless: Run) -> None:
    """What a week costs is salaries of who is there, with what hiring, leaving and the plan cost once."""
    frame, journal = restless.by("week"), restless.journal
    programme = restless.scenario.programme
    others = simulate(BASE).by("week")["cost"] - programme.team.n_reps * programme.team.cost_rep / 50.0
    for k, week in enumerate(frame.itertuples()):
        since, until = HOURS_FROM + 40.0 * k, HOURS_FROM + 40.0 * (k + 1)
        now = journal[(journal["time"] >= since) & (journal["time"] < until)]
        once = (
            20_000.0 * (now["kind"] == Kind.REP_STARTED).sum()
            + 5_000.0 * now["detail"][now["kind"] == Kind.REP_LEFT].sum()
        )
        once += 12_000.0 if since <= HOURS_FROM + 20.5 * 40.0 < until else 0.0
        assert week.cost == pytest.approx(
            week.n_reps * programme.team.cost_rep / 50.0 + once + others.min(), abs=3_000.0
        )
    assert frame["cost"].sum() * 50 / 40 == pytest.approx(restless.outcomes["cost_total"], rel=0.01)


def test_the_same_people_leave_whatever_is_planned(restless: Run) -> None:
    alone = simulate(BASE.with_changes(LEAVING))
    left = [rows(run.journal, Kind.REP_LEFT) for run in (alone, restless)]
    early = [{(each["time"], each["rep"]) for each in found if each["time"] < HOURS_FROM + 3 * 40.0} for found in left]
    assert early[0] == early[1] and early[0]
    quiet = simulate(BASE.with_changes(LEAVING | {"programme.staff.share_leaving": 0.5}))
    first = {each["rep"]: each["time"] for each in reversed(rows(alone.journal, Kind.REP_LEFT))}
    for each in rows(quiet.journal, Kind.REP_LEFT)[:1]:  # who leaves at a lower rate leaves no later at a higher one
        assert first[each["rep"]] <= each["time"]


def test_whoever_leaves_works_no_more_and_the_seat_waits_for_its_next(restless: Run) -> None:
    served = rows(restless.journal, Kind.SERVED)
    left, came = (rows(restless.journal, kind) for kind in (Kind.REP_LEFT, Kind.REP_STARTED))
    own = left[left["reason"] == Reason.OWN_DECISION]
    for each in own:
        back = came[(came["rep"] == each["rep"]) & (came["time"] > each["time"])]["time"]
        until = back.min() if len(back) else np.inf
        mine = served[(served["rep"] == each["rep"]) & (served["time"] > each["time"]) & (served["time"] < until)]
        assert not len(mine)
        assert not len(back) or until - each["time"] in (120.0,) or until - each["time"] > 120.0


def test_futures_that_part_while_people_leave_are_separate_runs_to_the_bit() -> None:
    base = BASE.with_changes(
        LEAVING | {"run.weeks": 16.0, "market.seasons.march": 3.0, "programme.quarter.weeks_pressure": 2.0}
    )
    entries = [{"name": "hire", "week": 2, "add": TWO}, {"name": "hand", "week": 3, "share_handed_over": 0.5}]
    plan = base.with_changes({"timeline": entries})
    edges = period_edges(base, "week", HOURS_FROM + 16 * 40.0)
    calm = {"name": "calm", "week": 2.5, "changes": {"programme.staff.share_leaving": 0.0}}
    others = [lasting(each, edges[-1]) for each in (
        plan, base, base.with_changes({"timeline": entries[1:]}), base.with_changes({"timeline": [calm]}),
        base.with_changes({"programme.staff.share_leaving": 0.0}),
    )]  # fmt: skip
    table = futures_table(others, range(1), edges)
    for s, scenario in enumerate(others):
        alone = simulate(scenario).journal
        assert np.array_equal(
            table[s, 0], period_table(alone[alone["time"] <= edges[-1]], scenario, edges), equal_nan=True
        )


def test_a_calendar_that_is_flat_is_no_calendar() -> None:
    even = BASE.with_changes({f"market.seasons.{name}": 2.0 for name in type(BASE.market.seasons).model_fields})
    assert len(pack(even)) == len(pack(BASE)) == 1
    assert first_difference(simulate(even).journal, simulate(BASE).journal) is None


def test_the_day_a_run_starts_counts_where_months_do() -> None:
    later = {"run.start": "2026-06-01"}
    assert BASE.with_changes(later).fingerprint == BASE.fingerprint
    for lever in ("programme.quarter.weeks_pressure", "market.seasons.may"):
        seasonal = BASE.with_changes({lever: 2.0})
        assert seasonal.with_changes(later).fingerprint != seasonal.fingerprint != BASE.fingerprint


def test_inquiries_of_a_month_are_as_many_as_its_factor_says() -> None:
    factors = {"january": 0.5, "february": 2.0, "march": 0.25, "april": 3.0}
    seasonal = BASE.with_changes({
        "market.demand.load": 20.0, "run.weeks": 20.0, "market.offer.days_to_use": 1.0,
        **{f"market.seasons.{name}": value for name, value in factors.items()},
    })  # fmt: skip
    assert np.mean(seasonal.market.seasons.factors) == pytest.approx(1.0)
    journal = simulate(seasonal).journal
    edges = period_edges(seasonal, "month")
    counted = period_table(journal, seasonal, edges)[:, NAMES.index("n_inquiries")]
    a_week = seasonal.market.demand.n_accounts_per_week * 20.0
    for k, (since, until) in enumerate(pairwise(edges[:5])):
        expected = a_week * seasonal.market.seasons.factors[k] * (until - since) / 40.0
        assert counted[k] == pytest.approx(expected, abs=4.0 * np.sqrt(expected))


def test_at_the_end_of_a_quarter_reps_push_and_give_discounts_and_at_no_other_time() -> None:
    focused = FLOODED.with_changes({"programme.selling.need_focus": 1.0, "run.weeks": 20.0})
    pressed = focused.with_changes({
        "programme.quarter.weeks_pressure": 2.0, "programme.quarter.share_pushed": 1.0, "programme.quarter.discount": 0.2,
    })  # fmt: skip
    params = pack(pressed)
    assert set(params.discount_now[params.selling_need_focus == 0.0]) == {0.2 / pressed.market.offer.price_unit}
    journal = simulate(pressed).journal
    touches = rows(journal, Kind.TOUCH)
    met = touches[(touches["channel"] == 0) & (touches["time"] > 0)]
    ends = HOURS_FROM + np.array([0.0, 61.0]) * 8.0  # mornings of 1 January (a Thursday before the window) and 1 April
    ends[0] = HOURS_FROM - 16.0
    pushed = met["time"][met["reason"] == Reason.PUSHED]
    assert len(pushed) > 5
    assert all(
        ((ends - each <= 80.0) & (ends - each > -40.0)).any() for each in pushed
    )  # a meeting may end a little later
    paid = rows(journal, Kind.TERMS)
    plain = rows(simulate(focused).journal, Kind.TERMS)
    assert paid["value"].mean() < plain["value"].mean()


def test_quotas_are_reported_by_rep_and_quarter() -> None:
    run = simulate(BASE.with_changes({
        **LEAVING, "programme.quarter.quota": 500_000.0, "run.weeks": 60.0, "run.weeks_follow_up": 0.0,
    }))  # fmt: skip
    frame, quarters = run.quotas(), run.by("quarter")
    assert frame["bookings"].sum() == pytest.approx(quarters["bookings"].sum())
    assert frame["n_wins"].sum() == quarters["n_wins"].sum() > 0
    whole = frame[(frame["period"] == "2026-Q2") & (frame["rep"] > 0)]
    reps = quarters.set_index("period")["n_reps"]["2026-Q2"]
    assert whole["quota"].sum() == pytest.approx(500_000.0 * reps)  # a seat that stands empty has none
    assert run.outcomes["quota_attained"] > 0.0
    with pytest.raises(InputProblem, match="quota is 0"):
        simulate(BASE).quotas()


def test_the_latest_date_of_hiring_is_earlier_where_hiring_takes_time() -> None:
    slow = hiring({"week": 30, "add": TWO}, weeks=13.0)
    assert heads(slow)[-1] == (43, N + 2)
    assert bm.load("merged").programme.staff.weeks_to_hire == 0.0  # nothing of this is on unless a scenario says so
    assert datetime.date(2026, 1, 5) == slow.run.start
