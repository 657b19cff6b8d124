"""What customers meet after the sale: deliveries, bills, contacts that listen; and cold contacts that are won back."""

import numpy as np
import pytest
from pairs import falls, midway, paired, plain, rises
from worlds import rows

import buyermaze as bm
from buyermaze.simulator.core.vocabulary import Kind
from buyermaze.simulator.journal.compare import first_difference
from buyermaze.simulator.model.rules.customers.service import share_offered
from buyermaze.simulator.model.rules.marketing.cold import is_cold
from tests.worlds import cohort

PROGRAMMES = "docs/examples/programmes/"
EVERYTHING = {
    "programme.service.p_on_time": 0.5,
    "programme.service.p_bill_right": 0.5,
    "programme.service.share_listening": 0.5,
    "programme.service.p_amended": 0.5,
    "programme.service.share_in_community": 0.5,
    "market.living.p_issue": 0.3,
    "programme.care.share_caring": 0.3,
    "market.customer_life.share_untold": 0.8,
    "market.living.share_expands": 0.6,
}
MET = (
    Kind.DELIVERED_LATE, Kind.BILLED_WRONG, Kind.CONTRACT_STUCK, Kind.MET_CUSTOMERS, Kind.LISTENED, Kind.WON_BACK,
)  # fmt: skip
COLD = {"market.cold.days": 20.0}


@pytest.fixture(scope="module")
def run():
    return bm.simulate(bm.load(PROGRAMMES + "wins_back.yaml", changes=cohort(200) | EVERYTHING))


def test_both_engines_write_the_same_journal(run) -> None:
    scenario = run.scenario.with_changes(cohort(60))
    compiled, reference = (bm.simulate(scenario, engine=engine).journal for engine in ("compiled", "reference"))
    assert first_difference(compiled, reference) is None
    for kind in MET:
        assert len(rows(compiled, kind)) > 0, kind.name


def test_as_shipped_all_is_on_time_and_right_and_nobody_goes_cold() -> None:
    journal = bm.simulate(plain("customer_care", n_accounts=80)).journal
    for kind in MET:
        assert len(rows(journal, kind)) == 0, kind.name


def test_a_late_delivery_puts_first_use_off_by_as_much(run) -> None:
    late = rows(run.journal, Kind.DELIVERED_LATE)
    used = {int(row["account"]): row["time"] for row in rows(run.journal, Kind.GO_LIVE)}
    decided = {int(row["account"]): row["time"] for row in rows(run.journal, Kind.DECISION)}
    usual = 8.0 * run.scenario.market.offer.days_to_use
    for row in late:
        waited = used[int(row["account"])] - decided[int(row["account"])]
        assert waited == pytest.approx(usual + row["value"])
    assert len(late) > 2


def test_late_deliveries_cost_satisfaction_and_renewals() -> None:
    found = paired(plain("merged", n_accounts=240), {"programme.service.p_on_time": 0.0}, n_runs=8)
    rises(found, "share_delivered_late", "share_anti_advocates")
    falls(found, "satisfaction", "nps", "p_renewal", "profit_lifetime")


def test_wrong_bills_cost_renewals() -> None:
    found = paired(plain("merged", n_accounts=240), {"programme.service.p_bill_right": 0.0}, n_runs=8)
    rises(found, "share_bills_wrong")
    falls(found, "p_renewal", "profit_lifetime")


def test_quarrels_over_contracts_cost_renewals_as_often_as_contracts_are_changed() -> None:
    sore = {"market.customer_life.p_amends": 0.5, "market.customer_life.contract_pain": 1.0}
    found = paired(plain("merged", n_accounts=240).with_changes(sore), {"programme.service.p_amended": 0.0}, n_runs=8)
    rises(found, "share_contracts_stuck")
    falls(found, "p_renewal", "profit_lifetime")
    assert found.level("share_contracts_stuck") == pytest.approx(0.5, abs=0.03)


def test_customers_who_meet_others_have_more_issues_solved_and_take_their_talk_over() -> None:
    base = plain("merged", n_accounts=240).with_changes(
        {"market.living.p_issue": 0.4, "programme.care.p_resolved": 0.2, "market.living.issue_cost": 2.0}
    )
    found = paired(base, {"programme.service.share_in_community": 1.0, "market.customer_life.rubs_off": 0.0}, n_runs=8)
    rises(found, "share_in_community", "p_renewal", "cost_total")
    falls(found, "share_issues_open")
    share = base.market.customer_life.p_peers_solve
    assert found.level("share_issues_open") == pytest.approx(0.8 * (1.0 - share), abs=0.04)
    loud = {"programme.service.share_in_community": 1.0, "market.living.word_of_mouth": 0.5, "market.customer_life.rubs_off": 0.0}
    for satisfaction, turns in ((9.0, rises), (5.0, falls)):
        talking = base.with_changes(loud | {"market.living.satisfaction_base": satisfaction})
        turns(paired(talking, {"market.customer_life.rubs_off": 3.0}, n_runs=8), "p_renewal")


def test_who_listens_hears_of_needs_and_sells_more() -> None:
    deaf = bm.load(PROGRAMMES + "listens.yaml", changes=cohort(240) | {"programme.service.share_listening": 0.0})
    rises(
        paired(deaf, {"programme.service.share_listening": 1.0}, n_runs=8),
        "share_listened", "share_expanded", "cost_total", "profit_lifetime",
    )  # fmt: skip
    told = deaf.with_changes({"market.customer_life.share_untold": 0.0})
    falls(paired(told, {"market.customer_life.share_untold": 1.0}, n_runs=8), "share_expanded")


def test_what_is_heard_is_on_file() -> None:
    caring = plain("baton_pass", n_accounts=60).with_changes({"programme.care.share_caring": 0.5})

    def known(share: float) -> float:
        world = midway(caring.with_changes({"programme.service.share_listening": share}), 9000.0).world
        return float(world.people["on_file"][world.accounts["n_periods"] > 0].sum())

    assert known(1.0) > known(0.0) > 0.0


def test_needs_untold_are_offered_nothing_until_somebody_listens() -> None:
    assert share_offered(0.0, 3.0) == 1.0
    assert share_offered(0.8, 0.0) == pytest.approx(0.2)
    assert share_offered(0.8, 1.0) == pytest.approx(0.6)
    assert share_offered(1.0, 50.0) == pytest.approx(1.0)


def test_cold_contacts_open_less_and_offers_of_their_own_cost_money() -> None:
    falls(paired(plain("nurture_machine"), COLD, n_runs=8), "share_mails_opened")
    found = paired(plain("nurture_machine").with_changes(COLD), {"programme.reactivation.share_tried": 1.0}, n_runs=8)
    rises(found, "share_mails_opened", "cost_total", "n_unsubscribed")
    assert is_cold(9.0, 8.0)
    assert not is_cold(9.0, 0.0)
    assert not is_cold(8.0, 8.0)


def test_offers_cost_what_was_said(run) -> None:
    offers = rows(run.counted_rows(), Kind.WON_BACK)
    each = run.scenario.programme.reactivation.cost
    assert run.outcomes["cost_won_back"] == pytest.approx(each * offers["value"].sum() / offers["detail"].sum())
    dearer = bm.simulate(run.scenario.with_changes({"programme.reactivation.cost": each + 10.0}))
    more = (dearer.outcomes["cost_per_win"] - run.outcomes["cost_per_win"]) * run.journeys()["won"].sum()
    assert more == pytest.approx(10.0 * offers["value"].sum())
    assert np.isnan(bm.simulate(plain("merged", n_accounts=20)).outcomes["cost_won_back"])


def test_stories_tell_of_all_of_it(run) -> None:
    told = ""
    for kind in MET[:-1]:
        told += str(bm.story(run, int(rows(run.journal, kind)["account"][0])))
    back = rows(run.journal, Kind.WON_BACK)
    told += str(bm.story(run, int(back["account"][back["detail"] > 0][0])))
    for words in ("delivery comes late", "bill of ours is wrong", "and listen", "had gone cold"):
        assert words in told.lower(), words
