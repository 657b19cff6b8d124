"""Offers: pilots that show or fail, packages that are picked, prices that are bargained over; what each of them costs."""

import math

import numpy as np
import pytest
from pairs import falls, paired, plain, rises
from worlds import rows

import buyermaze as bm
from buyermaze.simulator.core.vocabulary import Kind, Reason
from buyermaze.simulator.journal.compare import first_difference
from buyermaze.simulator.model.rules.sales.offers import (
    package_gain,
    package_picked,
    reference_loss,
    resented,
    within_authority,
)
from tests.worlds import cohort, history

KINDS = (Kind.PILOT, Kind.PILOT_SEEN, Kind.SENT_UP, Kind.BARGAINED, Kind.PACKAGE)
BARGAINS = {"market.bargaining.p_asks": 1.0}
PILOTS = {"programme.pilot.p_offered": 1.0}
THREE = {"programme.packages.n": 3}
REAL = {"market.demand.share_not_serious": 0.0}
EVERYTHING = REAL | BARGAINS | PILOTS | THREE | {"market.bargaining.reference_pain": 0.5, "programme.quarter.weeks_pressure": 4.0}


@pytest.fixture(scope="module")
def run():
    return bm.simulate(bm.load("merged", changes=cohort(300) | EVERYTHING))


def test_both_engines_write_the_same_journal(run) -> None:
    scenario = run.scenario.with_changes(cohort(60))
    compiled, reference = (bm.simulate(scenario, engine=engine).journal for engine in ("compiled", "reference"))
    assert first_difference(compiled, reference) is None
    for kind in KINDS:
        assert len(rows(compiled, kind)) > 0, kind.name


def test_as_shipped_nobody_bargains_picks_or_tries() -> None:
    journal = bm.simulate(plain("merged", n_accounts=80)).journal
    assert not np.isin(journal["kind"], KINDS).any()


def test_a_rep_gives_what_is_within_authority_in_all_and_the_rest_goes_up(run) -> None:
    authority = run.scenario.programme.discounts.authority
    asked, up = rows(run.journal, Kind.BARGAINED), rows(run.journal, Kind.SENT_UP)
    ours = asked[asked["vendor"] == 0]
    beyond = {int(row["account"]): row for row in up}
    assert len(up) > 5
    for row in ours:
        sent = beyond.get(int(row["account"]))
        if sent is None or sent["reason"] == Reason.GRANTED:
            assert row["value"] == pytest.approx(row["detail"])
        else:
            assert row["value"] == pytest.approx(row["detail"] - sent["detail"])
            assert row["value"] <= authority + run.scenario.programme.quarter.discount + 1e-9
    assert within_authority(0.2, 0.05, 0.0) == 0.05
    assert within_authority(0.2, 0.05, 0.1) == 0.0


def test_nobody_votes_while_a_discount_waits_or_a_pilot_runs(run) -> None:
    until: dict[int, float] = {}
    n_waited = 0
    for row in run.journal:
        account = int(row["account"])
        if row["kind"] in (Kind.PILOT, Kind.SENT_UP):
            until[account] = max(until.get(account, 0.0), row["time"] + row["value"])
        elif row["kind"] == Kind.VOTE and row["reason"] != Reason.UNREACHED:
            n_waited += account in until
            assert row["time"] >= until.get(account, 0.0) - 1e-6
    assert n_waited > 10


def test_what_is_taken_off_is_missing_from_the_price_that_is_paid() -> None:
    exact = {"market.offer.price_sd": 0.0, "programme.discounts.authority": 0.5}
    scenario = bm.load("merged", changes=cohort(200) | BARGAINS | exact)
    found = bm.simulate(scenario)
    given = {int(row["account"]): row["value"] for row in rows(found.journal, Kind.BARGAINED) if row["vendor"] == 0}
    terms = rows(found.journal, Kind.TERMS)
    paid = terms[(terms["reason"] == Reason.BOUGHT) & (terms["vendor"] == 0)]
    assert len(paid) > 8
    for row in paid:
        assert row["value"] * scenario.market.offer.price_unit == pytest.approx(-given.get(int(row["account"]), 0.0))
    told = [given.get(int(account), 0.0) for account in paid["account"]]
    assert found.outcomes["share_taken_off"] == pytest.approx(np.mean(told))
    assert found.outcomes["price_paid"] == pytest.approx(-np.mean(told))


def test_failures_come_as_often_as_they_are_not_prevented(run) -> None:
    seen = rows(run.journal, Kind.PILOT_SEEN)
    n, p = len(seen), run.scenario.market.pilot_reception.p_fails
    failed = int((seen["reason"] == Reason.FAILED).sum())
    assert n > 15
    assert abs(failed - n * p) < 4.0 * math.sqrt(n * p * (1.0 - p))
    none = bm.simulate(run.scenario.with_changes({"programme.pilot.support": 1.0}))
    assert not (rows(none.journal, Kind.PILOT_SEEN)["reason"] == Reason.FAILED).any()


def test_support_of_pilots_saves_wins_and_costs_money() -> None:
    failing = plain("merged", n_accounts=240).with_changes(PILOTS | {"market.pilot_reception.p_fails": 1.0})
    found = paired(failing, {"programme.pilot.support": 1.0}, n_runs=12)
    rises(found, "p_win_piloted", "p_win", "cost_total")


def test_packages_are_picked_by_what_they_are_worth() -> None:
    assert [package_picked(want, n) for n in (1, 2, 3) for want in (-0.4, 0.4)] == [0, 0, 0, 1, -1, 1]
    for want in (-0.4, 0.0, 0.4):
        best = package_gain(package_picked(want, 3), want, 0.2)
        assert best == max(package_gain(package, want, 0.2) for package in (-1, 0, 1)) == pytest.approx(0.2 * abs(want))


def test_packages_make_comparing_harder() -> None:
    none = plain("merged", n_accounts=240).with_changes(THREE | {"market.package_choice.effort": 0.0})
    found = paired(none, {"market.package_choice.effort": 1.0}, n_runs=12)
    rises(found, "hours_per_person")


def test_discounts_cost_renewals_where_the_list_price_is_asked_again() -> None:
    assert reference_loss(0.1, 0.5) == 0.5
    assert reference_loss(0.0, 3.0) == 0.0
    giving = plain("merged", n_accounts=240).with_changes(BARGAINS | {"programme.discounts.authority": 0.5})
    found = paired(giving, {"market.bargaining.reference_pain": 1.0}, n_runs=8)
    falls(found, "p_renewal", "profit_lifetime")
    assert found.change("p_win") == 0.0


def test_a_refused_discount_is_held_against_whoever_refused_it() -> None:
    assert resented(0.1, 0.5) == 0.05
    assert resented(-0.1, 0.5) == 0.0
    stingy = {"programme.discounts.authority": 0.0, "programme.discounts.p_approved": 0.0}
    generous = {"market.bargaining.rival_gives": 1.0, "market.bargaining.ask": 0.3}
    nothing = plain("merged", n_accounts=240).with_changes(BARGAINS | stingy | generous)
    found = paired(nothing, {"market.bargaining.resentment": 1.0}, n_runs=12)
    falls(found, "p_win")
    assert found.level("share_discount_refused") == 1.0
    giving = plain("merged", n_accounts=240).with_changes(BARGAINS | {"programme.discounts.authority": 0.5} | generous)
    assert paired(giving, {"market.bargaining.resentment": 1.0}, n_runs=4).change("p_win") == 0.0


def test_customers_who_were_refused_something_are_less_satisfied() -> None:
    changes = cohort(300) | BARGAINS | {"programme.discounts.authority": 0.0, "programme.discounts.p_approved": 0.0}
    scenario = bm.load("merged", changes=changes | {"market.bargaining.ask": 0.3})
    plainly, resentful = (
        bm.simulate(scenario.with_changes({"market.bargaining.resentment": share})).journeys() for share in (0.0, 0.3)
    )
    asked = (plainly["asked_less"] & plainly["customer"] & resentful["customer"]).fillna(False)
    lost = (resentful["customer_satisfaction"] - plainly["customer_satisfaction"])[asked]
    assert len(lost) > 10
    assert lost.mean() < 0.0


def test_rivals_that_give_more_win_more() -> None:
    found = paired(
        plain("merged", n_accounts=240).with_changes(BARGAINS | {"market.bargaining.rival_gives": 0.0}),
        {"market.bargaining.rival_gives": 1.0},
        n_runs=12,
    )
    rises(found, "p_lost")


def test_peoples_hours_in_pilots_and_in_bargaining_are_conserved(run) -> None:
    world = history(run.scenario.with_changes(cohort(80)))
    spent = sum(
        rows(world.journal, kind)["hours"].sum()
        for kind in (Kind.TOUCH, Kind.MEETING, Kind.GAVE_UP, Kind.MAILED, Kind.PILOT, Kind.BARGAINED)
    )
    assert spent == pytest.approx(world.people["hours_spent"].sum(), rel=1e-12)
