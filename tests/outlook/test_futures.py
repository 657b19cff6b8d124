"""Several futures of one past are the runs they would have been alone, and periods add up to the whole."""

import math
from typing import Any

import numpy as np
import pytest

from buyermaze.screens.engine.store import weight
from buyermaze.simulator.core.vocabulary import Kind
from buyermaze.simulator.inputs.dates.timeline import timeline
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.model.parameters import pack
from buyermaze.simulator.outcomes.books.costs import yearly_spend
from buyermaze.simulator.outcomes.books.periods import NAMES, period_edges, period_table
from buyermaze.simulator.outlook.futures import MOST_BYTES, Past, futures_table, lasting, parting
from buyermaze.simulator.outlook.outlook import odds_of
from buyermaze.simulator.runs.run import Run, simulate
from tests.worlds import buyer, channels, clean, rows

SHORT = {"run.weeks_warm_up": 12.0, "run.weeks": 24.0, "run.n_batches": 1, "run.weeks_follow_up": 0.0}
BASE = load("baton_pass").with_changes({**SHORT, "market.demand.n_accounts_per_week": 8.0})
UNTIL = timeline(BASE).window_to
HIRE = {"week": 9, "add": {"programme.team.n_reps": 3}}
PLANS = {
    "nothing": [],
    "hire": [HIRE],
    "open the gate": [{"week": 4, "changes": {"programme.gate.closed": False, "programme.team.n_qualifiers": 0}}],
    "more inquiries": [{"week": 6.3, "weeks_ramp": 5, "changes": {"market.demand.load": 2.5}}, HIRE],
    "new territories": [{"week": 3, "share_handed_over": 0.7}],
    "from the start": [{"week": -12, "changes": {"programme.marketing.ads": 0.2}}],
    "mail": [{"week": 2, "changes": {"programme.nurture.days_between": 4.0}}],
}


@pytest.fixture(scope="module")
def plans() -> list[Scenario]:
    return [lasting(BASE.with_changes({"timeline": plan}), UNTIL) for plan in PLANS.values()]


@pytest.fixture(scope="module")
def one() -> Run:
    return simulate(BASE.with_changes({"timeline": PLANS["hire"]}))


def test_futures_that_share_their_past_are_those_of_separate_runs_to_the_bit(plans: list[Scenario]) -> None:
    edges = period_edges(BASE, "month", UNTIL)
    together = futures_table(plans, range(2), edges)
    for s, plan in enumerate(plans):
        for r in range(2):
            alone = period_table(simulate(plan, r).journal, plan, edges)
            assert np.array_equal(together[s, r], alone, equal_nan=True), list(PLANS)[s]


def test_an_inquiry_on_its_way_through_a_change_and_a_parting_comes_when_it_would_alone() -> None:
    """Inquiries are weeks apart: one is on its way when demand changes in all plans, and still when a plan branches off."""
    busier = {"week": 2, "changes": {"market.demand.load": 3.0}}
    rare = BASE.with_changes({"market.demand.n_accounts_per_week": 0.3})
    both = [[busier], [busier, {"week": 2.5, "add": {"programme.team.n_reps": 3}}]]
    scenarios = [lasting(rare.with_changes({"timeline": plan}), UNTIL) for plan in both]
    edges = period_edges(rare, "week", UNTIL)
    together = futures_table(scenarios, range(8), edges)
    for r in range(8):
        alone = period_table(simulate(scenarios[1], r).journal, scenarios[1], edges)
        assert np.array_equal(together[1, r], alone, equal_nan=True), r


def test_plans_part_where_the_first_difference_is(plans: list[Scenario]) -> None:
    packed = dict(zip(PLANS, map(pack, plans), strict=True))
    start = timeline(plans[0]).window_from
    weeks = {"nothing": math.inf, "hire": 9.0, "more inquiries": 6.3, "new territories": 3.0, "from the start": -12.0}
    for name, week in weeks.items():
        assert parting(packed["nothing"], packed[name]) == pytest.approx(start + 40.0 * week)


def test_new_territories_cost_what_was_only_in_mind() -> None:
    kept, lost = (
        simulate(BASE.with_changes({"timeline": PLANS[name]})).journal for name in ("nothing", "new territories")
    )
    date = timeline(BASE).window_from + 3 * 40.0
    assert len(kept[kept["time"] < date]) == len(lost[lost["time"] < date])
    assert len(kept) != len(lost) or (kept["value"] != lost["value"]).any()


@pytest.mark.parametrize("by", ["week", "month", "quarter"])
def test_periods_add_up_to_the_whole(one: Run, by: str) -> None:
    edges = period_edges(one.scenario, by)
    parts, whole = (period_table(one.journal, one.scenario, each) for each in (edges, edges[[0, -1]]))
    for name in ("n_inquiries", "n_wins", "bookings", "cost", "profit", "hours_buyers"):
        column = NAMES.index(name)
        assert parts[:, column].sum() == pytest.approx(whole[0, column]), name
    assert one.by(by)["n_inquiries"].sum() == whole[0, NAMES.index("n_inquiries")]


def test_people_are_conserved_week_by_week(one: Run) -> None:
    edges = period_edges(one.scenario, "week")
    table = period_table(one.journal, one.scenario, edges)
    stocks = table[
        :, [NAMES.index(name) for name in ("n_open", "n_leads_open", "n_opportunities_open", "n_voted_open")]
    ]
    closed = rows(one.journal, Kind.DECISION)
    left = np.histogram(closed["time"], edges)[0]
    ended = rows(one.journal, Kind.ENDED)
    never = ended[~np.isin(ended["account"], closed["account"])]
    left += np.histogram(never["time"], edges)[0]
    change = np.diff(stocks.sum(axis=1))
    assert np.array_equal(change, (table[:, NAMES.index("n_inquiries")] - left)[1:])
    ways = [NAMES.index(name) for name in ("n_wins", "n_lost", "n_no_decision", "n_no_buyers")]
    assert np.array_equal(table[:, ways].sum(axis=1), left)  # the table closes by itself
    assert (stocks >= 0).all()


def test_money_is_that_of_the_calendar(one: Run) -> None:
    table = period_table(one.journal, one.scenario, period_edges(one.scenario, "week"))
    cost = table[:, NAMES.index("cost")]
    before, after = (yearly_spend(epoch.scenario.programme) / 50.0 for epoch in one.scenario.epochs)
    assert cost[:9] == pytest.approx(before, rel=1e-9)
    assert cost[9:] == pytest.approx(after, rel=1e-9)
    assert one.outcomes["cost_total"] == pytest.approx(cost.sum() / 24.0 * 50.0)


@pytest.mark.parametrize("by", ["month", "quarter", "year"])
def test_salaries_of_empty_seats_are_those_of_their_own_weeks_in_periods_of_any_length(by: str) -> None:
    staff = {"programme.staff": {"share_leaving": 0.9, "weeks_to_hire": 6.0}}
    rise = {"week": 15, "changes": {"programme.team.cost_rep": 300_000.0, "programme.selling.share_time": 0.6}}
    run = simulate(BASE.with_changes(staff | {"timeline": [rise]}))
    weeks, periods = (period_table(run.journal, run.scenario, period_edges(run.scenario, each)) for each in ("week", by))
    assert (weeks[:, NAMES.index("n_reps")] < BASE.programme.team.n_reps).sum() > 5
    for name in ("cost", "profit"):
        column = NAMES.index(name)
        assert periods[:, column].sum() == pytest.approx(weeks[:, column].sum(), rel=1e-12), name


def test_a_company_that_pilots_and_mails_nobody_has_its_weeks() -> None:
    pilots = {"programme.pilot": {"p_offered": 1.0}, "programme.nurture.days_between": 0.0}
    run = simulate(BASE.with_changes(pilots))
    assert len(rows(run.journal, Kind.PILOT))
    assert not len(rows(run.journal, Kind.MAILED))
    assert run.by("week")["cost"].notna().all()


@pytest.mark.filterwarnings("error")
def test_nobody_uses_the_time_of_reps_who_have_all_left() -> None:
    gone = {"programme.team.n_reps": 1, "programme.staff": {"share_leaving": 0.9, "weeks_to_hire": 100.0}}
    run = simulate(BASE.with_changes(gone | {"run.weeks": 104.0}))
    weeks = run.by("week")
    empty = weeks["n_reps"] == 0.0
    assert empty.any() and not empty.all()
    assert weeks.loc[empty, "share_use"].isna().all()


def test_bookings_are_the_revenue_of_the_deals_signed(one: Run) -> None:
    table = period_table(one.journal, one.scenario, np.array([0.0, UNTIL]))
    won = rows(one.journal, Kind.DECISION)
    n = int((won["detail"] == 1).sum())
    assert table[0, NAMES.index("n_wins")] == n
    value = one.scenario.market.offer.deal_value
    assert table[0, NAMES.index("bookings")] == pytest.approx(n * value, rel=0.6)
    assert (table[0, NAMES.index("bookings")] > 0) == (n > 0)


PER_WEEK, SERVICE = 400.0, 1.2


def buying(**changes: Any) -> Scenario:
    """Return a world in which every account asks for a rep once, is served, and buys."""
    base = {
        "market.demand.n_accounts_per_week": PER_WEEK, "market.offer.benefit_mean": 5.0, "market.offer.days_to_use": 0.0,
        "market.group.days_between_meetings": 0.5, "market.living.n_periods": 1, "market.living.days_period": 5.0,
        "programme.selling.hours_per_meeting": SERVICE, "programme.voice.p_noticed": 0.0,
        "run.n_accounts": 0, "run.weeks": 10.0, "run.weeks_warm_up": 2.0, "run.weeks_follow_up": 0.0,
        **channels(rep={"requirements": 5.0}),
    }  # fmt: skip
    return clean([buyer(need={"requirements": 1.0})], ("buyer",), base | changes)


def test_a_step_in_capacity_has_its_fluid_limit() -> None:
    # ten inquiries an hour for reps who serve 5/6 of one each: the desk is the bottleneck before and after
    step = {"week": 5, "changes": {"programme.team.n_reps": 8}}
    plan = buying(**{"programme.team.n_reps": 3, "timeline": [step]})
    served = rows(simulate(plan).journal, Kind.SERVED)
    per_hour = np.histogram(served["time"], [80.0, 280.0, 480.0])[0] / 200.0
    assert per_hour == pytest.approx([3 / SERVICE, 8 / SERVICE], rel=0.08)
    table = period_table(simulate(plan).journal, plan, period_edges(plan, "week"))
    assert table[:, NAMES.index("share_use")] == pytest.approx(1.0, abs=0.15)


def test_odds_of_a_target_are_those_of_the_distribution_it_has() -> None:
    # with a rep for everybody every inquiry buys, and what leaves such a desk in a week is Poisson like what comes
    from scipy.stats import poisson

    world = buying(**{"market.demand.n_accounts_per_week": 10.0, "run.weeks": 2.0})
    edges = period_edges(world, "week", timeline(world).window_to)
    won = futures_table([world], range(300), edges)[0, :, :, NAMES.index("n_wins")].sum(axis=1)
    for target in (15, 20, 25):
        found, expected = odds_of(won >= target), float(poisson.sf(target - 1, 20.0))
        assert abs(found.p - expected) < 4.0 * math.sqrt(expected * (1.0 - expected) / 300)
        assert found.low <= found.p <= found.high


def test_a_past_that_is_kept_gives_separate_runs_to_the_bit() -> None:
    """Plans that branch off from a kept past are what they would be alone; one that parts earlier leaves it alone."""
    base = load("baton_pass").with_changes({"run.weeks_warm_up": 8.0, "run.weeks": 10.0, "run.weeks_follow_up": 40.0})
    until = timeline(base).window_from + 10 * 40.0
    edges = period_edges(base, "week", until)
    past = Past(lasting(base, until))
    hires = [{"week": week, "add": {"programme.team.n_reps": 3}} for week in (0, 2, 5.5, -4)]
    for entries in ([hires[0]], [hires[1]], [hires[2]], [], [hires[3]]):
        plan = lasting(base.with_changes({"timeline": entries}), until)
        assert past.holds(pack(plan)) == (entries != [hires[3]])
        kept, alone = (futures_table([plan], range(2), edges, past=each) for each in (past, None))
        assert np.array_equal(kept, alone, equal_nan=True)


def test_pasts_of_a_market_of_very_many_firms_are_kept_within_what_others_take() -> None:
    few = {"run.weeks_warm_up": 1.0, "run.weeks": 1.0, "run.weeks_follow_up": 0.0, "market.demand.n_accounts_per_week": 1.0}
    world = load("merged").with_changes({**few, "market.pool.n_firms": 200_000})
    until = timeline(world).window_to
    plan = lasting(world, until)
    past = Past(plan)
    kept = futures_table([plan], range(6), period_edges(plan, "week", until), n_threads=1, past=past)
    assert 0 < weight(past) < 1.1 * MOST_BYTES
    assert np.array_equal(kept, futures_table([plan], range(6), period_edges(plan, "week", until)), equal_nan=True)
