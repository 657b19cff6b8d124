"""Reps one by one: who differs beyond luck, and what assets in their hands do; worked out by hand and known by construction."""

import numpy as np
import pandas
import pytest
from handmade import journal, row, run_of, won

from buyermaze.simulator.analysis.deals.reps import Reps, between, conversations, first_met, reps
from buyermaze.simulator.core.vocabulary import Channel, Job, Kind, Reason
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.runs.run import simulate
from tests.worlds import cohort

# nothing but skill, context and assets decides what a conversation gives: no luck of a visit, nobody is ever tired
PLAIN = cohort(60) | {
    "market.mind.visit_luck": 0.0, "market.mind.attention": 500.0, "programme.selling.skill_sd": 0.0,
    "programme.selling.need_focus": 1.0, "run.n_replications": 2, "programme.selling.p_uses_assets": 0.5,
}  # fmt: skip


def test_between_groups_by_hand() -> None:
    group, value = np.array([0, 0, 1, 1]), np.array([1.0, 3.0, 5.0, 7.0])
    # means 2 and 6 around 4: 2 * (4 + 4) / 1 = 16 among; four squares of 1 over 2 = 2 within
    assert between(group, value) == ((16.0 - 2.0) / 2.0, 2.0 / 2.0)
    assert np.isnan(between(np.array([0, 0]), np.array([1.0, 2.0]))[0])
    assert between(np.array([0, 0, 1, 1]), np.array([1.0, 3.0, 1.0, 3.0]))[0] < 0.0  # less than luck: not cut off


def test_equal_groups_differ_by_luck_alone_and_others_by_what_they_are() -> None:
    random = np.random.default_rng(1)
    group = np.repeat(np.arange(6), 40)
    equal = [between(group, random.normal(size=240))[0] for _ in range(300)]
    apart = [between(group, random.normal(size=240) + 0.5 * random.normal(size=6)[group])[0] for _ in range(300)]
    assert abs(np.mean(equal)) < 4 * np.std(equal) / np.sqrt(300)
    assert abs(np.mean(apart) - 0.25) < 4 * np.std(apart) / np.sqrt(300)


def test_conversations_and_first_meetings_are_read_off_the_journal() -> None:
    again = row(Kind.TOUCH, 15.0, 0, person=0, job=Job.PROBLEM, channel=Channel.REP, vendor=0, rep=1, value=0.5)
    run = run_of(journal(*won(0, 0.0), again))
    talks = conversations(run)
    assert talks["rep"].tolist() == [2, 1]
    assert talks["hours"].iloc[0] == 3.0 and np.isnan(talks["hours"].iloc[1])  # nobody was served a second time
    usual = run.scenario.market.channels.rep.gain.problem
    assert talks["answer"].tolist() == pytest.approx([0.0, 0.5 / usual])
    assert first_met(run)[["rep", "account", "won"]].to_numpy().tolist() == [[2, 0, True]]


def test_partners_are_no_reps_of_ours() -> None:
    partners = {"job": Job.PROBLEM, "channel": Channel.REP, "vendor": 0, "rep": -1, "value": 0.5}
    rows = [
        row(Kind.ARRIVED, 0.0, 1, value=3, detail=1),
        row(Kind.CONTACTED, 5.0, 1, person=0, vendor=0, value=0.3),
        row(Kind.TOUCH, 5.0, 1, person=0, **partners),
        row(Kind.TOUCH, 9.0, 1, person=0, **partners | {"rep": 1}),
        row(Kind.SERVED, 9.0, 1, person=0, channel=Channel.REP, rep=1, hours=2.0),
    ]
    run = run_of(journal(*won(0, 0.0), *rows))
    talks = conversations(run)
    assert sorted(zip(talks["rep"], talks["account"], talks["hours"], strict=True)) == [(1, 1, 2.0), (2, 0, 3.0)]
    assert first_met(run)["account"].tolist() == [0]


def test_where_nothing_can_be_told_the_sentences_say_so() -> None:
    found = reps(load("baton_pass").with_changes(PLAIN), 1)
    assert not [line for line in found.sentences() if "nan" in line]
    talks = found.conversations[found.conversations["asset"]]
    alike = Reps(found.scenario, 1, talks, found.deals).sentences()
    assert alike[-1] == "Reps had an asset at hand in 100 % of their conversations; what one is worth cannot be told from these."
    nobody = Reps(found.scenario, 1, talks.iloc[:0], found.deals.iloc[:0])
    assert nobody.sentences() == ["Nobody had a conversation with a rep of ours."] and nobody.table().empty


def test_an_asset_drawn_again_is_the_one_the_rep_had() -> None:
    talks = conversations(simulate(load("baton_pass").with_changes(PLAIN)))
    strange = talks[talks["reason"] == Reason.OUT_OF_CONTEXT].round({"answer": 9})
    assert 0.2 < strange["asset"].mean() < 0.8
    helped, alone = (set(strange.loc[strange["asset"] == had, "answer"]) for had in (True, False))
    assert max(alone) < min(helped)  # not one conversation is on the wrong side


def test_assets_help_those_who_do_not_know_the_buyer_and_nobody_else() -> None:
    found = reps(load("baton_pass").with_changes(PLAIN)).assets().set_index("conversations")
    assert found.loc["out of context", "low"] > 0.0
    assert found.loc["in context", "gain"] == pytest.approx(0.0, abs=1e-9)
    never = reps(load("baton_pass").with_changes(PLAIN | {"programme.selling.p_uses_assets": 0.0}))
    assert never.assets()["share_with_asset"].max() == 0.0


def test_reps_with_skills_of_their_own_differ_and_equal_ones_do_not() -> None:
    levels = [
        reps(load("baton_pass").with_changes(PLAIN | {"programme.selling.skill_sd": sd})).spread().set_index("measure")
        for sd in (0.0, 0.4)
    ]
    equal, apart = (found.loc["answer", "sd_between"] for found in levels)
    assert apart > 0.1 > equal


def test_a_table_of_reps_counts_every_conversation_once() -> None:
    found = reps(load("baton_pass").with_changes(PLAIN))
    table = found.table()
    assert table["n_conversations"].sum() == len(found.conversations)
    assert table["n_met"].sum() == len(found.deals)
    assert table["rep"].between(1, 6).all() and found.sentences()


def test_reps_are_held_against_their_quotas_quarter_by_quarter() -> None:
    company = load("baton_pass").with_changes(PLAIN | {"programme.quarter.quota": 250_000.0})
    found = reps(company, 2)
    quotas = found.quotas()
    assert quotas is not None
    by_hand = pandas.concat([simulate(company, r).quotas() for r in range(2)])
    by_hand = by_hand[by_hand["quota"] > 0.0].groupby("period")
    assert list(quotas["quarter"]) == sorted(by_hand.groups)
    sums = by_hand[["bookings", "quota"]].sum()
    assert quotas["attained"].to_numpy() == pytest.approx((sums["bookings"] / sums["quota"]).to_numpy())
    assert quotas["n_reps"].to_numpy() == pytest.approx(by_hand.size().to_numpy() / 2)
    assert quotas["share_reached"].between(0.0, 1.0).all()
    assert "of their quotas" in found.sentences()[-1]
    assert reps(load("baton_pass").with_changes(PLAIN), 1).quotas() is None
