"""A run over years: what a company has earned in one year is there in the next."""

import numpy as np
import pytest

import buyermaze as bm
from buyermaze.simulator.core.vocabulary import Kind, Reason
from buyermaze.simulator.outcomes.books.periods import period_edges
from tests.worlds import rows

QUICK = {
    "run.weeks_warm_up": 0.0,
    "run.weeks": 260.0,
    "run.weeks_follow_up": 0.0,
    "market.group.n_people_mean": 3.0,
    "market.mind.days_longest": 200.0,
    "market.living.word_of_mouth": 0.1,
}


@pytest.fixture(scope="module")
def run():
    return bm.simulate(bm.load("baton_pass", changes=QUICK))


@pytest.fixture(scope="module")
def years(run):
    return run.by("year")


def test_five_years_are_told_one_by_one_and_add_up_to_the_quarters(run, years):
    quarters = run.by("quarter")
    assert years["period"].tolist() == ["2026", "2027", "2028", "2029", "2030"]
    for name in ("n_inquiries", "n_wins", "bookings", "cost", "hours_buyers"):
        by_year = quarters[name].groupby(quarters["period"].str[:4]).sum()
        assert years[name].to_numpy() == pytest.approx(by_year.to_numpy())
    ends = quarters[quarters["period"].str.endswith("Q4")]
    for name in ("n_customers", "recurring", "pipeline", "n_open"):
        assert years[name].tolist() == ends[name].tolist()


def test_customers_at_the_end_of_a_year_are_those_before_plus_signed_less_run_out(run, years):
    signed, renewed = rows(run.journal, Kind.DECISION), rows(run.journal, Kind.RENEWAL)
    won = signed[signed["vendor"] == 0]
    since = dict(zip(won["account"].tolist(), won["time"].tolist(), strict=True))
    stays = renewed[renewed["reason"] == Reason.RENEWED]
    second = {int(r["account"]): 2.0 * r["time"] - since[int(r["account"])] for r in stays}
    left = [r["time"] for r in renewed if r["reason"] != Reason.RENEWED]
    edges = period_edges(run.scenario, "year")
    before = 0
    for n, began, ended in zip(years["n_customers"], edges, edges[1:], strict=False):
        came = sum(began <= time < ended for time in won["time"])
        gone = sum(began < time <= ended for time in [*left, *second.values()])
        assert n == before + came - gone
        before = n


def test_customers_and_what_they_pay_accumulate(years):
    assert years["n_customers"].iloc[0] < years["n_customers"].iloc[1] < years["n_customers"].iloc[3]
    assert (years["recurring"] > 0.0).all()


def test_reputation_and_awareness_accumulate(run):
    heard, asked = rows(run.journal, Kind.HEARD), rows(run.journal, Kind.ARRIVED)
    edges = period_edges(run.scenario, "year")
    share = np.histogram(heard["time"], edges)[0] / np.histogram(asked["time"], edges)[0]
    assert share[0] < 0.2 * share[3]  # in the first year nobody is our customer yet


def test_awareness_spreads_from_the_day_on_which_the_first_customers_are_delighted(run):
    spread = run.scenario.with_changes({"market.living.referral": 1.0, "market.living.satisfaction_base": 10.0})
    told, alone = (bm.simulate(each).journal for each in (spread, spread.with_changes({"market.living.referral": 0.0})))
    parted = told["time"][np.flatnonzero(told[: len(alone)] != alone[: len(told)])[0]]
    live = rows(told, Kind.GO_LIVE)
    assert parted >= live["time"][live["vendor"] == 0][0]
    assert parted < 104 * 40.0


def test_what_was_promised_in_the_first_year_is_felt_in_the_third(run):
    loud = [
        {"name": "loud", "week": 0, "changes": {"programme.message.promise": 3.0}},
        {"name": "quiet", "week": 50, "changes": {"programme.message.promise": run.scenario.programme.message.promise}},
    ]
    other = bm.simulate(run.scenario.with_changes({"timeline": loud})).by("year")
    late = [frame["n_wins"].iloc[2:].sum() for frame in (run.by("year"), other)]
    assert late[0] != late[1]


def test_the_first_two_years_of_five_are_the_two_years(run):
    two = bm.simulate(run.scenario.with_changes({"run.weeks": 104.0})).by("year", until=104 * 40.0)
    five = run.by("year", until=104 * 40.0)
    for name in ("n_inquiries", "n_wins", "n_customers", "bookings", "hours_buyers"):
        assert two[name].tolist() == five[name].tolist()
