"""The seller's machinery: every lever does what it says, and what it costs is paid."""

import numpy as np
import pytest
from pairs import falls, journals, midway, paired, plain, rises
from worlds import rows

from buyermaze.simulator.core.vocabulary import Channel, Kind, Reason
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.inputs.sheets.scenario import Scenario
from buyermaze.simulator.model.parameters import pack
from buyermaze.simulator.model.steps.journey.approval import hours_until_judged
from buyermaze.simulator.runs.run import simulate
from tests.worlds import cohort

MERGED, BATON = plain("merged"), plain("baton_pass")
MAIL = {"programme.nurture.days_between": 10.0}
OFTEN = {"programme.nurture.days_between": 2.0}
PAID_MAIL = {"programme.nurture.cost_mail": 5.0}


def mean_of(table: np.ndarray, field: str) -> float:
    return float(np.mean(table[field]))


def touches(journal: np.ndarray, channel: Channel) -> np.ndarray:
    found = rows(journal, Kind.TOUCH)
    return found[found["channel"] == channel]


# nurture mail


def test_more_mail_is_more_opened_but_less_willingly_and_costs_money() -> None:
    some = MERGED.with_changes(MAIL | PAID_MAIL)
    pair = paired(some, OFTEN | {"programme.nurture.share_relevant": 0.1})
    rises(pair, "n_mails", "cost_total")
    falls(pair, "share_mails_opened")
    few = paired(MERGED, MAIL)
    opened, opened_of_few = (p.level("n_mails") * p.level("share_mails_opened") for p in (pair, few))
    assert opened > 2 * opened_of_few


def test_mail_to_the_point_shortens_the_way_and_mail_beside_it_does_not() -> None:
    useful = paired(MERGED, OFTEN | {"programme.nurture.share_relevant": 1.0})
    useless = paired(MERGED, OFTEN | {"programme.nurture.share_relevant": 0.0})
    falls(useful, "days_to_decision")
    assert useful.change("days_to_decision") < useless.change("days_to_decision")


def test_trust_in_mail_falls_with_every_mail_that_misses() -> None:
    def trust(**nurture: float) -> float:
        changes = {f"programme.nurture.{name}": value for name, value in nurture.items()}
        world = midway(MERGED.with_changes(MAIL | changes), 1600.0).world
        there = (world.people["active"] == 1) & (world.accounts["alive"] == 1)[:, None]
        return float(world.people["trust"][there][:, Channel.EMAIL].mean())

    assert trust(share_relevant=1.0, annoyance=0.2) > trust(share_relevant=0.5, annoyance=0.2)
    assert trust(share_relevant=0.5, annoyance=0.2) > trust(share_relevant=0.0, annoyance=0.2)
    assert trust(share_relevant=0.0, annoyance=0.2) > trust(days_between=3.0, share_relevant=0.0, annoyance=0.2)
    assert trust(share_relevant=0.0, annoyance=0.0) == pytest.approx(trust(share_relevant=1.0, annoyance=0.0), abs=0.02)


def test_only_those_who_left_a_trace_get_mail_and_only_while_they_are_buying() -> None:
    for journal in journals(MERGED.with_changes(MAIL)):
        mailed = rows(journal, Kind.MAILED)
        assert len(mailed) > 100
        n_accounts = int(journal["account"].max()) + 1
        decided = np.full(n_accounts, np.inf)
        decided[rows(journal, Kind.DECISION)["account"]] = rows(journal, Kind.DECISION)["time"]
        traced = np.full(n_accounts, np.inf)
        for row in journal[journal["seen"] == 1][::-1]:
            traced[row["account"]] = row["time"]
        assert (mailed["time"] < decided[mailed["account"]]).all()
        assert (mailed["time"] >= traced[mailed["account"]]).all()
        gaps = [np.diff(mailed["time"][mailed["account"] == account]) for account in np.unique(mailed["account"])]
        assert np.allclose(np.concatenate(gaps), 80.0)


# discipline, playbooks, pushing


def test_without_discipline_requests_lie_about_and_reps_have_time() -> None:
    pair = paired(MERGED, {"programme.selling.p_follow_up": 0.5})
    rises(pair, "share_ignored", "share_gave_up")
    falls(pair, "share_rep_time_used")
    assert 0.3 < pair.level("share_ignored") <= 0.5  # some lose patience before anybody could have followed up
    assert paired(MERGED, {}).level("share_ignored") == 0.0


def test_an_unused_playbook_makes_conversations_worth_less() -> None:
    asked = plain("sales_only").with_changes({"programme.voice.p_survey": 1.0})
    falls(paired(asked, {"programme.selling.p_uses_assets": 0.0}), "ces_would")


def test_what_reps_are_given_is_taken_from_what_buyers_find() -> None:
    small = MERGED.with_changes({"programme.team.n_content": 2.0})
    assets = [asset.model_dump() for asset in small.programme.library.assets if asset.channel == "content"]
    for_reps = [{"name": f"playbook {n}", "job": "validation", "channel": "rep", "quality": 0.8} for n in range(6)]
    with_tools = small.with_changes({"programme.library.assets": assets + for_reps})
    without = small.with_changes({"programme.library.assets": assets})
    more, less = (pack(scenario) for scenario in (with_tools, without))
    assert (more.playbook[0][:, 4] > less.playbook[0][:, 4]).all()
    assert (more.found <= less.found).all() and (more.found < less.found).any()
    falls(paired(without, {"programme.library.assets": assets + for_reps}), "n_requests_met")


def test_pushing_is_quicker_and_answers_less() -> None:
    asked = MERGED.with_changes({"programme.voice.p_survey": 1.0})
    pushed = {"programme.selling.need_focus": 0.3}
    pair = paired(asked, pushed)
    rises(pair, "share_pushed")
    falls(pair, "ces_would", "share_rep_time_used")
    assert pair.level("share_pushed") == pytest.approx(0.7, abs=0.06)

    def hours(scenario: Scenario) -> float:
        return np.mean([mean_of(rows(journal, Kind.SERVED), "hours") for journal in journals(scenario)])

    assert hours(asked.with_changes(pushed)) == pytest.approx((0.3 + 0.7 * 0.7) * hours(asked), rel=0.05)


def test_pushing_wears_out_trust_in_reps_and_moves_opinion() -> None:
    def state(**selling: float) -> tuple[float, float]:
        changes = {f"programme.selling.{name}": value for name, value in selling.items()}
        world = midway(
            MERGED.with_changes({"market.mind.push_effect": 3.0, "market.mind.reactance": 0.0} | changes), 1600.0
        ).world
        met = (world.people["active"] == 1) & (world.people["n_visits"][..., Channel.REP] > 0)
        people = world.people[met]
        return float(people["trust"][:, Channel.REP].mean()), float(people["opinion"][:, 0].mean())

    answered, pushed = state(), state(need_focus=0.0)
    assert pushed[0] < answered[0] - 0.05
    assert pushed[1] > answered[1]


# the lead score and what the company remembers


def test_scores_that_age_make_fewer_leads_out_of_visits_but_not_out_of_raised_hands() -> None:
    def leads(days: float) -> tuple[int, int, int]:
        found = np.concatenate([rows(j, Kind.LEAD) for j in journals(BATON.with_changes({path: days}), 6)])
        by_score = found["reason"] == Reason.SCORE
        people = np.unique(np.cumsum(np.diff(found["time"], prepend=0.0) < 0) * 1000 + found["account"])
        return int(by_score.sum()), int((~by_score).sum()), len(people)

    path = "programme.gate.days_score_life"
    never, slowly, fast = leads(0.0), leads(15.0), leads(2.0)
    assert never[0] > 1.5 * slowly[0] > 1.5 * fast[0]
    assert fast[1] > never[1]  # who is no lead by score raises a hand sooner or later
    assert fast[2] < never[2]  # what is lost are those who never would


def test_a_longer_rest_before_the_second_look_saves_checks_and_lets_leads_wait() -> None:
    def looked_at(days: float) -> tuple[int, float]:
        found = journals(BATON.with_changes({"programme.gate.days_recycle": days}))
        checks = sum(len(rows(journal, Kind.CHECKED)) for journal in found)
        return checks, sum(len(rows(journal, Kind.ACCEPTED)) for journal in found)

    at_once, later = looked_at(0.0), looked_at(120.0)
    assert later[0] < at_once[0]
    assert later[1] < at_once[1]
    for journal in journals(BATON.with_changes({"programme.gate.days_recycle": 60.0})):
        rejected, leads = rows(journal, Kind.REJECTED), rows(journal, Kind.LEAD)
        for account in np.unique(rejected["account"]):
            turned_away = rejected["time"][rejected["account"] == account]
            again = leads["time"][leads["account"] == account]
            for moment in turned_away:
                assert not ((again > moment) & (again < moment + 480.0)).any()


def test_knowledge_that_ages_has_to_be_found_out_again() -> None:
    def in_context(scenario: Scenario) -> tuple[float, float]:
        found = journals(scenario, 6)
        reasons = np.concatenate([touches(journal, Channel.REP)["reason"] for journal in found])
        served = np.concatenate([rows(journal, Kind.SERVED) for journal in found])
        return float(np.mean(reasons == Reason.IN_CONTEXT)), mean_of(served, "hours")

    fresh, aged = in_context(BATON), in_context(BATON.with_changes({"programme.memory.days_fresh": 20.0}))
    assert aged[0] < fresh[0] - 0.1
    assert aged[1] > fresh[1]


def test_a_hand_raised_today_is_not_old_already() -> None:
    days = 3.0
    for journal in journals(BATON.with_changes({"programme.gate.days_score_life": days}), 2):
        for lead in rows(journal, Kind.LEAD):
            after = journal[(journal["account"] == lead["account"]) & (journal["time"] > lead["time"])]
            after = after[np.isin(after["kind"], (Kind.TOUCH, Kind.REJECTED)) & (after["seen"] == 1)]
            if lead["reason"] == Reason.HAND_RAISE and len(after) and after[0]["kind"] == Kind.TOUCH:
                halves = (after[0]["time"] - lead["time"]) / (8.0 * days)
                assert after[0]["detail"] >= 30.0 * 0.5**halves


# what is promised, planted and repaired


def test_fine_print_is_found_and_regretted() -> None:
    pair = paired(MERGED, {"programme.message.fine_print": 0.8})
    rises(pair, "n_fine_print", "regret_from_disappointment", "share_regret", "share_anti_advocates")
    falls(pair, "satisfaction")
    for journal in journals(MERGED.with_changes({"programme.message.fine_print": 0.8}), 1):
        found = rows(journal, Kind.FINE_PRINT)
        people = list(zip(found["account"], found["person"], strict=True))
        assert len(set(people)) == len(people)  # nobody is surprised twice


def test_fine_print_earns_margin_per_win() -> None:
    plain_books, small_print = (
        simulate(scenario).outcomes for scenario in (MERGED, MERGED.with_changes({"programme.message.fine_print": 0.8}))
    )
    margins = [(found["profit"] + found["cost_total"]) / found["revenue"] for found in (plain_books, small_print)]
    assert margins[1] > margins[0]


def test_planted_ideas_make_us_known_and_are_paid_for() -> None:
    unknown = MERGED.with_changes({"market.demand.p_knows_us": 0.2, "market.demand.share_latent": 0.8})
    pair = paired(unknown, {"programme.marketing.priming": 1.0})
    rises(pair, "share_of_purchases", "cost_total")
    assert pair.change("cost_total") == pytest.approx(120_000)  # a year


def test_governance_closes_gaps_over_time_and_is_paid_for() -> None:
    base = plain("sla_aligned", n_accounts=240).with_changes({"programme.voice.p_noticed": 0.6})
    office = {
        "programme.governance.form": "executive",
        "programme.governance.executive.p_fixed": 1.0,
        "programme.governance.executive.days_to_fix": 15.0,
        "programme.governance.executive.share_closed": 0.3,
        "programme.governance.executive.cost": 200_000.0,
    }
    pair = paired(base, office)
    falls(pair, "share_requests_missed")
    rises(pair, "n_fixed", "cost_total")
    assert pair.change("cost_total") == pytest.approx(200_000)  # a year

    def missed(scenario: Scenario, late: bool) -> float:
        n_missed = n_all = 0
        for journal in journals(scenario, 4):
            visits = touches(journal, Channel.CONTENT)
            visits = visits[(visits["time"] > 1000.0) == late]
            n_missed += int(np.isin(visits["reason"], (Reason.DEAD_END, Reason.ALONE)).sum())
            n_all += len(visits)
        return n_missed / n_all

    governed = base.with_changes(office)
    assert missed(governed, late=True) < 0.6 * missed(governed, late=False)
    assert missed(governed, late=True) < 0.4 * missed(base, late=True)


def test_a_gap_only_ever_closes_and_by_the_share_of_one_fix() -> None:
    governed = plain("sla_aligned").with_changes(
        {
            "programme.governance.form": "office",
            "programme.governance.office.share_closed": 0.3,
            "programme.voice.p_noticed": 0.6,
        }
    )
    for journal in journals(governed, 2):
        fixed = rows(journal, Kind.FIXED)
        assert len(fixed) > 10
        assert (fixed["account"] == -1).all()
        for persona in range(5):
            for job in range(5):
                left = fixed["value"][(fixed["detail"] == persona) & (fixed["job"] == job)]
                assert np.allclose(left, 0.7 ** np.arange(1, len(left) + 1))


def test_media_that_feed_each_other_bring_readers_to_our_content() -> None:
    def shares_of_content(synergy: float) -> np.ndarray:
        found = journals(MERGED.with_changes({"market.mind.media_synergy": synergy}), 12)
        return np.array([(rows(j, Kind.TOUCH)["channel"] == Channel.CONTENT).mean() for j in found])

    more = shares_of_content(3.0) - shares_of_content(0.0)
    assert more.mean() > 4.0 * more.std(ddof=1) / np.sqrt(len(more))


def test_word_of_mouth_feeds_content_only_with_synergy() -> None:
    loud = {"market.living.word_of_mouth": 0.2, "programme.marketing.ads": 0.0}
    silent = MERGED.with_changes(loud)
    pair = paired(silent, {"market.mind.media_synergy": 3.0})
    rises(pair, "n_requests_met")


# how to buy


def hours_to_first_signature(scenario: Scenario) -> float:
    waits = []
    for journal in journals(scenario, 8):
        votes, approvals = rows(journal, Kind.VOTE), rows(journal, Kind.APPROVAL)
        votes = votes[votes["reason"] == Reason.PASSED]
        for row in approvals[approvals["detail"] == 1]:
            before = (votes["account"] == row["account"]) & (votes["time"] <= row["time"])
            waits.append(row["time"] - votes["time"][before].max())
    return float(np.mean(waits))


def test_nobody_knows_how_to_buy_unless_a_kit_says_so() -> None:
    office = midway(MERGED.with_changes({"market.group.how_to_buy": 1.5}), 1000.0)
    world, plain_world = office.world, midway(MERGED, 1000.0).world
    account = int(np.flatnonzero(world.accounts["alive"] == 1)[0])
    hours = {}
    for kit in (0, 1):
        world.accounts[account].kit = plain_world.accounts[account].kit = kit
        hours[kit] = (
            hours_until_judged(world, account, 1000.0),
            hours_until_judged(plain_world, account, 1000.0),
        )
    assert hours[0][0] == pytest.approx(2.5 * hours[0][1])
    assert hours[1][0] == hours[1][1]
    longer = [hours_to_first_signature(BATON.with_changes({"market.group.how_to_buy": how})) for how in (0.0, 1.0, 2.0)]
    assert longer[1] > 1.5 * longer[0]
    assert longer[2] > 1.2 * longer[1]


def test_all_the_machinery_is_silent_by_default() -> None:
    for name in ("baton_pass", "merged", "sla_aligned", "product_led", "sales_only"):
        journal = journals(load(name).with_changes(cohort(60)), 1)[0]
        assert (
            journal["kind"][~np.isin(journal["kind"], (Kind.TERMS, Kind.CAUGHT, Kind.HEARD, Kind.POLL))] < Kind.MAILED
        ).all()
        reasons = journal["reason"][journal["kind"] != Kind.POLL]
        assert not (reasons >= Reason.PUSHED).any()
    pair = paired(MERGED, {})
    assert pair.change("p_win") == 0.0
