"""The terms of the choice beside the product: price, manners, who the rivals are, who was told of us, who governs."""

import numpy as np
import pytest
from pairs import falls, journals, outcomes, paired, plain, rises
from worlds import both_rivals, rows

from buyermaze.simulator.core.errors import InputProblem
from buyermaze.simulator.core.vocabulary import Channel, Job, Kind, Reason
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.journal.compare import first_difference
from buyermaze.simulator.model.parameters import pack
from buyermaze.simulator.outcomes.batches import batch_values
from buyermaze.simulator.outcomes.books.tallies import Tally
from buyermaze.simulator.outcomes.definitions import position
from buyermaze.simulator.runs.batch import sum_table
from buyermaze.simulator.runs.run import simulate
from tests.worlds import cohort

MERGED = plain("merged")
FLAT = MERGED.with_changes({"market.offer.price_sd": 0.0})  # everybody asks the going rate


def shares_won(scenario: Scenario, n: int = 8) -> np.ndarray:
    """Return each vendor's part of all purchases, us first."""
    terms = np.concatenate([rows(journal, Kind.TERMS) for journal in journals(scenario, n)])
    sold = terms["vendor"][terms["reason"] == Reason.BOUGHT]
    return np.bincount(sold, minlength=3) / len(sold)


# price


def test_a_dearer_offer_is_bought_less_often_and_earns_more_each_time() -> None:
    dear = {"programme.pricing.level": 0.5}
    pair = paired(FLAT, dear)
    falls(pair, "p_win", "share_of_purchases")
    assert pair.level("price_paid") == pytest.approx(0.5)
    before, after = outcomes(FLAT), outcomes(FLAT.with_changes(dear))
    for table, factor in ((before, 1.0), (after, 1.5)):
        wins = table[:, position("cost_total")] / table[:, position("cost_per_win")]
        won = ~np.isnan(wins)
        assert table[won, position("revenue")] == pytest.approx(wins[won] * 300_000 * factor)


def test_publishing_the_going_rate_tells_nobody_anything() -> None:
    for path in ("programme.pricing.open", "market.rivals.rival 1.price_open"):
        closed, opened = (simulate(FLAT.with_changes({path: value})).journal for value in (False, True))
        assert first_difference(closed, opened) is None


def test_a_price_nobody_has_heard_cannot_put_buyers_off() -> None:
    # dear and published loses them at their desks; dear and hidden, in the conversation they have waited for
    def n_late_talks(opened: bool) -> int:
        scenario = FLAT.with_changes({"programme.pricing.level": 1.5, "programme.pricing.open": opened})
        talks = [rows(journal, Kind.TOUCH) for journal in journals(scenario, 8)]
        return sum(int(((t["channel"] == Channel.REP) & (t["job"] >= Job.SELECTION)).sum()) for t in talks)

    assert n_late_talks(opened=True) < 0.8 * n_late_talks(opened=False)


def test_the_heavier_price_weighs_the_fewer_dear_offers_are_bought() -> None:
    dear = FLAT.with_changes({"programme.pricing.level": 0.5})
    falls(paired(dear, {"market.mind.price_weight": 3.0}, 40), "share_of_purchases")
    rises(paired(dear, {"market.mind.price_weight": 0.0}, 40), "share_of_purchases")


def test_the_price_signed_is_the_price_drawn_at_the_start() -> None:
    terms = np.concatenate([rows(j, Kind.TERMS) for j in journals(MERGED.with_changes(both_rivals(price=-0.4)), 6)])
    ours = terms[terms["vendor"] == 0]["value"]
    assert (terms[terms["vendor"] > 0]["value"] == -0.4).all()
    assert (terms["reason"][terms["vendor"] > 0] == Reason.BOUGHT).all()
    assert 0.05 < ours.std() < 0.25  # spread 0.15, cheap ones signing more often


# rivals


def test_each_rival_has_an_organisation_of_its_own() -> None:
    base = shares_won(MERGED)
    better = shares_won(MERGED.with_changes({"market.rivals.rival 2.edge": 1.0}))
    assert better[2] > base[2] + 0.1
    assert better[1] < base[1]
    cheaper = shares_won(MERGED.with_changes({"market.rivals.rival 1.price": -0.8}))
    assert cheaper[1] > base[1] + 0.1
    unknown = shares_won(MERGED.with_changes({"market.rivals.rival 1.p_known": 0.0, "market.mind.p_discover": 0.0}))
    assert unknown[1] == 0.0


def test_a_rival_that_forgets_teaches_half_as_much() -> None:
    forgets = MERGED.with_changes({"market.rivals.rival 1.share_known": 0.0})
    taught = {}
    for name, scenario in (("knows", MERGED), ("forgets", forgets)):
        visits = np.concatenate([rows(j, Kind.TOUCH) for j in journals(scenario, 8)])
        visits = visits[(visits["channel"] == Channel.RIVAL_REP) & (visits["job"] == Job.SELECTION)]
        for vendor in (1, 2):
            mine = visits[visits["vendor"] == vendor]
            lost = name == "forgets" and vendor == 1
            assert (mine["reason"] == (Reason.OUT_OF_CONTEXT if lost else Reason.IN_CONTEXT)).all()
            taught[name, vendor] = mine["value"].mean()
    assert taught["forgets", 1] == pytest.approx(0.5 * taught["knows", 1], rel=0.1)
    assert taught["forgets", 2] == pytest.approx(taught["knows", 2], rel=0.1)


def test_there_are_two_rivals_and_their_names_are_told() -> None:
    named = MERGED.with_changes({"market.rivals": [{"name": "Incumbent"}, {"name": "Challenger", "edge": 1.0}]})
    run = simulate(named)
    bought = rows(run.journal, Kind.DECISION)
    account = int(bought["account"][(bought["vendor"] == 2)][0])
    from buyermaze.simulator.journal.story import story

    assert any("Challenger" in sentence for sentence in story(run, account))
    for wrong, says in (([{"name": "alone"}], "2 sheets"), ([{"name": "same"}, {"name": "same"}], "different")):
        with pytest.raises(InputProblem, match=says):
            MERGED.with_changes({"market.rivals": wrong})


# manners


def test_manners_count_beside_price_when_they_have_weight() -> None:
    clumsy = MERGED.with_changes({"programme.memory.share_recorded": 0.0, "programme.memory.share_learned": 0.01})
    falls(paired(clumsy, {"market.mind.ease_weight": 2.0}), "share_of_purchases")
    terms = np.concatenate([rows(j, Kind.TERMS) for j in journals(clumsy, 6)])
    ours, theirs = terms["detail"][terms["vendor"] == 0], terms["detail"][terms["vendor"] > 0]
    assert ours.mean() < theirs.mean()


@pytest.mark.parametrize("weight", ["emotion_weight", "simplicity_weight"])
def test_what_stays_in_mind_and_time_in_vain_count_when_they_have_weight(weight: str) -> None:
    pushy = MERGED.with_changes({"programme.selling.need_focus": 0.0, "programme.memory.share_recorded": 0.0})
    falls(paired(pushy, {f"market.mind.{weight}": 3.0}), "share_of_purchases")
    assert journals(pushy, 1)[0].tobytes() == journals(pushy.with_changes({f"market.mind.{weight}": 0.0}), 1)[0].tobytes()


# media and reps together


def test_media_and_reps_fill_more_time_together_than_added_up() -> None:
    worlds = [{"programme.marketing.ads": ads, "programme.team.n_reps": n} for ads in (0.25, 2.0) for n in (2, 7)]
    sums = sum_table([load("merged").with_changes(world) for world in worlds], range(4))
    alone, more_reps, more_ads, both = (batch_values(each)[:, position("share_rep_time_used")] for each in sums)
    joint = both - more_ads - more_reps + alone
    assert joint.mean() > 3.0 * joint.std(ddof=1) / np.sqrt(len(joint))


# referral


def test_newcomers_hear_of_us_from_delighted_customers_only() -> None:
    talked = plain("merged", "simple_transactional", 400).with_changes(
        {"market.demand.p_knows_us": 0.1, "market.offer.days_to_use": 1.0, "market.demand.n_accounts_per_week": 10.0}
    )
    loud = {"market.living.word_of_mouth": 0.3, "market.offer.use_gap": 1.0, "market.living.satisfaction_base": 10.0}
    rises(paired(talked.with_changes(loud), {"market.living.referral": 1.0}, 48), "share_of_purchases")
    sour = loud | {"market.living.satisfaction_base": 0.0}
    angry, referred = (
        simulate(talked.with_changes(sour | {"market.living.referral": share})).journal for share in (0.0, 1.0)
    )
    assert first_difference(angry, referred) is None


# who governs


@pytest.mark.parametrize("form", ["committee", "office", "executive"])
def test_a_committee_takes_gaps_up_at_its_sessions(form: str) -> None:
    sheet = f"programme.governance.{form}"
    governed = MERGED.with_changes(
        {
            "programme.governance.form": form,
            f"{sheet}.p_fixed": 1.0,
            f"{sheet}.days_between_sessions": 15.0,
            f"{sheet}.days_to_fix": 0.0,
        }
    )
    fixed = np.concatenate([rows(j, Kind.FIXED)["time"] for j in journals(governed, 3)])
    assert len(fixed) > 20
    assert np.allclose(fixed / 120.0, np.round(fixed / 120.0))


def test_only_the_form_in_force_acts_and_costs() -> None:
    governed = MERGED.with_changes({"programme.governance.form": "office"})
    other = governed.with_changes(
        {"programme.governance.executive.p_fixed": 0.1, "programme.governance.committee.cost": 9e6}
    )
    first, second = simulate(governed), simulate(other)
    assert first_difference(first.journal, second.journal) is None
    assert first.outcomes["cost_total"] == second.outcomes["cost_total"]
    nobody = simulate(MERGED)
    cost = governed.programme.governance.office.cost
    assert first.outcomes["cost_total"] - nobody.outcomes["cost_total"] == pytest.approx(cost)  # a year
    assert not len(rows(nobody.journal, Kind.FIXED))


# content for reps, content for buyers


def test_the_tilt_of_upkeep_moves_freshness_between_reps_and_buyers() -> None:
    scarce = MERGED.with_changes({"programme.team.n_content": 1.0})
    found, playbook = {}, {}
    for tilt in (-1.0, 0.0, 1.0):
        params = pack(scarce.with_changes({"programme.library.tilt": tilt}))[0]
        found[tilt], playbook[tilt] = params.found.sum(), params.playbook.sum()
    assert found[1.0] == 0.0
    assert playbook[-1.0] == 0.0
    assert found[-1.0] > found[0.0] > 0.0
    assert playbook[1.0] > playbook[0.0] > 0.0
    rises(paired(scarce, {"programme.library.tilt": 1.0}), "share_requests_missed")


# what is known of buyers, how fast complaints are answered, how good the score is


def test_conversations_in_context_follow_what_is_known() -> None:
    # known is what was tracked, recorded and passed on: without one of the three a conversation starts from nothing
    whole = {"programme.memory.share_recorded": 1.0, "programme.memory.share_passed_on": 1.0}
    tracked = whole | {"programme.memory.share_tracked": 0.9, "programme.marketing.p_identified": 1.0}
    assert paired(MERGED, tracked).level("share_out_of_context") < 0.1
    nothing = {"programme.memory.share_learned": 0.01, "programme.memory.share_tracked": 0.0}
    assert paired(MERGED, whole | nothing).level("share_out_of_context") > 0.9
    for part in ("share_recorded", "share_passed_on"):
        rises(paired(MERGED, {f"programme.memory.{part}": 0.0}), "share_out_of_context")
    rises(paired(MERGED, {"programme.memory.days_fresh": 10.0}), "share_out_of_context")


def test_alerts_are_answered_by_whoever_has_time() -> None:
    heard = plain("listening", "long_relationship", 200).with_changes({"programme.voice.p_noticed": 1.0})
    few = paired(heard, {"programme.team.n_reps": 1}, 20)
    rises(few, "hours_alert_open")
    assert 0.0 < few.level("share_alerts_answered") <= 1.0
    run = simulate(heard)
    called = rows(run.journal, Kind.RECOVERY)
    alerts = rows(run.journal, Kind.ALERT)
    for row in called[:20]:
        mine = alerts["time"][(alerts["account"] == row["account"]) & (alerts["time"] <= row["time"])]
        assert np.isclose(mine, row["time"] - row["detail"]).any()


def test_precision_and_recall_of_the_lead_score_are_counted_from_the_journal() -> None:
    run = simulate(load("baton_pass").with_changes(cohort(120)))
    real = set(rows(run.journal, Kind.ARRIVED)["account"][rows(run.journal, Kind.ARRIVED)["detail"] == 1].tolist())
    leads = set(rows(run.journal, Kind.LEAD)["account"].tolist())
    assert run.outcomes["p_real_of_leads"] == pytest.approx(len(leads & real) / len(leads))
    assert run.outcomes["p_lead_of_real"] == pytest.approx(len(leads & real) / len(real))
    low = simulate(load("baton_pass").with_changes({"programme.gate.score": 1.0, **cohort(120)}))
    assert low.outcomes["p_real_of_leads"] < run.outcomes["p_real_of_leads"]


def test_renewals_earn_the_list_price() -> None:
    loyal = plain("merged", "long_relationship", 120).with_changes({"market.offer.price_sd": 0.0})
    run = simulate(loyal.with_changes({"programme.pricing.level": 0.4}))
    later = run.outcomes["profit_lifetime"] - run.outcomes["profit"]
    sums = run.totals["sum"][0, 1]
    renewed = sums[Tally.RENEWED_VALUE] + sums[Tally.EXPANDED_VALUE]
    offer = loyal.market.offer
    assert renewed > 0
    years = 120 / (loyal.market.demand.n_accounts_per_week * 50)
    assert later == pytest.approx((offer.margin + 0.4) * offer.deal_value * renewed / years)
