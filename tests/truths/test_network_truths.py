"""Peers who know each other by name: one who talks and one who listens, and nothing heard that nobody said."""

import math
from typing import Any

import numpy as np
import pytest

from buyermaze.simulator.core.vocabulary import Channel, Job, Kind, Reason
from buyermaze.simulator.inputs.reading.loading import load
from buyermaze.simulator.journal.compare import first_difference
from buyermaze.simulator.model.parameters import pack
from buyermaze.simulator.model.rules.environment.peers import aspect_told, lived_well
from buyermaze.simulator.model.rules.luck.draws import run_key
from buyermaze.simulator.model.state import World, new_world
from buyermaze.simulator.model.steps.environment.peers import can_tell, hear_from_acquaintances, hush, listen
from buyermaze.simulator.model.steps.journey.arrival import arrive
from buyermaze.simulator.runs.run import Run, simulate
from tests.worlds import buyer, clean, cohort, rows, within

TALKS, LISTENS = 0, 1
VALUE = -0.4
SECOND_HAND = 0.35 * 0.4  # weight of an encounter at second hand


def two(ease: float = 0.2, **changes: Any) -> World:
    """Return a customer who lived through us with so much ease, and a buyer who knows it and nobody else."""
    given = {
        "market.peers.n_links": 1,
        "market.peers.p_tells": 1.0,
        "market.living.p_knows_customer": 1.0,
        "market.living.n_regions": 1,
        "market.mind.experience_weight": 0.35,
        "market.mind.share_cue_digital": 0.4,
        "market.mind.trust_growth": 0.1,
    } | {f"market.{key.replace('__', '.')}": value for key, value in changes.items()}
    scenario = clean([buyer(need={"selection": 1.0})], ("buyer",), given)
    world = new_world(pack(scenario), run_key(scenario.run.seed, 0), 2, 65_536)
    for account in (TALKS, LISTENS):
        arrive(world, account, account, 0.0)
    customer = world.accounts[TALKS]
    customer.n_treated[0], customer.manners[0] = 1.0, float(world.params[0].mind_expected_quality) + ease
    world.people[LISTENS, 0].job = Job.SELECTION
    return world


def ask(world: World, visit: int = 1) -> float:
    world.people[LISTENS, 0].n_visits[Channel.PEERS] = visit
    return float(listen(world, LISTENS, 0, 10.0))


def test_who_sets_out_later_knows_who_set_out_before_and_hears_nothing_until_there_is_something_to_tell() -> None:
    world = two()
    assert world.accounts[LISTENS].link[0] == TALKS
    assert world.accounts[TALKS].link[0] == -1
    assert ask(world) == 0.0
    can_tell(world, TALKS, VALUE, -0.5)
    assert ask(world) == VALUE
    hush(world, TALKS)
    assert ask(world) == 0.0


def test_an_opinion_moves_by_value_and_ease_as_encounters_at_second_hand_do() -> None:
    world = two(ease=0.2)
    can_tell(world, TALKS, VALUE, -0.5)
    p = world.people[LISTENS, 0]
    precision = float(p.precision[0])
    opinion, trust = float(p.opinion[0]), p.trust.copy()
    hear_from_acquaintances(world, LISTENS, 10.0)
    row = world.journal[int(world.market[0].n_rows) - 1]
    assert (row["kind"], row["account"], row["detail"], row["channel"]) == (Kind.HEARD, LISTENS, TALKS, -1)
    moved = SECOND_HAND * VALUE / (precision + SECOND_HAND)
    if row["reason"] == Reason.EASY:
        moved += SECOND_HAND * 0.2 / (precision + SECOND_HAND)
        assert p.trust.tolist() == trust.tolist()
    else:
        assert row["reason"] == Reason.HONEST  # it talked to no rep, so there is no word about them
        assert p.trust[Channel.REP] > trust[Channel.REP]
    assert p.opinion[0] - opinion == pytest.approx(moved)
    hear_from_acquaintances(world, LISTENS, 20.0)  # told once
    assert world.journal[int(world.market[0].n_rows) - 1]["time"] == 10.0


def test_words_are_heard_as_often_as_what_was_lived_weighs() -> None:
    world = two(ease=-0.2, living__negativity=1.5)  # hard to deal with, but honest
    can_tell(world, TALKS, VALUE, -0.5)
    n = 3000
    for visit in range(1, n + 1):
        ask(world, visit)
    heard = rows(world.journal[: int(world.market[0].n_rows)], Kind.HEARD)["reason"]
    assert set(heard.tolist()) == {Reason.HARD, Reason.HONEST}
    assert within(float((heard == Reason.HARD).mean()), 1.5 / 2.5, n)


@pytest.mark.parametrize("p_tells", [0.0, 0.3, 1.0])
def test_who_is_told_unasked_is_the_chance_of_telling(p_tells: float) -> None:
    scenario = clean(
        [buyer(need={"selection": 1.0})], ("buyer",),
        {"market.peers.n_links": 1, "market.peers.p_tells": p_tells, "market.living.n_regions": 1},
    )  # fmt: skip
    n = 400
    world = new_world(pack(scenario), run_key(scenario.run.seed, 0), n, 65_536)
    for account in range(n):
        arrive(world, account, account, 0.0)
        can_tell(world, account, VALUE, 0.0)
    for account in range(n):
        hear_from_acquaintances(world, account, 10.0)
    n_linked = int((world.accounts.link[:, 0] >= 0).sum())
    told = len(rows(world.journal[: int(world.market[0].n_rows)], Kind.HEARD))
    assert n_linked == n - 1
    assert within(told / n_linked, p_tells, n_linked)


def test_what_was_lived_is_told_well_or_badly() -> None:
    assert [lived_well(k, 0.1, False, 4, 1, 1) for k in range(4)] == [1.0, 1.0, 1.0, 1.0]
    assert [lived_well(k, -0.1, True, 4, 3, 3) for k in range(4)] == [-1.0, -1.0, -1.0, -1.0]
    assert [lived_well(k, 0.1, False, 0, 0, 0) for k in (2, 3)] == [0.0, 0.0]
    lived = np.array([1.0, -1.0, 0.0, 1.0])
    found = [aspect_told(lived, 2.0, luck) for luck in (0.1, 0.3, 0.7, 0.9)]
    assert found == [0, 1, 1, 3]


@pytest.mark.parametrize("balance", [-0.5, 0.6])
def test_referrals_reach_who_knows_a_delighted_customer(balance: float) -> None:
    scenario = clean(
        [buyer(need={"selection": 1.0})], ("buyer",),
        {"market.peers.n_links": 1, "market.living.n_regions": 1, "market.living.referral": 1.0, "market.demand.p_knows_us": 0.0},
    )  # fmt: skip
    n = 600
    world = new_world(pack(scenario), run_key(scenario.run.seed, 0), n, 65_536)
    for account in range(n):
        arrive(world, account, account, 0.0)
        can_tell(world, account, VALUE, balance)
    aware = world.accounts.aware[1:512, 0]  # tellers are remembered up to their number
    assert within(float(aware.mean()), max(0.0, balance), len(aware))


def test_who_was_sent_by_a_customer_is_written_down_and_counted_as_the_rows_say() -> None:
    changes = {"run.n_accounts": 250, "run.weeks_warm_up": 52.0, "run.n_batches": 1}
    nobody, loud = (load("merged", changes=changes | {"market.living.referral": share}) for share in (0.0, 1.0))
    run = simulate(loud)
    assert not len(rows(simulate(nobody).journal, Kind.RECOMMENDED))
    counted = run.counted_rows()
    real = {int(row["account"]) for row in rows(counted, Kind.ARRIVED) if row["detail"] == 1.0}
    sent = {int(row["account"]) for row in rows(counted, Kind.RECOMMENDED)} & real
    won = {int(row["account"]) for row in rows(counted, Kind.DECISION) if row["vendor"] == 0}
    assert len(sent) > 2
    assert run.outcomes["share_recommended"] == pytest.approx(len(sent) / len(real))
    assert run.outcomes["p_win_recommended"] == pytest.approx(len(sent & won) / len(sent))


NETWORK = {"market.peers.n_links": 4, "market.offer.days_to_use": 5, "market.demand.share_not_serious": 0.2}


@pytest.fixture(scope="module")
def run() -> Run:
    return simulate(load("merged", changes=cohort(400) | NETWORK | {"programme.selling.need_focus": 0.6}))


def test_both_engines_write_the_same_journal(run: Run) -> None:
    scenario = run.scenario.with_changes(cohort(120))
    compiled, reference = (simulate(scenario, engine=engine).journal for engine in ("compiled", "reference"))
    assert first_difference(compiled, reference) is None
    assert len(rows(compiled, Kind.HEARD)) > 0


def test_nothing_is_heard_by_name_that_nobody_said_and_nobody_is_heard_by_who_does_not_know_them(run: Run) -> None:
    knows = {(int(row["account"]), int(row["value"])) for row in rows(run.journal, Kind.KNOWS)}
    live = {int(row["account"]): row["time"] for row in rows(run.journal, Kind.GO_LIVE) if row["vendor"] == 0}
    heard = rows(run.journal, Kind.HEARD)
    assert len(heard) > 100
    assert all(known < who for who, known in knows)
    for row in heard:
        who, teller = int(row["account"]), int(row["detail"])
        assert (who, teller) in knows
        assert live[teller] <= row["time"]
        assert Reason.EASY <= row["reason"] <= Reason.PUSHY
    unasked = heard[heard["channel"] < 0]
    pairs = list(zip(unasked["account"].tolist(), unasked["detail"].tolist(), strict=True))
    assert len(pairs) == len(set(pairs)) > 0  # told once


def test_who_listens_and_who_talks_are_the_same_talks(run: Run) -> None:
    heard = rows(run.counted_rows(), Kind.HEARD)
    n_accounts = sum(int(row["detail"]) for row in rows(run.counted_rows(), Kind.ARRIVED))
    by_teller = np.unique(heard["detail"], return_counts=True)[1].sum()
    by_listener = np.unique(heard["account"], return_counts=True)[1].sum()
    assert by_teller == by_listener == len(heard)
    assert run.outcomes["n_heard"] == pytest.approx(len(heard) / n_accounts)
    assert run.outcomes["share_reached"] == pytest.approx(len(np.unique(heard["account"])) / n_accounts)
    good = np.isin(heard["reason"], (Reason.EASY, Reason.HONEST, Reason.QUICK, Reason.HELPFUL))
    assert run.outcomes["share_good_words"] == pytest.approx(good.mean())


def test_everybody_knows_as_many_as_there_are_to_know() -> None:
    journal = simulate(load("merged", changes=cohort(300) | NETWORK | {"market.living.share_near": 1.0})).journal
    n_known = np.unique(rows(journal, Kind.KNOWS)["account"], return_counts=True)[1]
    assert n_known.max() == 4
    assert n_known.mean() > 3.5  # two draws now and then fall on the same account
    assert math.isclose(sum(n_known), len(rows(journal, Kind.KNOWS)))
